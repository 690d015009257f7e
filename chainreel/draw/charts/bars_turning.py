"""Bars on a plain axis whose axis turns into one of digits, where the short ones can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from manim import Animation

from chainreel.draw.axes.axis import Linear, Logarithmic, Ticks
from chainreel.draw.axes.plot import Plot
from chainreel.draw.charts.bars import Bars, require_honest
from chainreel.draw.motion import TO_LOG_RULER
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.posing import arriving, reveal
from chainreel.number import Number
from chainreel.pitch import Sounding
from chainreel.theme import Look
from chainreel.words import Words

OLD_GONE, NEW_FROM = 0.4, 0.6  # of a turn: when the plain axis is gone, when the axis of digits comes


class TurningBars(Bars):
    """Bars that begin on the axis ``plain``; ``turn`` carries each end to its place on ``scale``.

    Values are written at lit bars when the turn is over. ``plain_name`` names the first axis, ``y_name``
    the second. ``options`` are those of ``Bars``.
    """

    def __init__(
        self,
        look: Look,
        values: Sequence[Number],
        scale: Logarithmic,
        ticks: Ticks,
        *,
        plain: Linear,
        plain_ticks: Ticks,
        plain_name: Words | str,
        width_px: float = 1580,
        height_px: float = 490,
        **options: Any,
    ) -> None:
        require_honest(plain, len(values), {})
        self.plain = Plot(look, Linear(0, len(values)), plain, width_px, height_px, y_ticks=plain_ticks,
                          y_name=plain_name, grid="")  # fmt: skip
        super().__init__(look, values, scale, ticks, width_px=width_px, height_px=height_px, **options)
        self.add_to_back(self.plain)
        self.take(turned=0.0)

    def turn(self, run_time: float = TO_LOG_RULER) -> Animation:
        """Exchange the axes, and carry every bar's end along; heard from the largest to the smallest."""
        change = self.grow(run_time, turned=1.0)
        ends = [pick(self.values, key=lambda number: number.value) for pick in (max, min)]
        change.tones = (Sounding(0.0, (ends[0], ends[1]), 0.0),)
        return change

    def pose(self) -> None:
        """Draw the bars, and the ruler that they have turned to."""
        super().pose()
        old, new = (
            1 - share_of(self.state.turned, 0, OLD_GONE),
            share_of(self.state.turned, NEW_FROM, 1),
        )
        for plot, share in ((self.plain, old), (self.plot, new)):
            reveal(plot.y_axis.labels, share)
            reveal(plot.names, share)
        for line in self.plot.grid.values():
            line.set_stroke(opacity=new)

    def _told(self, index: int) -> float:
        return super()._told(index) * arriving(self.state.turned)

    def _extent(self, index: int, share: float) -> tuple[float, float, float]:
        left, right, top = super()._extent(index, 1.0)
        bottom, plain = self.plot.box.bottom, float(self.plain.y_axis.at(self.values[index])[1])
        end = plain + self.state.turned * (top - plain)
        return left, right, bottom + share * (end - bottom)
