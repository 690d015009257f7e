"""Equations on screen: true as shown, or they say ≈."""

import pytest

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
    ("so ", n(2), " − ", n(0.5), " = ", n(1.4), ", done"),
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
    """The same with ≈ makes no exact claim."""

    def soften(piece: Piece) -> Piece:
        if isinstance(piece, Maths):
            return Maths(tuple(soften(p) for p in piece.pieces))  # type: ignore[misc]
        return piece.replace("=", "≈") if isinstance(piece, str) else piece

    words = Words(tuple(soften(p) for p in pieces), "ja")
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
