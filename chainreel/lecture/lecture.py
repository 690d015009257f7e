"""A lecture's folder and its settings file: the only place that knows where things lie."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from chainreel.errors import InputError, named_in_errors
from chainreel.languages.discovery import find_in, language_named
from chainreel.lecture.limits import NO_LIMITS, Limits, limits_of
from chainreel.lecture.one_line import line_fault
from chainreel.lecture.shape import require_shape
from chainreel.lecture.toml_file import apply_override, read_toml
from chainreel.number import Number, cited

THEMES = ("dark", "light")
VOICES = ("kokoro", "openjtalk", "voicevox", "recordings", "none")
TONES = ("soft", "none")
CHAPTER_NAME = re.compile(r"[\w-]+")
COVER = "cover"  # scenes/cover.toml is no chapter: it is what a lecture shows where it is published


@dataclass(frozen=True)
class Quality:
    """A picture format: size in pixels, frames per second."""

    name: str
    width: int
    height: int
    fps: int


QUALITIES = {
    q.name: q
    for q in (
        Quality("draft", 854, 480, 15),
        Quality("720p30", 1280, 720, 30),
        Quality("1080p30", 1920, 1080, 30),
        Quality("1080p60", 1920, 1080, 60),
        Quality("2160p60", 3840, 2160, 60),
    )
}


@dataclass(frozen=True)
class Lecture:
    """A lecture file, read and checked. ``runs`` are the settings of its experiments, ``voice_settings``
    those of its voices (``chainreel/voice/choice.py``).

    ``languages`` are the tags of those it is written in, the main one first; ``titles`` has each of them.
    ``leave_out`` names beats (chapter.beat) that are not shown; ``beats`` lists, for some chapters, the
    ones that are, in the lecture's own order. ``loops`` names beats whose live slides play until the click.
    """

    root: Path
    file: str
    languages: tuple[str, ...]
    titles: Mapping[str, str]
    chapters: tuple[str, ...]
    quality: str = "1080p30"
    theme: str = "dark"
    voice: str = "none"
    tones: str = "soft"
    names: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    beats: Mapping[str, Sequence[str]] = field(default_factory=dict)
    loops: tuple[str, ...] = ()
    runs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    voice_settings: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = NO_LIMITS
    overrides: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        find_in(self.root)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        find_in(self.root)  # in a process that was not here when the lecture was read

    @classmethod
    def load(cls, root: Path, file: str = "lecture.toml", overrides: Sequence[str] = ()) -> Lecture:
        """Read a lecture file; ``overrides`` are settings such as ``runs.headline.depth=50``.

        Raises:
            InputError: no such file, broken TOML, an unknown key or a value of the wrong kind.
        """
        if not (root / file).exists():
            raise InputError(f"{root / file} does not exist: name a lecture file that does with --lecture")
        raw = read_toml(root / file)
        for override in overrides:
            apply_override(raw, override, {file.stem for file in (root / "experiments").glob("*.py")})
        return replace(from_raw(root, file, raw), overrides=tuple(sorted(overrides)))

    @property
    def language(self) -> str:
        """The main language: the one that is meant where none is named."""
        return self.languages[0]

    def title(self, language: str) -> str:
        """The lecture's title."""
        return self.titles[language]

    def others(self, language: str) -> tuple[str, ...]:
        """Its languages but one, in its order."""
        return tuple(one for one in self.languages if one != language)

    def require_spoken(self, where: str, language: str) -> str:
        """Return ``language`` if the lecture is written in it.

        Raises:
            InputError: it is not, or nobody knows such a language; naming those that the lecture has.
        """
        if language in self.languages:
            return language
        language_named(language, self.root)
        has = ", ".join(self.languages)
        raise InputError(f"{where}: the lecture has no {language!r}: choose from its languages, {has}")

    def scene_path(self, chapter: str) -> Path:
        """Where a chapter's scene lies."""
        return self.root / "scenes" / f"{chapter}.py"

    def script_path(self, chapter: str) -> Path:
        """Where a chapter's script lies."""
        return self.root / "scenes" / f"{chapter}.toml"

    @property
    def experiments_dir(self) -> Path:
        """The folder of the PyTorch runs."""
        return self.root / "experiments"

    @property
    def records_dir(self) -> Path:
        """The folder of the committed records."""
        return self.root / "assets" / "records"

    @property
    def cache_dir(self) -> Path:
        """What may be thrown away: masters, measurements, checks."""
        return self.root / ".cache"

    def output_dir(
        self,
        language: str,
        quality: str,
        theme: str,
        selection: Sequence[str] = (),
        sound: Sequence[str] = (),
    ) -> Path:
        """The output folder; anything but the whole lecture at its own settings gets one of its own.

        ``sound`` names what is heard or read otherwise than the lecture's settings say.
        """
        variant = {
            "file": "" if self.file == "lecture.toml" else Path(self.file).stem,
            "theme": "" if theme == "dark" else theme,
            "selection": "+".join(selection),
            "set": "+".join(self.overrides),
            "with": "+".join(sound),
        }
        folder = self.root / "out" / language / quality
        parts = [f"{key}-{slug(value)}" for key, value in variant.items() if value]
        return folder.parent / f"{quality}--{'--'.join(parts)}" if parts else folder

    def citations(self) -> dict[str, Number]:
        """The figures that the lecture may cite: ``assets/citations.toml``, key to number."""
        path = self.root / "assets" / "citations.toml"
        if not path.exists():
            return {}
        tables = read_toml(path)
        return {key: citation(path, key, table) for key, table in tables.items()}


