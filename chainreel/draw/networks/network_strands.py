"""Paths through a network: arrows as wide as products, side by side where they share an edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

import numpy as np
from manim import VMobject

from chainreel.draw.geometry import arrow, head_size, vec
from chainreel.draw.networks.network_layout import NetworkLayout
from chainreel.draw.networks.network_state import Edge, LitPath, Node
from chainreel.draw.part.coin import Coin
from chainreel.draw.part.posing import Point, restate
from chainreel.draw.part.staging import Staged, filled_shape, ink

RIM_GAP = 4  # between an arrow and the node's ring
COIN = 44  # the diameter of a coin that marks how far a path has been followed
BESIDE = 4  # between strands that share an edge
TAKEN = 0.25  # of an edge that a strand has come when nothing else is drawn along it
PARTED = 0.5  # edges that the newest path has come when strands stand fully apart


class Strands:
    """Draws lit paths; a coin, if a path has one, goes from middle to middle, into nodes and out of them."""

    def __init__(self, stage: Staged, layout: NetworkLayout) -> None:
        self.stage, self.layout = stage, layout
        self.arrows: dict[tuple[Edge, int], VMobject] = {}
        self.coins: dict[int, Coin] = {}

    def draw(self, layout: NetworkLayout, paths: Sequence[LitPath]) -> Iterator[VMobject]:
        """The pieces of all paths, where nodes and edges are now; arrows first."""
        self.layout = layout
        beside = offsets(paths)
        lit = [(index, path) for index, path in enumerate(paths) if path.share > 0]
        for index, path in lit:
            for k, edge in enumerate(path.edges):
                if path.reach > k:
                    yield from self._arrow(index, path, k, beside.get((index, edge), 0.0))
        for index, path in lit:
            if path.coin and path.reach > 0:
                k = ceil(path.reach) - 1
                centre = self._coin_at(path, k, beside.get((index, path.edges[k]), 0.0))
                coin = self.coins.setdefault(index, Coin(self.stage.look))
                size = min(COIN, 2 * self._clear_of(path, k, centre))
                if size > 0:
                    yield from coin.mark(self.stage, centre, size, path.share * path.coin)

    def _arrow(self, index: int, path: LitPath, k: int, beside: float) -> Iterator[VMobject]:
        edge, product = path.edges[k], path.products[k]
        reach = min(1.0, path.reach - k)
        reach = self._rim_share(path, k, reach) if path.coin is not None else reach
        if reach <= 0:
            return
        piece = self.arrows.setdefault((edge, index), filled_shape())
        ink(piece, self.stage.look.color("backward"), path.share)
        end, start = self.layout.ends_px(edge, RIM_GAP)
        aside = beside * across(start, end)
        restate(piece, "width", product)
        yield self.stage.trace(piece, arrow(start + aside, end + aside, path.widths.px_of(product), reach))

    def _nodes(self, path: LitPath, k: int) -> tuple[Node, Node]:
        """The nodes that the path's edge ``k`` leaves and reaches, in the order of travel."""
        layer, source, target = path.edges[k]
        return (layer + 1, target), (layer, source)

    def _coin_at(self, path: LitPath, k: int, beside: float) -> Point:
        start, end = (self.layout.place_px(node) for node in self._nodes(path, k))
        aside = beside * (1 - path.together) * across(start, end)
        return np.asarray(start + (path.reach + path.ahead - k) * (end - start) + aside)

    def _clear_of(self, path: LitPath, k: int, centre: Point) -> float:
        """How far a coin's middle is outside the nodes at both ends: no crescent of it shows at a rim."""
        rims = ((self.layout.place_px(n), self.layout.radius_of(n)) for n in self._nodes(path, k))
        return min(float(np.linalg.norm(centre - place)) - radius for place, radius in rims)

    def _rim_share(self, path: LitPath, k: int, share: float) -> float:
        """How far from rim to rim the arrow has come when its coin has come ``share`` of the way."""
        left, reached = self._nodes(path, k)
        way = float(np.linalg.norm(self.layout.place_px(reached) - self.layout.place_px(left)))
        first, last = (self.layout.radius_of(n) + RIM_GAP for n in (left, reached))
        return min(1.0, max(0.0, (share * way - first) / (way - first - last)))


def across(start: Point, end: Point) -> Point:
    """The direction, one long, to the left of the way from ``start`` to ``end``."""
    along = (end - start) / np.linalg.norm(end - start)
    return vec(-along[1], along[0])


def offsets(paths: Sequence[LitPath]) -> Mapping[tuple[int, Edge], float]:
    """How far each strand of an edge that several paths share stands aside from the edge, in pixels."""
    shared: dict[tuple[int, Edge], float] = {}
    for edge in dict.fromkeys(e for path in paths for e in path.edges):
        strands = [(i, p) for i, p in enumerate(paths) if edge in p.edges]
        strands.sort(key=lambda strand: from_the_left(strand[1]))
        if len(strands) > 1:
            parted = min(1.0, min(p.reach for _, p in strands) / PARTED)
            rooms = [room_px(p, edge) for _, p in strands]
            starts = np.cumsum([0.0, *rooms[:-1]])
            for (index, _), room, start in zip(strands, rooms, starts, strict=True):
                shared[index, edge] = parted * float(start + room / 2 - sum(rooms) / 2)
    return shared


def from_the_left(path: LitPath) -> int:
    """Orders paths across their way, so that one that runs higher elsewhere runs higher here, too."""
    return -sum(source + target for _, source, target in path.edges)


def room_px(path: LitPath, edge: Edge) -> float:
    """How much room across an edge a strand takes: its arrow's head, or its coin."""
    _, head = head_size(path.widths.px_of(path.products[path.edges.index(edge)]))
    return max(head, COIN if path.coin is not None else 0.0) + BESIDE


def cover_share(paths: Sequence[LitPath], edge: Edge) -> float:
    """How far strands have taken an edge, so that nothing else is drawn along it: 0 to 1."""
    come = [(p.reach - p.edges.index(edge)) * p.share / TAKEN for p in paths if edge in p.edges]
    return min(1.0, max(0.0, *come)) if come else 0.0
