"""A staged part that may be seen from nearer: larger, from one of its ends on, as far as there is room."""

from __future__ import annotations

import numpy as np

from chainreel.draw.geometry import vec
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.posing import Point
from chainreel.draw.part.staging import Staged


class CloseUp(Staged):
    """A part whose state says how ``near`` the eye is: 0 sees all of it, 1 sees it ``close`` times as large.

    Its top and the end it begins at (``begins``: -1 left, 1 right) stay where they are.
    """

    close: float
    begins: int

    @property
    def magnified(self) -> float:
        """How many times larger than its layout the part is seen."""
        return float(1 + self.state.near * (self.close - 1))

    @property
    def zoom(self) -> float:
        """How many times larger than built the part is drawn, the close-up included."""
        return super().zoom * self.magnified

    @property
    def origin(self) -> Point:
        """Where the part's own (0, 0) lies: a close-up keeps the corner at which the part begins."""
        width, height = self.layout_px
        corner = vec(self.begins * width / 2, height / 2)
        return np.asarray(super().origin + super().zoom * (1 - self.magnified) * corner)

    @property
    def ends(self) -> tuple[float, float]:
        """The left and the right end of what is in sight, in the part's pixels."""
        half, seen = self.layout_px[0] / 2, self.layout_px[0] / self.magnified
        return (half - seen, half) if self.begins > 0 else (-half, seen - half)

    def in_sight(self, x: float, width: float) -> float:
        """How much is seen of something around ``x``: 0 where it has no room, 1 from half its width on."""
        if self.state.near <= 0:
            return 1.0
        left, right = self.ends
        room = (x - left if self.begins > 0 else right - x) - width / 2
        return share_of(room, 0, width / 2)
