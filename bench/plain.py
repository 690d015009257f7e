"""The yardstick: manim's own renderer, writer, cache and encoder settings, on the same scenes and frames."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from manim import Scene, Wait, config
from manim.renderer.cairo_renderer import CairoRenderer

from chainreel.frames.canvas import set_up
from chainreel.lecture import Quality
from chainreel.timeline import Plan, Segment, frame_span

NUDGE = 1e-6  # seconds: manim rounds still waits down


def set_up_plain(quality: Quality, media: Path) -> None:
    """Set manim's configuration to the film's picture, and otherwise to manim's defaults."""
    set_up(quality)
    for key, value in {"dry_run": False, "disable_caching": False, "media_dir": media}.items():
        config[key] = value


class PlainRenderer(CairoRenderer):  # type: ignore[misc]
    """Manim's renderer; between a lecture's plays it waits as long as the film holds."""

    def __init__(self, plans: Mapping[str, tuple[Plan, tuple[Segment, ...]]] | None = None) -> None:
        super().__init__()
        self._plans = plans or {}
        self._holds: deque[int] = deque()
        self._waiting = False
        self.frames = 0

    @property
    def drawing(self) -> bool:
        """Whether plays are drawn; manim calls the opposite skipping."""
        return not self._original_skipping_status

    @drawing.setter
    def drawing(self, wanted: bool) -> None:
        self._original_skipping_status = not wanted

    def begin_beat(self, scene: Scene, beat: str) -> None:  # noqa: ARG002
        """Take the holds of the beat's plan."""
        self._holds = deque(holds(*self._plans[beat]) if beat in self._plans else ())

    def end_beat(self, scene: Scene, beat: str, rows: object = ()) -> None:  # noqa: ARG002
        """The last still stands."""
        self._hold(scene)

    def play(self, scene: Scene, *args: Any, segment: object = None, **kwargs: Any) -> None:  # noqa: ARG002
        """Wait for the word, then play; how long, manim's clock says."""
        if not self._waiting:
            self._hold(scene)
        super().play(scene, *args, **kwargs)

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Count what is written."""
        super().add_frame(frame, num_frames)
        self.frames += 0 if self.skip_animations else num_frames

    def _hold(self, scene: Scene) -> None:
        frames = self._holds.popleft() if self._holds else 0
        if frames and self.drawing:
            self._waiting = True
            Scene.play(scene, Wait(frames / float(config.frame_rate) + NUDGE))
            self._waiting = False


def holds(plan: Plan, segments: tuple[Segment, ...]) -> Iterator[int]:
    """Frames that stand before each segment, and after the last one."""
    parts, first, held = iter(plan.parts), 1, 0
    for segment in segments:
        for part in parts:
            if part == frame_span(segment, first):
                break
            held += part.length
        yield held
        first, held = first + segment.stored, 0
    yield sum(part.length for part in parts)
