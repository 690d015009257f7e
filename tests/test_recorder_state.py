"""A model's state and the random generators: after a recorded pass they are what they were."""

from __future__ import annotations

import copy
import random
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from recorder_oracle import add_up, fingerprint, same, seeded
from torch import Tensor, nn

from chainreel.errors import ChainreelError
from chainreel.recorder import trace


class Keeps(nn.Module):
    """State of every kind, and a forward that changes it."""

    def __init__(self, change: Callable[[Keeps, Tensor], Any]) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.linear = nn.Linear(4, 3).double()
        self.register_buffer("buffer", torch.zeros(3).double())
        self.register_buffer("unsaved", torch.ones(2), persistent=False)
        self.plain, self.array = torch.ones(3).double(), np.zeros(3)
        self.count, self.items, self.table, self.queue = 0, [1, [2]], {"n": {"deep": 1}}, deque([1], maxlen=4)
        self.own = SimpleNamespace(steps=0, seen=[torch.zeros(2)])
        self.generator, self.python = torch.Generator().manual_seed(4), random.Random(4)
        self.numpy = np.random.default_rng(4)
        self.change = change

    def forward(self, x: Tensor) -> Tensor:
        self.change(self, x)
        return self.linear(x) + self.buffer


def in_no_grad(change: Callable[[Keeps, Tensor], Any]) -> Callable[[Keeps, Tensor], Any]:
    def changed(self: Keeps, x: Tensor) -> None:
        with torch.no_grad():
            change(self, x)

    return changed


def deep(self: Keeps, x: Tensor) -> None:
    self.items[1].append(x)
    self.table["n"]["deep"] += 1
    self.table["new"] = x
    self.queue.append(x)
    self.own.steps += 1
    self.own.seen.append(x)
    self.own.seen[0].add_(1)


def rewires(self: Keeps, x: Tensor) -> None:
    self.linear = nn.Linear(4, 3).double()
    self.extra = nn.ReLU()
    self.linear.register_buffer("late", x)


def hooks(self: Keeps, x: Tensor) -> None:
    self.linear.register_forward_hook(lambda *_: None)


def draws(self: Keeps, x: Tensor) -> None:
    torch.rand(2), np.random.rand(2), random.random()  # noqa: NPY002
    torch.rand(2, generator=self.generator), self.python.random(), self.numpy.random()


def inner_step(self: Keeps, x: Tensor) -> None:
    optimiser = torch.optim.SGD(self.linear.parameters(), 0.1)
    self.linear(x.detach()).sum().backward()
    optimiser.step()
    optimiser.zero_grad()


CHANGES: dict[str, Callable[[Keeps, Tensor], Any]] = {
    "buffer rebound": lambda self, x: setattr(self, "buffer", self.buffer + 1),
    "buffer written": lambda self, x: self.buffer.add_(1),
    "buffer through data": lambda self, x: self.buffer.data.view(-1)[0].add_(1),
    "buffer through numpy": lambda self, x: self.buffer.numpy().__setitem__(0, 5.0),
    "plain tensor": lambda self, x: self.plain.mul_(2),
    "array": lambda self, x: self.array.__iadd__(1),
    "counter": lambda self, x: setattr(self, "count", self.count + 1),
    "deep containers": deep,
    "new attribute": lambda self, x: setattr(self, "last", x),
    "attribute gone": lambda self, x: delattr(self, "items"),
    "weight clipped": in_no_grad(lambda self, x: self.linear.weight.clamp_(-0.1, 0.1)),
    "weight data written": lambda self, x: self.linear.weight.data.mul_(0.5),
    "weight data replaced": lambda self, x: setattr(self.linear.weight, "data", self.linear.weight.data * 2),
    "weight copied into": in_no_grad(lambda self, x: self.linear.weight.copy_(torch.ones(3, 4))),
    "weight initialised": lambda self, x: nn.init.zeros_(self.linear.weight),
    "weight by numpy": lambda self, x: self.linear.bias.detach().numpy().__setitem__(0, 5.0),
    "weight through a view": in_no_grad(lambda self, x: self.linear.weight.view(-1)[3:5].zero_()),
    "weight by foreach": in_no_grad(lambda self, x: torch._foreach_mul_(list(self.parameters()), 0.5)),
    "weight by an operator": in_no_grad(lambda self, x: torch.ops.aten.mul_.Scalar(self.linear.weight, 0.5)),
    "new parameter": lambda self, x: setattr(self.linear, "weight", nn.Parameter(torch.ones(3, 4).double())),
    "frozen": lambda self, x: self.linear.bias.requires_grad_(False),
    "mode": lambda self, x: self.eval(),
    "own step": inner_step,
    "rewired": rewires,
    "hooked": hooks,
    "draws": draws,
    "seeded": lambda self, x: torch.manual_seed(0),
}


@pytest.mark.parametrize("grad", [False, True])
@pytest.mark.parametrize("name", CHANGES)
def test_whatever_forward_changes_is_as_before_afterwards(name: str, grad: bool) -> None:
    """Values, identities, containers, generators, modes, hooks and ``.grad``, to the bit."""
    model = Keeps(CHANGES[name])
    if grad:
        for p in model.parameters():
            p.grad = torch.full_like(p, 3.0)
    own = (model.generator.get_state(), model.python.getstate(), str(model.numpy.bit_generator.state))
    own_state = (model.own.__dict__.copy(), [t.clone() for t in model.own.seen])
    before, buffers, weights = fingerprint(model), dict(model.named_buffers()), dict(model.named_parameters())
    world = (torch.get_rng_state(), random.getstate(), str(np.random.get_state()))  # noqa: NPY002
    trace(model, seeded(2, 4), loss=add_up)
    assert fingerprint(model) == before
    assert all(now is buffers[key] for key, now in model.named_buffers())
    assert all(now is weights[key] for key, now in model.named_parameters())
    assert torch.equal(model.generator.get_state(), own[0])
    assert (model.python.getstate(), str(model.numpy.bit_generator.state)) == own[1:]
    assert model.own.__dict__ == own_state[0]
    assert all(same(a, b) for a, b in zip(model.own.seen, own_state[1], strict=True))
    assert torch.equal(torch.get_rng_state(), world[0])
    assert (random.getstate(), str(np.random.get_state())) == world[1:]  # noqa: NPY002


