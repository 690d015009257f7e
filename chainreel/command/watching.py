"""Beats watched while they are being written, as the command does it."""

from __future__ import annotations

import os
import sys
import webbrowser
from typing import Any

import click
import cloup

from chainreel.command import options as shared
from chainreel.command.options import lecture_and_names
from chainreel.command.say import say
from chainreel.errors import InputError, require_name
from chainreel.lecture import THEMES, Lecture, require_known
from chainreel.lecture.running_order import beats_written


@cloup.command(short_help="See a beat again at every save, in a browser.")
@cloup.argument("selection", nargs=-1, required=True, metavar="(CHAPTER | CHAPTER.BEAT)...")
@cloup.option_group("Film", shared.language, shared.theme)
@cloup.option_group(
    "Page",
    cloup.option("--port", type=click.IntRange(0, 65535), help="Default: 8765, or a free one."),
    cloup.option("--open/--no-open", "opening", default=True, help="Open it in a browser; default: yes."),
)
@shared.which_lecture
@shared.debug
def watch(selection: tuple[str, ...], **options: Any) -> None:
    """Draw beats again at every save, with what a check finds, on a page that follows. Ctrl-C ends it."""
    from chainreel.watch.messages import Order
    from chainreel.watch.watching import watch_beats

    lecture, selection = lecture_and_names(options, selection)
    if not selection:
        raise InputError("nothing to watch: name a chapter or a CHAPTER.BEAT after the folder")
    language, theme = options["language"] or "", options["theme"] or ""
    if language:
        lecture.require_spoken("--language", language)
    if theme:
        require_known("--theme", "theme", theme, THEMES)
    for name in selection:
        require_beat(lecture, name)
    order = Order(0, lecture.root, lecture.file, lecture.overrides, selection, language, theme)
    try:
        watch_beats(order, options["port"], say, open_page if options["opening"] else lambda _: None)
    except KeyboardInterrupt:
        say("Stopped watching.")


def require_beat(lecture: Lecture, name: str) -> None:
    """Refuse a chapter or beat that the lecture does not have.

    Raises:
        InputError: naming those that it has.
    """
    chapter, _, beat = name.partition(".")
    require_name(chapter, lecture.chapters, "chapter", "the lecture's chapters are")
    if beat:
        written = beats_written(lecture.script_path(chapter))
        require_name(beat, written, "beat", f"the beats of {chapter} are")


def open_page(url: str) -> None:
    """Open a page where there is a screen to open it on: a browser in the terminal would take that away."""
    if sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(url)
