"""Numbers as they are said, in the words of their language."""

from __future__ import annotations

import re

from chainreel.languages.language import Language, Numerals
from chainreel.show import SUPERSCRIPT
from chainreel.voice.readings import Readings

PLAIN = {code: chr(plain) for plain, code in SUPERSCRIPT.items()}
BLANK = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
RAISED = "[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+"


def number_pattern(numerals: Numerals) -> str:
    """A number in figures, with the marks of its language, and with its percent sign if it has one."""
    thousands, decimal = re.escape(numerals.thousands), re.escape(numerals.decimal)
    return (
        rf"(?P<sign>(?<!\w)[-−+±×](?=\d))?(?P<digits>\d{{1,3}}(?:{thousands}\d{{3}})+(?!\d)|\d+)"
        rf"(?P<fraction>{decimal}\d+)?(?:(?P<ten>×10)?(?P<raised>{RAISED}))?(?P<percent>{BLANK}?%)?"
    )


def spoken_number(match: re.Match[str], readings: Readings) -> str:
    """A matched ``number_pattern`` as it is said: sign, decimals, power of ten, percent."""
    speech, minus = readings.own.speech, readings.signs["−"]
    words = [sign_word(match["sign"], readings), speech.figures(unmarked_digits(match, readings.own))]
    raised = plain_digits(match["raised"] or "")
    if match["ten"]:
        words += [readings.signs["×"], speech.power(speech.figures("10"), raised, minus)]
    elif raised:
        words[-1] = speech.power(words[-1], raised, minus)
    said = speech.join([w for w in words if w])
    return speech.percent(said) if match["percent"] else said


def unmarked_digits(match: re.Match[str], language: Language) -> str:
    """A matched number's digits, without marks but the decimal point."""
    return language.numerals.plain(match["digits"] + (match["fraction"] or "")).replace(",", "")


def sign_word(sign: str | None, readings: Readings) -> str:
    """A number's sign as a word; nothing if it has none."""
    return readings.signs["−" if sign == "-" else sign] if sign else ""


def plain_digits(raised: str) -> str:
    """Superscript digits as plain ones: ``⁻⁶`` becomes ``-6``."""
    return "".join(PLAIN.get(ord(c), "") for c in raised)
