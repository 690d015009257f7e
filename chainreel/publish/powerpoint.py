"""PowerPoint file of a deck, for Keynote and Impress too: clips, words as notes, sections by chapter.

manim-slides has a converter for this too; it sets no titles, sections, languages or alternative texts,
and leaves what Keynote refuses.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Pt

from chainreel.files import whole
from chainreel.film.movie import Movie
from chainreel.film.recipe import NOT_KEYED, Recipe
from chainreel.languages.discovery import language_named
from chainreel.publish.deckslide import DeckSlide
from chainreel.publish.pptxml import (
    add_sections,
    name_notes_master,
    pack_alike,
    play_by_itself,
    remove_printer_settings,
    set_language,
)
from chainreel.theme import THEMES, Theme

WIDTH, HEIGHT = Emu(12192000), Emu(6858000)  # PowerPoint's own 16:9
TEMPLATE_WIDTH = 9144000  # of python-pptx's template, which is 4:3 at the same height
TITLE_ONLY = 5  # its layout of a title and nothing else
TITLE_HEIGHT = Emu(600000)
NEXT_SLIDE = "ppaction://hlinkshowjump?jump=nextslide"  # else a click on the clip would stop it
THUMBNAIL = (256, 144)  # pixels


@dataclass(frozen=True)
class PowerPoint(Recipe):
    """A deck as PPTX; its slides' clips, or other ``movies`` of them that lie in ``scratch`` meanwhile.

    With ``advance`` it goes on by itself.
    """

    slides: tuple[DeckSlide, ...]
    title: str
    language: str
    theme: str
    advance: bool
    movies: tuple[Movie, ...] = ()
    scratch: Path | None = field(default=None, metadata=NOT_KEYED)

    locale: str = ""

    libraries = ("pillow", "python-pptx")

    def __post_init__(self) -> None:
        object.__setattr__(self, "locale", self.locale or language_named(self.language).locale.region)

    def make(self, path: Path) -> None:
        """Write it."""
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            files = [Path(folder) / f"{number}.mp4" for number in range(len(self.movies))]
            for movie, file in zip(self.movies, files, strict=True):
                movie.make(file)
            own = files or [slide.movie.path for slide in self.slides]
            theme = THEMES[self.theme]
            write_powerpoint(self.slides, own, self.title, self.language, theme, self.advance, path)


def write_powerpoint(
    slides: Sequence[DeckSlide],
    movies: Sequence[Path],
    title: str,
    language: str,
    theme: Theme,
    advance: bool,
    path: Path,
) -> None:
    """Write the deck with ``movies`` as its slides' clips; with ``advance`` it goes on by itself.

    Raises:
        ChainreelError: the file cannot be written.
    """
    deck = Presentation()
    widen(deck)
    colour_master(deck, theme)
    for slide, movie in zip(slides, movies, strict=True):
        add_slide(deck, slide, movie, language, advance)
    add_sections(deck, slides)
    name_notes_master(deck)
    remove_printer_settings(deck)
    describe(deck, slides[0].still.path, title, language)
    with whole(path) as part:
        deck.save(str(part))
        pack_alike(part)


def widen(deck: Any) -> None:
    """Make the template's pages 16:9, its placeholders with them."""
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    deck.element.sldSz.attrib.pop("type", None)  # it says 4:3, which Keynote believes
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            if shape.element.xpath(".//p:spPr/a:xfrm"):
                shape.left, shape.width = (
                    Emu(length * WIDTH // TEMPLATE_WIDTH) for length in (shape.left, shape.width)
                )


def colour_master(deck: Any, theme: Theme) -> None:
    """The theme's background behind every slide, so that none begins with a white flash."""
    fill = deck.slide_master.background.fill
    fill.solid()
    colour: Any = RGBColor  # python-pptx has no types
    fill.fore_color.rgb = colour.from_string(theme.bg.removeprefix("#"))


def add_slide(deck: Any, slide: DeckSlide, movie: Path, language: str, advance: bool) -> None:
    """A slide that is its clip; its title stands above the page, for outlines and screen readers."""
    page = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    add_title(page.shapes.title, slide.title, language)
    shape = page.shapes.add_movie(
        str(movie), 0, 0, WIDTH, HEIGHT, poster_frame_image=str(slide.still.path), mime_type="video/mp4"
    )
    shape.name = slide.title
    properties = shape._element.nvPicPr.cNvPr
    properties.set("descr", slide.alternative)
    properties.hlinkClick.set("action", NEXT_SLIDE)
    play_by_itself(page, shape.shape_id, slide.seconds, slide.loops, advance)
    frame = page.notes_slide.notes_text_frame
    frame.text = slide.notes
    set_language(frame, language)


def add_title(shape: Any, title: str, language: str) -> None:
    """Put the title above the page, where only outlines and screen readers find it."""
    shape.left, shape.top, shape.width, shape.height = 0, -2 * TITLE_HEIGHT, WIDTH, TITLE_HEIGHT
    shape.text_frame.text = title
    shape.text_frame.paragraphs[0].runs[0].font.size = Pt(20)
    set_language(shape.text_frame, language)


def describe(deck: Any, still: Path, title: str, language: str) -> None:
    """Title, language and a small picture of the first slide; no author and no date of the template's."""
    facts = deck.core_properties
    facts.title, facts.language, facts.last_modified_by, facts.author = title, language, "", ""
    for date in facts._element.xpath("dcterms:created | dcterms:modified"):
        facts._element.remove(date)
    for relation in deck.part.package._rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            relation.target_part._blob = thumbnail(still)


def thumbnail(still: Path) -> bytes:
    """A picture as a small JPEG."""
    file = BytesIO()
    with Image.open(still) as picture:
        picture.resize(THUMBNAIL, Image.Resampling.LANCZOS).save(file, "JPEG", quality=90)
    return file.getvalue()
