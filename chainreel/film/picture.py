"""Colour: drawn RGBA to BT.709 limited-range 4:2:0, once, and back for stills."""

from __future__ import annotations

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

EXACT = (
    Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT | Interpolation.FULL_CHR_H_INP
)


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
