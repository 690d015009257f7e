"""The two dials of a gate: the slope of its curve and its weight, which make its factor."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.geometry import Outline, arc, circle, polyline, vec
from chainreel.draw.motion import MORPH
from chainreel.draw.part.posing import Change, Fields, between, restate
from chainreel.draw.part.staging import Staged, cap_of, filled_shape, line_shape, tint, width_px
from chainreel.draw.text.counter import counter
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.number import Number, multiply, require_number
from chainreel.show import Shown, show
from chainreel.theme import GAP_L, GAP_M, GAP_S, STROKE_FOCUS, STROKE_OUTLINE, Look
from chainreel.words import Words

RADIUS, SWEEP, HUB = 160, math.radians(240), 16
START = math.pi / 2 + SWEEP / 2  # of a dial's arc, counter-clockwise from the right
PITCH = 560  # from dial to dial, and to the factor
FACTOR_ROOM = 230  # for a factor in a row of its own


@dataclass(frozen=True)
class Range:
    """What a dial can show: ``marks`` are its labelled places, its ends the first and the last."""

    marks: tuple[Number, ...]
    mark_style: str
    style: str

    def share(self, value: float) -> float:
        """Where a value lies between the ends, 0 to 1.

        Raises:
            InputError: it lies beyond them.
        """
        low, high = self.marks[0].value, self.marks[-1].value
        share = (value - low) / (high - low)
        if not -1e-9 <= share <= 1 + 1e-9:
            raise InputError(f"{value:g} lies beyond a dial from {low:g} to {high:g}: widen its range")
        return share

    def turn(self, value: float) -> float:
        """The needle's direction for a value: radians, counter-clockwise from the right."""
        return START - SWEEP * self.share(value)


@dataclass(frozen=True)
class DialState:
    """Where the needles point, and the factor if it was recorded (else it is their product).

    ``told`` is how much of the factor's row or column is there.
    """

    slope: Number
    weight: Number
    factor: Number | None = None
    told: float = 1.0

    @property
    def product(self) -> Number:
        """What the dial shows: the gate's factor, slope times weight if none was recorded."""
        return multiply(self.slope, self.weight) if self.factor is None else self.factor