@pytest.mark.parametrize(
    "name", sorted(set(CHANGES) - {"draws", "seeded", "weight by numpy", "attribute gone"})
)
def test_with_restore_false_the_model_moves_on_as_in_a_plain_pass(name: str) -> None:
    """Several training steps in a row want that."""
    model = Keeps(CHANGES[name])
    plain = copy.deepcopy(model)
    plain(seeded(2, 4))
    trace(model, seeded(2, 4), loss=add_up, restore=False)
    for (key, a), (_, b) in zip(model.state_dict().items(), plain.state_dict().items(), strict=True):
        assert name == "rewired" or same(a, b), key
    assert (model.count, model.training) == (plain.count, plain.training)


def test_three_training_steps_from_recorded_gradients_are_plain_training() -> None:
    """Trace, set ``.grad`` from the nodes, step: the weights of three plain steps, dropout and all."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Dropout(0.3), nn.Linear(8, 1)).double()
    plain, x = copy.deepcopy(model), seeded(6, 4)
    torch.manual_seed(9)
    optimiser = torch.optim.Adam(plain.parameters(), 0.1)
    for _ in range(3):
        optimiser.zero_grad()
        add_up(plain(x)).backward()
        optimiser.step()
    torch.manual_seed(9)
    optimiser = torch.optim.Adam(model.parameters(), 0.1)
    for _ in range(3):
        seen = trace(model, x, loss=add_up, restore=False)
        for name, parameter in model.named_parameters():
            parameter.grad = seen.parameter(name).gradient
        optimiser.step()
    assert all(
        same(a, b) for a, b in zip(model.state_dict().values(), plain.state_dict().values(), strict=True)
    )


def test_a_seed_gives_the_same_pass_again() -> None:
    """For torch's, numpy's and Python's own draws; another seed gives another one."""

    class Draws(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return x * torch.rand(3) * np.random.rand() * random.random()  # noqa: NPY002

    losses = [trace(Draws(), torch.ones(3), loss=torch.sum, seed=seed).loss for seed in (1, 1, 2)]
    assert losses[0] == losses[1] != losses[2]


@pytest.mark.parametrize("mode", ["train", "eval"])
def test_a_mode_is_for_the_pass_alone(mode: Any) -> None:
    """The model's own mode, part by part, is back afterwards."""
    model = nn.Sequential(nn.Linear(4, 3), nn.Dropout(0.5), nn.BatchNorm1d(3))
    model[2].eval()
    seen = trace(model, torch.ones(2, 4), loss=torch.sum, mode=mode, seed=0)
    assert bool(seen.find("dropout")) == (mode == "train")
    assert [m.training for m in model.modules()] == [True, True, True, False]


def test_a_users_hooks_stay_and_run() -> None:
    """Forward, backward and tensor hooks of the user's."""
    ran: list[str] = []
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 3))
    wanted = trace(model, torch.ones(2, 4), loss=torch.sum).parameter("0.weight").gradient
    model[0].register_forward_hook(lambda m, a, o: o * 2)
    model[0].register_full_backward_hook(lambda *_: ran.append("back"))
    model[0].weight.register_hook(lambda g: g * 3)
    seen = trace(model, torch.ones(2, 4), loss=torch.sum)
    assert ran == ["back"]
    assert same(seen.parameter("0.weight").gradient, wanted * 6)
    assert len(model[0]._forward_hooks) == 1
    assert len(model[0].weight._backward_hooks) == 1


def test_traces_in_two_threads_do_not_meet() -> None:
    """Each sees its own pass, and own Functions are torch's own again afterwards."""
    from concurrent.futures import ThreadPoolExecutor

    models = [nn.Sequential(nn.Linear(4, 4), nn.Tanh()) for _ in range(4)]
    alone = [trace(m, torch.ones(2, 4), loss=torch.sum) for m in models]
    with ThreadPoolExecutor(4) as pool:
        together = list(
            pool.map(
                lambda m: trace(m, torch.ones(2, 4), loss=torch.sum), [copy.deepcopy(m) for m in models * 3]
            )
        )
    for i, seen in enumerate(together):
        assert seen.loss == alone[i % 4].loss
        assert len(seen.nodes) == len(alone[i % 4].nodes)
    assert torch.autograd.Function.apply.__func__.__module__ == "torch.autograd.function"


def test_a_parameter_written_behind_the_recorders_back_is_told() -> None:
    """Its version moved and nobody saw it: one sentence, not a changed model in silence."""

    class Behind(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.ones(3))

        def forward(self, x: Tensor) -> Tensor:
            with torch._C.DisableTorchFunction(), torch.no_grad():
                self.weight.mul_(2)
            return x * self.weight

    with pytest.raises(
        ChainreelError, match=r"wrote into a parameter of shape .3,. in a way that the recorder"
    ):
        trace(Behind(), torch.ones(3), loss=torch.sum)
