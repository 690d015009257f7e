"""Words as Typst markup, in which the colour of every glyph says which part it belongs to.

Colours are set afterwards.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from chainreel.draw.text.glyphs import MATHS_FONTS, require_glyphs
from chainreel.draw.text.phrases import best_breaks
from chainreel.draw.text.typesetting import typeset
from chainreel.draw.text.typst_source import Setting, head, ink_source, maths_number, plain
from chainreel.errors import InputError
from chainreel.languages.breaking import break_places
from chainreel.show import Shown
from chainreel.words import Maths, Piece, Span, Words, plain_of

GAP_TO_MATHS = 0.2  # em, between a script without blanks and a formula
MATHS_IN_TEXT = 1.1  # the maths font's letters are smaller than the text fonts' at the same size
STANDS_FOR_MATHS = "x"  # how a formula looks to the line breaker


@dataclass(frozen=True)
class Ink:
    """A part of the words: its name, the ink of the part it lies in, and its number if it is one."""

    name: str
    within: int
    shown: Shown | None = None


@dataclass(frozen=True)
class Run:
    """A piece of one line: text, or a number or formula that stays whole; ``start`` is its offset."""

    piece: str | Shown | Maths
    ink: int
    start: int

    @property
    def plain(self) -> str:
        """The text as the line breaker sees it."""
        return STANDS_FOR_MATHS if isinstance(self.piece, Maths) else plain_of(self.piece)

    @property
    def end(self) -> int:
        """The offset at which it ends."""
        return self.start + len(self.plain)


class Markup:
    """The markup of ``words``; ``inks[n]`` is the part whose glyphs are painted with the number n."""

    def __init__(self, words: Words, setting: Setting, width: float | None = None) -> None:
        self.setting = setting
        self.inks = [Ink("", 0)]
        self.runs = self.runs_of(words.pieces)
        self.formula_only = all(isinstance(r.piece, Maths) or not r.plain.strip() for r in self.runs)
        breaks = self.chosen_breaks(width) if width else []
        self.source = head(self.setting) + self.body(breaks)

    @property
    def starts_with_formula(self) -> bool:
        """Whether a formula comes first: then a mark shows where the baseline is."""
        return isinstance(self.runs[0].piece, Maths)

    # Flattening.

    def runs_of(self, pieces: Sequence[Piece]) -> list[Run]:
        """The pieces without their nesting, each in the ink of the innermost span it lies in.

        Raises:
            InputError: there is nothing to draw.
        """
        runs, start = [], 0
        for piece, ink in self.leaves(pieces, 0):
            runs.append(Run(piece, ink, start))
            start = runs[-1].end
        if not any(r.plain.strip() for r in runs):
            raise InputError("a text to be drawn is empty: write what it says, or leave it out")
        return runs

    def leaves(self, pieces: Sequence[Piece], ink: int) -> Iterator[tuple[str | Shown | Maths, int]]:
        """Texts, numbers and formulas, each with its ink; spans are inks of their own."""
        for piece in pieces:
            if isinstance(piece, Span):
                yield from self.leaves(piece.pieces, self.new_ink(piece.name, ink))
            elif piece:
                yield piece, ink

    def new_ink(self, name: str, within: int, shown: Shown | None = None) -> int:
        """The ink of another part, which lies within the ink ``within``."""
        self.inks.append(Ink(name, within, shown))
        return len(self.inks) - 1

    # Breaking lines.

    def chosen_breaks(self, width: float) -> list[int]:
        """The offsets at which lines begin, so that each paragraph fits ``width`` (px)."""
        text, rules = "".join(r.plain for r in self.runs), self.setting.own.lines
        chosen, start = [], 0
        for line in text.split("\n"):
            within = [p for p in break_places(line, rules) if self.may_break(start + p)]
            starts = [start, *(start + p for p in within)]
            ends = [*starts[1:], start + len(line)]
            if line.strip():
                phrases = [text[a:b] for a, b in zip(starts, ends, strict=True)]
                edges = self.edges(starts, ends, phrases)
                chosen += [starts[i] for i in best_breaks(edges, phrases, width, rules.pauses)]
            start += len(line) + 1
        return chosen

    def may_break(self, place: int) -> bool:
        """Whether no number and no formula stands across ``place``."""
        return not any(r.start < place < r.end for r in self.runs if not isinstance(r.piece, str))

    def edges(self, starts: list[int], ends: list[int], phrases: list[str]) -> list[tuple[float, float]]:
        """Left and right edge (px) of the phrases when they stand on one line."""
        pieces = [self.piece_between(r, a, b) for a, b in zip(starts, ends, strict=True) for r in self.runs]
        count = len(self.runs)
        line = "".join(ink_source(1 + i // count, p) for i, p in enumerate(pieces))
        drawing = typeset(head(self.setting) + line, self.setting.language)
        lefts = [
            min((s.points[:, 0].min() for s in drawing.shapes if s.ink == n + 1), default=0.0)
            for n in range(len(starts))
        ]
        rights = [*lefts[1:], drawing.width]
        blank = 0.25 * self.setting.size
        return [
            (left, right - blank * phrase.endswith(" "))
            for left, right, phrase in zip(lefts, rights, phrases, strict=True)
        ]

    def piece_between(self, run: Run, start: int, end: int) -> str:
        """The markup, in one ink, of what lies of ``run`` between two offsets."""
        if isinstance(run.piece, str):
            return plain(run.piece[max(0, start - run.start) : max(0, end - run.start)], self.setting)
        return self.whole(run, flat=True) if start <= run.start < end else ""

    # Writing.

    def body(self, breaks: Collection[int]) -> str:
        """The runs with their inks, a new line at each of ``breaks``."""
        written = ["#mark;"] if self.starts_with_formula else []
        before: Run | None = None
        for run in self.runs:
            if isinstance(run.piece, str):
                written += [self.gap(before, run), self.broken_text(run, breaks)]
            else:
                new_line = run.start in breaks
                written += ["#linebreak();" if new_line else self.gap(before, run), self.whole(run)]
            before = run
        return "".join(written)

    def gap(self, before: Run | None, run: Run) -> str:
        """A thin space between kana or Chinese characters and a formula: Typst sets it only between texts."""
        if before is None or isinstance(before.piece, Maths) == isinstance(run.piece, Maths):
            return ""
        beside = run.plain[:1] if isinstance(before.piece, Maths) else before.plain[-1:]
        return f"#h({GAP_TO_MATHS}em, weak: true);" if self.setting.own.lines.gap_to_maths(beside) else ""

    def broken_text(self, run: Run, breaks: Collection[int]) -> str:
        """A text run in its ink, without the spaces at its breaks."""
        assert isinstance(run.piece, str)
        cuts = [b - run.start for b in sorted(breaks) if run.start <= b <= run.end]
        edges = [0, *cuts, len(run.piece)]
        parts = [run.piece[a:b] for a, b in itertools.pairwise(edges)]
        for i in range(len(cuts)):
            parts[i], parts[i + 1] = parts[i].rstrip(" "), parts[i + 1].lstrip(" ")
        inner = [i for i, cut in enumerate(cuts) if cut < len(run.piece)]
        return "".join(
            ink_source(run.ink, plain(p, self.setting)) + "#linebreak();" * (i in inner)
            for i, p in enumerate(parts)
        )

    def whole(self, run: Run, flat: bool = False) -> str:
        """The markup of a number or a formula; ``flat`` gives it no inks."""
        if isinstance(run.piece, Shown):
            ink = 0 if flat else self.new_ink(run.piece.part, run.ink, run.piece)
            return ink_source(ink, plain(run.piece.text, self.setting))
        inner = self.maths(run.piece.pieces, run.ink, flat) if isinstance(run.piece, Maths) else ""
        alone = self.formula_only
        inner = f"$#math.display[${inner}$]$" if alone else f"#text(size: {MATHS_IN_TEXT}em)[${inner}$]"
        return ink_source(0 if flat else run.ink, inner)

    # Mathematics.

    def maths(self, pieces: Sequence[Piece], ink: int, flat: bool) -> str:
        """Typst mathematics, with numbers and spans in their inks."""
        written = ""
        for piece in pieces:
            if isinstance(piece, str):
                following = require_glyphs(piece, MATHS_FONTS)
                # What follows an embedded part must not be read as its arguments or field.
                written += " " * (written.endswith("]") and following[:1] in tuple("([.")) + following
                continue
            inner, own = self.maths_part(piece, ink, flat)
            written += f"#ink({own})[{inner}]"
        return written

    def maths_part(self, piece: Piece, ink: int, flat: bool) -> tuple[str, int]:
        """The markup of a part of a formula and its ink."""
        if isinstance(piece, Shown):
            return maths_number(piece.text, self.setting.own), ink if flat else self.new_ink(
                piece.part, ink, piece
            )
        assert isinstance(piece, Span | Maths)
        own = ink if flat or isinstance(piece, Maths) else self.new_ink(piece.name, ink)
        return f"${self.maths(piece.pieces, own, flat)}$", own
