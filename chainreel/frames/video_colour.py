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

from chainreel.frames.region import Changed, Rect

EXACT = (
    Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT | Interpolation.FULL_CHR_H_INP
)

AROUND = 8  # pixels that colour is averaged over, and some: what lies farther away has no say
STEPS = (1, 2, 2)  # pixels to a value of luma and of the colour planes, down and across
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


class PlainConverter(Converter):
    """Converts as manim's own encoder does: swscale's defaults, which are BT.601, limited range."""

    def video(self, rgba: NDArray[np.uint8]) -> av.VideoFrame:
        """A (height, width, 4) picture as a yuv420p frame."""
        return self.as_format(rgba, "yuv420p")

    def as_format(self, rgba: NDArray[np.uint8], pixel_format: str) -> av.VideoFrame:
        """A (height, width, 4) picture as a frame of any format."""
        frame = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(rgba), "rgba")
        return self._scaler.reformat(frame, format=pixel_format, threads=1)


class RunningVideo:
    """One video frame that is kept up to date: only what changed is converted, to the same values."""

    def __init__(self, converter: type[Converter] = Converter) -> None:
        self._converter, self._patches = converter(), converter()
        self._frame: av.VideoFrame | None = None
        self._planes: list[NDArray[np.uint8]] = []

    def after(self, rgba: NDArray[np.uint8], changed: Changed = None) -> tuple[av.VideoFrame, Changed]:
        """The frame for a picture that differs from the last one only in ``changed``, and where it differs.

        It is valid until the next call.
        """
        height, width = rgba.shape[:2]
        if self._frame is None or changed is None or sum(r.area for r in changed) > MOSTLY * width * height:
            self._frame = self._converter.video(rgba)
            self._planes = planes_of(self._frame)
            return self._frame, None
        grown = [rect.with_margin(AROUND, width, height) for rect in changed]
        for rect in grown:
            self._patch(rgba, rect)
        return self._frame, grown

    def _patch(self, rgba: NDArray[np.uint8], inner: Rect) -> None:
        """Convert ``inner`` with what is around it, which has a say in its values."""
        height, width = rgba.shape[:2]
        outer = inner.with_margin(AROUND, width, height)
        patch = self._patches.video(rgba[outer.at])
        for target, source, step in zip(self._planes, planes_of(patch), STEPS, strict=True):
            target[inner.in_plane(step)] = source[inner.inside(outer).in_plane(step)]


def planes_of(frame: av.VideoFrame) -> list[NDArray[np.uint8]]:
    """Luma and the two colour planes, as they lie in a yuv420p frame: writing to them changes it."""
    return [
        np.frombuffer(memoryview(p), np.uint8).reshape(p.height, p.line_size)[:, : p.width]
        for p in frame.planes
    ]


def blank_video(width: int, height: int) -> av.VideoFrame:
    """A yuv420p frame to be filled, tagged as the converter's."""
    frame = av.VideoFrame(width, height, "yuv420p")
    frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
    frame.color_trc, frame.color_primaries = ColorTrc.BT709, ColorPrimaries.BT709
    return frame
