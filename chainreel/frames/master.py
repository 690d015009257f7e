"""Master of a beat: its frames without loss, each as the tiles in which it differs from the one before.

Most of a drawn frame stands still, and the painter knows where it does not. So a frame is kept as those
tiles, XOR what was there, through Zstandard at its fastest: a tenth of what lossless x264 takes to write, in
as many bytes. Which tiles are kept follows from the pixels alone: same frames, same bytes.

The file: a head with the format and the frame's size, then for each frame the bytes that follow and those
bytes: a bit for each tile, row by row, then the marked tiles of luma and of both colour planes, compressed.
Every ``AFRESH`` frames one is kept as if black had been before it.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

import av
import numpy as np
import zstandard
from numpy.typing import NDArray

from chainreel.errors import ChainreelError
from chainreel.files import whole
from chainreel.frames.region import TILE, Changed, Rect, Region
from chainreel.frames.video_colour import blank_video, planes_of

HEAD, LENGTH = struct.Struct("<4sHH"), struct.Struct("<I")
FORMAT = b"CRM1"
AFRESH = 100  # frames from one that needs no other to the next
SIDES = (TILE, TILE // 2, TILE // 2)  # of a tile, in pixels of luma and of the colour planes
LEVEL = 1  # above it, bytes hardly get fewer
WORD = np.dtype(np.uint64)
Plane = NDArray[np.uint8]


class Tiles:
    """The planes of a frame as whole tiles; what lies past the frame's edges stays zero."""

    def __init__(self, width: int, height: int) -> None:
        self.down, self.across = -(-height // TILE), -(-width // TILE)
        self.planes = [np.zeros((self.down * side, self.across * side), np.uint8) for side in SIDES]
        cut = [p.reshape(self.down, s, self.across, s) for p, s in zip(self.planes, SIDES, strict=True)]
        self.by_place = [c.swapaxes(1, 2) for c in cut]  # each (down, across, side, side)

    def clear(self) -> None:
        """Make it black."""
        for plane in self.planes:
            plane[:] = 0

    def not_zero(self, rect: Rect) -> NDArray[np.bool_]:
        """Which of the tiles that ``rect`` covers hold anything: (down, across)."""
        rows, columns = tile_slices(rect)
        found = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.bool_)
        for plane, side in zip(self.planes, SIDES, strict=True):
            part = plane[rows.start * side : rows.stop * side, columns.start * side : columns.stop * side]
            words = np.bitwise_or.reduce(part.view(WORD).reshape(len(found), side, -1), axis=1)
            found |= words.reshape(*found.shape, -1).any(axis=2)
        return found


