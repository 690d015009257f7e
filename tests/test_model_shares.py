"""Shares of the gradient over each way, measured by cutting: against cases whose answer is known."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from chainreel.model.measuring.shares import LaneShares, shares_of
from chainreel.recorder import Ref, Trace, trace

Ways = Callable[[Tensor], Tensor]


class Merging(nn.Module):
    """``ways`` from one tensor, summed."""

    def __init__(self, *ways: Ways) -> None:
        super().__init__()
        self.ways = ways

    def forward(self, x: Tensor) -> Tensor:
        x = x * 1.0
        first, second = (way(x) for way in self.ways)
        return first + second


def shares(*ways: Ways, width: int = 6) -> tuple[LaneShares, Trace]:
    torch.manual_seed(1)
    seen = trace(Merging(*ways), torch.randn(3, width), loss=lambda o: o.square().sum())
    joint = [operation for operation in seen.operations if operation.name == "add"][-1]
    fork = seen.operations[0].nodes[0]
    assert fork is not None
    arrives = [argument.node for argument in joint.arguments if isinstance(argument, Ref)]
    return shares_of(seen, fork, joint.index, arrives), seen


@pytest.mark.parametrize("factor", [0.5, 3.0, -0.25])
def test_a_way_that_multiplies_has_its_share(factor: float) -> None:
    """Over x + a x comes a / (1 + a) through the second; below 0 for a below 0."""
    found, _ = shares(lambda x: x, lambda x: factor * x)
    assert found.shares == pytest.approx((1 / (1 + factor), factor / (1 + factor)))


def test_shares_of_real_blocks_sum_to_the_whole() -> None:
    """And the parts to autograd's gradient."""
    torch.manual_seed(0)
    block = nn.Sequential(nn.Linear(6, 20), nn.Tanh(), nn.Linear(20, 6))
    found, _ = shares(block, torch.tanh)
    assert sum(found.shares) == pytest.approx(1, abs=1e-12)
    assert found.apart < 1e-6


def test_ways_that_write_in_place_are_cut_as_well() -> None:
    """A ReLU that writes into what came before it."""
    torch.manual_seed(0)
    linear = nn.Linear(6, 6)
    found, _ = shares(lambda x: torch.relu_(linear(x)), lambda x: x)
    plain, _ = shares(lambda x: torch.relu(linear(x)), lambda x: x)
    assert found.shares == pytest.approx(plain.shares)


def test_a_way_that_draws_at_random_is_not_measured() -> None:
    """It says why."""
    found, _ = shares(lambda x: nn.functional.dropout(x, 0.5, training=True), lambda x: x)
    assert found.shares == ()
    assert found.why_not == "it draws at random"


def test_a_fork_with_a_third_way_is_not_measured() -> None:
    """The parts would not be the whole."""

    class Leaking(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            x = x * 1.0
            return torch.cat([x.tanh() + x, x * 5], -1)

    seen = trace(Leaking(), torch.randn(2, 4), loss=lambda o: o.square().sum())
    joint = next(operation for operation in seen.operations if operation.name == "add")
    fork = seen.operations[0].nodes[0]
    assert fork is not None
    arrives = [argument.node for argument in joint.arguments if isinstance(argument, Ref)]
    assert shares_of(seen, fork, joint.index, arrives).why_not == "more than these ways lead from its fork"
