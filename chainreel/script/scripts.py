"""Scripts of a lecture: each file read once, and filled once a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from chainreel.lecture import Lecture
from chainreel.number import Number
from chainreel.records.record import Record
from chainreel.script.filled_script import FilledScript
from chainreel.script.script import ChapterScript, load_script


class Scripts:
    """Keeps what was read and filled, for all that is made of a lecture in one go."""

    def __init__(self, lecture: Lecture) -> None:
        self.lecture = lecture
        self._read: dict[str, ChapterScript] = {}
        self._filled: dict[tuple[str, str], FilledScript] = {}

    def script(self, chapter: str) -> ChapterScript:
        """A chapter's script as it was read.

        Raises:
            InputError: no such file, or its shape is wrong.
        """
        if chapter not in self._read:
            self._read[chapter] = load_script(self.lecture, chapter)
        return self._read[chapter]

    def records(self, chapters: Iterable[str]) -> tuple[str, ...]:
        """The names of the records that chapters declare, each once."""
        return tuple(dict.fromkeys(name for chapter in chapters for name in self.script(chapter).records))

    def fill(self, chapter: str, language: str, records: Mapping[str, Record]) -> FilledScript:
        """A chapter's words in a language, with the numbers of those among ``records`` that it declares.

        Raises:
            InputError, UnknownNumber: its words cannot be filled.
        """
        script = self.script(chapter)
        own = {name: records[name] for name in script.records}
        filled = self._filled.get((chapter, language))
        if filled is None or not _same(filled.sources.records, own):
            filled = script.fill(language, own, self._citations)
            self._filled[chapter, language] = filled
        return filled

    @cached_property
    def _citations(self) -> dict[str, Number]:
        return self.lecture.citations()


def _same(records: Mapping[str, Record], others: Mapping[str, Record]) -> bool:
    """Whether both are the very same records."""
    return all(records[name] is record for name, record in others.items())
