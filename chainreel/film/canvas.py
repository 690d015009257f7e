"""Manim, set up for one film and nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from manim import config

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
