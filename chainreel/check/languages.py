"""Rules between languages: the same sentences in the same order, with the same measured numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chainreel.check.finding import Finding
from chainreel.errors import ChainreelError
from chainreel.lecture import Lecture
from chainreel.lecture.toml_file import read_toml
from chainreel.number import Counted
from chainreel.records.record import Record
from chainreel.script import FilledBeat, FilledScript, load_script
from chainreel.script.shape import shape_complaints


def language_findings(
    lecture: Lecture, chapter: str, languages: Sequence[str], records: Mapping[str, Record]
) -> list[Finding]:
    """Every fault of the script file's shape; if there is none, where its languages state other numbers."""
    path = lecture.script_path(chapter)
    try:
        shape = [f"{path.name}, {complaint}" for complaint in shape_complaints(read_toml(path))]
        if shape:
            return [Finding(chapter, "", "", "script", (), message) for message in shape]
        script = load_script(lecture, chapter)
        filled = [script.fill(language, records, lecture.citations()) for language in languages]
    except ChainreelError as error:
        return [Finding(chapter, "", "", "script", (), str(error))]
    return [f for other in filled[1:] for f in differences(filled[0], other)]


def differences(one: FilledScript, other: FilledScript) -> Iterator[Finding]:
    """Beats in which two languages say different measured numbers."""
    for beat, twin in zip(one.beats, other.beats, strict=True):
        said, said_too = measured_numbers(beat), measured_numbers(twin)
        if said != said_too:
            message = (
                f"{one.language} says {list_numbers(said)}, {other.language} says {list_numbers(said_too)}"
            )
            yield Finding(one.chapter, beat.name, "", "languages", (), message)


def measured_numbers(beat: FilledBeat) -> set[float]:
    """The numbers that a beat says, without counts: languages count in their own ways."""
    shown = (s.number for sentence in beat.say for s in sentence.words.shown)
    return {n.value for n in shown if not isinstance(n.source, Counted)}


def list_numbers(values: set[float]) -> str:
    """Numbers for a message."""
    return ", ".join(f"{v:g}" for v in sorted(values)) or "no measured number"
