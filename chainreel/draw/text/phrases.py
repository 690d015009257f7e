"""The best breaks of lines: few lines, alike in length."""

from __future__ import annotations

from collections.abc import Sequence

from chainreel.errors import InputError

AFTER_PUNCTUATION_BONUS = 0.06


def best_breaks(
    edges: Sequence[tuple[float, float]], phrases: Sequence[str], width: float, pauses: str
) -> list[int]:
    """The phrases that begin a new line, so that lines fit ``width``, are few, and alike in length.

    ``edges`` are the left and right edge of each phrase when all stand on one line; a line ends well after
    one of ``pauses``.

    Raises:
        InputError: a phrase alone is wider than ``width``.
    """
    for (left, right), phrase in zip(edges, phrases, strict=True):
        if right - left > width + 0.5:
            raise InputError(
                f"{phrase.strip()!r} is {right - left:.0f} px wide and cannot be broken, but its place has "
                f"{width:.0f} px: shorten it"
            )
    return list(cheapest(edges, phrases, width, pauses)[2])


def cheapest(
    edges: Sequence[tuple[float, float]], phrases: Sequence[str], width: float, pauses: str
) -> tuple[int, float, tuple[int, ...]]:
    """Number of lines, their unevenness, and the breaks, of the best way to set all phrases."""
    best: list[tuple[int, float, tuple[int, ...]]] = [(0, 0.0, ())]
    for end in range(1, len(edges) + 1):
        ways = []
        for start in range(end):
            length = edges[end - 1][1] - edges[start][0]
            if length <= width + 0.5:
                lines, cost, breaks = best[start]
                uneven = unevenness(length / width, phrases[end - 1].strip()[-1:] in tuple(pauses))
                ways.append((lines + 1, cost + uneven, (*breaks, start)))
        best.append(min(ways))
    lines, cost, breaks = best[-1]
    return lines, cost, breaks[1:]


def unevenness(share: float, ends_well: bool) -> float:
    """The cost of a line that fills ``share`` of the width: even lines have the least sum of squares."""
    return share**2 - (AFTER_PUNCTUATION_BONUS if ends_well else 0.0)
