"""Room above a picture: it moves and shrinks as one, its texts stay legible."""

import numpy as np
import pytest
from manim import Mobject, Square

from chainreel.draw.part.room import below
from chainreel.draw.text.lettering import lettering
from chainreel.theme import CONTENT, DARK, Look, px

EN = Look(DARK, "en")


def picture() -> list[Mobject]:
    """A square that fills the content's height, a text in it, and a large square that nobody sees."""
    hidden = Square(20, fill_opacity=0, stroke_opacity=0)
    return [Square(CONTENT.height).move_to(CONTENT.centre), lettering(EN, "slope", "body"), hidden]


def test_a_picture_shrinks_under_a_height_with_its_lower_edge_and_its_inner_proportions_kept() -> None:
    """What is seen ends under the height, and every distance is as many times as large."""
    square, text, _ = parts = picture()
    lower, apart = square.get_bottom()[1], square.get_center() - text.get_center()
    top = CONTENT.top - px(150)
    shrinking = below(top, parts)
    for motion in shrinking.motions(parts):
        motion.begin()
        motion.finish()
    assert (square.get_top()[1], square.get_bottom()[1]) == pytest.approx((top, lower))
    assert shrinking.size == pytest.approx((top - lower) / CONTENT.height)
    assert np.allclose(square.get_center() - text.get_center(), shrinking.size * apart)


def test_a_picture_moves_down_before_it_shrinks() -> None:
    """Where the content reaches further down than the picture, the picture keeps its size."""
    square = Square(2).move_to(CONTENT.centre)
    shrinking = below(square.get_top()[1] - px(30), [square])
    assert shrinking.size == 1
    assert shrinking.goal - shrinking.start == pytest.approx([0, -px(30), 0])


def test_a_picture_that_leaves_the_room_free_stays() -> None:
    """Nothing moves, and an empty picture has nothing to move."""
    parts = picture()
    assert below(CONTENT.top + px(1), parts).motions(parts) == []
    assert below(CONTENT.top, []).motions([]) == []


def test_a_picture_must_not_shrink_below_the_smallest_text() -> None:
    """A text of 44 px may be drawn at three quarters of its size, not at half."""
    parts = picture()
    for share, legible in ((0.75, True), (0.5, False)):
        shrinking = below(CONTENT.bottom + share * CONTENT.height, parts)
        assert shrinking.keeps_legible(parts) is legible
