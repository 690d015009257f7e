"""A lecture's check: chapters, languages and themes in parallel, each kept until an input changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from chainreel.check.finding import Finding, Report
from chainreel.check.languages import language_findings
from chainreel.check.lost import condition_report
from chainreel.check.records import cover, declared_by, fresh
from chainreel.errors import ChainreelError
from chainreel.files import file_hash, write_text
from chainreel.film.key import (
    PICTURE_LIBRARIES,
    digest,
    folder_hashes,
    language_hash,
    record_digest,
    source_texts,
    versions,
)
from chainreel.lecture import COVER, Lecture
from chainreel.records.data_files import what_changed
from chainreel.records.provenance import LIBRARY
from chainreel.records.record import Record
from chainreel.sound.narrator import narrator_of
from chainreel.work.pool import Job, run_jobs

THEME = "dark"


@dataclass(frozen=True)
class Checked:
    """A task's report, and the files that its scene read, with their hashes."""

    report: Report
    files: Mapping[str, str]


@dataclass(frozen=True)
class ChapterCheck:
    """One chapter in one language and theme, with the records it declares."""

    lecture: Lecture
    chapter: str
    language: str
    theme: str
    records: Mapping[str, Record]
    voice: str = "none"

    @property
    def stem(self) -> str:
        """The beginning of its file's name in the cache."""
        return f"{self.chapter}-{self.language}-{self.theme}-"

    def run(self) -> Checked:
        """Check it, in this process."""
        from chainreel.scene.loading import noted_scene_files  # manim loads only where something is built

        with noted_scene_files(self.lecture) as read:
            return Checked(self._report(), read())

    def _report(self) -> Report:
        from chainreel.check.chapter import check_chapter
        from chainreel.check.cover import check_cover

        if self.chapter == COVER:
            return check_cover(self.lecture, self.language, self.theme, self.records)
        return check_chapter(self.lecture, self.chapter, self.language, self.theme, self.records, self.voice)


@dataclass(frozen=True)
class Numbered:
    """A task that travels to a worker, and whose report comes back as a message."""

    number: int
    task: ChapterCheck

    @property
    def label(self) -> str:
        """What is being done, for the user."""
        return f"check {self.task.chapter} ({self.task.language})"

    def run(self, report: Callable[[object], None]) -> None:
        """Check it, and report."""
        report(self.task.run())


def run(
    lecture: Lecture,
    languages: Sequence[str],
    jobs: int = 1,
    *,
    chapters: Sequence[str] | None = None,
    themes: Sequence[str] = (THEME,),
    voice: str | None = None,
) -> Report:
    """Find every fault that can be known without drawing, in up to ``jobs`` processes.

    Times are those of ``voice``, by default the lecture's own; nothing is synthesised. The cover is checked
    with the whole lecture.

    The report is iterated as its findings; ``report.allowances`` are the scenes' exceptions and
    ``report.changes`` what conditions changed, to be printed too. What is unchanged since the last run
    comes from ``<cache>/check``.
    """
    records, found = fresh(lecture)
    report, declared, speaker = Report.of(found), declared_by(lecture), voice or lecture.voice
    tasks: list[ChapterCheck] = []
    wanted = lecture.chapters if chapters is None else tuple(chapters)
    for chapter in (*wanted, *(cover(lecture) if {*wanted} >= {*lecture.chapters} else ())):
        own = {name: records[name] for name in declared[chapter] if name in records}
        if len(own) < len(declared[chapter]):  # which is a finding already
            continue
        shape = language_findings(lecture, chapter, languages, own)
        report += Report.of(shape)
        if not any(f.rule == "script" for f in shape):
            report += condition_report(lecture, chapter, languages[0], own)
            tasks += [
                ChapterCheck(lecture, chapter, la, theme, own, speaker)
                for la in languages
                for theme in themes
            ]
    return sum(reports(tasks, lecture.cache_dir / "check", jobs), report)


def findings(
    lecture: Lecture, languages: Sequence[str], themes: Sequence[str] = (THEME,), jobs: int = 1
) -> list[Finding]:
    """The findings of ``run``."""
    return list(run(lecture, languages, jobs, themes=themes).findings)


