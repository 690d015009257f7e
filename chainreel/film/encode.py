"""Encoding of masters to clips: a beat's stored frames in the order and for the time that its plan says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import av
from av.video.reformatter import Interpolation, VideoReformatter

from chainreel.files import file_hash, write_text
from chainreel.film.h264.video import LONG, SETTLE, FilmWriter, whole_video
from chainreel.film.recipe import Recipe, Source
from chainreel.frames.master import MasterReader
from chainreel.timeline import FrameSpan, Plan

HALVES, WORST = 6, 44  # the step of crf that halves the bytes; above the second nobody would look at it
CAREFUL = {"preset": "veryfast", "profile": "high", "crf": "20", "aq-mode": "3"}
SHARP = Interpolation.LANCZOS | Interpolation.ACCURATE_RND | Interpolation.BITEXACT


class Format(Protocol):
    """What is drawn in a size and at a rate: a take, or what is made of one."""

    @property
    def width(self) -> int:
        """Pixels."""

    @property
    def height(self) -> int:
        """Pixels."""

    @property
    def fps(self) -> int:
        """Frames a second."""


class Overlay(Protocol):
    """What is drawn over a beat's frames on their way into the film."""

    def spans(self, shown: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Frames of the master, each with for how many frames it is shown and under which lines."""

    def over(self, frame: av.VideoFrame, lines: tuple[str, ...]) -> av.VideoFrame:
        """The frame with those lines on it."""


@dataclass(frozen=True)
class Encoding:
    """How pictures are encoded: x264's options, the height in pixels (0: as drawn), the most bytes (0: any).

    The options have a ``crf`` if there are most bytes: where they are too many, it is raised. Unless
    pictures may ``stand``, every frame of a hold goes through x264, for files whose GOPs are of one length.
    """

    options: Mapping[str, str]
    height: int = 0
    most: int = 0
    stands: bool = True

    def size(self, take: Format) -> tuple[int, int]:
        """Width and height in pixels, both even."""
        if not self.height:
            return take.width, take.height
        return 2 * round(take.width * self.height / take.height / 2), self.height

    def smaller(self) -> Encoding:
        """The same with fewer bytes: half as many, about."""
        return replace(self, options={**self.options, "crf": str(int(self.options["crf"]) + HALVES)})


def film_encoding(fps: int) -> Encoding:
    """Pictures for films: aq-mode 3 keeps bits for flat dark areas, a keyframe opens each clip.

    In drawn pictures a short look ahead and coarse motion save a fifth of the time for a tenth more bytes.

    Only the last of the frames that others refer to is referred to by a repeated one, hence no pyramid.
    """
    params = f"keyint={10 * fps}:open-gop=0:deblock=1,1:b-pyramid=none:subme=1:rc-lookahead=5"
    return Encoding({**CAREFUL, "x264-params": params})


@dataclass(frozen=True)
class EncodedPictures(Recipe):
    """A beat's pictures in a film or a slide: its master's frames in the order and for the time of a plan."""

    master: Source
    width: int
    height: int
    fps: int
    parts: tuple[FrameSpan, ...]
    encoding: Encoding
    burned: Overlay | None = None

    libraries = ("av",)

    def make(self, path: Path) -> None:
        """Encode them, with as many bytes as the encoding allows at most; then vouch for them."""
        plan = Plan(self.parts, {})
        encode_within(self.master.path, self, plan, path, self.burned, self.encoding)
        vouch(path)


def encode_clip(
    master: Path,
    take: Format,
    plan: Plan,
    clip: Path,
    burned: Overlay | None = None,
    encoding: Encoding | None = None,
) -> None:
    """Encode a beat, for film if nothing else is said: H.264 High, yuv420p, BT.709, moov first, closed GOPs.

    Of a long hold only the start is encoded; the rest are frames that say "the last one again". The
    captions of ``burned``, if any, are part of the pictures.

    Raises:
        ChainreelError: the master is shorter than the plan, or the clip cannot be written.
    """
    encoding = encoding or film_encoding(take.fps)
    size = encoding.size(take)
    scaled = Scaler(size)
    with (
        MasterReader(master) as frames,
        whole_video(clip, *size, take.fps, encoding.options, FilmWriter) as video,
    ):
        for index, count, lines in pieces(plan, burned):
            standing = count - SETTLE if encoding.stands and count >= LONG else 0
            frame = frames.at(index)
            video.write(scaled(burned.over(frame, lines) if burned else frame), count - standing)
            video.stand(standing)


def encode_within(
    master: Path, take: Format, plan: Plan, clip: Path, burned: Overlay | None, encoding: Encoding
) -> None:
    """Encode a beat, and again with fewer bytes as long as there are more than the encoding allows."""
    encode_clip(master, take, plan, clip, burned, encoding)
    while encoding.most and clip.stat().st_size > encoding.most and int(encoding.options["crf"]) < WORST:
        encoding = encoding.smaller()
        encode_clip(master, take, plan, clip, burned, encoding)


def pieces(plan: Plan, burned: Overlay | None) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The master's frames as they are shown, each with for how many frames and under which caption."""
    if burned:
        return burned.spans(shown_frames(plan))
    return ((index, count, ()) for index, count in shown_frames(plan))


class Scaler:
    """Brings frames to one size."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size, self._reformatter = size, VideoReformatter()

    def __call__(self, frame: av.VideoFrame) -> av.VideoFrame:
        if (frame.width, frame.height) == self._size:
            return frame
        width, height = self._size
        return self._reformatter.reformat(frame, width, height, interpolation=SHARP, threads=1)


def shown_frames(plan: Plan) -> Iterator[tuple[int, int]]:
    """The master's frames as they are shown, each with for how many frames; neighbouring holds are one."""
    index, count = -1, 0
    for part in plan.parts:
        for number in range(part.first, part.first + part.frames):
            if number != index and count:
                yield index, count
                count = 0
            index, count = number, count + part.repeat
    if count:
        yield index, count


def vouch(pictures: Path) -> None:
    """Note the hash of finished pictures beside them."""
    write_text(pictures.with_suffix(".sha256"), file_hash(pictures))


def is_whole(pictures: Path) -> bool:
    """Whether pictures are there as they were finished; then they count as used today."""
    try:
        whole = pictures.with_suffix(".sha256").read_text(encoding="utf-8") == file_hash(pictures)
        os.utime(pictures)
        os.utime(pictures.with_suffix(".sha256"))
    except OSError:
        return False
    return whole


def forget(pictures: Path) -> None:
    """Remove pictures that nothing will be made of again."""
    for path in (pictures, pictures.with_suffix(".sha256")):
        path.unlink(missing_ok=True)
