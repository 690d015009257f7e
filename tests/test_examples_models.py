"""The example models: each becomes a graph that can be read, and its still keeps the layout rules."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from graph_geometry import crossed, overlapping
from moved import JA, faults

from chainreel.draw.graphs.model_graph import GraphFacts, GraphNotes, ModelGraph
from chainreel.graph import RolledGraph, as_plain, from_plain
from chainreel.graph.rolling import roll
from chainreel.number import counted
from chainreel.recorder import trace
from chainreel.show import show
from chainreel.words import Words

MODELS = sorted((Path(__file__).parent.parent / "examples" / "models").glob("*.py"))
# Boxes with inputs, answer and loss; joints; bridges; what repeats, with its count.
KNOWN: dict[str, tuple[int, int, int, list[int]]] = {
    "densenet": (10, 4, 10, []),
    "encoder": (9, 2, 2, [6]),
    "experts": (10, 3, 0, []),
    "googlenet": (11, 0, 0, [2, 2, 5, 2]),
    "gpt": (7, 2, 2, [4]),
    "graph_net": (11, 1, 0, [3]),
    "lstm": (6, 0, 0, []),
    "lstm_loop": (5, 0, 0, [40]),
    "mobilenet": (14, 4, 4, [2]),
    "own_function": (8, 0, 0, []),
    "resnet18": (13, 7, 7, [2]),
    "siamese": (11, 1, 0, []),
    "tower": (5, 0, 0, [30]),
    "tower_bridged": (5, 1, 1, [30]),
    "unet": (14, 3, 3, []),
    "vae": (10, 2, 0, []),
}


@lru_cache
def graph_of(path: Path) -> RolledGraph:
    built = runpy.run_path(str(path))["build"]()
    named: Mapping[str, Any] = built.inputs if isinstance(built.inputs, Mapping) else {}
    return roll(trace(built.model, *(() if named else built.inputs), loss=built.loss, seed=0, keywords=named))


def counts_of(graph: RolledGraph) -> tuple[int, int, int, list[int]]:
    chips = {edge.chip for edge in graph.edges}
    boxes = sum(b.role != "joint" and b.id not in chips for b in graph.boxes)
    joints = sum(b.role == "joint" for b in graph.boxes)
    bridges = sum(e.kind == "bridge" for e in graph.edges)
    return boxes, joints, bridges, [r.count for r in graph.repeats]


def drawn(graph: RolledGraph) -> ModelGraph:
    """The graph with counts, shapes and weights, in the middle of the stage."""
    counts = {b.id: show(counted(b.count, "equal blocks"), "d", "ja") for b in graph.boxes if b.count > 1}
    notes: dict[int, Words] = {}
    for box in graph.boxes:
        if box.role in ("input", "block") and box.shapes and len(box.shapes[0]) > 1:
            sides = [show(counted(n, "entries of a side"), "d", "ja") for n in box.shapes[0][1:]]
            notes[box.id] = Words(tuple(p for side in sides for p in ("×", side))[1:], "ja")
    for edge in graph.edges:
        notes.pop(edge.chip or -1, None)
    areas = {b.id: counted(b.weights, "weights") for b in graph.blocks if b.weights and b.id in notes}
    part = ModelGraph(JA, graph, GraphFacts(counts, {"shape": GraphNotes(notes)}, areas))
    part.take(note="shape")
    return part.put_at(960, 160 + max(690, part.layout.height) / 2)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_an_example_is_drawn_without_a_fault(path: Path) -> None:
    """As many boxes, joints, bridges and repeats as it was written with; nothing overlaps or is too small."""
    graph = graph_of(path)
    assert counts_of(graph) == KNOWN[path.stem]
    assert from_plain(as_plain(graph)) == graph
    part = drawn(graph)
    assert part.layout.height <= 690
    assert overlapping(part.layout) == []
    assert crossed(graph, part.layout) == []
    assert faults(part) == []
