"""A ruler of digits with named coins: where a few sizes lie that no linear ruler could hold together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from manim import Animation, VMobject

from chainreel.draw.axes.axis import Axis, Logarithmic, decades
from chainreel.draw.geometry import vec
from chainreel.draw.motion import MORPH, ease_in_out_cubic
from chainreel.draw.part.posing import Posed, Rooted, Row, Spot, arriving, drawn_line, restate, reveal
from chainreel.draw.part.staging import require_shown
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.errors import InputError
from chainreel.pitch import tone_at_rest
from chainreel.show import Shown
from chainreel.theme import GAP_M, GAP_S, STROKE_LIT, STROKE_OUTLINE, Look, px
from chainreel.words import Words

COIN_PX, DROP_PX, DIM = 26, 90, 0.45
VALUE_ROLE, NAME_ROLE = "result_small", "label"


@dataclass(frozen=True)
class Landmark:
    """A size on the ruler: its name, its number, and whether it is lit or stands dim for comparison."""

    name: Words
    shown: Shown
    lit: bool = True


@dataclass(frozen=True)
class RulerOfDigitsState:
    """How many coins lie on the ruler; a fraction is one on its way down."""

    there: float = 0.0


class DigitRuler(Posed):
    """A log axis from ten to ``powers[0]`` to ten to ``powers[1]``; each landmark is a coin at its value.

    Over a coin stand its value and its name. It begins empty: ``drop`` brings coin by coin.

    Raises:
        UnknownNumber: a landmark without a source.
        InputError: a value outside the axis.
    """

    state: RulerOfDigitsState

    def __init__(
        self,
        look: Look,
        marks: Sequence[Landmark],
        powers: tuple[int, int],
        *,
        width_px: float = 1620,
        label_every: int = 1,
    ) -> None:
        super().__init__()
        self.look, self.marks = look, tuple(marks)
        half = px(width_px) / 2
        self.axis = Axis(look, Logarithmic(10.0 ** powers[0], 10.0 ** powers[1]), vec(-half, 0), vec(half, 0),
                         decades(*powers, label_every), color="text", label_color="text",
                         width_px=STROKE_LIT, tick_px=20)  # fmt: skip
        self.coins = [self._coin(mark) for mark in self.marks]
        self.rims = [drawn_line(look.theme.mix("bg", "backward", 0.45), STROKE_OUTLINE) for _ in self.marks]
        self.labels = [self._label(mark) for mark in self.marks]
        self.roots = [[Rooted(text) for text in label.members] for label in self.labels]
        self.state = RulerOfDigitsState()
        self.pose()

    def drop(self, count: int = 1, run_time: float = MORPH) -> Animation:
        """The next coins fall to their places, one after the other.

        Raises:
            InputError: fewer are left.
        """
        goal = round(self.state.there) + count
        if goal > len(self.marks):
            raise InputError(f"the ruler has {len(self.marks)} coins, not {goal}")
        change = self.grow(run_time, there=float(goal))
        first = round(self.state.there)
        moments = [when_eased((k - first + 1) / (goal - first)) for k in range(first, goal)]
        numbers = [mark.shown.number for mark in self.marks[first:goal]]
        pairs = zip(numbers, moments, strict=True)
        change.tones = tuple(tone for number, share in pairs for tone in tone_at_rest(number, share))
        return change

    def pose(self) -> None:
        """Draw the state; what has not come yet is not in the part."""
        pieces: list[VMobject] = [self.axis]
        for index, mark in enumerate(self.marks):
            share = min(1.0, max(0.0, self.state.there - index))
            if share > 0:
                pieces += self._place(index, mark, share)
        self.submobjects = pieces

    def _place(self, index: int, mark: Landmark, share: float) -> list[VMobject]:
        place = self.axis.at(mark.shown.number, "a coin of")
        high = px(DROP_PX) * (1 - ease_in_out_cubic(share))
        coin = self.coins[index].put(place + vec(0, high), min(1.0, 3 * share))
        restate(coin, "position", mark.shown.number)
        rim = self.rims[index]
        rim.points = coin.get_center() + 0.78 * (coin.points - coin.get_center())
        for text, root in zip(self.labels[index].members, self.roots[index], strict=True):
            root.put(place)
            reveal(text, arriving(share))
        return [coin, *([rim] if mark.lit else []), self.labels[index]]

    def _coin(self, mark: Landmark) -> Spot:
        require_shown(mark.shown, "a landmark")
        color = self.look.theme.mix("backward", "bg", 1.0 if mark.lit else DIM)
        return Spot(color, COIN_PX if mark.lit else COIN_PX / 2, ring=self.look.color("bg"), ring_px=3)

    def _label(self, mark: Landmark) -> Row[Lettering]:
        """The value over the coin, and the name over the value, around the origin."""
        value = lettering(self.look, mark.shown, VALUE_ROLE, color="backward" if mark.lit else "sub")
        name = lettering(self.look, mark.name, NAME_ROLE, color="text" if mark.lit else "sub")
        foot = px(COIN_PX + GAP_M)
        value.put_baseline(foot).set_x(0)
        name.put_baseline(foot + px(value.font_px * CAP_HEIGHT + GAP_S + GAP_M / 2)).set_x(0)
        return Row(name, value)


def when_eased(done: float) -> float:
    """The share of the time at which a motion eased in and out by a cubic has done so much."""
    if done < 0.5:
        return float((done / 4) ** (1 / 3))
    return float(1 - (2 * (1 - done)) ** (1 / 3) / 2)
