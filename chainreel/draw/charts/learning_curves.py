"""Accuracy or loss over the steps of training: lines that grow as the run goes on."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from manim import Animation, VGroup

from chainreel.draw.axes.axis import Scale
from chainreel.draw.axes.plot import Ground, Plot, size_ground
from chainreel.draw.geometry import polyline, vec
from chainreel.draw.part.clipping import Box, box_of, shares_inside
from chainreel.draw.part.posing import (
    Change,
    Point,
    Posed,
    Rooted,
    Row,
    Spot,
    as_numbers,
    drawn_line,
    restate,
    through,
)  # fmt: skip
from chainreel.draw.text.counter import Counter, counter
from chainreel.draw.text.lettering import lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.errors import InputError
from chainreel.number import Number
from chainreel.show import Shown, reading, show
from chainreel.theme import GAP_M, GAP_S, STROKE_FOCUS, Look, px
from chainreel.words import Words

MOST = 4  # series that the eye can follow
LABEL_STEP_PX = 66  # between the labels at the lines' ends


@dataclass(frozen=True)
class Series:
    """A run's recorded values at recorded steps, with the name and colour of its line.

    ``style`` is that of its value, if it is to differ from the chart's. ``said`` is what is said of the run
    once it is over, where its last value alone is chaotic: the mean of its last steps, say.
    """

    name: Words | str
    steps: Sequence[Number]
    values: Sequence[Number]
    color: str
    style: str = ""
    said: Number | None = None

    def __post_init__(self) -> None:
        as_numbers((*self.steps, *self.values, *([self.said] if self.said else [])), "Series")
        if len(self.steps) != len(self.values) or not self.steps:
            raise InputError(
                f"a series has {len(self.steps)} steps and {len(self.values)} values: one value a step"
            )

    def shown_after(self, count: int, style: str, language: str) -> Shown:
        """The value as it is read after so many of its steps, and as it is said after all of them."""
        if count < len(self.values):
            return reading(self.values[count - 1], self.style or style, language)
        return show(self.said or self.values[-1], self.style or style, language)


@dataclass(frozen=True)
class RunState:
    """Up to which step the lines are drawn."""

    step: float


class LearningCurves(Posed):
    """Lines through recorded points, each named at its end with the last value that it has reached.

    Without ``labelled`` the lines stand alone, for a chart whose numbers stand elsewhere. ``ground``
    is the chart's size (1160 by 520 pixels), ticks and names, as ``Plot`` takes them.
    """

    def __init__(
        self,
        look: Look,
        series: Sequence[Series],
        x: Scale,
        y: Scale,
        *,
        style: str,
        value_role: str = "result_small",
        labelled: bool = True,
        **ground: Unpack[Ground],
    ) -> None:
        super().__init__()
        if len(series) > MOST:
            raise InputError(f"{len(series)} lines are too many to follow: at most {MOST}")
        self.look, self.series, self.style = look, tuple(series), style
        self.plot = Plot(look, x, y, grid="y", base=True, **size_ground(ground, 1160, 520))
        self.lines = VGroup(*(drawn_line(look.color(s.color), STROKE_FOCUS) for s in self.series))
        self.heads = VGroup(*(Spot(look.color(s.color), 11) for s in self.series))
        self.names = Row(*(lettering(look, s.name, "label", color=s.color) for s in self.series))
        self.roots = [Rooted(name) for name in self.names.members]
        self.counters = Row(*(self._counter(s, value_role) for s in self.series))
        self.add(self.plot, self.lines, self.heads, *((self.names, self.counters) if labelled else ()))
        self.labelled = labelled
        self.state = RunState(max(s.steps[-1].value for s in self.series))
        self.pose()

    def pose(self) -> None:
        """Draw the state: each line up to its step, its name and value at its head."""
        heights = []
        for index, series in enumerate(self.series):
            points, head = self._drawn(series)
            through(self.lines[index], *points, head)
            reached = series.values[: len(points)]
            restate(self.lines[index], "position", *series.steps[: len(points)], *reached)
            self.heads[index].put(head)
            heights.append(float(head[1]))
            shown = series.shown_after(len(reached), self.style, self.look.language)
            state_at_origin(self.counters.members[index], shown)
        if self.labelled:
            self._pose_labels(heights)

    def _pose_labels(self, heights: Sequence[float]) -> None:
        lowest = self.plot.box.bottom + px(LABEL_STEP_PX) / 2
        for index, height in enumerate(apart(heights, px(LABEL_STEP_PX), lowest)):
            self._label(index, height)
        texts = (*self.counters.members, *self.names.members)
        self.plot.cut_grid([box_of(text).with_margin(px(GAP_S)) for text in texts])

    def run(self, to: float | None = None, since: float = 0, run_time: float = 6.0) -> Animation:
        """Let the run go on from step ``since`` to step ``to`` (its end if none is named), evenly."""
        goal = max(s.steps[-1].value for s in self.series) if to is None else to

        def plan(_: RunState) -> Any:
            return lambda alpha: {"step": since + alpha * (goal - since) if alpha < 1 else goal}

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def runs_through(self, area: Box) -> bool:
        """Whether a line, once it is whole, passes through a rectangle: no place for a label."""
        lines = ([self.plot.at(*p) for p in zip(s.steps, s.values, strict=True)] for s in self.series)
        return any(shares_inside(p, q, area) for line in lines for p, q in itertools.pairwise(line))

    def _drawn(self, series: Series) -> tuple[list[Point], Point]:
        """The recorded points up to this step, and where the line's head is: on its way to the next."""
        step = max(self.state.step, series.steps[0].value)
        count = sum(s.value <= step for s in series.steps)
        points = [self.plot.at(s, v) for s, v in zip(series.steps[:count], series.values, strict=False)]
        if count == len(series.steps):
            return points, points[-1]
        ahead = self.plot.at(series.steps[count], series.values[count])
        last, following = series.steps[count - 1].value, series.steps[count].value
        return points, points[-1] + (step - last) / (following - last) * (ahead - points[-1])

    def _counter(self, series: Series, role: str) -> Counter:
        shown = series.shown_after(len(series.values), self.style, self.look.language)
        return counter(self.look, shown, role, series.color)

    def _label(self, index: int, height: float) -> None:
        """Value and name to the right of the line's head, on one baseline."""
        number, name = self.counters.members[index], self.roots[index]
        left = self.heads[index].get_right()[0] + px(GAP_M)
        baseline = height - px(number.font_px * CAP_HEIGHT / 2)
        number.shift(vec(left, baseline))
        name.put(vec(number.get_right()[0] + px(GAP_M), baseline))


def state_at_origin(number: Counter, shown: Shown) -> None:
    """Let a counter show another number with its first cell at the origin, whatever it showed before."""
    number.points = polyline([(0, 0), (number.cell_width, 0)])
    number.show(shown)


def apart(heights: Sequence[float], distance: float, lowest: float) -> list[float]:
    """Heights moved as little as needed to stand ``distance`` apart and not below ``lowest``, in order."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    moved = [heights[i] for i in order]
    for _ in range(8 * len(moved)):
        for low in range(len(moved) - 1):
            lack = max(0.0, distance - (moved[low + 1] - moved[low]))
            moved[low] -= lack / 2
            moved[low + 1] += lack / 2
        moved[0] = max(moved[0], lowest)
    for high in range(1, len(moved)):
        moved[high] = max(moved[high], moved[high - 1] + distance)
    return [moved[order.index(i)] for i in range(len(heights))]
