"""Texts that depend on conditions: alternatives in one place, of which the first that holds is used.

A text of a script is written in one of three ways::

    "…"                                           always
    {text = "…", when = "<condition>"}            only while the condition holds
    [{text = "…", when = "<condition>"}, "…"]     the first whose condition holds

What holds at the lecture's own settings is written first, so that any other choice is a change,
which is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

CUE = re.compile(r"\[\[(\w+)\]\]")


@dataclass(frozen=True)
class Variant:
    """One alternative; without a condition it always holds."""

    text: str
    when: str = ""


@dataclass(frozen=True, order=True)
class ScriptChange:
    """A beat or a text that is left out, or replaced by a later variant, because a condition fails."""

    chapter: str
    beat: str
    key: str
    what: str
    because: str

    def __str__(self) -> str:
        place = ".".join(part for part in (self.chapter, self.beat) if part)
        return f"{', '.join(part for part in (place, self.key) if part)}: {self.what}: {self.because}"


def variants(text: Any) -> tuple[Variant, ...]:
    """The alternatives of a text whose shape ``text_complaints`` has passed."""
    if isinstance(text, str):
        return (Variant(text),)
    if isinstance(text, dict):
        return (Variant(text["text"], text.get("when", "")),)
    return tuple(v for alternative in text for v in variants(alternative))


def cues_of(text: Any) -> tuple[str, ...]:
    """Every cue in any alternative of a sentence, in order, each once."""
    return tuple(dict.fromkeys(cue for v in variants(text) for cue in CUE.findall(v.text)))


def text_complaints(where: str, text: Any) -> Iterator[str]:
    """What is wrong with the shape of a text, one sentence each."""
    alternatives = text if isinstance(text, list) else [text]
    for alternative in alternatives:
        if isinstance(alternative, str) and alternative:
            continue
        if not isinstance(alternative, dict) or not alternative.get("text"):
            yield f'{where} is {alternative!r}: write a text, or {{text = "…", when = "<condition>"}}'
            return
        for key in sorted(set(alternative) - {"text", "when"}):
            yield f"{where} has an unknown key {key!r}; known: text, when"
        if not all(isinstance(value, str) and value for value in alternative.values()):
            yield f"{where}: text and when are texts, not {alternative!r}"
            return
    if not alternatives:
        yield f"{where} is an empty list: write at least one variant"
    elif any(not v.when for v in variants(text)[:-1]):
        yield f"{where}: a variant without a condition hides those after it: write it last"


def conditions_of(text: Any) -> tuple[str, ...]:
    """The conditions of a text's alternatives; languages must share them."""
    return tuple(v.when for v in variants(text))
