"""English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from num2words import num2words

from chainreel.languages import breaking
from chainreel.languages.labels import read_labels
from chainreel.languages.language import (
    Captions,
    Fonts,
    Language,
    Lines,
    Locale,
    NumberWords,
    Numerals,
    Pace,
    SpeechForms,
)
from chainreel.languages.number_guard import IDEOGRAPHS, read_idioms

HERE = Path(__file__).parent

# --- numbers in text -------------------------------------------------------------------------------

SMALL = "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|nought|naught"
TEENS = "(?:thir|four|fif|six|seven|eigh|nine)teen"
TENS = "(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
LARGE = "hundred|thousand|million|billion|trillion"
ORDINALS = (
    r"(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf)ths?|thirds?|quarters?|halves|half|second"
    rf"|{TEENS}ths?|(?:twen|thir|for|fif|six|seven|eigh|nine)tieths?|(?:{LARGE})ths?"
)
MULTIPLES = (
    r"twice|thrice|double[ds]?|doubling|triple[ds]?|tripling|quadruple[ds]?|quintuple[ds]?|sextuple[ds]?|halve[ds]?|halving"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million)[- ]?folds?"
)
STATED = re.compile(
    rf"\b(?:{SMALL}|{TEENS}|{TENS}|(?:{LARGE})s?|zeros|zeroes|tens|dozens?|{ORDINALS}|{MULTIPLES}"
    rf"|threescore|fourscore)\b|[{IDEOGRAPHS}]+",
    re.IGNORECASE,
)
ARGUABLE = re.compile(
    r"\b(?:both|(?:a|the) (?:couple|pair|duo|trio|quartet)|twins?|umpteen)\b", re.IGNORECASE
)
PASSES = re.compile(
    # "both" that names its two; "a new one", "the small one": a pronoun
    r"\bboth (?:[\w'’-]+ ){0,5}and\b"
    r"|\bfrom one (?:[\w'’-]+ )?(?:to|into) (?:the next|another|the other)\b"
    r"|\b(?:a|an|the) (?:bigger|better|new|old|small|smaller|large|larger|deep|deeper|shallow|good|bad|simple"
    r"|simpler|short|shorter|long|longer|last|next|same|first|previous|previous) one\b",
    re.IGNORECASE,
)

# --- numbers in words ------------------------------------------------------------------------------


def cardinal(number: int) -> str:
    """``thirty-one``"""
    return str(num2words(number))


def ordinal(number: int) -> str:
    """``thirty-first``"""
    return str(num2words(number, to="ordinal"))


def part(denominator: int) -> str:
    """``one half``, ``one two-millionth``"""
    named = ordinal(denominator).replace(" ", "-").replace(",", "")
    return f"one {'half' if denominator == 2 else named}"


def plural(count: int) -> Literal["one", "other"]:
    """One is one; all else is many."""
    return "one" if count == 1 else "other"


# --- numbers as they are said ----------------------------------------------------------------------


def figures(digits: str) -> str:
    """``0.25`` is zero point two five."""
    whole, _, decimals = digits.partition(".")
    words = cardinal(int(whole)).replace(",", "")
    return f"{words} point {' '.join(cardinal(int(d)) for d in decimals)}" if decimals else words


def power(base: str, exponent: str, minus: str) -> str:
    """``ten to the minus six``, ``ex squared``"""
    bare = exponent.lstrip("-")
    if exponent.startswith("-"):
        return f"{base} to the {minus} {figures(bare) if bare.isdigit() else bare}"
    if bare in ("2", "3"):
        return f"{base} {'squared' if bare == '2' else 'cubed'}"
    return f"{base} to the {ordinal(int(bare)) if bare.isdigit() else bare}"


def grid(sides: Sequence[str], times: str) -> str:  # noqa: ARG001
    """``three by three``"""
    return " by ".join(sides)


LANGUAGE = Language(
    tag="en",
    name="English",
    locale=Locale(iso639="eng", region="en-US", typst='lang: "en"', direction="ltr"),
    number_words=NumberWords(
        stated=STATED, arguable=ARGUABLE, passes=PASSES, idioms=read_idioms(HERE / "en.idioms.txt"),
        joints=re.compile(r"[ -]|,? and |, | of "),
    ),
    numerals=Numerals(
        decimal=".", thousands=",", percent="%",
        cardinal=cardinal, counting=cardinal, ordinal=ordinal, part=part, plural=plural,
    ),
    speech=SpeechForms(
        figures=figures,
        year=figures,
        percent=lambda number: f"{number} percent",
        power=power,
        grid=grid,
        chain=", ".join,
        fraction=lambda above, below: f"{above} over {below}",
        argument="of",
        after_name=" ",
        between_words=" ",
        parting=" ",
        runs_together=lambda before, after: before[-1:].isalnum() and after[:1].isalnum(),
        spells_latin=False,
        keeps_blanks=True,
        sayable=re.compile(r"[A-Za-z ,.;:?!'’“”\"()—…\n-]"),
        punctuation=str.maketrans("‘‐‑─―\N{NO-BREAK SPACE}", "’--—— "),
        readable=re.compile(r"[A-Za-z][A-Za-z' ,-]*"),
        reading_kind="a respelling in ordinary words",
        breaths=(r"(?<=[.!?]) ", r"(?<=[,;:—)]) ", r" "),
    ),
    lines=Lines(
        phrases=breaking.words,
        never_first=breaking.ALL_NEVER_FIRST,
        never_last=breaking.ALL_NEVER_LAST,
        glued=breaking.one_word,
        gap_to_maths=breaking.is_han_or_kana,
        pauses="、。,.:;",
    ),
    # Netflix's timed text guide for English: 42 letters, 20 a second; just under it, for rounded times
    captions=Captions(
        widest=42.0, lines=2, fastest=19.7, width=breaking.letters, endings=breaking.ENDINGS,
        parting=breaking.after_words("a", "an", "the", "I"),
    ),
    pace=Pace(
        unit="words", said=breaking.word_count, a_minute=140,
        read=breaking.word_count, a_breath=18, a_screen=40,
    ),
    fonts=Fonts(
        families='((name: "Inter", covers: "latin-in-cjk"), "Noto Sans JP", "Inter", "Chainreel Maths")',
        lightest=400,
        files=("Inter_500Medium.ttf", "NotoSansJP_500Medium.ttf", "ChainreelMaths-Regular.otf"),
        credit="Inter, Noto Sans JP (SIL Open Font License 1.1); New Computer Modern (GUST Font License)",
    ),
    labels=read_labels(HERE / "en.toml"),
    voices={"kokoro": "am_michael", "recordings": "", "none": ""},
    between_sentences=" ",
    readings=HERE.parent / "readings" / "en.toml",
    documents=HERE / "documents",
)  # fmt: skip
