"""The ruler from 0 to 1 that turns into a ruler of digits, where small things have a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from manim import Animation, VGroup, VMobject

from chainreel.draw.axes.ruler_figure import COIN_PX, RulerFigure, RulerState
from chainreel.draw.geometry import vec
from chainreel.draw.motion import MORPH, TO_LOG_RULER
from chainreel.draw.part.posing import Change, Point, drawn_line, through
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.pitch import Sounding, falling
from chainreel.theme import GAP_L, GAP_M, GAP_S, STROKE_OUTLINE, px
from chainreel.words import Words

DIGITS_BY = 0.15  # of the turn, when the log ruler is whole
PILE_PX = 100  # from the zero down to the name of the pile there


class Ruler(RulerFigure):
    """Coins on a ruler from 0 to 1 above, and the way of each to its place on a log ruler below.

    ``values`` are in the order in which the coin shrank; the last one is the hero. Both rulers are
    ``width_px`` long, ``drop_px`` apart, with the larger values to the right. Where a coin lay on the
    linear ruler a dim dot stays (``prints``). With ``landed`` or ``digits`` 0 it begins without the coins
    or without the log ruler.
    """

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
