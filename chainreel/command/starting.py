"""A new lecture as the command asks for it, makes it and says what comes next."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import click
import cloup

from chainreel import starter
from chainreel.command import options as shared
from chainreel.command.say import say


@cloup.command("new")
@cloup.argument("folder", type=click.Path(path_type=Path), metavar="NAME")
@cloup.option_group(
    "Lecture",
    cloup.option(
        "--language",
        "languages",
        multiple=True,
        metavar="NAMES",
        help="Its languages, the main one first: en,ja.",
    ),
    cloup.option(
        "--title", "titles", multiple=True, metavar="TEXT", help="Its title; fr=TEXT: in another language."
    ),
    cloup.option("--run", metavar="NAME", help=f"What it shows: {', '.join(starter.RUNS)}."),
    cloup.option("--template", metavar="NAME", help=f"{', '.join(starter.TEMPLATES)}; default: short."),
)
@shared.debug
def make_new(
    folder: Path,
    languages: tuple[str, ...],
    titles: tuple[str, ...],
    run: str | None,
    template: str | None,
    debug: bool,  # noqa: ARG001  main reads it
) -> None:
    """Make a lecture that renders at once, in a new folder."""
    chosen = languages or (ask_for_languages(),)
    plan = starter.plan_of(folder, chosen, titles, run or "", template or "")
    lecture = starter.make_lecture(plan)
    say(f"{folder}: a lecture in {', '.join(lecture.languages)}, measured; README.md says what is what.")
    say(f"Next: chainreel render {as_typed(folder)}")


def ask_for_languages() -> str:
    """The languages that somebody at a terminal names; where nobody can be asked, English."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "en"
    known = ", ".join(starter.written_languages())
    return str(click.prompt(f"Languages, the main one first ({known})", default="en"))


def as_typed(path: Path) -> str:
    """A path as it is typed in a shell."""
    text = str(path)
    return subprocess.list2cmdline([text]) if sys.platform == "win32" else shlex.quote(text)
