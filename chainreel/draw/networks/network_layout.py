"""Where a network's nodes, edges and tiles are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from chainreel.draw.geometry import vec
from chainreel.draw.networks.network_state import Edge, Node
from chainreel.draw.part.posing import Point
from chainreel.draw.part.staging import Staged
from chainreel.show import Shown
from chainreel.theme import Look

LOSS_SIZE = 1.5  # of a node's radius


@dataclass(frozen=True)
class Stop:
    """A place on a path: so many edges lie behind it (middle to middle), and it is at this scene point."""

    reach: float
    place: Point


class NetworkLayout(Staged):
    """Layers of nodes from left to right, the last one the loss if ``has_loss``; lengths in pixels."""

    def __init__(self, look: Look, layers: Sequence[Sequence[Shown]], has_loss: bool, column_px: float,
                 row_px: float, radius_px: float, tile_at: Mapping[Edge, float]) -> None:  # fmt: skip
        self.layers, self.has_loss = layers, has_loss
        self.steps_px, self.radius_px, self.tile_at = (column_px, row_px), radius_px, dict(tile_at)
        tallest = max(len(layer) for layer in layers)
        ends = radius_px * (1 + (LOSS_SIZE if has_loss else 1))
        super().__init__(look, (len(layers) - 1) * column_px + ends, (tallest - 1) * row_px + 2 * radius_px)

    @property
    def loss_node(self) -> Node:
        """The last node."""
        return len(self.layers) - 1, 0

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge, layer by layer."""
        pairs = enumerate(zip(self.layers, self.layers[1:], strict=False))
        return tuple((k, i, j) for k, (a, b) in pairs for i in range(len(a)) for j in range(len(b)))

    def place_px(self, node: Node) -> Point:
        """A node's middle, in the part's pixels."""
        layer, index = node
        column, row = self.steps_px
        left = self.radius_px - self.layout_px[0] / 2
        return vec(left + layer * column, (index - (len(self.layers[layer]) - 1) / 2) * row)

    def place(self, node: Node) -> Point:
        """A node's middle, in the scene."""
        x, y, _ = self.place_px(node)
        return self.point(x, y)

    def radius_of(self, node: Node) -> float:
        """A node's radius in pixels; the loss is a larger one, as its number is longer."""
        return self.radius_px * (LOSS_SIZE if self.is_loss(node) else 1)

    def ends_px(self, edge: Edge, gap: float = 0.0) -> tuple[Point, Point]:
        """Where an edge leaves one node's rim and meets the other's."""
        layer, source, target = edge
        a, b = (layer, source), (layer + 1, target)
        start, end = self.place_px(a), self.place_px(b)
        along = (end - start) / np.linalg.norm(end - start)
        return start + (self.radius_of(a) + gap) * along, end - (self.radius_of(b) + gap) * along

    def tile_px(self, edge: Edge) -> Point:
        """The middle of a weight's tile, in the part's pixels."""
        start, end = self.ends_px(edge)
        return np.asarray(start + self.tile_at.get(edge, 0.5) * (end - start))

    def tile_place(self, edge: Edge) -> Point:
        """The middle of a weight's tile, in the scene."""
        x, y, _ = self.tile_px(edge)
        return self.point(x, y)

    def stops_back(self, edges: Sequence[Edge]) -> list[Stop]:
        """The places of a path from the right: an edge at its tile, the node it comes to, and so on."""
        stops = []
        for passed, edge in enumerate(edges):
            layer, source, target = edge
            left, right = self.place_px((layer, source))[0], self.place_px((layer + 1, target))[0]
            at_tile = float((right - self.tile_px(edge)[0]) / (right - left))
            stops.append(Stop(passed + at_tile, self.tile_place(edge)))
            stops.append(Stop(passed + 1.0, self.place((layer, source))))
        return stops

    def is_loss(self, node: Node) -> bool:
        """Whether a node is the loss, behind the last layer."""
        return self.has_loss and node == self.loss_node
