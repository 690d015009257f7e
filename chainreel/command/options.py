"""Options that several verbs share, each defined once, and the lecture and film that they ask for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import cloup

from chainreel.lecture import QUALITIES, THEMES, TONES, VOICES, Lecture, chapters_written

if TYPE_CHECKING:
    from chainreel.film.request import Request

LECTURE_FILE = "lecture.toml"
selection = cloup.argument("selection", nargs=-1, metavar="[FOLDER] [CHAPTER | CHAPTER.BEAT]...")
language = cloup.option("--language", metavar="NAME", help="One of the lecture's, or all; default: its main.")
theme = cloup.option("--theme", metavar="NAME", help=f"{' or '.join(THEMES)}.")
quality = cloup.option("--quality", metavar="NAME", help=f"{', '.join(QUALITIES)}.")
voice = cloup.option("--voice", metavar="NAME", help=f"Who speaks: {', '.join(VOICES)} (timed for reading).")
tones = cloup.option("--tones", metavar="NAME", help=f"Tones under the voice: {' or '.join(TONES)}.")
burn_captions = cloup.option("--burn-captions", is_flag=True, help="Draw the captions into the pictures.")
which_film = cloup.option_group("Film", language, quality, theme, voice, tones, burn_captions)
which_lecture = cloup.option_group(
    "Lecture",
    cloup.option("--lecture", "file", metavar="FILE", help="Default: lecture.toml."),
    cloup.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change a setting of it."),
)
debug = cloup.option("--debug", is_flag=True, help="Show where an error arose.")
jobs = cloup.option(
    "--jobs", type=click.IntRange(1), default=lambda: os.cpu_count() or 1, metavar="COUNT",
    help="Processes; default: one a core.",
)  # fmt: skip


def lecture_of(options: Mapping[str, Any]) -> Lecture:
    """The lecture whose file is named; its folder is the file's."""
    path = Path(options["file"] or LECTURE_FILE).absolute()
    return Lecture.load(path.parent, path.name, options["overrides"])


def lecture_and_names(options: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Lecture, tuple[str, ...]]:
    """The lecture that is meant, and the names of its parts: the first of ``names`` may be its folder.

    A chapter of the lecture here is never taken for a folder, nor is anything where ``--lecture`` is given.
    """
    folder = Path(names[0]) if names and not options["file"] else None
    if folder is None or not (folder / LECTURE_FILE).is_file() or names[0] in chapters_written(Path.cwd()):
        return lecture_of(options), names
    return lecture_of({**options, "file": str(folder / LECTURE_FILE)}), names[1:]


def request_of(lecture: Lecture, selection: Sequence[str], options: Mapping[str, Any]) -> Request:
    """The film that the options ask for; what a verb has no option for is the lecture's own.

    Raises:
        InputError: an unknown language, quality, theme, voice or kind of tones.
    """
    from chainreel.film.request import request_of as film_request  # manim loads only where a film is meant

    language, quality, theme = (options.get(name) for name in ("language", "quality", "theme"))
    sound = (options.get("voice"), options.get("tones"), options.get("burn_captions", False))
    return film_request(lecture, language, quality, theme, selection, *sound)
