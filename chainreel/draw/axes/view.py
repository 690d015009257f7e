"""Views: the part of the plane that a window shows, and the zoom from one window to another."""

from __future__ import annotations

import math
from dataclasses import dataclass

from chainreel.draw.axes.axis import Linear


@dataclass(frozen=True)
class View:
    """The window from (left, bottom) to (right, top), in the axes' own units."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def x(self) -> Linear:
        """The window's horizontal scale."""
        return Linear(self.left, self.right)

    @property
    def y(self) -> Linear:
        """The window's vertical scale."""
        return Linear(self.bottom, self.top)

    def around(self, x: float, y: float, times: float) -> View:
        """The window ``times`` smaller, with (x, y) in its middle: slopes look the same in it."""
        half_x, half_y = (self.right - self.left) / 2 / times, (self.top - self.bottom) / 2 / times
        return View(x - half_x, x + half_x, y - half_y, y + half_y)


def zoom_view(start: View, end: View, x: float, y: float, share: float) -> View:
    """The window after ``share`` of a zoom that keeps its eye on (x, y): sizes change by equal ratios."""
    left, right = _zoomed(start.left, start.right, end.left, end.right, x, share)
    bottom, top = _zoomed(start.bottom, start.top, end.bottom, end.top, y, share)
    return View(left, right, bottom, top)


def _zoomed(
    low: float, high: float, low_end: float, high_end: float, eye: float, share: float
) -> tuple[float, float]:
    if share >= 1:
        return low_end, high_end
    size = math.exp((1 - share) * math.log(high - low) + share * math.log(high_end - low_end))
    seen_at = (1 - share) * (eye - low) / (high - low) + share * (eye - low_end) / (high_end - low_end)
    return eye - seen_at * size, eye + (1 - seen_at) * size
