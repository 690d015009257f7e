"""Stock manim scenes on the command line; manim's options are read when the verb is called, not before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
import cloup

from chainreel.command.say import console


@cloup.command(
    "scene", short_help="Render anyone's manim scenes, as manim does and faster.", add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)  # fmt: skip
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def scene(arguments: tuple[str, ...]) -> None:
    """Render manim scenes of a file."""
    from chainreel.stock.options import command_for

    command_for(_render).main(list(arguments), prog_name="chainreel scene", standalone_mode=False)


def _render(given: Mapping[str, Any]) -> None:
    from chainreel.stock.progress import SceneDisplay
    from chainreel.stock.run import render_file

    with SceneDisplay(console) as display:
        render_file(given, display.hear)
    display.require_success()
