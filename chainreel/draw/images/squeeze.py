"""A lane as a band as wide as its channels: a 1x1 convolution narrows it before the costly operation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manim import VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.posing import between, restate
from chainreel.draw.part.staging import Staged, cap_of, fade, filled_shape, line_shape, require_shown
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import GAP_M, GAP_S, RADIUS_GATE, STROKE_LIT, Look
from chainreel.words import Words

CHIP, CHIP_MARGIN = 200, 36  # how wide an operation is; how far it stands out over the widest band
BAND = 0.45  # of the lane's colour in the band, the rest is background
HELPER, OPERATION = -0.2, 0.22  # of the width: middles of the chips
SEAM = 4  # by how much two bands overlap, so that no seam shows
TOP = 0.88  # of its way, when a band lies where its count is told


@dataclass(frozen=True)
class SqueezeState:
    """How far the band has come, and how far the 1x1 has squeezed it (0 to 1)."""

    reach: float = 1.0
    squeezed: float = 0.0


class SqueezedLane(Staged):
    """``channels`` that come, that the ``helper`` leaves, that go out, on one scale; ``told`` names them.

    Raises:
        UnknownNumber: a count without a source.
        InputError: not three counts, or a second one that is no smaller than the first.
    """

    state: SqueezeState

    def __init__(
        self,
        look: Look,
        channels: Sequence[Shown],
        told: Sequence[Words],
        helper: Words,
        operation: Words,
        *,
        lane: str = "lane_5x5",
        lane_px: float = 1728,
        channel_px: float = 1.2,
    ) -> None:
        counts = [require_shown(count, "a squeezed lane") for count in channels]
        if len(counts) != 3 or not counts[1].number.value < counts[0].number.value:
            raise InputError(
                f"{', '.join(c.text for c in counts)} are no three channels of which the second is smaller"
            )
        high = channel_px * counts[0].number.value + 2 * CHIP_MARGIN
        super().__init__(look, lane_px, high)
        self.counts, self.channel_px = counts, channel_px
        self.bands = [filled_shape(look.theme.mix(lane, "bg", BAND)) for _ in counts]
        for band, count in ((self.bands[0], counts[0]), (self.bands[2], counts[2])):
            bear(band, "width", count.number)
        self.told = [lettering(look, words, "result_small") for words in told]
        self.chips = [
            line_shape(look.color(lane), STROKE_LIT, look.color("bg")),
            filled_shape(look.color(lane)),
        ]
        self.names = [
            lettering(look, helper, "result_small", color="text"),
            lettering(look, operation, "result_small", color=look.theme.ink_on(lane)),
        ]
        self.state = SqueezeState()
        self.pose()

    def pose(self) -> None:
        """Draw the state."""
        self.present([*self._bands(), *self._chips(), *self._numbers()])

    @property
    def places(self) -> tuple[float, float, float, float]:
        """Where the lane begins, the middles of both chips, and where it ends, in the part's pixels."""
        width = self.layout_px[0]
        return -width / 2, HELPER * width, OPERATION * width, width / 2

    def _bands(self) -> Iterator[VMobject]:
        """What comes, what lies between both chips, and what leaves."""
        start, helper, operation, end = self.places
        between_chips = between(self.counts[0].number, self.counts[1].number, self.state.squeezed)
        restate(self.bands[1], "width", between_chips)
        widths = [n.value for n in (self.counts[0].number, between_chips, self.counts[2].number)]
        runs = ((start, helper + SEAM), (helper, operation), (operation, end))
        reached = start + self.state.reach * (end - start)
        for band, (left, right), count in zip(self.bands, runs, widths, strict=True):
            if reached > left:
                here = min(right, reached)
                yield self.trace(band, box(((left + here) / 2, 0), here - left, self.channel_px * count))

    def _chips(self) -> Iterator[VMobject]:
        _, helper, operation, _ = self.places
        high = self.layout_px[1]
        there = share_of(self.state.squeezed, 0, 0.4)
        shown = share_of(self.state.reach, OPERATION + 0.5 - CHIP / self.layout_px[0], OPERATION + 0.5)
        for chip, name, x, seen in zip(
            self.chips, self.names, (helper, operation), (there, shown), strict=True
        ):
            if seen > 0:
                chip.stroke_rgbas[:, 3], chip.fill_rgbas[:, 3] = seen, seen
                yield self.trace(chip, box((x, 0), CHIP, high, RADIUS_GATE))
                yield fade(self.write_centred(name, x, 0), seen)

    def _numbers(self) -> Iterator[VMobject]:
        """Each count inside its band if it has room, else over it."""
        start, helper, operation, end = self.places
        come, squeezed = self.state.reach, self.state.squeezed
        under = HELPER + 0.5 - CHIP / self.layout_px[0]  # when the first band lies under its count
        seen = share_of(come, under, HELPER + 0.5), share_of(squeezed, TOP, 1), share_of(come, TOP, 1)
        runs = (
            (start, helper - CHIP / 2),
            (helper + CHIP / 2, operation - CHIP / 2),
            (operation + CHIP / 2, end),
        )
        for text, count, (left, right), there in zip(self.told, self.counts, runs, seen, strict=True):
            if there > 0:
                half = self.channel_px * count.number.value / 2
                room = half * 2 > cap_of("result_small") + 2 * GAP_S
                foot = cap_of("result_small") / 2 if room else -half - GAP_M
                yield self.write(text, (left + right) / 2, foot, opacity=there)
