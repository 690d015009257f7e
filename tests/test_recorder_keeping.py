"""What is kept of a pass: all, chosen modules, or statistics, and memory that is not held twice."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from recorder_oracle import add_up, same, seeded
from torch import Tensor, nn

from chainreel.errors import ChainreelError
from chainreel.recorder import Trace, trace
from chainreel.recorder.statistics import statistics_of


def net() -> nn.Module:
    torch.manual_seed(0)
    blocks = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
    return nn.Sequential(blocks, nn.BatchNorm1d(4), nn.Linear(4, 2)).double()


def numbers(node_statistics: object) -> list[float]:
    return [float(value) for value in vars(node_statistics).values()]


@settings(max_examples=60, deadline=None)
@given(
    hnp.arrays(
        np.float64,
        hnp.array_shapes(max_dims=3, max_side=6),
        elements=st.one_of(
            st.floats(-1e6, 1e6), st.sampled_from([0.0, math.nan, math.inf, -math.inf, 1e-200, 1e200])
        ),
    )
)
def test_statistics_are_numpys_over_the_finite_entries(array: np.ndarray) -> None:
    """Counts exactly, the rest to rounding, whatever the size of the numbers."""
    found, finite = statistics_of(torch.from_numpy(array)), array[np.isfinite(array)]
    assert (found.count, found.finite, found.zeros) == (array.size, finite.size, (finite == 0).sum())
    if not finite.size:
        assert math.isnan(found.mean)
        assert found.norm == 0
        return
    scale = np.abs(finite).max() or 1.0
    small = finite / scale
    near = {"rel": 1e-9, "abs": 1e-12}
    assert found.mean / scale == pytest.approx(small.mean(), **near)
    assert found.deviation / scale == pytest.approx(small.std(), rel=1e-6, abs=1e-7)
    assert found.norm / scale == pytest.approx(np.linalg.norm(small), **near)
    assert (found.minimum, found.maximum) == (finite.min(), finite.max())


TENSORS: dict[str, Tensor] = {
    "transposed": seeded(5, 3).t(),
    "expanded": seeded(1, 4).expand(6, 4),
    "every other": seeded(4, 8)[:, ::2],
    "large": seeded(600, 1000),
    "integers": torch.arange(-5, 6),
    "half": seeded(7).half(),
    "booleans": torch.tensor([True, False, True]),
}


@pytest.mark.parametrize("name", TENSORS)
def test_statistics_of_other_layouts_and_types_are_those_of_their_entries(name: str) -> None:
    """As of a plain contiguous float64 copy."""
    tensor = TENSORS[name]
    plain = tensor.double().contiguous().numpy()
    found = statistics_of(tensor)
    assert found.count == plain.size
    assert found.mean == pytest.approx(plain.mean(), rel=1e-12, abs=1e-15)
    assert found.deviation == pytest.approx(plain.std(), rel=1e-9)
    assert found.norm == pytest.approx(np.linalg.norm(plain), rel=1e-12)


def test_statistics_of_sparse_and_complex_tensors() -> None:
    """Missing entries are zeros; a complex entry counts by its magnitude."""
    sparse = statistics_of(torch.eye(3).to_sparse())
    assert (sparse.count, sparse.zeros, sparse.mean) == (9, 6, pytest.approx(1 / 3))
    assert statistics_of(torch.tensor([3 + 4j])).norm == 5.0


def test_keep_statistics_keeps_no_entry_and_the_same_statistics() -> None:
    """Those that all entries give, of values and gradients; the entries are told to be missing."""
    whole, thin = (trace(net(), seeded(5, 4), loss=add_up, keep=keep) for keep in ("all", "statistics"))
    assert [(n.operation, n.parents, n.reached) for n in thin.nodes] == [
        (n.operation, n.parents, n.reached) for n in whole.nodes
    ]
    for a, b in zip(whole.nodes, thin.nodes, strict=True):
        assert b.kept_value is None
        assert b.kept_gradient is None
        assert numbers(a.statistics) == pytest.approx(numbers(b.statistics), nan_ok=True)
        assert (a.gradient_statistics is None) == (b.gradient_statistics is None) == (not b.reached)
        if a.gradient_statistics and b.gradient_statistics:
            assert numbers(a.gradient_statistics) == pytest.approx(
                numbers(b.gradient_statistics), nan_ok=True
            )
    with pytest.raises(
        ChainreelError, match=r"the value of node 3 \(linear of 0.0\) was not kept; read its stat"
    ):
        _ = thin.nodes[3].value
    with pytest.raises(ChainreelError, match='read its gradient_statistics, or trace with keep="all"'):
        _ = thin.nodes[3].gradient


def test_keep_of_a_module_keeps_what_runs_in_it_and_what_goes_in() -> None:
    """Its own and its parts' values, gradients and parameters, and no others."""
    whole = trace(net(), seeded(5, 4), loss=add_up)
    some = trace(net(), seeded(5, 4), loss=add_up, keep=["0", "2"])
    kept = {n.index for n in some.nodes if n.kept_value is not None}
    wanted = {n.index for n in some.nodes if n.module in ("0", "0.0", "0.1", "2")}
    entering = {i for name in ("0", "2") for call in some.calls_of(name) for i in call.inputs}
    assert kept == wanted | entering
    for index in kept:
        assert same(some.nodes[index].value, whole.nodes[index].value)
        assert same(some.nodes[index].gradient, whole.nodes[index].gradient)


