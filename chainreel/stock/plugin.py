"""Plugin of manim: with ``plugins = chainreel`` in a manim.cfg, manim's own command uses the painter."""

from __future__ import annotations

from manim import config


def install() -> None:
    """Put the painted renderer where scenes look for theirs; manim's cache, which costs more, is left out."""
    from chainreel.stock.renderer import paint_scenes

    config.disable_caching = True
    paint_scenes()


if "chainreel" in config.plugins:  # manim loads every plugin there is, asked for or not
    install()
