"""The values over bars: each as low as it can stand clear of bars and other values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from manim import VGroup, VMobject

from chainreel.draw.geometry import vec
from chainreel.draw.part.clipping import Box, box_of
from chainreel.draw.part.posing import drawn_line, through
from chainreel.draw.text.lettering import Lettering
from chainreel.errors import InputError
from chainreel.theme import GAP_M, GAP_S, STROKE_OUTLINE, UNIT, Look, px
from chainreel.words import Words

GAP_SHARE = 0.06  # of the chart's height: a value lifted further gets a line to its bar


@dataclass(frozen=True)
class Lit:
    """A bar that is lit and bears its value: the number style, and the text's role and colour.

    ``words`` stand over it instead where its value alone says too much: how far its runs reach, say.
    """

    style: str
    role: str = "body"
    color: str = "text"
    words: Words | None = None


class BarLabels:
    """Places ``texts`` (by bar) in the chart ``box``, none lower than its ``feet``; ``inks`` colour lines.

    Raises:
        InputError: a text finds no room in the chart.
    """

    def __init__(
        self,
        look: Look,
        box: Box,
        bars: Sequence[Box],
        feet: Mapping[int, float],
        texts: Mapping[int, Lettering],
        inks: Mapping[int, str],
    ) -> None:
        self.box, self.bars = box, list(bars)
        self.texts, self.leaders = VGroup(), VGroup()
        taken = list(enumerate(bars))
        for index, text in texts.items():
            text.put_baseline(feet[index] + px(GAP_M))
            self._settle(text, index, [other for k, other in taken if k != index])
            taken.append((-1, box_of(text).with_margin(px(GAP_S))))
            self.texts.add(text)
            self.leaders.add(self._leader(text, bars[index], feet[index], look.color(inks[index])))

    def _settle(self, text: Lettering, index: int, others: Sequence[Box]) -> None:
        """Lift a text, and if it must be shift it sideways, until it meets none of the others."""
        bar, half, box = self.bars[index], text.width / 2, self.box
        wanted = ((bar.left + bar.right) / 2, bar.right - half, bar.left + half)
        middles = [m for m in wanted if box.left <= m - half and m + half <= box.right]
        for lift in np.arange(0, box.top - box.bottom, px(UNIT)):
            for middle in middles:
                area = box_of(text.set_x(middle)).move_by(0, float(lift)).with_margin(px(UNIT))
                if not any(area.meets(other) for other in others):
                    text.shift(vec(0, float(lift)))
                    return
        raise InputError(
            f"the label of bar {index + 1} finds no room in the chart: label fewer bars or use a smaller role"
        )

    def _leader(self, text: Lettering, bar: Box, lowest: float, color: str) -> VMobject:
        """A line from a label that others lifted down to its bar; none where it stands on its foot."""
        middle, line = (bar.left + bar.right) / 2, drawn_line(color, STROKE_OUTLINE)
        foot, head = vec(middle, bar.top + px(GAP_S)), vec(middle, text.get_bottom()[1] - px(GAP_S))
        far = head[1] - max(foot[1], lowest + px(GAP_S)) > GAP_SHARE * (self.box.top - self.box.bottom)
        return through(line, foot, head) if far else line
