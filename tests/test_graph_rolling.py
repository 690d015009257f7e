"""Rolling of traces into graphs: forks, joints, bridges and repeats, found as they were built."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx
import pytest
import torch
from random_nets import RandomNet
from torch import Tensor, nn
from torch.nn import functional

from chainreel.errors import InputError
from chainreel.graph import RolledGraph, as_plain, from_plain
from chainreel.graph.rolling import open_box, roll, roll_to_fit
from chainreel.graph.rolling.flow import find_flow
from chainreel.graph.rolling.roll import MOST_BOXES, levels, make_plan
from chainreel.recorder import Operation, Ref, Trace, trace
from chainreel.recorder.structure import arguments_in, swap_tensors


class Runs(nn.Module):
    """Parts under their names, and a function of them and of the inputs."""

    def __init__(self, run: Callable[..., Any], **parts: Any) -> None:
        super().__init__()
        for name, part in parts.items():
            setattr(self, name, part)
        self.run = run

    def forward(self, *args: Any) -> Any:
        return self.run(self, *args)


def add_up(output: Tensor) -> Tensor:
    return output.float().square().mean()


def traced(model: nn.Module, *inputs: Any) -> Trace:
    return trace(model, *inputs, loss=add_up, seed=0)


def rolled(run: Callable[..., Any], *inputs: Any, **parts: Any) -> RolledGraph:
    return roll(traced(Runs(run, **parts), *(inputs or (torch.randn(3, 4),))))


def names(graph: RolledGraph) -> list[str]:
    return [box.name for box in graph.boxes if box.role in ("block", "joint")]


def drawn_boxes(graph: RolledGraph) -> int:
    chips = {edge.chip for edge in graph.edges}
    return sum(box.role != "joint" and box.id not in chips for box in graph.boxes)


@pytest.mark.parametrize("seed", range(25))
def test_forks_joints_and_bridges_are_found_as_they_were_built(seed: int) -> None:
    """Every lane with its length, none more; an edge across unequal lanes is no bridge."""
    net = RandomNet(seed)
    flow = find_flow(traced(net, torch.randn(2, 4)))
    plan = make_plan(flow, list(levels(flow))[-1])
    found = sorted(plan.forks, key=lambda f: plan.graph.units[f.joint].begin)
    lanes = [([len(lane) for lane in fork.lanes], list(fork.bridges)) for fork in found]
    assert lanes == [(fork.lanes, fork.bridges) for fork in net.forks]


@pytest.mark.parametrize("seed", range(25))
def test_any_net_becomes_a_graph_of_few_boxes_that_covers_it(seed: int) -> None:
    """At most fifteen boxes, no circle but loops, every operation in one box, every weight counted once."""
    net = RandomNet(seed, depth=4)
    seen = traced(net, torch.randn(2, 4))
    graph = roll(seen)
    assert drawn_boxes(graph) <= MOST_BOXES
    plain: nx.DiGraph[int] = nx.DiGraph((e.source, e.target) for e in graph.edges if e.kind != "loop")
    assert nx.is_directed_acyclic_graph(plain)
    covered = Counter(i for box in graph.boxes for copy in box.copies for i in copy.operations)
    assert covered == Counter(find_flow(seen).operations)
    assert graph.weights == sum(p.numel() for p in net.parameters())
    assert sum(box.weights for box in graph.boxes) == graph.weights


@pytest.mark.parametrize("seed", range(8))
def test_a_split_says_where_its_lanes_can_be_cut(seed: int) -> None:
    """Cut at its readers, each lane's gradient is its own part: together they are autograd's, to rounding."""
    net = RandomNet(seed).double()
    seen = traced(net, torch.randn(2, 4, dtype=torch.float64))
    graph = roll(seen)
    for split in graph.splits:
        for k, node in enumerate(split.fork_nodes):
            whole = seen.nodes[node].gradient
            readers = [set(lane.readers[k]) for lane in split.lanes]
            parts = [gradient_through(seen, node, chosen) for chosen in readers]
            assert whole is not None
            assert torch.allclose(sum(parts, torch.zeros_like(whole)), whole, rtol=1e-9, atol=1e-12)


def gradient_through(seen: Trace, node: int, readers: set[int]) -> Tensor:
    """The loss's slope by a node, as far as only these operations read it."""
    leaf = seen.nodes[node].value.clone().requires_grad_()
    values = {n.index: n.value for n in seen.nodes}
    for op in seen.operations:
        known = {**values, node: leaf} if op.index in readers else values
        for part, made in zip(results_of(op, known), op.nodes, strict=False):
            if made is not None and part.requires_grad:
                values[made] = part
    assert seen.loss_node is not None
    loss = values[seen.loss_node]
    return torch.autograd.grad(loss, leaf)[0] if loss.requires_grad else torch.zeros_like(leaf)


