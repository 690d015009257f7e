"""Building of a scene without drawing it, so that its states can be looked at."""

from __future__ import annotations

from collections.abc import Callable

from manim import Scene

from chainreel.frames.renderer import Rows, SegmentRenderer

SAMPLES = (0.25, 0.5, 0.75)  # of a motion
Sample = Callable[[Scene, float], None]


class BuildRenderer(SegmentRenderer):
    """Never draws: runs a scene so that its state can be looked at.

    ``on_begin(beat)`` is called at every beat's start, ``on_segment(scene, alpha)`` at chosen samples of
    every motion, ``on_still(scene, beat)`` at every beat's end.
    """

    def __init__(
        self,
        on_segment: Sample | None = None,
        on_still: Callable[[Scene, str], None] | None = None,
        samples: tuple[float, ...] = SAMPLES,
        on_begin: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.on_begin = on_begin
        self.on_segment, self.on_still, self.samples = on_segment, on_still, samples
        self._wanted = True

    @property
    def drawing(self) -> bool:
        """Always false; setting it chooses whether the hooks are called."""
        return False

    @drawing.setter
    def drawing(self, wanted: bool) -> None:
        self._wanted = wanted

    def begin_beat(self, scene: Scene, beat: str) -> None:
        """Tell that a beat begins."""
        super().begin_beat(scene, beat)
        if self.on_begin is not None and self._wanted:
            self.on_begin(beat)

    def end_beat(self, scene: Scene, beat: str, rows: Rows = ()) -> None:  # noqa: ARG002
        """Show the beat's still."""
        if self.on_still is not None and self._wanted:
            self.on_still(scene, beat)

    def run(self, scene: Scene, frames: int) -> None:
        """Stop at the samples, then go to the end."""
        if self.on_segment is not None and self._wanted:
            for alpha in self.samples:
                scene.update_to_time(alpha * scene.duration)
                self.on_segment(scene, alpha)
        super().run(scene, frames)
