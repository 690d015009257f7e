"""Typst with the library's own fonts: markup in, outlines out, each set once a process."""

from __future__ import annotations

import functools
import re

import numpy as np
import typst

from chainreel.draw.text.glyphs import FONTS
from chainreel.draw.text.outline import Drawing, Points, read_drawing
from chainreel.errors import InputError
from chainreel.languages.discovery import language_named

# Inter's tabular hyphen is as wide as a figure, so that "56-layer" looked like "56 - layer".
PREAMBLE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: text-fonts, number-width: "tabular", hyphenate: false, top-edge: 0.8em, bottom-edge: -0.2em)
#show "-": set text(number-width: "proportional")
#let ink(n, body) = text(fill: rgb(n.bit-rshift(16), n.bit-rshift(8).bit-and(255), n.bit-and(255)), body)
#let power(body) = super(typographic: false, size: 0.68em, baseline: -0.37em, text(top-edge: 0.6em, body))
#let mark = box(rect(width: 0.01pt, height: 0.01pt, fill: rgb("#ffffff")))
"""
FACE = re.compile(r'covers: "[^"]+"|"([^"]+)"')  # the names in a list of families
MARK_INK = 0xFFFFFF  # the dot that `mark` draws on the baseline


@functools.cache
def own_fonts() -> typst.Fonts:
    """The fonts of chainreel/fonts and no others."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@functools.lru_cache(maxsize=4096)
def typeset(markup: str, language: str) -> Drawing:
    """The outlines of ``markup`` in the language's fonts, in pixels (1 pt of Typst is 1 px).

    Raises:
        InputError: Typst does not understand the markup, or a named symbol has no glyph.
    """
    families = language_named(language).fonts.families
    drawing = read_drawing(svg_of(markup, families))
    if any(is_blank_box(s.points, families) for s in drawing.shapes):
        raise InputError(
            f"a symbol in {author_markup(markup)!r} has no glyph in the library's fonts: use another"
        )
    return drawing


def svg_of(markup: str, families: str) -> str:
    """What Typst sets in ``families`` of fonts (its own list of them), as SVG.

    Raises:
        InputError: Typst cannot set it.
    """
    source = f"#let text-fonts = {families}\n{PREAMBLE}{markup}".encode()
    try:
        svg = typst.compile(source, format="svg", font_paths=own_fonts())
    except typst.TypstError as error:
        raise InputError(
            f"Typst cannot set {author_markup(markup)!r}: {error}; correct the mathematics in it"
        ) from error
    return bytes(svg).decode()


def author_markup(markup: str) -> str:
    """The part of the markup that the author wrote, for a message."""
    return markup.splitlines()[-1][:200]


def is_blank_box(points: Points, families: str) -> bool:
    """Whether an outline is the box that one of the fonts draws for a glyph it lacks."""
    boxes = blank_boxes(families)
    return any(len(points) == count for count, _ in boxes) and signature(points) in boxes


def signature(points: Points) -> tuple[int, bytes]:
    """An outline's form, whatever its size and place."""
    low, high = points.min(axis=0), points.max(axis=0)
    form = np.round(100 * (points - low) / (high - low).max()).astype(np.int16)
    return len(points), form.tobytes()


@functools.cache
def blank_boxes(families: str) -> frozenset[tuple[int, bytes]]:
    """The signatures of the fonts' blank boxes, drawn for a character that none of them has."""
    nowhere = "\N{SLIGHTLY SMILING FACE}"
    faces = dict.fromkeys(filter(None, FACE.findall(families)))
    markups = [f'#text(size: 100pt, font: "{face}", "{nowhere}")' for face in faces]
    return frozenset(signature(s.points) for m in markups for s in read_drawing(svg_of(m, families)).shapes)
