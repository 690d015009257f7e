"""One input on its way down the lines of a machine: a path, and a disc on every line it reaches."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from chainreel.draw.part.posing import Point, Row, Spot, drawn_line, restate, through
from chainreel.number import Number
from chainreel.theme import Look


class Carried(VGroup):
    """A path through ``lines`` number lines, ``strength`` from faint (0) to full (1)."""

    def __init__(self, look: Look, lines: int, strength: float, width_px: float, radius_px: float) -> None:
        super().__init__()
        shade = look.theme.mix("forward", "bg", strength)
        self.path = drawn_line(shade, width_px)
        self.spots = Row(*(Spot(shade, radius_px) for _ in range(lines)))
        self.add(self.path, self.spots)

    def carry(self, points: Sequence[Point], values: Sequence[Number], reach: float) -> None:
        """Draw the way as far as line ``reach``; a fraction is the share of the way to the next."""
        down = int(reach)
        share = reach - down
        tip = [points[down] + share * (points[down + 1] - points[down])] if share else []
        through(self.path, *points[: down + 1], *tip)
        for k, spot in enumerate(self.spots.members):
            restate(spot.put(points[k]), "position", values[k])
            spot.set_opacity(float(k <= down))

    def clear(self) -> None:
        """Draw nothing."""
        self.path.clear_points()
        for spot in self.spots.members:
            spot.set_opacity(0)
