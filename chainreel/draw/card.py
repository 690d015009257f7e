"""Chapter cards: the question that opens a chapter, and the answer that lands where it stood."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Animation, VGroup

from chainreel.draw.lettering import Glyph, Lettering, lettering
from chainreel.draw.motion import APPEAR, MORPH, appear, ease_in_out_cubic, linear
from chainreel.show import Shown
from chainreel.theme import CARD_LINE_BASELINE, CARD_QUESTION_BASELINE, FRAME_WIDTH, GAP_M, MARGIN_X, Look, px
from chainreel.words import Words

LINE_WIDTH = FRAME_WIDTH - 2 * MARGIN_X
QUESTION_STANDS = 0.6  # seconds, large, before it makes room for the answer


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
    """The answer at the question's place, and the question small above it."""

    def __init__(self, look: Look, question: Words | str, answer: Words | str) -> None:
        self.question = lettering(look, question, "body", color="sub", width_px=LINE_WIDTH)
        self.question.put(MARGIN_X, CARD_QUESTION_BASELINE)
        self.answer = large_line(look, answer)
        self.asked = large_line(look, question)
        super().__init__(self.question, self.answer)

    def land(self) -> Animation:
        """Show the question large as it was asked, move it up, and let the answer land in its place."""
        return Landing(self)


def large_line(look: Look, text: Words | str) -> Lettering:
    """A card's large line at its place, broken at phrases."""
    return lettering(look, text, "card", width_px=LINE_WIDTH).put(MARGIN_X, CARD_LINE_BASELINE)


class Landing(Animation):
    """The question appears large, shrinks to its small line, and the answer appears; in that order."""

    SECONDS = APPEAR + QUESTION_STANDS + MORPH + APPEAR

    def __init__(self, card: AnswerCard) -> None:
        self.card = card
        super().__init__(card, introducer=True, run_time=self.SECONDS, rate_func=linear)

    def create_starting_mobject(self) -> Any:
        self.journeys = [
            Journey(*pair) for pair in zip(self.card.asked.glyphs, self.card.question.glyphs, strict=True)
        ]
        self.answering = appear(self.card.answer)
        self.answering.begin()
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        seconds = self.rate_func(alpha) * self.SECONDS
        travelled = share(seconds, APPEAR + QUESTION_STANDS, MORPH)
        for journey in self.journeys:
            journey.show(share(seconds, 0, APPEAR), ease_in_out_cubic(travelled))
        self.answering.interpolate(share(seconds, self.SECONDS - APPEAR, APPEAR))


class Journey:
    """One glyph on its way from the large line to the small one."""

    def __init__(self, large: Glyph, small: Glyph) -> None:
        self.glyph = small
        start, end = large.copy(), small.copy()
        start.align_points(end)
        self.points = (small.points.copy(), start.points, end.points)
        self.colors = (large.fill_rgbas.copy(), small.fill_rgbas.copy())

    def show(self, opacity: float, travelled: float) -> None:
        """Draw it at that opacity, with that share of the way behind it."""
        arrived, start, end = self.points
        self.glyph.points = arrived.copy() if travelled == 1 else start + travelled * (end - start)
        color = self.colors[0] + travelled * (self.colors[1] - self.colors[0])
        self.glyph.fill_rgbas = color * np.array([1, 1, 1, opacity])


def share(seconds: float, start: float, length: float) -> float:
    """How much of a stretch of time is over, from 0 to 1."""
    return min(1.0, max(0.0, (seconds - start) / length))
