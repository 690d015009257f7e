"""Films of a model as the command makes them: checked, measured, written, rendered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import cloup

from chainreel.command import options as shared
from chainreel.command.films import films_of
from chainreel.command.say import say
from chainreel.errors import ChainreelError
from chainreel.lecture import VOICES, require_known
from chainreel.model.making.film import hand_out, lecture_of_model
from chainreel.model.making.running import check_target
from chainreel.model.target import MODES, Conduct, Target, target_of
from chainreel.model.writing.scripts import LANGUAGES


@cloup.command("model", short_help="Render a film of your own model: FILE.py:FUNCTION.")
@cloup.argument("function", metavar="FILE.py:FUNCTION")
@cloup.option_group(
    "Run",
    cloup.option("--check", is_flag=True, help="Only tell what can and cannot be shown; nothing is run."),
    cloup.option("--seed", type=click.IntRange(0), default=0, metavar="NUMBER", help="Default: 0."),
    cloup.option("--mode", default="eval", metavar="NAME", help=f"{' or '.join(MODES)}; default: eval."),
    cloup.option(
        "--steps", type=click.IntRange(1), default=60, metavar="COUNT",
        help="Of training, if batches are given; default: 60.",
    ),
    cloup.option(
        "--set-time", type=click.FloatRange(1), default=300.0, metavar="SECONDS",
        help="How long your code may run; default: 300.",
    ),
    cloup.option(
        "--set-memory", type=click.FloatRange(0.1), default=8.0, metavar="GIGABYTES",
        help="How much memory it may take; default: 8.",
    ),
)  # fmt: skip
@shared.which_film
@cloup.option_group(
    "Folders",
    cloup.option(
        "--keep", type=click.Path(path_type=Path), metavar="FOLDER",
        help="Write the lecture that the film is made of there, to be edited like any other.",
    ),
    cloup.option(
        "--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Default: out/FILE.FUNCTION."
    ),
)  # fmt: skip
@shared.jobs
@shared.debug
def model(function: str, **options: Any) -> None:
    """Render a narrated film of one pass of a model, forward and back, with its own numbers.

    FUNCTION takes nothing and returns an object with model, inputs (a tuple or a mapping) and loss(output);
    docs/model.md tells what else it may have.
    """
    wanted = target_of(function)
    require_known("--mode", "mode", options["mode"], MODES)
    conduct = Conduct(
        options["seed"], options["mode"], options["steps"], options["set_time"], options["set_memory"]
    )
    if options["check"]:
        _tell(wanted, conduct)
        return
    _film(wanted, conduct, options)


def _tell(target: Target, conduct: Conduct) -> None:
    checked = check_target(target, conduct)
    for sentence in checked.sentences:
        say(sentence)
    if checked.refused:
        raise ChainreelError(f"{target} cannot be shown as it is")


def _film(target: Target, conduct: Conduct, options: dict[str, Any]) -> None:
    options["language"] = options["language"] or LANGUAGES[0]
    if options["language"] != "all":
        require_known("--language", "language", options["language"], LANGUAGES)
    require_known("--voice", "voice", options["voice"] or "none", VOICES)
    folder = (options["keep"] or Path(".cache") / "models" / target.slug).absolute()
    lecture = lecture_of_model(target, conduct, folder, LANGUAGES, say)
    out = (options["out"] or Path("out") / target.slug).absolute()
    for edition in films_of(lecture, options):
        for path in hand_out(edition.folder, out / edition.folder.parent.name / edition.folder.name):
            say(str(path))
    if options["keep"]:
        say(f"The lecture is in {folder}: chainreel render --lecture {options['keep']}/lecture.toml")
