"""Where a picture changes: tiles of the frame, and the rectangles that they make up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TILE = 32  # pixels; even, so that no tile cuts through a pixel of the halved colour planes
CROWD = 24  # rectangles after which one around them all is cheaper


@dataclass(frozen=True)
class Rect:
    """Pixels ``left`` to ``right - 1`` and ``top`` to ``bottom - 1``."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """Pixels in it; none if it is turned inside out."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    @property
    def at(self) -> tuple[slice, slice]:
        """Its place in an array of rows."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def in_plane(self, step: int) -> tuple[slice, slice]:
        """Its place in a plane that has one value for ``step`` pixels, down and across."""
        return slice(self.top // step, self.bottom // step), slice(self.left // step, self.right // step)

    def inside(self, outer: Rect) -> Rect:
        """The same pixels, counted from the corner of ``outer``."""
        left, top = outer.left, outer.top
        return Rect(self.left - left, self.top - top, self.right - left, self.bottom - top)

    def grown(self, by: int, width: int, height: int) -> Rect:
        """Larger by ``by`` pixels on each side, as far as the frame goes."""
        return Rect(
            max(0, self.left - by), max(0, self.top - by),
            min(width, self.right + by), min(height, self.bottom + by),
        )  # fmt: skip


NOWHERE = Rect(0, 0, 0, 0)
Changed = Sequence[Rect] | None  # where a picture differs from the one before; None: anywhere


class Region:
    """A set of tiles of a frame ``width`` by ``height`` pixels."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.tiles = np.zeros((-(-height // TILE), -(-width // TILE)), dtype=bool)

    def add(self, rect: Rect) -> None:
        """Take in every tile that ``rect`` touches."""
        if rect.area:
            self.tiles[self._at(rect)] = True

    def add_all(self) -> None:
        """Take in the whole frame."""
        self.tiles[:] = True

    def touches(self, rect: Rect) -> bool:
        """Whether ``rect`` touches one of its tiles."""
        return bool(rect.area) and bool(self.tiles[self._at(rect)].any())

    def __bool__(self) -> bool:
        return bool(self.tiles.any())

    def rects(self) -> list[Rect]:
        """Its tiles as rectangles that do not overlap, from the top; many grow into one."""
        found: list[Rect] = []
        open_runs: dict[tuple[int, int], int] = {}
        above, runs = b"", list[tuple[int, int]]()
        for row, marked in enumerate([*(tiles.tobytes() for tiles in self.tiles), b""]):
            if marked == above:
                continue
            above, runs = marked, _runs(marked)
            for run in [r for r in open_runs if r not in runs]:
                found.append(self._rect(run, open_runs.pop(run), row))
            for run in runs:
                open_runs.setdefault(run, row)
        if len(found) <= CROWD:
            return found
        whole = self._around(found)
        self.add(whole)
        return [whole]

    def _rect(self, run: tuple[int, int], first: int, end: int) -> Rect:
        return Rect(run[0] * TILE, first * TILE, min(run[1] * TILE, self.width), min(end * TILE, self.height))

    def _around(self, rects: list[Rect]) -> Rect:
        return Rect(
            min(r.left for r in rects), min(r.top for r in rects),
            max(r.right for r in rects), max(r.bottom for r in rects),
        )  # fmt: skip

    @staticmethod
    def _at(rect: Rect) -> tuple[slice, slice]:
        return (
            slice(rect.top // TILE, -(-rect.bottom // TILE)),
            slice(rect.left // TILE, -(-rect.right // TILE)),
        )


def _runs(marked: bytes) -> list[tuple[int, int]]:
    """Where ones begin and end in a row of tiles."""
    runs = []
    begin = marked.find(1)
    while begin >= 0:
        end = marked.find(0, begin)
        end = end if end >= 0 else len(marked)
        runs.append((begin, end))
        begin = marked.find(1, end)
    return runs


def copy_rects(source: NDArray[np.uint8], target: NDArray[np.uint8], rects: list[Rect]) -> None:
    """Copy those pixels of one picture to another."""
    for rect in rects:
        target[rect.at] = source[rect.at]
