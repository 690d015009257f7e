"""Requests of the command line, turned into editions of a lecture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from chainreel.errors import InputError, require_name
from chainreel.film.chapter import Version, chapter_of
from chainreel.film.edition import Edition
from chainreel.lecture import QUALITIES, THEMES, TONES, VOICES, Lecture, require_known
from chainreel.records.record import Record
from chainreel.script.scripts import Scripts
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
    scripts: Scripts = field(init=False, compare=False, repr=False)  # each read and filled once for all

    def __post_init__(self) -> None:
        object.__setattr__(self, "scripts", Scripts(self.lecture))

    def wanted_beats(self) -> dict[str, tuple[str, ...]]:
        """The wanted beats by chapter, in the lecture's order.

        Raises:
            InputError: a chapter or beat that the lecture does not have.
        """
        return wanted_beats(self.scripts, self.selection)

    def records(self) -> tuple[str, ...]:
        """The names of the records that the wanted chapters declare."""
        return self.scripts.records(self.wanted_beats())

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
        InputError: a language that is unknown or not the lecture's, an unknown quality, theme, voice or kind
        of tones.
    """
    chosen = language or lecture.language
    languages = lecture.languages if chosen == "all" else (lecture.require_spoken("--language", chosen),)
    quality = require_known("--quality", "quality", quality or lecture.quality, QUALITIES)
    theme = require_known("--theme", "theme", theme or lecture.theme, THEMES)
    voice = require_known("--voice", "voice", voice or lecture.voice, VOICES)
    tones = require_known("--tones", "tones", tones or lecture.tones, TONES)
    return Request(lecture, languages, quality, theme, tuple(selection), voice, tones, burn_captions)


def wanted_beats(scripts: Scripts, selection: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Beats by chapter for ``chapter`` and ``chapter.beat`` names; all of them for none."""
    chapters = scripts.lecture.chapters
    beats = {chapter: scripts.script(chapter).beats for chapter in chapters}
    chosen: dict[str, set[str]] = {}
    for name in selection:
        chapter, _, beat = name.partition(".")
        require_name(chapter, beats, "chapter", "the lecture's chapters are")
        if beat:
            require_name(beat, beats[chapter], "beat", f"the beats of {chapter} are")
        chosen.setdefault(chapter, set()).update({beat} if beat else beats[chapter])
    if not selection:
        return beats
    return {c: tuple(b for b in beats[c] if b in chosen[c]) for c in chapters if c in chosen}


def editions(request: Request, records: Mapping[str, Record]) -> list[Edition]:
    """One edition a language, of the chapters and beats that hold.

    Raises:
        InputError: nothing that is wanted holds at the lecture's settings.
    """
    return [_edition(request, records, language) for language in request.languages]


def _edition(request: Request, records: Mapping[str, Record], language: str) -> Edition:
    scripts, version = request.scripts, Version(language, QUALITIES[request.quality], request.theme)
    chapters = [
        chapter_of(request.lecture, version, name, beats, scripts.fill(name, language, records))
        for name, beats in request.wanted_beats().items()
    ]
    shown = [chapter for chapter in chapters if chapter.beats]
    if not shown:
        lost = "; ".join(map(str, changes(request, records)))
        raise InputError(f"nothing of what is asked for holds at these settings: {lost}")
    others = request.lecture.others(language)
    words = {la: {c.name: scripts.fill(c.name, la, records) for c in shown} for la in (language, *others)}
    beside = {c.name: tuple(words[la][c.name] for la in others) for c in shown}
    speaker = narrator_of(request.lecture, request.voice, language)
    narrator = replace(speaker, beside=beside, tones=request.tones != "none")
    title, folder = request.lecture.title(language), request.output(language)
    return Edition(shown, words, folder, title, narrator, request.burn_captions)


def changes(request: Request, records: Mapping[str, Record]) -> list[ScriptChange]:
    """What conditions changed in the wanted beats: what is left out, and what a later variant says."""
    found: list[ScriptChange] = []
    for name, beats in request.wanted_beats().items():
        filled = request.scripts.fill(name, request.languages[0], records)
        found += [change for change in filled.changes if not change.beat or change.beat in beats]
    return found
