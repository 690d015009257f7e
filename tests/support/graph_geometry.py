"""Geometry of a graph's layout: what overlaps, and which ways run through boxes that are not theirs."""

from __future__ import annotations

from itertools import combinations, pairwise

from chainreel.graph.layout import GraphLayout, PlacedBox
from chainreel.graph.rolled import RolledGraph


def overlapping(layout: GraphLayout) -> list[tuple[int, int]]:
    """The pairs of boxes that lie over each other."""
    return [
        (a.id, b.id)
        for a, b in combinations(layout.boxes, 2)
        if min(a.right, b.right) - max(a.left, b.left) > 0.5
        and min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5
    ]


def crossed(graph: RolledGraph, layout: GraphLayout) -> list[tuple[int, int]]:
    """Ways (by edge) and boxes that they run through without beginning or ending there."""
    found = []
    for way in layout.ways:
        edge = graph.edges[way.edge]
        for box in layout.boxes:
            if box.id not in (edge.source, edge.target, edge.chip) and passes(way.points, box):
                found.append((way.edge, box.id))
    return found


def passes(points: tuple[tuple[float, float], ...], box: PlacedBox) -> bool:
    """Whether a way of upright and level pieces runs through a box."""
    for (ax, ay), (bx, by) in pairwise(points):
        across = min(max(ax, bx), box.right) - max(min(ax, bx), box.left)
        along = min(max(ay, by), box.bottom) - max(min(ay, by), box.top)
        if across > (0.5 if ay == by else -1e-9) and along > (0.5 if ax == bx else -1e-9):
            return True
    return False
