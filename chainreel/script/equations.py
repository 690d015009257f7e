"""Equations on screen, true as shown: rounded factors whose product is not exact need ≈.

What stands at both sides of ≈ could be the same number before it was rounded: 0.2 × 0.2 ≈ 0.05, but not 1.
A reader of its own, apart from ``grammar.py``: it walks tokens of filled words, whose numbers are values,
not text, and finds what arithmetic stands around an equals sign in a sentence instead of refusing the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chainreel.errors import InputError
from chainreel.script.interval import Interval
from chainreel.show import Shown, last_unit
from chainreel.words import Maths, Piece, Words, children

POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
LEVEL = str.maketrans(POWERS, "0123456789-")
SIGNS = {
    "times": "×",
    "dot": "×",
    "dot.op": "×",
    "·": "×",
    "⋅": "×",
    "*": "×",
    "−": "-",
    "÷": "/",
    "div": "/",
    "approx": "≈",
}
TOKEN = re.compile(rf"([A-Za-zα-ωΑ-Ω]+(?:\.[a-z]+)*)|([{POWERS}]+)|(\s+)|(.)", re.DOTALL)
ARITHMETIC = frozenset("×+-/^()")
LARGEST_EXPONENT = 1000


class NoArithmeticError(Exception):
    """A side of an equation is not plain arithmetic, so nothing is said of it."""


@dataclass(frozen=True)
class Token:
    """A sign, a letter, a gap, or a number (``value`` set, rounded by at most ``reach``) of a text."""

    text: str
    value: Fraction | None = None
    in_maths: bool = False
    reach: Fraction = Fraction(0)

    @property
    def is_arithmetic(self) -> bool:
        """Whether a calculation may contain the token."""
        return self.value is not None or self.text in ARITHMETIC or self.text.isspace()

    @property
    def is_variable(self) -> bool:
        """Whether it may stand for a quantity: a letter in a formula, a single one elsewhere."""
        letter = bool(re.match(r"[A-Za-zα-ωΑ-Ω]", self.text))
        return (letter and (self.in_maths or len(self.text) == 1)) or self.text in tuple("⋯…_′'")


def require_true_equation(words: Words) -> Words:
    """Return ``words`` if every equation between shown numbers in them holds, exactly or within rounding.

    Raises:
        InputError: naming both sides and their values; it should say ≈, or what is said is not so.
    """
    tokens = [t for piece in words.pieces for t in tokens_of(piece, in_maths=False)]
    relations = [i for i, t in enumerate(tokens) if t.text in ("=", "≈")]
    for number, place in enumerate(relations):
        start = relations[number - 1] + 1 if number else 0
        stop = relations[number + 1] if number + 1 < len(relations) else len(tokens)
        sides = left_side(tokens[start:place]), right_side(tokens[place + 1 : stop])
        require_equal_sides(*sides, words.plain, exactly=tokens[place].text == "=")
    return words


def tokens_of(piece: Piece, in_maths: bool) -> Iterator[Token]:
    """A piece as numbers, signs and letters."""
    if isinstance(piece, Shown):
        shown = Fraction(piece.as_shown)
        yield Token(piece.text, shown, reach=Fraction(0) if piece.exact else reach_of(piece, shown))
    elif isinstance(piece, str):
        for word, power, gap, sign in TOKEN.findall(piece):
            if power:
                yield from (Token("^"), Token(power, Fraction(int(power.translate(LEVEL)))))
            else:
                text = word or gap or sign
                yield Token(SIGNS.get(text, text), None, in_maths)
    else:
        for child in children(piece):
            yield from tokens_of(child, in_maths or isinstance(piece, Maths))


def reach_of(number: Shown, shown: Fraction) -> Fraction:
    """How far a rounded number may lie from what is shown: half a step of its last digit."""
    value = number.number.value
    return max(Fraction(last_unit(value, number.style)) / 2, abs(Fraction(value) - shown))


def left_side(tokens: Sequence[Token]) -> list[Token]:
    """The arithmetic that ends at an equals sign."""
    return right_side(tokens[::-1])[::-1]


def right_side(tokens: Sequence[Token]) -> list[Token]:
    """The arithmetic that begins after an equals sign; nothing if a quantity is part of it."""
    run: list[Token] = []
    for token in tokens:
        if not token.is_arithmetic:
            return [] if token.is_variable else run
        run.append(token)
    return run


def require_equal_sides(left: Sequence[Token], right: Sequence[Token], text: str, exactly: bool) -> None:
    """Refuse two sides that are not equal as shown, or, unless ``exactly``, cannot be by any rounding.

    Raises:
        InputError: naming both sides and their values.
    """
    try:
        shown = [Calculation(side).result().low for side in (left, right)]
        meant = [Calculation(side, rounded=True).result() for side in (left, right)]
    except NoArithmeticError:
        return
    if shown[0] == shown[1] or (not exactly and meant[0].meets(meant[1])):
        return
    sides = ["".join(t.text for t in side).strip() for side in (left, right)]
    sign, remedy = ("=", "write ≈") if exactly else ("≈", "one of its numbers is not what it is said to be")
    raise InputError(
        f"{text!r} says {sides[0]} {sign} {sides[1]}, but as shown the left is {decimal(shown[0])} "
        f"and the right {decimal(shown[1])}: {remedy}"
    )


def decimal(value: Fraction) -> str:
    """A value for a message."""
    return f"{float(value):.12g}"


class Calculation:
    """The value of a row of tokens, by the usual precedence.

    It is the one that the numbers have as they are shown; if ``rounded``, all that it may have been before.
    """

    def __init__(self, tokens: Sequence[Token], rounded: bool = False) -> None:
        self.tokens = [t for t in tokens if not t.text.isspace()]
        self.rounded = rounded

    def result(self) -> Interval:
        """The row's value; it is used up by that.

        Raises:
            NoArithmeticError: it holds no number, or something that is no arithmetic.
        """
        if not any(t.value is not None for t in self.tokens):
            raise NoArithmeticError
        value = self.sum()
        if self.tokens:
            raise NoArithmeticError
        return value

    def take(self, *signs: str) -> str:
        """The next token's text if it is one of ``signs``, taken away; else nothing."""
        if self.tokens and self.tokens[0].value is None and self.tokens[0].text in signs:
            return self.tokens.pop(0).text
        return ""

    def sum(self) -> Interval:
        """Sums and differences, from the left."""
        value = self.product()
        while sign := self.take("+", "-"):
            value = value + (self.product() if sign == "+" else -self.product())
        return value

    def product(self) -> Interval:
        """Products and quotients, from the left."""
        value = self.signed_power()
        while True:
            sign = self.take("×", "/")
            if not sign and not (self.tokens and self.tokens[0].text == "("):
                return value
            factor = self.signed_power()
            try:
                value = value / factor if sign == "/" else value * factor
            except ZeroDivisionError:
                raise NoArithmeticError from None

    def signed_power(self) -> Interval:
        """A power with its sign."""
        sign = self.take("+", "-")
        return -self.signed_power() if sign == "-" else self.power()

    def power(self) -> Interval:
        """A base with its exponent."""
        base = self.atom()
        if not self.take("^"):
            return base
        exponent = self.signed_power().exact
        if exponent is None or exponent.denominator != 1 or abs(exponent) > LARGEST_EXPONENT:
            raise NoArithmeticError
        try:
            return base**exponent.numerator
        except ZeroDivisionError:
            raise NoArithmeticError from None

    def atom(self) -> Interval:
        """A number, or a sum in brackets."""
        if self.take("("):
            value = self.sum()
            if not self.take(")"):
                raise NoArithmeticError
            return value
        if not self.tokens or self.tokens[0].value is None:
            raise NoArithmeticError
        token = self.tokens.pop(0)
        return Interval.around(token.value or Fraction(0), token.reach if self.rounded else Fraction(0))
