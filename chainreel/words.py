"""Text that knows its numbers: plain strings, shown numbers, mathematics and named spans.

``Words`` is what scripts hand to pictures, captions and voices. A digit or a number word outside
a ``Shown`` is refused (``number_words.py``), so no text can state a number nobody measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from chainreel.show import Shown

SYMBOLS = {
    "sigma": "σ", "times": "×", "dot": "·", "partial": "∂", "approx": "≈", "prime": "′",
    "quad": "\N{EM SPACE}",
    "eta": "η", "arrow.r": "→", "dots.c": "⋯", "thin": "", "cal(L)": "L", "sum": "Σ", "lt": "<", "<=": "≤",
}  # fmt: skip
# The longest first, and whole names only: "dots.c" is no dot, "beta" holds no eta, "delta" no lt.
SYMBOL = re.compile(
    r"(?<![A-Za-z.])(?:"
    + "|".join(
        re.escape(name) + (r"(?![A-Za-z.])" if name[-1].isalpha() else "")
        for name in sorted(SYMBOLS, key=len, reverse=True)
    )
    + ")"
)


@dataclass(frozen=True)
class Maths:
    """Mathematics in Typst's notation, with shown numbers in it."""

    pieces: tuple[str | Shown | Span, ...]


@dataclass(frozen=True)
class Span:
    """A part with a name: a colour of the theme, or one the scene picks out by ``part(name)``."""

    name: str
    pieces: tuple[Piece, ...]


Piece = str | Shown | Maths | Span


@dataclass(frozen=True)
class Words:
    """A text in one language; ``names`` are the words with digits that it may use (ResNet-50, 3x3)."""

    pieces: tuple[Piece, ...]
    language: str
    names: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The text as a reader sees it, without marks."""
        return "".join(plain_of(p) for p in self.pieces)

    @property
    def shown(self) -> tuple[Shown, ...]:
        """Every number in it, in order."""
        return tuple(s for p in self.pieces for s in shown_in(p))

    @property
    def strings(self) -> tuple[str, ...]:
        """Every stretch of text between the numbers."""
        return tuple(s for p in self.pieces for s in strings_in(p))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


def words_of(shown: Shown, language: str) -> Words:
    """A text that is one number and nothing else."""
    return Words((shown,), language)


def maths(source: str, language: str) -> Words:
    """A text that is mathematics and nothing else: ``maths("a x + b", look.language)``."""
    return Words((Maths((source,)),), language)


def children(piece: Piece) -> tuple[Piece, ...]:
    """The pieces within a piece."""
    return piece.pieces if isinstance(piece, Maths | Span) else ()


def shown_in(piece: Piece) -> Iterator[Shown]:
    """The numbers of a piece, in order."""
    if isinstance(piece, Shown):
        yield piece
    for child in children(piece):
        yield from shown_in(child)


def strings_in(piece: Piece) -> Iterator[str]:
    """The strings of a piece, in order."""
    if isinstance(piece, str):
        yield piece
    for child in children(piece):
        yield from strings_in(child)


def plain_of(piece: Piece) -> str:
    """A piece as plain text; mathematics loses its notation, not its signs."""
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Shown):
        return piece.text
    inner = "".join(plain_of(p) for p in piece.pieces)
    return plain_maths(inner) if isinstance(piece, Maths) else inner


def plain_maths(source: str) -> str:
    """Typst mathematics in plain characters: ``sigma(z)`` becomes σ(z), ``a x + b`` becomes ax + b."""
    source = SYMBOL.sub(lambda match: SYMBOLS[match[0]], source)
    tight = source.replace(" ", "").replace('"', "").replace("_", "")
    for sign in "=+≈×≤→":
        tight = tight.replace(sign, f" {sign} ")
    return tight.replace("  ", " ").strip()
