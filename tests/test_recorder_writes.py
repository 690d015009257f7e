"""Writes in place, through any views, in any order: the recorder beside plain autograd."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from recorder_oracle import add_up, same, seeded, watched
from torch import Tensor, nn

from chainreel.recorder import trace

VIEWS: dict[str, Callable[[Tensor], Tensor]] = {
    "itself": lambda h: h,
    "column": lambda h: h[:, 1],
    "row": lambda h: h[0],
    "block": lambda h: h[1:, 1:3],
    "every other": lambda h: h[:, ::2],
    "flat": lambda h: h.view(-1),
    "part of flat": lambda h: h.view(-1)[2:7],
    "reshaped": lambda h: h.reshape(2, -1),
    "transposed": lambda h: h.t(),
    "transposed twice": lambda h: h.t()[1:].t(),
    "unsqueezed": lambda h: h.unsqueeze(1)[:, 0],
    "diagonal": lambda h: h.diagonal(),
    "narrow": lambda h: h.narrow(0, 1, 2),
    "select": lambda h: h.select(1, 2),
    "as strided": lambda h: h.as_strided((2, 2), (4, 1), 1),
    "unfolded": lambda h: h.unfold(1, 2, 2)[:, 0],
    "squeezed": lambda h: h[None].squeeze(0),
    "permuted": lambda h: h.view(3, 2, 2).permute(2, 0, 1)[1],
    "swapped": lambda h: torch.swapaxes(h, 0, 1)[:2],
    "view as": lambda h: h.view_as(h)[:, :3],
}
WRITES: dict[str, Callable[[Tensor], Any]] = {
    "mul_": lambda v: v.mul_(3.0),
    "add_": lambda v: v.add_(1.5),
    "fill_": lambda v: v.fill_(0.5),
    "zero_": lambda v: v.zero_(),
    "exp_": lambda v: v.div_(9.0).exp_(),
    "tanh_": lambda v: v.tanh_(),
    "clamp_": lambda v: v.clamp_(-0.5, 0.5),
    "setitem": lambda v: v.__setitem__(0, 2.0),
    "masked_fill_": lambda v: v.masked_fill_(v > 0, -1.0),
    "copy_": lambda v: v.copy_(v.detach().clone() * 2),
    "iadd": lambda v: v.__iadd__(0.25),
    "relu_": lambda v: torch.relu_(v),
    "inplace": lambda v: nn.functional.relu(v, True),
    "mul by itself": lambda v: v.mul_(v.detach().clone()),
    "index_fill_": lambda v: v.index_fill_(0, torch.tensor([0]), 4.0),
    "lerp_": lambda v: v.lerp_(torch.ones_like(v), 0.5),
}
READS: dict[str, Callable[[Tensor], Tensor]] = {
    "sin": lambda v: v.sin(),
    "twice": lambda v: v * 2,
    "sum": lambda v: v.sum(),
    "product": lambda v: (v * v).mean(),
}
steps = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(sorted(VIEWS)), st.sampled_from(sorted(WRITES))),
    st.tuples(st.just("read"), st.sampled_from(sorted(VIEWS)), st.sampled_from(sorted(READS))),
    st.tuples(st.just("hold"), st.sampled_from(sorted(VIEWS)), st.just("")),
)


class Plays(nn.Module):
    """A layer of which views are written and read; ``held`` views are read at the end."""

    def __init__(self, plan: list[tuple[str, str, str]]) -> None:
        super().__init__()
        self.linear = nn.Linear(5, 4).double()
        self.plan = plan

    def forward(self, x: Tensor) -> Any:
        h = self.linear(x) * 1
        out, held = [], []
        for kind, view, does in self.plan:
            part = VIEWS[view](h)
            if kind == "write":
                WRITES[does](part)
            elif kind == "read":
                out.append(READS[does](part))
            else:
                held.append(part)
        return [h, *out, *held]


def plays(plan: list[tuple[str, str, str]]) -> nn.Module:
    torch.manual_seed(4)
    return Plays(plan)


def fits(plan: list[tuple[str, str, str]]) -> bool:
    """Whether plain autograd can go back through it; a value that it needs may have been written over."""
    try:
        add_up(plays(plan)(seeded(3, 5))).backward()
    except RuntimeError:
        return False
    return True


@settings(max_examples=80, deadline=None)
@given(st.lists(steps, min_size=1, max_size=6))
def test_writes_through_any_views_are_recorded_as_autograd_sees_them(
    plan: list[tuple[str, str, str]],
) -> None:
    """Outputs hold what the model returned; gradients to the bit; each operation replays."""
    if fits(plan):
        watched(plays(plan), seeded(3, 5))


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_value_before_a_write_stays_in_the_trace(view: str, write: str) -> None:
    """The layer's node holds what it held, and what is returned descends from the write."""
    plan = [("write", view, write)]
    if not fits(plan):
        pytest.skip("plain autograd refuses it too")
    model = plays(plan)
    seen = watched(model, seeded(3, 5))
    assert same(seen.find("linear")[0].value, model.linear(seeded(3, 5)).detach())
    assert same(seen.find("mul")[0].value, seen.find("linear")[0].value)
    out = seen.outputs[0]
    assert seen.find("mul")[0].index in seen.ancestors(out)
    assert seen.nodes[out].operation != "mul"


