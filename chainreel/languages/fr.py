"""French."""

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
NARROW = "\N{NARROW NO-BREAK SPACE}"

# --- numbers in text -------------------------------------------------------------------------------

CARDINALS = (
    "zéros?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?"
    "|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille|milliers?|millions?"
    "|milliards?|billions?"
)
ORDINALS = (
    "(?:deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|treiz|quatorz|quinz|seiz|vingt|un|trent|quarant"
    "|cinquant|soixant|cent|mill|million|milliard)ièmes?|seconde?|tiers|tierce|quarts?"
)
MULTIPLES = (
    "doubl(?:e|es|ent|er|é|és|ée|ées|ant)|tripl(?:e|es|ent|er|é|és|ée|ées)|quadrupl(?:e|es|ent|er|é)"
    "|quintuples?|décuples?|centupl(?:e|es|er)|demie?s?|moitiés?"
)
GROUPS = "(?:diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines?"
AFTER_TENS = "".join(f"(?<!{tens} )" for tens in ["vingt", "trente", "quarante", "cinquante", "soixante"])
STATED = re.compile(
    rf"\b(?:{CARDINALS}|{ORDINALS}|{MULTIPLES}|{GROUPS}"
    # one, where the text insists on it: un seul, égal à un, vingt et un
    r"|une? seule?|(?:seulement|exactement|uniquement|au moins|au plus|moins d[’']|plus d[’'])\s?une?"
    r"|une?(?=\s?[.,;:!?)]|\Z)|et une?)\b"
    rf"|[{IDEOGRAPHS}]+",
    re.IGNORECASE,
)
ARGUABLE = re.compile(r"\b(?:une paire(?= d)|un duo|un trio|un couple(?= d))\b", re.IGNORECASE)
PASSES = re.compile(
    r"\bl[’']une?\b|\bl[’']un et l[’']autre\b|\bpour cent\b|\b(?:ch|quelqu[’'])une?\b"
    rf"|{AFTER_TENS}\bet une? (?!seule?\b)(?=[a-zà-ÿœ]{{3,}})"
    r"|\bun(?:e)? (?:à|par|après) une?\b|\b(?:à|de|tout|flambant) neuf\b|\bau cube\b|\bpas une?(?= )",
    re.IGNORECASE,
)

# --- numbers in words and as they are said -----------------------------------------------------------


def cardinal(number: int) -> str:
    """``trente et un``"""
    return str(num2words(number, lang="fr"))


def ordinal(number: int) -> str:
    """``premier``, ``deuxième``, ``deux millionième``"""
    if number == 1:
        return "premier"
    text = re.sub(r"(vingt|cent|million|milliard)s$", r"\1", cardinal(number))
    text = re.sub("cinq$", "cinqu", re.sub("neuf$", "neuv", text))
    return f"{text.removesuffix('e')}ième"


NAMED_PARTS = {2: "demi", 3: "tiers", 4: "quart"}


def part(denominator: int) -> str:
    """``un tiers``, ``un deux-millionième``"""
    return f"un {NAMED_PARTS.get(denominator) or ordinal(denominator).replace(' ', '-')}"


def plural(count: int) -> Literal["one", "other"]:
    """Nought and one are one; all else is many."""
    return "one" if count in (0, 1) else "other"


def figures(digits: str) -> str:
    """``0.25`` is zéro virgule vingt-cinq: decimals are said as a number, zeros before it one by one."""
    whole, _, decimals = digits.partition(".")
    if not decimals:
        return cardinal(int(whole))
    rest = decimals.lstrip("0")
    zeros = ["zéro"] * (len(decimals) - len(rest))
    return " ".join([cardinal(int(whole)), "virgule", *zeros, *([cardinal(int(rest))] if rest else [])])


def power(base: str, exponent: str, minus: str) -> str:
    """``dix puissance moins six``, ``iks au carré``"""
    bare = exponent.lstrip("-")
    if exponent in ("2", "3"):
        return f"{base} au {'carré' if exponent == '2' else 'cube'}"
    said = cardinal(int(bare)) if bare.isdigit() else bare
    return f"{base} puissance {minus + ' ' if exponent.startswith('-') else ''}{said}"


def grid(sides: Sequence[str], times: str) -> str:  # noqa: ARG001
    """``trois par trois``"""
    return " par ".join(sides)


LANGUAGE = Language(
    tag="fr",
    name="français",
    locale=Locale(iso639="fra", region="fr-FR", typst='lang: "fr"', direction="ltr"),
    number_words=NumberWords(
        stated=STATED, arguable=ARGUABLE, passes=PASSES,
        idioms=read_idioms(HERE / "fr.idioms.txt"), joints=re.compile(r"[ -](?:et |de )?"),
    ),
    numerals=Numerals(
        decimal=",", thousands=NARROW, percent=f"{NARROW}%",
        cardinal=cardinal, counting=cardinal, ordinal=ordinal, part=part, plural=plural,
    ),
    speech=SpeechForms(
        figures=figures,
        year=figures,
        percent=lambda number: f"{number} pour cent",
        power=power,
        grid=grid,
        chain=", ".join,
        fraction=lambda above, below: f"{above} sur {below}",
        argument="de",
        after_name=" ",
        between_words=" ",
        parting=" ",
        runs_together=lambda before, after: before[-1:].isalnum() and after[:1].isalnum(),
        spells_latin=False,
        keeps_blanks=True,
        sayable=re.compile(r"[A-Za-zÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ ,.;:?!'’“”«»\"()—…\n-]"),
        punctuation=str.maketrans("‘‐‑─―\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "’--——  "),
        readable=re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ][A-Za-zÀ-ÖØ-öø-ÿŒœ' ,-]*"),
        reading_kind="a respelling in ordinary words",
        breaths=(r"(?<=[.!?]) ", r"(?<=[,;:—)]) ", r" "),
    ),
    lines=Lines(
        phrases=breaking.words,
        never_first=breaking.ALL_NEVER_FIRST + "»”’",
        never_last=breaking.ALL_NEVER_LAST + "«“",
        glued=breaking.one_word,
        gap_to_maths=breaking.is_han_or_kana,
        pauses=",.:;",
    ),
    # Netflix's timed text guide for French: 42 letters, 17 a second; just under it
    captions=Captions(
        widest=42.0, lines=2, fastest=16.8, width=breaking.letters, endings=breaking.ENDINGS + "»”",
        parting=breaking.after_words(
            "à", "a", "y", "ô", "le", "la", "les", "un", "une", "des", "du", "de", "et", "ou", "en", "au",
            "aux",
        ),
    ),
    # a calm lecturer; French needs some more words than English
    pace=Pace(
        unit="words", said=breaking.word_count, a_minute=145,
        read=breaking.word_count, a_breath=20, a_screen=42,
    ),
    fonts=Fonts(
        families='((name: "Inter", covers: "latin-in-cjk"), "Inter", "Noto Sans JP", "Chainreel Maths")',
        lightest=400,
        files=("Inter_500Medium.ttf", "NotoSansJP_500Medium.ttf", "ChainreelMaths-Regular.otf"),
        credit="Inter, Noto Sans JP (SIL Open Font License 1.1); New Computer Modern (GUST Font License)",
    ),
    labels=read_labels(HERE / "fr.toml"),
    voices={"recordings": "", "none": ""},
    between_sentences=" ",
    readings=HERE.parent / "readings" / "fr.toml",
    documents=HERE / "documents",
)  # fmt: skip
