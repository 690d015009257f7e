"""Every weight and bias of a small network as tiles: gradients arrive group by group, all step at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.coin import Coin
from chainreel.draw.geometry import box, vec
from chainreel.draw.journey import Leg, journey
from chainreel.draw.lettering import Lettering, lettering
from chainreel.draw.motion import MORPH, ease_in_out_cubic
from chainreel.draw.posing import Point, lagged
from chainreel.draw.staging import Staged, outlined, redraw, require_shown, tint, width_px
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import GAP_M, RADIUS_WEIGHT, STROKE_LIT, STROKE_OUTLINE, Look
from chainreel.words import maths

Place = tuple[int, int, int]  # group, row, column; the last column is the bias
CELL, CELL_HEIGHT, CELL_GAP, GROUP_GAP, HEAD = 124, 50, 8, 104, 44  # pixels
PADDING = 6  # on each side of a number in its cell
COIN = 22  # diameter of a gradient's coin
FLASH = 0.45  # of a tile's own colour in it while it steps


@dataclass(frozen=True)
class Parameters:
    """One layer's weights (out, in) and biases (out)."""

    weights: Sequence[Sequence[Shown]]
    biases: Sequence[Shown]

    @property
    def rows(self) -> list[list[Shown]]:
        """A row for each neuron: its weights, then its bias."""
        return [[*row, bias] for row, bias in zip(self.weights, self.biases, strict=True)]


@dataclass(frozen=True)
class ParameterState:
    """How far the coins of each group have come (0 to 1), from where, and how far the step is done."""

    arrived: Mapping[int, float] = field(default_factory=dict)
    origins: Mapping[Place, Point] = field(default_factory=dict)
    updated: float = 0.0


