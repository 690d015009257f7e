"""Options of ``chainreel scene``: manim's own, read by manim's own rules, and what of them is not taken."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import cloup
from manim import config
from manim.cli.render.commands import ClickArgs
from manim.cli.render.ease_of_access_options import ease_of_access_options
from manim.cli.render.global_options import global_options
from manim.cli.render.output_options import output_options
from manim.cli.render.render_options import render_options
from manim.constants import QUALITIES, RendererType

from chainreel.errors import InputError

FLAGS = {name: str(quality["flag"]) for name, quality in QUALITIES.items() if quality["flag"]}
# What manim takes and this command does not, each with its reason; every other option does what manim's does.
NOT_TAKEN = {
    "live_preview": "--live-preview shows OpenGL's window: write a film, or run manim --renderer=opengl",
    "enable_gui": "--enable_gui belongs to manim's OpenGL renderer: run manim --renderer=opengl",
    "fullscreen": "--fullscreen belongs to manim's OpenGL renderer: run manim --renderer=opengl",
    "enable_wireframe": "--enable_wireframe belongs to manim's OpenGL renderer: run manim --renderer=opengl",
    "use_projection_fill_shaders": "shaders belong to manim's OpenGL renderer: run manim --renderer=opengl",
    "use_projection_stroke_shaders": "shaders belong to manim's OpenGL renderer: run manim --renderer=opengl",
    "jupyter": "--jupyter is for manim's own magic: use %%manim in a notebook",
}
OPEN_GL = "manim's OpenGL renderer is not Chainreel's: run manim, or leave out renderer = opengl"


class QualityName(click.ParamType[str]):
    """A quality by manim's letter or by its name."""

    name = "quality"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The letter."""
        known = {**{flag: flag for flag in FLAGS.values()}, **FLAGS}
        if value not in known:
            self.fail(f"{value!r} is not one of {', '.join(known)}", param, ctx)
        return known[value]


class FrameRate(click.ParamType[float]):
    """Frames a second, also as a fraction: 30000/1001."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """As manim keeps it; its encoders make the fraction of it again."""
        try:
            rate = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            self.fail(f"{value!r} is no number and no fraction such as 30000/1001", param, ctx)
        if rate <= 0:
            self.fail(f"{value!r} is not above 0", param, ctx)
        return int(rate) if rate.denominator == 1 else float(rate)


def command_for(run: Callable[[Mapping[str, Any]], None]) -> click.Command:
    """The command with manim's option groups; ``run`` gets what was given."""

    @cloup.command(
        "scene", no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]},
        help="Render manim scenes of FILE as manim does, faster: the SCENEs named, or its only one.",
    )  # fmt: skip
    @cloup.argument("file", type=cloup.Path(path_type=Path), required=True)
    @cloup.argument("scene_names", required=False, nargs=-1, metavar="[SCENE]...")
    @cloup.option_group(
        "Chainreel",
        cloup.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, metavar="COUNT",
                     help="Scenes at a time; default: one a core."),
        cloup.option("--debug", is_flag=True, help="Show where an error arose."),
    )  # fmt: skip
    @global_options
    @output_options
    @render_options
    @ease_of_access_options
    def scene(**given: Any) -> None:
        run(given)

    kinds = {"quality": QualityName(), "frame_rate": FrameRate()}
    for parameter in scene.params:
        parameter.type = kinds.get(parameter.name or "", parameter.type)
    return scene


def apply(given: Mapping[str, Any]) -> Path:
    """Set manim's configuration as its command does; the file with the scenes.

    Raises:
        InputError: an option that is not taken, or a setting that manim refuses.
    """
    for name, why in NOT_TAKEN.items():
        if given[name]:
            raise InputError(why)
    if given["renderer"] == RendererType.OPENGL.value:
        raise InputError(OPEN_GL)
    try:
        config.digest_args(ClickArgs(dict(given)))
    except (ValueError, KeyError) as error:
        raise InputError(f"manim does not take these settings: {error}") from error
    config.disable_caching, config.progress_bar = True, "none"
    if given["verbosity"] is None and config.verbosity == "INFO":
        config.verbosity = "WARNING"  # what manim says of every play is in the progress line
    return Path(config.input_file)
