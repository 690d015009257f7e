"""Burned captions: drawn into the pictures, in the band that every scene leaves empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import av
import numpy as np
from numpy.typing import NDArray

from chainreel.captions.caption import Caption
from chainreel.film.key import language_hash
from chainreel.frames.video_colour import Converter
from chainreel.lecture import Quality
from chainreel.theme import (
    CAPTION_BASELINES,
    CAPTION_BOTTOM,
    CAPTION_TOP,
    FRAME_HEIGHT,
    FRAME_WIDTH,
    THEMES,
    Look,
)
from chainreel.words import Words

if TYPE_CHECKING:
    from chainreel.draw.text.lettering import Lettering

Band = tuple[NDArray[np.uint8], ...]  # luma and the two colour planes


@dataclass(frozen=True)
class Burned:
    """A beat's captions, to be drawn in a language and a theme over frames of a quality."""

    captions: tuple[Caption, ...]
    language: str
    theme: str
    quality: Quality
    own: str = ""  # what the language brings, its fonts among it, as a hash

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", self.own or language_hash(self.language))

    def spans(self, shown: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Frames of a master, each with for how many frames it is shown, parted where captions change."""
        now = 0
        for index, count in shown:
            end = now + count
            inner = [edge for edge in self._edges() if now < edge < end]
            for first, last in zip([now, *inner], [*inner, end], strict=True):
                yield index, last - first, self._lines(first)
            now = end

    def over(self, frame: av.VideoFrame, lines: tuple[str, ...]) -> av.VideoFrame:
        """The frame with a caption's lines in its band, or the frame itself if there are none."""
        if not lines:
            return frame
        planes = np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8)
        for plane, band, step in zip(_planes(planes), self._band(lines), (1, 2, 2), strict=True):
            top = self._rows[0] // step
            plane[top : top + len(band)] = band
        made = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        made.colorspace, made.color_range = frame.colorspace, frame.color_range
        return made

    def _edges(self) -> list[int]:
        return sorted({self._frame(at) for c in self.captions for at in (c.start, c.end)})

    def _lines(self, frame: int) -> tuple[str, ...]:
        found = [c for c in self.captions if self._frame(c.start) <= frame < self._frame(c.end)]
        return found[-1].lines if found else ()

    def _frame(self, seconds: float) -> int:
        return round(seconds * self.quality.fps)

    @property
    def _rows(self) -> tuple[int, int]:
        return band_rows(self.quality)

    def _band(self, lines: tuple[str, ...]) -> Band:
        return draw_band(lines, self.language, self.theme, self.quality)


def band_rows(quality: Quality) -> tuple[int, int]:
    """The first row of the band and the one after its last; both even, as colour has half the rows."""
    top, bottom = (round(y * quality.height / FRAME_HEIGHT / 2) * 2 for y in (CAPTION_TOP, CAPTION_BOTTOM))
    return top, bottom


@lru_cache(maxsize=2)
def draw_band(lines: tuple[str, ...], language: str, theme: str, quality: Quality) -> Band:
    """The band's planes with one or two centred lines in it, drawn as everything else is."""
    from manim import Camera  # takes a second to load, and most films burn nothing in

    from chainreel.frames.canvas import set_up

    set_up(quality)
    look = Look(THEMES[theme], language)
    camera = Camera(background_color=look.theme.bg)
    camera.capture_mobjects(texts(look, lines))
    top, bottom = band_rows(quality)
    drawn = Converter().video(np.asarray(camera.pixel_array, np.uint8))
    planes = _planes(np.asarray(drawn.to_ndarray(format="yuv420p"), np.uint8))
    return tuple(p[top // s : bottom // s].copy() for p, s in zip(planes, (1, 2, 2), strict=True))


def texts(look: Look, lines: Sequence[str]) -> list[Lettering]:
    """The lines as drawn texts on the band's baselines; a single one on the lower."""
    from chainreel.draw.text.lettering import lettering

    found = zip(lines, CAPTION_BASELINES[-len(lines) :], strict=True)
    return [
        # every number in it was known when the script was filled: here the whole line is a name
        lettering(look, Words((line,), look.language, names=(line,)), "caption").put(
            FRAME_WIDTH / 2, baseline, "center"
        )
        for line, baseline in found
    ]


def _planes(picture: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Views of luma and the colour planes of a yuv420p picture as PyAV lays it out."""
    height, width = picture.shape[0] * 2 // 3, picture.shape[1]
    quarter = height // 4
    chroma = [picture[height + k * quarter : height + (k + 1) * quarter] for k in (0, 1)]
    return [picture[:height], *(c.reshape(height // 2, width // 2) for c in chroma)]
