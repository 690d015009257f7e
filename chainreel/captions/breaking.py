"""Breaking of a sentence into blocks of one or two lines, parted at phrases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from chainreel.languages.breaking import break_places
from chainreel.languages.discovery import language_named

SHORTEST, LONGEST = 5 / 6, 7.0  # seconds

Seconds = Callable[[int, int], float]  # how long the characters from one offset to another can stand


@dataclass(frozen=True)
class Block:
    """Characters ``start`` to ``end`` of a sentence, and the lines they make."""

    start: int
    end: int
    lines: tuple[str, ...]


def width(text: str, language: str) -> float:
    """How much of a line a text takes, in the language's own unit."""
    return language_named(language).captions.width(text)


def widest(language: str) -> float:
    """How wide a line may be."""
    return language_named(language).captions.widest


def fastest(language: str) -> float:
    """How much can be read in a second."""
    return language_named(language).captions.fastest


def ends_well(text: str, language: str) -> bool:
    """Whether a speaker pauses after it."""
    return text.rstrip().endswith(tuple(language_named(language).captions.endings))


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
    """Where a line may end: between phrases. Within one that is wider than a line: where a word leans on the
    one before, then between words, then in a word; in the worst case anywhere.
    """
    lines, parting = language_named(language).lines, language_named(language).captions.parting(text)
    places = break_places(text, lines)
    inside = [p for p in range(1, len(text)) if lines.may_break(text, p)]
    found = [p for p in places if p not in parting]
    for more in (
        [p for p in places if parting.get(p) != 2],
        [p for p in inside if parting.get(p) != 2],
        inside,
        range(1, len(text)),  # an address, or a word longer than a line, must be cut somewhere
    ):
        for a, b in pairwise([0, *sorted(found), len(text)]):
            if width(text[a:b].strip(), language) > widest(language):
                found = [*found, *(p for p in more if a < p < b)]
        found = sorted(set(found))
    return found


def block_of(text: str, edges: Sequence[int], language: str) -> Block | None:
    """One line if it fits, else the two most even ones; None if neither does."""
    start, end = edges[0], edges[-1]
    whole = text[start:end].strip()
    if width(whole, language) <= widest(language):
        return Block(start, end, (whole,))
    pairs = [(text[start:at].strip(), text[at:end].strip()) for at in edges[1:-1]]
    fitting = [pair for pair in pairs if max(width(line, language) for line in pair) <= widest(language)]
    return Block(start, end, min(fitting, key=lambda pair: raggedness(pair, language))) if fitting else None


def raggedness(pair: Sequence[str], language: str) -> float:
    """How uneven two lines are; less if the first ends where a speaker pauses."""
    first, second = (width(line, language) for line in pair)
    return abs(first - second) / widest(language) - (0.3 if ends_well(pair[0], language) else 0.0)


def cost_of(block: Block, text: str, language: str, seconds: Seconds) -> tuple[float, float, float]:
    """Broken limits, blocks, and how badly it is parted."""
    time, size = seconds(block.start, block.end), width("".join(block.lines), language)
    broken = (time < SHORTEST) + (time > LONGEST) + (size > time * fastest(language))
    parting = 0.0 if ends_well(text[: block.end], language) else 1.0
    return float(broken), 1.0, parting + (size / widest(language)) ** 2 / 8


@cache
def least_seconds(size: float, language: str) -> float:
    """The least seconds that a block of so many characters stands."""
    return max(SHORTEST, size / fastest(language))
