"""Region in which a picture changes: tiles of the frame, and the rectangles that they make up."""

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

    def with_margin(self, by: int, width: int, height: int) -> Rect:
        """Larger by ``by`` pixels on each side, as far as the frame goes."""
        return Rect(
            max(0, self.left - by), max(0, self.top - by),
            min(width, self.right + by), min(height, self.bottom + by),
        )  # fmt: skip


NOWHERE = Rect(0, 0, 0, 0)
Changed = Sequence[Rect] | None  # where a picture differs from the one before; None: anywhere


class Region:
    """A set of tiles of a frame ``width`` by ``height`` pixels: for each row of tiles, a bit a column."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._rows = [0] * -(-height // TILE)

    def add(self, rect: Rect) -> None:
        """Take in every tile that ``rect`` touches."""
        if rect.area:
            columns = _columns(rect)
            for row in range(rect.top // TILE, -(-rect.bottom // TILE)):
                self._rows[row] |= columns

    def add_all(self) -> None:
        """Take in the whole frame."""
        self.add(Rect(0, 0, self.width, self.height))

    def touches(self, rect: Rect) -> bool:
        """Whether ``rect`` touches one of its tiles."""
        if rect.left >= rect.right:
            return False
        columns = _columns(rect)
        for row in self._rows[rect.top // TILE : -(-rect.bottom // TILE)]:  # noqa: SIM110 (twice as fast)
            if row & columns:
                return True
        return False

    def __bool__(self) -> bool:
        return any(self._rows)

    def rects(self) -> list[Rect]:
        """Its tiles as rectangles that do not overlap, from the top; many grow into one."""
        found: list[Rect] = []
        open_runs: dict[tuple[int, int], int] = {}
        above, runs = 0, list[tuple[int, int]]()
        for row, marked in enumerate([*self._rows, 0]):
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


def _columns(rect: Rect) -> int:
    """A bit for each column of tiles that ``rect`` touches."""
    return (1 << -(-rect.right // TILE)) - (1 << rect.left // TILE)


def _runs(marked: int) -> list[tuple[int, int]]:
    """Where ones begin and end in a row of tiles, from the lowest bit."""
    runs, begin = [], 0
    while marked:
        zeros = (marked & -marked).bit_length() - 1
        marked >>= zeros
        ones = (~marked & (marked + 1)).bit_length() - 1
        marked >>= ones
        runs.append((begin + zeros, begin + zeros + ones))
        begin += zeros + ones
    return runs


def copy_rects(source: NDArray[np.uint8], target: NDArray[np.uint8], rects: list[Rect]) -> None:
    """Copy those pixels of one picture to another."""
    for rect in rects:
        target[rect.at] = source[rect.at]
