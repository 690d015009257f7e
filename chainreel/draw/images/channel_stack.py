"""Channels on one another: a block as high as each lane's count, and what they make together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from manim import VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box, polyline
from chainreel.draw.images.lanes import LANES
from chainreel.draw.motion import ease_out_cubic
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.staging import Staged, cap_of, dim_stroke, filled_shape, line_shape, require_shown
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import GAP_L, GAP_M, RADIUS_PIXEL, STROKE_OUTLINE, UNIT, Look
from chainreel.words import Words

BLOCK, NUMBER, BRACKET, TOTAL = 186, 120, 18, 270  # widths in pixels
DROP = 60  # from how high a block comes down


@dataclass(frozen=True)
class StackState:
    """How many blocks lie there, from the foot (a fraction: one on its way), and how much of the sum."""

    laid: float = 0.0
    summed: float = 0.0


class ChannelStack(Staged):
    """``counts`` from the top in the lanes' order, ``height_px`` high together; ``total`` is their sum.

    A block bears its lane's name.

    Raises:
        UnknownNumber: a count or a sum without a source.
        InputError: not one count and one name a lane, or a total that is not their sum.
    """

    state: StackState

    def __init__(
        self,
        look: Look,
        counts: Sequence[Shown],
        names: Sequence[Words],
        total: Shown,
        height_px: float = 440,
    ) -> None:
        super().__init__(look, BLOCK + NUMBER + 2 * GAP_L + BRACKET + TOTAL, height_px)
        self.counts = [require_shown(count, "a stack of channels") for count in counts]
        if len(counts) != len(LANES) or sum((c.as_shown for c in counts), Decimal(0)) != total.as_shown:
            raise InputError(
                f"{total.text} is not the sum of {', '.join(c.text for c in counts)}, one a lane"
            )
        if len(names) != len(LANES):
            raise InputError(
                f"a stack of channels has a name for each of {len(LANES)} lanes, not {len(names)}"
            )
        self.names = [
            lettering(look, name, "label_dense", color=look.theme.ink_on(lane), weight=600)
            for lane, name in zip(LANES, names, strict=True)
        ]
        self.blocks = [
            bear(filled_shape(look.color(lane)), "length", count.number)
            for lane, count in zip(LANES, self.counts, strict=True)
        ]
        self.numbers = [lettering(look, count, "result_small") for count in self.counts]
        self.bracket = line_shape(look.color("sub"), STROKE_OUTLINE)
        self.sum = lettering(look, require_shown(total, "a stack of channels"), "result_large")
        self.state = StackState()
        self.pose()

    def pose(self) -> None:
        """Draw the state."""
        self.present([*self._blocks(), *self._sum()])

    def _blocks(self) -> Iterator[VMobject]:
        left, top, count = -self.layout_px[0] / 2, -self.layout_px[1] / 2, len(self.counts)
        scale = self.layout_px[1] / float(sum(c.as_shown for c in self.counts))
        for index, (block, text) in enumerate(zip(self.blocks, self.numbers, strict=True)):
            high = float(self.counts[index].as_shown) * scale
            turn = count - 1 - index
            laid = ease_out_cubic(share_of(self.state.laid, turn, turn + 1))
            y = top + high / 2
            if laid > 0:
                block.fill_rgbas[:, 3] = laid
                place = (left + BLOCK / 2, y - (1 - laid) * DROP)
                yield self.trace(block, box(place, BLOCK, high - UNIT, RADIUS_PIXEL))
                yield self.write_centred(self.names[index], *place, opacity=laid)
                foot = y + cap_of("result_small") / 2
                yield self.write(text, left + BLOCK + NUMBER, foot, "right", opacity=laid)
            top += high

    def _sum(self) -> Iterator[VMobject]:
        if self.state.summed <= 0:
            return
        x, half = BLOCK + NUMBER + GAP_L - self.layout_px[0] / 2, self.layout_px[1] / 2
        corners = [(x, -half), (x + BRACKET, -half), (x + BRACKET, half), (x, half)]
        yield self.trace(dim_stroke(self.bracket, self.state.summed), polyline(corners))
        yield self.write_centred(self.sum, x + BRACKET + GAP_M + TOTAL / 2, 0, self.state.summed)
