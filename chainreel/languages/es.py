"""Spanish."""

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
    "ceros?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    "|dieciséis|dieciseis|diecisiete|dieciocho|diecinueve|veinte|veinti[a-zéóú]+|treinta|cuarenta|cincuenta"
    "|sesenta|setenta|ochenta|noventa|cien|cientos?|[a-z]*cient[oa]s|quinient[oa]s|mil|miles"
    "|mill[oó]n|millones|bill[oó]n|billones|millardos?"
)
ORDINALS = (
    "segund[oa]|tercer[oa]?s?|cuart[oa]s?|quint[oa]s?|sext[oa]s?|séptim[oa]s?|octav[oa]s?|noven[oa]s?|décim[oa]s?"
    "|undécim[oa]s?|duodécim[oa]s?|vigésim[oa]s?|trigésim[oa]s?|centésim[oa]s?|milésim[oa]s?|millonésim[oa]s?"
    r"|[a-zé]+av[oa]s(?<!octavos)(?<!octavas)|onceav[oa]|doceav[oa]"
)
MULTIPLES = (
    "dobles?|duplic(?:a|an|ar|ó|ado|ada|ados|adas|ando)|tripl(?:e|es|ica|ican|icar|icó|icado|icada)"
    "|cuádruples?|cuadruplic(?:a|an|ar|ó)|quíntuples?|céntuplo|centuplic(?:a|an|ar|ó)"
)
GROUPS = (
    "docenas?|decenas?|quincenas?|veintenas?|centenas?|centenar(?:es)?|millar(?:es)?|mitad(?:es)?|tercios?"
)
AFTER_TENS = "".join(
    f"(?<!{tens} )"
    for tens in ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
)
STATED = re.compile(
    rf"\b(?:{CARDINALS}|{ORDINALS}|{MULTIPLES}|{GROUPS}"
    # one, where the text insists on it: solo uno, igual a uno, treinta y un
    r"|(?:(?:tan )?s[oó]lo|únicamente|exactamente|al menos|como (?:máximo|mínimo)|más de|menos de) una?(?:o)?"
    r"|un[ao]? s[oó]l[oa]|uno|una(?=[.,;:!?)]|\Z)|y un[ao]?"
    # half, where it is a number: y medio, media hora; la media is the mean
    r"|y medi[oa]|un medio(?! de)|medi[oa] (?:millón|docena|hora|segundo|minuto|punto|siglo))\b"
    rf"|[{IDEOGRAPHS}]+",
    re.IGNORECASE,
)
ARGUABLE = re.compile(r"\b(?:amb[oa]s|un par(?= de\b)|sendos|sendas|parejas?)\b", re.IGNORECASE)
PASSES = re.compile(
    r"\bun[oa] de (?:l[oa]s|est[oa]s|es[oa]s|ell[oa]s|sus|nuestr[oa]s)\b"
    rf"|{AFTER_TENS}\by un[ao]? (?!solo|sola|sólo)(?=[a-záéíóúñ]{{3,}})"
    r"|\bcada un[oa]\b|\bun[oa] (?:a|por|tras) un[oa]\b|\bun[oa] tras otr[oa]\b"
    r"|\b(?:el|la|ni) un[oa]\b|\bun[oa] u otr[oa]\b|\bun[oa] y otr[oa]\b"
    r"|\bpor ciento\b|\buno (?:mismo|puede|debe)\b"
    r"|\bamb[oa]s:|\b(?:el|un|del|al) doble (?:sentido|filo|clic)\b",
    re.IGNORECASE,
)

# --- numbers in words and as they are said -----------------------------------------------------------


def cardinal(number: int) -> str:
    """``treinta y uno``; before mil and millones it loses its o, which num2words forgets."""
    text = str(num2words(number, lang="es"))
    return re.sub(r"(veinti)uno(?= mil| mill)", r"\1ún", re.sub(r"y uno(?= mil| mill)", "y un", text))


def counting(number: int) -> str:
    """The number before a noun: ``un``, ``veintiún``, ``treinta y un``."""
    text = cardinal(number)
    return re.sub(r"veintiuno$", "veintiún", re.sub(r"(^|\s)uno$", r"\1un", text))


def ordinal(number: int) -> str:
    """``tercero``; from eleven on, as is usual in speech, ``número treinta y uno``."""
    return str(num2words(number, lang="es", to="ordinal")) if number <= 10 else f"número {cardinal(number)}"


