"""The frame of a kernel or of a pooling window: it slides over a picture, stop by stop in reading order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from manim import Animation, Mobject

from chainreel.draw.geometry import box
from chainreel.draw.motion import ease_in_out_sine
from chainreel.draw.part.posing import Change
from chainreel.draw.part.staging import Staged, line_shape
from chainreel.errors import InputError
from chainreel.theme import PIXELS_PER_UNIT, STROKE_FOCUS, Look

Pair = tuple[int, int]  # rows, columns


@dataclass(frozen=True)
class WindowState:
    """The stop at which the window stands, from 0."""

    stop: int = 0


class SlidingWindow(Staged):
    """A frame of ``size`` cells over a picture of ``cells`` cells, which has ``stops`` places to stand on.

    It goes ``stride`` cells from stop to stop, and starts ``outside`` cells beyond the upper left corner.
    The picture ``over`` gives place and size; its cells are square. ``outset_px`` keeps a frame clear of
    another one of the same size, ``ground`` hides what lies under it.
    """

    state: WindowState

    def __init__(
        self,
        look: Look,
        over: Mobject,
        cells: Pair,
        stops: Pair,
        *,
        size: Pair = (3, 3),
        stride: int = 1,
        outside: int = 0,
        color: str = "forward",
        outset_px: float = 0,
        ground: str | None = None,
    ) -> None:
        self.pitch = over.height * PIXELS_PER_UNIT / cells[0]
        super().__init__(look, self.pitch * cells[1], self.pitch * cells[0])
        self.shift(over.get_center())
        self.cells, self.stops, self.size = cells, stops, size
        self.stride, self.outside, self.outset_px = stride, outside, outset_px
        self.frame = line_shape(look.color(color), STROKE_FOCUS, look.color(ground) if ground else None)
        self.state = WindowState()
        self.pose()

    def stand_at(self, row: int, column: int) -> None:
        """Stand on the stop in that row and column, from 0.

        Raises:
            InputError: there is none.
        """
        if not (0 <= row < self.stops[0] and 0 <= column < self.stops[1]):
            raise InputError(f"a window of {self.stops} stops has none in row {row}, column {column}")
        self.take(stop=row * self.stops[1] + column)

    def sweep(self, run_time: float) -> Animation:
        """Slide over all stops from where it stands, at the end on from the first; slow at both ends."""
        count = self.stops[0] * self.stops[1]

        def plan(state: WindowState) -> Callable[[float], Mapping[str, Any]]:
            return lambda alpha: {"stop": (state.stop + stop_at(alpha, count)) % count}

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def pose(self) -> None:
        """Draw the state."""
        row, column = divmod(self.state.stop, self.stops[1])
        y, x = (
            (stop * self.stride - self.outside + size / 2 - cells / 2) * self.pitch
            for stop, size, cells in zip((row, column), self.size, self.cells, strict=True)
        )
        height, width = (size * self.pitch + 2 * self.outset_px for size in self.size)
        self.present([self.trace(self.frame, box((x, y), width, height, 4))])


def stop_at(alpha: float, count: int) -> int:
    """How many stops a sweep over ``count`` of them has gone on at ``alpha``."""
    return min(int(ease_in_out_sine(alpha) * count), count - 1)
