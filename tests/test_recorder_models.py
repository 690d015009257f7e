"""The recorder on whole models of many kinds, each beside an untouched copy under plain autograd."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import torch
from recorder_oracle import add_up, gradients_by_running_again, same, seeded, watched
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import parametrizations
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence
from torch.utils.checkpoint import checkpoint

from chainreel.recorder import trace


class Runs(nn.Module):
    """Parts under their names, and a function of them and of the inputs."""

    def __init__(self, run: Callable[..., Any], **parts: nn.Module) -> None:
        super().__init__()
        for name, part in parts.items():
            setattr(self, name, part)
        self.run = run

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        return self.run(self, *args, **kwargs)


class ResBlock(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        h = self.relu(self.bn1(self.conv1(x)))
        h = self.bn2(self.conv2(h))
        h += x
        return self.relu(h)


class CellLoop(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell, self.out = nn.LSTMCell(3, 4), nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        h = c = x.new_zeros(len(x), 4)
        for t in range(x.shape[1]):
            h, c = self.cell(x[:, t], (h, c))
        return self.out(h)


class Gpt(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.token, self.place = nn.Embedding(11, 8), nn.Embedding(5, 8)
        self.norm, self.qkv, self.out = nn.LayerNorm(8), nn.Linear(8, 24), nn.Linear(8, 8)
        self.head = nn.Linear(8, 11, bias=False)
        self.head.weight = self.token.weight
        self.register_buffer("order", torch.arange(5))

    def forward(self, ids: Tensor) -> Tensor:
        x = self.token(ids) + self.place(self.order[: ids.shape[1]])
        b, t, c = x.shape
        q, k, v = (p.view(b, t, 2, c // 2).transpose(1, 2) for p in self.qkv(self.norm(x)).split(c, 2))
        y = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(y.transpose(1, 2).contiguous().view(b, t, c))
        return self.head(x)


class Experts(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gate = nn.Linear(4, 3)
        self.experts = nn.ModuleList(nn.Linear(4, 4) for _ in range(3))

    def forward(self, x: Tensor) -> Tensor:
        score, choice = self.gate(x).softmax(-1).max(-1)
        out = torch.zeros_like(x)
        for i, expert in enumerate(self.experts):
            rows = (choice == i).nonzero(as_tuple=True)[0]
            if len(rows):
                out.index_add_(0, rows, expert(x[rows]) * score[rows, None])
        return out


class GraphNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.message, self.update = nn.Linear(4, 4), nn.GRUCell(4, 4)

    def forward(self, x: Tensor, edges: Tensor) -> Tensor:
        for _ in range(2):
            sent = self.message(x)[edges[0]]
            x = self.update(torch.zeros_like(x).index_add(0, edges[1], sent), x)
        return x


def vae(self: Runs, x: Tensor) -> dict[str, Tensor]:
    mean, logvar = self.encode(x).chunk(2, -1)
    z = mean + torch.randn_like(mean) * (logvar / 2).exp()
    return {"seen": self.decode(z).sigmoid(), "mean": mean, "logvar": logvar}


def packed(self: Runs, x: Tensor) -> Tensor:
    out, _ = self.lstm(pack_padded_sequence(x, torch.tensor([4, 2]), batch_first=True))
    return pad_packed_sequence(out, batch_first=True)[0]


def maml(self: Runs, x: Tensor) -> Tensor:
    weights = dict(self.net.named_parameters())
    inner = torch.func.functional_call(self.net, weights, x).square().mean()
    found = torch.autograd.grad(inner, list(weights.values()), create_graph=True)
    moved = {k: w - 0.1 * g for (k, w), g in zip(weights.items(), found, strict=True)}
    return torch.func.functional_call(self.net, moved, x)


def unet(self: Runs, x: Tensor) -> Tensor:
    a = functional.relu(self.down(x))
    b = functional.relu(self.middle(functional.max_pool2d(a, 2)))
    return self.up(torch.cat([a, functional.interpolate(b, scale_factor=2)], 1))


def mixed(self: Runs, x: Tensor) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return self.net(x)


def tries(self: Runs, x: Tensor) -> Tensor:
    try:
        h = self.net(x[:, :2])
    except RuntimeError:
        h = self.net(x)
    return h * 2


def no_grad_branch(self: Runs, x: Tensor) -> Tensor:
    with torch.no_grad():
        scale = self.net(x).abs().mean()
    return self.net(x) / scale


def inference_branch(self: Runs, x: Tensor) -> Tensor:
    with torch.inference_mode():
        scale = self.net(x).abs()
        scale.clamp_(min=0.5)
        scale[0, 0] = 1.0
    return self.net(x) + scale.mean().item()


def functional_dropout(self: Runs, x: Tensor) -> Tensor:
    return functional.dropout(self.net(x), 0.5, training=True) * torch.rand(1)


def clip(self: Runs, x: Tensor) -> Tensor:
    for p in self.net.parameters():
        p.data.clamp_(-0.1, 0.1)
    return self.net(x)


def ema(self: Runs, x: Tensor) -> Tensor:
    with torch.no_grad():
        for p, q in zip(self.net.parameters(), self.slow.parameters(), strict=True):
            q.mul_(0.9).add_(p, alpha=0.1)
    return self.net(x) - self.slow(x)


def lin(i: int = 4, o: int = 3) -> nn.Module:
    return nn.Sequential(nn.Linear(i, o), nn.Tanh())


GENERATED = torch.Generator().manual_seed(7)
MODELS: dict[str, tuple[Callable[[], nn.Module], Callable[[], tuple[Any, ...]]]] = {
    "mlp": (lambda: nn.Sequential(nn.Linear(4, 3), nn.ReLU(inplace=True), nn.Linear(3, 2)), lambda: (x34(),)),
    "residual": (lambda: nn.Sequential(ResBlock(2), ResBlock(2)), lambda: (seeded(2, 2, 5, 5),)),
    "cell loop": (CellLoop, lambda: (seeded(2, 6, 3),)),
    "gpt": (Gpt, lambda: (torch.tensor([[1, 2, 3, 1], [4, 5, 6, 0]]),)),
    "experts": (Experts, lambda: (seeded(6, 4),)),
    "graph net": (GraphNet, lambda: (seeded(4, 4), torch.tensor([[0, 1, 2, 3], [1, 2, 3, 0]]))),
    "vae": (lambda: Runs(vae, encode=nn.Linear(4, 6), decode=nn.Linear(3, 4)), lambda: (x34(),)),
    "packed": (
        lambda: Runs(packed, lstm=nn.LSTM(3, 2, 2, bidirectional=True, batch_first=True)),
        lambda: (seeded(2, 4, 3),),
    ),
    "packed input": (
        lambda: Runs(lambda self, p: self.lstm(p), lstm=nn.LSTM(3, 2, batch_first=True)),
        lambda: (pack_padded_sequence(seeded(2, 4, 3), torch.tensor([4, 2]), batch_first=True),),
    ),
    "maml": (lambda: Runs(maml, net=lin()), lambda: (x34(),)),
    "u-net": (
        lambda: Runs(
            unet, down=nn.Conv2d(1, 2, 3, padding=1), middle=nn.Conv2d(2, 3, 1), up=nn.Conv2d(5, 1, 1)
        ),
        lambda: (seeded(1, 1, 6, 6),),
    ),
    "encoder": (
        lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 2),
        lambda: (seeded(2, 3, 8),),
    ),
    "tries": (lambda: Runs(tries, net=lin()), lambda: (x34(),)),
    "no_grad": (lambda: Runs(no_grad_branch, net=lin()), lambda: (x34(),)),
    "inference": (lambda: Runs(inference_branch, net=lin()), lambda: (x34(),)),
    "dropout": (lambda: Runs(functional_dropout, net=lin()), lambda: (x34(),)),
    "clip": (lambda: Runs(clip, net=lin()), lambda: (x34(),)),
    "ema": (lambda: Runs(ema, net=lin(), slow=lin()), lambda: (x34(),)),
    "norms": (
        lambda: nn.Sequential(nn.Conv1d(2, 4, 1), nn.GroupNorm(2, 4), nn.InstanceNorm1d(4, affine=True)),
        lambda: (seeded(2, 2, 5),),
    ),
    "instance norm that keeps count": (
        lambda: nn.InstanceNorm1d(4, track_running_stats=True),
        lambda: (seeded(2, 4, 5),),
    ),
    "renormed embedding": (
        lambda: nn.Embedding(5, 3, max_norm=0.5),
        lambda: (torch.tensor([0, 1, 1]),),
    ),
    "bag": (lambda: nn.EmbeddingBag(5, 3, mode="sum"), lambda: (torch.tensor([[0, 1], [2, 2]]),)),
    "sparse gradient": (lambda: nn.Embedding(5, 3, sparse=True), lambda: (torch.tensor([0, 1, 1]),)),
    "spectral": (lambda: parametrizations.spectral_norm(nn.Linear(4, 3)), lambda: (x34(),)),
    "old spectral": (lambda: nn.utils.spectral_norm(nn.Linear(4, 3)), lambda: (x34(),)),
    "weight norm": (lambda: parametrizations.weight_norm(nn.Linear(4, 3)), lambda: (x34(),)),
    "orthogonal": (lambda: parametrizations.orthogonal(nn.Linear(4, 4)), lambda: (x34(),)),
    "rrelu": (lambda: nn.Sequential(nn.Linear(4, 3), nn.RReLU(inplace=True)), lambda: (x34(),)),
    "bilinear": (lambda: nn.Bilinear(4, 4, 2), lambda: (x34(), seeded(3, 4, seed=2))),
    "fft": (
        lambda: Runs(lambda self, x: torch.fft.irfft(torch.fft.rfft(self.net(x)) * 2j, n=3), net=lin()),
        lambda: (x34(),),
    ),
    "expanded input": (lambda: lin(), lambda: (seeded(1, 4).expand(3, 4),)),
    "strided input": (lambda: lin(), lambda: (seeded(3, 8)[:, ::2],)),
    "transposed input": (lambda: lin(), lambda: (seeded(4, 3).t(),)),
    "scalar": (lambda: Runs(lambda self, x: self.net(x).sum() * x.mean(), net=lin()), lambda: (x34(),)),
    "sparse matrix": (
        lambda: Runs(lambda self, a, x: torch.sparse.mm(a, self.net(x)), net=lin()),
        lambda: (torch.eye(3).double().to_sparse(), x34()),
    ),
}


def x34() -> Tensor:
    return seeded(3, 4)


def built(name: str) -> tuple[nn.Module, tuple[Any, ...]]:
    torch.manual_seed(11)
    make, inputs = MODELS[name]
    return make().double(), inputs()


@pytest.mark.parametrize("mode", ["train", "eval"])
@pytest.mark.parametrize("name", MODELS)
def test_a_models_pass_is_plain_autograds_and_leaves_no_trace_in_it(name: str, mode: Any) -> None:
    """Loss, outputs, gradients to the bit; operations replay; model, inputs and generators as before."""
    model, inputs = built(name)
    torch.manual_seed(3)
    watched(model, *inputs, mode=mode, replays=name not in ("packed", "packed input", "inference"))


WITHOUT_WRITES = [
    "cell loop",
    "gpt",
    "graph net",
    "encoder",
    "norms",
    "bilinear",
    "u-net",
    "weight norm",
    "fft",
]


@pytest.mark.parametrize("name", WITHOUT_WRITES)
def test_every_nodes_gradient_follows_from_the_recorded_operations(name: str) -> None:
    """The trace run again from its leaves is the program: its gradient at each node is the recorded one."""
    model, inputs = built(name)
    seen = trace(model.eval(), *inputs, loss=add_up)
    for index, gradient in gradients_by_running_again(seen).items():
        mine = seen.nodes[index].gradient
        assert (mine is None) == (gradient is None), seen.nodes[index]
        assert mine is None or torch.allclose(mine, gradient, rtol=1e-12, atol=1e-14), seen.nodes[index]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_other_precisions_are_recorded_as_they_are(dtype: torch.dtype) -> None:
    """Values and gradients have the model's own type."""
    torch.manual_seed(0)
    seen = watched(lin().to(dtype), seeded(3, 4, dtype=dtype), loss=lambda o: o.float().sum())
    assert seen.find("linear")[0].gradient.dtype == dtype


