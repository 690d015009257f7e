"""The ruler from 0 to 1 that turns into a ruler of digits, where small things have a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from manim import Animation, VGroup, VMobject

from chainreel.draw.axes.axis import Axis, Linear, Logarithmic, Ticks, decades
from chainreel.draw.geometry import vec
from chainreel.draw.motion import MORPH, TO_LOG_RULER, ease_in_out_cubic
from chainreel.draw.part.posing import (
    Change,
    Point,
    Posed,
    Spot,
    as_numbers,
    drawn_line,
    own_progress,
    pieces,
    restate,
    reveal,
    through,
)  # fmt: skip
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.number import Number
from chainreel.pitch import Sounding, falling
from chainreel.theme import GAP_L, GAP_M, GAP_S, STROKE_HAIR, STROKE_LIT, STROKE_OUTLINE, Look, px
from chainreel.words import Words

TENTHS = Ticks(tuple(k / 10 for k in range(11)), "s1", (0.0, 0.5, 1.0))
SWING = 0.66  # how long a coin keeps to its vertical start before it swings to its new place
TOGETHER = 0.92  # how much the coins' journeys overlap
OPENS, OPEN_BY = 0.5, 0.85  # of a coin's way down: it grows from nothing to its size
LABELS_FROM = 0.9  # of the landing
DIMMED = 0.5  # of a coin's light, when another is singled out
COIN_PX, RING_PX, PRINT_PX = 15, 27, 9
NAME_DROP = 52  # from the baseline of the log ruler's labels down to that of its name


@dataclass(frozen=True)
class RulerState:
    """How far the coins have come from the linear ruler to the log one (0 to 1), and the hops drawn.

    ``landed`` is how far they have come down to the linear ruler from ``origins`` (scene x and y).
    """

    landed: float = 1.0
    origins: tuple[tuple[float, float], ...] = ()
    digits: float = 1.0  # how much of the log ruler is there
    turned: float = 0.0
    hops: float = 0.0
    lit: float = 0.0  # how much the last coin stands out: the others dim, and it gets a ring


DIGITS_BY = 0.15  # of the turn, when the log ruler is whole
PILE_PX = 100  # from the zero down to the name of the pile there


class Ruler(Posed):
    """Coins on a ruler from 0 to 1 above, and the way of each to its place on a log ruler below.

    ``values`` are in the order in which the coin shrank; the last one is the hero. Both rulers are
    ``width_px`` long, ``drop_px`` apart, with the larger values to the right. Where a coin lay on the
    linear ruler a dim dot stays (``prints``). With ``landed`` or ``digits`` 0 it begins without the coins
    or without the log ruler.
    """

    state: RulerState

    def __init__(
        self,
        look: Look,
        values: Sequence[Number],
        floor_power: int,
        *,
        width_px: float = 1620,
        drop_px: float = 345,
        linear_name: Words | str | None = None,
        log_name: Words | str | None = None,
        landed: float = 1.0,
        digits: float = 1.0,
    ) -> None:
        super().__init__()
        self.look, self.values = look, as_numbers(values, "Ruler")
        self._make_rulers(floor_power, px(width_px) / 2, px(drop_px) / 2)
        self._name_rulers(linear_name, log_name)
        self._make_coins()
        self.state = RulerState(landed=landed, digits=digits)
        self.pose()

    def _make_rulers(self, floor_power: int, half: float, rise: float) -> None:
        look, left, right = self.look, vec(-half, rise), vec(half, rise)
        self.down = down = vec(0, -2 * rise)
        self.linear = Axis(look, Linear(0, 1), left, right, TENTHS, side="left", color="mute", tick_px=14)
        self.log_axis = Axis(look, Logarithmic(10.0**floor_power, 1), left + down, right + down,
                             decades(floor_power, 0), color="text", label_color="text",
                             width_px=STROKE_LIT, tick_px=20, label_gap_px=GAP_M)  # fmt: skip
        self.log_axis.add_to_back(self._minor_ticks(floor_power))

    def _make_coins(self) -> None:
        look, values = self.look, self.values
        lit, dim = look.color("backward"), look.theme.mix("backward", "bg", 0.45)
        trails = [drawn_line(dim, STROKE_HAIR) for _ in values[1:]]
        self.trails = VGroup(*trails, drawn_line(lit, STROKE_LIT))
        self.hops = VGroup(*(drawn_line(look.color("text"), STROKE_OUTLINE) for _ in values[1:]))
        self.coins = VGroup(*(Spot(lit, COIN_PX, ring=look.color("bg"), ring_px=3) for _ in values))
        self.rim = drawn_line(look.color("text"), STROKE_OUTLINE)
        self.prints = VGroup(*(Spot(dim, PRINT_PX) for _ in values))

    def pose(self) -> None:
        """Draw the state: the axes, the coin, its trail."""
        self._pose_axes()
        count = len(self.values)
        for index, (coin, trail) in enumerate(zip(self.coins, self.trails, strict=True)):
            share = self._share(index)
            way = self.way(index)
            place = on_curve(way, share)
            self.prints[index].put(way[0], 1.0 if share > 0 else 0.0)
            place, size = (place, 1.0) if self.state.landed >= 1 else self._landing(index)
            coin.put(place, size)
            dimmed = 0.0 if index == count - 1 else DIMMED * self.state.lit
            coin.set_fill(self.look.theme.mix("bg", "backward", dimmed), opacity=1)
            restate(coin, "position", self.values[index])
            through(trail, *(on_curve(way, t) for t in np.linspace(0, share, 48) if share > 0))
        self._pose_rim()
        for index, hop in enumerate(self.hops):
            self._pose_hop(hop, index, min(1.0, max(0.0, self.state.hops - index)))

    def way(self, index: int) -> tuple[Point, Point, Point, Point]:
        """A coin's way from the linear ruler to the log one, as a cubic Bezier curve."""
        number = self.values[index]
        start, end = self.linear.at(number, "a coin of"), self.log_axis.at(number, "a coin of")
        swing = vec(0, SWING * (start[1] - end[1]))
        return start, start - swing, end + swing, end

    def _landing(self, index: int) -> tuple[Point, float]:
        """Where a coin is on its way down to the linear ruler, and how large."""
        if not self.state.origins:
            return self.linear.at(self.values[index]), 0.0
        share = ease_in_out_cubic(own_progress(self.state.landed, index, len(self.values), 0.75))
        start, end = vec(*self.state.origins[index]), self.linear.at(self.values[index])
        swing = vec(0, SWING * (start[1] - end[1]))
        return on_curve((start, start - swing, end + swing, end), share), min(
            1.0, max(0.0, (share - OPENS) / (OPEN_BY - OPENS))
        )

    def _pose_axes(self) -> None:
        """Show the log ruler as far as it is there, and the linear one's labels once the coins lie on it."""
        reveal(self.linear.labels, max(0.0, self.state.landed - LABELS_FROM) / (1 - LABELS_FROM))
        there = self.state.digits
        below = self.linear.line.points[0] + self.down
        self.log_axis.shift(below - self.log_axis.line.points[0])  # it may have been moved out of sight
        for member in self.log_axis.get_family():
            member.set_stroke(opacity=there, family=False)
        reveal(self.log_axis, there)
        log = [self.log_axis] if there > 0 else []
        self.submobjects = [self.linear, *log, self.prints, self.trails, self.hops, self.coins, self.rim]

    def _share(self, index: int) -> float:
        own = own_progress(self.state.turned, index, len(self.values), TOGETHER)
        return ease_in_out_cubic(own)

    @property
    def foot(self) -> float:
        """The baseline of the texts under the log ruler's labels."""
        return float(self.log_axis.at_share(0)[1] - px(160))

    def _pose_rim(self) -> None:
        """The ring around the last coin."""
        coin = self.coins[-1]
        self.rim.points = coin.get_center() + (coin.points - coin.get_center()) * RING_PX / COIN_PX
        self.rim.set_stroke(opacity=self.state.lit)

    def _pose_hop(self, hop: VMobject, index: int, share: float) -> None:
        start, end = (self.log_axis.at(n)[0] for n in self.values[index : index + 2])
        level = self.log_axis.at_share(0)[1] + px(COIN_PX + 8)
        turn = np.linspace(0, np.pi * share, 24)
        middle, half = (start + end) / 2, (start - end) / 2
        arc = [vec(middle + half * np.cos(t), level + px(70) * np.sin(t)) for t in turn]
        through(hop, *(arc if share > 0 else []))

    def _minor_ticks(self, floor_power: int) -> VMobject:
        """Ticks at 2 to 9 times each power of ten: why the steps between grow narrow."""
        places = [k * 10.0**p for p in range(floor_power, 0) for k in range(2, 10)]
        feet = [self.log_axis.at(v) for v in places]
        marks = drawn_line(self.look.color("mute"), STROKE_HAIR)
        return pieces(marks, [[f, f - vec(0, px(10))] for f in feet])

    def _name_rulers(self, linear: Words | str | None, log: Words | str | None) -> None:
        if linear is not None:
            text = lettering(self.look, linear, "label", color="sub")
            text.put_baseline(self.linear.labels.members[0].baseline).set_x(self.linear.at(0.8)[0])
            self.linear.add(text)
        if log is not None:
            text = lettering(self.look, log, "label", color="text")
            line = self.log_axis.labels.members[-1].baseline - px(NAME_DROP)
            text.put_baseline(line).set_x(self.log_axis.at_share(1)[0] - text.width / 2)
            self.log_axis.add(text)

    # --- motions ------------------------------------------------------------------------------

    def land(self, origins: Sequence[Point], run_time: float = 1.6) -> Animation:
        """Coins come from these places, one after the other, down to where their values lie."""
        places = tuple((float(x), float(y)) for x, y, _ in origins)

        def plan(_: RulerState) -> Callable[[float], Mapping[str, object]]:
            return lambda alpha: {"origins": places, "landed": alpha}

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def turn(self, run_time: float = TO_LOG_RULER) -> Animation:
        """Send every coin to its place on the log ruler; ``light_hero`` singles out the last one."""

        def plan(state: RulerState) -> Callable[[float], Mapping[str, object]]:
            digits = state.digits
            return lambda alpha: {"turned": alpha, "digits": max(digits, min(1.0, alpha / DIGITS_BY))}

        change = Change(self, plan, run_time, rate_func=lambda t: t)
        change.tones = (Sounding(0.0, (self.values[0], self.values[-1]), 0.0),)
        return change

    def light_hero(self, run_time: float = MORPH) -> Animation:
        """Ring the last coin and dim the others; it keeps their size, as a coin's size is its value."""
        return self.grow(run_time, lit=1.0)

    def hop(self, count: int | None = None, run_time: float = 1.6) -> Animation:
        """Draw the steps from coin to coin along the log ruler, from the largest on; ``count`` in all."""
        wanted = len(self.hops) if count is None else count
        change = self.grow(run_time, hops=float(wanted))
        steps = [step / max(1, wanted) for step in range(wanted)]
        change.tones = falling(self.values[: wanted + 1], steps, run_time / max(1, wanted))
        return change

    def pile_label(self, words: Words | str, role: str = "body") -> VGroup:
        """A text under the linear ruler's zero, with an arrow to the coins that lie on one another."""
        zero = self.linear.at(0)
        text = lettering(self.look, words, role)
        text.put_baseline(zero[1] - px(PILE_PX + text.font_px * CAP_HEIGHT)).set_x(
            zero[0] - px(COIN_PX) + text.width / 2
        )
        shaft = drawn_line(self.look.color("text"), STROKE_OUTLINE)
        tip, foot = zero - vec(0, px(COIN_PX + GAP_S)), zero - vec(0, px(PILE_PX - GAP_M))
        through(shaft, foot, tip - vec(0, px(18)))
        wing = px(11)
        head = through(VMobject(fill_color=self.look.color("text"), fill_opacity=1, stroke_width=0),
                       tip, tip + vec(wing, -px(22)), tip + vec(-wing, -px(22)), tip)  # fmt: skip
        return VGroup(text, shaft, head)

    def hero_label(self, words: Words | str, role: str = "result") -> Lettering:
        """What the last coin is worth, under its place on the log ruler; within the ruler's ends."""
        text = lettering(self.look, words, role, color="backward")
        left, right = (self.log_axis.at_share(end)[0] for end in (0, 1))
        half, middle = text.width / 2, self.log_axis.at(self.values[-1])[0]
        return text.put_baseline(self.foot).set_x(min(max(middle, left + half), right - half))

    def note(self, words: Words | str) -> Lettering:
        """A text between the rulers, at the right, clear of the coins' ways."""
        text = lettering(self.look, words, "body")
        top, right = self.linear.at(1)[1], self.linear.at(1)[0]
        return text.put_baseline(top - px(96)).set_x(right - px(GAP_L) - text.width / 2)


def on_curve(way: tuple[Point, Point, Point, Point], t: float) -> Point:
    """The point at parameter ``t`` of a cubic Bezier curve; its ends exactly at 0 and 1."""
    a, b, c, d = way
    s = 1 - t
    return np.asarray(s**3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * d)
