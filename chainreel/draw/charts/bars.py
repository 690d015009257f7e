"""Bars that grow from a named floor: many on an axis of digits, or a few beside each other."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from manim import Animation, VGroup, VMobject

from chainreel.draw.axes.axis import Linear, Logarithmic, Scale, Ticks
from chainreel.draw.axes.plot import NO_TICKS, Plot
from chainreel.draw.charts.bar_labels import BarLabels, Lit
from chainreel.draw.charts.bar_shape import shape_bar
from chainreel.draw.charts.seed_dots import seed_dots
from chainreel.draw.geometry import vec
from chainreel.draw.motion import ease_out_cubic
from chainreel.draw.part.clipping import Box, box_of
from chainreel.draw.part.posing import (
    Change,
    Posed,
    arriving,
    as_numbers,
    own_progress,
    restate,
    reveal,
    see_through,
)
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.number import Number
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, GAP_S, Look, px
from chainreel.words import Words

Order = Literal["rightwards", "leftwards", "together"]
Label = Words | Shown | str
MANY = 4  # more bars than this compare by their outline, and only lit ones are labelled
DIM, BAR_SHARE, BAR_MAX_PX = 0.6, 0.66, 150


@dataclass(frozen=True)
class BarsState:
    """How far the bars have grown from the floor, all of them together (0 to 1).

    ``turned`` is how far bars that have two axes have come to the second one.
    """

    grown: float = 1.0
    turned: float = 1.0


class Bars(Posed):
    """Bars of recorded values over a floor; a bar's length shows its value on the axis.

    On a log axis the floor is the axis's first value, named by its tick. A linear axis starts at 0.
    ``lit`` says which bars are lit and labelled (by index), ``names`` what stands under bars.
    Gridlines stop before labels; on a linear axis one that would cut the topmost line stands over it.
    ``at_once`` is how many bars grow at a time (default: most of them).
    ``seeds`` draws a bar's runs as dots, one each; then a name, too, comes only with its bar.

    Raises:
        InputError: a value outside the axis, a linear floor other than 0, or more than four bars
            compared by their labels on a linear axis.
    """

    def __init__(
        self,
        look: Look,
        values: Sequence[Number],
        scale: Scale,
        ticks: Ticks = NO_TICKS,
        *,
        lit: Mapping[int, Lit],
        names: Mapping[int, Label] | None = None,
        width_px: float = 1580,
        height_px: float = 490,
        x_name: Words | str | None = None,
        y_name: Words | str | None = None,
        color: str = "backward",
        colors: Mapping[int, str] | None = None,
        order: Order = "rightwards",
        at_once: float | None = None,
        seeds: Mapping[int, Sequence[Number]] | None = None,
    ) -> None:
        super().__init__()
        self.look, self.values, self.state = look, as_numbers(values, "Bars"), BarsState()
        require_honest(scale, len(self.values), lit)
        self.by_ratio = isinstance(scale, Logarithmic)
        count = len(self.values)
        self.at_once = at_once or (count + 1) / 1.6
        self.colors, self.usual, self.lit, self.order = colors or {}, color, dict(lit), order
        self.plot = Plot(look, Linear(0, len(self.values)), scale, width_px, height_px, y_ticks=ticks,
                         y_name=y_name, grid="y", base=True)  # fmt: skip
        self.bars = VGroup(*(self._bar(i) for i in range(len(self.values))))
        self.seeds = dict(seeds or {})
        self.dots = VGroup(
            *(seed_dots(look, self.plot, *self._extent(i, 1)[:2], runs) for i, runs in self.seeds.items())
        )
        self.named = tuple(names or {})
        self.names = VGroup(*(self._name(i, label) for i, label in (names or {}).items()))
        if x_name is not None:
            self.names.add(self._axis_name(x_name))
        told = self._labels()
        self.labels, self.leaders = told.texts, told.leaders
        self.add(self.plot, self.bars, self.dots, self.names, self.leaders, self.labels)
        self.pose()

    def pose(self) -> None:
        """Draw the state: bars as far as they have come, numbers beside those that are lit."""
        for index, bar in enumerate(self.bars):
            share = self._share(index)
            left, right, top = self._extent(index, 1.0 if self.by_ratio else share)
            shape_bar(bar, left, right, self.plot.box.bottom, top)
            see_through(bar, share if self.by_ratio else 1.0)
            restate(bar, "length", self.values[index])
        shares = {i: self._told(i) for i in self.lit}
        for index, label, leader in zip(self.lit, self.labels, self.leaders, strict=True):
            reveal(label, shares[index])
            leader.set_stroke(opacity=shares[index])
        self._pose_dots()
        self._cut_grid(shares.values())

    def _pose_dots(self) -> None:
        """Dots come when their bar has arrived, and with them the names under the bars."""
        for index, dots in zip(self.seeds, self.dots, strict=True):
            share = arriving(self._share(index))
            for dot in dots:
                see_through(dot, share).set_stroke(opacity=share)
        for index, name in zip(self.named, self.names, strict=False):
            reveal(name, min(1.0, 4 * self._share(index)) if self.seeds else 1.0)

    def grow_all(self, run_time: float = 2.0) -> Animation:
        """Grow every bar from the floor to its value; labels come when their bar has arrived.

        On a log axis bars appear at their full length: on its way up, one would name values that
        are decades too small.
        """

        def plan(_: BarsState) -> Callable[[float], Mapping[str, object]]:
            return lambda alpha: {"grown": alpha}

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def top(self, index: int) -> np.ndarray:
        """The middle of a bar's upper end when it is grown."""
        left, right, top = self._extent(index, 1.0)
        return np.array([(left + right) / 2, top, 0.0])

    def _share(self, index: int) -> float:
        count = len(self.values)
        if self.order == "together":
            return ease_out_cubic(self.state.grown)
        turn = index if self.order == "rightwards" else count - 1 - index
        return ease_out_cubic(own_progress(self.state.grown, turn, count, overlap=1 - 1 / self.at_once))

    def _told(self, index: int) -> float:
        """How much of a lit bar's label is there."""
        return arriving(self._share(index))

    def _extent(self, index: int, share: float) -> tuple[float, float, float]:
        """Left, right and top of a bar that has grown to a share of its length."""
        box = self.plot.box
        step = (box.right - box.left) / len(self.values)
        half = min(step * BAR_SHARE, px(BAR_MAX_PX)) / 2
        middle = box.left + (index + 0.5) * step
        goal = float(self.plot.y_axis.at(self.values[index], f"bar {index + 1},")[1])
        return middle - half, middle + half, box.bottom + share * (goal - box.bottom)

    def _bar(self, index: int) -> VMobject:
        color = self.look.color(self.colors.get(index, self.usual))
        if self.lit and index not in self.lit:
            color = self.look.theme.mix(color, "bg", DIM)
        return VMobject(fill_color=color, fill_opacity=1, stroke_width=0)

    def _name(self, index: int, label: Label) -> Lettering:
        text = lettering(self.look, label, "label", color="sub", align="center")
        left, right, _ = self._extent(index, 1)
        text.put_baseline(self._name_line(text))
        return text.set_x((left + right) / 2)

    def _axis_name(self, words: Words | str) -> Lettering:
        """The x axis's name, between the labels under the bars where there is most room."""
        text = lettering(self.look, words, "label", color="sub")
        text.put_baseline(self._name_line(text))
        edges = sorted((m.get_left()[0], m.get_right()[0]) for m in self.names)
        if not edges:
            return text.set_x((self.plot.box.left + self.plot.box.right) / 2)
        rooms = [(b[0] - a[1], (a[1] + b[0]) / 2) for a, b in itertools.pairwise(edges)]
        room, middle = max(rooms, default=(0.0, 0.0))
        if room < text.width + px(2 * GAP_M):
            return text.set_x(self.plot.box.right - text.width / 2).shift(vec(0, -text.height - px(GAP_M)))
        return text.set_x(middle)

    def _name_line(self, text: Lettering) -> float:
        return self.plot.box.bottom - px(GAP_M + text.font_px * 0.75)

    def _highest(self, index: int) -> float:
        """How high a bar's dots reach, in the scene."""
        if index not in self.seeds:
            return self.plot.box.bottom
        return max(float(dot.get_top()[1]) for dot in self.dots[list(self.seeds).index(index)])

    def _labels(self) -> BarLabels:
        """The values of the lit bars, over bars and dots."""
        box, tops = self.plot.box, [self._extent(i, 1) for i in range(len(self.values))]
        bars = [Box(left, right, box.bottom, top) for left, right, top in tops]
        feet = {i: max(bars[i].top, self._highest(i)) for i in self.lit}
        texts = {i: self._value(i, lit) for i, lit in self.lit.items()}
        feet = {i: self._over_the_top(foot, texts[i]) for i, foot in feet.items()}
        inks = {i: self.usual if lit.color == "text" else lit.color for i, lit in self.lit.items()}
        return BarLabels(self.look, box, bars, feet, texts, inks)

    def _over_the_top(self, foot: float, text: Lettering) -> float:
        """Where a label that stands on ``foot`` does so without cutting the line at the chart's top."""
        lines = [float(self.plot.rule(name, value)[0][1]) for name, value in self.plot.grid if name == "y"]
        top = self.plot.box.top
        cut = not self.by_ratio and foot < top < foot + px(GAP_M + GAP_S) + text.height
        return top if cut and any(abs(line - top) < px(1) for line in lines) else foot

    def _value(self, index: int, lit: Lit) -> Lettering:
        label = lit.words or show(self.values[index], lit.style, self.look.language)
        return lettering(self.look, label, lit.role, color=lit.color)

    def _cut_grid(self, shares: Iterable[float]) -> None:
        """Interrupt the gridlines where a label shows."""
        labels = zip(shares, self.labels, strict=True)
        gaps = [box_of(label).with_margin(px(GAP_S)) for share, label in labels if share > 0]
        self.plot.cut_grid(gaps)


def require_honest(scale: Scale, count: int, lit: Mapping[int, Lit]) -> None:
    """Refuse bars whose lengths would mislead.

    Raises:
        InputError: a linear axis that does not start at 0, or too many bars compared by labels.
    """
    if isinstance(scale, Logarithmic):
        return
    if scale.value(0) != 0:
        raise InputError(f"bars on a linear axis grow from 0, not from {scale.value(0):g}")
    if count > MANY and len(lit) > MANY:
        raise InputError(f"{len(lit)} labelled bars are too many to compare: at most {MANY}")
