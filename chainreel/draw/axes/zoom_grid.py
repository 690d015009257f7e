"""An unlabelled grid that accompanies a zoom: its squares grow, and finer ones come up between them."""

from __future__ import annotations

import math

from manim import VGroup, VMobject

from chainreel.draw.axes.plot import Plot
from chainreel.draw.axes.view import View
from chainreel.draw.part.posing import Row, drawn_line, pieces
from chainreel.theme import STROKE_HAIR, Look, px

FINEST_PX = 60  # squares smaller than this are not drawn


class ZoomGrid(VGroup):
    """Lines at whole powers of ten, a fine and a coarse set along each axis of ``plot``."""

    def __init__(self, look: Look, plot: Plot) -> None:
        super().__init__()
        self.look, self.plot = look, plot
        self.sets = Row(*(drawn_line(look.color("line"), STROKE_HAIR) for _ in range(4)))
        self.add(self.sets)

    def show_view(self, view: View, strength: float) -> None:
        """Draw the grid of a window, with ``strength`` between nothing (0) and all (1)."""
        box = self.plot.box
        x_fine, y_fine, x_coarse, y_coarse = self.sets.members  # the dimmer below, lest it nick the others
        self._draw(x_fine, x_coarse, "x", view.left, view.right, box.right - box.left, strength)
        self._draw(y_fine, y_coarse, "y", view.bottom, view.top, box.top - box.bottom, strength)

    def _draw(
        self,
        fine: VMobject,
        coarse: VMobject,
        axis: str,
        low: float,
        high: float,
        length: float,
        strength: float,
    ) -> None:
        unit = length / (high - low)
        power = math.ceil(math.log10(px(FINEST_PX) / unit))
        grown = math.log10(
            unit * 10.0**power / px(FINEST_PX)
        )  # 0 when just as fine as allowed, 1 ten times later
        for lines, step, share in ((fine, 10.0**power, grown), (coarse, 10.0 ** (power + 1), 1.0)):
            places = range(math.ceil(low / step), math.floor(high / step) + 1) if strength > 0 else range(0)
            pieces(lines, [list(self.plot.rule(axis, k * step)) for k in places])
            lines.set_stroke(self.look.theme.mix("line", "bg", share * strength))
