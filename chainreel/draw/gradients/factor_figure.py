"""The picture of products written out: chips in rows, their products, and the sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import prod
from types import MappingProxyType

from manim import VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box, circle, polyline, vec
from chainreel.draw.gradients.factor_state import BRACKET, TOTAL, Factor, FactorState, Item, Kind
from chainreel.draw.part.posing import Point
from chainreel.draw.part.staging import (
    Staged,
    cap_of,
    dim_stroke,
    filled_shape,
    ink,
    line_shape,
    redraw,
    require_shown,
    tint,
    width_px,
)
from chainreel.draw.part.widths import Widths
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import GAP_M, GAP_S, RADIUS_WEIGHT, STROKE_OUTLINE, Look
from chainreel.words import Words

RINGS: Mapping[Kind, str] = MappingProxyType(
    {"value": "forward", "weight": "weight", "slope": "sub", "error": "backward"}
)
NUMBER_SHARE = 0.8  # of a chip's width may be its number
# Pixels.
CHIP, CHIP_HEIGHT, SIGN_ROOM = 130, 64, 32
ROW, HEAD_ROW, PRODUCT_ROOM, BRACKET_DEPTH, TOTAL_ROOM = 108, 84, 216, 18, 264
PLUS = 20  # radius of the disc on the bracket


class FactorFigure:
    """Draws a ``FactorState``; ``FactorTable`` says in which motions it changes. Lengths are in pixels."""

    def __init__(
        self,
        look: Look,
        rows: Sequence[Sequence[Factor]],
        products: Sequence[Shown],
        *,
        heads: Sequence[Words],
        total: Shown | None,
        widths: Widths | None,
        pitch_px: float,
        row_px: float,
    ) -> None:
        self.look, self.rows, self.widths = look, [list(row) for row in rows], widths
        self.row_px = row_px
        self.products = [require_shown(p, "a product") for p in products]
        self.total = None if total is None else require_shown(total, "a sum")
        self.columns = self._require_fitting(len(heads))
        self.texts = {
            (r, c): lettering(look, require_shown(factor.shown, "a factor"), "number")
            for r, row in enumerate(self.rows)
            for c, factor in enumerate(row)
        }
        self.widths_px = [self._chip_width(column, pitch_px) for column in range(self.columns)]
        self.chips_px = sum(self.widths_px) + SIGN_ROOM * (self.columns - 1)
        adding = GAP_M + BRACKET_DEPTH + PLUS + GAP_M + TOTAL_ROOM if total else 0
        tail = SIGN_ROOM + GAP_M + PRODUCT_ROOM + adding
        self.head_px = HEAD_ROW if heads else 0
        self.size_px = self.chips_px + tail, len(rows) * row_px + self.head_px
        self._make_pieces(heads)

    def _require_fitting(self, heads: int) -> int:
        counts = {len(row) for row in self.rows}
        if len(counts) != 1 or len(self.products) != len(self.rows) or heads not in {0, *counts}:
            raise InputError(
                "a factor table needs rows of one length, a product for each, and a head for each column"
            )
        if self.total and sum((p.as_shown for p in self.products), Decimal(0)) != self.total.as_shown:
            sums = " + ".join(p.text for p in self.products)
            raise InputError(f"{sums} is not {self.total.text} as shown: show the numbers with other digits")
        return counts.pop()

    def _chip_width(self, column: int, pitch: float) -> float:
        """How wide a column's chips are: a number leaves a fifth of its chip free."""
        texts = [self.texts[row, column] for row in range(len(self.rows))]
        longest = max(texts, key=width_px)
        needed = width_px(longest) / NUMBER_SHARE
        if needed > pitch:
            raise InputError(
                f"{longest.words.plain} is too long for a chip of {pitch:g} px: "
                "round it or give a larger pitch_px"
            )
        return max(needed, pitch - SIGN_ROOM)

    # --- where things are ---------------------------------------------------------------------

    def chip_px_at(self, row: int, column: int) -> Point:
        """A chip's middle, in the part's pixels."""
        width, height = self.size_px
        before = sum(self.widths_px[:column]) + SIGN_ROOM * column
        x = before + self.widths_px[column] / 2 - width / 2
        return vec(x, self.head_px + (row + 0.5) * self.row_px - height / 2)

    def _chip_now(self, row: int, column: int) -> Point:
        """Where a chip is, on its way or in its row, in the part's pixels."""
        home = self.chip_px_at(row, column)
        away = self.state.away.get(("chip", row, column))
        return home if away is None else home + away[1] * (self.stage.from_scene(away[0]) - home)

    def _product_right(self) -> float:
        return float(self.chips_px - self.size_px[0] / 2 + SIGN_ROOM + GAP_M + PRODUCT_ROOM)

    def product_line(self, row: int) -> float:
        """The baseline of a row's product, which rises where a bar is under it, in the part's pixels."""
        y = float(self.chip_px_at(row, 0)[1])
        return y + cap_of("body") / 2 if self.widths is None else y - GAP_S / 4

    # --- drawing ------------------------------------------------------------------------------

    def _make_pieces(self, heads: Sequence[Words]) -> None:
        look, places = self.look, [(r, c) for r in range(len(self.rows)) for c in range(self.columns)]
        self.heads = [lettering(look, head, "body", color="sub") for head in heads]
        self.boxes = {
            place: line_shape(look.color("sub"), STROKE_OUTLINE, look.color("bg")) for place in places
        }
        self.signs = {(r, c): lettering(look, self._sign(r, c), "number", color="sub") for r, c in places}
        self.results = [lettering(look, product, "body", weight=600) for product in self.products]
        self.bars = [filled_shape() for _ in self.products]
        for bar, product in zip(self.bars, self.products, strict=True):
            bear(bar, "width", product.number)
        self.bracket = line_shape(look.color("sub"), STROKE_OUTLINE)
        self.disc = line_shape(look.color("sub"), STROKE_OUTLINE, look.color("bg"))
        self.plus = lettering(look, "+", "label", color="text")
        self.sum = lettering(look, self.total, "result_small") if self.total else None
        for text in self.results:
            if width_px(text) > PRODUCT_ROOM:
                raise InputError(
                    f"the product {text.words.plain} is too long for {PRODUCT_ROOM} px: round it"
                )

    def _sign(self, row: int, column: int) -> str:
        """What follows a chip: ×, and after the last = if the product is true as shown, else ≈."""
        if column < self.columns - 1:
            return "×"
        exact = (
            prod((f.shown.as_shown for f in self.rows[row]), start=Decimal(1)) == self.products[row].as_shown
        )
        return "=" if exact else "≈"

    def draw(self, stage: Staged, state: FactorState) -> list[VMobject]:
        """The pieces of a state on the part, the first at the back."""
        self.stage, self.state = stage, state
        places = [(r, c) for r in range(len(self.rows)) for c in range(self.columns)]
        signs = (piece for place in places for piece in self._following(*place))
        chips = (piece for place in places for piece in self._chip(*place))
        products = (piece for r in range(len(self.rows)) for piece in self._product(r))
        return [*self._heads(), *signs, *products, *self._total(), *chips]

    def _there(self, *item: *Item) -> float:
        return self.state.there.get(item, 0.0)

    def _arrived(self, item: Item) -> float:
        """How much of an item is there, and in its place."""
        return self._there(*item) * (1 - self.state.away.get(item, (None, 0.0))[1])

    def _heads(self) -> Iterator[VMobject]:
        for column, head in enumerate(self.heads):
            if there := self._there("head", 0, column):
                x, y, _ = self.chip_px_at(0, column)
                yield self.stage.write(head, x, y - CHIP_HEIGHT / 2 - GAP_M, opacity=there)

    def _chip(self, row: int, column: int) -> Iterator[VMobject]:
        item: Item = ("chip", row, column)
        there = self._there(*item)
        dim = max(self.state.dim.get(row, 0.0), self.state.quiet.get(item, 0.0))
        if there <= 0:
            return
        factor, (x, y, _) = self.rows[row][column], self._chip_now(row, column)
        negative, weight = factor.shown.as_shown < 0, factor.kind == "weight"
        ring = "negative" if negative else RINGS[factor.kind]
        fill = "weight_fill" if weight and not negative else "bg"
        mix = self.look.theme.mix
        rim, inside = mix("mute", ring, dim), mix("bg", fill, dim)
        chip = redraw(self.boxes[row, column], rim, STROKE_OUTLINE, inside, there)
        radius = RADIUS_WEIGHT if weight else CHIP_HEIGHT / 2
        yield self.stage.trace(chip, box((x, y), self.widths_px[column], CHIP_HEIGHT, radius))
        yield self.stage.write_centred(self._inked(self.texts[row, column], factor.shown, dim), x, y, there)

    def _following(self, row: int, column: int) -> Iterator[VMobject]:
        """The sign after a chip, which is there when that chip and what follows it are."""
        last = column == self.columns - 1
        following: Item = ("product", row, 0) if last else ("chip", row, column + 1)
        there = min(self._arrived(("chip", row, column)), self._arrived(following))
        if there > 0:
            x, y, _ = self.chip_px_at(row, column)
            room = (SIGN_ROOM + GAP_M) / 2 if last else SIGN_ROOM / 2
            edge = x + self.widths_px[column] / 2
            yield self.stage.write_centred(self.signs[row, column], edge + room, y, there)

    def _product(self, row: int) -> Iterator[VMobject]:
        there, dim = self._there("product", row, 0), self.state.dim.get(row, 0.0)
        if there <= 0:
            return
        product, right, y = self.products[row], self._product_right(), self.chip_px_at(row, 0)[1]
        text = self._inked(self.results[row], product, dim)
        yield self.stage.write(text, right, self.product_line(row), "right", there)
        if self.widths is None:
            return
        thick = self.widths.px_of(product.number)
        bar = ink(self.bars[row], self.look.theme.mix("mute", "backward", dim), there)
        yield self.stage.trace(
            bar, box((right - PRODUCT_ROOM / 2, y + GAP_S + thick / 2), PRODUCT_ROOM, thick)
        )

    def _total(self) -> Iterator[VMobject]:
        """The plus and the bracket that say that the products are added, and the sum."""
        top, bottom = (self.chip_px_at(r, 0)[1] for r in (0, len(self.rows) - 1))
        x = self._product_right() + GAP_M
        right = x + BRACKET_DEPTH
        if closed := self._there(*BRACKET):
            dim_stroke(self.bracket, closed)
            yield self.stage.trace(
                self.bracket, polyline([(x, top), (right, top), (right, bottom), (x, bottom)])
            )
            redraw(self.disc, self.look.color("sub"), STROKE_OUTLINE, self.look.color("bg"), closed)
            yield self.stage.trace(self.disc, circle((right, (top + bottom) / 2), PLUS))
            yield self.stage.write_centred(self.plus, right, (top + bottom) / 2, closed)
        there = self._there(*TOTAL)
        if self.sum is not None and self.total is not None and there > 0:
            tint(self.sum, self.look.color("negative" if self.total.as_shown < 0 else "text"))
            yield self.stage.write(self.sum, *self.total_at(), "left", there)

    def total_at(self, above: float = 0.0) -> tuple[float, float]:
        """The left end and the baseline of the sum, or of a text so far above it."""
        top, bottom = (self.chip_px_at(r, 0)[1] for r in (0, len(self.rows) - 1))
        left = self._product_right() + GAP_M + BRACKET_DEPTH + PLUS + GAP_M
        return left, (top + bottom) / 2 + cap_of("result_small") / 2 - above

    def _inked(self, text: Lettering, shown: Shown, dim: float) -> Lettering:
        return tint(text, self.look.theme.mix("sub", "negative" if shown.as_shown < 0 else "text", dim))
