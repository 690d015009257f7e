"""Rules for records: fresh, used, and every run of the lecture file known."""

from __future__ import annotations

from collections.abc import Iterator

from chainreel.check.finding import Finding
from chainreel.errors import ChainreelError
from chainreel.lecture import COVER, Lecture
from chainreel.records.fresh import measurements
from chainreel.records.measure import MISSING
from chainreel.records.record import Record
from chainreel.script import load_script


def declared_by(lecture: Lecture) -> dict[str, tuple[str, ...]]:
    """The records that each chapter, and the cover, declares; nothing for one whose script cannot be read."""
    found = {}
    for chapter in (*lecture.chapters, *cover(lecture)):
        try:
            found[chapter] = load_script(lecture, chapter).records
        except ChainreelError:  # found again, and told, where the chapter is checked
            found[chapter] = ()
    return found


def cover(lecture: Lecture) -> tuple[str, ...]:
    """The cover's name, if the lecture has one."""
    return (COVER,) if lecture.script_path(COVER).exists() else ()


def fresh(lecture: Lecture) -> tuple[dict[str, Record], list[Finding]]:
    """The numbers of every declared record as a film would use them, and what is wrong with records.

    A record whose run has other settings than the committed one is measured into the cache.
    """
    records: dict[str, Record] = {}
    found: list[Finding] = []
    measured = measurements(lecture)
    for chapter, names in declared_by(lecture).items():
        for name in names:
            try:
                if name not in records:
                    records[name] = measured.record(name, lecture.runs.get(name))
            except ChainreelError as error:
                found.append(Finding(chapter, "", "", "record", (name,), str(error)))
    return records, found + list(record_findings(lecture))


def record_findings(lecture: Lecture) -> Iterator[Finding]:
    """Stale or missing committed records, runs of experiments that do not exist, records nobody declares."""
    measured = measurements(lecture)
    declared = {name for names in declared_by(lecture).values() for name in names}
    halves = measured.halves()
    for name, lack in halves.items():
        yield lecture_finding(name, lack)
    for name in lecture.runs:
        if name not in (*measured.names(), *halves):
            yield lecture_finding(
                name, "the lecture file has settings for it, but there is no such experiment"
            )
    for path in sorted(lecture.records_dir.glob("*.json")):
        if path.stem not in (*measured.names(), *halves):
            yield lecture_finding(path.stem, "there is a record, but no experiment that measures it")
    for name in measured.names():
        yield from stale_findings(lecture, name, name in declared)


def stale_findings(lecture: Lecture, name: str, declared: bool) -> Iterator[Finding]:
    """Why the committed record of the lecture's own settings does not stand for today's experiment."""
    settings = None if lecture.overrides else lecture.runs.get(name)
    try:
        why = measurements(lecture).stale(name, settings)
    except ChainreelError as error:
        yield lecture_finding(name, str(error))
        return
    if why is not None and (declared or why != MISSING):
        yield lecture_finding(name, f"{why}: measure it again with chainreel measure {name} --accept")


def lecture_finding(name: str, message: str) -> Finding:
    """A finding about a record of the lecture."""
    return Finding("", "", "", "record", (name,), message)
