"""Chapter cards: the question that opens a chapter, and the answer over the picture that it was found in."""

from __future__ import annotations

from typing import Any

from manim import Animation, VGroup

from chainreel.draw.motion import APPEAR, MORPH, appear, linear
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.show import Shown
from chainreel.theme import (
    CARD_LINE_BASELINE,
    CARD_QUESTION_BASELINE,
    FRAME_WIDTH,
    GAP_L,
    GAP_M,
    MARGIN_X,
    Look,
    px,
    role_named,
)
from chainreel.words import Words

LINE_WIDTH = FRAME_WIDTH - 2 * MARGIN_X
ANSWERED_BASELINE = 88  # of the question, once it is answered: pixels
ANSWER_STEP = 1.2  # from there to the answer's first baseline, in em of the answer
ANSWER_ROLES = ("result", "title")  # the larger one, if the picture has room for it


class QuestionCard(VGroup):
    """The chapter's number and title, and below them its question."""

    def __init__(self, look: Look, title: Words | str, question: Words | str, number: Shown) -> None:
        self.number = lettering(look, number, "body", color="text", weight=700)
        self.title = lettering(look, title, "body", color="sub")
        self.question = large_line(look, question)
        self.number.put(MARGIN_X, CARD_QUESTION_BASELINE)
        self.title.put(MARGIN_X, CARD_QUESTION_BASELINE).shift((self.number.width + px(GAP_M), 0, 0))
        super().__init__(self.number, self.title, self.question)


class AnswerCard(VGroup):
    """The answer where a beat's title stands, the question small above it; the picture stays below."""

    def __init__(self, look: Look, question: Words | str, answer: Words | str, role: str = "result") -> None:
        """``role`` is the answer's size, one of ``ANSWER_ROLES``."""
        self.question = lettering(look, question, "label", color="sub", width_px=LINE_WIDTH)
        self.question.put(MARGIN_X, ANSWERED_BASELINE)
        self.answer = lettering(look, answer, role, width_px=LINE_WIDTH)
        self.answer.put(MARGIN_X, ANSWERED_BASELINE + ANSWER_STEP * role_named(role).size_px)
        super().__init__(self.question, self.answer)

    @property
    def room_below(self) -> float:
        """The scene y down from which a picture keeps clear of the card."""
        return float(self.get_bottom()[1]) - px(GAP_L)

    def land(self) -> Animation:
        """Show the question, then let its answer land under it."""
        return Landing(self)


def large_line(look: Look, text: Words | str) -> Lettering:
    """A card's large line at its place, broken at phrases."""
    return lettering(look, text, "card", width_px=LINE_WIDTH).put(MARGIN_X, CARD_LINE_BASELINE)


class Landing(Animation):
    """The question appears, then the answer."""

    SECONDS = APPEAR + MORPH

    def __init__(self, card: AnswerCard) -> None:
        self.card = card
        super().__init__(card, introducer=True, run_time=self.SECONDS, rate_func=linear)

    def create_starting_mobject(self) -> Any:
        self.asking = appear(self.card.question, rise=0.0)
        self.answering = appear(self.card.answer, rise=px(GAP_L))
        for animation in (self.asking, self.answering):
            animation.begin()
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        seconds = self.rate_func(alpha) * self.SECONDS
        self.asking.interpolate(min(1.0, seconds / APPEAR))
        self.answering.interpolate(max(0.0, seconds - APPEAR) / MORPH)
