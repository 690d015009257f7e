"""A chapter's scene class, found in the lecture's own folder."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from chainreel.errors import InputError
from chainreel.lecture import Lecture
from chainreel.scene.lecture_scene import LectureScene


def load_scene(lecture: Lecture, chapter: str) -> type[LectureScene]:
    """The scene class of a chapter.

    Raises:
        InputError: the file is missing, or holds no scene, or more than one.
    """
    path = lecture.scene_path(chapter)
    if not path.is_file():
        raise InputError(f"{path}: the scene of chapter {chapter!r} is missing")
    enter_scenes(path.parent.resolve())
    module = importlib.import_module(f"scenes.{chapter}")
    scenes = [v for v in vars(module).values() if is_scene_of(v, module.__name__)]
    if len(scenes) != 1:
        raise InputError(f"{path} holds {len(scenes)} lecture scenes: write one class that is a LectureScene")
    scene: type[LectureScene] = scenes[0]
    return scene


def enter_scenes(folder: Path) -> None:
    """Make ``scenes`` mean this lecture's folder, whichever lecture was loaded before.

    It is made by hand, for Python would prefer any other ``scenes`` on its path that has an
    ``__init__.py`` to one that has none.
    """
    if getattr(sys.modules.get("scenes"), "__path__", None) == [str(folder)]:
        return
    for name in [n for n in sys.modules if n.split(".")[0] == "scenes"]:
        del sys.modules[name]
    package = ModuleType("scenes")
    package.__path__ = [str(folder)]
    sys.modules["scenes"] = package
    importlib.invalidate_caches()


def is_scene_of(value: Any, module: str) -> bool:
    """Whether a value is a scene that the module itself defines, and not one it imports."""
    return isinstance(value, type) and issubclass(value, LectureScene) and value.__module__ == module
