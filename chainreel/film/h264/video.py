"""H.264 in MP4 through PyAV, the same bytes for the same frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import av
from av.codec.context import Flags
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from chainreel.errors import ChainreelError
from chainreel.files import whole
from chainreel.film.h264.standing import Repeater

CONTAINER = {"movflags": "+faststart", "fflags": "+bitexact"}
# Without an edit list players show the same from the first frame on, whether they read edit lists or not.
SETTLE = 2  # frames of a hold that x264 sees; more make the picture no better
LONG = 12  # frames from which a hold is worth the keyframe that has to follow it
PLAIN = {**CONTAINER, "movflags": "+faststart+negative_cts_offsets", "use_editlist": "0"}

if TYPE_CHECKING:
    Packet = av.Packet[Any]


class VideoWriter:
    """One H.264 stream in an MP4, frame by frame; use as a context."""

    container: Mapping[str, str] = CONTAINER

    def __init__(
        self, path: Path, width: int, height: int, fps: int | Fraction, options: Mapping[str, str]
    ) -> None:
        kind = "mov" if path.suffix == ".mov" else "mp4"
        self._container = av.open(str(path), "w", format=kind, options=dict(self.container))
        stream = self._container.add_stream("libx264", rate=fps, options=dict(options))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.thread_count = 1  # the bytes depend on the count of threads
        self._time_base = 1 / Fraction(fps)
        stream.codec_context.time_base = self._time_base
        stream.codec_context.flags |= Flags.bitexact
        self._tag(stream)
        self._stream = stream
        self._given = 0  # frames given to the encoder
        self.frames = 0  # frames of the video

    def _tag(self, stream: av.VideoStream) -> None:
        """Say what the colours mean."""
        tag_colours(stream)

    def write(self, frame: av.VideoFrame, repeat: int = 1) -> None:
        """The next frame, ``repeat`` times."""
        self._prepare(frame)
        for _ in range(repeat):
            frame.pts = self._given
            self._put(self._stream.encode(frame))
            frame.pict_type = 0
            self._given += 1
            self.frames += 1

    def _prepare(self, frame: av.VideoFrame) -> None:
        frame.pict_type = 0  # a decoded frame would force its old type on the encoder
        frame.time_base = self._time_base

    def _put(self, packets: list[Packet]) -> None:
        """Take what the encoder gives, in the order of decoding."""
        self._container.mux(packets)

    def _finish(self) -> None:
        self._put(self._stream.encode(None))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        self._container.close()


class FilmWriter(VideoWriter):
    """A writer that can also let the last frame stand, for almost nothing."""

    def __init__(
        self, path: Path, width: int, height: int, fps: int | Fraction, options: Mapping[str, str]
    ) -> None:
        super().__init__(path, width, height, fps, options)
        self._standing: dict[int, int] = {}  # frames to repeat before the encoder's frame of that number
        self._repeater: Repeater | None = None
        self._put_in_all = self._stood = self._reorder = 0

    def stand(self, frames: int) -> None:
        """Show the last frame for ``frames`` more; the next one written becomes a keyframe."""
        if frames:
            self._standing[self._given] = self._standing.get(self._given, 0) + frames
            self.frames += frames

    def _prepare(self, frame: av.VideoFrame) -> None:
        super()._prepare(frame)
        if self._given in self._standing:
            frame.pict_type = 1  # I: in a closed GOP, a keyframe

    def _put(self, packets: list[Packet]) -> None:
        for packet in packets:
            assert packet.pts is not None
            if self._repeater is None:
                self._repeater = Repeater(bytes(self._stream.codec_context.extradata or b""))
                self._reorder = -(packet.dts or 0)
            if packet.is_keyframe:
                self._stand(packet.pts)
            self._repeater.follow(bytes(packet))
            packet.pts += self._stood
            self._mux(packet)

    def _finish(self) -> None:
        super()._finish()
        self._stand(self._given)
        if self._standing:
            raise ChainreelError("x264 set no keyframe where it was told to: the video would be wrong")

    def _stand(self, before: int) -> None:
        """Repeat the last frame as often as is wanted before the encoder's frame ``before``."""
        assert self._repeater is not None
        for _ in range(self._standing.pop(before, 0)):
            packet: Packet = av.Packet(self._repeater.repeat())
            packet.pts = before + self._stood
            packet.time_base = self._time_base
            self._stood += 1
            self._mux(packet)

    def _mux(self, packet: Packet) -> None:
        packet.stream = self._stream
        packet.dts = self._put_in_all - self._reorder  # decoding goes on in even steps
        packet.duration = 1
        self._put_in_all += 1
        self._container.mux_one(packet)


W = TypeVar("W", bound=VideoWriter)


@contextmanager
def whole_video(
    path: Path, width: int, height: int, fps: int, options: Mapping[str, str], kind: type[W]
) -> Iterator[W]:
    """Write a video that appears as ``path`` when every frame has arrived in it."""
    with whole(path) as part:
        with kind(part, width, height, fps, options) as writer:
            yield writer
        require_frames(part, writer.frames)


def tag_colours(stream: av.VideoStream) -> None:
    """Mark a stream as BT.709, limited range."""
    context = stream.codec_context
    context.color_range = ColorRange.MPEG
    context.colorspace = Colorspace.ITU709
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709


def frames_in(path: Path) -> int:
    """How many frames a file holds."""
    with av.open(str(path)) as container:
        return sum(1 for packet in container.demux(video=0) if packet.size)


def require_frames(path: Path, frames: int) -> None:
    """Count the frames of a finished file; the muxer does not report every failed write.

    Raises:
        OSError: the file has another length, as when the disk filled up.
    """
    found = frames_in(path)
    if found != frames:
        raise OSError(None, f"{found} of {frames} frames arrived in it")
