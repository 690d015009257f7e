"""Decks: PowerPoint, a page for the browser, a handout; all from the same clips and stills."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from chainreel.errors import InputError
from chainreel.files import file_hash
from chainreel.film.key import folder_hashes, source_texts, versions
from chainreel.publish.deckslide import DeckSlide, deck_slides
from chainreel.publish.folder import TargetFolder
from chainreel.publish.handout import write_handout
from chainreel.publish.powerpoint import write_powerpoint
from chainreel.publish.rendered import Rendered
from chainreel.publish.slides import slide_encoding, write_movie
from chainreel.publish.webpage import page, write_page_parts
from chainreel.records.provenance import LIBRARY
from chainreel.theme import THEMES

LONG = 30  # slides at 1080p from which PowerPoint may say that it cannot play media (manim-slides #392)
SMALL_HEIGHT = 720  # pixels, in a deck that it plays
LOCKS = {".~lock.{}#": "LibreOffice", "~${}": "PowerPoint"}  # files that say who has a deck open


def make_deck(rendered: Rendered) -> list[Path]:
    """Write ``deck/``, or ``deck-with-voice/``: deck.pptx, index.html with its media, deck.pdf.

    Raises:
        InputError: a deck is open in another program.
    """
    voiced = rendered.choices.with_voice
    with TargetFolder(rendered.edition.folder / ("deck-with-voice" if voiced else "deck")) as folder:
        for name in ("deck.pptx", "deck-720p.pptx", "deck.pdf"):
            require_closed(folder.path / name)
        slides = deck_slides(folder, rendered)
        add_powerpoint(folder, rendered, slides)
        write_page_parts(folder)
        theme, take = THEMES[rendered.clips[0].chapter.version.theme], rendered.clips[0].take
        size = (take.width, take.height)
        folder.text("index.html", page(slides, rendered.title, rendered.language, theme, size, voiced))
        write = partial(write_handout, slides, rendered.title, rendered.language)
        folder.file("deck.pdf", made_from(rendered, slides, "handout", ("typst",)), write)
    return folder.files


def add_powerpoint(folder: TargetFolder, rendered: Rendered, slides: Sequence[DeckSlide]) -> None:
    """``deck.pptx``, and for a long deck ``deck-720p.pptx`` beside it."""
    made = made_from(rendered, slides, "powerpoint", ("python-pptx", "pillow"))
    movies = [slide.movie for slide in slides]
    folder.file("deck.pptx", made, lambda path: powerpoint(rendered, slides, movies, path))
    if len(slides) >= LONG and rendered.clips[0].take.height > SMALL_HEIGHT:
        folder.file("deck-720p.pptx", [made, SMALL_HEIGHT], partial(small_powerpoint, rendered, slides))


def powerpoint(rendered: Rendered, slides: Sequence[DeckSlide], movies: Sequence[Path], path: Path) -> None:
    """The deck in the film's theme, with ``movies`` as its slides' clips."""
    theme = THEMES[rendered.clips[0].chapter.version.theme]
    advance = rendered.choices.with_voice
    write_powerpoint(slides, movies, rendered.title, rendered.language, theme, advance, path)


def small_powerpoint(rendered: Rendered, slides: Sequence[DeckSlide], path: Path) -> None:
    """The same deck with clips that are 720 pixels high."""
    voiced = rendered.choices.with_voice
    encoding = slide_encoding(rendered.clips[0].take.fps, SMALL_HEIGHT)
    clips = rendered.encoded(encoding, live=not voiced)
    with tempfile.TemporaryDirectory(dir=rendered.lecture.cache_dir) as scratch:
        movies = [Path(scratch) / f"{number}.mp4" for number in range(len(clips))]
        for movie, clip in zip(movies, clips, strict=True):
            write_movie(rendered, clip, voiced, movie)
        powerpoint(rendered, slides, movies, path)


def made_from(
    rendered: Rendered, slides: Sequence[DeckSlide], module: str, libraries: tuple[str, ...]
) -> list[object]:
    """All that a deck's file depends on, in plain values."""
    files = [[file_hash(f) for f in (slide.movie, slide.opening, slide.still)] for slide in slides]
    sources = source_texts([LIBRARY / "publish" / f"{module}.py"])
    theme = rendered.clips[0].chapter.version.theme
    return [rendered.title, rendered.language, theme, [slide.words for slide in slides], files, sources,
            folder_hashes(LIBRARY / "page"), versions(libraries)]  # fmt: skip


def require_closed(path: Path) -> None:
    """Refuse to write over a deck that a program has open.

    Raises:
        InputError: naming the program and what to do.
    """
    for pattern, program in LOCKS.items():
        lock = path.with_name(pattern.format(path.name))
        if lock.exists():
            raise InputError(
                f"{path} is open in {program}: close it there and run again, or remove {lock.name} if nobody "
                "has it open"
            )
