"""The counter: figures that keep their places, and values that somebody knows."""

import numpy as np
import pytest
from manim import VGroup

from chainreel.draw.evidence import evidence_in
from chainreel.draw.text.counter import Counter, count_through, counter, follow
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import Number, counted
from chainreel.show import Shown, show
from chainreel.theme import DARK, Look, px

JA = Look(DARK, "ja")


def number(value: float) -> Number:
    return counted(value, "a number of this test")


def shown(value: float, style: str = ".4f") -> Shown:
    return show(number(value), style, "ja", "factor")


def flat(made: Counter) -> np.ndarray:
    return np.concatenate([g.points for g in made.submobjects])


def test_the_width_stays_whatever_the_figures() -> None:
    """Ones are as wide as eights: neither the width nor the edges move."""
    made = counter(JA, shown(0.1111), "result")
    left, width = made.get_left()[0], made.width
    made.show(shown(0.8888))
    assert made.width == pytest.approx(width)
    assert made.get_left()[0] == pytest.approx(left)


def test_figures_stand_in_cells_of_one_width() -> None:
    """The same figure at two places is a whole number of cells apart."""
    made = counter(JA, shown(0.7777), "result")
    sevens = [g.get_left()[0] for g in made.submobjects[2:]]
    assert np.ptp(np.diff(sevens)) == pytest.approx(0, abs=1e-9)
    point = made.submobjects[1].get_left()[0]
    made.show(shown(0.1717))
    assert made.submobjects[1].get_left()[0] == pytest.approx(point)


@pytest.mark.parametrize(
    ("style", "value"), [(".4f", 0.2194), ("e2", 1.4e-6), ("%1", 0.111), ("d", 12345), (".1f", -0.4)]
)
def test_a_counter_looks_like_lettering(style: str, value: float) -> None:
    """The same number as text has the same glyphs, within a pixel of kerning."""
    made = counter(JA, shown(value, style), "result_large").put_baseline(0)
    text = lettering(JA, shown(value, style), "result_large")
    made.shift((text.glyphs[0].get_left()[0] - made.submobjects[0].get_left()[0], 0, 0))
    for cell, glyph in zip(made.submobjects, text.glyphs, strict=True):
        assert cell.points == pytest.approx(glyph.points, abs=px(3))


def test_the_state_after_a_change_is_that_of_a_new_counter() -> None:
    """Showing another number, moved and scaled, equals building it there."""
    changed, built = counter(JA, shown(0.1111), "result"), counter(JA, shown(0.8888), "result")
    for made in (changed, built):
        VGroup(made).scale(0.5).shift((1, 2, 0))
    changed.show(shown(0.8888))
    assert flat(changed) == pytest.approx(flat(built))
    assert changed.font_px == pytest.approx(36)
    assert changed.baseline == pytest.approx(built.baseline)


@pytest.mark.parametrize(("align", "side"), [("left", 0), ("right", 3)])
def test_the_aligned_side_stays_when_a_number_widens(align: str, side: int) -> None:
    """From 9 to 10 the other side moves."""
    made = counter(JA, shown(9, "d"), "result", align=align)  # type: ignore[arg-type]
    fixed = made.points[side].copy()
    made.show(shown(10, "d"))
    assert made.points[side] == pytest.approx(fixed)
    assert len(made.submobjects) == 2


def test_it_steps_through_recorded_values() -> None:
    """Between its values nothing is invented, and any order of frames gives the same picture."""
    made = counter(JA, shown(1, ".1f"), "result")
    animation = count_through(made, [number(v) for v in (1, 0.5, 0.25)], ".2f")
    animation.begin()
    seen = []
    for alpha in (0, 0.9, 0.34, 0.33, 1):
        animation.interpolate(alpha)
        seen.append(made.words.plain)
    assert seen == ["1.00", "0.25", "0.50", "1.00", "0.25"]
    assert [e.text for e in animation.evidence] == ["1.00", "0.50", "0.25"]


def test_it_follows_a_function_at_each_frame() -> None:
    """The number is evaluated for the frame, and is the only one noted."""
    made = counter(JA, shown(1, ".1f"), "result")
    animation = follow(made, lambda alpha: number(1 - alpha), ".2f")
    animation.begin()
    animation.interpolate(0.25)
    assert made.words.plain == "0.75"
    assert [e.text for e in evidence_in(made)] == ["0.75"]
    assert made.words.shown[0].part == "factor"


def test_a_float_is_refused() -> None:
    """Neither a list of floats nor a function that returns one can be shown, nor a bare value."""
    made = counter(JA, shown(1), "result")
    with pytest.raises(UnknownNumber, match="a counter takes a Number"):
        count_through(made, [0.5], ".1f")  # type: ignore[list-item]
    with pytest.raises(UnknownNumber, match="a counter takes a Number"):
        follow(made, lambda alpha: alpha, ".1f").begin()  # type: ignore[arg-type, return-value]
    with pytest.raises(InputError, match="shows a Shown"):
        made.show(0.5)  # type: ignore[arg-type]


def test_an_added_number_has_room_after_its_sign() -> None:
    """``+ 0.5`` after other terms: the figures stand further from the sign, and the text stays as shown."""
    alone, added = (counter(JA, shown(0.5, "+.1f"), "result", added=a) for a in (False, True))
    gaps = [c.submobjects[1].get_left()[0] - c.submobjects[0].get_right()[0] for c in (alone, added)]
    assert gaps[1] > gaps[0]
    assert added.words.plain == alone.words.plain == "+0.5"


def test_an_added_zero_keeps_the_plus() -> None:
    """A count through 0 does not lose its plus and with it its place: 0 has no sign of its own."""
    made = counter(JA, shown(0.5, "+.1f"), "result", added=True)
    width, signs = made.width, len(made.submobjects)
    made.show(shown(0.0, "+.1f"))
    assert len(made.submobjects) == signs
    assert made.width == pytest.approx(width, rel=0.05)