class TwoDials(Staged):
    """Two gauges side by side, slope times weight, and the factor they make; angles are linear.

    ``names`` are the slope's, the weight's and the factor's. The needles stand at ``slope`` and ``weight``.
    The factor stands to the right, or with ``below`` in a row under the dials.

    Raises:
        UnknownNumber: a value without a source.
        InputError: a value beyond its dial's range.
    """

    state: DialState

    def __init__(
        self,
        look: Look,
        slope: Number,
        weight: Number,
        *,
        names: Sequence[Words | str],
        slope_range: Range,
        weight_range: Range,
        factor_style: str = ".3f",
        factor: Number | None = None,
        radius_px: float = RADIUS,
        pitch_px: float = PITCH,
        below: bool = False,
    ) -> None:
        self.radius, self.pitch, self.below = radius_px, pitch_px, below
        self.row_px = cap_of("result") + GAP_L if below else 0.0
        width = (1 if below else 2) * pitch_px + 2 * radius_px + 2 * GAP_L
        super().__init__(look, width, 2 * radius_px + 2 * cap_of("body") + 2 * GAP_L + self.row_px)
        self.ranges, self.factor_style = (slope_range, weight_range), factor_style
        self.state = DialState(require_number(slope, "a dial"), require_number(weight, "a dial"), factor)
        self.names = [lettering(look, name, "body", color="sub") for name in names]
        self._make_pieces()
        self.pose()

    def turn(
        self, *, slope: Number | None = None, weight: Number | None = None, factor: Number | None = None,
        run_time: float = MORPH,
    ) -> Animation:  # fmt: skip
        """Turn one dial or both; the factor is evaluated at every frame, and is ``factor`` at the end."""

        def plan(state: DialState) -> Callable[[float], Fields]:
            goals = (slope or state.slope, weight or state.weight)

            def at(alpha: float) -> Fields:
                now = [between(a, b, alpha) for a, b in zip((state.slope, state.weight), goals, strict=True)]
                return {"slope": now[0], "weight": now[1], "factor": factor if alpha >= 1 else None}

            return at

        return Change(self, plan, run_time)

    # --- drawing ------------------------------------------------------------------------------

    def _make_pieces(self) -> None:
        look = self.look
        self.rims = [line_shape(look.color("sub"), STROKE_OUTLINE) for _ in self.ranges]
        self.ticks = [line_shape(look.color("sub"), STROKE_OUTLINE) for _ in self.ranges]
        self.needles = [line_shape(look.color(token), STROKE_FOCUS) for token in ("text", "weight")]
        self.hubs = [filled_shape(look.color(token)) for token in ("text", "weight")]
        self.labels = [
            [lettering(look, show(m, r.mark_style, look.language), "label") for m in r.marks]
            for r in self.ranges
        ]
        self.readings = [counter(look, shown, "result_small", "text", "center") for shown in self._readings()]
        self.factor = counter(look, self._product(), "result", "backward", "center")
        self.signs = {sign: lettering(look, sign, "result_small", color="sub") for sign in "×=≈"}

    def _readings(self) -> list[Shown]:
        pairs = zip((self.state.slope, self.state.weight), self.ranges, strict=True)
        return [show(number, r.style, self.look.language) for number, r in pairs]

    def _product(self) -> Shown:
        return show(self.state.product, self.factor_style, self.look.language)

    def pose(self) -> None:
        """Draw the state."""
        values = (self.state.slope, self.state.weight)
        dials = [piece for index, value in enumerate(values) for piece in self._dial(index, value)]
        self.present([*dials, *self._equation()])

    def _middle(self, index: int) -> Outline:
        return vec((index - (0.5 if self.below else 1)) * self.pitch, GAP_L - self.row_px / 2)

    def _dial(self, index: int, value: Number) -> Iterator[VMobject]:
        middle, r, needle, radius = self._middle(index), self.ranges[index], self.needles[index], self.radius
        yield self.trace(self.rims[index], upright(arc((0, 0), radius, START, -SWEEP)) + middle)
        yield self.trace(self.ticks[index], ticks_of(r, radius) + middle)
        narrowest = min(map(width_px, self.labels[index]))  # so that labels at one height share a baseline
        for mark, label in zip(r.marks, self.labels[index], strict=True):
            turn, reach = r.turn(mark.value), radius + GAP_L
            x = (middle + spoke(turn, reach + width_px(label) / 3))[0]
            yield self.write_centred(label, x, (middle + spoke(turn, reach + narrowest / 3))[1])
        restate(needle, "angle", value)
        tip = spoke(r.turn(value.value), radius - GAP_M)
        yield self.trace(needle, polyline([middle, middle + tip]))
        yield self.trace(self.hubs[index], circle(middle, HUB))
        yield self.write(
            self.readings[index].show(self._readings()[index]),
            middle[0],
            middle[1] + radius / 2 + GAP_S + cap_of("result_small"),
        )
        yield self.write(self.names[index], middle[0], self._name_line())

    def _name_line(self) -> float:
        """The baseline of the dials' names."""
        return float(self._middle(0)[1] - self.radius - cap_of("label") - 2 * GAP_M)

    def _equation(self) -> Iterator[VMobject]:
        slope, weight = self._readings()
        product, x, y = self._product(), self._middle(0)[0] + self.pitch / 2, self._middle(0)[1]
        sign = self.signs["=" if slope.as_shown * weight.as_shown == product.as_shown else "≈"]
        tint(self.factor.show(product), self.look.color("negative" if product.as_shown < 0 else "backward"))
        yield self.write_centred(self.signs["×"], x, y)
        if self.state.told > 0:
            yield from self._in_row(sign, x) if self.below else self._beside(sign, x + self.pitch, y)

    def _beside(self, sign: Lettering, x: float, y: float) -> Iterator[VMobject]:
        """The factor as a third column, under its name."""
        told = self.state.told
        yield self.write_centred(sign, x, y, told)
        yield self.write_centred(self.factor, x + self.pitch / 2, y, told)
        yield self.write(self.names[2], x + self.pitch / 2, self._name_line(), opacity=told)

    def _in_row(self, sign: Lettering, x: float) -> Iterator[VMobject]:
        """Name, sign and factor in a row under the dials."""
        foot, told = self.layout_px[1] / 2, self.state.told
        name = width_px(self.names[2])
        left = x - (name + GAP_L + width_px(sign) + FACTOR_ROOM) / 2
        yield self.write(self.names[2], left, foot, "left", told)
        yield self.write(sign, left + name + GAP_M, foot, "left", told)
        end = left + name + GAP_L + width_px(sign) + FACTOR_ROOM / 2
        yield self.write(self.factor, end, foot, opacity=told)


def spoke(turn: float, length: float) -> Outline:
    """From a dial's middle outwards; y downwards."""
    return vec(length * math.cos(turn), -length * math.sin(turn))


def upright(outline: Outline) -> Outline:
    """An outline that was made with y upwards, y downwards."""
    return outline * (1, -1, 1)


def ticks_of(marks: Range, radius: float) -> Outline:
    """The tick at each mark, as one outline."""
    turns = [marks.turn(m.value) for m in marks.marks]
    return np.concatenate([polyline([spoke(t, radius - GAP_S), spoke(t, radius + GAP_S)]) for t in turns])
