"""The drawn graph of a model: what it states, what moves on it, and the panel that shows a box's inside."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
import torch
from moved import JA, faults, finish, go, number, same_at_half, same_picture, shown
from torch import Tensor, nn

from chainreel.draw.evidence import evidence_in
from chainreel.draw.graphs.box_panel import BoxPanel
from chainreel.draw.graphs.graph_state import GraphState
from chainreel.draw.graphs.model_graph import GraphFacts, GraphNotes, ModelGraph
from chainreel.draw.graphs.paths import grow_path, length_of, point_on, round_corners
from chainreel.errors import InputError, UnknownNumber
from chainreel.graph import RolledGraph
from chainreel.graph.rolling import open_box, roll
from chainreel.recorder import Trace, trace
from chainreel.theme import px


class Net(nn.Module):
    """A layer, four equal blocks with bridges, two lanes, a layer."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 4)) for _ in range(4)
        )
        self.one, self.other, self.last = nn.Linear(4, 2), nn.Linear(4, 6), nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        for block in self.blocks:
            x = x + block(x)
        return self.last(torch.cat([self.one(x).exp(), self.other(x)], 1))


@lru_cache
def traced() -> Trace:
    torch.manual_seed(0)
    return trace(Net(), torch.randn(2, 3), loss=lambda out: out.square().mean())


@lru_cache
def rolled() -> RolledGraph:
    return roll(traced())


def facts() -> GraphFacts:
    graph = rolled()
    return GraphFacts(
        counts={b.id: shown(b.count, "d") for b in graph.boxes if b.count > 1},
        notes={
            "length": GraphNotes({b.id: shown(0.25) for b in graph.boxes if b.role == "block"}, "backward")
        },
        areas={b.id: number(b.weights) for b in graph.blocks},
    )


def drawing(state: GraphState | None = None) -> ModelGraph:
    return ModelGraph(JA, rolled(), facts(), state=state).put_at(960, 500)


def stated(part: ModelGraph, how: str) -> list[float]:
    return [e.number.value for e in evidence_in(part) if e.how == how]


def test_counts_notes_and_areas_are_stated_as_long_as_they_are_seen() -> None:
    """The count always, an area when its square has grown, a note when it was shown."""
    part = drawing(GraphState(squares=0.0))
    assert (stated(part, "text"), stated(part, "area")) == ([4.0], [])
    finish(part.grow_squares(), part.show_notes("length"))
    assert sorted(stated(part, "area")) == sorted(b.weights for b in rolled().blocks)
    assert stated(part, "text").count(0.25) == len(rolled().blocks)
    finish(part.grow(squares=0.0, noted=0.0))
    assert (stated(part, "text"), stated(part, "area")) == ([4.0], [])


def test_areas_are_as_the_numbers() -> None:
    """Four times the weights is a square of twice the side."""
    part = drawing()
    for i, square in part.squares.items():
        others = [(j, s) for j, s in part.squares.items() if j != i]
        for j, other in others:
            ratio = (part.facts.areas[i].value / part.facts.areas[j].value) ** 0.5
            assert square.width / other.width == pytest.approx(ratio, rel=1e-6)


def test_the_still_keeps_the_layout_rules() -> None:
    """With notes, areas, bridges and lanes."""
    part = drawing()
    part.take(note="length")
    assert faults(part) == []


def test_boxes_appear_along_the_road_and_bridges_after_them() -> None:
    """At half the way the later boxes are not there, at the end all are; bridges grow on their own."""
    part = drawing(GraphState(built=0.0, bridged=0.0, squares=0.0))
    assert not [m for m in part.family_members_with_points() if m is not part.stage]
    motion = part.build()
    go(motion, 0.5)
    half = len(part.submobjects)
    motion.finish()
    assert 1 < half < len(part.submobjects)
    finish(part.build_bridges())
    assert same_picture(part, drawing(GraphState(squares=0.0)))


def test_a_pulse_takes_all_lanes_at_once_and_is_gone_at_the_end() -> None:
    """Between the fork and the joint there are as many as ways; back along those with a gradient only."""
    part = drawing()
    motion = part.send()
    most = 0
    for alpha in np.linspace(0.02, 0.98, 60):
        go(motion, float(alpha))
        shown_now = [p for p in part.pulses if p in part.submobjects]
        at = part.state.pulse_column(part.last_column)
        assert at is not None
        passing = [e for e in rolled().edges if part.columns[e.source] <= at < part.columns[e.target]]
        assert len(shown_now) == len([e for e in passing if e.kind != "loop"])
        most = max(most, len(shown_now))
    assert most >= 2
    finish(motion)
    assert not [p for p in part.pulses if p in part.submobjects]


