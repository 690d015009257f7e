"""Close-ups of a staged part: larger, from one of its ends on, as far as there is room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chainreel.draw.geometry import vec
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.posing import Point


@dataclass(frozen=True)
class CloseUp:
    """How a part of this size (pixels) is seen: at ``near`` 0 all of it, at 1 ``close`` times as large.

    Its top and the end at which it begins (``begins``: -1 left, 1 right) stay where they are.
    """

    width: float
    height: float
    close: float
    begins: int

    def magnification(self, near: float) -> float:
        """How many times larger than its layout the part is seen."""
        return float(1 + near * (self.close - 1))

    def origin(self, near: float, origin: Point, zoom: float) -> Point:
        """Where the part's own (0, 0) lies, that is at ``origin`` in ``zoom`` when seen as a whole."""
        corner = vec(self.begins * self.width / 2, self.height / 2)
        return np.asarray(origin + zoom * (1 - self.magnification(near)) * corner)

    def ends(self, near: float) -> tuple[float, float]:
        """The left and the right end of what is in sight, in the part's pixels."""
        half, seen = self.width / 2, self.width / self.magnification(near)
        return (half - seen, half) if self.begins > 0 else (-half, seen - half)

    def in_sight(self, near: float, x: float, width: float) -> float:
        """How much is seen of something around ``x``: 0 where it has no room, 1 from half its width on."""
        if near <= 0:
            return 1.0
        left, right = self.ends(near)
        room = (x - left if self.begins > 0 else right - x) - width / 2
        return share_of(room, 0, width / 2)
