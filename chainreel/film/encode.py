"""Masters to clips: a beat's stored frames in the order and for the time that its plan says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import av

from chainreel.film.take import Take
from chainreel.film.video import FilmWriter, FrameReader, whole_video
from chainreel.timeline import Plan

SETTLE = 2  # frames of a hold that x264 sees; more make the picture no better
LONG = 12  # frames from which a hold is worth the keyframe that has to follow it


class Overlay(Protocol):
    """What is drawn over a beat's frames on their way into the film."""

    def spans(self, shown: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Frames of the master, each with for how many frames it is shown and under which lines."""

    def over(self, frame: av.VideoFrame, lines: tuple[str, ...]) -> av.VideoFrame:
        """The frame with those lines on it."""


def film_options(fps: int) -> dict[str, str]:
    """x264 for films: aq-mode 3 keeps bits for flat dark areas, a keyframe opens each clip.

    Only the last of the frames that others refer to is referred to by a repeated one, hence no pyramid.
    """
    return {
        "preset": "veryfast",
        "profile": "high",
        "crf": "20",
        "aq-mode": "3",
        "x264-params": f"keyint={10 * fps}:open-gop=0:deblock=1,1:b-pyramid=none",
    }


def encode_clip(master: Path, take: Take, plan: Plan, clip: Path, burned: Overlay | None = None) -> None:
    """Encode a beat for film: H.264 High, yuv420p, BT.709, moov first, closed GOPs from a keyframe.

    Of a long hold only the start is encoded; the rest are frames that say "the last one again". The
    captions of ``burned``, if any, are part of the pictures.

    Raises:
        ChainreelError: the master is shorter than the plan, or the clip cannot be written.
    """
    options = film_options(take.fps)
    with (
        FrameReader(master) as frames,
        whole_video(clip, take.width, take.height, take.fps, options, FilmWriter) as video,
    ):
        for index, count, lines in pieces(plan, burned):
            standing = count - SETTLE if count >= LONG else 0
            frame = frames.at(index)
            video.write(burned.over(frame, lines) if burned else frame, count - standing)
            video.stand(standing)


def pieces(plan: Plan, burned: Overlay | None) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The master's frames as they are shown, each with for how many frames and under which caption."""
    if burned:
        return burned.spans(shown(plan))
    return ((index, count, ()) for index, count in shown(plan))


def shown(plan: Plan) -> Iterator[tuple[int, int]]:
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
