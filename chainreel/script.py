"""A chapter's script file: its beats, what is said and what is shown, in every language.

[chapter]
title.ja = "…"      question.ja = "…"      answer.ja = "…"
records = ["chain"]                  # the records that its words and pictures may use
[numbers]
bound = "power(sigmoid_slope_max(), chain.settings.depth)"
[coin_first]                         # one table a beat, in the order of the lecture
title.ja = "…"
say.ja = ["…", "…[[gate]]…"]         # as many sentences in every language
show.note = {ja = "…", en = "…"}     # or one string for every language
holds = "…"                          # why its picture may stand still for long
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chainreel.errors import ChainreelError, InputError
from chainreel.expression import Sources
from chainreel.lecture import LANGUAGES, Lecture
from chainreel.markup import Sentence, read_sentence, read_words
from chainreel.record import Record
from chainreel.words import Words

CHAPTER_KEYS = {"title", "question", "answer", "records", "names"}
BEAT_KEYS = {"title", "say", "show", "notes", "holds"}
RESERVED = {"chapter", "numbers"}


@dataclass(frozen=True)
class FilledBeat:
    """A beat's words in one language, numbers filled in."""

    name: str
    title: Words
    say: tuple[Sentence, ...]
    show: Mapping[str, Words]
    holds: str = ""

    @property
    def cues(self) -> tuple[str, ...]:
        """The names of its cues, in the order of speech."""
        return tuple(cue.name for sentence in self.say for cue in sentence.cues)


@dataclass(frozen=True)
class FilledScript:
    """A chapter's words in one language, with the sources that filled them."""

    chapter: str
    language: str
    title: Words
    question: Words
    answer: Words
    beats: tuple[FilledBeat, ...]
    sources: Sources

    def beat(self, name: str) -> FilledBeat:
        """The beat called ``name``."""
        return next(b for b in self.beats if b.name == name)


@dataclass(frozen=True)
class ChapterScript:
    """A script file as it was read, checked for shape, not yet filled."""

    path: Path
    chapter: str
    raw: Mapping[str, Any]
    lecture_names: tuple[str, ...]

    @property
    def beats(self) -> tuple[str, ...]:
        """The beats' names, in the file's order."""
        return tuple(k for k in self.raw if k not in RESERVED)

    @property
    def records(self) -> tuple[str, ...]:
        """The records that the chapter declares."""
        return tuple(self.raw["chapter"].get("records", ()))

    def title(self, language: str) -> str:
        """The chapter's title as written."""
        return str(self.raw["chapter"]["title"][language])

    def fill(
        self, language: str, records: Mapping[str, Record], citations: Mapping[str, Any]
    ) -> FilledScript:
        """Put the numbers in.

        Raises:
            InputError: a placeholder without a source. UnknownNumber: a number typed into a text.
        """
        sources = Sources(records, citations, self.raw.get("numbers", {}))
        filler = _Filler(self, language, sources)
        chapter = self.raw["chapter"]
        return FilledScript(
            chapter=self.chapter,
            language=language,
            title=filler.words("chapter", "title", chapter["title"]),
            question=filler.words("chapter", "question", chapter["question"]),
            answer=filler.words("chapter", "answer", chapter["answer"]),
            beats=tuple(filler.beat(name) for name in self.beats),
            sources=sources,
        )

    def shown_fingerprint(
        self, language: str, records: Mapping[str, Record], citations: Mapping[str, Any]
    ) -> str:
        """A hash over what the pictures can show: every shown word as filled, not what is said.

        Cues count (they are part of the plays) by their order, not by their place in the speech.
        """
        filled = self.fill(language, records, citations)
        parts: list[object] = [filled.title, filled.question, filled.answer]
        for beat in filled.beats:
            parts += [beat.name, beat.title, sorted(beat.show.items())]
        return hashlib.sha256(repr(parts).encode()).hexdigest()


