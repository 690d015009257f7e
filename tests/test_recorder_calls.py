"""Calls of modules, arguments of operations and their lines: what a picture of a model needs."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from recorder_oracle import add_up, same, seeded
from torch import Tensor, nn
from torch.nn import functional

from chainreel.errors import ChainreelError
from chainreel.recorder import Ref, Trace, trace


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(2, 2, 3, stride=1, padding=1)
        self.act = nn.ReLU()

    def forward(self, x: Tensor, *, scale: Tensor | None = None) -> Tensor:
        h = self.act(self.conv(x))
        return h + (x if scale is None else x * scale)


class Net(nn.Module):
    """One block called twice, a second one with a keyword, and code that is no module."""

    def __init__(self) -> None:
        super().__init__()
        self.block, self.other = Block(), Block()
        self.head = nn.Linear(2, 3)

    def forward(self, x: Tensor) -> Tensor:
        x = self.block(self.block(x))
        x = self.other(x, scale=x.mean())
        x = functional.max_pool2d(x, 2)  # the line that is looked for
        return self.head(x.mean((2, 3)))


def seen() -> Trace:
    torch.manual_seed(0)
    return trace(
        Net().double(), seeded(1, 2, 4, 4), loss=lambda o: functional.cross_entropy(o, torch.tensor([1]))
    )


def test_every_call_of_a_module_has_a_number_a_parent_and_its_class() -> None:
    """A block called twice is two calls of one module; its parts' parent is the call around them."""
    calls = seen().calls
    told = [(c.index, c.module, c.kind, c.times, c.parent) for c in calls]
    assert told == [
        (0, "", "Net", 0, None),
        (1, "block", "Block", 0, 0),
        (2, "block.conv", "Conv2d", 0, 1),
        (3, "block.act", "ReLU", 0, 1),
        (4, "block", "Block", 1, 0),
        (5, "block.conv", "Conv2d", 1, 4),
        (6, "block.act", "ReLU", 1, 4),
        (7, "other", "Block", 0, 0),
        (8, "other.conv", "Conv2d", 0, 7),
        (9, "other.act", "ReLU", 0, 7),
        (10, "head", "Linear", 0, 0),
    ]
    assert all(call.finished for call in calls)


def test_a_call_knows_what_went_in_what_came_out_and_which_nodes_it_made() -> None:
    """Keyword inputs too; the second call's input is the first one's output."""
    net = seen()
    first, second = net.calls_of("block")
    (other,) = net.calls_of("other")
    assert first.inputs == net.inputs
    assert second.inputs == first.outputs
    assert [net.nodes[i].operation for i in other.inputs] == ["add", "mean"]
    assert [net.nodes[i].operation for i in other.outputs] == ["add"]
    inside = [n.index for n in net.nodes if n.call is not None and n.call in range(first.index, second.index)]
    assert inside == list(range(first.first, first.last))
    assert net.calls[0].outputs == net.outputs


def test_a_call_knows_its_modules_settings() -> None:
    """Kernel, stride and the like, for labels; a multi-head attention's heads."""
    (conv, *_) = seen().calls_of("block.conv")
    assert conv.settings["kernel_size"] == (3, 3)
    assert conv.settings["stride"] == (1, 1)
    attention = trace(nn.MultiheadAttention(6, 3), *[seeded(2, 6, dtype=torch.float32)] * 3, loss=add_up)
    assert attention.calls[0].settings["num_heads"] == 3


