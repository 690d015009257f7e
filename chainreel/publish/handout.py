"""Handout: a PDF with a page a beat, set with Typst in the library's fonts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typst

from chainreel.draw.text.glyphs import FONTS, require_glyphs
from chainreel.files import file_hash, whole
from chainreel.film.key import language_hash
from chainreel.film.recipe import Recipe
from chainreel.languages.discovery import language_named
from chainreel.publish.deckslide import DeckSlide
from chainreel.records.provenance import LIBRARY

TEMPLATE = LIBRARY / "page" / "handout.typ"


@dataclass(frozen=True)
class Handout(Recipe):
    """The PDF of a deck's slides, whose stills lie below its folder; ``template`` sets them."""

    slides: tuple[DeckSlide, ...]
    title: str
    language: str
    template: str = field(default_factory=lambda: file_hash(TEMPLATE))
    own: str = ""  # what the language brings, its fonts among it, as a hash

    libraries = ("fonttools", "typst")

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", self.own or language_hash(self.language))

    def make(self, path: Path) -> None:
        """Set it.

        Raises:
            InputError: a character that none of the fonts has.
        """
        write_handout(self.slides, self.title, self.language, path)


def write_handout(slides: Sequence[DeckSlide], title: str, language: str, path: Path) -> None:
    """Write the PDF: each still with its words beneath, as text; chapters and beats as its outline.

    Raises:
        InputError: a character that none of the fonts has.
    """
    own = language_named(language)
    deck = {
        "title": title, "families": own.fonts.families, "locale": own.locale.typst,
        "slides": handout_pages(slides, path.parent),
    }  # fmt: skip
    for text in (title, *(t for slide in slides for t in (slide.chapter_title, slide.title, *slide.said))):
        require_glyphs(text, own.fonts.files)
    inputs = {"deck": json.dumps(deck, ensure_ascii=False)}
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    settings: dict[str, Any] = {"font_paths": fonts, "sys_inputs": inputs, "pdf_standards": ["ua-1"]}
    settings |= {"input": TEMPLATE.read_bytes(), "root": str(path.parent)}
    pdf = typst.compile(**settings)
    with whole(path) as part:
        part.write_bytes(bytes(pdf))


def handout_pages(slides: Sequence[DeckSlide], folder: Path) -> list[dict[str, object]]:
    """What the template is given of each slide; pictures are named from the deck's folder."""
    before = ["", *(slide.chapter for slide in slides)]
    return [
        {
            "opens": slide.chapter != last,
            "chapter": slide.chapter_title,
            "title": slide.title,
            "alt": slide.alternative,
            "still": f"/{slide.still.path.relative_to(folder).as_posix()}",
            "said": list(slide.said),
        }
        for slide, last in zip(slides, before, strict=False)
    ]
