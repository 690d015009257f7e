"""Networks as a staircase of layers, oldest first: a bar a layer, and under the floor what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import Outline, arrow, box, polyline, vec
from chainreel.draw.motion import MORPH, ease_in_out_cubic
from chainreel.draw.part.coin import Coin
from chainreel.draw.part.journey import Leg, journey
from chainreel.draw.part.staging import Staged, filled_shape, ink, line_shape
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.theme import GAP_S, STROKE_OUTLINE, Look
from chainreel.words import Words

WIDTH, HEIGHT = 1728, 690
FLOOR, TALL = 56, 350  # where the steps stand; how high ``full`` layers are
HEAD, STEP = 240, 216  # widths of the names of the rows, and of a step
LAYER_SHARE = 0.7  # of a layer's pitch is the layer, the rest is the gap
NAME, YEAR, WEIGHTS, ERROR = 108, 154, 206, 260  # baselines under the floor
OVER, TRICK = 14, 64  # baselines over a step: its layers, and what made it possible
ERROR_PX, ERROR_HIGH = 7, 24  # length of one percent, height of its bar
# How far from its layer a side exit's gradient begins; its coin, which shows no value.
EXIT, EXIT_COIN = 70, 30


@dataclass(frozen=True)
class Step:
    """A network: ``layers`` high, ``told`` the layers in words; ``error`` in percent, if it has one.

    Where there is no error, ``error_told`` may say why: it stands where the bar would.
    ``exits`` are the layers after which a side exit lets a gradient in; a ``ghost`` is only a promise yet.
    """

    name: Words
    year: Words
    layers: Number
    told: Words
    weights: Words
    trick: Words | None = None
    error: Number | None = None
    error_told: Words | None = None
    exits: tuple[Number, ...] = ()
    ghost: bool = False


@dataclass(frozen=True)
class StairsState:
    """As shares: each step's growth, its trick told, errors and exits there; and the layers that fill it."""

    grown: Mapping[int, float] = field(default_factory=dict)
    tricks: Mapping[int, float] = field(default_factory=dict)
    errors: float = 0.0
    exits: float = 1.0
    full: float = 24.0