def test_autocast_inside_of_forward_is_recorded() -> None:
    """The linear layer's result is bfloat16."""
    torch.manual_seed(0)
    seen = watched(Runs(mixed, net=nn.Linear(4, 3)), seeded(3, 4, dtype=torch.float32), replays=False)
    assert seen.find("linear")[0].dtype == torch.bfloat16


def test_checkpointed_layers_are_recorded_once() -> None:
    """use_reentrant=False: what is run again on the way back is not recorded again."""
    torch.manual_seed(0)
    model = Runs(lambda self, x: checkpoint(self.net, x, use_reentrant=False), net=lin()).double()
    seen = watched(model, x34())
    assert [len(seen.calls_of("net.0")), len(seen.find("tanh"))] == [1, 1]


def test_tied_weights_are_one_node_under_both_names() -> None:
    """Its gradient is the sum over both uses."""
    model, inputs = built("gpt")
    seen = trace(model, *inputs, loss=add_up)
    assert seen.parameter("head.weight") is seen.parameter("token.weight")


def test_frozen_parameters_have_no_gradient() -> None:
    """None, while the others have theirs; all frozen and an integer input still give the way forward."""
    model = nn.Sequential(nn.Embedding(4, 3), nn.Linear(3, 2)).double()
    model[0].requires_grad_(False)
    seen = watched(model, torch.tensor([0, 1]))
    assert seen.parameter("0.weight").gradient is None
    model.requires_grad_(False)
    assert not any(node.reached for node in trace(model, torch.tensor([0, 1]), loss=add_up).nodes)


