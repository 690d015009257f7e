"""The parts of chapter ``backward``, filled from the record of the 2-3-2-1 network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from manim import DOWN, VGroup

from chainreel.draw.agreement import Agreement
from chainreel.draw.counter import Counter, counter
from chainreel.draw.factor_state import Factor
from chainreel.draw.factors import FactorTable
from chainreel.draw.layout import place_left
from chainreel.draw.lettering import Lettering
from chainreel.draw.network import Network
from chainreel.draw.network_state import Edge, Node, Seen
from chainreel.draw.parameters import Parameters, ParameterTiles, Place
from chainreel.draw.posing import Point
from chainreel.draw.widths import Widths
from chainreel.number import Number, counted
from chainreel.record import Record
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.theme import Look, px
from chainreel.words import Words
from scenes.small_network import LOSS_STYLE, filled_state, network_of

SIZE = 0.84  # of the network's home size: products need the room below it
FOCUS: Edge = (0, 0, 0)
WAYS_BACK: tuple[tuple[Edge, ...], ...] = (
    ((3, 0, 0), (2, 0, 0), (1, 0, 0), FOCUS),
    ((3, 0, 0), (2, 1, 0), (1, 0, 1), FOCUS),
)
LOSS: Node = (4, 0)
NEURONS: dict[Node, tuple[str, int]] = {
    (layer, place): (f"h{layer}", place) for layer, size in ((1, 3), (2, 2), (3, 1)) for place in range(size)
}
REACHED: dict[Node, str] = {(1, 0): "+.3f", (2, 0): ".4f", (2, 1): ".4f", (3, 0): "+.5f"}  # by the nudge
KINDS = (
    "error",
    "slope",
    "weight",
    "slope",
    "weight",
    "slope",
    "value",
)  # of a path's factors
STYLES = (".3f", ".4f", ".1f", ".4f", ".1f", ".4f", "d")
LOSS_BELOW = 120  # pixels from the middle of the loss to a text under it
WIDEST = 20  # pixels: the path with the largest product


def whole_network(look: Look, record: Record, loss_label: Words) -> Network:
    """The network with its loss, as the forward pass left it, with room below."""
    network = network_of(look, record, with_loss=True, loss_label=loss_label)
    state, loss = filled_state(network), network.values[LOSS]
    network.state = replace(state, values={**state.values, LOSS: Seen(loss)}, lit={**state.lit, LOSS: 1.0})
    # Fewer tiles are in sight here: one stands clear of an arrow's head, one has room for more digits.
    network.tile_at |= {WAYS_BACK[1][2]: 0.5, FOCUS: 0.36}
    network.scale(SIZE).put_at(960, 384).pose()
    return network


def values_after(look: Look, record: Record, run: str, loss: str, nodes: list[Node]) -> dict[Node, Shown]:
    """What these neurons and the loss show after a change; ``run`` is ``ripple`` or ``update``."""
    paths = {node: "{}.{}.{}".format(run, *NEURONS[node]) for node in nodes} | {LOSS: f"{run}.{loss}"}
    styles = {LOSS: LOSS_STYLE}
    return {n: show(record.number(p), styles.get(n, ".3f"), look.language) for n, p in paths.items()}


def changes_of(look: Look, record: Record) -> dict[Node, Shown]:
    """By how much the nudge changed each neuron that it reached."""
    paths = {node: "ripple.{}_change.{}".format(*NEURONS[node]) for node in REACHED}
    return {node: show(record.number(paths[node]), style, look.language) for node, style in REACHED.items()}


def widths_of(record: Record, scale: float = 1.0) -> Widths:
    """The widths of arrows and bars, true in the scene if the part is drawn at ``scale``."""
    return Widths(record.number("paths.products.1"), WIDEST / scale)


def table_of(look: Look, record: Record, heads: Mapping[str, Words]) -> FactorTable:
    """Both paths' factors, their products and the sum; ``heads`` names each kind of factor."""
    rows = [
        [
            Factor(show(n, style, look.language), kind)
            for n, style, kind in zip(row, STYLES, KINDS, strict=True)
        ]
        for row in record.rows("paths.factors")
    ]
    return FactorTable(
        look, rows, [show(n, ".5f", look.language) for n in record.numbers("paths.products")],
        heads=[heads[kind] for kind in KINDS],
        total=show(record.number("paths.sum"), ".5f", look.language), widths=widths_of(record), row_px=78,
    )  # fmt: skip


def tiles_of(look: Look, record: Record) -> ParameterTiles:
    """All parameters, before and after the one update."""
    before, after = ([layer_of(look, record, f, k) for k in (1, 2, 3)] for f in ("{}", "update.{}"))
    return ParameterTiles(look, before, after)


def layer_of(look: Look, record: Record, path: str, layer: int) -> Parameters:
    rows, biases = record.rows(path.format(f"W{layer}")), record.numbers(path.format(f"b{layer}"))
    weights = [[show(n, ".3f", look.language) for n in row] for row in rows]
    return Parameters(weights, [show(n, ".3f", look.language) for n in biases])


def origins_of(network: Network, group: int) -> dict[Place, Point]:
    """Where the gradients of a layer's parameters come from: its edges, and for a bias its neuron."""
    columns, rows = (len(network.layers[layer]) for layer in (group, group + 1))
    edges = {(group, r, c): network.tile_place((group, c, r)) for r in range(rows) for c in range(columns)}
    return edges | {(group, r, columns): network.place((group + 1, r)) for r in range(rows)}


class BackwardParts(LectureScene):
    """Parts of the chapter with the beat's words, each in its place."""

    def _number(self, path: str) -> Number:
        return self.number(f"small_network.{path}")

    def _table(self) -> FactorTable:
        heads = {kind: self.words(kind) for kind in set(KINDS)}
        return table_of(self.look, self.record("small_network"), heads).put_at(960, 714)

    def _agreement(self) -> Agreement:
        ways = ("paths", "autograd", "nudge")
        names, numbers = [self.words(way) for way in ways], [self._number(f"ways.{way}") for way in ways]
        return place_left(
            Agreement(self.look, names, numbers, self._number("ways.decimals")).put_at(960, 728)
        )

    def _decimals(self) -> tuple[VGroup, Counter]:
        """How many decimals agree, counted as they light."""
        first = show(counted(1, "decimals lit so far"), "d", self.look.language)
        count = counter(self.look, first, "result_large", "correct", "right")
        words = self.text("up_to", "body").put(1276, 680), self.text("decimals", "body").put(1440, 786)
        count.put(1420, 786, "right")
        return VGroup(*words), count

    def _below_loss(self, key: str, network: Network, role: str = "body") -> Lettering:
        """A text under the loss."""
        text = self.text(key, role, color="text")
        return text.next_to(network.place(LOSS) + px(LOSS_BELOW) * DOWN, DOWN, buff=0)
