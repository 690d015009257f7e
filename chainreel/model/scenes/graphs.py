"""Graph of a model in its film: read from the record, with counts, shapes, weights and gradients as notes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from chainreel.draw.graphs.model_graph import GraphFacts, GraphNotes, ModelGraph
from chainreel.graph import RolledGraph, from_plain
from chainreel.model.scenes import stops
from chainreel.model.text_table import rows_of
from chainreel.number import Number
from chainreel.scene import LectureScene
from chainreel.show import Shown, length_style, show
from chainreel.theme import CONTENT_BOTTOM, CONTENT_TOP, FRAME_WIDTH, GAP_S
from chainreel.words import Words

LARGER, ROOM = 1.6, (1640, 560)  # how much a small graph is enlarged at the most, and the pixels it may fill


def rolled_graph(scene: LectureScene) -> RolledGraph:
    """The graph that was measured."""
    (plain,) = rows_of(stops.seen_record(scene).array("graph.plain"))
    return from_plain(json.loads(plain))


def graph_of_shapes(scene: LectureScene) -> ModelGraph:
    """The graph with the shapes of what leaves its boxes as notes."""
    graph = rolled_graph(scene)
    facts = GraphFacts(_counts(scene, graph), {"shape": GraphNotes(_shapes(scene, graph))})
    return _placed(ModelGraph(scene.look, graph, facts))


def graph_of_gradient(scene: LectureScene, no_number: Words | None) -> ModelGraph:
    """The graph with the gradient's length after each of its boxes; ``no_number`` stands where it is none."""
    graph, record = rolled_graph(scene), stops.seen_record(scene)
    noted: dict[int, Words | Shown] = {}
    boxes = [int(box) for box in record.array("block.box")]
    for stop, box in enumerate([_first_input(graph), *boxes]):
        if not record.array(f"gradient.reached.{stop}"):
            continue
        if record.array(f"gradient.odd.{stop}"):
            if no_number is not None:
                noted[box] = no_number
            continue
        length = record.number(f"gradient.length.{stop}")
        noted[box] = show(length, length_style(length.value), scene.look.language)
    facts = GraphFacts(_counts(scene, graph), {"length": GraphNotes(noted, "backward")})
    return _placed(ModelGraph(scene.look, graph, facts))


def _first_input(graph: RolledGraph) -> int:
    return next(box.id for box in graph.boxes if box.role == "input")


def _placed(part: ModelGraph) -> ModelGraph:
    """The part in the middle of the content, a small one larger."""
    width, height = part.layout_px
    size = min(LARGER, ROOM[0] / width, ROOM[1] / height)
    if size > 1:
        part.scale(size)
    middle = min((CONTENT_TOP + CONTENT_BOTTOM) / 2 + 20, CONTENT_BOTTOM - GAP_S - height * max(size, 1) / 2)
    return part.put_at(FRAME_WIDTH / 2, middle)


def _noted(graph: RolledGraph) -> set[int]:
    """The boxes that have room for a note: those that compute, and are no chip on a bridge."""
    chips = {edge.chip for edge in graph.edges}
    return {box.id for box in graph.blocks if box.id not in chips}


def _by_box(scene: LectureScene, path: str) -> Mapping[int, Number]:
    record = stops.seen_record(scene)
    ids = [int(box) for box in record.array("box.ids")]
    return dict(zip(ids, record.numbers(path), strict=True))


def _counts(scene: LectureScene, graph: RolledGraph) -> Mapping[int, Shown]:
    several = {box.id for box in graph.boxes if box.count > 1}
    found = _by_box(scene, "box.counts")
    return {i: show(n, "d", scene.look.language) for i, n in found.items() if i in several}


def _shapes(scene: LectureScene, graph: RolledGraph) -> Mapping[int, Words]:
    wanted = _noted(graph) | {box.id for box in graph.of_role("input")}
    paths = {box.id: f"box.shape.b{box.id}" for box in graph.boxes if box.id in wanted and box.shapes}
    return {i: stops.sides_words(scene, path, "·") for i, path in paths.items()}
