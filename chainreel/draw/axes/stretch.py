"""Stretching of a step of x on every line of a machine: a strip that each factor makes longer."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup, VMobject

from chainreel.draw.axes.axis import Axis
from chainreel.draw.axes.carried import Carried
from chainreel.draw.axes.lengths import measured_length
from chainreel.draw.part.posing import drawn_line, restate, through
from chainreel.number import Number, subtract
from chainreel.show import show
from chainreel.theme import GAP_S, STROKE_OUTLINE, Look, px

BAR_PX, STRIP_STRENGTH, BELOW_LINE_PX = 12, 0.16, 24 + GAP_S
Ends = tuple[Sequence[Number], Sequence[Number]]  # of the step: where it begins and ends on each line


class StepStrip(VGroup):
    """The step as a bar on each of ``axes``, and the strip between the ways of its two ends."""

    def __init__(self, look: Look, axes: Sequence[Axis]) -> None:
        super().__init__()
        self.look, self.axes = look, tuple(axes)
        fill = look.theme.mix("forward", "bg", STRIP_STRENGTH)
        self.strip = VMobject(stroke_width=0, fill_color=fill, fill_opacity=1)
        self.far = Carried(look, len(self.axes), 1, STROKE_OUTLINE, 11)
        self.bars = VGroup(*(drawn_line(look.color("forward"), BAR_PX) for _ in self.axes))
        self.add(self.far, self.bars)  # the machine puts the strip behind its lines

    def clear(self) -> None:
        """Draw nothing."""
        self.far.clear()
        for shape in (*self.bars, self.strip):
            shape.clear_points()

    def draw(self, ends: Ends) -> None:
        """Draw the step between ``ends``."""
        begin, end = ends
        near = [axis.at(n, "the step's begin at") for axis, n in zip(self.axes, begin, strict=True)]
        far = [axis.at(n, "the step's end at") for axis, n in zip(self.axes, end, strict=True)]
        self.far.carry(far, end, len(self.axes) - 1)
        through(self.strip, *near, *reversed(far), near[0])
        for bar, p, q, a, b in zip(self.bars, near, far, begin, end, strict=True):
            restate(through(bar, p, q), "length", subtract(b, a))

    def labels(
        self, ends: Ends, step: Number, style: str, step_style: str, middle: bool, name: str = ""
    ) -> VGroup:
        """The step's length above the first line and below the last, or below each of the others.

        ``name`` is what the length on the last line is called, in mathematics.
        """
        top = max(label.get_top()[1] for label in self.axes[0].labels.members) + px(GAP_S)
        marks = VGroup(self._length(0, ends, step, step_style, top))
        for k in range(1 if middle else len(self.axes) - 1, len(self.axes)):
            length = subtract(ends[1][k], ends[0][k])
            level = self.axes[k].line.points[0][1] - px(BELOW_LINE_PX)
            marks.add(self._length(k, ends, length, style, level, name if k == len(self.axes) - 1 else ""))
        return marks

    def _length(self, k: int, ends: Ends, length: Number, style: str, level: float, name: str = "") -> VGroup:
        left, right = sorted(float(self.axes[k].at(end[k])[0]) for end in ends)
        written = show(length, style, self.look.language)
        on_strip = 0 < k < len(self.axes) - 1  # where the strip's tint would take contrast from a colour
        ink = "text" if on_strip else "forward"
        return measured_length(self.look, written, left, right, level, k == 0, ink, name)
