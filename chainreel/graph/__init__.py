"""Graph of a recorded model, rolled until it can be read: ``roll`` makes it of a trace."""

from chainreel.graph.plain import as_plain, from_plain
from chainreel.graph.rolled import (
    Copy,
    GraphBox,
    GraphEdge,
    LaneOfSplit,
    Repeat,
    RolledGraph,
    Split,
)

__all__ = [
    "Copy",
    "GraphBox",
    "GraphEdge",
    "LaneOfSplit",
    "Repeat",
    "RolledGraph",
    "Split",
    "as_plain",
    "from_plain",
]