class _Filler:
    def __init__(self, script: ChapterScript, language: str, sources: Sources) -> None:
        self.script, self.language, self.sources = script, language, sources
        self.names = (*script.lecture_names, *script.raw["chapter"].get("names", ()))

    def where(self, beat: str, key: str) -> str:
        return f"{self.script.path.name}, [{beat}] {key}.{self.language}"

    def words(self, beat: str, key: str, text: str | Mapping[str, str]) -> Words:
        chosen = text if isinstance(text, str) else text[self.language]
        return read_words(chosen, self.sources, self.language, self.names, self.where(beat, key))

    def sentence(self, beat: str, index: int, text: str) -> Sentence:
        where = self.where(beat, f"say, sentence {index + 1},")
        return read_sentence(text, self.sources, self.language, self.names, where)

    def beat(self, name: str) -> FilledBeat:
        table = self.script.raw[name]
        say = tuple(self.sentence(name, i, t) for i, t in enumerate(table["say"][self.language]))
        show = {k: self.words(name, f"show.{k}", v) for k, v in table.get("show", {}).items()}
        return FilledBeat(name, self.words(name, "title", table["title"]), say, show, table.get("holds", ""))


def load_script(lecture: Lecture, chapter: str) -> ChapterScript:
    """Read a chapter's script and check its shape.

    Raises:
        InputError: no such file, broken TOML, unknown keys, a language or a sentence missing.
    """
    path = lecture.script_path(chapter)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path}: the script of chapter {chapter!r} is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    for complaint in complaints(raw):
        raise InputError(f"{path.name}, {complaint}")
    return ChapterScript(path, chapter, raw, lecture.names)


def complaints(raw: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a script's shape, one sentence each."""
    chapter = raw.get("chapter")
    if not isinstance(chapter, dict):
        yield "[chapter] is missing: it holds title, question and answer"
        return
    for key in sorted(set(chapter) - CHAPTER_KEYS):
        yield f"[chapter] has an unknown key {key!r}; known: {', '.join(sorted(CHAPTER_KEYS))}"
    for key in ("title", "question", "answer"):
        yield from missing_languages("chapter", key, chapter.get(key))
    yield from kind_complaints(chapter, raw.get("numbers", {}))
    beats = {k: v for k, v in raw.items() if k not in RESERVED}
    if not beats:
        yield "it has no beat"
    for name, beat in beats.items():
        yield from beat_complaints(name, beat)


def kind_complaints(chapter: Mapping[str, Any], numbers: Any) -> Iterator[str]:
    for key in ("records", "names"):
        if not is_texts(chapter.get(key, [])):
            yield f"[chapter] {key} is {chapter[key]!r}: write a list of texts"
    if not isinstance(numbers, dict) or not is_texts(list(numbers.values())):
        yield '[numbers] holds names and expressions, such as bound = "power(a.x, a.y)"'


def is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def beat_complaints(name: str, beat: Any) -> Iterator[str]:
    if not isinstance(beat, dict):
        yield f"{name!r} stands outside of every table"
        return
    for key in sorted(set(beat) - BEAT_KEYS):
        yield f"[{name}] has an unknown key {key!r}; known: {', '.join(sorted(BEAT_KEYS))}"
    for key in ("title", "say"):
        yield from missing_languages(name, key, beat.get(key))
    shown = beat.get("show", {})
    if not isinstance(shown, dict):
        yield f"[{name}] show is {shown!r}: write show.<key>.ja and show.<key>.en"
        return
    for key, text in shown.items():
        if not isinstance(text, str):
            yield from missing_languages(name, f"show.{key}", text)
    yield from say_complaints(name, beat.get("say"))


def say_complaints(name: str, say: Any) -> Iterator[str]:
    if not isinstance(say, dict):
        return  # missing_languages has said so
    for language in LANGUAGES:
        if say.get(language) and not is_texts(say[language]):
            yield f"[{name}] say.{language} is no list of sentences"
            return
    counts = {language: len(say.get(language, ())) for language in LANGUAGES}
    if len(set(counts.values())) > 1:
        yield f"[{name}] says {counts} sentences: every language needs the same sentences in the same order"


def missing_languages(table: str, key: str, text: Any) -> Iterator[str]:
    if not isinstance(text, dict):
        yield f"[{table}] {key} is missing: write {' and '.join(f'{key}.{la}' for la in LANGUAGES)}"
        return
    for language in LANGUAGES:
        if not text.get(language):
            yield f"[{table}] {key}.{language} is missing"
    for language in sorted(set(text) - set(LANGUAGES)):
        yield f"[{table}] {key}.{language}: unknown language; known: {', '.join(LANGUAGES)}"


def require_filled(script: ChapterScript, language: str, **sources: Any) -> FilledScript:
    """Fill, and name the chapter in whatever goes wrong."""
    try:
        return script.fill(language, **sources)
    except ChainreelError as error:
        raise type(error)(f"chapter {script.chapter}: {error}") from error
