"""Colour: drawn RGBA to BT.709 limited-range 4:2:0, once, and back for stills."""

from __future__ import annotations

from collections.abc import Sequence

import av
import numpy as np
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)
from numpy.typing import NDArray

from chainreel.film.region import Rect

EXACT = (
    Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT | Interpolation.FULL_CHR_H_INP
)

AROUND = 8  # pixels that colour is averaged over, and some: what lies farther away has no say
MOSTLY = 0.6  # the share of a frame after which converting all of it costs less


class Converter:
    """Keeps one scaler for frames of one size."""

    def __init__(self) -> None:
        self._scaler = VideoReformatter()

    def video(self, rgba: NDArray[np.uint8]) -> av.VideoFrame:
        """A (height, width, 4) picture as a yuv420p frame, tagged BT.709, limited range."""
        return self._scaler.reformat(
            av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(rgba), "rgba"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
            interpolation=EXACT,
            threads=1,
        )

    def picture(self, frame: av.VideoFrame) -> NDArray[np.uint8]:
        """A decoded frame as (height, width, 3) RGB."""
        rgb = self._scaler.reformat(
            frame,
            format="rgb24",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
            interpolation=EXACT | Interpolation.FULL_CHR_H_INT,  # else rgb24 comes out up to 3 levels dark
            threads=1,
        )
        return np.asarray(rgb.to_ndarray(), dtype=np.uint8)


class RunningVideo:
    """One video frame that is kept up to date: only what changed is converted, to the same values."""

    def __init__(self) -> None:
        self._converter, self._patches = Converter(), Converter()
        self._frame: av.VideoFrame | None = None

    def after(self, rgba: NDArray[np.uint8], changed: Sequence[Rect] | None = None) -> av.VideoFrame:
        """The frame for a picture that differs from the last one only in ``changed`` (None: anywhere).

        It is valid until the next call.
        """
        height, width = rgba.shape[:2]
        if self._frame is None or changed is None or sum(r.area for r in changed) > MOSTLY * width * height:
            self._frame = self._converter.video(rgba)
            return self._frame
        for rect in changed:
            self._patch(self._frame, rgba, rect)
        return self._frame

    def _patch(self, frame: av.VideoFrame, rgba: NDArray[np.uint8], rect: Rect) -> None:
        """Convert ``rect`` with what is around it, whose own values it may change too."""
        height, width = rgba.shape[:2]
        inner = rect.grown(AROUND, width, height)
        outer = inner.grown(AROUND, width, height)
        patch = self._patches.video(rgba[outer.at])
        for target, source, step in zip(_planes(frame), _planes(patch), (1, 2, 2), strict=True):
            rows = slice(inner.top // step, inner.bottom // step)
            columns = slice(inner.left // step, inner.right // step)
            down, across = outer.top // step, outer.left // step
            target[rows, columns] = source[
                rows.start - down : rows.stop - down, columns.start - across : columns.stop - across
            ]


def _planes(frame: av.VideoFrame) -> list[NDArray[np.uint8]]:
    """Luma and the two colour planes, as they lie in the frame: writing to them changes it."""
    return [np.frombuffer(memoryview(p), np.uint8).reshape(-1, p.line_size) for p in frame.planes]