def test_a_model_without_parameters_has_its_inputs_gradient() -> None:
    """Only the input is reached."""
    seen = watched(nn.Softmax(-1), x34())
    assert seen.input("input").gradient is not None


def test_nothing_is_claimed_of_nan_and_infinity_but_that_they_are_there() -> None:
    """They stand in the nodes as they came."""
    model = Runs(lambda self, x: self.net(x).log().masked_fill(x[:, :3] > 0, -torch.inf), net=lin())
    seen = watched(model.double(), x34())
    assert seen.find("log")[0].value.isnan().any()
    assert seen.find("masked_fill")[0].statistics.finite < 9


def test_a_model_may_copy_itself_and_the_copy_keeps_no_live_hook() -> None:
    """The copy made in forward runs afterwards as any model."""
    kept: list[nn.Module] = []

    def copies(self: Runs, x: Tensor) -> Tensor:
        kept.append(copy.deepcopy(self.net))
        return self.net(x) + kept[-1](x)

    model = Runs(copies, net=lin()).double()
    trace(model, x34(), loss=add_up)
    assert same(kept[0](x34()).detach(), model.net(x34()).detach())


def test_a_packed_sequence_is_an_input_with_names() -> None:
    """Its data has a gradient."""
    model, inputs = built("packed input")
    assert isinstance(inputs[0], PackedSequence)
    seen = trace(model, *inputs, loss=add_up)
    assert [seen.nodes[i].name for i in seen.inputs][:2] == ["args.0.data", "args.0.batch_sizes"]
    assert seen.nodes[seen.inputs[0]].gradient is not None