def test_a_pulse_on_its_way_back_leaves_lengths_behind_from_the_end_on() -> None:
    """Half way back the last boxes have their notes, the first have none; each frame stands alone."""
    part = drawing()
    go(part.send(back=True, note="length"), 0.5)
    noted = {i for i, text in part.note_texts["length"].items() if text in part.submobjects}
    columns = {i: part.columns[i] for i in part.note_texts["length"]}
    assert noted
    assert min(columns[i] for i in noted) > max(c for i, c in columns.items() if i not in noted)
    assert same_at_half(drawing, lambda p: p.send(back=True, note="length"))  # type: ignore[attr-defined]


def test_a_lit_box_stands_out_alone() -> None:
    """Its outline is wider, and narrow again when the light is off."""
    part = drawing()
    box = rolled().blocks[0].id
    width = part.figures[box].outline.stroke_width
    finish(part.light(box))
    assert part.figures[box].outline.stroke_width > width
    finish(part.unlight())
    assert part.figures[box].outline.stroke_width == pytest.approx(width)


def test_what_has_no_source_or_is_not_there_is_refused() -> None:
    """A count is a Shown, an area a Number; unknown boxes and notes are named."""
    graph = rolled()
    with pytest.raises(InputError, match="stands for several"):
        ModelGraph(JA, graph)
    counts = {b.id: 4 for b in graph.boxes}
    with pytest.raises(UnknownNumber):
        ModelGraph(JA, graph, GraphFacts(counts=counts))  # type: ignore[arg-type]
    bare = GraphFacts(counts=facts().counts, areas={graph.blocks[0].id: 3.0})  # type: ignore[dict-item]
    with pytest.raises(UnknownNumber):
        ModelGraph(JA, graph, bare)
    with pytest.raises(InputError, match="no box 99"):
        drawing().light(99)
    with pytest.raises(InputError, match="no notes called 'heat'"):
        drawing().send(note="heat")


def panel() -> BoxPanel:
    block = next(b for b in rolled().blocks if b.count == 4)
    inner = open_box(traced(), block)
    return BoxPanel(JA, drawing(GraphState(squares=0.0)), block.id, ModelGraph(JA, inner)).put_at(960, 780)


def test_a_panel_unfolds_from_its_box() -> None:
    """At first it is not there, then as large as the box, at last as wide as it was made, with the inside."""
    part = panel()
    assert not list(part.ground.points)
    go(part.open(), 0.001)
    assert part.ground.width < px(2 * part.placed.width)
    assert np.allclose(part.ground.get_center(), part.graph.point(part.placed.x, part.placed.y), atol=0.1)
    finish(part.open())
    assert part.ground.width == pytest.approx(px(part.layout_px[0]))
    assert part.inside in part.submobjects
    assert np.allclose(part.inside.get_center()[:2], part.ground.get_center()[:2], atol=0.2)
    assert faults(part.graph, part) == []
    finish(part.close())
    assert part.inside not in part.submobjects


def test_a_panel_takes_a_box_that_is_there() -> None:
    """Another is named."""
    graph = drawing()
    with pytest.raises(InputError, match="no box 99"):
        BoxPanel(JA, graph, 99, graph)


@pytest.mark.parametrize("seed", range(5))
def test_paths_grow_by_length(seed: int) -> None:
    """A grown path ends where the point of that share lies, on a way with round corners."""
    rng = np.random.default_rng(seed)
    steps = rng.integers(30, 200, 5)
    corners = [(0.0, 0.0)]
    for i, step in enumerate(steps):
        x, y = corners[-1]
        corners.append((x + step, y) if i % 2 == 0 else (x, y + step))
    path = round_corners(corners)
    assert (path[0], path[-1]) == (corners[0], corners[-1])
    assert length_of(path) < length_of(corners)
    share = float(rng.random())
    outline = grow_path(path, share)
    assert np.allclose(outline[-1], point_on(path, share), atol=1e-6)
    assert len(grow_path(path, 0.0)) == 0