def test_a_loop_over_a_cell_is_a_call_a_step() -> None:
    """64 equal steps that can be rolled up."""

    class Loop(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.cell = nn.GRUCell(2, 3)

        def forward(self, x: Tensor) -> Tensor:
            h = torch.zeros(1, 3)
            for step in x:
                h = self.cell(step[None], h)
            return h

    loop = trace(Loop(), seeded(64, 2, dtype=torch.float32), loss=torch.sum)
    calls = loop.calls_of("cell")
    assert [call.times for call in calls] == list(range(64))
    kinds = {tuple(loop.nodes[i].operation for i in range(c.first, c.last)) for c in calls[1:]}
    assert kinds == {("gru_cell",)}


def test_the_losss_own_operations_are_recorded_and_marked() -> None:
    """From cross-entropy back to the target; find looks at the model alone unless asked."""
    net = seen()
    (entropy,) = net.find("cross_entropy", stage="loss")
    assert net.loss_node == entropy.index
    assert [net.nodes[p].operation for p in entropy.parents] == ["linear", "tensor"]
    assert not net.find("cross_entropy")
    assert net.loss == entropy.value.item()
    assert entropy.gradient.item() == 1.0


def test_a_loss_that_is_a_module_has_calls_and_named_parameters() -> None:
    """Its names begin with "loss"."""

    class Weighted(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.ones(3))

        def forward(self, output: Tensor) -> Tensor:
            return (output * self.weight).sum()

    own = trace(nn.Linear(4, 3), torch.ones(2, 4), loss=Weighted())
    assert [call.module for call in own.calls if call.stage == "loss"] == ["loss"]
    assert own.parameter("loss.weight").gradient is not None


def test_arguments_that_are_no_tensors_are_recorded() -> None:
    """Exponents, dimensions, strides; the same tensor twice stays twice."""

    class Odd(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return (x * x).pow(3).sum(dim=(0, 1), keepdim=True) + torch.cat([x, x], dim=1)[0, ::2].sum() * 2

    odd = trace(Odd(), torch.ones(2, 3), loss=torch.sum)
    by_name = {operation.name: operation for operation in odd.operations if operation.stage == "model"}
    assert by_name["pow"].arguments[1] == 3
    assert by_name["sum"].arguments[0] == Ref(odd.find("getitem")[0].index)
    assert by_name["cat"].arguments == ([Ref(0), Ref(0)],)
    assert by_name["cat"].keywords == {"dim": 1}
    assert by_name["getitem"].arguments[1] == (0, slice(None, None, 2))
    square = odd.operations[odd.find("mul")[0].origin]
    assert square.arguments == (Ref(0), Ref(0))


def test_an_operation_knows_the_line_that_it_stands_in() -> None:
    """Of what is no module the line itself; of a layer the line that calls it."""
    net = seen()
    lines = Path(__file__).read_text().splitlines()
    pool = net.operations[net.find("max_pool2d")[0].origin]
    assert Path(pool.file) == Path(__file__)
    assert "the line that is looked for" in lines[pool.line - 1]
    linear = net.operations[net.find("linear")[0].origin]
    assert "return self.head(" in lines[linear.line - 1]
    assert "self.block(self.block(x))" in lines[net.calls_of("block")[0].line - 1]
    sequential = trace(nn.Sequential(nn.Linear(4, 3)), torch.ones(1, 4), loss=torch.sum)
    assert (sequential.operations[0].file, sequential.operations[0].line) == ("", 0)


def test_a_trace_goes_through_a_file_and_can_be_run_again() -> None:
    """Pickled and read: the same numbers, and operations that are plain functions replay."""
    net = seen()
    again = pickle.loads(pickle.dumps(net))
    assert all(same(a.value, b.value) for a, b in zip(net.nodes, again.nodes, strict=True))
    pool = again.find("max_pool2d")[0]
    assert same(again.replay(pool.origin)[0], pool.value)
    file = io.BytesIO()
    torch.save(net, file)
    assert len(file.getvalue()) < 100_000


def test_what_a_file_cannot_hold_is_told_when_it_is_run_again() -> None:
    """A Function defined in a function; an attribute's getter can be held."""

    class Local(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Tensor) -> Tensor:
            return x * 2

        @staticmethod
        def backward(ctx: Any, gradient: Tensor) -> Tensor:
            return gradient * 2

    class Turns(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return Local.apply(x.T)

    turned = pickle.loads(pickle.dumps(trace(Turns(), torch.ones(2, 3), loss=torch.sum)))
    assert same(turned.replay(0)[0], torch.ones(3, 2))
    with pytest.raises(
        ChainreelError, match="Local cannot be run again: its function does not go into a file"
    ):
        turned.replay(1)


def test_without_a_loss_only_the_way_forward_is_recorded() -> None:
    """No loss, no gradient."""
    forward = trace(nn.Linear(4, 3), torch.ones(2, 4))
    assert (forward.loss, forward.loss_node) == (None, None)
    assert not any(node.reached for node in forward.nodes)
    assert forward.output().operation == "linear"


def test_a_weight_that_is_only_asked_for_its_size_is_no_part_of_the_pass() -> None:
    """Neither its size, nor its type, nor a condition on it that gives no tensor."""

    class Looks(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.linear, self.unused = nn.Linear(4, 3), nn.Linear(2, 2)

        def forward(self, x: Tensor) -> Any:
            size, kind = self.unused.weight.size(0), self.unused.weight.dtype
            return self.linear(x.to(kind)) * size

    looked = trace(Looks(), torch.ones(2, 4), loss=torch.sum)
    assert {n.name for n in looked.nodes if n.operation == "parameter"} == {"linear.weight", "linear.bias"}


def test_the_recorder_needs_no_manim_and_few_need_the_recorder() -> None:
    """Torch is an extra: ``chainreel.trace`` names it too; models are rolled and measured by it."""
    library = Path(__file__).parents[1] / "chainreel"
    users = {
        file.relative_to(library).as_posix()
        for file in library.rglob("*.py")
        if "chainreel.recorder" in file.read_text(encoding="utf-8") and file.parent.name != "recorder"
    }
    assert {user for user in users if not user.startswith(("graph/rolling/", "model/measuring/"))} == {
        "trace.py"
    }
    look = "import sys, chainreel.recorder; print('manim' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
