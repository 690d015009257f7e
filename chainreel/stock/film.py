"""Film of a scene while it is drawn: one encoder from the first frame to the last, no master between.

Frames that repeat the one before are counted, not converted, and of long holds x264 sees the start only.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from manim._config.video_encoder import VideoEncoderSpec
from numpy.typing import NDArray

from chainreel.errors import InputError
from chainreel.film.h264.video import LONG, SETTLE, FilmWriter
from chainreel.frames.region import Changed
from chainreel.frames.video_colour import PlainConverter, RunningVideo

MANIM_S = {"crf": "23"}  # what manim asks of x264 if nobody asks for anything else
# Drawn pictures need no long search: a third of the time of manim's defaults, for about as many bytes.
OURS = {
    "preset": "veryfast", "profile": "high", "crf": "22",
    "x264-params": "keyint=250:open-gop=0:b-pyramid=none:subme=1:rc-lookahead=5",
}  # fmt: skip


class Video(Protocol):
    """What takes encoded pictures to a file."""

    frames: int

    def write(self, frame: av.VideoFrame, repeat: int = 1) -> None:
        """The next frame, ``repeat`` times."""

    def stand(self, frames: int) -> None:
        """The last frame for ``frames`` more."""

    def __exit__(self, *error: Any) -> None:
        """Finish the file; after an error, only close it."""


class PlainFilmWriter(FilmWriter):
    """H.264 whose colours are manim's own, and are tagged as what they are, so that players show them."""

    def _tag(self, stream: av.VideoStream) -> None:
        stream.codec_context.color_range = ColorRange.MPEG
        stream.codec_context.colorspace = Colorspace.SMPTE170M


class AnyVideo:
    """Any codec, container and pixel format, set as manim sets them."""

    def __init__(self, path: Path, spec: VideoEncoderSpec) -> None:
        self._container = av.open(str(path), "w", format=spec.container_format)
        stream: Any = self._container.add_stream(spec.codec, rate=spec.frame_rate, options=dict(spec.options))
        stream.pix_fmt, stream.width, stream.height = spec.pixel_format, spec.width, spec.height
        self._stream, self._time_base = stream, 1 / Fraction(spec.frame_rate)
        self.frames = 0

    def write(self, frame: av.VideoFrame, repeat: int = 1) -> None:
        """The next frame, ``repeat`` times."""
        frame.time_base = self._time_base
        for _ in range(repeat):
            frame.pts = self.frames
            self.frames += 1
            self._container.mux(self._stream.encode(frame))

    def stand(self, frames: int) -> None:
        """Nothing is left to stand: ``holds`` are written in full."""
        if frames:
            raise ValueError("only H.264 lets frames stand")

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            self._container.mux(self._stream.encode(None))
        self._container.close()


class SceneFilm:
    """Takes drawn pictures (height, width, 4), says where each differs from the last, and encodes them."""

    def __init__(self, path: Path, spec: VideoEncoderSpec) -> None:
        self._plain = is_plain(spec)
        if self._plain:
            _require_even(spec)
            rate = Fraction(spec.frame_rate)
            self._video: Video = PlainFilmWriter(path, spec.width, spec.height, rate, OURS)
        else:
            self._video = AnyVideo(path, spec)
        self._format = spec.pixel_format
        self._running, self._converter = RunningVideo(PlainConverter), PlainConverter()
        self._frame: av.VideoFrame | None = None
        self._count = 0  # how often the frame that was converted last is to be shown

    @property
    def frames(self) -> int:
        """Frames so far."""
        return self._video.frames + self._count

    def write(self, rgba: NDArray[np.uint8], repeat: int, changed: Changed) -> None:
        """A picture, for ``repeat`` frames; it differs from the last one only in ``changed``."""
        if self._frame is None or changed is None or changed:
            self._flush()
            self._frame = self._convert(rgba, changed)
        self._count += repeat

    def finish(self) -> None:
        """Write what is left, and close the file."""
        self._flush()
        self._video.__exit__(None, None, None)

    def abort(self) -> None:
        """Close the file, which is not whole."""
        self._video.__exit__(RuntimeError, None, None)

    def _convert(self, rgba: NDArray[np.uint8], changed: Changed) -> av.VideoFrame:
        if self._format == "yuv420p":
            return self._running.after(rgba, changed if self._frame else None)[0]
        return self._converter.as_format(rgba, self._format)

    def _flush(self) -> None:
        """Encode the frame that was converted last, for as long as it was shown."""
        if self._frame is None or not self._count:
            return
        standing = self._count - SETTLE if self._plain and self._count >= LONG else 0
        self._video.write(self._frame, self._count - standing)
        self._video.stand(standing)
        self._count = 0


def is_plain(spec: VideoEncoderSpec) -> bool:
    """Whether manim's default encoder for opaque films is asked for; then ours takes its place."""
    return (spec.codec, spec.pixel_format, dict(spec.options)) == ("libx264", "yuv420p", MANIM_S)


def _require_even(spec: VideoEncoderSpec) -> None:
    if spec.width % 2 or spec.height % 2:
        size = f"{spec.width}x{spec.height}"
        raise InputError(f"a film of {size} pixels cannot be encoded as yuv420p: take even numbers with -r")
