"""The 2-3-2-1 network that two chapters share: the same picture at the same place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from chainreel.draw.networks.network import Network, edges_of
from chainreel.draw.networks.network_state import Edge, NetworkState, Seen
from chainreel.number import Number
from chainreel.records.record import Record
from chainreel.show import Shown, show
from chainreel.theme import MARGIN_X, Look
from chainreel.words import Words

LAYERS = ("x", "h1", "h2", "h3")
MATRICES = ("W1", "W2", "W3")
COLUMN, ROW, RADIUS = 382, 180, 79
MIDDLE_Y = 415
LOSS_STYLE = ".5f"  # as a nudge changes the fourth decimal
# Where on its edge a weight's tile stands, so that all fourteen keep clear of each other.
TILE_AT: Mapping[Edge, float] = MappingProxyType({
    (0, 0, 0): 0.3, (0, 0, 1): 0.3, (0, 0, 2): 0.75, (0, 1, 0): 0.75, (0, 1, 1): 0.3, (0, 1, 2): 0.3,
    (1, 0, 0): 0.7, (1, 0, 1): 0.2, (1, 1, 0): 0.7, (1, 1, 1): 0.7, (1, 2, 0): 0.2, (1, 2, 1): 0.7,
    (2, 0, 0): 0.5, (2, 1, 0): 0.5,
})  # fmt: skip


def network_of(
    look: Look,
    record: Record,
    *,
    with_loss: bool = False,
    loss_label: Words | str = "",
    weight_style: str = ".1f",
    state: NetworkState | None = None,
) -> Network:
    """The network of the record ``small_network`` at its home place, empty unless a ``state`` fills it.

    With its loss it is one node longer to the right; all other nodes stand at the same places.
    """
    network = Network(
        look, layers_of(look, record), weights_of(look, record, style=weight_style),
        show(record.number("loss"), LOSS_STYLE, look.language) if with_loss else None,
        loss_label=loss_label, column_px=COLUMN, row_px=ROW, radius_px=RADIUS,
        number_role="body", tile_role="label", tile_at=TILE_AT, state=state,
    )  # fmt: skip
    width = network.layout_px[0]
    return network.put_at(MARGIN_X + width / 2, MIDDLE_Y)


def filled_state(network: Network) -> NetworkState:
    """Every value in its node and lit, as the forward pass leaves them (the loss not yet)."""
    values = {node: value for node, value in network.values.items() if node[0] < len(LAYERS)}
    return NetworkState(
        values={node: Seen(value) for node, value in values.items()}, lit=dict.fromkeys(values, 1.0)
    )


def layers_of(look: Look, record: Record) -> list[list[Shown]]:
    """The values by layer: inputs to one decimal, the others to three."""
    return [_shown(look, record.numbers(name), ".1f" if name == "x" else ".3f") for name in LAYERS]


def weights_of(look: Look, record: Record, prefix: str = "", style: str = ".1f") -> dict[Edge, Shown]:
    """The weights by edge; ``prefix="update."`` gives those after the one update."""
    return edges_of([[_shown(look, row, style) for row in record.rows(prefix + name)] for name in MATRICES])


def _shown(look: Look, numbers: Sequence[Number], style: str) -> list[Shown]:
    return [show(number, style, look.language) for number in numbers]
