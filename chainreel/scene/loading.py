"""A chapter's scene class, found in the lecture's own folder."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from manim import config

from chainreel.errors import InputError
from chainreel.lecture import Lecture
from chainreel.lecture.exits import refused_exits
from chainreel.records.files_read import noted_files
from chainreel.scene.lecture_scene import LectureScene

READ = "files_read"  # of the package of scenes: what its modules read while they were loaded


def load_scene(lecture: Lecture, chapter: str) -> type[LectureScene]:
    """The scene class of a chapter.

    Raises:
        InputError: the file is missing, or holds no scene, or more than one.
    """
    path = lecture.scene_path(chapter)
    if not path.is_file():
        raise InputError(f"{path}: the scene of chapter {chapter!r} is missing")
    package = enter_scenes(path.parent.resolve())
    with noted_files(lecture.root, others=[Path(config.media_dir)]) as reads, refused_exits("scenes"):
        module = importlib.import_module(f"scenes.{chapter}")
    vars(package).setdefault(READ, {}).update(reads.hashes())
    scenes = [v for v in vars(module).values() if is_scene_of(v, module.__name__)]
    if len(scenes) != 1:
        raise InputError(f"{path} holds {len(scenes)} lecture scenes: write one class that is a LectureScene")
    scene: type[LectureScene] = scenes[0]
    return scene


@contextmanager
def noted_scene_files(lecture: Lecture) -> Iterator[Callable[[], dict[str, str]]]:
    """Note the files that the block's scenes read: what is yielded tells those read so far, with hashes.

    Modules are loaded once a process, so what any of them read while it was loaded counts for each scene.
    """
    with noted_files(lecture.root, others=[Path(config.media_dir)]) as reads:
        yield lambda: {**getattr(sys.modules.get("scenes"), READ, {}), **reads.hashes()}


def enter_scenes(folder: Path) -> ModuleType:
    """Make ``scenes`` mean this lecture's folder, whichever lecture was loaded before.

    It is made by hand, for Python would prefer any other ``scenes`` on its path that has an
    ``__init__.py`` to one that has none.
    """
    if getattr(sys.modules.get("scenes"), "__path__", None) == [str(folder)]:
        return sys.modules["scenes"]
    leave_scenes()
    package = ModuleType("scenes")
    package.__path__ = [str(folder)]
    sys.modules["scenes"] = package
    importlib.invalidate_caches()
    return package


def leave_scenes() -> None:
    """Forget every module of scenes: the next one is loaded as its file is then."""
    for name in [n for n in sys.modules if n.split(".")[0] == "scenes"]:
        del sys.modules[name]


def is_scene_of(value: Any, module: str) -> bool:
    """Whether a value is a scene that the module itself defines, and not one it imports."""
    return isinstance(value, type) and issubclass(value, LectureScene) and value.__module__ == module
