"""Tower lit from inside: each layer is as bright as its own gradient is long, step after step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from manim import Animation

from chainreel.draw.images.digit import Pixels
from chainreel.draw.motion import linear
from chainreel.draw.networks.tower_batch import BatchState, BatchTower
from chainreel.draw.part.light import light_of
from chainreel.draw.part.posing import Change, as_numbers, restate
from chainreel.errors import InputError
from chainreel.number import Number
from chainreel.theme import Look


@dataclass(frozen=True)
class LitState(BatchState):
    """``lit`` is how much of the light there is, ``step`` the kept step of training whose light it is."""

    lit: float = 0.0
    step: int = 0


class LitTower(BatchTower):
    """A tower with a row of ``lengths`` for each layer: its gradient at every kept step of training.

    Raises:
        UnknownNumber: a length without a source.
        InputError: not one row a layer, or rows of different lengths.
    """

    state: LitState

    def __init__(
        self,
        look: Look,
        depth: Number,
        lengths: Sequence[Sequence[Number]],
        *,
        digits: Sequence[Pixels],
        labels: Sequence[Number],
        answers: Sequence[Number],
        width_px: float = 460,
        height_px: float = 390,
        digit_px: float = 80,
        bridged_from: int = 1,
    ) -> None:
        self.lengths = [as_numbers(row, "a layer's light") for row in lengths]
        if len(self.lengths) != int(depth.value) or len({len(row) for row in self.lengths}) != 1:
            raise InputError(f"a tower of {depth.value:g} layers is lit by as many rows of equal length")
        super().__init__(
            look, depth, digits=digits, labels=labels, answers=answers, width_px=width_px,
            height_px=height_px, digit_px=digit_px, bridged_from=bridged_from, state=LitState(),
        )  # fmt: skip

    def light_up(self, run_time: float) -> Animation:
        """All layers take their light at once."""
        return self.grow(run_time, lit=1.0)

    def train(self, run_time: float) -> Animation:
        """The light of one kept step after the other, from the first to the last, evenly."""
        last = len(self.lengths[0]) - 1
        return Change(self, lambda _: lambda alpha: {"step": round(alpha * last)}, run_time, rate_func=linear)

    def _bar_color(self, layer: int) -> str:
        usual = super()._bar_color(layer)
        if self.state.lit <= 0:
            return usual
        length = self.lengths[layer][self.state.step]
        restate(self.bars[layer], "shade", length)
        return self.look.theme.mix(light_of(self.look, length.value), usual, self.state.lit)
