"""The number-line machine: every x is carried down, times a, plus b, from line to line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from manim import Animation, VGroup

from chainreel.draw.axes.axis import Axis, Linear, Ticks, ticks
from chainreel.draw.axes.carried import Carried
from chainreel.draw.axes.operation import Operation, OperationTile
from chainreel.draw.axes.stretch import StepStrip
from chainreel.draw.geometry import vec
from chainreel.draw.motion import MORPH
from chainreel.draw.part.posing import (
    Change,
    Point,
    Posed,
    Row,
    as_numbers,
    between,
    reveal,
    stage,
)  # fmt: skip
from chainreel.draw.text.counter import Counter, counter
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.number import Number, add, counted, require_number
from chainreel.show import show
from chainreel.theme import (
    GAP_L,
    GAP_M,
    STROKE_FOCUS,
    STROKE_OUTLINE,
    Look,
    px,
)  # fmt: skip
from chainreel.words import Maths, Words

Fields = Mapping[str, Any]
UNIT_STEP = counted(1, "step to the right on the x axis")


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
        self.step = require_number(step or UNIT_STEP, "the machine's step")
        numbers = as_numbers([s.number for s in steps], "a machine's step")
        self.tiles = Row(*(OperationTile(look, s) for s in self.steps))
        self._align_tiles()
        self.names = Row(*(self._name(n) for n in names))
        self.axes = Row(*self._axes(span, marks, width_px, line_px, value_px))
        self._put_left_column()
        lines = len(self.axes.members)
        self.carried = Row(*(Carried(look, lines, 0.55, STROKE_OUTLINE, 9) for _ in inputs))
        self.no_inputs = (None,) * len(inputs)
        self.lit = Carried(look, lines, 1, STROKE_FOCUS, 18)
        self.values = Row(*(self._value(value_role, k) for k in range(lines if with_values else 0)))
        self.stretched = StepStrip(look, self.axes.members)
        self.add(self.stretched.strip, self.axes, self.carried, self.names, self.tiles)
        self.add(self.stretched, self.lit, self.values)
        focus = None if focus is None else require_number(focus, "the machine's focus")
        self.state = MachineState(
            as_numbers(inputs, "the machine's inputs"), focus, numbers, numbers, len(steps)
        )
        self.pose()

    def pose(self) -> None:
        """Draw the state: the two lines, the tie between them, the numbers."""
        state = self.state
        for part, x in zip(self.carried.members, (*state.inputs, *self.no_inputs), strict=False):
            self._carry(part, x)
        self._carry(self.lit, state.focus)
        self._pose_values()
        if state.stretch > 0:
            self.stretched.draw(self._step_ends(state.stretch))
        else:
            self.stretched.clear()
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
        goal = require_number(to, "the machine's sweep")

        def plan(state: MachineState) -> Callable[[float], Fields]:
            start = require_number(state.focus, "a machine without a lit input: its focus")
            return lambda alpha: {"focus": between(start, goal, alpha)}

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

    def stretch_labels(
        self, style: str, step_style: str = "d", middle: bool = False, name: str = ""
    ) -> VGroup:
        """How long the step at the focus is on the first line and on the last, with brackets.

        ``middle`` also measures the lines between, under which the strip has to be as wide. ``name`` is
        what the last length is called, in mathematics.
        """
        return self.stretched.labels(self._step_ends(1.0), self.step, style, step_style, middle, name)

    def _focus(self) -> Number:
        return require_number(self.state.focus, "a machine without a lit input: its focus")

    def _points(self, x: Number) -> list[Point]:
        return [
            axis.at(v, "the machine's value")
            for axis, v in zip(self.axes.members, self.along(x), strict=True)
        ]

    def _carry(self, part: Carried, x: Number | None) -> None:
        """Draw one input's way down the lines, as far as the carriers reach; none for no input."""
        if x is None:
            part.clear()
        else:
            part.carry(self._points(x), self.along(x), self.state.reach)

    def _align_tiles(self) -> None:
        """All tiles as wide as the widest needs to be."""
        width = max(tile.needed_width for tile in self.tiles.members)
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

    def _step_ends(self, share: float) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
        """The focus and the end of (a share of) the step from it, on every line."""
        end = add(self._focus(), between(counted(0, "no step"), self.step, share))
        return self.along(self._focus()), self.along(end)

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

    def _axes(
        self, span: tuple[float, float], marks: Ticks | None, width_px: float, line_px: float, value_px: float
    ) -> list[Axis]:
        column = max(m.width for m in (*self.names.members, *self.tiles.members)) + px(GAP_L)
        marks = marks or ticks(*span, 1, label_every=2)
        bare = Ticks(marks.places, labelled=())
        axes = []
        for k in range(len(self.steps) + 1):
            left, right = vec(column, -k * px(line_px)), vec(px(width_px - value_px), -k * px(line_px))
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
