"""Language: all that Chainreel knows of one, so that nothing else asks which language it is.

A module that holds ``LANGUAGE = Language(...)`` adds one (``discovery.py``). No field has a default: what
a language does not say is missed by name, never taken from English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from chainreel.errors import InputError
from chainreel.languages.completeness import empty_fields
from chainreel.languages.labels import Labels


def may_be_empty() -> Any:
    """A field of a language that may hold nothing: that too must be said."""
    return field(metadata={"may_be_empty": True})


@dataclass(frozen=True, kw_only=True)
class Locale:
    """How other programs call the language, and which way it runs.

    ``iso639`` has three letters (MP4), ``region`` is such as ``en-US`` (PowerPoint), ``typst`` are the
    arguments of Typst's ``text``.
    """

    iso639: str
    region: str
    typst: str
    direction: Literal["ltr", "rtl"]


@dataclass(frozen=True, kw_only=True)
class NumberWords:
    """Words that state a number, and how they are found (``number_guard.py``).

    ``stated`` finds them; ``arguable`` finds words that count loosely (both, a couple), which a lecture may
    allow by name. ``idioms`` are fixed words, and ``passes`` finds turns of phrase, that hold a numeral and
    state none; they are set aside first. ``joints`` lie between the words of one number.
    """

    stated: re.Pattern[str]
    arguable: re.Pattern[str]
    passes: re.Pattern[str]
    idioms: tuple[str, ...] = may_be_empty()
    joints: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class Numerals:
    """How numbers are written: marks between digits, and whole numbers in words.

    ``cardinal`` is the number by itself, ``counting`` as it stands with what it counts (three of them),
    ``part`` one divided by the number (a third). ``plural`` says which form a noun takes.
    """

    decimal: str
    thousands: str
    percent: str
    cardinal: Callable[[int], str]
    counting: Callable[[int], str]
    ordinal: Callable[[int], str]
    part: Callable[[int], str]
    plural: Callable[[int], Literal["one", "other"]]

    def localise(self, figures: str) -> str:
        """``393,216.5`` and ``96.9%`` with the language's own marks."""
        swapped = figures.translate({ord(","): self.thousands, ord("."): self.decimal})
        return swapped.replace("%", self.percent)

    def plain(self, figures: str) -> str:
        """What ``localise`` was given."""
        bare = figures.replace(self.percent, "%")
        return bare.translate({ord(self.thousands): ",", ord(self.decimal): "."})


@dataclass(frozen=True, kw_only=True)
class SpeechForms:
    """How numbers and formulas are said, and what a text to be spoken may hold.

    ``figures`` says plain digits (``0.25``), ``year`` those of a year, ``percent`` puts the word to a number
    that was said; ``power`` takes a base, an exponent (digits with or without a minus, or words) and the
    word for minus. ``grid`` says a shape such as 3x3, ``chain`` a row such as 2-3-2-1; ``fraction`` takes
    numerator and denominator; ``argument`` stands before a function's. ``parting`` is put between what
    ``runs_together`` says would be heard as one word. ``sayable`` matches each character that a voice says;
    ``punctuation`` maps marks to those; ``readable`` matches a reading, ``reading_kind`` calls it for
    messages. ``breaths`` are the places where a long sentence is parted, the best first.
    """

    figures: Callable[[str], str]
    year: Callable[[str], str]
    percent: Callable[[str], str]
    power: Callable[[str, str, str], str]
    grid: Callable[[Sequence[str], str], str]
    chain: Callable[[Sequence[str]], str]
    fraction: Callable[[str, str], str]
    argument: str = may_be_empty()
    after_name: str = may_be_empty()
    between_words: str = may_be_empty()
    parting: str
    runs_together: Callable[[str, str], bool]
    spells_latin: bool
    keeps_blanks: bool
    sayable: re.Pattern[str]
    punctuation: Mapping[int, int]
    readable: re.Pattern[str]
    reading_kind: str
    breaths: tuple[str, ...]

    def join(self, words: Sequence[str]) -> str:
        """Words one after another, parted where they would run together."""
        text = ""
        for word in words:
            if not text or not word:
                text += word
            elif self.between_words:
                text += self.between_words + word
            else:
                text += (self.parting if self.runs_together(text, word) else "") + word
        return text


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Where lines may break. ``phrases`` parts a text in stretches, side by side, that stay whole.

    ``glued`` says whether two characters stand in one word; ``gap_to_maths`` whether a character keeps a
    thin space from a formula beside it. ``pauses`` end a line well.
    """

    phrases: Callable[[str], Sequence[str]]
    never_first: str
    never_last: str
    glued: Callable[[str, str], bool]
    gap_to_maths: Callable[[str], bool]
    pauses: str

    def may_break(self, text: str, place: int) -> bool:
        """Whether a line may begin at the character ``place`` of ``text``."""
        before, after = text[place - 1], text[place]
        return not (after in self.never_first or before in self.never_last or self.glued(before, after))


@dataclass(frozen=True, kw_only=True)
class Captions:
    """Limits of a caption, in units of ``width``: a line's, and how many a second can be read.

    ``parting(text)`` has the offsets at which a new line would part what belongs together: with 2 within a
    word of a script without blanks, with 1 between words of which one leans on the other, as an article does
    on its noun. A line ends there only if it would not fit otherwise.
    """

    widest: float
    lines: int
    fastest: float
    width: Callable[[str], float]
    endings: str
    parting: Callable[[str], Mapping[int, int]]


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast a calm speaker is, and how much fits a breath and a screen, in ``unit``.

    ``said`` counts what takes time to say, of which ``a_minute`` are said; ``read`` counts what is read:
    ``a_breath`` in a sentence, ``a_screen`` at a time.
    """

    unit: Literal["characters", "words"]
    said: Callable[[str], int]
    a_minute: int
    read: Callable[[str], int]
    a_breath: int
    a_screen: int


