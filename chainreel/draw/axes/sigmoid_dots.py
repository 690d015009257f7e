"""The sigmoid, or its slope, with recorded places on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from manim import Animation, VGroup, VMobject

from chainreel.draw.axes.axis import Linear, ticks
from chainreel.draw.axes.plot import Plot
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import vec
from chainreel.draw.motion import FLOW_FIRST, MORPH, STAGGER, STAGGER_IN_ALL, ease_out_cubic
from chainreel.draw.part.clipping import box_of
from chainreel.draw.part.journey import Leg, journey, share_of
from chainreel.draw.part.posing import (
    Change,
    Fields,
    Point,
    Posed,
    Spot,
    as_numbers,
    between,
    drawn_line,
    restate,
    through,
)  # fmt: skip
from chainreel.draw.part.shapes import dashed_line
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.number import Number, counted, require_number, sigmoid, sigmoid_slope
from chainreel.show import Shown
from chainreel.theme import GAP_M, GAP_S, STROKE_FOCUS, STROKE_HAIR, STROKE_LIT, UNIT, Look, px
from chainreel.words import Words

Which = Literal["sigmoid", "slope"]
FUNCTIONS = {"sigmoid": sigmoid, "slope": sigmoid_slope}
TOPS = {"sigmoid": (1.0, 0.5, ".1f"), "slope": (1.0, 0.5, ".1f")}  # of the y axis: end, step, style
TOKENS = {"sigmoid": "forward", "slope": "backward"}
SAMPLES, DOT = 121, 13
LANDED = 0.7  # of a dot's time, when its stem meets the curve
ON_CURVE = 1e-9  # how far from the curve a recorded height may lie


@dataclass(frozen=True)
class SigmoidDotsState:
    """How much of each dot is there, 0 to 1: first its stem grows, then it opens.

    ``at`` is each dot's place and height; without it they lie where the part was built with them.
    """

    there: Mapping[int, float] = field(default_factory=dict)
    at: tuple[tuple[Number, Number], ...] = ()


class SigmoidDots(Posed):
    """The curve of the sigmoid or of its slope; ``heights`` are recorded at ``places`` and lie on it.

    ``tangents``, the recorded slopes there, are drawn through dots on the sigmoid. It begins without
    dots: ``drop`` or a ``state`` brings them.

    Raises:
        UnknownNumber: a place, a height or a slope without a source.
        InputError: a height that is not the curve's, a place beyond the axis.
    """

    state: SigmoidDotsState

    def __init__(
        self,
        look: Look,
        places: Sequence[Number],
        heights: Sequence[Number],
        which: Which = "slope",
        *,
        tangents: Sequence[Number] = (),
        limit: int = 4,
        width_px: float = 860,
        height_px: float = 460,
        x_name: Words | str | None = None,
        y_name: Words | str | None = None,
        state: SigmoidDotsState | None = None,
    ) -> None:
        super().__init__()
        self.look, self.which = look, which
        self.tangents = as_numbers(tangents, "a tangent")
        self.first = self._on_curve(places, heights)
        top, step, style = TOPS[which]
        self.plot = Plot(
            look, Linear(-limit, limit), Linear(0, top), width_px, height_px,
            ticks(-limit, limit, 1, label_every=2), ticks(0, top, step, style),
            x_name=x_name, y_name=y_name, base=True,
        )  # fmt: skip
        self.curve = through(drawn_line(look.color("sub"), STROKE_FOCUS), *self._curve(limit))
        self.stems = [drawn_line(look.color("sub"), STROKE_HAIR) for _ in self.first]
        self.slants = [bear(drawn_line(look.color("text"), STROKE_LIT), "angle", t) for t in self.tangents]
        self.dots = [
            Spot(look.color(TOKENS[which]), DOT, ring=look.color("bg"), ring_px=2) for _ in self.first
        ]
        self.state = state or SigmoidDotsState()
        self.pose()

    @property
    def places(self) -> tuple[Number, ...]:
        """The dots' places on the axis, as they lie now."""
        return tuple(place for place, _ in self.state.at or self.first)

    @property
    def heights(self) -> tuple[Number, ...]:
        """The dots' heights, as they lie now."""
        return tuple(height for _, height in self.state.at or self.first)

    def place_of(self, index: int) -> Point:
        """Where a dot lies, in the scene."""
        return self.plot.at(*self._at(index))

    def drop(self, *indices: int, run_time: float | None = None) -> Animation:
        """Dots land on the curve one after the other, from their places on the axis (default: all)."""
        wanted = indices or tuple(range(len(self.first)))
        seconds = seconds_of(len(wanted))

        def state_at(state: SigmoidDotsState, share: float) -> SigmoidDotsState:
            landed = zip(wanted, landing(len(wanted), share), strict=True)
            return replace(state, there={**state.there, **{i: s for i, s in landed if s > 0}})

        return journey(self, lambda _: [Leg(seconds, state_at)], run_time)

    def count_landed(self, share: float) -> Number:
        """How many dots lie on the curve when that share of ``drop`` (of all of them) is done."""
        return counted(sum(s > LANDED for s in landing(len(self.first), share)), "dots on the curve")

    def slide(
        self, places: Sequence[Number], heights: Sequence[Number], run_time: float = MORPH
    ) -> Animation:
        """Move every dot along the curve to another recorded place."""
        goals = self._on_curve(places, heights)

        def plan(state: SigmoidDotsState) -> Callable[[float], Fields]:
            begun = state.at or self.first
            return lambda alpha: {
                "at": tuple(self._between(a, b, alpha) for a, b in zip(begun, goals, strict=True))
            }

        return Change(self, plan, run_time)

    def bound_line(self, value: Number, words: Words | Shown) -> VGroup:
        """A dashed line at a height that the curve does not pass, with its label over its right end."""
        start, end = self.plot.rule("y", require_number(value, "a bound").value)
        text = lettering(self.look, words, "label", color="text")
        text.put_baseline(start[1] + px(GAP_S + UNIT)).shift(vec(end[0] - px(GAP_M) - text.get_right()[0], 0))
        self.plot.cut_grid([box_of(text).with_margin(px(GAP_S / 2))])
        return VGroup(bear(dashed_line(self.look, start, end), "position", value), text)

    def pose(self) -> None:
        """Draw the state."""
        shown = {i: s for i, s in self.state.there.items() if s > 0}
        stems = [through(self.stems[i], self._foot(i), self._tip(i, s)) for i, s in shown.items()]
        slants = [self._slant(i) for i, s in shown.items() if s >= 1 and self.tangents]
        for i in shown:
            restate(self.dots[i], "position", *self._at(i))
        dots = [
            self.dots[i].put(self.place_of(i), share_of(s, LANDED, 1)) for i, s in shown.items() if s > LANDED
        ]
        self.submobjects = [self.plot, self.curve, *stems, *slants, *dots]

    def _curve(self, limit: int) -> list[Point]:
        xs = [counted(float(x), "place on the axis") for x in np.linspace(-limit, limit, SAMPLES)]
        return [self.plot.at(x, FUNCTIONS[self.which](x)) for x in xs]

    def _at(self, index: int) -> tuple[Number, Number]:
        """A dot's place and height."""
        return (self.state.at or self.first)[index]

    def _between(
        self, start: tuple[Number, Number], end: tuple[Number, Number], share: float
    ) -> tuple[Number, Number]:
        """A dot on its way: its height is the curve's, until it has arrived at what was recorded."""
        if share in (0, 1):
            return end if share else start
        place = between(start[0], end[0], share)
        return place, FUNCTIONS[self.which](place)

    def _foot(self, index: int) -> Point:
        return self.plot.at(self._at(index)[0], 0)

    def _tip(self, index: int, share: float) -> Point:
        """How far a stem has grown; its dot opens where it meets the curve, and nowhere else."""
        foot, end = self._foot(index), self.place_of(index)
        return np.asarray(foot + ease_out_cubic(share_of(share, 0, LANDED)) * (end - foot))

    def _slant(self, index: int) -> VMobject:
        """A short piece of the tangent through a dot, as steep as its recorded slope."""
        here, slope = self.place_of(index), self.tangents[index].value
        x, y = (n.value for n in self._at(index))
        along = self.plot.place(x + 1, y + slope) - here
        along *= px(90) / np.linalg.norm(along)
        return through(self.slants[index], here - along, here + along)

    def _on_curve(
        self, places: Sequence[Number], heights: Sequence[Number]
    ) -> tuple[tuple[Number, Number], ...]:
        """Places and heights in pairs, all of them on the curve."""
        if len(places) != len(heights) or (self.tangents and len(self.tangents) != len(places)):
            raise InputError("dots on a curve need a height, and a slope if any, for each place")
        pairs = tuple(zip(as_numbers(places, "a place"), as_numbers(heights, "a height"), strict=True))
        for place, height in pairs:
            true = FUNCTIONS[self.which](place).value
            if abs(height.value - true) > ON_CURVE:
                raise InputError(
                    f"{height.value:g} is not the {self.which} at {place.value:g}, which is {true:g}"
                )
        return pairs


def apart_of(count: int) -> float:
    """Seconds from one dot that starts to the next, if ``count`` drop together."""
    return min(STAGGER, STAGGER_IN_ALL / max(1, count - 1))


def seconds_of(count: int) -> float:
    """How long ``count`` dots take to drop, one after the other."""
    return FLOW_FIRST + apart_of(count) * (count - 1)


def landing(count: int, share: float) -> list[float]:
    """How far each of ``count`` dots has come when that share of their time is over."""
    starts, length = [apart_of(count) * k / seconds_of(count) for k in range(count)], seconds_of(count)
    return [share_of(share, s, s + FLOW_FIRST / length) if share < 1 else 1.0 for s in starts]
