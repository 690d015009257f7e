"""What a scene asks its script for: words, records, numbers and conditions of the running beat."""

from __future__ import annotations

from typing import Any

from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import ChainreelError, InputError
from chainreel.number import Number
from chainreel.records.record import Record
from chainreel.script import FilledBeat, FilledScript
from chainreel.show import Shown, show
from chainreel.theme import Look
from chainreel.words import Words


class Scripted:
    """Something that is told by a chapter's script, beat by beat, in a look."""

    script: FilledScript
    look: Look
    _beat: FilledBeat | None = None

    @property
    def beat(self) -> FilledBeat:
        """The beat that is running."""
        if self._beat is None:
            raise ChainreelError("no beat is running: words and numbers belong to a beat")
        return self._beat

    @property
    def where(self) -> str:
        """The place, for messages: chapter.beat and language."""
        return f"{self.script.chapter}.{self.beat.name} ({self.script.language})"

    def _known(self, cue: str | None) -> str | None:
        if cue in self.beat.silent:  # its words are left out: the play waits for none
            return None
        if cue is not None and cue not in self.beat.cues:
            known = ", ".join(self.beat.cues) or "none"
            raise InputError(
                f"{self.where}: a play waits for the cue [[{cue}]], which the script never says; it has: "
                f"{known}: write [[{cue}]] before a word of its say, or take the cue from the play"
            )
        return cue

    def words(self, key: str) -> Words:
        """The running beat's ``show.<key>``, in the language, with its numbers."""
        if key == "title":
            return self.beat.title
        if key not in self.beat.show:
            known = ", ".join(self.beat.show) or "none"
            raise InputError(f"{self.where}: the script has no show.{key}; it has: {known}")
        return self.beat.show[key]

    def text(self, key: str, role: str = "body", **style: Any) -> Lettering:
        """The running beat's ``show.<key>`` as a drawn text."""
        return lettering(self.look, self.words(key), role, **style)

    def record(self, name: str) -> Record:
        """A record that the chapter's script declares."""
        records = self.script.sources.records
        if name not in records:
            raise InputError(f"{self.where}: record {name!r} is not declared in the script's records")
        return records[name]

    def number(self, expression: str) -> Number:
        """The number that a script expression names: ``record.path`` or ``ratio(a, b)``."""
        return self.script.sources.number(expression)

    def shown(self, expression: str, style: str) -> Shown:
        """The number that an expression names, rounded for the picture."""
        return show(self.number(expression), style, self.script.language, part=expression)

    def holds(self, condition: str) -> bool:
        """Whether a condition of the script's ``[conditions]`` holds, for a picture that claims it."""
        conditions = self.script.conditions
        if condition not in conditions:
            known = ", ".join(conditions) or "none"
            raise InputError(f"{self.where}: the script has no condition {condition!r}; it has: {known}")
        return conditions[condition]
