"""The look of a number when shown: rounding happens here, once, and nowhere else.

A style is a short string, written after the colon of a placeholder:

``.3f``    three decimals                 ``+.3f`` the same, always signed
``<.3f``   three decimals, but what is less than 0.001 is written <0.001
``s3``     three significant digits       ``e2``   two significant digits times a power of ten
``k2``     two significant digits, thousands as k, millions as M, billions as G: 74k, 1.2M
``%1``     a percentage, one decimal      ``%s1``  a percentage, one significant digit: 90%, 0.6%
``d``      a whole number, grouped by thousands
``word``   a whole number in words, ``Word`` with a capital; ``tsu`` as it counts things: ひとつ, ふたつ
``rough2`` two significant digits, in words: 二百万, two million
``part2``  one over it, to two significant digits, in words: 二百万分の一, one two-millionth
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from chainreel.errors import InputError
from chainreel.languages.discovery import language_named
from chainreel.languages.language import Numerals
from chainreel.number import Number, Recorded, spread_of

MINUS = "\N{MINUS SIGN}"
GROUPED_FROM = 10_000
LEAST_PLAIN, MOST_PLAIN = 1e-3, 1e5  # lengths outside are written with a power of ten
PREFIXES = "kMG"  # thousands, millions, billions
SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
IN_WORDS = ("word", "Word", "tsu", "rough", "part")
STYLES = re.compile(
    r"[+<]?\.\d\d?f|s[1-9]\d?|k[1-9]|e[1-9]\d?|%\d\d?|%s[1-9]|d|word|Word|tsu|rough[1-9]|part[1-9]"
)


@dataclass(frozen=True)
class Shown:
    """A number as it appears: its text, the number behind it, the style, and its part's name."""

    text: str
    number: Number
    style: str
    part: str = ""

    @property
    def as_shown(self) -> Decimal:
        """The value that the text states, exact: what an equation on screen is judged by."""
        return stated_value(self.number.value, self.style)

    @property
    def exact(self) -> bool:
        """Whether the text states the number in full."""
        return self.as_shown == Decimal(self.number.value)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


def significant(value: float, digits: int) -> Decimal:
    """``value`` rounded to so many significant digits."""
    return Decimal(f"{Decimal(value):.{digits - 1}e}") if value else Decimal(0)


def stated_value(value: float, style: str) -> Decimal:
    """The value that ``style`` states of ``value``."""
    kind, digits = style_parts(style)
    if kind == "f":
        return Decimal(f"{Decimal(value):.{digits}f}")
    if kind == "%":
        return Decimal(f"{Decimal(value) * 100:.{digits}f}") / 100
    if kind == "%s":
        return significant(value, digits)
    if kind in ("s", "e", "k"):
        return significant(value, digits)
    if kind == "rough":
        return significant(value, 1)
    if kind == "part":
        return 1 / significant(parts_of_one(value), 1)
    return Decimal(require_whole(value, style))


def style_parts(style: str) -> tuple[str, int]:
    """``".3f" -> ("f", 3)``, ``"e2" -> ("e", 2)``, ``"word" -> ("word", 0)``."""
    if not STYLES.fullmatch(style):
        raise InputError(
            f"{style!r} is no number style; known: .3f +.3f <.3f s3 k2 e2 %1 %s1 d word Word tsu rough1 "
            "part1, with at most 99 digits"
        )
    digits = re.search(r"\d+", style)
    return re.sub(r"[\d.+<]", "", style), int(digits[0]) if digits else 0


def require_whole(value: float, style: str) -> int:
    """``value`` as an int; an error if it is not whole, as ``style`` would hide that."""
    if value != int(value):
        raise InputError(
            f"the style {style!r} shows whole numbers, and {value!r} is none: use .1f, s2 or rough1"
        )
    return int(value)


def parts_of_one(value: float) -> float:
    """How many of ``value`` make one; an error unless it is a part of one."""
    if not 0 < value < 1:
        raise InputError(f"the style 'part' says what part of one a number is, and {value!r} is none")
    return 1 / value


def show(number: Number, style: str, language: str, part: str = "") -> Shown:
    """Round ``number`` and write it as ``style`` says, in ``language`` (its tag).

    Raises:
        InputError: the style says more than the run: on other processors the number comes out otherwise.
    """
    _require_repeatable(number, style)
    return reading(number, style, language, part)


