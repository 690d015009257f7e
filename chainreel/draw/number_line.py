"""The number-line machine: every x is carried down, times a, plus b, from line to line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Animation, VGroup, VMobject

from chainreel.draw.axis import CAP_HEIGHT, Axis, Linear, Ticks, ticks
from chainreel.draw.counter import Counter, counter
from chainreel.draw.geometry import vec
from chainreel.draw.lengths import measured_length
from chainreel.draw.lettering import Lettering, lettering
from chainreel.draw.motion import MORPH
from chainreel.draw.operation import Operation, Tile
from chainreel.draw.posing import (
    Change,
    Point,
    Posed,
    Row,
    Spot,
    as_numbers,
    between,
    drawn_line,
    restate,
    reveal,
    stage,
    through,
)  # fmt: skip
from chainreel.number import Number, add, counted, require_number, subtract
from chainreel.show import Shown, show
from chainreel.theme import (
    GAP_L,
    GAP_M,
    GAP_S,
    STROKE_FOCUS,
    STROKE_OUTLINE,
    Look,
    px,
)  # fmt: skip
from chainreel.words import Maths, Words

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class MachineState:
    """What goes through the machine, and what the machine does.

    ``numbers`` are the steps' numbers where the picture stands, ``told`` as the tiles say (they
    differ only on the way from one recorded value to the next). ``stretch`` is how much of the unit
    step from ``focus`` is drawn, ``reach`` how many lines the carriers have come down (0 to all).
    """

    inputs: tuple[Number, ...]
    focus: Number | None
    numbers: tuple[Number, ...]
    told: tuple[Number, ...]
    reach: float
    stretch: float = 0.0


class NumberLineMachine(Posed):
    """Number lines one under another; between two of them a tile says what is done to every x.

    ``names`` are the lines' names in Typst mathematics (``"x"``, ``"a x"``), ``inputs`` the points
    that are carried along, ``focus`` the lit one, whose values stand at the lines' right ends.
    ``step`` is the length of the step at the focus that shows how far y moves when x moves so far.
    """

    def __init__(
        self,
        look: Look,
        steps: Sequence[Operation],
        names: Sequence[str],
        *,
        span: tuple[float, float] = (-4, 4),
        marks: Ticks | None = None,
        inputs: Sequence[Number] = (),
        focus: Number | None = None,
        step: Number | None = None,
        style: str = ".3f",
        input_style: str | None = None,
        width_px: float = 820,
        line_px: float = 190,
        value_px: float = 210,
        value_role: str = "result_small",
        with_values: bool = True,
    ) -> None:
        super().__init__()
        self.look, self.steps, self.style = look, tuple(steps), style
        self.input_style = input_style or style
        self.step = require_number(
            step or counted(1, "step to the right on the x axis"), "the machine's step"
        )
        numbers = as_numbers([s.number for s in steps], "a machine's step")
        self.tiles = Row(*(Tile(look, s) for s in self.steps))
        self._align_tiles()
        self.names = Row(*(self._name(n) for n in names))
        self.axes = Row(*self._axes(span, marks, width_px, line_px, value_px))
        self._put_left_column()
        self.carried = Row(*(self._carried("forward", 0.55, STROKE_OUTLINE, 9) for _ in inputs))
        self.lit = self._carried("forward", 1.0, STROKE_FOCUS, 18)
        count = len(self.axes.members) if with_values else 0
        self.values = Row(*(self._value(value_role, k) for k in range(count)))
        self.band, self.far = self._band(), self._carried("forward", 1.0, STROKE_OUTLINE, 11)
        self.stretches = VGroup(*(drawn_line(look.color("forward"), 12) for _ in self.axes.members))
        self.add(
            self.band,
            self.axes,
            self.carried,
            self.names,
            self.tiles,
            self.far,
            self.stretches,
            self.lit,
            self.values,
        )
        focus = None if focus is None else require_number(focus, "the machine's focus")
        self.state = MachineState(
            as_numbers(inputs, "the machine's inputs"), focus, numbers, numbers, len(steps)
        )
        self.pose()

    def pose(self) -> None:
        state = self.state
        for k, part in enumerate(self.carried.members):
            if k < len(state.inputs):
                self._carry(part, state.inputs[k])
            else:
                blank(part)
        if state.focus is None:
            blank(self.lit)
        else:
            self._carry(self.lit, state.focus)
        self._pose_values()
        self._pose_stretch()
        for tile, number in zip(self.tiles.members, state.told, strict=True):
            tile.tell(number)
        self._align_tiles()

    def along(self, x: Number, numbers: Sequence[Number] | None = None) -> tuple[Number, ...]:
        """x on every line: as it goes in, and after each step."""
        values = [x]
        for step, by in zip(self.steps, numbers or self.state.numbers, strict=True):
            values.append(step.of(values[-1], by))
        return tuple(values)

    def sweep(self, to: Number, run_time: float = 2.0) -> Animation:
        """Move the lit input to ``to``; every line follows at every frame."""

        def plan(state: MachineState) -> Callable[[float], Fields]:
            start = require_number(state.focus, "a machine without a lit input: its focus")
            return lambda alpha: {"focus": between(start, to, alpha)}

        return Change(self, plan, run_time)

    def step_through(self, settings: Sequence[Sequence[Number]], run_time: float = MORPH) -> Animation:
        """Take the numbers through recorded settings, each leg in equal time; tiles tell only those."""
        goals = [as_numbers(s, "the machine's numbers") for s in settings]

        def plan(state: MachineState) -> Callable[[float], Fields]:
            stops = (state.told, *goals)

            def at(alpha: float) -> Fields:
                k, share = stage(alpha, len(stops))
                ahead = stops[min(k + 1, len(goals))]
                numbers = tuple(between(a, b, share) for a, b in zip(stops[k], ahead, strict=True))
                return {"numbers": numbers, "told": stops[k]}

            return at

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def stretch_labels(self, style: str, step_style: str = "d", middle: bool = False) -> VGroup:
        """How long the step at the focus is on the first line and on the last, with brackets.

        ``middle`` also measures the lines between, under which the strip has to be as wide.
        """
        begin, end = self._stretch_ends(1.0)
        lines = self.axes.members
        above = max(m.get_top()[1] for m in lines[0].labels.members) + px(GAP_S)
        marks = VGroup(self._length(0, begin, end, above, step_style))
        for k in range(1 if middle else len(lines) - 1, len(lines)):
            marks.add(self._length(k, begin, end, lines[k].line.points[0][1] - px(24 + GAP_S), style))
        return marks

    def _length(
        self, k: int, begin: Sequence[Number], end: Sequence[Number], level: float, style: str
    ) -> VGroup:
        """The step's length on line k: measured above the first line, below the others."""
        length = subtract(end[k], begin[k]) if k else self.step
        left, right = (float(self.axes.members[k].at(n)[0]) for n in (begin[k], end[k]))
        return measured_length(self.look, self._shown(length, style), left, right, level, k == 0, "forward")

    def _shown(self, number: Number, style: str) -> Shown:
        return show(number, style, self.look.language)

    def _focus(self) -> Number:
        return require_number(self.state.focus, "a machine without a lit input: its focus")

    def _points(self, x: Number) -> list[Point]:
        return [
            axis.at(v, "the machine's value")
            for axis, v in zip(self.axes.members, self.along(x), strict=True)
        ]

    def _carry(self, part: VGroup, x: Number) -> None:
        """Draw one input's way down the lines, as far as the carriers reach."""
        path, *spots = part
        points, down = self._points(x), int(self.state.reach)
        share = self.state.reach - down
        tip = [points[down] + share * (points[down + 1] - points[down])] if share else []
        through(path, *points[: down + 1], *tip)
        for k, (spot, point, value) in enumerate(zip(spots, points, self.along(x), strict=True)):
            restate(spot.put(point), "position", value)
            spot.set_opacity(float(k <= down))

    def _align_tiles(self) -> None:
        """All tiles as wide as the widest needs to be."""
        width = max(tile.needed for tile in self.tiles.members)
        for tile in self.tiles.members:
            tile.widen(width)

    def _pose_values(self) -> None:
        focus = self.state.focus
        told = () if focus is None else self.along(focus, self.state.told)
        for k, value in enumerate(self.values.members):
            if focus is not None:
                style = self.style if k else self.input_style
                value.show(show(told[k], style, self.look.language))
            reveal(value, float(focus is not None and k <= self.state.reach))

    def _stretch_ends(self, share: float) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
        """The focus and the end of the step from it, on every line."""
        end = add(self._focus(), between(counted(0, "no step"), self.step, share))
        return self.along(self._focus()), self.along(end)

    def _pose_stretch(self) -> None:
        share = self.state.stretch
        if share == 0:
            blank(self.far, self.stretches, self.band)
            return
        begin, end = self._stretch_ends(share)
        self._carry(self.far, end[0])
        for line, axis, a, b in zip(self.stretches, self.axes.members, begin, end, strict=True):
            through(line, axis.at(a), axis.at(b, "the end of the step"))
            restate(line, "length", subtract(b, a))
        near, far = self._points(begin[0]), self._points(end[0])
        through(self.band, *near, *reversed(far), near[0])

    def _name(self, name: str) -> Lettering:
        return lettering(self.look, Words((Maths((name,)),), self.look.language), "formula", color="text")

    def _value(self, role: str, k: int) -> Counter:
        """The lit input's value on line k, at the line's right end."""
        text = counter(
            self.look, show(counted(0, "a value to come"), self.style, self.look.language), role, "forward"
        )
        text.put_baseline(self.axes.members[k].at_share(1)[1] - px(text.font_px * CAP_HEIGHT / 2))
        text.shift(vec(self.axes.members[k].at_share(1)[0] + px(GAP_L) - text.get_left()[0], 0))
        return text

    def _band(self) -> VMobject:
        """The strip between the ways of the step's two ends."""
        return VMobject(stroke_width=0, fill_color=self.look.theme.mix("forward", "bg", 0.16), fill_opacity=1)

    def _axes(
        self, span: tuple[float, float], marks: Ticks | None, width_px: float, line_px: float, value_px: float
    ) -> list[Axis]:
        column = max(m.width for m in (*self.names.members, *self.tiles.members)) + px(GAP_L)
        marks = marks or ticks(*span, 1, label_every=2)
        bare = Ticks(marks.places, labelled=())
        axes = []
        for k in range(len(self.steps) + 1):
            left, right = (
                np.array([column, -k * px(line_px), 0]),
                np.array([px(width_px - value_px), -k * px(line_px), 0]),
            )
            axes.append(Axis(self.look, Linear(*span), left, right, bare if k else marks, side="left",
                             tick_px=9, label_gap_px=GAP_M, centred_ticks=True))  # fmt: skip
        return axes

    def _put_left_column(self) -> None:
        for name, axis in zip(self.names.members, self.axes.members, strict=True):
            name.put_baseline(axis.line.points[0][1] - px(16))
            name.shift(vec(-name.get_left()[0], 0))
        for tile, above, below in zip(
            self.tiles.members, self.axes.members, self.axes.members[1:], strict=False
        ):
            middle = (above.line.points[0][1] + below.line.points[0][1]) / 2
            tile.shift(vec(-tile.get_left()[0], middle - tile.get_y()))

    def _carried(self, color: str, strength: float, width_px: float, radius_px: float) -> VGroup:
        """A line down through the number lines, with a disc on each."""
        shade = self.look.theme.mix(color, "bg", strength)
        return VGroup(drawn_line(shade, width_px), *(Spot(shade, radius_px) for _ in self.axes.members))


def blank(*parts: VMobject) -> None:
    """Draw nothing of ``parts``."""
    for part in parts:
        for member in part.get_family():
            if isinstance(member, Spot):
                member.set_opacity(0)
            elif isinstance(member, VMobject):
                member.clear_points()
