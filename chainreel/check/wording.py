"""Rules for words: length, glyphs, equations, and numbers that still are what their text says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chainreel.check.finding import Finding
from chainreel.draw.text.glyphs import missing
from chainreel.errors import InputError
from chainreel.number import evaluate
from chainreel.script import FilledBeat, FilledScript
from chainreel.script.equations import require_true_equation
from chainreel.show import Shown, text_of
from chainreel.words import Maths, Piece, Words, children

LONGEST_SENTENCE = {"ja": 40, "en": 18}  # characters, words (docs/writing.md, Limits)
NESTED_SCRIPT = re.compile(r"[_^]\([^()]*(?:\([^()]*\)[^()]*)*[_^]")  # Typst sets it at half size
SILENT = re.compile(r"[\s、。，．・：；？！「」『』（）…—]")  # characters that take no breath


@dataclass(frozen=True)
class Passage:
    """A text of the script with its place in it."""

    beat: str
    key: str
    words: Words
    said: bool = False


def passages(script: FilledScript) -> Iterator[Passage]:
    """Every text of a chapter in its language."""
    for key, words in (("title", script.title), ("question", script.question), ("answer", script.answer)):
        yield Passage("", key, words)
    for beat in script.beats:
        yield from beat_passages(beat)


def beat_passages(beat: FilledBeat) -> Iterator[Passage]:
    """Every text of a beat."""
    yield Passage(beat.name, "title", beat.title)
    for index, sentence in enumerate(beat.say):
        yield Passage(beat.name, f"say, sentence {index + 1}", sentence.words, said=True)
    for key, words in beat.show.items():
        yield Passage(beat.name, f"show.{key}", words)
    for key, words in beat.notes.items():
        yield Passage(beat.name, f"notes.{key}", words)


def word_findings(script: FilledScript) -> Iterator[Finding]:
    """Everything that is wrong with a chapter's words, without looking at a picture."""
    for passage in passages(script):
        for rule, message in wording_complaints(passage):
            place = f"{passage.key}.{script.language}"
            yield Finding(script.chapter, passage.beat, script.language, rule, (place,), message)


def wording_complaints(passage: Passage) -> Iterator[tuple[str, str]]:
    """Rule and message of each fault of a text."""
    words = passage.words
    if passage.said:
        yield from too_long(words)
    absent = [c for c in missing(words.plain) if not c.isspace()]
    if absent:
        yield "glyph", f"no font of the library has {' '.join(absent)} in {words.plain!r}"
    try:
        require_true_equation(words)
    except InputError as error:
        yield "equation", str(error)
    if nested := next((m for m in maths_in(words.pieces) if NESTED_SCRIPT.search(m)), None):
        yield "text size", f"a power or index within another is under 0.65 of its text: {nested!r}"
    for shown in words.shown:
        yield from untrue_text(shown, words.language)


def maths_in(pieces: Iterable[Piece]) -> Iterator[str]:
    """Every formula of a text, in Typst's notation, with its numbers filled in."""
    for piece in pieces:
        if isinstance(piece, Maths):
            yield "".join(source_of(p) for p in piece.pieces)
        else:
            yield from maths_in(children(piece))


def source_of(piece: Piece) -> str:
    """A piece of a formula in Typst's notation, its numbers filled in."""
    if isinstance(piece, str):
        return piece
    return piece.text if isinstance(piece, Shown) else "".join(source_of(p) for p in children(piece))


def too_long(words: Words) -> Iterator[tuple[str, str]]:
    """A sentence that cannot be said in a breath."""
    length, limit = measure(words), LONGEST_SENTENCE[words.language]
    if length > limit:
        unit = "characters" if words.language == "ja" else "words"
        yield "long sentence", f"{length} {unit}, at most {limit} can be said in a breath: {words.plain!r}"


def measure(words: Words) -> int:
    """The length of a text: characters without punctuation in Japanese, words in English."""
    return len(SILENT.sub("", words.plain)) if words.language == "ja" else len(words.plain.split())


def untrue_text(shown: Shown, language: str) -> Iterator[tuple[str, str]]:
    """A number whose value, computed again from its sources, is shown otherwise."""
    again = evaluate(shown.number)
    if again != shown.number.value:
        yield (
            "derived number",
            f"{shown.text!r} stands for {shown.number.value!r}, but its sources give {again!r}",
        )
    elif (text := text_of(again, shown.style, language)) != shown.text:
        yield "derived number", f"{shown.text!r} should read {text!r} in the style {shown.style!r}"
