"""Glyphs that the library's own fonts have: any other character would become a blank box."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools.ttLib import TTFont

from chainreel.errors import InputError

FONTS = Path(__file__).parents[2] / "fonts"
MATHS_FONTS = ("ChainreelMaths-Regular.otf",)
FORMAT_CHARACTERS = "\n\N{WORD JOINER}\N{ZERO WIDTH SPACE}"


@functools.cache
def characters_of(file: str) -> frozenset[int]:
    """The code points that a font of the library covers; the weights of a family cover the same.

    Raises:
        InputError: the font file is missing.
    """
    path = FONTS / file
    if not path.is_file():
        raise InputError(f"the font {path} is missing: restore it, or install chainreel again")
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@functools.cache
def characters_in(fonts: tuple[str, ...]) -> frozenset[int]:
    """The code points that at least one of the fonts covers."""
    return frozenset[int]().union(*(characters_of(f) for f in fonts))


def missing(text: str, fonts: Iterable[str]) -> list[str]:
    """The characters of ``text`` that no font of ``fonts`` has, in order, each once."""
    covered = characters_in(tuple(fonts))
    return [c for c in dict.fromkeys(text) if ord(c) not in covered and c not in FORMAT_CHARACTERS]


def require_glyphs(text: str, fonts: Iterable[str]) -> str:
    """Return ``text`` if every character of it can be set.

    Raises:
        InputError: naming the first character that no font has, and its code point.
    """
    absent = missing(text, fonts)
    if not absent:
        return text
    first = absent[0]
    name = unicodedata.name(first, "a character without a name")
    raise InputError(
        f"no font of its language has {first!r} (U+{ord(first):04X}, {name}) in {text!r}: "
        "write it otherwise, or add it to the fonts (chainreel/fonts/README.md)"
    )
