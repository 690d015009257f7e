"""A rectangle with two axes: the ground of planes, curves, surfaces and bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from manim import VGroup, VMobject

from chainreel.draw.axes.axis import Axis, Scale, Ticks, holds
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import vec
from chainreel.draw.part.clipping import Box, box_of, outside
from chainreel.draw.part.posing import Point, drawn_line, pieces, through
from chainreel.draw.part.shapes import dashed_line
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.number import Number, require_number
from chainreel.theme import GAP_M, GAP_S, STROKE_HAIR, STROKE_OUTLINE, UNIT, Look, px
from chainreel.words import Maths, Words

NO_TICKS = Ticks(())
CROSS = (("x", 0.0), ("y", 0.0))  # the lines of a cross: axis and value
NAME_RISE_PX = 44  # of an axis's name above the plot
X_LABEL_GAP_PX = 22  # so that the corner's two labels keep clear of each other


class Ground(TypedDict, total=False):
    """What a chart passes on to its ``Plot``: size in pixels, ticks, names of its axes, its bottom edge."""

    width_px: float
    height_px: float
    x_ticks: Ticks
    y_ticks: Ticks
    x_name: Words | str | None
    y_name: Words | str | None
    edge: bool


def size_ground(ground: Ground, width_px: float, height_px: float) -> Ground:
    """The ground of a chart that has a size of its own, unless another was asked for."""
    return {"width_px": width_px, "height_px": height_px, **ground}


class Plot(VGroup):
    """The area of a chart, ``width_px`` by ``height_px``, with tick labels below and to its left.

    Labels stand outside the area, so nothing that moves in it can cross them. ``cross`` draws the
    lines x = 0 and y = 0, ``base`` the bottom edge, which without an ``edge`` is not drawn at all.
    """

    def __init__(
        self,
        look: Look,
        x: Scale,
        y: Scale,
        width_px: float = 860,
        height_px: float = 600,
        x_ticks: Ticks = NO_TICKS,
        y_ticks: Ticks = NO_TICKS,
        *,
        x_name: Words | str | None = None,
        y_name: Words | str | None = None,
        grid: str = "xy",
        cross: bool = False,
        base: bool = False,
        edge: bool = True,
        label_role: str = "label",
    ) -> None:
        super().__init__()
        self.look = look
        right, up = px(width_px) / 2, px(height_px) / 2
        corner = np.array([-right, -up, 0.0])
        stroke = STROKE_OUTLINE if base else STROKE_HAIR
        self.x_axis = Axis(look, x, corner, np.array([right, -up, 0.0]), x_ticks,
                           color="mute" if base else "line", width_px=stroke if edge else 0,
                           label_role=label_role, tick_px=0, label_gap_px=X_LABEL_GAP_PX)  # fmt: skip
        self.y_axis = Axis(look, y, corner, np.array([-right, up, 0.0]), y_ticks,
                           color="line", label_role=label_role, tick_px=0, width_px=0,
                           side="left")  # fmt: skip
        self.grid: dict[tuple[str, float], VMobject] = {}
        self._rule("x", x_ticks, grid)
        self._rule("y", y_ticks, grid)
        self.cross = VGroup(*(self._zero(name) for name, _ in CROSS)) if cross else VGroup()
        self.add(*self.grid.values(), self.y_axis, self.x_axis, self.cross)
        self.names = VGroup(*self._names(x_name, y_name))
        self.add(self.names)

    @property
    def box(self) -> Box:
        """The area itself, without labels, where it stands now."""
        (left, bottom), (right, _) = self.x_axis.line.points[[0, -1], :2]
        return Box(float(left), float(right), float(bottom), float(self.y_axis.line.points[-1][1]))

    def at(self, x: float | Number, y: float | Number) -> Point:
        """The point at (x, y).

        Raises:
            InputError: it lies outside the axes.
        """
        return np.array([self.x_axis.at(x)[0], self.y_axis.at(y)[1], 0.0])

    def place(self, x: float, y: float) -> Point:
        """The point at (x, y), even beyond the axes: for lines that are clipped to the area."""
        across = self.x_axis.at_share(self.x_axis.measure.share(x))[0]
        return np.array([across, self.y_axis.at_share(self.y_axis.measure.share(y))[1], 0.0])

    def rule(self, name: str, value: float) -> tuple[Point, Point]:
        """The ends of the gridline at ``value`` of the axis ``name``."""
        box = self.box
        if name == "x":
            across = float(self.x_axis.at(value)[0])
            return np.array([across, box.bottom, 0.0]), np.array([across, box.top, 0.0])
        height = float(self.y_axis.at(value)[1])
        return np.array([box.left, height, 0.0]), np.array([box.right, height, 0.0])

    def carry_grid(self, strength: float = 1.0) -> None:
        """After the axes' scales have changed: labels and lines go where their values are now, and fade."""
        for axis in (self.x_axis, self.y_axis):
            axis.carry_labels(strength)
        scales = {"x": self.x_axis.measure, "y": self.y_axis.measure}
        for (name, value), line in (*self.grid.items(), *zip(CROSS, self.cross, strict=False)):
            in_sight = holds(scales[name].share(value))
            pieces(line, [list(self.rule(name, value))] if in_sight else [])
            line.set_stroke(opacity=strength)

    def level(self, y: Number, color: str = "text") -> VMobject:
        """A dashed line across the area at a value.

        Raises:
            UnknownNumber: the value has no source.
            InputError: it lies outside the axis.
        """
        ends = self.rule("y", require_number(y, "a level").value)
        return bear(dashed_line(self.look, *ends, color), "position", y)

    def cut_grid(self, gaps: Sequence[Box]) -> None:
        """Interrupt the gridlines where something stands, so that no line runs through a text."""
        for (name, value), line in self.grid.items():
            pieces(line, outside(self.rule(name, value), gaps))

    def off_grid(self, label: Lettering) -> Lettering:
        """Move ``label`` up or down, as little as needed, so that no gridline across runs through it."""
        area = box_of(label).with_margin(px(UNIT))
        heights = [float(self.rule(n, value)[0][1]) for n, value in self.grid if n == "y"]
        for step in sorted(range(-100, 101), key=abs):
            shift = px(2 * step)
            if not any(area.bottom + shift < h < area.top + shift for h in heights):
                return label.shift(vec(0, shift))
        return label

    def _rule(self, name: str, ticks: Ticks, grid: str) -> None:
        for value in ticks.with_label if name in grid else ():
            line = drawn_line(self.look.color("line"), STROKE_HAIR)
            self.grid[name, value] = through(line, *self.rule(name, value))

    def _zero(self, name: str) -> VMobject:
        return through(drawn_line(self.look.color("mute"), STROKE_OUTLINE), *self.rule(name, 0))

    def _names(self, x_name: Words | str | None, y_name: Words | str | None) -> list[Lettering]:
        named = []
        if x_name is not None:
            named.append(self._name_x(lettering(self.look, x_name, role_of(x_name), color="sub")))
        if y_name is not None:
            named.append(self._name_y(lettering(self.look, y_name, role_of(y_name), color="sub")))
        return named

    def _name_x(self, name: Lettering) -> Lettering:
        """At the right end of the labels' row if there is room, else in a row of its own."""
        box, labels = self.box, self.x_axis.labels.members
        name.set_x(box.right - name.width / 2)
        if labels and labels[-1].get_right()[0] + px(GAP_M) < name.get_left()[0]:
            return name.put_baseline(labels[-1].baseline)
        below = min((m.get_bottom()[1] for m in labels), default=box.bottom)
        name.set_x((box.left + box.right) / 2)
        return name.put_baseline(below - px(GAP_S + name.font_px * CAP_HEIGHT))

    def _name_y(self, name: Lettering) -> Lettering:
        """Above the labels' column, flush with it; in a cross, to the right of its upper end."""
        box, labels = self.box, self.y_axis.labels.members
        if self.cross:
            name.set_y(box.top - name.height / 2)
            return name.set_x(self.at(0, 0)[0] + px(GAP_S) + name.width / 2)
        name.put_baseline(box.top + px(NAME_RISE_PX))
        left = min((m.get_left()[0] for m in labels), default=box.left)
        if labels and name.width < labels[-1].width:
            return name.set_x(labels[-1].get_right()[0] - name.width / 2)
        return name.set_x(left + name.width / 2)


def role_of(name: Words | str) -> str:
    """A variable is written larger than a word, as its letter is small."""
    variable = isinstance(name, Words) and all(isinstance(p, Maths) for p in name.pieces)
    return "body" if variable else "label"