def reports(tasks: Sequence[ChapterCheck], cache: Path, jobs: int) -> list[Report]:
    """Each task's report: a stored one where no input has changed; a new one is stored at once."""
    files = files_of(tasks, cache)
    found = [stored_report(file, task.lecture.root) for file, task in zip(files, tasks, strict=True)]

    def made(number: int, checked: Checked) -> None:
        """Take a task's report, and store it."""
        found[number], file = checked.report, files[number]
        if file is not None:
            store_report(tasks[number], file, checked)

    run_all({number: tasks[number] for number, report in enumerate(found) if report is None}, jobs, made)
    return [report for report in found if report is not None]


def files_of(tasks: Sequence[ChapterCheck], cache: Path) -> list[Path | None]:
    """Where each task's report is stored; None if its scene cannot be read, which the task itself tells."""
    library = digest(source_texts([LIBRARY / "check" / "cover.py"]))  # and all that it imports
    scenes: dict[Path, str | None] = {}
    for task in tasks:
        path = task.lecture.scene_path(task.chapter)
        if path not in scenes:
            scenes[path] = sources_of(path)
    keys = [(task, scenes[task.lecture.scene_path(task.chapter)]) for task in tasks]
    return [
        cache / f"{t.stem}{check_key(t, library, scene)[:24]}.json" if scene else None for t, scene in keys
    ]


def sources_of(scene: Path) -> str | None:
    """A hash over a scene and all it imports; None if one of them cannot be read."""
    try:
        return digest(source_texts([scene]))
    except ChainreelError:
        return None


def run_all(tasks: Mapping[int, ChapterCheck], jobs: int, made: Callable[[int, Checked], None]) -> None:
    """Run tasks in processes of their own, or here if there is one process or one task.

    ``made`` is told a task's number and report as soon as it is there.
    """
    workers = min(jobs, len(tasks))
    if workers < 2:
        for number, task in tasks.items():
            made(number, task.run())
        return

    def listen(job: Job, message: object) -> None:
        """Hear a report; what else workers say is for renders."""
        if isinstance(message, Checked) and isinstance(job.task, Numbered):
            made(job.task.number, message)

    queue = [Job(0, 0.0, Numbered(number, task)) for number, task in tasks.items()]
    with TemporaryDirectory() as folder:  # not the cache, which may be one that cannot be written
        run_jobs(queue, workers, Path(folder), listen)


def check_key(task: ChapterCheck, library: str, scene: str) -> str:
    """A hash over all that a task's report depends on."""
    lecture, root = task.lecture, task.lecture.root
    inputs = [lecture.script_path(task.chapter), root / "assets" / "citations.toml", root / "readings.toml"]
    voice = narrator_of(lecture, task.voice, task.language).voice
    return digest(
        {
            "library": library,
            "scene": scene,
            "files": {f.name: file_hash(f) for f in inputs if f.exists()},
            "records": {name: record_digest(record) for name, record in task.records.items()},
            "pictures": folder_hashes(root / "assets", but="records"),
            "languages": {one: language_hash(one) for one in lecture.languages},
            "versions": versions(PICTURE_LIBRARIES),
            "place": [lecture.chapters, lecture.leave_out, lecture.beats, lecture.names],
            "version": [task.language, task.theme, task.voice, voice.identity(task.language)],
        }
    )


def stored_report(file: Path | None, root: Path) -> Report | None:
    """A stored report; None if there is none, none that can be read, or the scene reads what has changed."""
    if file is None:
        return None
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        return None if what_changed(stored.pop("files"), root) else Report.from_json(stored)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def store_report(task: ChapterCheck, file: Path, checked: Checked) -> None:
    """Store a report instead of the older ones of the same task; not if the cache cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        stored = {**checked.report.as_json(), "files": dict(checked.files)}
        write_text(file, json.dumps(stored, ensure_ascii=False))
    except (OSError, ChainreelError):
        return
    for old in file.parent.glob(f"{task.stem}*.json"):
        if old != file:
            old.unlink(missing_ok=True)
