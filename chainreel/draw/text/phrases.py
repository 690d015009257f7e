"""Where a line may break: Japanese between phrases, English between words; then the best breaks."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

import budoux

from chainreel.errors import InputError

NEVER_FIRST = "、。，．・：；？！）」』】〉》ー〜々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%…,.:;?!)"
NEVER_LAST = "（「『【〈《("
AFTER_PUNCTUATION_BONUS = 0.06


@functools.cache
def japanese_parser() -> budoux.Parser:
    """BudouX's model of where Japanese lines may break, read once a process."""
    return budoux.load_default_japanese_parser()


def break_places(text: str, language: str) -> list[int]:
    """The offsets in ``text``, one line without line ends, at which a new line may begin."""
    japanese = language == "ja"
    phrases = japanese_parser().parse(text) if japanese else [word + " " for word in text.split(" ")]
    places = list(itertools.accumulate(len(p) for p in phrases))[:-1]
    return [p for p in places if p < len(text) and allowed(text, p)]


def allowed(text: str, place: int) -> bool:
    """Whether the rules of line breaking let a line end before ``place``."""
    before, after = text[place - 1], text[place]
    within_word = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return not (after in NEVER_FIRST or before in NEVER_LAST or within_word)


def best_breaks(edges: Sequence[tuple[float, float]], phrases: Sequence[str], width: float) -> list[int]:
    """The phrases that begin a new line, so that lines fit ``width``, are few, and alike in length.

    ``edges`` are the left and right edge of each phrase when all stand on one line.

    Raises:
        InputError: a phrase alone is wider than ``width``.
    """
    for (left, right), phrase in zip(edges, phrases, strict=True):
        if right - left > width + 0.5:
            raise InputError(
                f"{phrase.strip()!r} is {right - left:.0f} px wide and cannot be broken, but its place has "
                f"{width:.0f} px: shorten it"
            )
    return list(cheapest(edges, phrases, width)[2])


def cheapest(
    edges: Sequence[tuple[float, float]], phrases: Sequence[str], width: float
) -> tuple[int, float, tuple[int, ...]]:
    """Number of lines, their unevenness, and the breaks, of the best way to set all phrases."""
    best: list[tuple[int, float, tuple[int, ...]]] = [(0, 0.0, ())]
    for end in range(1, len(edges) + 1):
        ways = []
        for start in range(end):
            length = edges[end - 1][1] - edges[start][0]
            if length <= width + 0.5:
                lines, cost, breaks = best[start]
                ways.append(
                    (lines + 1, cost + unevenness(length / width, phrases[end - 1]), (*breaks, start))
                )
        best.append(min(ways))
    lines, cost, breaks = best[-1]
    return lines, cost, breaks[1:]


def unevenness(share: float, last_phrase: str) -> float:
    """The cost of a line that fills ``share`` of the width: even lines have the least sum of squares."""
    return share**2 - (AFTER_PUNCTUATION_BONUS if last_phrase.strip()[-1:] in tuple("、。,.:;") else 0.0)
