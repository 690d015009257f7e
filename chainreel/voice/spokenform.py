"""The text that a voice reads for a sentence, with the way back to its plain text.

Numbers, formulas, signs, Latin words and listed readings are put into words; all else stays. What
no rule covers and no voice of the language says is an error with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from chainreel.errors import InputError, named_in_errors
from chainreel.show import Shown
from chainreel.voice.formula import spoken_formula
from chainreel.voice.japanese import PARTING, read_whole_words
from chainreel.voice.numerals import needs_parting
from chainreel.voice.readings import Readings, library_readings
from chainreel.voice.wording import said_of, scanner
from chainreel.words import Maths, Piece, Span, Words, plain_of

JAPANESE = r"ぁ-ゖァ-ヺー々〆ヶ一-鿿、。？！「」『』（）・…\n "
ENGLISH = r"A-Za-z ,.;:?!'’“”\"()—…\n-"
ALLOWED = {"ja": re.compile(f"[{JAPANESE}]"), "en": re.compile(f"[{ENGLISH}]")}
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ％ and ３ as % and 3
PUNCTUATION_JA = str.maketrans(",.:;?!()“”", "、。、、？！（）「」")
PUNCTUATION_EN = str.maketrans("‘‐‑─―\N{NO-BREAK SPACE}", "’--—— ")


@dataclass(frozen=True)
class Fragment:
    """Plain characters ``start`` to ``end`` are said by the spoken ones ``said`` to ``said_end``."""

    start: int
    end: int
    said: int
    said_end: int
    same: bool = False  # whether the text stayed as it was, character by character


@dataclass(frozen=True)
class SpokenForm:
    """What a voice reads for a sentence; ``fragments`` lie side by side in both texts."""

    text: str
    language: str
    fragments: tuple[Fragment, ...]

    def offset(self, plain: int) -> int:
        """The spoken character that a plain character begins with: where a cue before it falls."""
        for f in self.fragments:
            if f.start <= plain < f.end:
                return f.said + spoken_offset(plain - f.start, f)
        return len(self.text)

    def plain_span(self, said: int, said_end: int) -> tuple[int, int]:
        """The plain characters that these spoken ones stand for: whole ones where words differ."""
        touched = [f for f in self.fragments if f.said < said_end and said < f.said_end]
        if not touched:
            return (0, 0)
        first, last = touched[0], touched[-1]
        start = first.start + (said - first.said if first.same else 0)
        end = last.end - (last.said_end - said_end if last.same else 0)
        return max(start, first.start), min(end, last.end)


def spoken_offset(offset: int, fragment: Fragment) -> int:
    """Where in a fragment's spoken form an offset of its plain form falls."""
    length, said = fragment.end - fragment.start, fragment.said_end - fragment.said
    return offset if fragment.same else offset * said // length


def spoken_form(words: Words, readings: Readings | None, where: str) -> SpokenForm:
    """Put a sentence into the words a voice says.

    Raises:
        InputError: nothing to say, or a character, word or formula that would not be said.
    """
    readings = readings or library_readings(words.language)
    builder = _Builder(readings, words.plain)
    with named_in_errors(where):
        for is_formula, text in stretches(words):
            builder.formula(text) if is_formula else builder.text(text)
        form = builder.finish()
    if not re.search(r"\w", form.text):
        raise InputError(f"{where}: {words.plain!r} has nothing to say; write a sentence or take it out")
    return form


def stretches(words: Words) -> Iterator[tuple[bool, str]]:
    """The sentence as (is it a formula, its source or text), neighbouring texts joined."""
    run = ""
    for piece in without_spans(words.pieces):
        if isinstance(piece, Maths):
            if run:
                yield False, run
            run = ""
            yield True, maths_source(piece)
        else:
            run += plain_of(piece)
    if run:
        yield False, run


def without_spans(pieces: tuple[Piece, ...]) -> Iterator[str | Shown | Maths]:
    """Pieces without the spans around them."""
    for piece in pieces:
        if isinstance(piece, Span):
            yield from without_spans(piece.pieces)
        else:
            yield piece


def maths_source(piece: Piece) -> str:
    """A formula's Typst source with its numbers as shown."""
    if isinstance(piece, str | Shown):
        return plain_of(piece)
    return "".join(maths_source(p) for p in piece.pieces)


