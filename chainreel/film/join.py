"""Clips to one film: their packets, one after another, with chapter marks; nothing is encoded again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from chainreel.errors import ChainreelError
from chainreel.film.video import CONTAINER, require_frames
from chainreel.film.wholefile import whole


@dataclass(frozen=True)
class Mark:
    """A chapter of the film: its title and its first frame."""

    title: str
    first: int


def join_clips(
    clips: Sequence[Path], lengths: Sequence[int], marks: Sequence[Mark], title: str, film: Path
) -> None:
    """Write ``film`` from clips that were encoded alike, ``lengths`` frames each.

    Sound and caption tracks are added here: as further streams, interleaved by time.

    Raises:
        ChainreelError: a clip has other settings or another length, or the film cannot be written.
    """
    total = sum(lengths)
    with whole(film) as part:
        with (
            av.open(str(clips[0])) as first,
            av.open(str(part), "w", format="mp4", options=CONTAINER) as output,
        ):
            source = first.streams.video[0]
            fps = int(source.average_rate or 0)
            stream = output.add_stream_from_template(source)
            stream.time_base = Fraction(1, fps)
            output.metadata["title"] = title
            output.set_chapters([_chapter(i, m, fps, end) for i, (m, end) in enumerate(_spans(marks, total))])
            for packet in _packets(clips, lengths, fps, bytes(source.codec_context.extradata or b"")):
                packet.stream = stream
                output.mux_one(packet)
        require_frames(part, total)


def _spans(marks: Sequence[Mark], total: int) -> Iterator[tuple[Mark, int]]:
    ends = [*(mark.first for mark in marks[1:]), total]
    yield from zip(marks, ends, strict=True)


def _chapter(number: int, mark: Mark, fps: int, end: int) -> av.container.core.Chapter:
    return {
        "id": number,
        "start": mark.first,
        "end": end,
        "time_base": Fraction(1, fps),
        "metadata": {"title": mark.title},
    }


def _packets(
    clips: Sequence[Path], lengths: Sequence[int], fps: int, settings: bytes
) -> Iterator[av.Packet[av.VideoStream]]:
    """Every clip's packets with times in frames of the film; decoding order gets even steps."""
    decoded = offset = 0
    for clip, length in zip(clips, lengths, strict=True):
        found = 0
        with av.open(str(clip)) as container:
            source = container.streams.video[0]
            if bytes(source.codec_context.extradata or b"") != settings:
                raise ChainreelError(f"{clip} was encoded with other settings: remove it and run again")
            reorder = _reorder(source)
            for packet in container.demux(source):
                if packet.pts is None or packet.time_base is None:
                    continue
                packet.pts = offset + round(packet.pts * packet.time_base * fps)
                packet.dts = decoded - reorder
                packet.duration = 1
                packet.time_base = Fraction(1, fps)
                decoded, found = decoded + 1, found + 1
                yield packet
        if found != length:
            raise ChainreelError(f"{clip} has {found} frames instead of {length}: remove it and run again")
        offset += length


def _reorder(stream: av.VideoStream) -> int:
    """How many frames decoding runs ahead of showing: fixed by x264's settings, told by the stream header."""
    return stream.codec_context.reorder_depth
