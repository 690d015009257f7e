"""The shape of a script file: known keys, every language, the same sentences and conditions in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chainreel.lecture import LANGUAGES
from chainreel.lecture.running_order import RESERVED
from chainreel.script.counts import count_complaints
from chainreel.script.variant import conditions_of, text_complaints

CARDS = ("title", "question", "answer")  # what a chapter shows of itself
CHAPTER_KEYS = {*CARDS, "records", "names"}
BEAT_KEYS = {"title", "say", "show", "notes", "holds", "when"}
NOTES = ("ask", "answer", "if_silent")


def shape_complaints(raw: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a script's shape, one sentence each."""
    chapter = raw.get("chapter")
    if not isinstance(chapter, dict):
        yield "[chapter] is missing: it holds title, question and answer"
        return
    for key in sorted(set(chapter) - CHAPTER_KEYS):
        yield f"[chapter] has an unknown key {key!r}; known: {', '.join(sorted(CHAPTER_KEYS))}"
    for key in CARDS:
        yield from language_complaints("chapter", key, chapter.get(key))
    yield from kind_complaints(chapter)
    yield from table_complaints(raw)
    beats = {k: v for k, v in raw.items() if k not in RESERVED}
    if not beats:
        yield "it has no beat"
    for name, beat in beats.items():
        yield from beat_complaints(name, beat)


def kind_complaints(chapter: Mapping[str, Any]) -> Iterator[str]:
    """Lists of ``[chapter]`` that are none."""
    for key in ("records", "names"):
        if not is_texts(chapter.get(key, [])):
            yield f"[chapter] {key} is {chapter[key]!r}: write a list of texts"


def table_complaints(raw: Mapping[str, Any]) -> Iterator[str]:
    """``[numbers]`` and ``[conditions]`` that hold something else."""
    numbers, conditions = raw.get("numbers", {}), raw.get("conditions", {})
    if not isinstance(numbers, dict) or not is_texts(list(numbers.values())):
        yield '[numbers] holds names and expressions, such as bound = "power(a.x, a.y)"'
    if not isinstance(conditions, dict) or not is_texts(list(conditions.values())):
        yield '[conditions] holds names and conditions, such as learns = "a.accuracy.low > 0.9"'


def is_texts(value: Any) -> bool:
    """Whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def beat_complaints(name: str, beat: Any) -> Iterator[str]:
    """What is wrong with a beat's table."""
    if not isinstance(beat, dict):
        yield f"{name!r} stands outside of every table"
        return
    for key in sorted(set(beat) - BEAT_KEYS):
        yield f"[{name}] has an unknown key {key!r}; known: {', '.join(sorted(BEAT_KEYS))}"
    for key in ("when", "holds"):
        if not isinstance(beat.get(key, ""), str):
            yield f"[{name}] {key} is {beat[key]!r}: write a text"
    yield from language_complaints(name, "title", beat.get("title"))
    yield from say_complaints(name, beat.get("say"))
    yield from show_complaints(name, beat.get("show", {}))
    yield from note_complaints(name, beat.get("notes", {}))


def show_complaints(name: str, show: Any) -> Iterator[str]:
    """What is wrong with a beat's texts to show."""
    if not isinstance(show, dict):
        yield f"[{name}] show is {show!r}: write show.<key>.ja and show.<key>.en"
        return
    for key, text in show.items():
        if is_for_all(text):
            yield from text_complaints(f"[{name}] show.{key}", text)
        else:
            yield from language_complaints(name, f"show.{key}", text)


def is_for_all(text: Any) -> bool:
    """Whether a text to show is one for all languages: a text or its variants, no table of languages."""
    return not isinstance(text, dict) or "text" in text


def note_complaints(name: str, notes: Any) -> Iterator[str]:
    """What is wrong with a beat's notes for a talk."""
    if not isinstance(notes, dict):
        yield f"[{name}] notes is {notes!r}: write notes.ask.ja and notes.ask.en"
        return
    for key, text in notes.items():
        if key in NOTES:
            yield from language_complaints(name, f"notes.{key}", text)
        else:
            yield f"[{name}] notes has an unknown key {key!r}; known: {', '.join(NOTES)}"


def say_complaints(name: str, say: Any) -> Iterator[str]:
    """What is wrong with a beat's sentences: both languages have the same count."""
    missing = list(missing_languages(name, "say", say))
    yield from missing
    if missing:
        return
    for language in LANGUAGES:
        if not isinstance(say[language], list):
            yield f"[{name}] say.{language} is no list of sentences"
            return
    if len({len(say[language]) for language in LANGUAGES}) > 1:
        counts = ", ".join(f"{len(say[language])} in {language}" for language in LANGUAGES)
        yield f"[{name}] say has {counts}: every language needs the same sentences in the same order"
        return
    for index, texts in enumerate(zip(*(say[language] for language in LANGUAGES), strict=True)):
        sentence = dict(zip(LANGUAGES, texts, strict=True))
        yield from variant_complaints(name, f"say, sentence {index + 1}", sentence)


def language_complaints(table: str, key: str, text: Any) -> Iterator[str]:
    """What is wrong with a text in every language."""
    missing = list(missing_languages(table, key, text))
    yield from missing or variant_complaints(table, key, text)


def variant_complaints(table: str, key: str, text: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a text's variants in a language, or between languages."""
    faults = [f for la in LANGUAGES for f in text_complaints(f"[{table}] {key_in(la, key)}", text[la])]
    yield from faults
    if not faults and len({conditions_of(text[language]) for language in LANGUAGES}) > 1:
        found = "; ".join(f"{la}: {', '.join(conditions_of(text[la]))}" for la in LANGUAGES)
        yield f"[{table}] {key} has other conditions in each language ({found}): write the same"
    elif not faults:
        yield from count_complaints(f"[{table}] {key}", {la: text[la] for la in LANGUAGES})


def key_in(language: str, key: str) -> str:
    """A text's key in a language: ``title.en``, and ``say.en, sentence 2`` for ``say, sentence 2``."""
    name, comma, rest = key.partition(",")
    return f"{name}.{language}{comma}{rest}"


def missing_languages(table: str, key: str, text: Any) -> Iterator[str]:
    """Languages that a text lacks, or that nobody knows."""
    if not isinstance(text, dict):
        yield f"[{table}] {key} is missing: write {' and '.join(f'{key}.{la}' for la in LANGUAGES)}"
        return
    for language in LANGUAGES:
        if not text.get(language):
            yield f"[{table}] {key}.{language} is missing"
    for language in sorted(set(text) - set(LANGUAGES)):
        yield f"[{table}] {key}.{language}: unknown language; known: {', '.join(LANGUAGES)}"
