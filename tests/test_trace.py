"""What ``chainreel.trace`` records, against autograd and against finite differences."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from chainreel.errors import ChainreelError
from chainreel.trace import Trace, trace


def seeded(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def ready(model: nn.Module) -> nn.Module:
    """The model in float64 with weights that do not depend on what ran before."""
    model = model.double()
    for i, parameter in enumerate(model.parameters()):
        parameter.data = seeded(*parameter.shape, seed=i + 1) / 2
    return model


class Residual(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(nn.Linear(4, 4) for _ in range(2))

    def forward(self, x: Tensor) -> Tensor:
        for block in self.blocks:
            x = x + torch.tanh(block(x))
        return x


class Inception(nn.Module):
    """Four lanes side by side: 1x1, 3x3, 5x5 and pooling."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.three = nn.Conv2d(2, 2, 1), nn.Conv2d(2, 3, 3, padding=1)
        self.five, self.pooled = nn.Conv2d(2, 1, 5, padding=2), nn.Conv2d(2, 2, 1)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        lanes = [self.one(x), self.three(x), self.five(x), self.pooled(self.pool(x))]
        return torch.relu(torch.cat(lanes, dim=1))


class ReusedWithIf(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.tanh(self.layer(x))
        if h.sum() > 0:
            h = torch.sin(h)
        elif h.sum() <= 0:
            h = torch.cos(h)
        return self.layer(h)


class InPlace(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = self.layer(x)
        h.mul_(3.0)
        h.add_(x)
        return torch.relu_(h) * 2


class WritesIntoASlice(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = self.layer(x)
        h[:, 0] = x[:, 1]
        h[:, 1:2].mul_(2.0)
        return torch.tanh(h)


class ManyOutputs(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer, self.lstm = nn.Linear(4, 6), nn.LSTM(3, 2, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        gate, signal = self.layer(x).chunk(2, dim=1)
        first, rest = signal.split([1, 2], dim=1)
        largest, _ = torch.max(rest, dim=1, keepdim=True)
        best = torch.topk(gate, 2, dim=1).values
        sequence, (hidden, cell) = self.lstm(torch.sigmoid(gate).unsqueeze(1) * signal.unsqueeze(1))
        parts = [first, largest, best, sequence[:, 0], hidden[0], cell[0]]
        return torch.cat(parts, dim=1)


def sequential() -> nn.Module:
    return nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2), nn.Sigmoid())


MODELS: dict[str, tuple[Callable[[], nn.Module], tuple[int, ...]]] = {
    "sequential": (sequential, (5, 4)),
    "residual": (Residual, (5, 4)),
    "inception": (Inception, (1, 2, 6, 6)),
    "reused layer and if": (ReusedWithIf, (5, 4)),
    "in place": (InPlace, (5, 4)),
    "writes into a slice": (WritesIntoASlice, (5, 4)),
    "many outputs": (ManyOutputs, (5, 4)),
    "batch norm": (lambda: nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.Tanh()), (5, 4)),
    "in place first": (lambda: nn.Sequential(nn.ReLU(inplace=True), nn.Linear(4, 2)), (5, 4)),
}


def loss(output: Tensor) -> Tensor:
    return (output * torch.linspace(-1, 1, output.numel(), dtype=torch.float64).reshape(output.shape)).sum()


def recorded(name: str) -> tuple[nn.Module, Tensor, Trace]:
    build, shape = MODELS[name]
    model, x = ready(build()), seeded(*shape)
    return model, x, trace(model, x, loss=loss)


@pytest.mark.parametrize("name", MODELS)
def test_gradients_of_parameters_are_autograds_to_the_last_bit(name: str) -> None:
    """Recording changes no gradient."""
    model, x, seen = recorded(name)
    loss(model(x.clone())).backward()
    for parameter_name, parameter in model.named_parameters():
        node = seen.parameter(parameter_name)
        assert node.gradient is not None
        assert torch.equal(node.gradient, parameter.grad)


@pytest.mark.parametrize("name", MODELS)
def test_gradients_agree_with_finite_differences(name: str) -> None:
    """Moving an entry of the input or of a parameter moves the loss as its recorded gradient says."""
    model, x, seen = recorded(name)
    tensors = [(seen.find("input")[0].gradient, x)]
    tensors += [(seen.parameter(n).gradient, p.data) for n, p in model.named_parameters()]
    for gradient, tensor in tensors:
        entry, h = tensor.numel() // 2, 1e-6
        moved = []
        for by in (h, -h):
            tensor.view(-1)[entry] += by
            moved.append(loss(model(x.clone())).item())
            tensor.view(-1)[entry] -= by
        assert gradient is not None
        assert gradient.view(-1)[entry].item() == pytest.approx((moved[0] - moved[1]) / (2 * h), abs=1e-7)


@pytest.mark.parametrize("name", MODELS)
def test_parents_come_before_their_children(name: str) -> None:
    """The nodes are in the order in which they came to be."""
    _, _, seen = recorded(name)
    assert all(parent < node.index for node in seen.nodes for parent in node.parents)
    assert [node.index for node in seen.nodes] == list(range(len(seen.nodes)))


@pytest.mark.parametrize("name", MODELS)
def test_every_gradient_has_its_values_shape(name: str) -> None:
    """A gradient is one slope an entry; the output's is there."""
    _, _, seen = recorded(name)
    assert all(n.gradient is None or n.gradient.shape == n.value.shape for n in seen.nodes)
    assert seen.nodes[seen.outputs[0]].gradient is not None


def test_a_sequential_is_its_layers_in_order_with_their_names() -> None:
    """Operations carry the module that ran them."""
    _, _, seen = recorded("sequential")
    ran = [(n.operation, n.module) for n in seen.find() if n.parents]
    assert ran == [("linear", "0"), ("relu", "1"), ("linear", "2"), ("sigmoid", "3")]
    assert seen.nodes[seen.outputs[0]].operation == "sigmoid"


def test_hidden_gradients_are_the_chain_rules() -> None:
    """The gradient in the middle is weight transposed times the gradient behind it."""
    model, _, seen = recorded("sequential")
    (hidden,), behind = seen.find("relu"), seen.find("linear", "2")[0]
    assert torch.allclose(hidden.gradient, behind.gradient @ model[2].weight, rtol=0, atol=1e-15)


def test_a_skip_is_an_addition_with_two_parents() -> None:
    """The second addition's parents are the first addition and the block's tanh."""
    _, _, seen = recorded("residual")
    first, second = seen.find("add")
    assert second.parents == (first.index, seen.find("tanh")[1].index)


def test_a_concatenation_has_four_parents() -> None:
    """The lanes of an Inception block meet in one cat."""
    _, _, seen = recorded("inception")
    (joined,) = seen.find("cat")
    assert [seen.nodes[p].module for p in joined.parents] == ["one", "three", "five", "pooled"]
    assert joined.shape == (1, 8, 6, 6)


@pytest.mark.parametrize(("sign", "taken", "left"), [(1, "sin", "cos"), (-1, "cos", "sin")])
def test_the_branch_that_ran_is_recorded(sign: int, taken: str, left: str) -> None:
    """A data-dependent ``if`` shows as the operations of the branch taken."""
    model = ready(ReusedWithIf())
    model.layer.bias.data = torch.full((4,), 9.0 * sign, dtype=torch.float64)
    seen = trace(model, seeded(2, 4), loss=loss)
    assert seen.find(taken)
    assert not seen.find(left)


def test_a_reused_layer_is_one_parameter_and_two_operations() -> None:
    """Its gradient is the sum over both uses."""
    _, _, seen = recorded("reused layer and if")
    weight = seen.parameter("layer.weight")
    uses = seen.find("linear", "layer")
    assert len(uses) == 2
    assert all(weight.index in use.parents for use in uses)


def test_in_place_operations_keep_the_value_before_and_after() -> None:
    """Each write is a node of its own, with its own value and its own gradient."""
    model, x, seen = recorded("in place")
    steps = [seen.find(name)[0] for name in ("linear", "mul_", "add_", "relu_")]
    linear, tripled, added, cut = steps
    assert torch.equal(linear.value, model.layer(x))
    assert torch.equal(tripled.value, linear.value * 3)
    assert torch.equal(added.value, tripled.value + x)
    assert torch.equal(cut.value, added.value.relu())
    assert torch.equal(linear.gradient, tripled.gradient * 3)
    assert torch.equal(added.gradient, cut.gradient * (added.value > 0))


def test_writing_into_a_slice_reaches_what_reads_the_whole() -> None:
    """The tanh behind two slice writes depends on them, and has the written values."""
    _, x, seen = recorded("writes into a slice")
    (tanh,) = seen.find("tanh")
    (written,) = tanh.parents
    assert [seen.nodes[parent].operation for parent in seen.nodes[written].parents] == ["setitem", "mul_"]
    assert torch.equal(tanh.value[:, 0], torch.tanh(x[:, 1]))


def test_each_output_of_an_operation_is_a_node() -> None:
    """chunk, split, max, topk and an LSTM give several nodes, numbered by part."""
    _, _, seen = recorded("many outputs")
    parts = {name: [n.part for n in seen.find(name)] for name in ("chunk", "split", "max", "topk", "lstm")}
    assert parts == {"chunk": [0, 1], "split": [0, 1], "max": [0, 1], "topk": [0, 1], "lstm": [0, 1, 2]}


def test_indices_have_no_gradient_and_values_do() -> None:
    """max returns values, through which the gradient flows, and indices, through which none does."""
    _, _, seen = recorded("many outputs")
    values, indices = seen.find("max")
    assert values.gradient is not None
    assert indices.gradient is None


def test_recording_leaves_model_and_input_as_they_were() -> None:
    """No ``.grad`` appears, no hook stays, and an in-place model does not write into the caller's tensor."""
    build, shape = MODELS["in place first"]
    model, x = ready(build()), seeded(*shape)
    before = x.clone()
    first, second = trace(model, x, loss=loss), trace(model, x, loss=loss)
    assert torch.equal(x, before)
    assert all(p.grad is None and not p._backward_hooks for p in model.parameters())
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in model.modules())
    assert first.loss == second.loss
    assert len(first.nodes) == len(second.nodes)


def test_after_a_model_that_fails_nothing_is_recorded_any_more() -> None:
    """An error inside the model becomes a sentence, and takes the hooks with it."""
    model = ready(nn.Sequential(nn.Linear(4, 3), nn.Linear(4, 3)))
    with pytest.raises(ChainreelError, match=r"layer '1' "):
        trace(model, seeded(2, 4), loss=loss)
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in model.modules())


def test_a_part_the_loss_does_not_reach_has_no_gradient() -> None:
    """None, not zero, where nothing flows back."""
    model = ready(nn.Sequential(nn.Linear(4, 4)))
    seen = trace(_Unused(model), seeded(2, 4), loss=loss)
    assert seen.find("exp")[0].gradient is None


class _Unused(nn.Module):
    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x: Tensor) -> Tensor:
        torch.exp(x)
        return self.inner(x)
