"""Every painted frame beside the one that manim's own camera draws of the same scene."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import Mobject

from chainreel.frames.renderer import Changed, Frame, FrameRenderer, FrameSink, Step
from chainreel.frames.video_colour import Converter, RunningVideo


@dataclass
class Difference:
    """The worst of all frames that were compared, in levels of 255."""

    frames: int = 0
    worst: int = 0
    share_over_2: float = 0.0
    psnr: float = math.inf

    def note(self, ours: np.ndarray, manims: np.ndarray) -> None:
        """Compare two RGBA pictures."""
        self.frames += 1
        if np.array_equal(ours, manims):
            return
        off = np.abs(ours.astype(int) - manims)
        self.worst = max(self.worst, int(off.max()))
        self.share_over_2 = max(self.share_over_2, float((off.max(axis=2) > 2).mean()))
        self.psnr = min(self.psnr, 10 * math.log10(255**2 / float((off.astype(float) ** 2).mean())))

    @property
    def same(self) -> bool:
        """Whether it keeps to what was promised: 16 levels, 0.1 % over 2, 60 dB."""
        return self.worst <= 16 and self.share_over_2 <= 0.001 and self.psnr >= 60


class Nothing:
    """A sink for those who only compare."""

    def opening(self, frame: Frame, changed: Changed = None) -> None: ...
    def frame(self, frame: Frame, repeat: int = 1, changed: Changed = None) -> None: ...


class ComparedRenderer(FrameRenderer):
    """Draws twice, and compares each ``every``-th frame, the stills always; colour too if asked."""

    def __init__(self, every: int = 1, colour: bool = False, sink: FrameSink | None = None) -> None:
        super().__init__(sink or Nothing())
        self.every, self.colour = every, colour
        self.difference, self.colour_differs = Difference(), 0
        self._video, self._count = RunningVideo(), 0

    def _compare(self, frame: Frame, changed: Changed, manims: Frame) -> None:
        self.difference.note(frame, manims)
        if self.colour:
            kept, whole = self._video.after(frame, changed)[0], Converter().video(frame)
            self.colour_differs += not np.array_equal(kept.to_ndarray(), whole.to_ndarray())

    def _all(self, scene) -> tuple[Frame, Changed]:
        frame, changed = super()._all(scene)
        if self._painter is not None:
            self._compare(frame, changed, self._by_manim(scene))
        return frame, changed

    def _by_manim(self, scene) -> Frame:
        painter, self._painter = self._painter, None
        try:
            return super()._all(scene)[0]
        finally:
            self._painter = painter

    def _stepper(self, static: Sequence[Mobject]) -> Step:
        step = super()._stepper(static)
        if self._painter is None:
            return step
        ground = self.draw(static).copy() if static else None

        def both(moving: Sequence[Mobject]) -> tuple[Frame, Changed]:
            frame, changed = step(moving)
            self._count += 1
            if self.colour or self._count % self.every == 0:
                self._compare(frame, changed, self.draw(moving, ground))
            return frame, changed

        return both
