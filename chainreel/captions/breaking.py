"""Breaking of a sentence into blocks of one or two lines, parted at phrases."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from chainreel.draw.text.phrases import allowed, break_places

WIDEST = {"ja": 16.0, "en": 42.0}  # a line, in full-width characters or in letters (docs/facts/publishing.md)
FASTEST = {"ja": 6.9, "en": 19.7}  # the same a second: just under 7 and 20, for rounded times
SHORTEST, LONGEST = 5 / 6, 7.0  # seconds
ENDINGS = tuple("、。，．？！…,.;:?!—」)")

Seconds = Callable[[int, int], float]  # how long the characters from one offset to another can stand


@dataclass(frozen=True)
class Block:
    """Characters ``start`` to ``end`` of a sentence, and the lines they make."""

    start: int
    end: int
    lines: tuple[str, ...]


def width(text: str, language: str) -> float:
    """How much of a line a text takes: in Japanese, half-width characters count one half."""
    if language != "ja":
        return float(len(text))
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def blocks(text: str, language: str, seconds: Seconds) -> list[Block]:
    """The sentence in as few blocks as can be read in their time, preferring to part at punctuation."""
    edges = [0, *line_ends(text, language), len(text)]
    best: list[tuple[tuple[float, ...], list[Block]]] = [((0, 0, 0), [])]
    for last in range(1, len(edges)):
        ways = []
        for first in range(last):
            if block := block_of(text, edges[first : last + 1], language):
                cost = cost_of(block, text, language, seconds)
                total = tuple(a + b for a, b in zip(best[first][0], cost, strict=True))
                ways.append((total, [*best[first][1], block]))
        best.append(min(ways, key=lambda way: way[0]))  # from one edge to the next always fits
    return best[-1][1]


def line_ends(text: str, language: str) -> list[int]:
    """Where a line may end: between phrases; inside one wider than a line; in the worst case anywhere."""
    found = break_places(text, language)
    for may_break in (allowed, anywhere):
        for a, b in pairwise([0, *found, len(text)]):
            if width(text[a:b].strip(), language) > WIDEST[language]:
                found = [*found, *(p for p in range(a + 1, b) if may_break(text, p))]
        found = sorted(set(found))
    return found


def anywhere(text: str, place: int) -> bool:  # noqa: ARG001
    """Whether an address, or a word longer than a line, may be cut there: it must be."""
    return True


def block_of(text: str, edges: Sequence[int], language: str) -> Block | None:
    """One line if it fits, else the two most even ones; None if neither does."""
    start, end = edges[0], edges[-1]
    whole = text[start:end].strip()
    if width(whole, language) <= WIDEST[language]:
        return Block(start, end, (whole,))
    pairs = [(text[start:at].strip(), text[at:end].strip()) for at in edges[1:-1]]
    fitting = [pair for pair in pairs if max(width(line, language) for line in pair) <= WIDEST[language]]
    return Block(start, end, min(fitting, key=lambda pair: raggedness(pair, language))) if fitting else None


def raggedness(pair: Sequence[str], language: str) -> float:
    """How uneven two lines are; less if the first ends where a speaker pauses."""
    first, second = (width(line, language) for line in pair)
    return abs(first - second) / WIDEST[language] - (0.3 if pair[0].endswith(ENDINGS) else 0.0)


def cost_of(block: Block, text: str, language: str, seconds: Seconds) -> tuple[float, float, float]:
    """Broken limits, blocks, and how badly it is parted."""
    time, size = seconds(block.start, block.end), width("".join(block.lines), language)
    broken = (time < SHORTEST) + (time > LONGEST) + (size > time * FASTEST[language])
    ends_well = text[: block.end].rstrip().endswith(ENDINGS)
    return float(broken), 1.0, (0.0 if ends_well else 1.0) + (size / WIDEST[language]) ** 2 / 8


@cache
def least_seconds(size: float, language: str) -> float:
    """The least seconds that a block of so many characters stands."""
    return max(SHORTEST, size / FASTEST[language])
