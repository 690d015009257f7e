"""The whole net of chapter ``cnn``, from the digit to the answer."""

from __future__ import annotations

from manim import RIGHT, UP, VGroup, VMobject

from chainreel.draw.shapes import arrow
from chainreel.theme import FRAME_WIDTH, GAP_M, MARGIN_X, STROKE_LIT, at, px
from scenes.cnn_pooling import CnnPooling

# Layout in pixels.
SMALL, ROW_Y = 208, 450  # the side of 8 x 8 maps, and the height of the net's middle
STEP_SIX, STEP_TWELVE, BETWEEN = (16, 12), (14, 12), 96  # from map to map on a pile, and from pile to pile
WAYS_LINE, COUNTS_LINE = 272, 668  # baselines


class CnnNet(CnnPooling):
    """The net's stages and the ways between them; each stands in its place, not yet in the picture."""

    def _stages(self) -> list[VGroup]:
        """The net from left to right, each stage with its count below it; arrows are apart."""
        piles: list[tuple[str, VMobject]] = [
            ("six", self._pile("first.after", SMALL, STEP_SIX)),
            ("six_small", self._pile("first.pooled", SMALL / 2, STEP_SIX)),
            ("twelve", self._pile("second.after", SMALL / 2, STEP_TWELVE)),
            ("twelve_small", self._pile("second.pooled", SMALL / 4, STEP_TWELVE)),
            ("three", self.text("three", "hero", color="forward")),
        ]
        row = VGroup(*(pile for _, pile in piles)).arrange(RIGHT, buff=px(BETWEEN))
        row.shift((at(FRAME_WIDTH - MARGIN_X, 0)[0] - row.get_right()[0]) * RIGHT).set_y(at(0, ROW_Y)[1])
        counts = [self.text(key, "label").set_x(pile.get_x()) for key, pile in piles[:-1]]
        for count in counts:
            count.put_baseline(at(0, COUNTS_LINE)[1])
        stages = [VGroup(pile, count) for (_, pile), count in zip(piles, counts, strict=False)]
        return [*stages, VGroup(piles[-1][1])]

    def _way(self, key: str, before: VMobject, after: VMobject) -> VGroup:
        """The arrow from one stage to the next, with what happens on it."""
        height = at(0, ROW_Y)[1]
        left, right = before.get_right()[0] + px(GAP_M), after.get_left()[0] - px(GAP_M)
        ends = [height * UP + x * RIGHT for x in (left, right)]
        name = self.text(key, "label", color="weight" if key == "convolve" else "sub")
        name.set_x((left + right) / 2).put_baseline(at(0, WAYS_LINE)[1])
        return VGroup(arrow(self.look, ends[0], ends[1], "forward", STROKE_LIT), name)
