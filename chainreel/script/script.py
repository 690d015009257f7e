"""A chapter's script file: its beats, what is said and what is shown, in every language.

[chapter]
title.ja = "…"      question.ja = "…"      answer.ja = "…"
records = ["chain"]                  # the records that its words and pictures may use
[numbers]
bound = "power(sigmoid_slope_max(), chain.settings.depth)"
[conditions]
shrinks = "chain.product < 0.1"      # names for conditions (condition.py); a scene may ask for them
[coin_first]                         # one table a beat, in the order of the lecture
when = "shrinks"                     # left out, and not built, while this does not hold
title.ja = "…"
say.ja = ["…", "…[[gate]]…"]         # as many sentences in every language
show.note = {ja = "…", en = "…"}     # or one string for every language
notes.ask.ja = "…"                   # for a talk: ask, answer, if_silent
holds = "…"                          # why its picture may stand still for long

Each text may have variants with conditions of their own (variant.py). A sentence none of whose
variants holds is left out; a title or a shown text takes its beat with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chainreel.errors import InputError
from chainreel.lecture import Lecture
from chainreel.lecture.running_order import RESERVED, chosen_beats
from chainreel.lecture.toml_file import read_toml
from chainreel.records.record import Record
from chainreel.script.condition import Judge
from chainreel.script.expression import Sources
from chainreel.script.fill import Filler
from chainreel.script.filled_script import FilledScript
from chainreel.script.shape import CARDS, shape_complaints


@dataclass(frozen=True)
class ChapterScript:
    """A script file as it was read, checked for shape, not yet filled."""

    path: Path
    chapter: str
    raw: Mapping[str, Any]
    lecture: Lecture

    @property
    def names_of_beats(self) -> tuple[str, ...]:
        """Every beat's name, in the file's order."""
        return tuple(k for k in self.raw if k not in RESERVED)

    @property
    def beats(self) -> tuple[str, ...]:
        """The names of the beats that the lecture takes, in its order."""
        return chosen_beats(self.lecture, self.chapter, self.names_of_beats)

    @property
    def records(self) -> tuple[str, ...]:
        """The records that the chapter declares."""
        return tuple(self.raw["chapter"].get("records", ()))

    def fill(
        self, language: str, records: Mapping[str, Record], citations: Mapping[str, Any]
    ) -> FilledScript:
        """Choose what holds, and put the numbers in.

        Raises:
            InputError: a placeholder or condition without a source, or a chapter that would lose its
            title, question or answer. UnknownNumber: a number typed into a text.
        """
        sources = Sources(records, citations, self.raw.get("numbers", {}))
        judge = Judge(sources, self.lecture, self.chapter, self.beats, self.raw.get("conditions", {}))
        filler = Filler(self.path.name, self.raw, language, judge)
        title, question, answer = (filler.card(k, self.raw["chapter"][k]) for k in CARDS)
        beats = filler.beats(self.names_of_beats)
        changes, conditions = tuple(filler.chooser.changes), filler.conditions()
        return FilledScript(
            self.chapter, language, title, question, answer,
            sources=sources, changes=changes, conditions=conditions, **beats,
        )  # fmt: skip


def load_script(lecture: Lecture, chapter: str) -> ChapterScript:
    """Read a chapter's script and check its shape.

    Raises:
        InputError: no such file, broken TOML, unknown keys, a language or a sentence missing.
    """
    path = lecture.script_path(chapter)
    if not path.exists():
        raise InputError(f"{path}: the script of chapter {chapter!r} is missing")
    raw = read_toml(path)
    for complaint in shape_complaints(raw):
        raise InputError(f"{path.name}, {complaint}")
    return ChapterScript(path, chapter, raw, lecture)