class ParameterTiles(Staged):
    """Groups of tiles from left to right, from ``before`` to ``after``; the last column of each is the bias.

    Raises:
        UnknownNumber: a parameter without a source.
        InputError: ``after`` has another shape, or a number is too long for its tile.
    """

    state: ParameterState

    def __init__(
        self,
        look: Look,
        before: Sequence[Parameters],
        after: Sequence[Parameters],
        *,
        role: str = "label_dense",
        state: ParameterState | None = None,
    ) -> None:
        self.values = [values_by_place(groups) for groups in (before, after)]
        if set(self.values[0]) != set(self.values[1]):
            raise InputError("parameters before and after an update need the same layers, rows and columns")
        self.columns = [len(group.rows[0]) for group in before]
        tallest = max(len(group.rows) for group in before)
        gaps = sum((c - 1) * CELL_GAP for c in self.columns) + (len(before) - 1) * GROUP_GAP
        height = HEAD + tallest * CELL_HEIGHT + (tallest - 1) * CELL_GAP
        super().__init__(look, sum(self.columns) * CELL + gaps, height)
        self._make_pieces(role)
        self.state = state or ParameterState()
        self.pose()

    @property
    def count(self) -> int:
        """How many parameters there are."""
        return len(self.values[0])

    def place_px(self, place: Place) -> Point:
        """A tile's middle, in the part's pixels."""
        group, row, column = place
        width, height = self.layout_px
        before = sum(c * (CELL + CELL_GAP) - CELL_GAP + GROUP_GAP for c in self.columns[:group])
        x = before + column * (CELL + CELL_GAP) + CELL / 2 - width / 2
        return vec(x, HEAD + row * (CELL_HEIGHT + CELL_GAP) + CELL_HEIGHT / 2 - height / 2)

    # --- motions ------------------------------------------------------------------------------

    def receive(self, group: int, origins: Mapping[Place, Point], seconds: float = MORPH) -> Animation:
        """The coins of a group's gradients come from scene points to their tiles."""
        wanted = {p: np.asarray(point) for p, point in origins.items() if p[0] == group}

        def state_at(state: ParameterState, share: float) -> ParameterState:
            return replace(
                state, arrived={**state.arrived, group: share}, origins={**state.origins, **wanted}
            )

        return journey(self, lambda _: [Leg(seconds, state_at)])

    def step_all(self) -> Animation:
        """Every tile steps to its new value in the same moment, and uses up its coin."""

        def state_at(state: ParameterState, share: float) -> ParameterState:
            return replace(state, updated=share) if share < 1 else ParameterState(updated=1.0)

        return journey(self, lambda _: [Leg(MORPH, state_at)])

    # --- drawing ------------------------------------------------------------------------------

    def _make_pieces(self, role: str) -> None:
        look = self.look
        self.tiles = {
            p: outlined(look.color("weight"), STROKE_OUTLINE, look.color("bg")) for p in self.values[0]
        }
        self.texts = [
            {p: lettering(look, shown, role) for p, shown in values.items()} for values in self.values
        ]
        for text in (t for texts in self.texts for t in texts.values()):
            if width_px(text) > CELL - 2 * PADDING:
                raise InputError(f"{text.words.plain} is too long for a tile of {CELL} px: round it")
        self.heads = [
            [lettering(look, maths(name, look.language), "label", color="sub") for name in ("W", "b")]
            for _ in self.columns
        ]
        self.coins = {p: Coin(look) for p in self.values[0]}

    def pose(self) -> None:
        """Draw the state: tiles and their numbers, then coins."""
        tiles = [piece for place in self.tiles for piece in self._tile(place)]
        self.present([*self._heads(), *tiles, *self._coins()])

    def _heads(self) -> Iterator[VMobject]:
        foot = -self.layout_px[1] / 2 + HEAD - GAP_M / 2
        for group, (weights, bias) in enumerate(self.heads):
            last = self.columns[group] - 1
            ends = self.place_px((group, 0, 0))[0], self.place_px((group, 0, last - 1))[0]
            yield self.write(weights, sum(ends) / 2, foot)
            yield self.write(bias, self.place_px((group, 0, last))[0], foot)

    def _tile(self, place: Place) -> Iterator[VMobject]:
        step = int(self.state.updated >= 0.5)
        shown, text = self.values[step][place], self.texts[step][place]
        flash = 4 * self.state.updated * (1 - self.state.updated)
        negative, mix = shown.as_shown < 0, self.look.theme.mix
        rim, fill = ("negative", "bg") if negative else ("weight", "weight_fill")
        width = STROKE_OUTLINE + flash * (STROKE_LIT - STROKE_OUTLINE)
        redraw(self.tiles[place], self.look.color(rim), width, mix("weight", fill, FLASH * flash))
        x, y, _ = self.place_px(place)
        yield self.trace(self.tiles[place], box((x, y), CELL, CELL_HEIGHT, RADIUS_WEIGHT))
        yield self.write_centred(self._inked(text, negative, flash), x, y)

    def _inked(self, text: Lettering, negative: bool, flash: float) -> Lettering:
        return tint(text, self.look.theme.mix("text", "negative" if negative else "text", flash))

    def _coins(self) -> Iterator[VMobject]:
        corner = vec(CELL / 2, -CELL_HEIGHT / 2)
        for group, arrived in self.state.arrived.items():
            places = [p for p in self.state.origins if p[0] == group]
            for index, place in enumerate(places):
                come = ease_in_out_cubic(lagged(arrived, index, len(places), overlap=0.8))
                start, home = self.from_scene(self.state.origins[place]), self.place_px(place) + corner
                used = max(0.0, 1 - 2 * self.state.updated)
                if come > 0 and used > 0:
                    yield from self.coins[place].mark(self, start + come * (home - start), COIN, used)


def values_by_place(groups: Sequence[Parameters]) -> dict[Place, Shown]:
    """Every parameter by its place, each of known source."""
    return {
        (g, r, c): require_shown(value, "a parameter's tile")
        for g, group in enumerate(groups)
        for r, row in enumerate(group.rows)
        for c, value in enumerate(row)
    }
