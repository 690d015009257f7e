"""Numbers as they are said. Japanese keeps digits, which its dictionary reads with their counters."""

from __future__ import annotations

import re

from num2words import num2words

from chainreel.show import SUPERSCRIPT
from chainreel.voice.readings import Readings

PLAIN = {code: chr(plain) for plain, code in SUPERSCRIPT.items()}
RAISED = "[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
NUMBER = (
    r"(?P<sign>(?<!\w)[-−+±×](?=\d))?(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?P<fraction>\.\d+)?"
    rf"(?:(?P<ten>×10)?(?P<raised>{RAISED}))?"
)


def spoken_number(match: re.Match[str], readings: Readings) -> str:
    """A matched ``NUMBER`` as it is said: sign, decimals, power of ten."""
    digits = match["digits"].replace(",", "") + (match["fraction"] or "")
    words = [sign_word(match["sign"], readings), cardinal(digits, readings.language)]
    raised = plain_digits(match["raised"] or "")
    ten = power_in_words(cardinal("10", readings.language), raised, readings)
    if match["ten"]:
        words += [readings.signs["×"], ten]
    elif raised:
        words[-1] = power_in_words(words[-1], raised, readings)
    return join_words([w for w in words if w], readings.language)


def sign_word(sign: str | None, readings: Readings) -> str:
    """A number's sign as a word; nothing if it has none."""
    return readings.signs["−" if sign == "-" else sign] if sign else ""


def plain_digits(raised: str) -> str:
    """Superscript digits as plain ones: ``⁻⁶`` becomes ``-6``."""
    return "".join(PLAIN.get(ord(c), "") for c in raised)


def cardinal(digits: str, language: str) -> str:
    """Plain digits with or without decimals, as said: ``0.25`` is zero point two five."""
    if language == "ja":
        return digits
    whole, _, decimals = digits.partition(".")
    words = str(num2words(int(whole))).replace(",", "")
    return f"{words} point {' '.join(str(num2words(int(d))) for d in decimals)}" if decimals else words


def power_in_words(base: str, exponent: str, readings: Readings) -> str:
    """``base`` to a power; ``exponent`` is digits with or without a minus, or words."""
    minus = readings.signs["−"] if exponent.startswith("-") else ""
    bare = exponent.lstrip("-")
    if readings.language == "ja":
        return f"{base}の{minus}{bare}乗"
    if minus:
        return f"{base} to the minus {cardinal(bare, 'en') if bare.isdigit() else bare}"
    if bare in ("2", "3"):
        return f"{base} {'squared' if bare == '2' else 'cubed'}"
    return f"{base} to the {num2words(int(bare), to='ordinal') if bare.isdigit() else bare}"


def join_words(words: list[str], language: str) -> str:
    """Words one after another; kana that would run into each other are parted by ・ (no pause)."""
    if language != "ja":
        return " ".join(words)
    text = ""
    for word in words:
        text += ("・" if needs_parting(text, word) else "") + word
    return text


def needs_parting(before: str, after: str) -> bool:
    """Whether two Japanese stretches would be read as one word."""
    if not before or not after:
        return False
    both = before[-1] + after[0]
    return bool(re.fullmatch(r"[ァ-ヴー]{2}|\d\d", both))