def citation(path: Path, key: str, table: Any) -> Number:
    """A table of ``citations.toml`` as a number.

    Raises:
        InputError: a key is missing or unknown.
    """
    if not isinstance(table, dict) or set(table) != {"value", "paper", "place"}:
        raise InputError(f"{path.name}, [{key}]: a citation has value, paper and place, and nothing else")
    return cited(table["value"], table["paper"], table["place"])


def slug(text: str) -> str:
    """``text`` as part of a folder's name; one that cannot stand there whole ends in its hash."""
    plain = re.sub(r"[^A-Za-z0-9.=+_-]+", "_", text)
    whole = plain == text and len(text) <= 60
    return text if whole else f"{plain[:50]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def from_raw(root: Path, file: str, raw: dict[str, Any]) -> Lecture:
    """A lecture file's tables as a lecture.

    Raises:
        InputError: an unknown table or key, or a value that no lecture can have.
    """
    where = (root / file).name
    require_shape(where, raw)
    table = raw["lecture"]
    require_languages(where, root, table["languages"])
    settings: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in table.items() if k != "title"
    }
    tables = {"runs": raw.get("runs", {}), "voice_settings": raw.get("voice", {})}
    settings["limits"] = limits_of(where, raw.get("limits", {}))
    lecture = Lecture(root, file, titles=titles_of(where, table), **tables, **settings)
    check_values(where, lecture)
    return lecture


def require_languages(where: str, root: Path, tags: Sequence[Any]) -> None:
    """Refuse no language, one twice, and those that nobody has described.

    Raises:
        InputError: naming the first fault and what to write.
    """
    if not tags:
        raise InputError(
            f'{where}: [lecture] languages is empty: name at least one, the main one first, as in ["en"]'
        )
    with named_in_errors(f"{where}: [lecture] languages"):
        for tag in tags:
            if tags.count(tag) > 1:
                raise InputError(f"{tag!r} stands there more than once: name each language once")
            language_named(str(tag), root)


