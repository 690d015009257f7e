"""What is asked for on the command line, turned into editions of a lecture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chainreel.errors import InputError, did_you_mean
from chainreel.film.chapter import Version, chapter_of
from chainreel.film.edition import Edition
from chainreel.lecture import LANGUAGES, QUALITIES, THEMES, TONES, VOICES, Lecture, require_known
from chainreel.records.measure import Measurements
from chainreel.records.record import Record
from chainreel.script import load_script
from chainreel.script.variant import ScriptChange
from chainreel.sound.narrator import narrator_of


@dataclass(frozen=True)
class Request:
    """A lecture, which of its beats, and in which versions; ``selection`` is empty for all of it."""

    lecture: Lecture
    languages: tuple[str, ...]
    quality: str
    theme: str
    selection: tuple[str, ...] = ()
    voice: str = "none"
    tones: str = "soft"
    burn_captions: bool = False

    def wanted(self) -> dict[str, tuple[str, ...]]:
        """The wanted beats by chapter, in the lecture's order.

        Raises:
            InputError: a chapter or beat that the lecture does not have.
        """
        return wanted_beats(self.lecture, self.selection)

    def output(self, language: str) -> Path:
        """The folder of the film in a language."""
        own = [] if self.voice == self.lecture.voice else [f"voice={self.voice}"]
        own += [] if self.tones == self.lecture.tones else [f"tones={self.tones}"]
        own += ["burned-captions"] if self.burn_captions else []
        return self.lecture.output_dir(language, self.quality, self.theme, self.selection, own)


def request_of(
    lecture: Lecture,
    language: str | None,
    quality: str | None,
    theme: str | None,
    selection: Sequence[str],
    voice: str | None = None,
    tones: str | None = None,
    burn_captions: bool = False,
) -> Request:
    """A request with the lecture's own settings where nothing is given.

    Raises:
        InputError: an unknown language, quality, theme, voice or kind of tones.
    """
    chosen = language or lecture.language
    if chosen != "all":
        require_known("--language", "language", chosen, (*LANGUAGES, "all"))
    quality = require_known("--quality", "quality", quality or lecture.quality, QUALITIES)
    theme = require_known("--theme", "theme", theme or lecture.theme, THEMES)
    voice = require_known("--voice", "voice", voice or lecture.voice, VOICES)
    tones = require_known("--tones", "tones", tones or lecture.tones, TONES)
    languages = LANGUAGES if chosen == "all" else (chosen,)
    return Request(lecture, languages, quality, theme, tuple(selection), voice, tones, burn_captions)


def wanted_beats(lecture: Lecture, selection: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Beats by chapter for ``chapter`` and ``chapter.beat`` names; all of them for none."""
    beats = {chapter: load_script(lecture, chapter).beats for chapter in lecture.chapters}
    chosen: dict[str, set[str]] = {}
    for name in selection:
        chapter, _, beat = name.partition(".")
        _require_name(chapter, beats, "chapter", "the lecture's chapters are")
        if beat:
            _require_name(beat, beats[chapter], "beat", f"the beats of {chapter} are")
        chosen.setdefault(chapter, set()).update({beat} if beat else beats[chapter])
    if not selection:
        return beats
    return {c: tuple(b for b in beats[c] if b in chosen[c]) for c in lecture.chapters if c in chosen}


def _require_name(name: str, known: Mapping[str, object] | Sequence[str], what: str, listing: str) -> None:
    if name in known:
        return
    hint = f"{did_you_mean(name, known)} {listing} {', '.join(known)}"
    raise InputError(f"unknown {what} {name!r}: {hint.strip()}")


def measurements(lecture: Lecture) -> Measurements:
    """The lecture's experiments and records."""
    return Measurements(lecture.experiments_dir, lecture.records_dir, lecture.cache_dir / "records")


def fresh_records(lecture: Lecture, chapters: Sequence[str]) -> dict[str, Record]:
    """Every record that the chapters declare, measured now where none stands for today's settings.

    Raises:
        ChainreelError: a run disagrees with its record, or cannot be made, or the lecture file has settings
        of one that there is not.
    """
    require_runs(lecture)
    found: dict[str, Record] = {}
    measured = measurements(lecture)
    for chapter in chapters:
        for name in load_script(lecture, chapter).records:
            if name not in found:
                found[name] = measured.record(name, lecture.runs.get(name))
    return found


def require_runs(lecture: Lecture) -> None:
    """Refuse settings of the lecture file that no run would ever hear of.

    Raises:
        InputError: naming the first, and the lecture's experiments.
    """
    known = measurements(lecture).names()
    for name in lecture.runs:
        _require_name(name, known, "experiment", f"{lecture.file} has [runs.{name}], but the experiments are")


def editions(request: Request, records: Mapping[str, Record]) -> list[Edition]:
    """One edition a language, of the chapters and beats that hold.

    Raises:
        InputError: nothing that is wanted holds at the lecture's settings.
    """
    made = []
    for language in request.languages:
        version = Version(language, QUALITIES[request.quality], request.theme)
        wanted = request.wanted().items()
        chapters = [
            chapter_of(request.lecture, version, name, beats, declared(request.lecture, name, records))
            for name, beats in wanted
        ]
        shown = [chapter for chapter in chapters if chapter.beats]
        if not shown:
            lost = "; ".join(map(str, changes(request, records)))
            raise InputError(f"nothing of what is asked for holds at these settings: {lost}")
        beside = {c.name: c.script(la) for c in shown for la in LANGUAGES if la != language}
        speaker = narrator_of(request.lecture, request.voice, language)
        narrator = replace(speaker, beside=beside, tones=request.tones != "none")
        title, folder = request.lecture.title(language), request.output(language)
        made.append(Edition(shown, folder, title, narrator, request.burn_captions))
    return made


def declared(lecture: Lecture, chapter: str, records: Mapping[str, Record]) -> dict[str, Record]:
    """The records, among ``records``, that a chapter declares."""
    return {name: records[name] for name in load_script(lecture, chapter).records}


def changes(request: Request, records: Mapping[str, Record]) -> list[ScriptChange]:
    """What conditions changed in the wanted beats: what is left out, and what a later variant says."""
    found: list[ScriptChange] = []
    for name, beats in request.wanted().items():
        script = load_script(request.lecture, name)
        own = declared(request.lecture, name, records)
        filled = script.fill(request.languages[0], own, request.lecture.citations())
        found += [change for change in filled.changes if not change.beat or change.beat in beats]
    return found
