"""Places of a network's nodes, edges and tiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from chainreel.draw.geometry import vec
from chainreel.draw.networks.network_state import Edge, Node
from chainreel.draw.part.posing import Point
from chainreel.show import Shown

LOSS_SIZE = 1.5  # of a node's radius


@dataclass(frozen=True)
class NetworkLayout:
    """Layers of nodes from left to right, the last one the loss if ``has_loss``; lengths in pixels.

    The nodes ``alone``, one a layer, are as far on their way into a row as ``apart`` says (0 to 1).
    """

    layers: Sequence[Sequence[Shown]]
    has_loss: bool
    column_px: float
    row_px: float
    radius_px: float
    tile_at: Mapping[Edge, float]
    alone: tuple[Node, ...] = ()
    apart: float = 0.0

    @property
    def size_px(self) -> tuple[float, float]:
        """Width and height."""
        tallest = max(len(layer) for layer in self.layers)
        ends = self.radius_px * (1 + (LOSS_SIZE if self.has_loss else 1))
        return (len(self.layers) - 1) * self.column_px + ends, (
            tallest - 1
        ) * self.row_px + 2 * self.radius_px

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
        """A node's middle, in the part's pixels: at home, or on its way to the row of those apart."""
        layer, index = node
        left = self.radius_px - self.size_px[0] / 2
        y = (index - (len(self.layers[layer]) - 1) / 2) * self.row_px
        home = vec(left + layer * self.column_px, y)
        return home * (1, 1 - self.apart, 1) if node in self.alone else home

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

    def is_loss(self, node: Node) -> bool:
        """Whether a node is the loss, behind the last layer."""
        return self.has_loss and node == self.loss_node
