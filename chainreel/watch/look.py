"""Look at some beats as their files are now: pictures first, then what a check finds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chainreel.check.chapter import check_chapter
from chainreel.check.finding import Finding
from chainreel.check.languages import language_findings
from chainreel.check.lost import condition_report
from chainreel.check.records import stale_findings
from chainreel.errors import in_a_sentence
from chainreel.film.chapter import chapter_number
from chainreel.film.request import wanted_beats
from chainreel.frames.canvas import set_up
from chainreel.lecture import Lecture, Quality
from chainreel.records.fresh import fresh_records
from chainreel.records.record import Record
from chainreel.scene.loading import leave_scenes, load_scene
from chainreel.script import FilledScript
from chainreel.script.scripts import Scripts
from chainreel.theme import THEMES, Look
from chainreel.watch.messages import (
    Judged,
    Notice,
    Order,
    Outline,
    PicturesDrawn,
    Shot,
    SpottedFinding,
    Stumble,
    WatchedBeat,
)
from chainreel.watch.shots import ShotRenderer
from chainreel.watch.spots import spot_of_error, spot_of_finding

QUALITY = Quality("watched", 1280, 720, 30)

Tell = Callable[[object], None]


class Superseded(BaseException):
    """A newer order came in: this one is broken off."""


@dataclass(frozen=True)
class Subject:
    """What an order is about, read from its files: the lecture, its wanted beats, words and numbers."""

    lecture: Lecture
    language: str
    theme: str
    beats: dict[str, tuple[str, ...]]
    records: dict[str, Record]
    scripts: Scripts

    def script(self, chapter: str) -> FilledScript:
        """A chapter's words with their numbers."""
        return self.scripts.fill(chapter, self.language, self.records)

    def beats_shown(self, chapter: str) -> tuple[str, ...]:
        """The wanted beats of a chapter that conditions leave in."""
        return tuple(b for b in self.script(chapter).shown_beats if b in self.beats[chapter])


def look(order: Order, tell: Tell, pause: Callable[[], None]) -> None:
    """Draw an order's beats, then judge them; every outcome is told, also what stops it.

    ``pause()`` is called between plays and may raise ``Superseded``.
    """
    began = time.monotonic()
    lecture: Lecture | None = None
    try:
        lecture = Lecture.load(order.root, order.file, order.overrides)
        subject = read_subject(lecture, order, tell)
        leave_scenes()
        set_up(QUALITY)
        for chapter in subject.beats:
            draw(subject, chapter, tell, pause)
        tell(PicturesDrawn(time.monotonic() - began))
        pause()
        tell(Judged(tuple(judge(subject, pause)), time.monotonic() - began))
    except Exception as error:  # noqa: BLE001  scenes may raise anything, and the page tells it
        tell(Stumble(spot_of_error(error, lecture) if lecture else None, in_a_sentence(error)))


def read_subject(lecture: Lecture, order: Order, tell: Tell) -> Subject:
    """What an order is about, as its files say now.

    Raises:
        ChainreelError: a file cannot be read, or says what cannot be.
    """
    language = lecture.require_spoken("--language", order.language or lecture.language)
    theme = order.theme or lecture.theme
    scripts = Scripts(lecture)
    beats = wanted_beats(scripts, order.selection)
    tell(Outline(tuple(f"{c}.{b}" for c, own in beats.items() for b in own), language, theme))
    records = fresh_records(
        lecture, scripts.records(beats), lambda name, state: tell(Notice(f"{name}: {state}"))
    )
    return Subject(lecture, language, theme, beats, records, scripts)


def draw(subject: Subject, chapter: str, tell: Tell, pause: Callable[[], None]) -> None:
    """Draw the wanted beats of a chapter; those before them are built."""
    script = subject.script(chapter)

    def finished(beat: str, shots: tuple[Shot, ...]) -> None:
        """Tell of a beat, with its words."""
        filled = script.beat(beat)
        sentences = tuple(sentence.words.plain for sentence in filled.say)
        tell(WatchedBeat(f"{chapter}.{beat}", filled.title.plain, sentences, shots))

    scene = load_scene(subject.lecture, chapter)(
        renderer=ShotRenderer(finished, pause),
        script=script,
        look=Look(THEMES[subject.theme], subject.language),
        fps=QUALITY.fps,
        number=chapter_number(subject.lecture, chapter),
    )
    scene.perform(subject.beats_shown(chapter))


def judge(subject: Subject, pause: Callable[[], None]) -> Iterator[SpottedFinding]:
    """What a check finds in the wanted beats, with where to look."""
    lecture = subject.lecture
    found = [f for name in subject.records for f in stale_findings(lecture, name, declared=True)]
    for chapter, beats in subject.beats.items():
        pause()
        found += findings(subject, chapter, beats)
    for finding in dict.fromkeys(found):
        yield SpottedFinding(spot_of_finding(finding, lecture), str(finding))


def findings(subject: Subject, chapter: str, beats: tuple[str, ...]) -> Iterator[Finding]:
    """What a check finds in some beats of a chapter."""
    lecture = subject.lecture
    own = {name: subject.records[name] for name in subject.scripts.script(chapter).records}
    between = language_findings(lecture, chapter, lecture.languages, own)
    yield from (f for f in between if f.beat in ("", *beats))
    yield from condition_report(lecture, chapter, subject.language, own).findings
    shown = subject.beats_shown(chapter)
    if shown:
        yield from check_chapter(
            lecture, chapter, subject.language, subject.theme, own, lecture.voice, shown
        ).findings
