"""Placing of boxes in columns and lanes."""

from __future__ import annotations

from chainreel.graph.rolled import RolledGraph


def place_boxes(graph: RolledGraph) -> RolledGraph:
    """The graph with a column and a lane for each box."""
    return graph