class _Builder:
    """Collects fragments; ``plain`` is what they must add up to."""

    def __init__(self, readings: Readings, plain: str) -> None:
        self.readings, self.plain = readings, plain
        self.said, self.at = "", 0
        self.fragments: list[Fragment] = []
        self.scanner = scanner(readings)

    @property
    def language(self) -> str:
        """ja or en."""
        return self.readings.language

    def formula(self, source: str) -> None:
        """A formula's Typst source, said in words."""
        length = len(plain_of(Maths((source,))))
        self.put(length, spoken_formula(source, self.readings))

    def text(self, text: str) -> None:
        """Running text: numbers, units and listed words are said, the rest stays."""
        text, at = text.translate(FULL_WIDTH), 0
        for match in self.scanner.finditer(text):
            self.keep(text[at : match.start()])
            self.put(len(match[0]), said_of(match, self.readings))
            at = match.end()
        self.keep(text[at:])

    def keep(self, text: str) -> None:
        """Characters that stay, or give way to one like them; Japanese drops its blanks."""
        text = text.translate(PUNCTUATION_JA if self.language == "ja" else PUNCTUATION_EN)
        for part in re.findall(r" +|[^ ]+", text):
            if part.isspace() and self.language == "ja":
                self.add(len(part), "")
            else:
                self.require_allowed(part)
                self.part_from(part)
                self.add(len(part), part, same=True)

    def require_allowed(self, text: str) -> None:
        """Refuse what a voice would drop in silence.

        Raises:
            InputError: a character without a sound.
        """
        for character in text:
            if not ALLOWED[self.language].match(character):
                raise InputError(
                    f"no voice says {character!r} in {self.plain!r}: write it in words, "
                    f"or give it a reading in readings.toml, [{self.language}]"
                )

    def put(self, length: int, spoken: str) -> None:
        """Characters that are said otherwise."""
        self.part_from(spoken)
        self.add(length, spoken)

    def part_from(self, spoken: str) -> None:
        """Part what was said from what would run into it: 「・」 in Japanese, a blank in English."""
        if self.language == "ja" and needs_parting(self.said, spoken):
            self.add(0, PARTING)
        elif self.language == "en" and self.said[-1:].isalnum() and spoken[:1].isalnum():
            self.add(0, " ")

    def add(self, length: int, spoken: str, same: bool = False) -> None:
        """The next ``length`` plain characters and what is said for them, ``same`` if unchanged."""
        said = len(self.said)
        self.fragments.append(Fragment(self.at, self.at + length, said, said + len(spoken), same))
        self.said += spoken
        self.at += length

    def finish(self) -> SpokenForm:
        """What was collected, with listed Japanese words in kana."""
        form = SpokenForm(self.said, self.language, tuple(self.fragments))
        return with_kana(form, self.readings) if self.language == "ja" else form


def with_kana(form: SpokenForm, readings: Readings) -> SpokenForm:
    """The Japanese form with its listed words (値) in kana, where they stand as words of their own."""
    listed = {w: r for w, r in readings.words.items() if not w.isascii()}
    text, fragments, shift = "", [], 0
    swaps = read_whole_words(form.text, listed)
    at = 0
    for start, end, reading in swaps:
        text += form.text[at:start] + reading
        at = end
    text += form.text[at:]
    for f in cut_at(form.fragments, [edge for s, e, _ in swaps for edge in (s, e)]):
        kana = next((r for s, e, r in swaps if (s, e) == (f.said, f.said_end)), None)
        said = f.said + shift
        shift += len(kana) - (f.said_end - f.said) if kana else 0
        fragments.append(Fragment(f.start, f.end, said, f.said_end + shift, f.same and kana is None))
    return SpokenForm(text, form.language, tuple(fragments))


def cut_at(fragments: tuple[Fragment, ...], edges: list[int]) -> list[Fragment]:
    """The fragments, those that stayed the same cut at the spoken offsets ``edges``."""
    cut: list[Fragment] = []
    for f in fragments:
        inner = sorted({e for e in edges if f.said < e < f.said_end}) if f.same else []
        bounds = [f.said, *inner, f.said_end]
        for left, right in pairwise(bounds):
            if f.same:
                start = f.start + left - f.said
                cut.append(Fragment(start, start + right - left, left, right, same=True))
            else:
                cut.append(f)
    return cut