class Stairs(Staged):
    """``steps`` from left to right; ``full`` layers reach the top. It begins empty.

    ``weights`` and ``error`` are the names of the rows under the floor.

    Raises:
        InputError: a step with an error that is not told, or more than five steps.
    """

    state: StairsState

    def __init__(self, look: Look, steps: Sequence[Step], full: Number, weights: Words, error: Words) -> None:
        super().__init__(look, WIDTH, HEIGHT)
        if len(steps) > 5 or any(s.error and not s.error_told for s in steps):
            raise InputError("a staircase has up to five steps, and an error both as number and as words")
        self.steps = tuple(steps)
        self.pitch = (WIDTH - HEAD) / len(steps)
        self.towers = [self._tower(step) for step in steps]
        self.texts = [self._texts(step) for step in steps]
        self.bars = [
            bear(filled_shape(look.color("backward")), "length", s.error) if s.error else None for s in steps
        ]
        self.exits = [
            [bear(filled_shape(look.color("backward")), "position", n) for n in s.exits] for s in steps
        ]
        self.coins = [[Coin(look) for _ in s.exits] for s in steps]
        self.floor = line_shape(look.color("mute"), STROKE_OUTLINE)
        self.heads = [lettering(look, words, "label") for words in (weights, error)]
        self.state = StairsState(full=require_number(full, "a staircase's height").value)
        self.pose()

    # --- motions ------------------------------------------------------------------------------

    def raise_step(self, index: int, run_time: float = 1.2) -> Animation:
        """Stack up a step's layers; what is known of it follows."""
        return self._share("grown", index, run_time)

    def tell_trick(self, index: int, run_time: float = MORPH) -> Animation:
        """Say over a step what made it possible, and let gradients in at its side exits."""
        return self._share("tricks", index, run_time)

    def show_errors(self, run_time: float = MORPH) -> Animation:
        """Grow the bars of the errors."""
        return self.grow(run_time, errors=1.0)

    def step_back(self, full: Number, run_time: float = 1.6) -> Animation:
        """Make ``full`` layers fill the height: every step gets smaller, and too low for side exits."""
        return self.grow(run_time, full=require_number(full, "a staircase's height").value, exits=0.0)

    def _share(self, name: str, index: int, run_time: float) -> Animation:
        def state_at(state: StairsState, share: float) -> StairsState:
            changed: dict[str, Any] = {name: {**getattr(state, name), index: ease_in_out_cubic(share)}}
            return replace(state, **changed)

        return journey(self, lambda _: [Leg(run_time, state_at)])

    # --- drawing ------------------------------------------------------------------------------

    def pose(self) -> None:
        """Draw the state."""
        pieces: list[VMobject] = []
        for index in self.state.grown:
            pieces += [*self._step(index), *self._over(index), *self._under(index)]
        ends = vec(HEAD - WIDTH / 2, FLOOR), vec(WIDTH / 2 - GAP_S, FLOOR)
        self.present([self.trace(self.floor, polyline(ends)), *pieces, *self._heads()])

    def _heads(self) -> Iterator[VMobject]:
        if (seen := max(self.state.grown.values(), default=0.0)) > 0:
            yield self.write(self.heads[0], -WIDTH / 2, WEIGHTS, "left", seen)
        if self.state.errors > 0:
            yield self.write(self.heads[1], -WIDTH / 2, ERROR, "left", self.state.errors)

    def _middle(self, index: int) -> float:
        return HEAD - WIDTH / 2 + (index + 0.5) * self.pitch

    def _height(self, layers: float) -> float:
        return layers * TALL / self.state.full

    def _top(self, index: int) -> float:
        return FLOOR - self._height(self.steps[index].layers.value * self.state.grown[index])

    def _step(self, index: int) -> Iterator[VMobject]:
        """The layers that lie there already, each a bar."""
        there = round(self.steps[index].layers.value * self.state.grown[index])
        pitch = self._height(1)
        rows = [FLOOR - (k + 0.5) * pitch for k in range(there)]
        bars = [box((self._middle(index), y), STEP, pitch * LAYER_SHARE) for y in rows]
        yield self.trace(self.towers[index], merge_outlines(bars))

    def _over(self, index: int) -> Iterator[VMobject]:
        """How many layers, what made it possible, and the gradients at side exits."""
        step, share = self.steps[index], self.state.tricks.get(index, 0.0)
        told, *_, trick = self.texts[index]
        middle, top = self._middle(index), self._top(index)
        yield self.write(told, middle, top - OVER, opacity=self.state.grown[index])
        if share > 0 and step.trick is not None:
            yield self.write(trick, middle, top - TRICK, opacity=share)
        if share * self.state.exits > 0:
            yield from self._exits(index, share)

    def _exits(self, index: int, share: float) -> Iterator[VMobject]:
        """At each side exit a coin, from which an arrow leads back into the step."""
        side, there = self._middle(index) + STEP / 2, self.state.exits
        pieces = zip(self.steps[index].exits, self.exits[index], self.coins[index], strict=True)
        for after, piece, coin in pieces:
            level = FLOOR - self._height(after.value)
            begin, end = vec(side + EXIT - EXIT_COIN / 2, level), vec(side, level)
            yield self.trace(ink(piece, self.look.color("backward"), there), arrow(begin, end, 6, share))
            yield from coin.mark(self, vec(side + EXIT, level), EXIT_COIN, there)

    def _under(self, index: int) -> Iterator[VMobject]:
        """Name, year, weights and error."""
        left, seen = self._middle(index) - STEP / 2, self.state.grown[index]
        _, name, year, weights, error, _ = self.texts[index]
        for text, baseline in ((name, NAME), (year, YEAR), (weights, WEIGHTS)):
            yield self.write(text, left, baseline, "left", seen)
        if self.state.errors > 0 and self.steps[index].error_told is not None:
            yield from self._error(index, error, left, seen * self.state.errors)

    def _error(self, index: int, told: Lettering, left: float, shown: float) -> Iterator[VMobject]:
        """The error's bar and its number, or why there is none."""
        number, bar = self.steps[index].error, self.bars[index]
        if number is not None and bar is not None:
            length = number.value * ERROR_PX * shown
            middle = (left + length / 2, ERROR - ERROR_HIGH / 2)
            yield self.trace(ink(bar, self.look.color("backward"), 1.0), box(middle, length, ERROR_HIGH))
            left += length + GAP_S
        yield self.write(told, left, ERROR, "left", shown)

    def _tower(self, step: Step) -> VMobject:
        number = require_number(step.layers, "a step's layers")
        color = self.look.color("forward")
        return bear(
            filled_shape(self.look.theme.mix("forward", "bg", 0.6) if step.ghost else color),
            "length",
            number,
        )

    def _texts(self, step: Step) -> list[Lettering]:
        """Layers, name, year, weights, error, trick."""
        look, nothing = self.look, step.name
        return [
            lettering(look, step.told, "body"),
            lettering(look, step.name, "body"),
            lettering(look, step.year, "label"),
            lettering(look, step.weights, "label", color="text"),
            lettering(look, step.error_told or nothing, "label", color="backward" if step.error else "sub"),
            lettering(look, step.trick or nothing, "result" if step.ghost else "body", color="forward"),
        ]


def merge_outlines(outlines: Sequence[Outline]) -> Outline:
    """Several closed outlines as one shape."""
    return np.concatenate(outlines) if outlines else np.zeros((0, 3))
