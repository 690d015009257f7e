"""Page of a deck: reveal.js and the clips beside it; opens from disk, asks no other address.

manim-slides has a converter for this too; it loads reveal.js from the network or leaves an empty file
without one, and plays the last clip's end before the next one's start when one goes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from chainreel.languages.discovery import language_named
from chainreel.publish.deckslide import MEDIA, DeckSlide, by_chapter
from chainreel.publish.folder import TargetFolder
from chainreel.records.provenance import LIBRARY
from chainreel.theme import Theme

PAGE = LIBRARY / "page"
PARTS = ("reveal/LICENSE", "reveal/reset.css", "reveal/reveal.css", "reveal/reveal.js", "reveal/notes.js",
        "deck.css", "deck.js")  # fmt: skip
STYLES = ("reveal/reset.css", "reveal/reveal.css", "deck.css")
SCRIPTS = ("reveal/reveal.js", "reveal/notes.js", "deck.js")


def write_page_parts(folder: TargetFolder) -> None:
    """Copy reveal.js with its licence, the style and the script to the deck."""
    for name in PARTS:
        folder.text(name, (PAGE / name).read_text(encoding="utf-8"))


def page(
    slides: Sequence[DeckSlide],
    title: str,
    language: str,
    theme: Theme,
    size: tuple[int, int],
    narrated: bool,
) -> str:
    """The page's HTML; ``narrated`` slides sound and go on by themselves."""
    labels = language_named(language).labels
    data = {"width": size[0], "height": size[1], "narrated": "yes" if narrated else "no",
            "replay": escape(labels.replay)}  # fmt: skip
    settings = " ".join(f'data-{key}="{value}"' for key, value in data.items())
    lines = [
        *head_lines(title, language, theme),
        "<body>",
        f'<h1 class="unseen">{escape(title)}</h1>',
        f'<div class="reveal" {settings}>',
        '<div class="slides">',
        *(line for own in by_chapter(slides) for line in chapter_lines(own, narrated)),
        "</div>",
        "</div>",
        f'<button id="start" type="button" hidden>{escape(labels.start)}</button>',
        *(f'<script src="{name}"></script>' for name in SCRIPTS),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def head_lines(title: str, language: str, theme: Theme) -> Iterator[str]:
    """What stands before the body: language, colours, title, styles."""
    colours = {"background": "bg", "text": "text", "muted": "mute", "accent": "forward"}
    style = "; ".join(f"--{name}: {theme.color(token)}" for name, token in colours.items())
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}" style="{style}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title>"
    yield from (f'<link rel="stylesheet" href="{name}">' for name in STYLES)
    yield "</head>"


def chapter_lines(slides: Sequence[DeckSlide], narrated: bool) -> Iterator[str]:
    """A chapter is a column of slides."""
    yield "<section>"
    yield f'<h2 class="unseen">{escape(slides[0].chapter_title)}</h2>'
    for slide in slides:
        yield from slide_lines(slide, narrated)
    yield "</section>"


def slide_lines(slide: DeckSlide, narrated: bool) -> Iterator[str]:
    """A slide: its clip, the clip's first frame and its still; reveal.js loads the clip when it is near.

    ``data-ignore`` keeps reveal.js from starting and stopping the clip: deck.js does.
    """
    movie, opening, still = (quote(beside(file.path)) for file in (slide.movie, slide.opening, slide.still))
    flags = f"playsinline data-ignore{'' if narrated else ' muted'}{' loop' if slide.loops else ''}"
    notes = "".join(f"<p>{escape(line)}</p>" for line in slide.notes.splitlines() if line)
    yield f'<section class="beat" id="{slide.anchor}" data-shows="opening">'
    yield f'<h3 class="unseen">{escape(slide.title)}</h3>'
    yield f'<img class="opening" src="{opening}" alt="" loading="lazy" decoding="sync">'
    yield f'<video data-src="{movie}" {flags} aria-label="{escape(slide.alternative)}"></video>'
    yield f'<img class="still" src="{still}" alt="" loading="lazy" decoding="sync">'
    yield f'<aside class="notes">{notes}</aside>'
    yield "</section>"


def beside(path: Path) -> str:
    """A file of the deck, named from its page."""
    return path.as_posix()[path.as_posix().rindex(f"/{MEDIA}/") + 1 :]
