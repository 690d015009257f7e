"""Lanes that part from one picture: each has an operation on its way, named in the lane's colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manim import VMobject

from chainreel.draw.geometry import Outline, box, polyline, smooth
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.staging import Staged, fade, filled_shape, ink, line_shape, width_px
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.theme import GAP_M, RADIUS_GATE, STROKE_LIT, Look
from chainreel.words import Words

LANES = ("lane_1x1", "lane_3x3", "lane_5x5", "lane_pool")  # in their fixed order
CHIP = 84  # pixels, the height of an operation
FANNED, OPERATED = 0.5, 0.7  # shares of the way: the chips are reached; they are there
STEPS = 12


@dataclass(frozen=True)
class LanesState:
    """How far the lanes have come, all of them at once (0 to 1)."""

    reach: float = 1.0


class Lanes(Staged):
    """From (0, 0) of the part, its left edge's middle, a lane to each of ``rows_px`` (heights, downwards).

    ``chip_px`` is where an operation's middle lies and how wide it is, ``width_px`` where the lanes end.

    Raises:
        InputError: not one name and height a lane, or a name too wide for its chip.
    """

    state: LanesState

    def __init__(
        self,
        look: Look,
        names: Sequence[Words],
        rows_px: Sequence[float],
        *,
        lane_px: float,
        chip_px: tuple[float, float],
    ) -> None:
        super().__init__(look, lane_px, 2 * max(map(abs, rows_px)) + CHIP)
        if not len(names) == len(rows_px) == len(LANES):
            raise InputError(f"there are {len(LANES)} lanes: give each a name and a height")
        self.rows_px, self.chip_px = tuple(rows_px), chip_px
        self.ways = [line_shape(look.color(lane), STROKE_LIT) for lane in LANES]
        self.ends = [line_shape(look.color(lane), STROKE_LIT) for lane in LANES]
        self.chips = [filled_shape(look.color(lane)) for lane in LANES]
        self.names = [
            lettering(look, name, "body", color=look.theme.ink_on(lane), weight=700)
            for name, lane in zip(names, LANES, strict=True)
        ]
        for text in self.names:
            if width_px(text) > chip_px[1] - GAP_M:
                raise InputError(f"{text.words.plain!r} is too wide for a chip of {chip_px[1]:g} px")
        self.state = LanesState()
        self.pose()

    def pose(self) -> None:
        """Draw the state."""
        self.present(piece for lane in range(len(LANES)) for piece in self._lane(lane))

    def _lane(self, lane: int) -> Iterator[VMobject]:
        fanned, there, left = (
            share_of(self.state.reach, start, end)
            for start, end in ((0, FANNED), (FANNED, OPERATED), (OPERATED, 1))
        )
        (middle, wide), y = self.chip_px, self.rows_px[lane]
        start = -self.layout_px[0] / 2
        chip = start + middle
        if fanned > 0:
            yield self.trace(self.ways[lane], bend((start, 0), (chip - wide / 2, y), fanned))
        if left > 0:
            run = (chip + wide / 2, -start - chip - wide / 2)
            yield self.trace(self.ends[lane], polyline([(run[0], y), (run[0] + left * run[1], y)]))
        if there > 0:
            yield self.trace(
                ink(self.chips[lane], self._color(lane), there), box((chip, y), wide, CHIP, RADIUS_GATE)
            )
            yield fade(self.write_centred(self.names[lane], chip, y), there)

    def _color(self, lane: int) -> str:
        return self.look.color(LANES[lane])


def bend(start: tuple[float, float], end: tuple[float, float], share: float = 1.0) -> Outline:
    """The first ``share`` of a curve that leaves and arrives level."""
    (x0, y0), (x1, y1) = start, end
    shares = [share * k / STEPS for k in range(STEPS + 1)]
    points = [(x0 + s * (x1 - x0), y0 + (3 * s**2 - 2 * s**3) * (y1 - y0)) for s in shares]
    slopes = [6 * (s - s**2) * (y1 - y0) / (x1 - x0) for s in shares]
    return smooth(points, slopes)
