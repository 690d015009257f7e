"""Networks small enough to read: values flow forward, gradients come back along paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from manim import Animation

from chainreel.draw.motion import APPEAR, FLOW_FIRST, LEAVE, MORPH, ease_in_cubic, ease_out_cubic
from chainreel.draw.networks import network_legs
from chainreel.draw.networks.network_figure import NetworkFigure
from chainreel.draw.networks.network_layout import NetworkLayout
from chainreel.draw.networks.network_legs import blend, only
from chainreel.draw.networks.network_state import Edge, LitPath, NetworkState, Node, Seen, Values, put
from chainreel.draw.part.journey import Leg, journey
from chainreel.draw.part.posing import Point
from chainreel.draw.part.staging import Staged, require_shown
from chainreel.draw.part.widths import Widths
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.show import Shown
from chainreel.theme import NODE_RADIUS, Look
from chainreel.words import Words

COLUMN, ROW = 340, 166  # pixels from layer to layer, from node to node
T = TypeVar("T")
Steps = Shown | Sequence[Shown]  # a new value, or the recorded values on the way to it


@dataclass(frozen=True)
class Stop:
    """A place on a path: so many edges lie behind it (middle to middle), and it is at this scene point."""

    reach: float
    place: Point


class Network(Staged):
    """Layers of nodes; ``layers`` holds each node's value, layer by layer from the input.

    ``weights`` are those that may be shown, by edge (layer, place there, place in the next layer), a
    tile at the share ``tile_at`` of its edge; ``loss`` adds a last node under ``loss_label``. A network
    begins without values: its motions, or a ``state``, fill it. One motion at a time.

    Raises:
        UnknownNumber: a value, a weight or a product without a source.
        InputError: a number that is too long for its node.
    """

    state: NetworkState

    def __init__(
        self,
        look: Look,
        layers: Sequence[Sequence[Shown]],
        weights: Mapping[Edge, Shown] | None = None,
        loss: Shown | None = None,
        *,
        loss_label: Words | str = "",
        column_px: float = COLUMN,
        row_px: float = ROW,
        radius_px: float = NODE_RADIUS,
        number_role: str = "number",
        tile_role: str = "number",
        tile_at: Mapping[Edge, float] | None = None,
        state: NetworkState | None = None,
    ) -> None:
        every_layer = [*layers, *([[loss]] if loss is not None else [])]
        self.tile_at = dict(tile_at or {})
        self.home = NetworkLayout(every_layer, loss is not None, column_px, row_px, radius_px, self.tile_at)
        super().__init__(look, *self.home.size_px)
        pairs = [((k, i), v) for k, layer in enumerate(every_layer) for i, v in enumerate(layer)]
        self.values = {node: require_shown(value, "a node") for node, value in pairs}
        self.weights = {e: require_shown(w, "a weight's tile") for e, w in (weights or {}).items()}
        self.figure = NetworkFigure(
            self, self.home, self.values, loss_label=loss_label, number_role=number_role, tile_role=tile_role
        )
        self.state = state or NetworkState()
        self.pose()

    def pose(self) -> None:
        """Draw the state."""
        self.present(self.figure.draw(self.layout, self.state))

    # --- where things are ---------------------------------------------------------------------

    @property
    def layout(self) -> NetworkLayout:
        """Where nodes and edges are now."""
        return replace(self.home, alone=self.state.alone, apart=self.state.apart)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge, layer by layer."""
        return self.home.edges

    def place(self, node: Node) -> Point:
        """A node's middle, in the scene."""
        x, y, _ = self.layout.place_px(node)
        return self.point(x, y)

    def tile_place(self, edge: Edge) -> Point:
        """The middle of a weight's tile, in the scene."""
        x, y, _ = self.layout.tile_px(edge)
        return self.point(x, y)

    def stops_back(self, edges: Sequence[Edge]) -> list[Stop]:
        """The places of a path from the right: an edge at its tile, the node it comes to, and so on."""
        stops, layout = [], self.layout
        for passed, edge in enumerate(edges):
            layer, source, target = edge
            left, right = layout.place_px((layer, source))[0], layout.place_px((layer + 1, target))[0]
            at_tile = float((right - layout.tile_px(edge)[0]) / (right - left))
            stops.append(Stop(passed + at_tile, self.tile_place(edge)))
            stops.append(Stop(passed + 1.0, self.place((layer, source))))
        return stops

    # --- motions ------------------------------------------------------------------------------

    def fill_forward(self, first_layer: int = 0, last_layer: int | None = None) -> Animation:
        """Values flow layer by layer to the last one (the loss), light their nodes at arrival, and stay."""
        last = len(self.home.layers) - 1 if last_layer is None else last_layer
        later = range(max(1, first_layer), last + 1)
        inputs = [network_legs.inputs_appear(self._layer(0))] if first_layer == 0 else []
        legs = [*inputs, *(self._fill(self._layer(k), again=k > later[0]) for k in later)]
        return journey(self, lambda _: legs)

    def fill(self, *nodes: Node) -> Animation:
        """Values flow into these nodes of one layer only."""
        return journey(self, lambda _: [self._fill({n: self.values[n] for n in nodes}, again=False)])

    def ripple(
        self,
        edge: Edge,
        to: Steps | None,
        changed: Mapping[Node, Steps],
        changes: Mapping[Node, Shown] | None = None,
    ) -> Animation:
        """A weight is moved, and the change runs on: each node in ``changed`` steps to its new values.

        Without ``to`` the weight was moved before; ``changes`` are written beside the nodes.
        """
        new, stops = by_layer(changed), steps_of(to) if to else ()
        legs = [network_legs.weight_steps(edge, stops)] if stops else []
        for values in new:
            written = {n: change for n, change in (changes or {}).items() if n in values}
            edges = self._ripples(edge, values, changed)
            legs.append(network_legs.values_flow(edges, values, again=True, changes=written))
        return journey(self, lambda _: legs, passing=[*stops[:-1], *passing(new)])

    def move_weight(self, edge: Edge, *to: Shown) -> Animation:
        """A weight's tile steps to new values, in focus; nothing else changes yet."""
        return journey(self, lambda _: [network_legs.weight_steps(edge, steps_of(to))], passing=to[:-1])

    def settle(self) -> Animation:
        """Values and weights in sight are again those the network was made with; changes leave."""
        return journey(self, lambda _: [network_legs.settles(self.values, self.weights)])

    def update_weights(self, weights: Mapping[Edge, Shown], values: Mapping[Node, Steps]) -> Animation:
        """All weights step to their new values at once; then values flow forward anew."""
        new = by_layer(values)
        stepping = network_legs.weights_step(
            {e: require_shown(w, "a weight's tile") for e, w in weights.items()}
        )
        flows = [network_legs.values_flow(self._into(values), values, again=True) for values in new]
        return journey(self, lambda _: [stepping, *flows], passing=passing(new))

    def follow_path(
        self, edges: Sequence[Edge], products: Number | Sequence[Number], widths: Widths, reach: float,
        seconds: float = FLOW_FIRST,
    ) -> Animation:  # fmt: skip
        """A coin goes back along ``edges`` until ``reach`` of them lie behind it, the arrow growing after it.

        It goes on from where it is; whole numbers are nodes.
        """
        path = replace(self.path(edges, products, widths), reach=0.0, coin=1.0)
        return journey(self, lambda _: [Leg(seconds, network_legs.path_travels(path, reach))])

    def deliver(self, reach: float) -> Animation:
        """The coins of all paths go on to ``reach`` together and go out: what they brought is there."""
        return journey(self, lambda _: [network_legs.coins_arrive(reach)])

    def flow_back(self, *layers: int, seconds: float = FLOW_FIRST) -> Animation:
        """Gradients run back over every edge that leaves these layers, one layer after the other."""
        runs = [[e for e in self.edges if e[0] == layer] for layer in layers]
        return journey(self, lambda _: [network_legs.gradients_flow(run, seconds) for run in runs])

    def path(self, edges: Sequence[Edge], products: Number | Sequence[Number], widths: Widths) -> LitPath:
        """The whole path as a state holds it; one product is every edge's.

        Raises:
            UnknownNumber: a product without a source.
            InputError: an edge that is not there, products that do not match, one wider than the scale.
        """
        listed = list(products) if isinstance(products, Sequence) else [products] * len(edges)
        numbers = tuple(require_number(p, "a path's width") for p in listed)
        if len(numbers) != len(edges) or set(edges) - set(self.edges):
            raise InputError("a path needs edges of its network, and one product for all or one for each")
        for number in numbers:
            widths.true_px(number)
        return LitPath(tuple(edges), numbers, widths, float(len(edges)))

    def grow_paths(self, *paths: LitPath) -> Animation:
        """The arrows of several paths grow together."""
        return journey(self, lambda _: [network_legs.paths_grow(paths)])

    def part(self, *nodes: Node) -> Animation:
        """These nodes, one a layer, come apart into a row, and the others go out of sight."""
        return journey(self, lambda _: [network_legs.stands_apart(nodes, 1.0)])

    def rejoin(self) -> Animation:
        """The nodes that stood apart go home, and the others come back."""
        return journey(self, lambda state: [network_legs.stands_apart(state.alone, 0.0)])

    def unlight(self) -> Animation:
        """The paths leave."""

        def state_at(state: NetworkState, share: float) -> NetworkState:
            left = 1 - ease_in_cubic(share)
            return replace(
                state, paths=tuple(replace(p, share=left) for p in state.paths) if share < 1 else ()
            )

        return journey(self, lambda _: [Leg(LEAVE, state_at)])

    def show_weights(self, *edges: Edge) -> Animation:
        """The tiles of these edges appear (default: of all that were given); one that is there stays."""
        wanted = {e: self.weights[e] for e in edges or self.weights}

        def state_at(state: NetworkState, share: float) -> NetworkState:
            grown = ease_out_cubic(share)
            new = {e: Seen(w, grown) for e, w in wanted.items() if e not in state.weights}
            return replace(state, weights=put(state.weights, new))

        return journey(self, lambda _: [Leg(APPEAR, state_at)])

    def hide_weights(self, *keep: Edge) -> Animation:
        """All tiles leave but those of ``keep``, and no other weight is in question any more."""

        def state_at(state: NetworkState, share: float) -> NetworkState:
            left = 1 - ease_in_cubic(share)
            weights = {e: w if e in keep else Seen(w.shown, w.share * left) for e, w in state.weights.items()}
            focus = {e: f if e in keep else f * left for e, f in state.focus.items()}
            if share < 1:
                return replace(state, weights=weights, focus=focus)
            return replace(state, weights=only(weights, keep), focus=only(focus, keep))

        return journey(self, lambda _: [Leg(LEAVE, state_at)])

    def highlight(self, *edges: Edge) -> Animation:
        """These edges, and no others, are the weights in question."""

        def state_at(state: NetworkState, share: float) -> NetworkState:
            goal = dict.fromkeys(edges, 1.0)
            return replace(state, focus=blend(state.focus, goal, ease_out_cubic(share)))

        return journey(self, lambda _: [Leg(APPEAR, state_at)])

    def pulse(self, *nodes: Node) -> Animation:
        """These nodes beat once: their values are used."""

        def state_at(state: NetworkState, share: float) -> NetworkState:
            return replace(state, pulse=dict.fromkeys(nodes, 4 * share * (1 - share)) if share < 1 else {})

        return journey(self, lambda _: [Leg(MORPH, state_at)])

    def light(self, *nodes: Node) -> Animation:
        """These nodes are lit and all others dim."""

        def state_at(state: NetworkState, share: float) -> NetworkState:
            goal = dict.fromkeys(nodes, 1.0)
            return replace(state, lit=blend(state.lit, goal, ease_out_cubic(share)))

        return journey(self, lambda _: [Leg(APPEAR, state_at)])

    def _layer(self, layer: int) -> dict[Node, Shown]:
        return {node: value for node, value in self.values.items() if node[0] == layer}

    def _fill(self, values: Mapping[Node, Shown], again: bool) -> Leg[NetworkState]:
        steps = {node: [value] for node, value in values.items()}
        return network_legs.values_flow(self._into(steps), steps, again)

    def _into(self, nodes: Mapping[Node, object]) -> list[Edge]:
        return [e for e in self.edges if (e[0] + 1, e[2]) in nodes]

    def _ripples(self, edge: Edge, values: Values, sources: Mapping[Node, object]) -> list[Edge]:
        return [e for e in self._into(values) if e == edge or (e[0], e[1]) in sources]


def steps_of(steps: Steps) -> tuple[Shown, ...]:
    """One value or several, as a tuple."""
    listed = list(steps) if isinstance(steps, Sequence) else [steps]
    return tuple(require_shown(value, "a value that changes") for value in listed)


def by_layer(values: Mapping[Node, Steps]) -> list[dict[Node, tuple[Shown, ...]]]:
    """The values of each layer, from the input on."""
    layers = sorted({layer for layer, _ in values})
    return [{n: steps_of(v) for n, v in values.items() if n[0] == layer} for layer in layers]


def passing(layers: Sequence[Values]) -> list[Shown]:
    """The values that nodes show on the way to their last ones."""
    return [shown for values in layers for steps in values.values() for shown in steps[:-1]]


def edges_of(matrices: Sequence[Sequence[Sequence[T]]]) -> dict[Edge, T]:
    """Weights, or what belongs to them, by edge, from (out, in) matrices, the first layer's first."""
    return {
        (layer, source, target): weight
        for layer, matrix in enumerate(matrices)
        for target, row in enumerate(matrix)
        for source, weight in enumerate(row)
    }
