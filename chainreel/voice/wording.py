"""Wording that is said otherwise than written: numbers, signs, listed words, typed formulas."""

from __future__ import annotations

import re

from chainreel.errors import InputError
from chainreel.voice.numerals import (
    NUMBER,
    RAISED,
    cardinal,
    join_words,
    plain_digits,
    power_in_words,
    spoken_number,
)
from chainreel.voice.readings import Readings

DERIVATIVE = r"(?P<d>[d∂])(?P<above>[A-Za-z])\s*/\s*[d∂](?P<below>[A-Za-z])\b"
GRID = r"(?<![\w.])(?P<rows>\d+)[x×](?P<columns>\d+)(?:[x×](?P<deep>\d+))?(?![\w.⁰-⁹¹²³⁻])"
CHAIN = r"(?<![\w.])(?P<chain>\d+(?:[-–]\d+){2,})(?!\w)"
LATIN = r"(?P<latin>[A-Za-z]+(?:['’][A-Za-z]+)?)"
LETTER_POWER = rf"(?P<base>(?<![A-Za-z])[A-Za-z])(?P<exponent>{RAISED})"
# One or two letters beside = or + are a formula that was typed as text: y=ax+b.
TYPED = (
    r"(?P<typed>(?<![A-Za-z])[A-Za-z]{1,2}(?=\s?[=+≈])|(?:(?<=[=+≈])|(?<=[=+≈] ))[A-Za-z]{1,2}(?![A-Za-z]))"
)


def scanner(readings: Readings) -> re.Pattern[str]:
    """Everything that is said otherwise than written, the most particular first."""
    latin = sorted((w for w in readings.words if w.isascii()), key=len, reverse=True)
    listed = "|".join(re.escape(w) + (r"(?!\d)" if w[-1].isdigit() else "") for w in latin) or r"(?!)"
    units = "|".join(re.escape(u) for u in sorted(readings.units, key=len, reverse=True))
    signs = "".join(re.escape(s) for s in readings.signs)
    return re.compile(
        rf"(?<![A-Za-z])(?P<word>(?i:{listed}))(?![A-Za-z])|{DERIVATIVE}|{GRID}|{CHAIN}"
        rf"|{NUMBER}(?P<unit>\s?(?:{units})(?![A-Za-z]))?|{LETTER_POWER}|{TYPED}"
        rf"|(?<=[A-Za-z])(?P<hyphen>-)(?=\d)|(?P<sign_alone>[{signs}])"
        + (f"|{LATIN}" if readings.language == "ja" else ""),
        re.ASCII,
    )


def said_of(match: re.Match[str], r: Readings) -> str:
    """What a match of the scanner says, by the group that matched.

    Raises:
        InputError: a Latin word that Japanese has no reading for.
    """
    found = {k: v for k, v in match.groupdict().items() if v is not None}
    if "word" in found:
        return r.words[found["word"].lower()]
    if "digits" in found:
        unit = r.units.get(found.get("unit", "").strip(), "")
        return join_words([w for w in (spoken_number(match, r), unit) if w], r.language)
    if "sign_alone" in found:
        return r.signs[found["sign_alone"]]
    if "latin" in found:
        return latin(found["latin"], r)
    if "hyphen" in found:  # between a name and its number
        return "" if r.language == "ja" else " "
    return typed_formula(found, r)


def typed_formula(found: dict[str, str], r: Readings) -> str:
    """Formulas and shapes that were typed as text: dL/dw, 3x3, 2-3-2-1, x², ax."""
    if "d" in found:
        d = r.letter("d") if found["d"] == "d" else r.signs["∂"]
        return join_words([d, r.letter(found["above"]), d, r.letter(found["below"])], r.language)
    if "rows" in found:
        sides = [cardinal(found[k], r.language) for k in ("rows", "columns", "deep") if k in found]
        return (r.signs["×"] if r.language == "ja" else " by ").join(sides)
    if "chain" in found:
        numbers = [cardinal(n, r.language) for n in re.split("[-–]", found["chain"])]
        return ("、" if r.language == "ja" else ", ").join(numbers)
    if "base" in found:
        return power_in_words(r.letter(found["base"]), plain_digits(found["exponent"]), r)
    return join_words([r.letter(letter) for letter in found["typed"]], r.language)


def latin(word: str, r: Readings) -> str:
    """A Latin word in Japanese: by its letters if it is one letter or an abbreviation."""
    if len(word) == 1 or word.isupper():
        return "".join(r.letter(letter) for letter in word)
    raise InputError(f"nobody has said how to read {word!r}: give it a kana reading in readings.toml, [ja]")
