"""Canvas for one film: manim, set up for it and for nothing else."""

from __future__ import annotations

import os
from configparser import ConfigParser
from functools import cache
from pathlib import Path
from typing import Any

import manim
from manim import config
from manim._config.utils import ManimConfig
from manim.animation.speedmodifier import ChangeSpeed

from chainreel.lecture import Quality

FRAME_HEIGHT = 8.0  # scene units, whatever the quality


def set_up(quality: Quality) -> None:
    """Set manim's global configuration for a film; a user's manim.cfg has no say in it."""
    q = quality
    settings: dict[str, Any] = {
        "dry_run": True, "disable_caching": True, "progress_bar": "none", "verbosity": "ERROR",
        "log_to_file": False, "pixel_width": q.width, "pixel_height": q.height, "frame_rate": q.fps,
        "frame_height": FRAME_HEIGHT, "frame_width": FRAME_HEIGHT * q.width / q.height, "seed": 0,
    }  # fmt: skip
    forget_unfinished()
    config.update(_defaults())
    for key, value in settings.items():
        config[key] = value
    if media := os.environ.get("CHAINREEL_MEDIA"):
        _own_folders(Path(media))


def forget_unfinished() -> None:
    """What a scene that stopped half-way leaves in manim's classes is gone for the next one in this process.

    Of all that manim's classes hold, only ``ChangeSpeed`` waits for its animation to end.
    """
    ChangeSpeed.is_changing_dt = False
    ChangeSpeed.dt = 0


@cache
def _defaults() -> ManimConfig:
    """Manim's settings as they are installed."""
    parser = ConfigParser()
    parser.read(Path(manim.__file__).parent / "_config" / "default.cfg", encoding="utf-8")
    return ManimConfig().digest_parser(parser)


def _own_folders(media: Path) -> None:
    """Manim writes and deletes files by name in these: processes that share them break each other."""
    config.media_dir = media
    for key in ("tex_dir", "text_dir", "images_dir"):
        folder = media / key
        folder.mkdir(parents=True, exist_ok=True)
        config[key] = folder
