"""Rules for what conditions leave of a chapter: its question and its answer, whatever the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chainreel.check.finding import Finding, Report
from chainreel.lecture import Lecture
from chainreel.records.record import Record
from chainreel.script import ChapterScript, FilledScript, load_script


def condition_report(lecture: Lecture, chapter: str, language: str, records: Mapping[str, Record]) -> Report:
    """What conditions changed in a chapter, and whether it lost its question or its answer by it.

    Languages share their conditions, so one tells for all.
    """
    script = load_script(lecture, chapter)
    filled = script.fill(language, records, lecture.citations())
    return Report.of(lost_ends(script, filled), changes=filled.changes)


def lost_ends(script: ChapterScript, filled: FilledScript) -> Iterator[Finding]:
    """The chapter's first and last beat, if the lecture takes them but their conditions do not hold.

    A lecturer who leaves them out is answered by the cards, which the next beat shows.
    """
    every = script.names_of_beats
    for beat, what in ((every[0], "question"), (every[-1], "answer")):
        if beat in script.beats and beat not in filled.shown_beats:
            because = next((c.because for c in filled.changes if c.beat == beat and not c.key), "")
            message = f"the chapter loses its {what}, for this beat is left out: {because}"
            yield Finding(script.chapter, beat, "", what, (), message)
