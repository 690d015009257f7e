"""Equations on screen: true as shown, or they say ≈."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.number import counted
from chainreel.script.equations import require_true_equation
from chainreel.show import Shown, show
from chainreel.theme import DARK, Look
from chainreel.words import Maths, Piece, Words


def n(value: float, style: str = ".1f") -> Shown:
    return show(counted(value, "a number of this test"), style, "ja")


TRUE: list[tuple[Piece, ...]] = [
    (n(0.2), " × ", n(0.3), " = ", n(0.06, ".2f")),
    ("答えは ", n(0.2), "×", n(0.3), "=", n(0.06, ".2f"), " です"),
    (Maths((n(0.5), "^", n(2, "d"), " = ", n(0.25, ".2f"))),),
    (Maths((n(0.5), " times (", n(1, "d"), " + ", n(-0.4), ") / ", n(3, "d"), " = ", n(0.1))),),
    (n(2), "² = ", n(4, "d")),
    (n(1.4e-6, "e2"), " = ", n(1.4e-6, "e2")),
    (n(0.5, "%1"), " = ", n(0.5)),
]
FALSE: list[tuple[Piece, ...]] = [
    (n(0.2194, ".4f"), "×", n(0.2236, ".4f"), "=", n(0.0491, ".4f")),
    (Maths(("w = ", n(0.2), " dot ", n(0.3), " = ", n(0.1))),),
    ("so ", n(2.04), " − ", n(0.55), " = ", n(1.49), ", done"),
    (n(1, "d"), "/", n(3, "d"), " = ", n(1 / 3, ".2f")),
]
NO_ARITHMETIC: list[tuple[Piece, ...]] = [
    (Maths(("x = ",)), n(1, "d"), "・", Maths(("b = ",)), n(0, "d")),
    (Maths(("f(", n(2, "d"), ") = ", n(5, "d"))),),
    (Maths((n(2, "d"), " x = ", n(5, "d"), " + y")),),
    (n(0.2194, ".4f"), " × ⋯ × ", n(0.2247, ".4f"), " = ", n(1.4e-6, "e2")),
    (n(1, "d"), " = ", n(3, "d"), " +"),
]


@pytest.mark.parametrize("pieces", TRUE)
def test_an_equation_that_holds_is_accepted(pieces: tuple[Piece, ...]) -> None:
    """Both sides are equal with the values as shown."""
    words = Words(pieces, "ja")
    assert require_true_equation(words) is words


@pytest.mark.parametrize("pieces", FALSE)
def test_an_equation_false_as_shown_is_refused(pieces: tuple[Piece, ...]) -> None:
    """Rounded factors need ≈, and the error says so with both values."""
    with pytest.raises(InputError, match=r"the left is \S+ and the right \S+: write ≈"):
        require_true_equation(Words(pieces, "ja"))


@pytest.mark.parametrize("pieces", FALSE)
def test_about_equal_is_accepted(pieces: tuple[Piece, ...]) -> None:
    """The same with ≈ claims no more than what rounding leaves open."""

    def soften(piece: Piece) -> Piece:
        if isinstance(piece, Maths):
            return Maths(tuple(soften(p) for p in piece.pieces))  # type: ignore[misc]
        return piece.replace("=", "≈") if isinstance(piece, str) else piece

    words = Words(tuple(soften(p) for p in pieces), "ja")
    assert require_true_equation(words) is words


WRONG_WITHIN_ROUNDING: list[tuple[Piece, ...]] = [
    (n(0.235, ".3f"), "·", n(0.227, ".3f"), "·", n(0.225, ".3f"), " ≈ ", n(1.0, ".3f")),
    (Maths((n(0.25, ".2f"), "^", n(10, "d"), " approx ")), n(9.5e-6, "e2")),
    (n(2, "d"), " ≈ ", n(1, "d")),
    (n(1, "d"), "/", n(3, "d"), " ≈ ", n(0.34, ".2f")),
    (n(0.0012, "e2"), " ≈ ", n(0.0014, "e2")),
]


@pytest.mark.parametrize("pieces", WRONG_WITHIN_ROUNDING)
def test_about_equal_is_no_licence(pieces: tuple[Piece, ...]) -> None:
    """Numbers that no rounding makes equal are refused with ≈ too: one of them is not what it seems."""
    with pytest.raises(InputError, match=r"≈ .*the left is \S+ and the right \S+: one of its numbers"):
        require_true_equation(Words(pieces, "ja"))


reals = st.floats(-50, 50, allow_subnormal=False).filter(lambda v: v == 0 or abs(v) > 1e-6)


@given(reals, reals, st.sampled_from("+-*/"), st.sampled_from([".1f", ".3f", "s2", "e2", "%0"]))
def test_what_was_computed_and_then_rounded_is_about_equal(a: float, b: float, sign: str, style: str) -> None:
    """However two numbers and what comes of them are rounded, they may stand at the sides of ≈."""
    result = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else 0.0}[sign]
    words = Words((n(a, style), sign, "(", n(b, style), ") ≈ ", n(result, style)), "ja")
    assert require_true_equation(words) is words


@pytest.mark.parametrize("pieces", NO_ARITHMETIC)
def test_what_is_not_arithmetic_is_left_alone(pieces: tuple[Piece, ...]) -> None:
    """Variables, functions and dots say nothing that could be computed."""
    words = Words(pieces, "ja")
    assert require_true_equation(words) is words


def test_lettering_refuses_a_false_equation() -> None:
    """No text with a planted false equation is drawn."""
    with pytest.raises(InputError, match="write ≈"):
        lettering(Look(DARK, "ja"), Words((n(0.3), "×", n(0.3), "=", n(0.1)), "ja"))
