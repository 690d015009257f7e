"""Pauses of a long sentence, where a speaker would part it: at full stops, then commas, then words."""

from __future__ import annotations

import re
from collections.abc import Callable

from chainreel.errors import InputError

Fits = Callable[[str], bool]
BREAKS = {
    "ja": (r"(?<=[。！？])", r"(?<=[、…）」])", r"(?<=[はがをにでともへ])(?=[^ぁ-ん])"),
    "en": (r"(?<=[.!?]) ", r"(?<=[,;:—)]) ", r" "),
}


def phrases(text: str, language: str, fits: Fits) -> list[tuple[int, int]]:
    """Spans of the text that each fit, side by side, covering all of it.

    Raises:
        InputError: a stretch without any place to part it is too long.
    """
    return part_at_breaks(text, 0, BREAKS[language], fits)


def part_at_breaks(text: str, start: int, breaks: tuple[str, ...], fits: Fits) -> list[tuple[int, int]]:
    """Spans of a text that begins at ``start``, as long as ``fits`` allows, parted at the first ``breaks``.

    What still is too long is parted at the next of them.

    Raises:
        InputError: a stretch is too long and has no place to part at.
    """
    if fits(text):
        return [(start, start + len(text))]
    if not breaks:
        raise InputError(f"{text[:40]!r} goes on too long without a place to breathe: write commas")
    edges = [0, *(m.end() for m in re.finditer(breaks[0], text) if 0 < m.end() < len(text)), len(text)]
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        ends = [e for e in edges if e > at]
        end = next((e for e in reversed(ends) if fits(text[at:e])), 0)
        if end:
            spans.append((start + at, start + end))
        else:  # not even the first piece fits: part it at the next kind of place
            end = ends[0]
            spans += part_at_breaks(text[at:end], start + at, breaks[1:], fits)
        at = end
    return spans