def titles_of(where: str, table: Mapping[str, Any]) -> dict[str, str]:
    """The lecture's title by language; a lecture in one language may write it without the tag.

    Raises:
        InputError: a title is missing, empty, no text, or in a language that the lecture does not have.
    """
    languages, title = table["languages"], table["title"]
    if isinstance(title, str):
        if len(languages) > 1:
            raise InputError(f"{where}: [lecture] title is one text: write {keys_of('title', languages)}")
        title = {languages[0]: title}
    for language in languages:
        if not title.get(language) or not isinstance(title[language], str):
            raise InputError(f"{where}: [lecture] title.{language} is missing")
        if fault := line_fault(title[language]):
            raise InputError(f"{where}: [lecture] title.{language} {fault}")
    for language in sorted(set(title) - set(languages)):
        raise InputError(
            f"{where}: [lecture] title.{language}: the lecture has no {language!r}, its languages are "
            f"{', '.join(languages)}: add it to languages, or take the title out"
        )
    return dict(title)


def keys_of(key: str, languages: Sequence[str]) -> str:
    """The keys of a text in every language, for a message: ``title.ja and title.en``."""
    keys = [f"{key}.{language}" for language in languages]
    return " and ".join([", ".join(keys[:-1]), keys[-1]] if keys[1:] else keys)


def check_values(where: str, lecture: Lecture) -> None:
    """Refuse what no lecture can have: unknown names, no chapter.

    Raises:
        InputError: naming the first fault.
    """
    require_known(where, "quality", lecture.quality, QUALITIES)
    require_known(where, "theme", lecture.theme, THEMES)
    require_known(where, "voice", lecture.voice, VOICES)
    require_known(where, "tones", lecture.tones, TONES)
    if not lecture.chapters:
        raise InputError(f"{where}: [lecture] chapters is empty: name at least one")
    for chapter in lecture.chapters:
        require_chapter(where, lecture, chapter)
    check_beats(where, lecture)


def require_chapter(where: str, lecture: Lecture, chapter: object) -> None:
    """Refuse a chapter that has no script, or whose name cannot stand where chapters are named.

    Raises:
        InputError: naming the chapter and what is known or allowed.
    """
    if not isinstance(chapter, str) or not CHAPTER_NAME.fullmatch(chapter):
        raise InputError(
            f"{where}: chapter {chapter!r}: name its files with letters, digits, _ and - alone, for folders, "
            "slides and the command line name it so"
        )
    if not lecture.script_path(chapter).exists():
        known = ", ".join(chapters_written(lecture.root))
        raise InputError(
            f"{where}: unknown chapter {chapter!r}; known: {known}; a new one needs "
            f"scenes/{chapter}.toml and scenes/{chapter}.py"
        )


def chapters_written(root: Path) -> list[str]:
    """The chapters that a lecture's folder has scripts of, whether the lecture shows them or not."""
    return sorted(p.stem for p in (root / "scenes").glob("*.toml") if p.stem != COVER)


def check_beats(where: str, lecture: Lecture) -> None:
    """Each chapter once; what is left out or listed belongs to one of them. Beats are known to scripts.

    What is left out may belong to a chapter that is written and not shown: ``--set`` may drop chapters.
    """
    written = dict.fromkeys([*lecture.chapters, *chapters_written(lecture.root)])
    for chapter in lecture.chapters:
        if lecture.chapters.count(chapter) > 1:
            raise InputError(f"{where}: [lecture] chapters names {chapter!r} more than once")
    for key, names in (("leave_out", lecture.leave_out), ("loops", lecture.loops)):
        for name in names:
            if not isinstance(name, str) or not name.partition(".")[2]:
                raise InputError(f"{where}: [lecture] {key} has {name!r}: write chapter.beat")
            require_known(f"{where}, {key}", "chapter", name.partition(".")[0], written)
    for chapter, beats in lecture.beats.items():
        require_known(f"{where}, [lecture.beats]", "chapter", chapter, lecture.chapters)
        if not isinstance(beats, list) or len(set(map(str, beats))) != len(beats):
            raise InputError(f"{where}: [lecture.beats] {chapter} is {beats!r}: list its beats, each once")


def require_known(where: str, what: str, value: str, known: Iterable[str]) -> str:
    """Return ``value`` if it is one of ``known``, else raise an ``InputError`` that lists them."""
    if value not in known:
        raise InputError(f"{where}: unknown {what} {value!r}; known: {', '.join(known)}")
    return value
