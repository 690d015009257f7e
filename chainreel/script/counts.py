"""Counts typed into texts (``{#3 sigmoids:word}``): the same number of the same thing in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chainreel.script.variant import variants

TYPED = re.compile(r"\{#(?P<number>[^\s{}]+) (?P<what>[^{}]*?)(?::[^:{}]*)?\}")


def count_complaints(where: str, texts: Mapping[str, Any]) -> Iterator[str]:
    """What the languages of one text count differently; ``texts`` are its variants by language."""
    for alternative in zip(*(variants(text) for text in texts.values()), strict=True):
        counts = {la: counts_in(v.text) for la, v in zip(texts, alternative, strict=True)}
        for what in dict.fromkeys(what for found in counts.values() for what in found):
            found = {la: found[what] for la, found in counts.items() if what in found}
            if len(set(map(frozenset, found.values()))) > 1:
                said = ", ".join(f"{' and '.join(numbers)} in {la}" for la, numbers in found.items())
                yield f"{where} counts {what!r} differently ({said}): write one number, or name two things"


def counts_in(text: str) -> dict[str, tuple[str, ...]]:
    """What a text counts, with the numbers as they are typed, each once: ``{"layer": ("1", "2")}``."""
    found: dict[str, tuple[str, ...]] = {}
    for match in TYPED.finditer(text):
        what = " ".join(match["what"].split())
        found[what] = tuple(dict.fromkeys((*found.get(what, ()), match["number"])))
    return found
