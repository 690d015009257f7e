"""Breaking of lines and measuring of text: the ways that languages choose from."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

import budoux

from chainreel.languages.language import Lines

# In every language, as each may quote the others; a language adds its own.
ALL_NEVER_FIRST = "、。，．・：；？！）」』】〉》ー〜々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%…,.:;?!)"
ALL_NEVER_LAST = "（「『【〈《("
PAUSE = re.compile(r"(?<=[、。，])(?=.)")  # BudouX's phrases may go on behind one
ENDINGS = "、。，．？！…,.;:?!—」)"  # a caption ends well after these


def break_places(text: str, lines: Lines) -> list[int]:
    """The offsets in ``text``, one line without line ends, at which a new line may begin."""
    places = list(itertools.accumulate(len(phrase) for phrase in lines.phrases(text)))[:-1]
    return [p for p in places if p < len(text) and lines.may_break(text, p)]


def words(text: str) -> Sequence[str]:
    """Words with the blank that follows each."""
    return [f"{word} " for word in text.split(" ")]


def phrases(load: Callable[[], budoux.Parser]) -> Callable[[str], Sequence[str]]:
    """The phrases that BudouX parts a text in, and at pauses; ``load`` reads its model, once a process."""
    parser = functools.cache(load)
    return lambda text: [part for phrase in parser().parse(text) for part in PAUSE.split(phrase)]


def nowhere(text: str) -> Mapping[int, int]:  # noqa: ARG001
    """No offset: in a script whose phrases part nothing."""
    return {}


def after_words(*small: str) -> Callable[[str], Mapping[int, int]]:
    """The offsets behind ``small`` words and their blank, which lean on the word that follows."""
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, small))}) ", re.IGNORECASE)
    return lambda text: {match.end(): 1 for match in found.finditer(text)}


def one_ascii_word(before: str, after: str) -> bool:
    """Whether two characters are letters or figures of one Latin word: in a script without blanks."""
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def one_word(before: str, after: str) -> bool:
    """Whether two characters are letters or figures side by side: in a script that parts words by blanks."""
    return before.isalnum() and after.isalnum()


def is_han_or_kana(character: str) -> bool:
    """Whether a character is kana or a Chinese character, not punctuation."""
    return character >= "\u3041" and character not in "・（）「」、。：；！？，“”《》"


def letters(text: str) -> float:
    """A line's width in letters."""
    return float(len(text))


def full_widths(text: str) -> float:
    """A line's width in full-width characters; half-width ones count one half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def characters_but(silent: str) -> Callable[[str], int]:
    """A count of the characters that do not match the class ``silent``."""
    left_out = re.compile(silent)
    return lambda text: len(left_out.sub("", text))


def word_count(text: str) -> int:
    """How many words a text has."""
    return len(text.split())
