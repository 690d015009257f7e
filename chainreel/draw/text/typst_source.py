"""Pieces of Typst source: how a text is set, plain text, parts in their inks, numbers in mathematics.

Text goes into Typst as strings, so nothing in it is taken for markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chainreel.draw.text.glyphs import require_glyphs
from chainreel.languages.discovery import language_named
from chainreel.languages.language import Language
from chainreel.show import MINUS
from chainreel.theme import TEXT_FLOOR

POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
LEVEL = str.maketrans(POWERS, "0123456789" + MINUS)
APOSTROPHE = re.compile(r"(?<=\w)'")
POWER = re.compile(f"([{POWERS}]+)")
MATHS_NUMBER = re.compile(rf"([+{MINUS}]?)(\d+(?:\.\d+)?)(%?)(?:×10([{POWERS}]+))?")
SMALL_PERCENT = 0.5  # of the number's size, in the large roles


@dataclass(frozen=True)
class Setting:
    """How a text is to be set: em size in px, weight, line step in em, alignment, language."""

    size: float
    weight: int
    line_step: float
    align: str
    language: str
    small_percent: bool

    @property
    def own(self) -> Language:
        """What is known of its language."""
        return language_named(self.language)


def head(setting: Setting) -> str:
    """What is set before a text: its size, weight, leading, alignment and language."""
    leading = f"{setting.line_step - 1:.4f}em"
    return (
        f"#set text(size: {setting.size}pt, weight: {setting.weight}, {setting.own.locale.typst})\n"
        f"#set par(leading: {leading}, spacing: {leading})\n"
        f"#set align({setting.align})\n"
        f'#show math.equation: set text(font: "Chainreel Maths", '
        f"weight: {700 if setting.weight >= 600 else 400})\n"
    )


def ink_source(ink: int, source: str) -> str:
    """A source whose glyphs are painted with the number ``ink``; ink 0 is none."""
    return f"#ink({ink}, [{source}]);" if ink and source else source


def plain(text: str, setting: Setting) -> str:
    """Plain text: raised powers, small percent signs in the large roles, forced line ends.

    Raises:
        InputError: a character that none of the fonts has.
    """
    if not text:
        return ""
    parts = POWER.split(require_glyphs(APOSTROPHE.sub("’", text), setting.own.fonts.files))
    return "".join(
        f'#power("{part.translate(LEVEL)}");' if i % 2 else level(part, setting)
        for i, part in enumerate(parts)
    )


def level(text: str, setting: Setting) -> str:
    """Plain text without powers."""
    if text and setting.small_percent and "%" in text:
        size = max(SMALL_PERCENT, TEXT_FLOOR / setting.size)
        sign = f'#text(size: {size}em, "%");'
        return sign.join(level(part, setting) for part in text.split("%"))
    return "#linebreak();".join(f"#{typst_string(line)};" if line else "" for line in text.split("\n"))


def typst_string(text: str) -> str:
    """A Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def maths_number(text: str, language: Language) -> str:
    """A shown number as upright mathematics; what is not plain figures is set as text."""
    figures = MATHS_NUMBER.fullmatch(language.numerals.plain(text))
    if not figures:
        string = typst_string(require_glyphs(text, language.fonts.files))
        return f"#text(font: text-fonts, weight: 500, {string})"
    sign, digits, percent, exponent = figures.groups()
    power = f" times 10^({exponent.translate(LEVEL).replace(MINUS, '-')})" if exponent else ""
    marks = digits.replace(".", maths_mark(language.numerals.decimal))
    unit = f" thin {percent}" if percent and language.numerals.percent != percent else percent
    return f"${sign.replace(MINUS, '-')}{marks}{unit}{power}$"


def maths_mark(decimal: str) -> str:
    """A decimal mark within mathematics, where a comma would part a list."""
    return decimal if decimal == "." else f'class("normal", "{decimal}")'
