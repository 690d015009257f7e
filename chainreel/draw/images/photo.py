"""A photograph, or a picture computed from one, as its recorded pixels: a pixel's shade is its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.evidence import bear, stand_for
from chainreel.draw.geometry import Outline, box
from chainreel.draw.images.sliding_window import stop_at
from chainreel.draw.part.posing import Change, as_numbers
from chainreel.draw.part.staging import Staged, filled_shape
from chainreel.errors import InputError
from chainreel.number import Number
from chainreel.theme import Look

BLACK, WHITE = "#000000", "#FFFFFF"  # a photograph looks the same in either theme
OVERLAP = 1.4  # pixels by which neighbours meet, so that no seam shows between them


@dataclass(frozen=True)
class PhotoState:
    """How many of its rows are there, from the top, as a share."""

    developed: float = 1.0


class Photo(Staged):
    """``rows`` of pixels from 0 (``darkest``) to ``brightest`` (``lightest``); colours or theme tokens.

    Pixels of one shade are one shape, and share one note of what they show. ``rim`` pixels around them
    belong to the picture too, though nothing was computed there: they are plain ground from the first.

    Raises:
        UnknownNumber: a pixel without a source.
        InputError: rows of different lengths, or a pixel that is darker or brighter than the ends.
    """

    state: PhotoState

    def __init__(
        self,
        look: Look,
        rows: Sequence[Sequence[Number]],
        brightest: Number,
        *,
        width_px: float,
        darkest: str = BLACK,
        lightest: str = WHITE,
        rim: int = 0,
    ) -> None:
        if not rows or len({len(row) for row in rows}) != 1:
            raise InputError("a photo needs rows of pixels, all of one length")
        self.rows, self.columns = len(rows), len(rows[0])
        self.pitch = width_px / (self.columns + 2 * rim)
        super().__init__(look, width_px, self.pitch * (self.rows + 2 * rim))
        self.ground = filled_shape(look.color(darkest)) if rim else None
        pixels = as_numbers([pixel for row in rows for pixel in row], "a photo")
        self.shades = self._shades(pixels, brightest, darkest, lightest)
        self.state = PhotoState()
        self.pose()

    def develop(self, run_time: float) -> Animation:
        """Bring its rows in from the top, in step with a window that sweeps over as many stops."""

        def plan(_: PhotoState) -> Callable[[float], Mapping[str, Any]]:
            return lambda alpha: {"developed": (stop_at(alpha, self.rows) + 1) / self.rows}

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def pose(self) -> None:
        """Draw the state."""
        there = round(self.state.developed * self.rows) * self.columns
        pieces: list[VMobject] = []
        if self.ground is not None:
            pieces.append(self.trace(self.ground, box((0, 0), *self.layout_px)))
        for places, outlines, piece in self.shades:
            count = int(np.searchsorted(places, there))
            if count:
                pieces.append(self.trace(piece, outlines[:count].reshape(-1, 3)))
        self.present(pieces)

    def _shades(
        self, pixels: Sequence[Number], brightest: Number, darkest: str, lightest: str
    ) -> list[tuple[list[int], Outline, VMobject]]:
        """For each colour its pixels' places in reading order, their outlines, and the shape they make."""
        places: dict[str, list[int]] = {}
        for place, pixel in enumerate(pixels):
            share = pixel.value / brightest.value
            if not 0 <= share <= 1:
                raise InputError(f"a photo shows 0 to {brightest.value:g}, not {pixel.value:g}")
            places.setdefault(self.look.theme.mix(lightest, darkest, share), []).append(place)
        return [
            (found, np.stack([self._outline(place) for place in found]),
             stand_for(bear(filled_shape(color), "shade", pixels[found[0]]), *(pixels[p] for p in found)))
            for color, found in places.items()
        ]  # fmt: skip

    def _outline(self, place: int) -> Outline:
        row, column = divmod(place, self.columns)
        middle = (column + 0.5 - self.columns / 2), (row + 0.5 - self.rows / 2)
        side = self.pitch + OVERLAP
        return box((middle[0] * self.pitch, middle[1] * self.pitch), side, side)