def results_of(op: Operation, values: Mapping[int, Tensor]) -> list[Tensor]:
    """An operation run again on these values, in autograd's sight."""
    arguments, keywords = swap_tensors((op.arguments, dict(op.keywords)), lambda ref: values[ref.node], Ref)
    assert op.function is not None
    return list(arguments_in(op.function(*arguments, **keywords)))


def test_equal_neighbours_are_drawn_once() -> None:
    """Six equal layers are one box of six copies in order; a wider one beside them is another."""

    def run(self: Runs, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = torch.tanh(layer(x))
        return self.last(x)

    graph = rolled(run, layers=nn.ModuleList(nn.Linear(4, 4) for _ in range(6)), last=nn.Linear(4, 2))
    first, last = graph.blocks
    assert (first.count, last.count, first.recurrent) == (6, 1, False)
    assert [copy.module for copy in first.copies] == [f"layers.{i}" for i in range(6)]
    assert [repeat.count for repeat in graph.repeats] == [6]
    assert first.contents == ("linear", "tanh")


def test_one_cell_run_again_is_a_loop() -> None:
    """The cell stands once, recurrent, with a way back; what reads all steps has one edge."""

    def run(self: Runs, x: Tensor) -> Tensor:
        h, seen = torch.zeros(3, 5), []
        for t in range(7):
            h = self.cell(x[:, t], h)
            seen.append(h)
        return self.out(torch.stack(seen, 1))

    graph = rolled(run, torch.randn(3, 7, 4), cell=nn.GRUCell(4, 5), out=nn.Linear(5, 2))
    cell = graph.blocks[0]
    assert (cell.name, cell.count, cell.recurrent) == ("GRU cell", 7, True)
    assert [(e.source, e.target) for e in graph.edges if e.kind == "loop"] == [(cell.id, cell.id)]


def test_one_encoder_on_two_inputs_is_two_boxes_tied() -> None:
    """Side by side they are no repeat; the weights count once, and the second says whose they are."""
    graph = rolled(
        lambda self, a, b: self.net(a) - self.net(b),
        torch.randn(3, 4),
        torch.randn(3, 4),
        net=nn.Linear(4, 2),
    )
    first, second = graph.blocks
    assert second.tied_to == first.id
    assert (first.weights, second.weights, graph.repeats) == (10, 0, ())
    assert names(graph)[-1] == "−"


def test_many_equal_lanes_are_drawn_once() -> None:
    """Six heads side by side are one box that says six, and parallel."""
    graph = rolled(
        lambda self, x: torch.cat([head(x) for head in self.heads], 1),
        heads=nn.ModuleList(nn.Linear(4, 2) for _ in range(6)),
    )
    assert [(r.count, r.parallel) for r in graph.repeats] == [(6, True)]


def test_only_what_lies_between_inputs_and_outputs_is_drawn() -> None:
    """Buffers that are written, a branch that leads nowhere and a table of places are no boxes."""

    def run(self: Runs, x: Tensor) -> Tensor:
        self.aside(x)
        return self.out(self.norm(x) + self.places(torch.arange(3)))

    graph = rolled(
        run, aside=nn.Linear(4, 4), norm=nn.BatchNorm1d(4), places=nn.Embedding(3, 4), out=nn.Linear(4, 2)
    )
    assert not {"embed", "+"} & set(names(graph))
    used = {name for box in graph.boxes for copy in box.copies for name in copy.parameters}
    assert used == {"norm.weight", "norm.bias", "places.weight", "out.weight", "out.bias"}


def test_operations_that_only_change_shapes_are_hidden() -> None:
    """View, permute, chunk and indexing leave no box, and are counted."""

    def run(self: Runs, x: Tensor) -> Tensor:
        a, b = self.wide(x).view(3, 2, 4).permute(1, 0, 2).contiguous().unbind(0)
        return self.out(torch.cat([a, b], -1).reshape(3, -1)[:, None].squeeze(1))

    graph = rolled(run, wide=nn.Linear(4, 8), out=nn.Linear(8, 1))
    assert [box.name for box in graph.blocks] == ["linear", "linear"]
    assert graph.hidden >= 6


def test_noise_begins_a_lane_and_is_no_skip() -> None:
    """What is drawn at random stands before the product; only its shape depends on the mean."""

    def run(self: Runs, x: Tensor) -> Tensor:
        mean, spread = self.mean(x), self.spread(x)
        return self.out(mean + torch.randn_like(mean) * spread)

    graph = rolled(run, mean=nn.Linear(4, 2), spread=nn.Linear(4, 2), out=nn.Linear(2, 1))
    noise = graph.of_role("noise")[0]
    assert [graph.box(e.target).name for e in graph.edges if e.source == noise.id] == ["×"]
    assert {"mean", "spread"} <= set(names(graph))
    assert not [e for e in graph.edges if e.kind == "bridge"]


def test_a_projection_beside_a_block_is_a_bridge_with_a_chip() -> None:
    """One convolution beside two is what the bridge runs through; both are in the split."""
    graph = rolled(
        lambda self, x: self.out(torch.relu(self.b(torch.relu(self.a(x))) + self.side(x))),
        torch.randn(2, 3, 6, 6),
        a=nn.Conv2d(3, 5, 3, padding=1), b=nn.Conv2d(5, 5, 3, padding=1), side=nn.Conv2d(3, 5, 1),
        out=nn.Conv2d(5, 1, 1),
    )  # fmt: skip
    bridge = next(e for e in graph.edges if e.kind == "bridge")
    assert bridge.chip is not None
    assert graph.box(bridge.chip).details == ("1×1",)
    assert [lane.bridge for lane in graph.splits[0].lanes] == [False, True]


def test_choices_by_whole_numbers_are_no_ways() -> None:
    """Which rows go where is decided by the gate, but no value flows along it."""

    def run(self: Runs, x: Tensor) -> Tensor:
        choice = self.gate(x).argmax(-1)
        rows = (choice >= 0).nonzero()[:, 0]
        return self.out(self.work(x[rows]))

    graph = rolled(run, gate=nn.Linear(4, 2), work=nn.Linear(4, 3), out=nn.Linear(3, 1))
    assert [box.name for box in graph.blocks] == ["linear", "linear"]


@pytest.mark.parametrize("count", [20, 45])
def test_a_flat_program_of_many_operations_is_made_coarse(count: int) -> None:
    """Code without modules and without repeats still is at most fifteen boxes."""
    weights = [torch.nn.Parameter(torch.randn(4 + i % 3, 4 + (i + 1) % 3)) for i in range(count)]

    def run(self: Runs, x: Tensor) -> Tensor:
        for i, weight in enumerate(self.weights):
            x = [torch.tanh, torch.relu, torch.cos][i % 5 % 3](x @ weight).cumsum(i % 2)
        return x

    graph = rolled(run, torch.randn(3, 4), weights=nn.ParameterList(weights))
    assert drawn_boxes(graph) <= MOST_BOXES


def test_a_model_without_parameters_has_its_graph() -> None:
    """A softmax between input and output."""
    graph = roll(traced(nn.Softmax(-1), torch.randn(2, 3)))
    assert (len(graph.blocks), graph.weights) == (1, 0)


def test_what_hands_its_input_on_has_no_graph() -> None:
    """It is said in a sentence."""
    seen = trace(Runs(lambda self, x: x), torch.randn(2, 3))
    with pytest.raises(InputError, match="no operation lies between"):
        roll(seen)


def test_a_graph_goes_into_a_record_and_comes_out() -> None:
    """Through JSON, and nothing is lost."""
    graph = roll(traced(RandomNet(3), torch.randn(2, 4)))
    assert from_plain(json.loads(json.dumps(as_plain(graph)))) == graph


def test_a_graph_is_rolled_until_it_fits() -> None:
    """The first that is agreed to of ever fewer boxes; if none is, the fewest."""
    layers = nn.Sequential(*(nn.Linear(4 + i, 5 + i) for i in range(9)))
    seen, asked = traced(layers, torch.randn(2, 4)), list[int]()
    most = drawn_boxes(roll(seen)) - 3

    def fits(graph: RolledGraph) -> bool:
        asked.append(drawn_boxes(graph))
        return asked[-1] <= most

    assert drawn_boxes(roll_to_fit(seen, fits)) == asked[-1] <= most
    assert all(count > most for count in asked[:-1])
    assert len(asked) > 1
    assert drawn_boxes(roll_to_fit(seen, lambda graph: False)) <= 5


def test_a_box_can_be_opened() -> None:
    """Its inside is a graph from what enters it to what leaves it; one small layer shows its helpers too."""

    def block(self: Runs, x: Tensor) -> Tensor:
        return self.b(torch.relu(self.a(x)))

    inner = Runs(block, a=nn.Linear(4, 8), b=nn.Linear(8, 4))
    small = nn.Sequential(nn.LayerNorm(4), nn.ReLU(), nn.Linear(4, 2))
    seen = traced(
        Runs(lambda self, x: functional.relu(self.small(self.inner(x))), inner=inner, small=small),
        torch.randn(3, 4),
    )
    graph = roll(seen, most_boxes=5)
    first, second = graph.blocks
    assert [box.name for box in open_box(seen, first).blocks] == ["linear", "linear"]
    assert [box.name for box in open_box(seen, second).blocks][:3] == ["norm", "relu", "linear"]
    with pytest.raises(InputError, match="holds no operation"):
        open_box(seen, graph.of_role("input")[0])