def reading(number: Number, style: str, language: str, part: str = "") -> Shown:
    """A number as an instrument reads in passing, between the values that are said: one run's, as it was."""
    return Shown(text_of(number.value, style, language), number, style, part)


def _require_repeatable(number: Number, style: str) -> None:
    spread = spread_of(number)
    unit = last_unit(number.value, style)
    if spread > unit / 2:
        source = number.source.path if isinstance(number.source, Recorded) else "the derived number"
        raise InputError(
            f"{source} is {number.value:.4g} here and lay up to {spread:.1g} away on other processors, so "
            f"the style {style!r}, in steps of {unit:g}, says more than the run: take fewer digits, the "
            "range over seeds, or a value that is taken over many steps"
        )


def last_unit(value: float, style: str) -> float:
    """The size of one step in the last digit that ``style`` shows of ``value``."""
    kind, digits = style_parts(style)
    if kind == "f":
        return 10.0**-digits
    if kind == "%":
        return 10.0 ** -(digits + 2)
    if kind in ("s", "%s", "e", "k", "rough"):
        return float(10.0 ** (significant(value, digits).adjusted() - digits + 1)) if value else 0.0
    if kind == "part":
        whole = significant(parts_of_one(value), digits)
        return value * float(10.0 ** (whole.adjusted() - digits + 1)) / float(whole)
    return 1.0


def length_style(value: float) -> str:
    """The style of a length: two digits, with a power of ten where they would stand far from the point."""
    return "s2" if value == 0 or LEAST_PLAIN <= value < MOST_PLAIN else "e2"


def text_of(value: float, style: str, language: str) -> str:
    """The text of ``value`` in ``style``, with a true minus and the language's own marks."""
    numerals = language_named(language).numerals
    kind, digits = style_parts(style)
    if kind in IN_WORDS:
        return in_words(value, kind, digits, numerals)
    return numerals.localise(in_figures(value, style))


def in_figures(value: float, style: str) -> str:
    """The text of ``value`` in a style of figures, with points, commas and % as English has them."""
    kind, digits = style_parts(style)
    stated = stated_value(value, style)
    least = Decimal(1).scaleb(-digits)
    if style[0] == "<" and 0 < value < least:
        return f"<{least:.{digits}f}"
    if kind == "f":
        return minus(f"{stated:{'+' if style[0] == '+' else ''}.{digits}f}")
    if kind == "%":
        return minus(f"{stated * 100:.{digits}f}%")
    if kind == "%s":
        return minus(f"{plain_decimal(stated * 100, digits)}%")
    if kind == "s":
        return minus(plain_decimal(stated, digits))
    if kind == "k":
        return minus(with_prefix(stated, digits))
    if kind == "e":
        mantissa, exponent = f"{stated:.{digits - 1}e}".split("e")
        return minus(f"{mantissa}×10") + str(int(exponent)).translate(SUPERSCRIPT)
    return minus(f"{int(stated):,}" if abs(stated) >= GROUPED_FROM else f"{int(stated)}")


def plain_decimal(stated: Decimal, digits: int) -> str:
    """``stated`` without an exponent, keeping its significant zeros, thousands grouped as in ``d``."""
    if not stated:
        return "0"
    grouped = "," if abs(stated) >= GROUPED_FROM else ""
    return f"{stated:{grouped}.{max(0, digits - 1 - stated.adjusted())}f}"


def with_prefix(stated: Decimal, digits: int) -> str:
    """``stated`` in thousands, millions or billions, if it has so many: ``74k``."""
    steps = min(len(PREFIXES), max(0, stated.adjusted() // 3)) if stated else 0
    prefix = PREFIXES[steps - 1] if steps else ""
    return f"{plain_decimal(stated.scaleb(-3 * steps), digits)}{prefix}"


def minus(text: str) -> str:
    """``text`` with U+2212 for its hyphen-minus; a rounded zero carries no sign."""
    bare = text.lstrip("+-")
    if not re.search(r"[1-9]", bare):
        return bare
    return text.replace("-", MINUS)


def in_words(value: float, kind: str, digits: int, numerals: Numerals) -> str:
    """``value`` in words; ``kind`` is one of ``IN_WORDS``."""
    if kind == "part":
        return numerals.part(int(significant(parts_of_one(value), digits)))
    number = int(significant(value, digits)) if kind == "rough" else require_whole(value, kind)
    text = (numerals.counting if kind == "tsu" else numerals.cardinal)(number)
    return text.capitalize() if kind == "Word" else text
