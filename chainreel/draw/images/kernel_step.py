"""One step of a convolution: nine pixels times nine weights, and with the bias they make one number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.evidence import Evidence
from chainreel.draw.geometry import box, polyline, vec
from chainreel.draw.images.tiles import GAP, Tile, tile
from chainreel.draw.motion import ease_in_out_cubic
from chainreel.draw.part.journey import Leg, journey
from chainreel.draw.part.posing import Change, Point, own_progress
from chainreel.draw.part.staging import Staged, cap_of, filled_shape, ink, line_shape, require_shown
from chainreel.draw.text.counter import counter
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.pitch import tone_at_rest
from chainreel.show import Shown
from chainreel.theme import GAP_L, RADIUS_BLOCK, RADIUS_WEIGHT, STROKE_OUTLINE, Look
from chainreel.words import Words

WIDTH, HEIGHT = 1728, 660
TILE, TALL = (152, 88), 74  # of a pixel or weight; how high a product's tile is
PIXELS, WEIGHTS, GRIDS = -6, 626, -143  # middles of the two grids
HEADS, PRODUCT_HEADS, PRODUCTS = -305, 53, 107  # baselines of the names; the row of products
ADDING, SUM, SUM_SIZE = (150, 172), 256, (290, 106)  # the bracket under the row; the sum
MEETING = 0.45  # of a product's way: its pixel has met its weight
LEVEL = 0.6  # of its way from there: it is on the row's height, along which it goes on


@dataclass(frozen=True)
class KernelState:
    """What has happened, as shares: pixels lifted, weights there, products made, products added."""

    lifted: float = 0.0
    weighted: float = 0.0
    multiplied: float = 0.0
    added: float = 0.0


@dataclass(frozen=True)
class KernelNames:
    """What stands over the pixels, the weights, the products and the bias, and beside the sum."""

    pixels: Words
    weights: Words
    products: Words
    bias: Words
    sum: Words


class KernelStep(Staged):
    """Row by row the ``pixels``, ``weights`` and ``products``; ``totals`` after each product and the bias.

    ``origins`` are the scene points of the pixels in the picture they come from, ``cell_px`` their size.

    Raises:
        InputError: not nine of each, or not ten totals.
    """

    state: KernelState

    def __init__(
        self,
        look: Look,
        pixels: Sequence[Shown],
        weights: Sequence[Shown],
        products: Sequence[Shown],
        bias: Shown,
        totals: Sequence[Shown],
        names: KernelNames,
        origins: Sequence[Point],
        cell_px: float,
    ) -> None:
        super().__init__(look, WIDTH, HEIGHT)
        if not len(pixels) == len(weights) == len(products) == len(origins) == len(totals) - 1 == 9:
            raise InputError(
                "a kernel's step takes nine pixels, weights, products and places, and ten totals"
            )
        self.totals = [require_shown(total, "a kernel's step") for total in totals]
        self.origins, self.cell_px = [np.asarray(o) for o in origins], cell_px
        self.pixels = [tile(look, shown, "pixel") for shown in pixels]
        self.carried = [tile(look, shown, "pixel") for shown in pixels]
        self.weights = [tile(look, shown, "weight") for shown in weights]
        self.products = [tile(look, shown, "product") for shown in products] + [tile(look, bias, "weight")]
        self.flying = [tile(look, shown, "product") for shown in (*products, bias)]
        self._make_words(names)
        self.state = KernelState()

    def _make_words(self, names: KernelNames) -> None:
        look = self.look
        self.heads = [
            lettering(look, words, "body", color=color)
            for words, color in (
                (names.pixels, "forward"),
                (names.weights, "weight"),
                (names.products, "sub"),
            )
        ]
        self.bias_head = lettering(look, names.bias, "body", color="weight")
        self.sum_head = lettering(look, names.sum, "body", color="sub")
        self.times = lettering(look, "×", "result_small", color="sub")
        self.bracket = line_shape(look.color("sub"), STROKE_OUTLINE)
        self.node = filled_shape(look.color("forward"))
        self.total = counter(look, self.totals[0], "result", "bg", "center")

    # --- motions ------------------------------------------------------------------------------

    def lift(self, run_time: float = 1.0) -> Animation:
        """The nine pixels rise out of their picture."""
        return self.grow(run_time, lifted=1.0)

    def multiply(self, run_time: float = 3.6) -> Animation:
        """One after the other a pixel flies on its weight, and their product comes out."""
        return self._steadily("multiplied", run_time)

    def add_up(self, run_time: float = 4.0) -> Change:
        """One after the other the products and the bias fall into the sum, which counts them."""
        change = self._steadily("added", run_time)
        change.evidence = tuple(Evidence(total.number, "text", total.text) for total in self.totals)
        change.tones = tone_at_rest(self.totals[-1].number)
        return change

    def _steadily(self, share: str, run_time: float) -> Change:
        def state_at(state: KernelState, alpha: float) -> KernelState:
            return KernelState(**{**vars(state), share: alpha})

        return journey(self, lambda _: [Leg[Any](run_time, state_at)])

    # --- drawing ------------------------------------------------------------------------------

    def pose(self) -> None:
        """Draw the state: what is on its way passes behind the numbers that stay."""
        self.present([*self._adding(), *self._row(), *self._heads(), *self._grids(), *self._sum()])

    def _heads(self) -> Iterator[VMobject]:
        state = self.state
        pixels, weights, products = self.heads
        if state.lifted > 0:
            yield self.write(pixels, PIXELS, HEADS, opacity=state.lifted)
        if state.weighted > 0:
            yield self.write(weights, WEIGHTS, HEADS, opacity=state.weighted)
            yield self.write_centred(self.times, (PIXELS + WEIGHTS) / 2, GRIDS, state.weighted)
        if state.multiplied > 0:
            yield self.write(products, -WIDTH / 2, PRODUCT_HEADS, "left", min(1.0, 9 * state.multiplied))

    def _grids(self) -> Iterator[VMobject]:
        """Weights, then pixels: as they lie, and those that fly on their weights."""
        if self.state.weighted > 0:
            for index, weight in enumerate(self.weights):
                yield from self._tile(weight, grid_place(WEIGHTS, index), TILE, self.state.weighted)
        if self.state.lifted > 0:
            for index, pixel in enumerate(self.pixels):
                start, end = self.from_scene(self.origins[index]), grid_place(PIXELS, index)
                share = self.state.lifted
                size = along((self.cell_px, self.cell_px), TILE, share)
                yield from self._tile(
                    pixel, start + share * (end - start), size, told=max(0.0, 2 * share - 1)
                )
        for index, pixel in enumerate(self.carried):
            share = own_progress(self.state.multiplied, index, 9) / MEETING
            if 0 < share < 1:
                start, end = grid_place(PIXELS, index), grid_place(WEIGHTS, index)
                yield from self._tile(pixel, start + ease_in_out_cubic(share) * (end - start), TILE)

    def _row(self) -> Iterator[VMobject]:
        """The products, each on its way from its weight to its place, and the bias."""
        for index, product in enumerate(self.products[:9]):
            share = (own_progress(self.state.multiplied, index, 9) - MEETING) / (1 - MEETING)
            if share > 0:
                way, down = ease_in_out_cubic(min(1.0, share)), ease_in_out_cubic(min(1.0, share / LEVEL))
                start, end = grid_place(WEIGHTS, index), row_place(index)
                size = along(TILE, (TILE[0], TALL), way)
                yield from self._tile(product, start + vec(way, down) * (end - start), size)
        if self.state.added > 0:
            shown = min(1.0, 10 * self.state.added)
            yield from self._tile(self.products[9], row_place(9), (TILE[0], TALL), shown)
            yield self.write(self.bias_head, WIDTH / 2, PRODUCT_HEADS, "right", shown)

    def _adding(self) -> Iterator[VMobject]:
        """The bracket under the row, and what is on its way from the row into the sum, behind both."""
        if self.state.added <= 0:
            return
        top, foot = ADDING
        ends = GAP - WIDTH / 2, WIDTH / 2 - GAP
        run = polyline([vec(ends[0], top), vec(ends[0], foot), vec(ends[1], foot), vec(ends[1], top)])
        stem = polyline([vec(0, foot), vec(0, SUM - SUM_SIZE[1] / 2)])
        yield self.trace(self.bracket, np.concatenate([run, stem]))
        for index, share in enumerate(self._added()):
            if 0 < share < 1:
                start, way = row_place(index), ease_in_out_cubic(share)
                middle = start + way * (vec(0, SUM) - start)
                yield from self._tile(self.flying[index], middle, (TILE[0], TALL))

    def _added(self) -> list[float]:
        """How far each product, and the bias, is on its way into the sum."""
        return [own_progress(self.state.added, index, 10) for index in range(10)]

    def _sum(self) -> Iterator[VMobject]:
        """The sum so far, and its name."""
        if self.state.added <= 0:
            return
        shares = self._added()
        yield self.trace(
            ink(self.node, self.look.color("forward"), shares[0]), box((0, SUM), *SUM_SIZE, RADIUS_BLOCK)
        )
        yield self.write(self.sum_head, -SUM_SIZE[0] / 2 - GAP_L, SUM + cap_of("body") / 2, "right")
        arrived = sum(share >= 1 for share in shares)
        if arrived:
            self.total.show(self.totals[arrived - 1])
            yield self.write_centred(self.total, 0, SUM)

    def _tile(
        self, made: Tile, middle: Point, size: tuple[float, float], opacity: float = 1.0, told: float = 1.0
    ) -> Iterator[VMobject]:
        for rgbas in (made.shape.fill_rgbas, made.shape.stroke_rgbas):
            rgbas[:, 3] = opacity
        yield self.trace(made.shape, box(middle, *size, RADIUS_WEIGHT))
        if told > 0:
            yield self.write_centred(made.text, middle[0], middle[1], opacity * told)


def grid_place(middle: float, index: int) -> Point:
    """The middle of a tile of a three by three grid, in the part's pixels."""
    row, column = divmod(index, 3)
    return vec(middle + (column - 1) * (TILE[0] + GAP), GRIDS + (row - 1) * (TILE[1] + GAP))


def row_place(index: int) -> Point:
    """The middle of a product's tile in their row."""
    pitch = (WIDTH - TILE[0] - STROKE_OUTLINE) / 9
    return vec((index - 4.5) * pitch, PRODUCTS)


def along(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    """The size of a tile that grows from one size to another, after ``share`` of the way."""
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