def tile_slices(rect: Rect) -> tuple[slice, slice]:
    """The rows and columns of tiles that ``rect`` touches."""
    return slice(rect.top // TILE, -(-rect.bottom // TILE)), slice(rect.left // TILE, -(-rect.right // TILE))


class MasterWriter:
    """Writes a master, frame by frame; use as a context."""

    def __init__(self, path: Path, width: int, height: int) -> None:
        self._size = width, height
        self._last, self._change = Tiles(width, height), Tiles(width, height)
        self._compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
        self.frames = 0
        self._file = path.open("wb")
        self._file.write(HEAD.pack(FORMAT, width, height))

    def write(self, frame: av.VideoFrame, changed: Changed = None) -> None:
        """The next frame, yuv420p, which differs from the last one only in ``changed`` (None: anywhere)."""
        if self.frames % AFRESH == 0:
            self._last.clear()
            changed = None
        marked = self._compare(planes_of(frame), self._where(changed))
        parts = [np.packbits(marked), *(plane[marked] for plane in self._change.by_place)]
        packed = self._compressor.compress(b"".join(part.tobytes() for part in parts))
        self._file.write(LENGTH.pack(len(packed)) + packed)
        self.frames += 1

    def _where(self, changed: Changed) -> list[Rect]:
        """Rectangles of whole tiles, as far as the frame goes."""
        if changed is None:
            return [Rect(0, 0, *self._size)]
        region = Region(*self._size)
        for rect in changed:
            region.add(rect)
        return region.rects()

    def _compare(self, planes: Sequence[Plane], rects: Sequence[Rect]) -> NDArray[np.bool_]:
        """Take in the frame's pixels; mark the tiles (down, across) in which they are others."""
        marked = np.zeros((self._last.down, self._last.across), np.bool_)
        for rect in rects:
            for now, last, change, side in zip(
                planes, self._last.planes, self._change.planes, SIDES, strict=True
            ):
                at = rect.in_plane(TILE // side)
                np.bitwise_xor(now[at], last[at], out=change[at])
                last[at] = now[at]
            marked[tile_slices(rect)] = self._change.not_zero(rect)
        return marked

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


@contextmanager
def whole_master(path: Path, width: int, height: int) -> Iterator[MasterWriter]:
    """Write a master that appears as ``path`` when the block ends well."""
    with whole(path) as part, MasterWriter(part, width, height) as master:
        yield master


class MasterReader:
    """Frames of a master by index, in ascending order; use as a context.

    Raises:
        ChainreelError: it is no master, or of another format.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] = path.open("rb")
        head = self._file.read(HEAD.size)
        if len(head) < HEAD.size or not head.startswith(FORMAT):
            self._file.close()
            raise self._spoilt("is no master of this version")
        _, width, height = HEAD.unpack(head)
        self._tiles, self._frame = Tiles(width, height), blank_video(width, height)
        self._shown = planes_of(self._frame)
        self._decompressor = zstandard.ZstdDecompressor()
        self._index = -1

    def at(self, index: int) -> av.VideoFrame:
        """Frame ``index``, which may be asked for again but not after a later one.

        It is one frame whose pixels change: valid until the next is asked for.

        Raises:
            ChainreelError: the file ends before, or is damaged.
        """
        if index < self._index:
            raise ValueError(f"frame {index} was asked for after frame {self._index}")
        while self._index < index:
            self._step(index - index % AFRESH)
        return self._frame

    def _step(self, first: int) -> None:
        """Go on by one frame; those before ``first`` are passed over."""
        length = self._file.read(LENGTH.size)
        if len(length) < LENGTH.size:
            raise self._spoilt(f"ends after {self._index + 1} frames")
        size = LENGTH.unpack(length)[0]
        self._index += 1
        if self._index < first:
            self._file.seek(size, os.SEEK_CUR)
        else:
            self._take(self._file.read(size))

    def _take(self, packed: bytes) -> None:
        try:
            content = self._decompressor.decompress(packed)
        except zstandard.ZstdError as error:
            raise self._spoilt(f"is damaged at frame {self._index}") from error
        if self._index % AFRESH == 0:
            self._tiles.clear()
        self._show(self._change(np.frombuffer(content, np.uint8)))

    def _change(self, content: Plane) -> NDArray[np.bool_]:
        """Apply a frame's tiles; which they are."""
        tiles = self._tiles
        places = tiles.down * tiles.across
        start = -(-places // 8)
        marked = np.unpackbits(content[:start], count=places).reshape(tiles.down, tiles.across).view(np.bool_)
        count = int(marked.sum())
        for plane, side in zip(tiles.by_place, SIDES, strict=True):
            end = start + count * side * side
            plane[marked] ^= content[start:end].reshape(count, side, side)
            start = end
        return marked

    def _show(self, marked: NDArray[np.bool_]) -> None:
        """Bring the rows with marked tiles into the frame."""
        rows = np.flatnonzero(marked.any(axis=1))
        if not len(rows):
            return
        for shown, plane, side in zip(self._shown, self._tiles.planes, SIDES, strict=True):
            at = slice(rows[0] * side, min((rows[-1] + 1) * side, len(shown)))
            shown[at] = plane[at, : shown.shape[1]]

    def _spoilt(self, how: str) -> ChainreelError:
        return ChainreelError(f"{self._path} {how}: remove it and run again")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def frame_at(path: Path, index: int) -> av.VideoFrame:
    """One frame of a master.

    Raises:
        ChainreelError: it has no such frame, or is damaged.
    """
    with MasterReader(path) as reader:
        return reader.at(index)
