"""Plain form of a rolled graph: dicts, lists, texts and numbers, as a record holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chainreel.graph.rolled import Copy, GraphBox, GraphEdge, LaneOfSplit, Repeat, RolledGraph, Split


def as_plain(graph: RolledGraph) -> dict[str, Any]:
    """The graph as dicts, lists, texts and numbers."""
    plain = _lists(asdict(graph))
    assert isinstance(plain, dict)
    return plain


def from_plain(plain: Mapping[str, Any]) -> RolledGraph:
    """The graph that ``as_plain`` took apart. Raises: KeyError, TypeError for anything else."""
    return RolledGraph(
        boxes=tuple(_box(box) for box in plain["boxes"]),
        edges=tuple(GraphEdge(**_tuples(edge)) for edge in plain["edges"]),
        splits=tuple(_split(split) for split in plain["splits"]),
        repeats=tuple(Repeat(**_tuples(repeat)) for repeat in plain["repeats"]),
        **{key: plain[key] for key in ("weights", "operations", "hidden", "call")},
    )


def _box(plain: Mapping[str, Any]) -> GraphBox:
    copies = tuple(Copy(**_tuples(copy)) for copy in plain["copies"])
    return GraphBox(**_tuples(dict(plain)) | {"copies": copies})


def _split(plain: Mapping[str, Any]) -> Split:
    lanes = tuple(LaneOfSplit(**_tuples(lane)) for lane in plain["lanes"])
    return Split(**_tuples(dict(plain)) | {"lanes": lanes})


def _lists(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {key: _lists(part) for key, part in thing.items()}
    return [_lists(part) for part in thing] if isinstance(thing, tuple | list) else thing


def _tuples(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {key: _tuples(part) for key, part in thing.items()}
    return tuple(_tuples(part) for part in thing) if isinstance(thing, list) else thing
