"""One chapter in one language and theme: its words, its times, its numbers, its pictures."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from chainreel.check import sources, wording
from chainreel.check.finding import Finding, Report, place_name
from chainreel.check.unsaid import noted_reads
from chainreel.check.watch import Watch
from chainreel.errors import ChainreelError, in_a_sentence
from chainreel.frames.building import BuildRenderer
from chainreel.frames.canvas import set_up
from chainreel.lecture import QUALITIES, Lecture
from chainreel.records.record import Record
from chainreel.scene import LectureScene
from chainreel.scene.loading import load_scene
from chainreel.script import FilledScript, load_script
from chainreel.sound.narrator import Narrator, narrator_of
from chainreel.theme import THEMES, Look
from chainreel.words import Words

QUALITY = QUALITIES["1080p30"]


def check_chapter(
    lecture: Lecture,
    chapter: str,
    language: str,
    theme: str,
    records: Mapping[str, Record],
    voice: str = "none",
    beats: Collection[str] = (),
) -> Report:
    """Every finding of a chapter in one language and theme; what stops it is a finding too.

    With ``beats`` only they are watched, those before them are built, and what concerns neither them nor the
    chapter's words as a whole is left out.
    """
    used = sources.Used(records)
    try:
        filled = load_script(lecture, chapter).fill(language, used, lecture.citations())
    except ChainreelError as error:
        return Report.of([Finding(chapter, "", language, "script", (), str(error))])
    words = Report.of(wording.word_findings(filled))
    try:
        set_up(QUALITY)
        scene_class = load_scene(lecture, chapter)
    except Exception as error:  # noqa: BLE001  a scene's module may raise anything; the check goes on
        return words + Report.of([Finding(chapter, "", language, "scene", (), in_a_sentence(error))])
    speaker = narrator(lecture, chapter, language, voice, records)
    report = (
        words
        + Report.of(method_findings(scene_class, filled))
        + watch_chapter(lecture, scene_class, filled, theme, used, speaker, beats)
    )
    return of_beats(report, beats) if beats else report


def of_beats(report: Report, beats: Collection[str]) -> Report:
    """What a report says of some beats, of the chapter as a whole, and of what stopped it before them."""
    wanted = {"", *beats}
    findings = (f for f in report.findings if f.beat in wanted or f.rule == "scene")
    return Report.of(findings, (a for a in report.allowances if a.beat in wanted))


def narrator(
    lecture: Lecture, chapter: str, language: str, voice: str, records: Mapping[str, Record]
) -> Narrator:
    """Who speaks, with pauses for captions in every other language whose words are without fault."""
    speaker = narrator_of(lecture, voice, language)
    beside = []
    for other in lecture.others(language):
        with suppress(ChainreelError):  # found by that language's own check
            beside.append(load_script(lecture, chapter).fill(other, records, lecture.citations()))
    return replace(speaker, beside={chapter: tuple(beside)})


def watch_chapter(
    lecture: Lecture,
    scene_class: type[LectureScene],
    script: FilledScript,
    theme: str,
    used: sources.Used,
    narrator: Narrator,
    beats: Collection[str] = (),
) -> Report:
    """Build the chapter beat by beat and look at it, or at some ``beats`` of it."""
    with noted_reads() as reads:
        watch = Watch(QUALITY.fps, narrator, reads)
        scene = noting_words(scene_class)(
            renderer=BuildRenderer(watch.motion, watch.still, on_begin=watch.begin),
            script=script,
            look=Look(THEMES[theme], script.language),
            fps=QUALITY.fps,
            number=lecture.chapters.index(script.chapter) + 1,
        )
        try:
            scene.perform(beats or script.shown_beats)
        except Exception as error:  # noqa: BLE001  a scene may raise anything; it is a finding like others
            beat = scene._beat.name if scene._beat else ""
            told = in_a_sentence(error).removeprefix(f"{place_name(script.chapter, beat, script.language)}: ")
            stopped = Finding(script.chapter, beat, script.language, "scene", (), told)
            return watch.report + Report.of([stopped])
    watch.settle_reads(script)
    asked_for: set[tuple[str, str]] = scene.asked_for  # type: ignore[attr-defined]
    kept_from: set[str] = scene.kept_from  # type: ignore[attr-defined]
    unused = [
        *unused_findings(script, asked_for, kept_from, used),
        *unseen_titles(script, beats or script.shown_beats, asked_for, watch.seen_texts),
    ]
    return watch.report + Report.of(f for f in unused if not beats or f.beat in beats)


def noting_words(scene_class: type[LectureScene]) -> type[LectureScene]:
    """The scene, remembering which texts it asks for, and where a condition keeps it from more."""

    class Noting(scene_class):  # type: ignore[misc, valid-type]
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.asked_for: set[tuple[str, str]] = set()
            self.kept_from: set[str] = set()  # beats

        def words(self, key: str) -> Words:
            """The words, and a note that this beat asks for them."""
            self.asked_for.add((self.beat.name, key))
            found: Words = super().words(key)
            return found

        def holds(self, condition: str) -> bool:
            """Whether it holds; what the beat would ask for if it did is not known."""
            if not (found := bool(super().holds(condition))):
                self.kept_from.add(self.beat.name)
            return found

    Noting.__name__ = scene_class.__name__
    return Noting


def method_findings(scene_class: type[LectureScene], script: FilledScript) -> Iterator[Finding]:
    """Beats without a method of their own, and public methods that are no beat."""
    beats = {*(beat.name for beat in script.beats), *script.left_out}
    for beat in beats:
        if hasattr(LectureScene, beat):
            message = f"every scene has something called {beat!r}: give the beat another name"
            yield Finding(script.chapter, beat, "", "beat", (), message)
        elif not callable(getattr(scene_class, beat, None)):
            message = f"the scene {scene_class.__name__} has no method of this name"
            yield Finding(script.chapter, beat, "", "beat", (), message)
    for name, value in vars(scene_class).items():
        helper = name.startswith("_") or hasattr(LectureScene, name) or name in beats
        if not helper and inspect.isfunction(value) and len(inspect.signature(value).parameters) == 1:
            message = f"the script has no beat {name!r}: write one, or begin the method's name with _"
            yield Finding(script.chapter, "", "", "beat", (scene_class.__name__,), message)


def unseen_titles(
    script: FilledScript, watched: Collection[str], asked_for: set[tuple[str, str]], seen: Collection[str]
) -> Iterator[Finding]:
    """Titles that a scene makes and never brings into the picture, in the beats that were ``watched``."""
    for beat in script.beats:
        if beat.name in watched and (beat.name, "title") in asked_for and beat.title.plain not in seen:
            message = "the scene makes it, but it never stands in the picture: play it in, or do not make it"
            yield Finding(script.chapter, beat.name, script.language, "unseen title", ("title",), message)


def unused_findings(
    script: FilledScript, asked_for: set[tuple[str, str]], kept_from: set[str], used: sources.Used
) -> Iterator[Finding]:
    """Texts to show that no scene asks for, and declared records that nothing comes from.

    Beats that a condition ``kept_from`` asking are not judged.
    """
    for beat in script.beats:
        for key in beat.show:
            if (beat.name, key) not in asked_for and beat.name not in kept_from:
                message = "the scene never asks for it: take it away, or show it"
                yield Finding(script.chapter, beat.name, "", "unused text", (f"show.{key}",), message)
    if script.left_out:  # what a left-out beat would take is not known
        return
    for name in sorted(set(used) - used.used):
        message = "the chapter declares it, but takes no number from it"
        yield Finding(script.chapter, "", "", "unused record", (name,), message)
