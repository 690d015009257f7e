"""Number guard: the digits and number words in a text, whatever its language.

Every character that Unicode calls a number is one, also enclosed, raised, Roman or in a square (①, Ⅲ, ㋀);
so are Roman numerals in letters, if they are made of I, V and X alone or have four letters (CV and MI are
no numbers, MMXX is). Words are found as the language says.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from chainreel.languages.language import NumberWords

BLANK = "\N{WHITE SQUARE}"
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
EAST_ASIAN = "\u3005-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
LETTER = rf"[^\W\d_{EAST_ASIAN}]"
DIGITS = re.compile(rf"{LETTER}*\d(?:{LETTER}|[\d_.,×%])*")
WORD_START, WORD_END = rf"(?<![^\W_{EAST_ASIAN}])", rf"(?![^\W_{EAST_ASIAN}])"
ROMAN = re.compile(
    rf"{WORD_START}(?:(?=[IVX]{{2,}}{WORD_END}|[IVXLCDM]{{4,}}{WORD_END})"
    r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
    rf"|ii|iii|iv|vii|viii|ix){WORD_END}"
)
COUNTED_PICTURES = "⚀⚁⚂⚃⚄⚅🔟💯"
IDEOGRAPHS = "〇零一二两三四五六七八九十百千万萬亿億兆"  # for languages that are not written with them


class Found(NamedTuple):
    """A number at characters ``start`` to ``end`` of ``composed_text``; ``arguable`` if it counts loosely."""

    start: int
    end: int
    text: str
    arguable: bool = False


def numbers_in(text: str, words: NumberWords, names: Iterable[str] = ()) -> tuple[Found, ...]:
    """The numbers of a text that are no listed name and no idiom, in order, those side by side as one."""
    return found_in(text, words, tuple(names))


@functools.lru_cache(maxsize=8192)  # a chapter's texts are read again at every step on their way
def found_in(text: str, words: NumberWords, names: tuple[str, ...]) -> tuple[Found, ...]:
    """What ``numbers_in`` finds."""
    whole = composed_text(text)
    rest = set_aside(whole, words, names)
    found = [*spans(DIGITS, with_digits(rest)), *spans(ROMAN, rest), *spans(words.stated, rest)]
    taken = merge(found, rest, words.joints)
    loose = [Found(a, b, "", True) for a, b, *_ in spans(words.arguable, rest)]
    taken += [one for one in loose if all(one.end <= a or b <= one.start for a, b, *_ in taken)]
    return tuple(trim(one, whole) for one in sorted(taken))


def trim(one: Found, text: str) -> Found:
    """The finding with its text, without the stop or comma behind it."""
    stated = text[one.start : one.end].rstrip(".,")
    return one._replace(end=one.start + len(stated), text=stated)


def unknown_numbers(text: str, words: NumberWords, names: Iterable[str] = ()) -> list[str]:
    """The digits and number words in ``text`` that are neither a listed name nor an idiom."""
    return [found.text for found in numbers_in(text, words, names)]


def composed_text(text: str) -> str:
    """The text in composed characters, without those that nobody sees: they could part a number word."""
    return unicodedata.normalize("NFC", text.translate(INVISIBLE))


def set_aside(text: str, words: NumberWords, names: Iterable[str]) -> str:
    """``text`` with listed names, idioms and turns of phrase blanked, as long as before."""
    rest = without(text, [*names, *words.idioms])
    return words.passes.sub(lambda match: BLANK * len(match[0]), rest)


def without(text: str, phrases: Iterable[str]) -> str:
    """``text`` with each phrase blanked, the longest first; Latin phrases only as whole words."""
    for pattern in patterns(tuple(phrases)):
        text = pattern.sub(lambda match: BLANK * len(match[0]), text)
    return text


@functools.cache  # every text of a chapter asks for the same names
def patterns(phrases: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The phrases as patterns, the longest first."""
    return tuple(pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def pattern(phrase: str) -> re.Pattern[str]:
    """A phrase: one in Latin letters is a whole word, one in Hangul begins a word (particles follow)."""
    latin, hangul = r"[0-9A-Za-zÀ-ÖØ-öø-ɏ]", r"[가-힣]"
    left = next((f"(?<!{script})" for script in (latin, hangul) if re.match(script, phrase)), "")
    right = rf"(?!{latin})" if re.search(rf"{latin}\Z", phrase) else ""
    return re.compile(left + re.escape(phrase) + right, re.IGNORECASE)


def with_digits(text: str) -> str:
    """``text`` with a plain digit for every character that is a number."""
    return "".join("0" if is_number(character) else character for character in text)


@functools.cache
def is_number(character: str) -> bool:
    """Whether Unicode calls a character a number, or what it is made of."""
    if character.isascii() or character in COUNTED_PICTURES:
        return not character.isascii() or character.isdigit()
    made_of = character + unicodedata.normalize("NFKD", character)
    return any(unicodedata.category(c)[0] == "N" for c in made_of)


def spans(wanted: re.Pattern[str], text: str) -> list[Found]:
    """Where a pattern is found."""
    return [Found(*match.span(), "") for match in wanted.finditer(text) if match[0]]


def merge(found: Iterable[Found], text: str, joints: re.Pattern[str]) -> list[Found]:
    """Spans in order; those that overlap, touch, or are parted by a joint alone, as one."""
    made: list[Found] = []
    for one in sorted(found):
        between = text[made[-1].end : one.start] if made else None
        if between is not None and (not between or joints.fullmatch(between)):
            made[-1] = made[-1]._replace(end=max(made[-1].end, one.end))
        else:
            made.append(one)
    return made


def read_idioms(path: Path) -> tuple[str, ...]:
    """The phrases of a text file, parted by commas; lines that begin with # are remarks."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(phrase.strip() for line in lines for phrase in line.split(",") if phrase.strip())