NAMED_PARTS = {
    2: "medio", 3: "tercio", 4: "cuarto", 5: "quinto", 6: "sexto", 7: "séptimo", 8: "octavo", 9: "noveno",
    10: "décimo", 100: "centésimo", 1000: "milésimo", 10**6: "millonésimo",
}  # fmt: skip


def part(denominator: int) -> str:
    """``un tercio``, ``una parte entre dos millones``"""
    if denominator in NAMED_PARTS:
        return f"un {NAMED_PARTS[denominator]}"
    return f"una parte entre {cardinal(denominator)}"


def plural(count: int) -> Literal["one", "other"]:
    """One is one; all else is many."""
    return "one" if count == 1 else "other"


def figures(digits: str) -> str:
    """``0.25`` is cero coma veinticinco: decimals are said as a number, zeros before it one by one."""
    whole, _, decimals = digits.partition(".")
    if not decimals:
        return cardinal(int(whole))
    if len(decimals) > 2 or decimals.startswith("0"):
        return f"{cardinal(int(whole))} coma {' '.join(cardinal(int(digit)) for digit in decimals)}"
    return f"{cardinal(int(whole))} coma {cardinal(int(decimals))}"


def power(base: str, exponent: str, minus: str) -> str:
    """``diez elevado a menos seis``, ``equis al cuadrado``"""
    bare = exponent.lstrip("-")
    if exponent in ("2", "3"):
        return f"{base} al {'cuadrado' if exponent == '2' else 'cubo'}"
    said = cardinal(int(bare)) if bare.isdigit() else bare
    return f"{base} elevado a {minus + ' ' if exponent.startswith('-') else ''}{said}"


def grid(sides: Sequence[str], times: str) -> str:
    """``tres por tres``"""
    return f" {times} ".join(sides)


LANGUAGE = Language(
    tag="es",
    name="español",
    locale=Locale(iso639="spa", region="es-ES", typst='lang: "es"', direction="ltr"),
    number_words=NumberWords(
        stated=STATED, arguable=ARGUABLE, passes=PASSES,
        idioms=read_idioms(HERE / "es.idioms.txt"), joints=re.compile(r" (?:y |de )?"),
    ),
    # marks as the Royal Spanish Academy prefers them; a blank before the percent sign
    numerals=Numerals(
        decimal=",", thousands=NARROW, percent=f"{NARROW}%",
        cardinal=cardinal, counting=counting, ordinal=ordinal, part=part, plural=plural,
    ),
    speech=SpeechForms(
        figures=figures,
        year=figures,
        percent=lambda number: f"{number} por ciento",
        power=power,
        grid=grid,
        chain=", ".join,
        fraction=lambda above, below: f"{above} entre {below}",
        argument="de",
        after_name=" ",
        between_words=" ",
        parting=" ",
        runs_together=lambda before, after: before[-1:].isalnum() and after[:1].isalnum(),
        spells_latin=False,
        keeps_blanks=True,
        sayable=re.compile(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ ,.;:?!¿¡'’“”«»\"()—…\n-]"),
        punctuation=str.maketrans("‘‐‑─―\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "’--——  "),
        readable=re.compile(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ][A-Za-zÁÉÍÓÚÜÑáéíóúüñ' ,-]*"),
        reading_kind="a respelling in ordinary words",
        breaths=(r"(?<=[.!?]) ", r"(?<=[,;:—)]) ", r" "),
    ),
    lines=Lines(
        phrases=breaking.words,
        never_first=breaking.ALL_NEVER_FIRST + "»”’",
        never_last=breaking.ALL_NEVER_LAST + "«“¿¡",
        glued=breaking.one_word,
        gap_to_maths=breaking.is_han_or_kana,
        pauses=",.:;",
    ),
    # Netflix's timed text guide for Spanish: 42 letters, 17 a second; just under it
    captions=Captions(
        widest=42.0, lines=2, fastest=16.8, width=breaking.letters, endings=breaking.ENDINGS + "»”",
        parting=breaking.after_words(
            "a", "e", "o", "u", "y", "el", "la", "los", "las", "lo", "un", "una", "unos", "unas", "al", "del",
            "de", "en", "se",
        ),
    ),
    # a calm lecturer; Spanish needs some more words than English
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
    labels=read_labels(HERE / "es.toml"),
    voices={"recordings": "", "none": ""},
    between_sentences=" ",
    readings=HERE.parent / "readings" / "es.toml",
    documents=HERE / "documents",
)  # fmt: skip
