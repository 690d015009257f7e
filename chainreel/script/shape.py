"""The shape of a script file: known keys, every language of the lecture, the same sentences in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chainreel.lecture.lecture import keys_of
from chainreel.lecture.one_line import line_fault
from chainreel.lecture.running_order import RESERVED
from chainreel.script.counts import count_complaints
from chainreel.script.variant import conditions_of, text_complaints, variants

CARDS = ("title", "question", "answer")  # what a chapter shows of itself
CHAPTER_KEYS = {*CARDS, "records", "names"}
BEAT_KEYS = {"title", "say", "show", "notes", "holds", "when"}
NOTES = ("ask", "answer", "if_silent")


def shape_complaints(raw: Mapping[str, Any], languages: Sequence[str]) -> Iterator[str]:
    """What is wrong with the shape of a script in these languages, one sentence each."""
    chapter = raw.get("chapter")
    if not isinstance(chapter, dict):
        yield "[chapter] is missing: it holds title, question and answer"
        return
    for key in sorted(set(chapter) - CHAPTER_KEYS):
        yield f"[chapter] has an unknown key {key!r}; known: {', '.join(sorted(CHAPTER_KEYS))}"
    for key in CARDS:
        yield from language_complaints("chapter", key, chapter.get(key), languages)
    yield from kind_complaints(chapter)
    yield from table_complaints(raw)
    beats = {k: v for k, v in raw.items() if k not in RESERVED}
    if not beats:
        yield "it has no beat"
    for name, beat in beats.items():
        yield from beat_complaints(name, beat, languages)


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


def beat_complaints(name: str, beat: Any, languages: Sequence[str]) -> Iterator[str]:
    """What is wrong with a beat's table."""
    if not isinstance(beat, dict):
        yield f"{name!r} stands outside of every table"
        return
    for key in sorted(set(beat) - BEAT_KEYS):
        yield f"[{name}] has an unknown key {key!r}; known: {', '.join(sorted(BEAT_KEYS))}"
    for key in ("when", "holds"):
        if not isinstance(beat.get(key, ""), str):
            yield f"[{name}] {key} is {beat[key]!r}: write a text"
    yield from language_complaints(name, "title", beat.get("title"), languages)
    yield from say_complaints(name, beat.get("say"), languages)
    yield from show_complaints(name, beat.get("show", {}), languages)
    yield from note_complaints(name, beat.get("notes", {}), languages)


def show_complaints(name: str, show: Any, languages: Sequence[str]) -> Iterator[str]:
    """What is wrong with a beat's texts to show."""
    if not isinstance(show, dict):
        yield f"[{name}] show is {show!r}: write {keys_of('show.<key>', languages)}"
        return
    for key, text in show.items():
        if is_for_all(text):
            yield from text_complaints(f"[{name}] show.{key}", text)
        else:
            yield from language_complaints(name, f"show.{key}", text, languages)


def is_for_all(text: Any) -> bool:
    """Whether a text is one for all languages: a text or its variants, no table of languages."""
    return not isinstance(text, dict) or "text" in text


def in_language(text: Any, language: str) -> Any:
    """A text, or a list of sentences, in a language: its own one, or the one for all."""
    return text if is_for_all(text) else text[language]


def note_complaints(name: str, notes: Any, languages: Sequence[str]) -> Iterator[str]:
    """What is wrong with a beat's notes for a talk."""
    if not isinstance(notes, dict):
        yield f"[{name}] notes is {notes!r}: write {keys_of('notes.ask', languages)}"
        return
    for key, text in notes.items():
        if key in NOTES:
            yield from language_complaints(name, f"notes.{key}", text, languages)
        else:
            yield f"[{name}] notes has an unknown key {key!r}; known: {', '.join(NOTES)}"


def say_complaints(name: str, say: Any, languages: Sequence[str]) -> Iterator[str]:
    """What is wrong with a beat's sentences: all languages have the same count."""
    say = with_tags(say, languages)
    missing = list(missing_languages(name, "say", say, languages))
    yield from missing
    if missing:
        return
    for language in languages:
        if not isinstance(say[language], list):
            yield f"[{name}] say.{language} is no list of sentences"
            return
    if len({len(say[language]) for language in languages}) > 1:
        counts = ", ".join(f"{len(say[language])} in {language}" for language in languages)
        yield f"[{name}] say has {counts}: every language needs the same sentences in the same order"
        return
    for index, texts in enumerate(zip(*(say[language] for language in languages), strict=True)):
        sentence = dict(zip(languages, texts, strict=True))
        yield from variant_complaints(name, f"say, sentence {index + 1}", sentence)


def language_complaints(table: str, key: str, text: Any, languages: Sequence[str]) -> Iterator[str]:
    """What is wrong with a text in every language."""
    text = with_tags(text, languages)
    missing = list(missing_languages(table, key, text, languages))
    faults = missing or list(variant_complaints(table, key, text))
    yield from faults
    if key == "title" and not faults:
        yield from line_complaints(table, text)


def line_complaints(table: str, title: Mapping[str, Any]) -> Iterator[str]:
    """Titles that are no single line of text."""
    for language, text in title.items():
        for fault in filter(None, (line_fault(variant.text) for variant in variants(text))):
            yield f"[{table}] title.{language} {fault}"


def with_tags(text: Any, languages: Sequence[str]) -> Any:
    """The text as a table of languages; in a script of one language it may stand without its tag."""
    return {languages[0]: text} if len(languages) == 1 and text and is_for_all(text) else text


def variant_complaints(table: str, key: str, text: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a text's variants in a language, or between languages."""
    faults = [f for la, own in text.items() for f in text_complaints(f"[{table}] {key_in(la, key)}", own)]
    yield from faults
    if not faults and len({conditions_of(own) for own in text.values()}) > 1:
        found = "; ".join(f"{la}: {', '.join(conditions_of(own))}" for la, own in text.items())
        yield f"[{table}] {key} has other conditions in each language ({found}): write the same"
    elif not faults:
        yield from count_complaints(f"[{table}] {key}", text)


def key_in(language: str, key: str) -> str:
    """A text's key in a language: ``title.en``, and ``say.en, sentence 2`` for ``say, sentence 2``."""
    name, comma, rest = key.partition(",")
    return f"{name}.{language}{comma}{rest}"


def missing_languages(table: str, key: str, text: Any, languages: Sequence[str]) -> Iterator[str]:
    """Languages that a text lacks, or that the lecture does not have."""
    if not isinstance(text, dict):
        yield f"[{table}] {key} is missing: write {keys_of(key, languages)}"
        return
    for language in languages:
        if not text.get(language):
            yield f"[{table}] {key}.{language} is missing"
    for language in sorted(set(text) - set(languages)):
        yield (
            f"[{table}] {key}.{language}: the lecture has no {language!r}; its languages are "
            f"{', '.join(languages)}"
        )
