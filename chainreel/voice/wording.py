"""Wording that is said otherwise than written: numbers, signs, listed words, typed formulas."""

from __future__ import annotations

import re

from chainreel.errors import InputError
from chainreel.voice.japanese import has_dictionary
from chainreel.voice.numerals import RAISED, number_pattern, plain_digits, spoken_number
from chainreel.voice.readings import Readings

DERIVATIVE = r"(?P<d>[d∂])(?P<above>[A-Za-z])\s*/\s*[d∂](?P<below>[A-Za-z])\b"
GRID = r"(?<![\w.])(?P<rows>\d+)[x×](?P<columns>\d+)(?:[x×](?P<deep>\d+))?(?![\w.⁰-⁹¹²³⁻])"
CHAIN = r"(?<![\w.])(?P<chain>\d+(?:[-–]\d+){2,})(?!\w)"
LETTER = "[A-Za-zÀ-ÖØ-öø-ɏ]"
LATIN = r"(?P<latin>[A-Za-z]+(?:['’][A-Za-z]+)?)"
LETTER_POWER = rf"(?P<base>(?<![A-Za-z])[A-Za-z])(?P<exponent>{RAISED})"
# One or two letters beside = or + are a formula that was typed as text: y=ax+b.
TYPED = (
    r"(?P<typed>(?<![A-Za-z])[A-Za-z]{1,2}(?=\s?[=+≈])|(?:(?<=[=+≈])|(?<=[=+≈] ))[A-Za-z]{1,2}(?![A-Za-z]))"
)


def scanner(readings: Readings) -> re.Pattern[str]:
    """Everything that is said otherwise than written, the most particular first."""
    words = sorted(listed_words(readings), key=len, reverse=True)
    listed = "|".join(re.escape(w) + (r"(?!\d)" if w[-1].isdigit() else "") for w in words) or r"(?!)"
    units = "|".join(re.escape(u) for u in sorted(readings.units, key=len, reverse=True))
    signs = "".join(re.escape(s) for s in readings.signs)
    return re.compile(
        rf"(?<!{LETTER})(?P<word>(?i:{listed}))(?!{LETTER})|{DERIVATIVE}|{GRID}|{CHAIN}"
        rf"|{number_pattern(readings.own.numerals)}(?P<unit>\s?(?:{units})(?![A-Za-z]))?|{LETTER_POWER}|{TYPED}"
        rf"|(?<=[A-Za-z])(?P<hyphen>-)(?=\d)|(?P<sign_alone>[{signs}])"
        + (f"|{LATIN}" if readings.own.speech.spells_latin else ""),
        re.ASCII,
    )


def listed_words(readings: Readings) -> list[str]:
    """The words that are found wherever they stand; a dictionary that parts words finds the others."""
    return [word for word in readings.words if word.isascii() or not has_dictionary(readings.own)]


def said_of(match: re.Match[str], r: Readings) -> str:
    """What a match of the scanner says, by the group that matched.

    Raises:
        InputError: a Latin word that has no reading, in a language that spells them.
    """
    found = {k: v for k, v in match.groupdict().items() if v is not None}
    if "word" in found:
        return r.words[found["word"].lower()]
    if "digits" in found:
        unit = r.units.get(found.get("unit", "").strip(), "")
        return r.own.speech.join([w for w in (spoken_number(match, r), unit) if w])
    if "sign_alone" in found:
        return r.signs[found["sign_alone"]]
    if "latin" in found:
        return latin(found["latin"], r)
    if "hyphen" in found:  # between a name and its number
        return r.own.speech.after_name
    return typed_formula(found, r)


def typed_formula(found: dict[str, str], r: Readings) -> str:
    """Formulas and shapes that were typed as text: dL/dw, 3x3, 2-3-2-1, x², ax."""
    speech = r.own.speech
    if "d" in found:
        d = r.letter("d") if found["d"] == "d" else r.signs["∂"]
        return speech.join([d, r.letter(found["above"]), d, r.letter(found["below"])])
    if "rows" in found:
        sides = [speech.figures(found[k]) for k in ("rows", "columns", "deep") if k in found]
        return speech.grid(sides, r.signs["×"])
    if "chain" in found:
        return speech.chain([speech.figures(number) for number in re.split("[-–]", found["chain"])])
    if "base" in found:
        return speech.power(r.letter(found["base"]), plain_digits(found["exponent"]), r.signs["−"])
    return speech.join([r.letter(letter) for letter in found["typed"]])


def latin(word: str, r: Readings) -> str:
    """A Latin word in another script: by its letters if it is one letter or an abbreviation."""
    if len(word) == 1 or word.isupper():
        return "".join(r.letter(letter) for letter in word)
    raise InputError(
        f"nobody has said how to read {word!r}: give it a reading in readings.toml, [{r.language}]: write "
        f"{r.own.speech.reading_kind}"
    )
