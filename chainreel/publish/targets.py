"""Targets, what can be made for which stage, by name; each target writes into a folder of the film's."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from chainreel.film.edition import Edition
    from chainreel.lecture import Lecture
    from chainreel.publish.rendered import Choices, Rendered

Make = Callable[["Rendered"], list[Path]]


def slides(rendered: Rendered) -> list[Path]:
    """A clip a beat for any presenter: live, and narrated."""
    from chainreel.publish.slides import make_slides  # a target's libraries load only where it is made

    return make_slides(rendered)


def deck(rendered: Rendered) -> list[Path]:
    """PowerPoint, a page for the browser, a handout."""
    from chainreel.publish.deck import make_deck

    return make_deck(rendered)


def vrchat(rendered: Rendered) -> list[Path]:
    """The film, its slides and its pages for a world."""
    from chainreel.publish.vrchat import make_vrchat

    return make_vrchat(rendered)


def publish(rendered: Rendered) -> list[Path]:
    """The upload, its words, captions, thumbnail and article."""
    from chainreel.publish.kit import make_publish

    return make_publish(rendered)


# By name, in the order in which ``--for all`` makes them.
TARGETS: dict[str, Make] = {"slides": slides, "deck": deck, "vrchat": vrchat, "publish": publish}
QUALITIES_OF = {"publish": ("1080p60", "2160p60")}  # its usual one, and others that are as good
NAMES = ("film", *TARGETS, "all")


def names_for(name: str) -> tuple[str, ...]:
    """The targets that ``--for name`` makes beside the film."""
    return {"film": (), "all": tuple(TARGETS)}.get(name, (name,))


def quality(name: str, lectures_own: str) -> str:
    """The quality in which ``--for name`` renders if none is asked for."""
    usual = QUALITIES_OF.get(name, ())
    return lectures_own if not usual or lectures_own in usual else usual[0]


def make(
    names: Sequence[str],
    lecture: Lecture,
    editions: Sequence[Edition],
    choices: Choices,
    jobs: int,
    console: Console,
) -> list[Path]:
    """Make targets from editions whose films are rendered; the files, in the order of their making.

    Raises:
        ChainreelError: something cannot be made or written; what was finished stays.
    """
    from chainreel.files import sole_render
    from chainreel.film.render import forget_unused
    from chainreel.publish.rendered import Rendered

    made = []
    for edition in editions:
        rendered = Rendered(lecture, edition, choices, jobs, console)
        with sole_render(edition.folder):
            made += [file for name in names for file in announce(rendered, TARGETS[name](rendered))]
    forget_unused(lecture.cache_dir / "pictures")
    return made


def announce(rendered: Rendered, files: list[Path]) -> list[Path]:
    """The files of a target, after saying where they are, how many, how large."""
    size = sum(path.stat().st_size for path in files) / 1e6
    rendered.say(f"{os.path.commonpath(files)}: {len(files)} files, {size:.1f} MB")
    return files
