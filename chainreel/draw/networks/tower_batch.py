"""A tower that a row of digits enters: each waits above, and its answer comes out below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.images.digit import Pixels
from chainreel.draw.motion import APPEAR, FLOW_FIRST, STAGGER_IN_ALL, ease_in_cubic
from chainreel.draw.networks.living_tower import ANSWER_ROLE, LivingTower, TowerState, runs_down
from chainreel.draw.part.journey import Leg, journey, share_of
from chainreel.draw.part.staging import cap_of, tint
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, GAP_S, Look


@dataclass(frozen=True)
class BatchState(TowerState):
    """``waiting`` digits are seen above and ``given`` answers below, from the left; a fraction is coming.

    Copies of the digits in ``sinking`` are on their way in, ``fallen`` says how far.
    """

    waiting: float = 0.0
    sinking: tuple[int, ...] = ()
    given: float = 0.0


class BatchTower(LivingTower):
    """``digits`` side by side over a tower; ``answers`` are right or wrong by the digits' ``labels``.

    Raises:
        UnknownNumber: a depth, pixel, answer or label without a source.
        InputError: not one answer and one label a digit, or more digits than find room.
    """

    state: BatchState

    def __init__(
        self,
        look: Look,
        depth: Number,
        *,
        digits: Sequence[Pixels],
        labels: Sequence[Number],
        answers: Sequence[Number],
        width_px: float = 460,
        height_px: float = 390,
        digit_px: float = 80,
        bridged_from: int = 1,
        state: BatchState | None = None,
    ) -> None:
        self.columns = columns(len(digits), width_px, digit_px)
        if not len(digits) == len(labels) == len(answers):
            raise InputError(
                f"{len(digits)} digits have {len(labels)} labels and {len(answers)} answers: one each"
            )
        super().__init__(
            look, depth, digits=digits, answers=[as_answer(look, a) for a in answers],
            width_px=width_px, height_px=height_px, digit_px=digit_px, bridged_from=bridged_from,
            state=state or BatchState(),
        )  # fmt: skip
        for text, answer, label in zip(self.answers, answers, labels, strict=True):
            right = answer.value == require_number(label, "a digit's label").value
            bear(tint(text, look.color("correct" if right else "wrong")), "shade", label)

    # --- motions ------------------------------------------------------------------------------

    def line_up(self) -> Animation:
        """The digits appear above the tower, from the left."""
        return journey(self, lambda _: [counts_up("waiting", len(self.digits), STAGGER_IN_ALL)])

    def enter(self) -> Animation:
        """Copies of all digits fall in together and run down; the digits go on waiting."""
        every = tuple(range(len(self.digits)))
        return journey(self, lambda _: [sinks(every, FLOW_FIRST), runs_down()])

    def answer_each(self, seconds: float | None = None) -> Animation:
        """One digit after the other falls in and brings its answer."""
        legs: list[Leg[Any]] = []
        for k in range(len(self.digits)):
            legs += [sinks((k,), FLOW_FIRST), runs_down(), counts_up("given", k + 1, APPEAR)]
        return journey(self, lambda _: legs, seconds)

    # --- drawing ------------------------------------------------------------------------------

    def _arrow(self) -> Iterator[VMobject]:
        for piece in super()._arrow() if self.state.waiting > 0 else ():
            piece.fill_rgbas[:, 3] = min(1.0, self.state.waiting)
            yield piece

    def _digit(self) -> Iterator[VMobject]:
        state, y = self.state, self.digit_y()
        for k in state.sinking:  # from under the waiting one
            depth = y + state.fallen * self.above_px
            yield from self._cells(self.sinking[k], depth, 1.0, self.columns[k])
        for k, x in enumerate(self.columns):
            there = share_of(state.waiting, k, k + 1)
            yield from self._cells(self.digits[k], y, there, x) if there > 0 else ()

    def _answer(self) -> Iterator[VMobject]:
        foot = self.roof + self.tower_px[1] + GAP_M + cap_of(ANSWER_ROLE)
        for k, x in enumerate(self.columns):
            there = share_of(self.state.given, k, k + 1)
            if there > 0:
                yield self.write(self.answers[k], x, foot, opacity=there)


def columns(count: int, width_px: float, digit_px: float) -> list[float]:
    """The middles of ``count`` digits over a tower, the outer ones flush with it.

    Raises:
        InputError: there are none, or they do not fit.
    """
    if not 1 <= count <= (width_px + GAP_S) / (digit_px + GAP_S):
        raise InputError(f"{count} digits of {digit_px:g} px do not stand over a tower of {width_px:g} px")
    pitch = (width_px - digit_px) / max(1, count - 1)
    return [(k - (count - 1) / 2) * pitch for k in range(count)]


def as_answer(look: Look, answer: Number) -> Shown:
    """A tower's answer as a digit to show."""
    return show(require_number(answer, "an answer"), "d", look.language)


def sinks(which: tuple[int, ...], seconds: float) -> Leg[BatchState]:
    """Copies of waiting digits sink into the tower."""

    def state_at(state: BatchState, share: float) -> BatchState:
        return replace(
            state, sinking=which if share < 1 else (), fallen=ease_in_cubic(share) if share < 1 else 0.0
        )

    return Leg(seconds, state_at)


def counts_up(field: str, goal: int, seconds: float) -> Leg[BatchState]:
    """More and more of a row is seen, until there are ``goal``."""

    def state_at(state: BatchState, share: float) -> BatchState:
        start = getattr(state, field)
        changed: dict[str, Any] = {field: goal if share >= 1 else start + (goal - start) * share}
        return replace(state, **changed)

    return Leg(seconds, state_at)
