"""The lines that will be spoken, for people to check before a film is made."""

from __future__ import annotations

from collections.abc import Mapping

from chainreel.errors import named_in_errors
from chainreel.lecture import Lecture
from chainreel.records.record import Record
from chainreel.script import load_script
from chainreel.voice.narration import spoken_forms
from chainreel.voice.readings import readings_of
from chainreel.voice.spoken import Voice


def read_aloud(
    lecture: Lecture, chapter: str, language: str, records: Mapping[str, Record], voice: Voice
) -> list[str]:
    """A chapter's lines as they will be pronounced, each beat under its name.

    Raises:
        InputError: a line that would not be said in full, with its place.
    """
    script = load_script(lecture, chapter).fill(language, records, lecture.citations())
    readings = readings_of(lecture.root, language)
    lines = []
    for beat in script.beats:
        lines.append(f"[{beat.name}]")
        for place, form in spoken_forms(script, beat.name, voice, readings):
            with named_in_errors(place):
                lines.append(f"  {voice.pronunciation(form.text, language)}")
    return lines
