"""One plot in which the activation function is swapped: the curve bends from one into the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from manim import Animation

from chainreel.draw.axes.axis import Linear, ticks
from chainreel.draw.axes.plot import Plot
from chainreel.draw.geometry import vec
from chainreel.draw.motion import MORPH
from chainreel.draw.part.posing import Change, Posed, drawn_line, reveal, through
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.number import Number, counted, relu, sigmoid, tanh
from chainreel.theme import GAP_M, STROKE_FOCUS, Look, px
from chainreel.words import Words

FUNCTIONS: Mapping[str, Callable[[Number], Number]] = MappingProxyType(
    {"sigmoid": sigmoid, "tanh": tanh, "relu": relu}
)
REACH, LOWEST = 2.5, -1.25  # of the plot, along both axes; below
SAMPLES = 121


@dataclass(frozen=True)
class ActivationState:
    """The curve that is drawn (from 0), and the share of the way to another."""

    which: int = 0
    goal: int = 0
    share: float = 0.0


class ActivationCurve(Posed):
    """``kinds`` are sigmoid, tanh or relu; ``names`` stand over the plot, which has one scale on both axes.

    Raises:
        InputError: a kind that is none of these, or not one name a kind.
    """

    state: ActivationState

    def __init__(
        self, look: Look, kinds: Sequence[str], names: Sequence[Words], *, width_px: float = 600
    ) -> None:
        super().__init__()
        if len(kinds) != len(names) or not kinds or not set(kinds) <= set(FUNCTIONS):
            raise InputError(
                f"an activation curve takes kinds among {', '.join(FUNCTIONS)} and a name for each"
            )
        self.look, height_px = look, width_px * (REACH - LOWEST) / (2 * REACH)
        self.plot = Plot(
            look, Linear(-REACH, REACH), Linear(LOWEST, REACH), width_px, height_px,
            ticks(-2, 2, 1), ticks(-1, 2, 1), cross=True,
        )  # fmt: skip
        self.heights = [heights_of(kind) for kind in kinds]
        self.curve = drawn_line(look.color("forward"), STROKE_FOCUS)
        self.names = [self._name(words) for words in names]
        self.add(self.plot, self.curve, *self.names)
        self.state = ActivationState()
        self.pose()

    def swap(self, to: int, run_time: float = MORPH) -> Animation:
        """Bend the curve into number ``to``, from 0."""
        if not 0 <= to < len(self.names):
            raise InputError(f"there is no curve {to}: the plot has {len(self.names)}")

        def plan(_: ActivationState) -> Callable[[float], Mapping[str, Any]]:
            return lambda alpha: (
                {"goal": to, "share": alpha} if alpha < 1 else {"which": to, "goal": to, "share": 0.0}
            )

        return Change(self, plan, run_time)

    def pose(self) -> None:
        """Draw the state."""
        here, there = self.heights[self.state.which], self.heights[self.state.goal]
        heights = here + self.state.share * (there - here)
        xs = np.linspace(-REACH, REACH, SAMPLES)
        through(self.curve, *(self.plot.place(x, y) for x, y in zip(xs, heights, strict=True)))
        for index, name in enumerate(self.names):
            leaving = (index == self.state.which) * max(0.0, 1 - 2 * self.state.share)
            coming = (index == self.state.goal) * max(0.0, 2 * self.state.share - 1)
            reveal(name, max(leaving, coming))

    def _name(self, words: Words) -> Lettering:
        """Over the plot, in its middle."""
        text = lettering(self.look, words, "result_small", color="forward", align="center")
        box = self.plot.box
        return text.shift(vec((box.left + box.right) / 2, box.top + px(GAP_M)))


def heights_of(kind: str) -> np.ndarray:
    """The function's values at even steps across the plot."""
    places = (counted(float(x), "place on the axis") for x in np.linspace(-REACH, REACH, SAMPLES))
    return np.array([FUNCTIONS[kind](place).value for place in places])
