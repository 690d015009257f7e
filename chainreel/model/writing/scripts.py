"""Scripts of a model's lecture: the templates of its chapters, cut to what holds at what was measured.

What holds stands first, as in every script; sentences and beats that do not hold are not written, for
they say nothing of this model. The conditions stay, so that other settings are judged again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from chainreel.errors import InputError
from chainreel.lecture import Lecture
from chainreel.lecture.toml_file import read_toml
from chainreel.records.record import Record
from chainreel.script.condition import Judge
from chainreel.script.expression import Sources
from chainreel.script.shape import is_for_all

TEMPLATES = Path(__file__).parent / "templates"
CHAPTERS = {  # in the film's order, each with the value that it needs
    "made": "block.weights",
    "forward": "stop.kinds",
    "backward": "gradient.length",
    "bridges": "bridges.share",
    "lanes": "lanes.share.k0",
    "training": "training.loss",
    "findings": "loss.value",
}
LANGUAGES = ("en", "ja")
TABLES = ("chapter", "numbers", "conditions")
MARKER = re.compile(r"@(\w+)@")
Texts = Mapping[str, str]


def chapters_of(record: Record) -> tuple[str, ...]:
    """The chapters for which something was measured."""
    return tuple(name for name, path in CHAPTERS.items() if path in record.values)


def script_of(chapter: str, record: Record, texts: Texts, lecture: Lecture) -> dict[str, Any]:
    """A chapter's script for a record; ``texts`` fills the templates' markers (``@name@``)."""
    raw = _fill(read_toml(TEMPLATES / f"{chapter}.toml"), texts)
    raw = _in_languages(raw, lecture.languages)
    judge = Judge(Sources({record.name: record}), lecture, chapter, (), raw.get("conditions", {}))
    cut = _Cut(judge)
    made: dict[str, Any] = {}
    for name, table in raw.items():
        if name == "conditions":
            made[name] = {key: condition for key, condition in table.items() if _is_known(judge, condition)}
        elif name in TABLES:
            made[name] = cut.texts_of(table) if name == "chapter" else table
        elif judge.verdict(table.get("when", "")).holds:
            made[name] = cut.texts_of(table)
    return made


def _is_known(judge: Judge, condition: str) -> bool:
    """Whether all that a condition speaks of was measured."""
    try:
        judge.verdict(condition)
    except InputError:
        return False
    return True


def _fill(part: Any, texts: Texts) -> Any:
    if isinstance(part, str):
        return MARKER.sub(lambda match: texts[match[1]], part)
    if isinstance(part, Mapping):
        return {key: _fill(value, texts) for key, value in part.items()}
    return [_fill(value, texts) for value in part] if isinstance(part, list) else part


def _in_languages(part: Any, languages: Sequence[str]) -> Any:
    """The same without the texts of other languages."""
    if not isinstance(part, Mapping):
        return part
    if set(part) & set(LANGUAGES):
        return {language: part[language] for language in languages}
    return {key: _in_languages(value, languages) for key, value in part.items()}


class _Cut:
    """Takes out of a table what does not hold."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def texts_of(self, table: Mapping[str, Any]) -> dict[str, Any]:
        """The table with the first variant that holds in front, and without sentences of which none does."""
        return {key: self._part(key, value) for key, value in table.items()}

    def _part(self, key: str, value: Any) -> Any:
        if key == "say":
            return {language: self._sentences(said) for language, said in value.items()}
        if key in ("records", "names", "when", "holds"):
            return value
        if isinstance(value, Mapping) and not is_for_all(value):
            parts = {inner: self._part("", part) for inner, part in value.items()}
            return {inner: part for inner, part in parts.items() if part not in (None, {})}
        return self._variants(value)

    def _sentences(self, said: Iterable[Any]) -> list[Any]:
        cut = [self._variants(text) for text in said]
        return [text for text in cut if text is not None]

    def _variants(self, text: Any) -> Any:
        """From the first variant that holds on; None if none does."""
        if isinstance(text, str):
            return text
        if isinstance(text, Mapping):
            return dict(text) if self._holds(text) else None
        holding = next((k for k, variant in enumerate(text) if self._holds(variant)), None)
        if holding is None:
            return None
        rest = text[holding:]
        return rest[0] if len(rest) == 1 else list(rest)

    def _holds(self, variant: Any) -> bool:
        return isinstance(variant, str) or self.judge.verdict(variant.get("when", "")).holds
