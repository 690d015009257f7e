"""Sheet of every beat's still for the README: ``python tools/sheet_picture.py``.

The lecture is built without being drawn, on the committed records; each beat's last picture is drawn alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from manim import Camera
from part_pictures import QUALITY, ROOT, THEME, build
from PIL import Image

from chainreel.film.sheet import sheet_of, thumbnail
from chainreel.frames.building import BuildRenderer
from chainreel.lecture import QUALITIES, Lecture
from chainreel.theme import THEMES

SHEET = ROOT / "docs" / "pictures" / "sheet.png"
WIDTH = 1200  # pixels


def stills_of(chapter: str) -> list[tuple[str, Image.Image]]:
    """A chapter's beats by name, each with its last picture as a thumbnail."""
    stills: list[tuple[str, Image.Image]] = []

    def keep(scene: Any, beat: str) -> None:
        stills.append((f"{chapter}.{beat}", thumbnail(drawn(scene))))

    build(Lecture.load(ROOT), chapter, BuildRenderer(on_still=keep, samples=()))
    return stills


def drawn(scene: Any) -> Image.Image:
    """What a scene shows now, as a frame of the film shows it."""
    quality, background = QUALITIES[QUALITY], THEMES[THEME].color("bg")
    camera = Camera(pixel_width=quality.width, pixel_height=quality.height, background_color=background)
    camera.capture_mobjects(scene.mobjects)
    return Image.fromarray(np.asarray(camera.pixel_array)[:, :, :3])


def small_sheet(stills: Sequence[tuple[str, Image.Image]]) -> Image.Image:
    """The sheet, as wide as a page can bear."""
    sheet = sheet_of(stills, THEME)
    return sheet.resize((WIDTH, round(WIDTH * sheet.height / sheet.width)), Image.Resampling.LANCZOS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="default: the lecture's")
    parser.add_argument("--into", type=Path, default=SHEET, metavar="FILE")
    given = parser.parse_args()
    chapters = given.chapters or Lecture.load(ROOT).chapters
    small_sheet([still for chapter in chapters for still in stills_of(chapter)]).save(
        given.into, optimize=True
    )
    print(f"{given.into}: {given.into.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
