"""Sheet of every beat's still, and single stills: what eyes look at before a film is watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from chainreel.files import file_hash, whole
from chainreel.film.recipe import Recipe, Source
from chainreel.frames.master import frame_at
from chainreel.frames.video_colour import Converter
from chainreel.records.provenance import LIBRARY
from chainreel.theme import THEMES

COLUMNS = 4
THUMB_WIDTH, LABEL_HEIGHT, GAP, LABEL_SIZE = 480, 36, 16, 22  # pixels
LABEL_FONT = LIBRARY / "fonts" / "Inter_500Medium.ttf"


@dataclass(frozen=True)
class Still:
    """One frame of a master and what to call it."""

    label: str
    master: Source
    frame: int


@dataclass(frozen=True)
class StillPicture(Recipe):
    """A still as PNG, as drawn."""

    still: Still

    libraries = ("av", "pillow")

    def make(self, path: Path) -> None:
        """Write it."""
        save_still(self.still, path)


@dataclass(frozen=True)
class Sheet(Recipe):
    """Every beat's still on one sheet, in a theme's colours."""

    stills: tuple[Still, ...]
    theme: str
    font: str = field(default_factory=lambda: file_hash(LABEL_FONT))

    libraries = ("av", "pillow")

    def make(self, path: Path) -> None:
        """Draw it."""
        draw_sheet(self.stills, path, self.theme)


def picture_of(still: Still) -> Image.Image:
    """The still as an RGB picture, as drawn."""
    return Image.fromarray(Converter().picture(frame_at(still.master.path, still.frame)))


def save_still(still: Still, path: Path) -> None:
    """Write one still as PNG."""
    with whole(path) as part:
        picture_of(still).save(part, "PNG")


def draw_sheet(stills: Sequence[Still], path: Path, theme: str) -> None:
    """Write the sheet as PNG: rows of labelled thumbnails, in the film's order."""
    sheet = sheet_of([(still.label, thumbnail(picture_of(still))) for still in stills], theme)
    with whole(path) as part:
        sheet.save(part, "PNG")


def sheet_of(thumbs: Sequence[tuple[str, Image.Image]], theme: str) -> Image.Image:
    """Thumbnails of one size in rows, each under its label."""
    width, height = thumbs[0][1].size
    cell_width, cell_height = width + GAP, height + LABEL_HEIGHT + GAP
    rows = -(-len(thumbs) // COLUMNS)
    columns = min(COLUMNS, len(thumbs))
    colours = THEMES[theme]
    size = (columns * cell_width + GAP, rows * cell_height + GAP)
    sheet = Image.new("RGB", size, colours.color("panel"))
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(LABEL_FONT), LABEL_SIZE)
    for index, (label, thumb) in enumerate(thumbs):
        x = GAP + index % COLUMNS * cell_width
        y = GAP + index // COLUMNS * cell_height
        pen.text((x, y), label, fill=colours.color("text"), font=font)
        sheet.paste(thumb, (x, y + LABEL_HEIGHT))
    return sheet


def thumbnail(picture: Image.Image) -> Image.Image:
    """A picture, as large as it stands on the sheet."""
    height = round(THUMB_WIDTH * picture.height / picture.width)
    return picture.resize((THUMB_WIDTH, height), Image.Resampling.LANCZOS)
