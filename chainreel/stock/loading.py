"""Loading of a file of stock scenes, and the choice among them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from manim import Scene, config
from manim.utils.module_ops import get_module, get_scene_classes_from_module, prompt_user_for_choice

from chainreel.errors import InputError, in_a_sentence, require_name


def scenes_of(file: Path) -> dict[str, type[Scene]]:
    """The scenes that a file defines, by name; it is run as manim runs it.

    Raises:
        InputError: there is no such file, it cannot be run, or it has no scenes.
    """
    if str(file) != "-" and not file.is_file():
        raise InputError(f"{file} does not exist: name a Python file with manim scenes")
    if str(file) != "-" and file.suffix != ".py":
        raise InputError(f"{file} is no Python file: name one with manim scenes")
    try:
        module = get_module(file)
    except Exception as error:
        raise InputError(f"{file} cannot be run: {in_a_sentence(error, file.parent.name)}") from error
    found = {scene.__name__: scene for scene in get_scene_classes_from_module(module)}
    if not found:
        raise InputError(f"{file} has no scenes: define a class that derives from manim's Scene")
    return found


def choose(scenes: dict[str, type[Scene]], names: Sequence[str], every: bool) -> list[str]:
    """Which scenes to render: all, those named, the only one, or what the user at the terminal says.

    Raises:
        InputError: a name that no scene bears, or no name where there are several.
    """
    if every:
        chosen = list(scenes)
    elif names:
        for name in names:
            require_name(name, scenes, "scene", "the scenes are")
        chosen = list(dict.fromkeys(names))
    elif len(scenes) == 1:
        chosen = list(scenes)
    elif sys.stdin.isatty():
        chosen = [scene.__name__ for scene in prompt_user_for_choice(list(scenes.values()))]
    else:
        raise InputError(f"which scene? name one or more of {', '.join(scenes)}, or write -a for all")
    if config.output_file and len(chosen) != 1:
        raise InputError("-o names the film of one scene: name one scene, or leave -o out")
    return chosen
