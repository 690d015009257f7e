"""Decks: PowerPoint, a page for the browser, a handout; all from the same clips and stills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from chainreel.errors import InputError
from chainreel.film.clip import Clip
from chainreel.publish.deckslide import DeckSlide, deck_slides
from chainreel.publish.folder import TargetFolder
from chainreel.publish.handout import Handout
from chainreel.publish.powerpoint import PowerPoint
from chainreel.publish.rendered import Rendered
from chainreel.publish.slides import encode_sound, movie_of, slide_encoding
from chainreel.publish.webpage import page, write_page_parts
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
        folder.make("deck.pdf", Handout(tuple(slides), rendered.title, rendered.language))
    return folder.files


def add_powerpoint(folder: TargetFolder, rendered: Rendered, slides: Sequence[DeckSlide]) -> None:
    """``deck.pptx``, and for a long deck ``deck-720p.pptx`` beside it."""
    voiced, theme = rendered.choices.with_voice, rendered.clips[0].chapter.version.theme
    deck = PowerPoint(tuple(slides), rendered.title, rendered.language, theme, voiced)
    folder.make("deck.pptx", deck)
    if len(slides) >= LONG and rendered.clips[0].take.height > SMALL_HEIGHT:
        encoding = slide_encoding(rendered.clips[0].take.fps, SMALL_HEIGHT)
        clips = rendered.edition.clips(encoding, live=not voiced)
        movies = tuple(movie_of(rendered, clip, voiced) for clip in clips)
        small = replace(deck, movies=movies, scratch=rendered.lecture.cache_dir)
        folder.make("deck-720p.pptx", small, partial(encode_small, rendered, clips, voiced))


def encode_small(rendered: Rendered, clips: Sequence[Clip], voiced: bool) -> None:
    """Encode what is missing of the smaller clips and of their sound."""
    rendered.encode(clips)
    for clip in clips:
        encode_sound(rendered, clip, voiced)


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
