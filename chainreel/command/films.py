"""Films as the command makes them, lists them and takes single pictures out of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import cloup

from chainreel.command import options as shared
from chainreel.command.moved import require_chapters
from chainreel.command.options import lecture_and_names, request_of
from chainreel.command.say import console, say, say_of_record
from chainreel.errors import InputError
from chainreel.lecture import VOICES, Lecture, require_known
from chainreel.publish import targets

if TYPE_CHECKING:
    from chainreel.film.edition import Edition
    from chainreel.film.request import Request


@cloup.command(short_help="Render a lecture, or chapters and beats of it.")
@shared.selection
@shared.which_film
@cloup.option_group(
    "Beside the film",
    cloup.option("--for", "target", default="film", metavar="NAME", help=f"{', '.join(targets.NAMES)}."),
    cloup.option("--with-voice", is_flag=True, help="Decks: slides speak and go on by themselves."),
)
@shared.which_lecture
@shared.jobs
@shared.debug
def render(selection: tuple[str, ...], **options: Any) -> None:
    """Render a lecture: all of it, or only the chapters and beats that are named."""
    lecture, selection = lecture_and_names(options, selection)
    target = require_known("--for", "target", options["target"], targets.NAMES)
    voice = require_known("--voice", "voice", options["voice"] or lecture.voice, VOICES)
    if options["with_voice"]:
        _require_speaking_deck(target, voice)
    require_chapters(selection, lecture.chapters)
    options["quality"] = options["quality"] or targets.quality(target, lecture.quality)
    editions = _editions(request_of(lecture, selection, options))
    _films(lecture, editions, targets.names_for(target), options)


@cloup.command("list")
@shared.selection
@shared.which_film
@shared.which_lecture
@shared.debug
def list_beats(selection: tuple[str, ...], **options: Any) -> None:
    """Chapters, beats, lengths, what is stale."""
    from chainreel.film.listing import list_editions

    lecture, selection = lecture_and_names(options, selection)
    list_editions(_editions(request_of(lecture, selection, options)), console)


@cloup.command()
@cloup.argument("folder", type=click.Path(path_type=Path))
@shared.selection
@cloup.option_group(
    "Pictures",
    shared.language,
    shared.quality,
    shared.theme,
    cloup.option(
        "--frames", type=click.IntRange(0), default=0, help="Also so many out of each beat's motion."
    ),
)
@shared.which_lecture
@shared.jobs
@shared.debug
def stills(folder: Path, selection: tuple[str, ...], **options: Any) -> None:
    """Only draw, and write each beat's last picture into FOLDER as PNG."""
    from chainreel.film.render import draw_only
    from chainreel.film.stills import save_stills

    lecture, selection = lecture_and_names(options, selection)
    editions = _editions(request_of(lecture, selection, options))
    draw_only(editions, options["jobs"], lecture.cache_dir, console)
    for path in save_stills(editions, folder, options["frames"]):
        say(path)


def films_of(lecture: Lecture, options: dict[str, Any]) -> list[Edition]:
    """Render the whole lecture as the options ask for it: its editions, each in its folder."""
    editions = _editions(request_of(lecture, (), options))
    _films(lecture, editions, (), options)
    return editions


def _require_speaking_deck(target: str, voice: str) -> None:
    if target not in ("deck", "all"):
        raise InputError("--with-voice is for decks: write --for deck --with-voice")
    if voice == "none":
        raise InputError("--with-voice needs a voice: name one with --voice, such as --voice kokoro")


def _editions(wish: Request) -> list[Edition]:
    """What is asked for, with fresh numbers; says what conditions changed."""
    from chainreel.film import request as requests
    from chainreel.records.fresh import fresh_records

    records = fresh_records(wish.lecture, wish.records(), say_of_record)
    editions = requests.editions(wish, records)
    for change in requests.changes(wish, records):
        say(f"Changed: {change}")
    return editions


def _films(
    lecture: Lecture, editions: Sequence[Edition], names: Sequence[str], options: dict[str, Any]
) -> None:
    """Render the films, and from them the targets of these names."""
    from chainreel.film.render import render as render_films
    from chainreel.publish.rendered import Choices

    if names and not all(edition.is_finished for edition in editions):
        say(f"{', '.join(names)}: the film is not rendered yet, so it is rendered first.")
    render_films(editions, options["jobs"], lecture.cache_dir, console)
    for edition in editions:
        say(edition.summary())
    if names:
        choices = Choices(with_voice=options["with_voice"])
        targets.make(names, lecture, editions, choices, options["jobs"], console)
