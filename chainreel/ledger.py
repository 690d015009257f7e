"""The list of every number that appeared, in picture or speech, with its source and full value."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from chainreel.number import Number
from chainreel.script import FilledBeat, FilledScript

LedgerRow = dict[str, Any]


def row(script: FilledScript, beat: str, how: str, text: str, number: Number) -> LedgerRow:
    """One entry: where the number appeared, how, as which text, and what stands behind it."""
    return {
        "language": script.language,
        "chapter": script.chapter,
        "beat": beat,
        "how": how,
        "text": text,
        "value": number.value,
        "source": number.source.describe(),
    }


def speech_rows(script: FilledScript, beats: Iterable[FilledBeat] | None = None) -> list[LedgerRow]:
    """The numbers that are said, sentence by sentence."""
    chosen = script.beats if beats is None else beats
    return [
        row(script, beat.name, "speech", shown.text, shown.number)
        for beat in chosen
        for sentence in beat.say
        for shown in sentence.words.shown
    ]


def distinct(rows: Iterable[LedgerRow]) -> list[LedgerRow]:
    """The rows without repeats, in order of first appearance."""
    seen: dict[str, LedgerRow] = {}
    for entry in rows:
        seen.setdefault(json.dumps(entry, sort_keys=True, ensure_ascii=False), entry)
    return list(seen.values())
