"""The 2-3-2-1 network of chapter ``backward``, and what its record says of a nudge and an update."""

from __future__ import annotations

from dataclasses import replace

from chainreel.draw.networks.network import Network, edges_of
from chainreel.draw.networks.network_state import Edge, LitPath, NetworkState, Node, Seen
from chainreel.draw.part.widths import Widths
from chainreel.records.record import Record
from chainreel.show import Shown, show
from chainreel.theme import Look
from chainreel.words import Words
from scenes.small_network import LOSS_STYLE, filled_state, network_of

MIDDLE = (960, 384)  # pixels
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
WEIGHT_STYLE = ".3f"  # so that updates show
WATCHED: tuple[Edge, ...] = (FOCUS, (2, 0, 0), (2, 1, 0))  # whose numbers are seen when all are updated
WIDEST = 20  # pixels: the path with the largest product


def updated_network(look: Look, record: Record, loss_label: Words) -> Network:
    """The network with its loss at its home size, to show the update of all weights."""
    network = network_of(look, record, with_loss=True, loss_label=loss_label, weight_style=WEIGHT_STYLE)
    network.state = forward_done(network)
    network.tile_at |= {FOCUS: 0.45}
    network.pose()
    return network


def forward_done(network: Network) -> NetworkState:
    """Every value and the loss, as the forward pass left them."""
    state, loss = filled_state(network), network.values[LOSS]
    return replace(state, values={**state.values, LOSS: Seen(loss)}, lit={**state.lit, LOSS: 1.0})


def gradient_paths(network: Network, record: Record, layer: int) -> list[LitPath]:
    """An arrow along each weight of a layer, as wide as that weight's gradient."""
    gradients = edges_of([record.rows(f"dloss_dW{k}") for k in (1, 2, 3)])
    widths = Widths(max(gradients.values(), key=lambda n: abs(n.value)), WIDEST)
    return [network.path([e], n, widths) for e, n in gradients.items() if e[0] == layer]


def whole_network(look: Look, record: Record, loss_label: Words) -> Network:
    """The network with its loss, as the forward pass left it, with room below."""
    network = network_of(look, record, with_loss=True, loss_label=loss_label)
    network.state = forward_done(network)
    # Fewer tiles are in sight here: they stand over their factors, one has room for more digits.
    network.tile_at |= {WAYS_BACK[0][2]: 0.5, WAYS_BACK[1][2]: 0.5, FOCUS: 0.36}
    network.scale(SIZE).put_at(*MIDDLE).pose()
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