@dataclass(frozen=True, kw_only=True)
class Fonts:
    """Type: Typst's list of families in the order of fallback, the files that hold the glyphs, the credit.

    ``lightest`` is the least weight of the language's own script: a text role that asks for less gets it.
    """

    families: str
    lightest: int
    files: tuple[str, ...]
    credit: str


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language. ``voices`` names the engines that speak it, each with its voice (empty: the user's).

    ``readings`` is a TOML file of how signs, letters, units and names are said; ``documents`` the folder of
    ``guide.<tag>.md`` and ``upload.<tag>.md``. ``between_sentences`` stands in a paragraph.

    Raises:
        InputError: a field is empty, a file is missing, or the language runs from right to left.
    """

    tag: str
    name: str
    locale: Locale
    number_words: NumberWords
    numerals: Numerals
    speech: SpeechForms
    lines: Lines
    captions: Captions
    pace: Pace
    fonts: Fonts
    labels: Labels
    voices: Mapping[str, str]
    between_sentences: str = may_be_empty()
    readings: Path
    documents: Path

    def __post_init__(self) -> None:
        require_left_to_right(self)
        require_complete(self)

    def document(self, name: str) -> Path:
        """The template of a document such as ``guide.md`` in this language."""
        stem, _, kind = name.partition(".")
        return self.documents / f"{stem}.{self.tag}.{kind}"

    def voice(self, engine: str) -> str:
        """The voice of an engine that speaks this language; empty if it is the user's to choose.

        Raises:
            InputError: the engine does not speak it.
        """
        if engine not in self.voices:
            raise InputError(
                f"the voice {engine} does not speak {self.name} ({self.tag}): choose {either_of(self.voices)}"
            )
        return self.voices[engine]

    def name_of(self, other: Language) -> str:
        """What another language is called in this one; its own name if nobody has said."""
        return self.labels.languages.get(other.tag, other.name)


def either_of(names: Iterable[str]) -> str:
    """Names to choose from: ``a, b or c``."""
    *first, last = names
    return " or ".join([", ".join(first), last] if first else [last])


DOCUMENTS = ("guide.md", "upload.md")


def require_left_to_right(language: Language) -> None:
    """Refuse a language that runs from right to left.

    Raises:
        InputError: it does.
    """
    if language.locale.direction != "ltr":
        raise InputError(
            f"{language.name} ({language.tag}) runs from right to left, which nothing here can draw yet: "
            "choose a language that runs from left to right"
        )


def require_complete(language: Language) -> None:
    """Refuse a language that leaves something out.

    Raises:
        InputError: naming every field that is empty and every file that is missing.
    """
    empty = list(empty_fields(language))
    if empty:
        raise InputError(f"the language {language.tag!r} leaves {', '.join(empty)} empty: fill them in")
    files = [language.readings, *map(language.document, DOCUMENTS)]
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise InputError(f"the language {language.tag!r} lacks {', '.join(missing)}: write them")
