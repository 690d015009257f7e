"""Shots of a beat: how it opens, and each play half way and at its end, drawn like the film's frames."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import numpy as np
from manim import Scene
from PIL import Image

from chainreel.frames.region import Changed
from chainreel.frames.renderer import Frame, FrameRenderer, Rows
from chainreel.timeline import Segment
from chainreel.watch.messages import Shot

QUICK = 1  # of nine levels of PNG's compression: pictures are looked at once, on this machine
OPENING, HALF_WAY, END, STANDS = "opening", "half way", "end", "stands"


class ShotRenderer(FrameRenderer):
    """Draws few frames of each play. ``finished(beat, shots)`` is called at a beat's end, and ``pause()``
    before every play: it may raise to break off.
    """

    def __init__(self, finished: Callable[[str, tuple[Shot, ...]], None], pause: Callable[[], None]) -> None:
        super().__init__(_Camera(self._take))
        self._finished, self._pause = finished, pause
        self._moment, self._shots = OPENING, list[Shot]()
        self._last: Frame | None = None

    def begin_beat(self, scene: Scene, beat: str) -> None:
        """Draw how the beat opens."""
        self._moment, self._shots = OPENING, []
        super().begin_beat(scene, beat)

    def end_beat(self, scene: Scene, beat: str, rows: Rows = ()) -> None:
        """Hand over the beat's pictures."""
        super().end_beat(scene, beat, rows)
        if self.drawing:
            self._finished(beat, tuple(self._shots))

    def play(self, scene: Scene, *args: object, segment: Segment | None = None, **kwargs: object) -> None:
        """One play, unless it is to be broken off."""
        self._pause()
        super().play(scene, *args, segment=segment, **kwargs)

    def hold(self, scene: Scene, frames: int) -> None:
        """Draw a still that somebody made otherwise than by a play."""
        self._moment = STANDS
        super().hold(scene, frames)

    def moments(self, frames: int) -> Iterator[int]:
        """The frame half way, and the last."""
        for index, self._moment in sorted({(frames + 1) // 2: HALF_WAY, frames: END}.items()):
            yield index

    def _take(self, frame: Frame) -> None:
        """Keep a picture, unless it is the last one again."""
        if self._last is None or self._moment == OPENING or not np.array_equal(frame, self._last):
            self._shots.append(Shot(self._label(), png_of(frame)))
            self._last = frame.copy()

    def _label(self) -> str:
        if self._moment == OPENING:
            return OPENING
        cue = self.segments[-1].cue
        return f"play {len(self.segments)}{f' [[{cue}]]' if cue else ''}, {self._moment}"


class _Camera:
    """A sink that hands every frame on."""

    def __init__(self, take: Callable[[Frame], None]) -> None:
        self._take = take

    def opening(self, frame: Frame, changed: Changed = None) -> None:  # noqa: ARG002
        """The still at a beat's start."""
        self._take(frame)

    def frame(self, frame: Frame, repeat: int = 1, changed: Changed = None) -> None:  # noqa: ARG002
        """A frame of a play."""
        self._take(frame)


def png_of(frame: Frame) -> bytes:
    """A frame (height, width, 4) as PNG, opaque."""
    made = io.BytesIO()
    Image.fromarray(frame[:, :, :3]).save(made, "PNG", compress_level=QUICK)
    return made.getvalue()