def storages(seen: Trace) -> int:
    """The bytes that the kept values and gradients lie in, each storage counted once."""
    kept = [t for n in seen.nodes for t in (n.kept_value, n.kept_gradient) if t is not None]
    return sum({t.untyped_storage().data_ptr(): t.untyped_storage().nbytes() for t in kept}.values())


class HandRnn(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(width, width) / width**0.5)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros_like(x[0])
        for step in x:
            h = torch.tanh(step + h @ self.weight.t())
        return h


def test_f13_views_are_not_held_twice() -> None:
    """Two hundred transposes of one weight: its bytes a few times, not four hundred times."""
    torch.manual_seed(0)
    model = HandRnn(64)
    seen = trace(model, torch.randn(200, 1, 64), loss=torch.sum)
    assert len(seen.find("t")) == 200
    assert all(same(n.value, model.weight.detach().t()) for n in seen.find("t"))
    weight, steps = 64 * 64 * 4, 200 * 6 * 64 * 4 * 2
    assert storages(seen) < 8 * weight + steps


def test_f13_gradients_of_a_weights_views_are_kept_as_far_as_four_times_its_size() -> None:
    """Of the others the statistics are there, and the weight's own gradient is the sum over all."""
    seen = trace(HandRnn(64), torch.randn(10, 1, 64), loss=torch.sum)
    kept = [n.kept_gradient is not None for n in seen.find("t")]
    assert sum(kept) == 4
    assert all(n.gradient_statistics.count == 64 * 64 for n in seen.find("t") if n.reached)
    with pytest.raises(ChainreelError, match="was not kept"):
        _ = next(n for n, k in zip(seen.find("t"), kept, strict=True) if not k and n.reached).gradient


def test_an_expanded_tensor_is_kept_as_small_as_it_is() -> None:
    """The gradient of a sum is one number, however many entries it is spread over."""
    seen = trace(nn.Identity(), torch.ones(1000, 1000), loss=torch.sum)
    assert seen.input("input").gradient.untyped_storage().nbytes() < 64


def test_values_stay_what_they_were_when_the_model_learns_on() -> None:
    """A trace holds copies."""
    model = net()
    seen = trace(model, seeded(5, 4), loss=add_up)
    before = seen.parameter("2.weight").value.clone()
    with torch.no_grad():
        model[2].weight.mul_(2)
    assert same(seen.parameter("2.weight").value, before)


@pytest.mark.slow
@pytest.mark.parametrize("keep", ["statistics", "blocks.0"])
def test_a_gpt_2_small_sized_pass_needs_at_most_1_6_times_plain_memory(keep: str) -> None:
    """124 M parameters, one sequence of 128: plain forward and backward beside the recorded one."""
    bench = Path(__file__).parents[1] / "bench" / "recorder.py"

    def megabytes(how: str) -> float:
        done = subprocess.run(
            [sys.executable, bench, "gpt2", how], check=True, capture_output=True, text=True
        )
        return float(done.stdout.split()[-1])

    assert megabytes(keep) < 1.6 * megabytes("plain")
