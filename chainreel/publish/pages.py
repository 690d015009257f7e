"""Pages from stills: a video in which each stands for a fixed time, and pictures.

A slide player turns a page's number into a time and seeks there. What it then shows must not depend
on how it counts time: no B-frames, so pictures are shown as they are stored; no edit list, so there
is nothing to honour or ignore; a keyframe at each page's start, so nothing older is decoded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image

from chainreel.files import whole
from chainreel.film.encode import Scaler
from chainreel.film.h264.video import PLAIN, VideoWriter, whole_video
from chainreel.film.recipe import Recipe
from chainreel.film.sheet import Still, picture_of
from chainreel.frames.master import frame_at
from chainreel.theme import CAPTION_TOP, FRAME_HEIGHT

FPS = 30
TALLEST = 1080
WIDEST = 2048  # pixels: VRChat loads no larger image
OPTIONS = {
    "preset": "veryfast", "profile": "high", "level": "4.0", "crf": "16", "bf": "0",
    "x264-params": f"keyint={FPS}:min-keyint=1:scenecut=0:open-gop=0",
}  # fmt: skip


@dataclass(frozen=True)
class SlidePlayer:
    """A slide system for worlds: page ``n``, from 0, is sought at ``n * seconds + offset`` seconds."""

    name: str
    file: str
    seconds: int
    offset: float

    def seeks(self, page: int) -> float:
        """The time at which it looks for a page, counted from 0."""
        return page * self.seconds + self.offset


SLIDE_PLAYERS = (
    SlidePlayer("UnaSlides", "slides.mp4", 1, 0.5),
    SlidePlayer("VRC-LT SlidePlayer", "slides-2s.mp4", 2, 1.0),
)


class PageWriter(VideoWriter):
    """A video that begins anew, with a keyframe, at everything that is written to it."""

    container: Mapping[str, str] = PLAIN

    def _prepare(self, frame: av.VideoFrame) -> None:
        super()._prepare(frame)
        frame.pict_type = 1  # I: in a closed GOP, a keyframe


@dataclass(frozen=True)
class Page(Recipe):
    """A still as PNG; ``trimmed``: without the empty band for captions."""

    still: Still
    trimmed: bool = False

    libraries = ("av", "pillow")

    def make(self, path: Path) -> None:
        """Write it."""
        write_page(self.still, path, self.trimmed)


@dataclass(frozen=True)
class SlideVideo(Recipe):
    """A video in which each still is a page of so many ``seconds``."""

    stills: tuple[Still, ...]
    seconds: int

    libraries = ("av", "pillow")

    def make(self, path: Path) -> None:
        """Write it."""
        write_slides(self.stills, self.seconds, path)


def write_slides(stills: Sequence[Still], seconds: int, path: Path) -> None:
    """Write a slide video, ``seconds`` a page: at most 1080p, High@4.0, 30 frames a second, silent."""
    size = page_size(stills[0])
    scaled = Scaler(size)
    with whole_video(path, *size, FPS, OPTIONS, PageWriter) as video:
        for still in stills:
            video.write(scaled(frame_at(still.master.path, still.frame)), seconds * FPS)


def write_page(still: Still, path: Path, trimmed: bool = False) -> None:
    """Write a page as PNG, at most 2048 pixels wide; ``trimmed``: without the empty band for captions."""
    picture = without_band(picture_of(still)) if trimmed else picture_of(still)
    picture.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS)
    with whole(path) as part:
        picture.save(part, "PNG", optimize=True)


def without_band(picture: Image.Image) -> Image.Image:
    """The picture down to the caption band, unless there is something in it."""
    top = picture.height * CAPTION_TOP // FRAME_HEIGHT
    band = picture.crop((0, top, picture.width, picture.height))
    is_empty = len(band.getcolors(band.width * band.height) or ()) == 1
    return picture.crop((0, 0, picture.width, top)) if is_empty else picture


def page_size(still: Still) -> tuple[int, int]:
    """Width and height of a slide video, both even, from its first page."""
    frame = frame_at(still.master.path, still.frame)
    height = min(TALLEST, frame.height)
    return 2 * round(frame.width * height / frame.height / 2), height
