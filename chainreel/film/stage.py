"""Manim, set up for one film and nothing else, and a chapter performed on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from manim import config

from chainreel.film.chapter import Chapter, Version
from chainreel.film.master import MasterSink
from chainreel.film.renderer import FrameRenderer, SegmentRenderer
from chainreel.scene import LectureScene, load_scene
from chainreel.theme import THEMES, Look

FRAME_HEIGHT = 8.0  # scene units, whatever the quality


def draw_beats(
    chapter: Chapter,
    beats: Collection[str],
    drawn: Callable[[str], None],
    finished: Callable[[str], None],
) -> None:
    """Draw ``beats`` of a chapter into masters, building what lies before and between them."""
    set_up(chapter.version)
    with MasterSink(chapter.masters, chapter.version.quality, drawn, finished) as sink:
        scene_of(chapter, FrameRenderer(sink)).perform(beats)


def scene_of(chapter: Chapter, renderer: SegmentRenderer) -> LectureScene:
    """The chapter's scene before its first beat, on ``renderer``; manim must be set up for it."""
    version = chapter.version
    scene_class = load_scene(chapter.lecture, chapter.name)
    look = Look(THEMES[version.theme], version.language)
    return scene_class(
        renderer=renderer,
        script=chapter.script(),
        look=look,
        fps=version.quality.fps,
        number=chapter.number,
    )


def set_up(version: Version) -> None:
    """Set manim's global configuration for a film; a user's manim.cfg has no say in it."""
    q = version.quality
    settings: dict[str, Any] = {
        "dry_run": True, "disable_caching": True, "progress_bar": "none", "verbosity": "ERROR",
        "log_to_file": False, "pixel_width": q.width, "pixel_height": q.height, "frame_rate": q.fps,
        "frame_height": FRAME_HEIGHT, "frame_width": FRAME_HEIGHT * q.width / q.height, "seed": 0,
    }  # fmt: skip
    for key, value in settings.items():
        config[key] = value
    if media := os.environ.get("CHAINREEL_MEDIA"):
        _own_folders(Path(media))


def _own_folders(media: Path) -> None:
    """Manim writes and deletes files by name in these: processes that share them break each other."""
    config.media_dir = media
    for key in ("tex_dir", "text_dir", "images_dir"):
        folder = media / key
        folder.mkdir(parents=True, exist_ok=True)
        config[key] = folder
