"""Products written out, in motion: a row builds chip by chip, prints its product, and rows add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from manim import Animation

from chainreel.draw.factor_figure import TOTAL, FactorFigure, FactorState, Item
from chainreel.draw.journey import Leg, journey
from chainreel.draw.motion import APPEAR, FLOW_AGAIN, ease_out_cubic
from chainreel.draw.network_state import put


class FactorTable(FactorFigure):
    """Rows of factors, each with its product, and their sum; ``heads`` says what each column is.

    The sign before a product is = if the row is true as shown, else ≈. With ``widths`` the bar under a
    product is as wide as its path. It begins empty: its motions, or a ``state``, fill it.

    Raises:
        UnknownNumber: a factor, product or sum without a source.
        InputError: rows of different lengths, a number too long for its chip, a sum false as shown.
    """

    def add_factors(self, row: int, *columns: int, seconds_each: float = FLOW_AGAIN) -> Animation:
        """These chips of a row (default: all) appear one after the other, with what they are above them."""
        wanted = columns or range(self.columns)
        legs = [appearing(seconds_each, ("head", 0, column), ("chip", row, column)) for column in wanted]
        return journey(self, lambda _: legs)

    def show_product(self, row: int) -> Animation:
        """A row's product appears, and the bar that is as wide as its path."""
        return journey(self, lambda _: [appearing(APPEAR, ("product", row, 0))])

    def build_row(self, row: int, seconds_each: float = FLOW_AGAIN) -> Animation:
        """A row from its first chip to its product."""
        chips = [appearing(seconds_each, ("head", 0, c), ("chip", row, c)) for c in range(self.columns)]
        return journey(self, lambda _: [*chips, appearing(APPEAR, ("product", row, 0))])

    def show_total(self) -> Animation:
        """The bracket closes over the products, and the sum appears."""
        return journey(self, lambda _: [appearing(APPEAR, TOTAL)])

    def step_back(self, *rows: int) -> Animation:
        """These rows, and no others, have been said: they step back."""

        def state_at(state: FactorState, share: float) -> FactorState:
            grown = ease_out_cubic(share)
            mixed = {
                r: (1 - grown) * state.dim.get(r, 0.0) + grown * (r in rows) for r in range(len(self.rows))
            }
            return replace(state, dim=put({}, mixed))

        return journey(self, lambda _: [Leg(APPEAR, state_at)])

    def whole(self) -> FactorState:
        """The state in which everything is there."""
        rows = range(len(self.rows))
        items: list[Item] = [("chip", r, c) for r in rows for c in range(self.columns)]
        items += [("head", 0, c) for c in range(self.columns)] + [("product", r, 0) for r in rows] + [TOTAL]
        return FactorState(put({}, dict.fromkeys(items, 1.0)))


def appearing(seconds: float, *items: Item) -> Leg[FactorState]:
    """Items fade in; one that is there already stays."""

    def state_at(state: FactorState, share: float) -> FactorState:
        grown: Mapping[Item, float] = {i: max(state.there.get(i, 0.0), ease_out_cubic(share)) for i in items}
        return replace(state, there=put(state.there, grown))

    return Leg(seconds, state_at)
