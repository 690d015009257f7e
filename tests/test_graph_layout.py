"""Layout of rolled graphs: nothing overlaps, no way runs through a box, all keeps within its width."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import torch
from graph_geometry import crossed, overlapping
from random_nets import RandomNet
from torch import Tensor, nn

from chainreel.graph import RolledGraph
from chainreel.graph.layout import GraphLayout
from chainreel.graph.rolling import roll
from chainreel.graph.ways import lay_out
from chainreel.recorder import trace


def width_of(text: str) -> float:
    return 18.0 * len(text)


def laid(graph: RolledGraph, width: float = 1728, note: float = 44) -> GraphLayout:
    return lay_out(graph, width_of, width, note)


def rolled(model: nn.Module, *inputs: Any) -> RolledGraph:
    return roll(trace(model, *inputs, loss=lambda out: out.square().mean(), seed=0))


@pytest.mark.parametrize("width", [1728, 1100])
@pytest.mark.parametrize("seed", range(20))
def test_no_box_overlaps_another_and_no_way_runs_through_one(seed: int, width: float) -> None:
    """For nets with nested bridges and lanes, on a wide and on a narrow stage."""
    graph = rolled(RandomNet(seed), torch.randn(2, 4))
    layout = laid(graph, width)
    assert {box.id for box in layout.boxes} == {box.id for box in graph.boxes}
    assert overlapping(layout) == []
    assert crossed(graph, layout) == []
    assert layout.width <= width


@pytest.mark.parametrize("seed", range(20))
def test_every_way_leads_from_its_source_to_its_target(seed: int) -> None:
    """It begins at the source, or on the road after it, and ends at the target; turns are right angles."""
    graph = rolled(RandomNet(seed), torch.randn(2, 4))
    layout = laid(graph)
    for way in layout.ways:
        edge, points = graph.edges[way.edge], way.points
        target = layout.box(edge.target)
        end = points[-1]
        assert target.left - 1 <= end[0] <= target.right + 1
        assert target.top - 1 <= end[1] <= target.bottom + 1
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))
        if edge.kind != "bridge":
            source = layout.box(edge.source)
            assert source.left - 1 <= points[0][0] <= source.right + 1


def test_a_long_road_goes_on_in_a_second_line_and_no_text_is_made_smaller() -> None:
    """Fourteen layers of different widths on a narrow stage: boxes keep their size."""
    layers = nn.Sequential(*(nn.Linear(4 + i, 5 + i) for i in range(10)))
    graph = rolled(layers, torch.randn(2, 4))
    wide, narrow = laid(graph, 4000), laid(graph, 900)
    assert len({box.y for box in wide.boxes}) == 1
    assert len({box.y for box in narrow.boxes}) > 1
    assert [b.width for b in wide.boxes] == [b.width for b in narrow.boxes]
    assert narrow.width <= 900


class Nested(nn.Module):
    """Down and up again, with a bridge on each of three levels."""

    def __init__(self) -> None:
        super().__init__()
        self.down = nn.ModuleList(nn.Linear(4 + i, 5 + i) for i in range(4))
        self.up = nn.ModuleList(nn.Linear(8 - i, 7 - i) for i in range(3))

    def forward(self, x: Tensor) -> Tensor:
        left = []
        for layer in self.down:
            x = torch.tanh(layer(x))
            left.append(x)
        left.pop()
        for layer in self.up:
            x = torch.tanh(layer(x)) + left.pop()
        return x


def test_nested_bridges_fold_the_road_so_that_each_runs_straight() -> None:
    """Three levels below each other, every bridge a level line of two points."""
    graph = rolled(Nested(), torch.randn(2, 4))
    layout = laid(graph)
    bridges = [w.points for w in layout.ways if graph.edges[w.edge].kind == "bridge"]
    assert len(bridges) == 3
    assert all(len(points) == 2 and points[0][1] == points[1][1] for points in bridges)
    assert len({points[0][1] for points in bridges}) == 3
    assert overlapping(layout) == []
    assert crossed(graph, layout) == []


class Dense(nn.Module):
    """Each layer reads all before it."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(4 * (i + 1), 4) for i in range(4))

    def forward(self, x: Tensor) -> Tensor:
        made = [x]
        for layer in self.layers:
            made.append(torch.tanh(layer(torch.cat(made, -1))))
        return torch.cat(made, -1)


def test_bridges_that_cross_run_along_one_rail_a_fork() -> None:
    """Those of one fork share a height, those of different forks over the same place do not."""
    graph = rolled(Dense(), torch.randn(2, 4))
    heights: dict[int, set[float]] = {}
    for way in laid(graph).ways:
        edge = graph.edges[way.edge]
        if edge.kind == "bridge":
            heights.setdefault(edge.source, set()).add(min(y for _, y in way.points))
    assert len(heights) > 2
    assert all(len(found) == 1 for found in heights.values())
    assert len(set.union(*heights.values())) == len(heights)
