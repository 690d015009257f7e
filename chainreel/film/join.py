"""Joining of clips to one film: their packets, one after another, with chapter marks, sound and captions.

Pictures are not encoded again.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import av

from chainreel.captions import track
from chainreel.captions.caption import Caption
from chainreel.captions.track import TAGS
from chainreel.errors import ChainreelError
from chainreel.files import whole
from chainreel.film.h264.video import CONTAINER, PLAIN, require_frames
from chainreel.sound import aac

Packet: TypeAlias = "av.Packet[Any]"


@dataclass(frozen=True)
class Mark:
    """A chapter of the film: its title and its first frame."""

    title: str
    first: int


@dataclass(frozen=True)
class Tracks:
    """What goes beside the pictures: a sound in a language with its credit, and captions by language.

    ``sound`` is AAC packets, the first of which begins before the pictures (``sound.aac``), ``bit_rate``
    theirs in bits a second; ``edit_list`` is whether the file may have one.
    """

    language: str = "en"
    sound: aac.Packets | None = None
    captions: Mapping[str, Sequence[Caption]] = field(default_factory=dict)
    credit: str = ""
    bit_rate: int = aac.BIT_RATE
    edit_list: bool = True


def join_clips(
    clips: Sequence[Path],
    lengths: Sequence[int],
    marks: Sequence[Mark],
    title: str,
    film: Path,
    tracks: Tracks | None = None,
) -> None:
    """Write ``film`` from clips that were encoded alike, ``lengths`` frames each, and ``tracks``.

    Raises:
        ChainreelError: a clip has other settings or another length, or the film cannot be written.
    """
    total, tracks = sum(lengths), tracks or Tracks()
    with whole(film) as part:
        with (
            av.open(str(clips[0])) as first,
            av.open(str(part), "w", format="mp4", options=CONTAINER if tracks.edit_list else PLAIN) as output,
        ):
            source = first.streams.video[0]
            fps = int(source.average_rate or 0)
            stream = output.add_stream_from_template(source)
            stream.time_base = Fraction(1, fps)
            output.metadata["title"] = title
            if tracks.credit:
                output.metadata["comment"] = tracks.credit
            output.set_chapters([_chapter(i, m, fps, end) for i, (m, end) in enumerate(_spans(marks, total))])
            settings = bytes(source.codec_context.extradata or b"")
            pictures = _in(stream, _packets(clips, lengths, fps, settings))
            for packet in heapq.merge(pictures, *_beside(output, tracks), key=_moment):
                output.mux_one(packet)
        require_frames(part, total)


def _in(stream: av.VideoStream, packets: Iterator[Packet]) -> Iterator[Packet]:
    for packet in packets:
        packet.stream = stream
        yield packet


def _beside(output: av.container.OutputContainer, tracks: Tracks) -> list[Iterator[Packet]]:
    """The packets of the sound and of each language's captions; the film's own language comes first."""
    found: list[Iterator[Packet]] = []
    if tracks.sound is not None:
        stream = aac.add_sound(output, TAGS[tracks.language], tracks.bit_rate)
        found.append(_sound(stream, tracks))
    for language in sorted(tracks.captions, key=lambda one: one != tracks.language):
        beneath = track.add_captions(output, language)
        found.append(track.packets(beneath, tracks.captions[language]))
    return found


def _sound(stream: av.AudioStream, tracks: Tracks) -> Iterator[Packet]:
    """The sound's packets; only an edit list could hide the one that AAC begins with, before the sound."""
    assert tracks.sound is not None
    for packet in aac.stamp_packets(stream, tracks.sound):
        if tracks.edit_list or (packet.pts or 0) >= 0:
            yield packet


def _moment(packet: Packet) -> Fraction:
    """When a packet is decoded, in seconds."""
    return Fraction(packet.dts or 0) * (packet.time_base or 1)


def _spans(marks: Sequence[Mark], total: int) -> Iterator[tuple[Mark, int]]:
    ends = [*(mark.first for mark in marks[1:]), total][: len(marks)]
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
