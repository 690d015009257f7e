"""The parts of chapter ``backward``, filled from the record of the 2-3-2-1 network."""

from __future__ import annotations

from collections.abc import Mapping

from manim import DOWN, RIGHT, VGroup

from chainreel.draw.charts.agreement import Agreement
from chainreel.draw.gradients.factor_state import Factor
from chainreel.draw.gradients.factors import FactorTable
from chainreel.draw.networks.network import Network
from chainreel.draw.part.shapes import divider
from chainreel.draw.text.counter import Counter, counter
from chainreel.draw.text.layout import place_left
from chainreel.draw.text.lettering import Lettering
from chainreel.number import Number, counted
from chainreel.records.record import Record
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.theme import Look, px
from chainreel.words import Words
from scenes.backward_networks import SIZE, widths_of
from scenes.small_network import COLUMN

# Of a path's factors, from the weight to the loss, as the network stands.
KINDS = ("value", "slope", "weight", "slope", "weight", "slope", "error")
STYLES = ("d", ".3f", ".1f", ".3f", ".1f", ".3f", ".3f")
FIRST_SLOPE = 1  # the column of the slope of layer 1's neuron
OUTPUT_BELOW = 122  # pixels from the middle of the output to a text under it and its change
FACTOR_BELOW, TIE = 96, (38, 62)  # pixels from a factor's middle to a text under it, and to the line's ends
DECIMALS_LEFT, DECIMALS_LINES = 1460, (366, 506, 590)


def table_of(look: Look, record: Record, heads: Mapping[str, Words]) -> FactorTable:
    """Both paths' factors, their products and the sum; ``heads`` names each kind of factor."""
    rows = [
        [
            Factor(show(n, style, look.language), kind)
            for n, style, kind in zip(reversed(row), STYLES, KINDS, strict=True)
        ]
        for row in record.rows("paths.factors")
    ]
    return FactorTable(
        look, rows, [show(n, ".5f", look.language) for n in record.numbers("paths.products")],
        heads=[heads[kind] for kind in KINDS],
        total=show(record.number("paths.sum"), ".5f", look.language), widths=widths_of(record),
        pitch_px=COLUMN * SIZE / 2, row_px=78,
    )  # fmt: skip


class BackwardParts(LectureScene):
    """Parts of the chapter with the beat's words, each in its place."""

    network: Network
    table: FactorTable

    def _number(self, path: str) -> Number:
        return self.number(f"small_network.{path}")

    def _table(self) -> FactorTable:
        heads = {kind: self.words(kind) for kind in set(KINDS)}
        table = table_of(self.look, self.record("small_network"), heads).put_at(960, 714)
        under = self.network.place((1, 0))[0] - table.chip_point(0, FIRST_SLOPE)[0]
        return table.shift(under * RIGHT)

    def _agreement(self) -> Agreement:
        ways = ("paths", "autograd", "nudge")
        names, numbers = [self.words(way) for way in ways], [self._number(f"ways.{way}") for way in ways]
        return place_left(
            Agreement(self.look, names, numbers, self._number("ways.decimals")).put_at(960, 728)
        )

    def _decimals(self) -> tuple[VGroup, Counter]:
        """How many decimals agree, counted as they light."""
        first = show(counted(1, "decimals lit so far"), "d", self.look.language)
        count = counter(self.look, first, "hero", "correct")
        parts = (self.text("up_to", "body"), count, self.text("decimals", "body"))
        for part, line in zip(parts, DECIMALS_LINES, strict=True):
            part.put(DECIMALS_LEFT, line)
        return VGroup(parts[0], parts[2]), count

    def _below_output(self, key: str, network: Network, role: str = "body") -> Lettering:
        """A text under the output, clear of the change beside it."""
        text = self.text(key, role, color="text")
        return text.next_to(network.place((3, 0)) + px(OUTPUT_BELOW) * DOWN, DOWN, buff=0)

    def _under_factor(self, key: str, column: int) -> VGroup:
        """What a factor of the first row is: it ends under it, tied to it by a line."""
        text, place = self.text(key, "label", color="text"), self.table.chip_point(0, column)
        text.put_baseline(place[1] - px(FACTOR_BELOW))
        text.set_x(place[0] + px(self.table.widths_px[column] / 2), RIGHT)
        return VGroup(divider(self.look, *(place + px(end) * DOWN for end in TIE), "sub"), text)

    def _recorded(self, path: str, style: str) -> Shown:
        return self.shown(f"small_network.{path}", style)
