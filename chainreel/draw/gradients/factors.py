"""Products written out: a row builds chip by chip, prints its product, and rows add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from manim import Animation

from chainreel.draw.gradients.factor_figure import CHIP, ROW, SIGN_ROOM, FactorFigure
from chainreel.draw.gradients.factor_state import BRACKET, TOTAL, Factor, FactorState, Item
from chainreel.draw.motion import APPEAR, FLOW_AGAIN, MORPH, ease_in_out_cubic, ease_out_cubic
from chainreel.draw.part.journey import Leg, journey, share_of
from chainreel.draw.part.posing import Point
from chainreel.draw.part.staging import Staged, cap_of
from chainreel.draw.part.widths import Widths
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import GAP_M, Look
from chainreel.words import Words

SHOWN = 0.3  # of a chip's way, in which it comes out of its place, and at the end of which its head appears


class FactorTable(Staged):
    """Rows of factors, each with its product, and their sum; ``heads`` says what each column is.

    The sign before a product is = if the row is true as shown, else ≈. With ``widths`` the bar under a
    product is as wide as its path. It begins empty: its motions, or a ``state``, fill it.

    Raises:
        UnknownNumber: a factor, product or sum without a source.
        InputError: rows of different lengths, a number too long for its chip, a sum false as shown.
    """

    state: FactorState

    def __init__(
        self,
        look: Look,
        rows: Sequence[Sequence[Factor]],
        products: Sequence[Shown],
        *,
        heads: Sequence[Words] = (),
        total: Shown | None = None,
        widths: Widths | None = None,
        pitch_px: float = CHIP + SIGN_ROOM,
        row_px: float = ROW,
        state: FactorState | None = None,
    ) -> None:
        self.figure = FactorFigure(
            look, rows, products, heads=heads, total=total, widths=widths, pitch_px=pitch_px, row_px=row_px
        )
        self.rows, self.columns, self.total = len(rows), self.figure.columns, total
        super().__init__(look, *self.figure.size_px)
        self.state = state or FactorState()
        self.pose()

    def pose(self) -> None:
        """Draw the state."""
        self.present(self.figure.draw(self, self.state))

    def chip_point(self, row: int, column: int) -> Point:
        """A chip's middle, in the scene."""
        x, y, _ = self.figure.chip_px_at(row, column)
        return self.point(x, y)

    # --- motions ------------------------------------------------------------------------------

    def add_factors(self, row: int, *columns: int, seconds_each: float = FLOW_AGAIN) -> Animation:
        """These chips of a row (default: all) appear one after the other, with what they are above them."""
        wanted = columns or range(self.columns)
        legs = [appearing(seconds_each, ("head", 0, column), ("chip", row, column)) for column in wanted]
        return journey(self, lambda _: legs)

    def bring(self, row: int, column: int, start: Point, seconds: float = MORPH) -> Animation:
        """A chip comes from the scene point ``start`` to its place in the row; its head appears there."""
        chip: Item = ("chip", row, column)

        def state_at(state: FactorState, share: float) -> FactorState:
            left = 1 - ease_in_out_cubic(share)
            away = {i: way for i, way in state.away.items() if i != chip}
            there = {chip: min(1.0, share / SHOWN), ("head", 0, column): self._head(state, column, share)}
            return replace(
                state, there={**state.there, **there}, away={**away, chip: (start, left)} if left else away
            )

        return journey(self, lambda _: [Leg(seconds, state_at)])

    def _head(self, state: FactorState, column: int, share: float) -> float:
        return max(state.there.get(("head", 0, column), 0.0), share_of(share, 1 - SHOWN, 1))

    def single_out(self, row: int, *columns: int) -> Animation:
        """Of a row only these chips stay bright; with none named all are."""
        others = [c for c in range(self.columns) if columns and c not in columns]

        def state_at(state: FactorState, share: float) -> FactorState:
            grown = ease_out_cubic(share)
            items: list[Item] = [("chip", row, c) for c in range(self.columns)]
            mixed = {i: (1 - grown) * state.quiet.get(i, 0.0) + grown * (i[2] in others) for i in items}
            return replace(state, quiet={i: q for i, q in mixed.items() if q > 0})

        return journey(self, lambda _: [Leg(APPEAR, state_at)])

    def show_product(self, row: int) -> Animation:
        """A row's product appears, and the bar that is as wide as its path."""
        return journey(self, lambda _: [appearing(APPEAR, ("product", row, 0))])

    def build_row(self, row: int, seconds_each: float = FLOW_AGAIN) -> Animation:
        """A row from its first chip to its product."""
        chips = [appearing(seconds_each, ("head", 0, c), ("chip", row, c)) for c in range(self.columns)]
        return journey(self, lambda _: [*chips, appearing(APPEAR, ("product", row, 0))])

    def close_bracket(self) -> Animation:
        """The bracket closes over the products: they are to be added."""
        return journey(self, lambda _: [appearing(APPEAR, BRACKET)])

    def show_total(self) -> Animation:
        """The sum of the products appears, and the bracket if it is not there."""
        return journey(self, lambda _: [appearing(APPEAR, BRACKET, TOTAL)])

    def hand_over_total(self) -> Lettering:
        """The sum as a text of its own, where it stands; the table shows it no more."""
        if self.total is None:
            raise InputError("a factor table without a sum has none to hand over: give it a total")
        color = "negative" if self.total.as_shown < 0 else "text"
        text = lettering(self.look, self.total, "result_small", color=color)
        self.write(text, *self.figure.total_at(), "left")
        self.take(there={item: share for item, share in self.state.there.items() if item != TOTAL})
        return text

    def step_back(self, *rows: int) -> Animation:
        """These rows, and no others, have been said: they step back."""

        def state_at(state: FactorState, share: float) -> FactorState:
            grown = ease_out_cubic(share)
            mixed = {r: (1 - grown) * state.dim.get(r, 0.0) + grown * (r in rows) for r in range(self.rows)}
            return replace(state, dim=mixed)

        return journey(self, lambda _: [Leg(APPEAR, state_at)])

    def turn_to_products(self) -> Animation:
        """All chips and heads leave and all rows come forward: what counts now is their products."""

        def state_at(state: FactorState, share: float) -> FactorState:
            grown = ease_out_cubic(share)
            dim = {row: (1 - grown) * d for row, d in state.dim.items()} if share < 1 else {}
            gone = {i: (1 - grown) * there for i, there in state.there.items() if i[0] in ("chip", "head")}
            there = {i: share for i, share in {**state.there, **gone}.items() if share > 0}
            return replace(state, dim=dim, there=there)

        return journey(self, lambda _: [Leg(APPEAR, state_at)])

    def name_product(self, row: int, words: Words) -> Lettering:
        """A text before a row's product, on its line, where its chips were."""
        text = lettering(self.look, words, "body", color="sub")
        right = self.figure.chips_px - self.layout_px[0] / 2
        return self.write(text, right, self.figure.product_line(row), "right")

    def name_total(self, words: Words) -> Lettering:
        """A text over the sum: what it is."""
        text = lettering(self.look, words, "body", color="sub")
        return self.write(text, *self.figure.total_at(above=cap_of("result_small") + GAP_M), "left")

    def whole(self) -> FactorState:
        """The state in which everything is there."""
        rows = range(self.rows)
        items: list[Item] = [("chip", r, c) for r in rows for c in range(self.columns)]
        items += [("head", 0, c) for c in range(self.columns)] + [("product", r, 0) for r in rows]
        items += [BRACKET, TOTAL]
        return FactorState(dict.fromkeys(items, 1.0))


def appearing(seconds: float, *items: Item) -> Leg[FactorState]:
    """Items fade in; one that is there already stays."""

    def state_at(state: FactorState, share: float) -> FactorState:
        grown: Mapping[Item, float] = {i: max(state.there.get(i, 0.0), ease_out_cubic(share)) for i in items}
        return replace(state, there={**state.there, **grown})

    return Leg(seconds, state_at)