def test_what_was_held_before_a_write_is_what_autograd_says_after_it() -> None:
    """A view taken before the base was written shows the new value, and descends from the write."""
    seen = watched(plays([("hold", "column", ""), ("write", "itself", "mul_")]), seeded(3, 5))
    column = seen.nodes[seen.outputs[1]]
    assert column.operation == "written"
    assert [seen.nodes[p].operation for p in column.parents] == ["getitem", "mul_"]
    assert column.gradient is not None


def test_a_write_into_data_is_seen_though_autograd_does_not() -> None:
    """``h.data`` has a version of its own."""

    class Data(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.linear = nn.Linear(5, 4).double()

        def forward(self, x: Tensor) -> Tensor:
            h = self.linear(x)
            h.data.clamp_(0)
            return h * 2

    seen = watched(Data(), seeded(3, 5))
    (doubled,) = seen.find("mul")
    assert (doubled.value >= 0).all()
    assert [seen.nodes[p].operation for p in doubled.parents] == ["written"]


def test_lists_written_at_once_are_nodes_each() -> None:
    """torch._foreach_add_ and an out= argument."""

    class Lists(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            a, b, c = torch.zeros(3), torch.ones(3), torch.empty(3)
            torch._foreach_add_([a, b], 2.0)
            torch.add(a, b, out=c)
            return c * x

    seen = trace(Lists(), torch.ones(3), loss=torch.sum)
    assert [n.value[0].item() for n in seen.find("_foreach_add_")] == [2.0, 3.0]
    assert [n.value[0].item() for n in seen.find("add")] == [5.0]


RESHAPES: dict[str, Callable[[Tensor], Any]] = {
    "t_": lambda h: h.t_(),
    "squeeze_": lambda h: h.unsqueeze_(1).squeeze_(1),
    "unsqueeze_": lambda h: h.unsqueeze_(0),
    "transpose_": lambda h: h.transpose_(0, 1),
    "swapaxes_": lambda h: h.swapaxes_(0, 1),
    "detach_": lambda h: h.detach_(),
    "data": lambda h: setattr(h, "data", h.data * 2),
}


@pytest.mark.parametrize("name", RESHAPES)
def test_a_tensor_that_becomes_another_in_place_is_another_node(name: str) -> None:
    """Its shape, its place in the graph, or its memory; each node's gradient has the shape it had then."""

    class Becomes(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.linear = nn.Linear(5, 4).double()

        def forward(self, x: Tensor) -> Tensor:
            h = self.linear(x) * 1
            RESHAPES[name](h)
            return h * 3 + x.sum()

    torch.manual_seed(0)
    seen = watched(Becomes(), seeded(3, 5))
    before, *_, after = seen.find("mul")
    assert before.shape == (3, 4)
    assert seen.nodes[after.parents[0]].operation == name
    assert (before.gradient is None) == (name == "detach_")
