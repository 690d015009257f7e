"""Digits and number words that no ``Shown`` stands behind.

A text may name things that bear digits (ResNet-50, 3x3): those are listed by the lecture. A few
everyday idioms hold a numeral without stating a number (一度, one another): those are listed here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from chainreel.errors import UnknownNumber
from chainreel.words import Words

ENGLISH = re.compile(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|halves|quarters?|thirds?"
    r"|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?|thousandths?"
    r"|millionths?|billionths?|second|twice|thrice|double[ds]?|triple[ds]?)\b",
    re.IGNORECASE,
)
JAPANESE = re.compile(r"[〇零一二三四五六七八九十百千万億兆半]+|ひとつ|ふたつ|みっつ|ひとり|ふたり")
DIGITS = re.compile(r"[^\W\d_]*[\d０-９⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉½¼¾][\w.,×%０-９]*")

BLANK = "\N{WHITE SQUARE}"

ENGLISH_IDIOMS = (
    "one by one", "one another", "no one", "this one", "that one", "which one", "the one", "each one",
    "the other one", "one thing", "one side", "one day", "one at a time", "one after another", "a second",
    "only one", "one more",
)  # fmt: skip
JAPANESE_IDIOMS = (
    "一度", "一番", "一緒", "一方", "一気", "一般", "統一", "同一", "唯一", "一致", "一歩", "一定",
    "一部", "一瞬", "万一", "一見", "一体", "一種", "一斉", "一直線", "一列", "一目", "一覧",
    "一本道", "逐一", "均一", "十分", "千差万別", "三角", "三平方", "四角", "二乗", "百聞", "一言",
    "第一歩",
)  # fmt: skip


def unknown_numbers(text: str, language: str, names: Iterable[str] = ()) -> list[str]:
    """The digits and number words in ``text`` that are neither a listed name nor an idiom."""
    idioms = JAPANESE_IDIOMS if language == "ja" else ENGLISH_IDIOMS
    rest = without(text, [*names, *idioms])
    words = (JAPANESE if language == "ja" else ENGLISH).findall(rest)
    return DIGITS.findall(rest) + words


def without(text: str, phrases: Iterable[str]) -> str:
    """``text`` with each phrase blanked, the longest first; Latin phrases only as whole words."""
    for pattern in _patterns(tuple(phrases)):
        text = pattern.sub(BLANK, text)
    return text


@functools.cache  # every text of a chapter asks for the same names
def _patterns(phrases: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _pattern(phrase: str) -> re.Pattern[str]:
    edge_left = r"(?<![A-Za-z0-9])" if re.match(r"\w", phrase, re.ASCII) else ""
    edge_right = r"(?![A-Za-z0-9])" if re.search(r"\w\Z", phrase, re.ASCII) else ""
    return re.compile(edge_left + re.escape(phrase) + edge_right, re.IGNORECASE)


def require_known_numbers(words: Words, where: str) -> Words:
    """Return ``words`` if every number in them is known.

    Raises:
        UnknownNumber: naming the place and the first number without a source.
    """
    for string in words.strings:
        unknown = unknown_numbers(string, words.language, words.names)
        if unknown:
            raise UnknownNumber(
                f"{where}: {unknown[0]!r} in {words.plain!r} has no source: write it as a placeholder such "
                "as {record.path:.2f} or {#3 what it counts:word}, or list the name it belongs to under names"
            )
    return words
