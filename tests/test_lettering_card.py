"""Chapter cards: the question, and the answer that lands over the last picture."""

import numpy as np
import pytest
from manim import Mobject

from chainreel.draw.evidence import evidence_in
from chainreel.draw.motion import APPEAR
from chainreel.draw.text.card import AnswerCard, QuestionCard
from chainreel.number import counted
from chainreel.show import show
from chainreel.theme import DARK, MARGIN_X, SAFE, Look, at

JA = Look(DARK, "ja")
QUESTION, ANSWER = "なぜ、手前の層は学ばないのか？", "小さい数を、層の数だけ掛けるから。"


def question_card() -> QuestionCard:
    return QuestionCard(JA, "消えていく勾配", QUESTION, show(counted(6, "chapters"), "d", "ja"))


def state(mobject: Mobject) -> list[np.ndarray]:
    return [a.copy() for m in mobject.get_family() for a in (m.points, m.fill_rgbas)]  # type: ignore[attr-defined]


def same(a: list[np.ndarray], b: list[np.ndarray]) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def test_the_answer_stands_under_its_question_at_the_top_left() -> None:
    """Question and answer begin at the left margin; a picture below the room left for it meets neither."""
    card = AnswerCard(JA, QUESTION, ANSWER)
    left = at(MARGIN_X, 0)[0]
    assert [t.get_left()[0] for t in (card.question, card.answer)] == pytest.approx([left, left])
    assert card.get_top()[1] <= SAFE.top
    assert card.question.get_bottom()[1] > card.answer.get_top()[1]
    assert card.room_below < card.get_bottom()[1]


def test_cards_stay_within_the_margins() -> None:
    """A long English answer is broken and fits."""
    card = AnswerCard(
        Look(DARK, "en"), "Which weight is to blame?", "Multiply along each path, add up the paths."
    )
    assert card.get_right()[0] <= SAFE.right
    assert card.get_bottom()[1] >= SAFE.bottom


def test_the_chapter_number_is_noted() -> None:
    """The card's only number is a counted one."""
    assert [e.text for e in evidence_in(question_card())] == ["6"]


def test_the_question_appears_before_its_answer() -> None:
    """When the question is all there, nothing of the answer is."""
    card = AnswerCard(JA, QUESTION, ANSWER)
    landing = card.land()
    landing.begin()
    landing.interpolate(APPEAR / landing.run_time)
    assert card.question.glyphs[0].get_fill_opacity() == pytest.approx(1)
    assert card.answer.glyphs[0].get_fill_opacity() == 0


def test_the_landing_ends_on_the_card_as_built_and_is_a_function_of_alpha() -> None:
    """No trace of the way remains, and frames may be drawn in any order."""
    card = AnswerCard(JA, QUESTION, ANSWER)
    built = state(card)
    landing = card.land()
    landing.begin()
    landing.interpolate(0.6)
    straight = state(card)
    landing.interpolate(0.95)
    landing.interpolate(0.6)
    assert same(straight, state(card))
    landing.finish()
    assert same(built, state(card))
