"""Small models as users hand them over, and ways in which their code goes wrong."""

import os
import sys
import time

import torch
from torch import Tensor, nn


class Net(nn.Module):
    """A perceptron of two layers."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(8, 16), nn.Linear(16, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.second(torch.relu(self.first(x)))


def cross_entropy(output: Tensor) -> Tensor:
    """The loss of three classes."""
    return nn.functional.cross_entropy(output, torch.arange(len(output)) % 3)


def build() -> dict[str, object]:
    return {"model": Net(), "inputs": (torch.randn(4, 8),), "loss": cross_entropy}


class Pair(nn.Module):
    """Two rows of numbers for each example, and an index."""

    def __init__(self) -> None:
        super().__init__()
        self.table, self.last = nn.Embedding(5, 8), nn.Linear(8, 3)

    def forward(self, left: Tensor, right: Tensor, rows: Tensor) -> Tensor:
        return self.last(left * right + self.table(rows))  # type: ignore[no-any-return]


def pairs() -> dict[str, object]:
    inputs = {"left": torch.randn(4, 8), "right": torch.randn(4, 8), "rows": torch.tensor([0, 1, 1, 4])}
    return {"model": Pair(), "inputs": inputs, "loss": cross_entropy}


def judged() -> dict[str, object]:
    return {**build(), "labels": [0, 1, 2, 0], "names": {"classes": ["cat 1", "dog 2", "cow 3"]}}


def trains() -> dict[str, object]:
    def batches(seed: int) -> object:
        generator = torch.Generator().manual_seed(seed)
        while True:
            yield torch.randn(4, 8, generator=generator), cross_entropy

    return {**build(), "batches": batches}


def weightless() -> dict[str, object]:
    return {
        "model": nn.Softmax(-1),
        "inputs": (torch.randn(2, 5),),
        "loss": lambda output: output.square().sum(),
    }


def single() -> dict[str, object]:
    return {
        "model": nn.Sequential(nn.Linear(5, 2)),
        "inputs": (torch.randn(3, 5),),
        "loss": lambda output: output.square().mean(),
    }


def half_frozen() -> dict[str, object]:
    net = Net()
    net.first.requires_grad_(requires_grad=False)
    return {"model": net, "inputs": (torch.randn(4, 8),), "loss": cross_entropy}


def silenced() -> dict[str, object]:
    """No gradient but 0: the ReLUs are all off."""
    net = Net()
    net.first.bias.data -= 100
    return {"model": net, "inputs": (torch.randn(4, 8),), "loss": cross_entropy}


def not_a_number() -> dict[str, object]:
    class Log(Net):
        def forward(self, x: Tensor) -> Tensor:
            return self.second(torch.log(self.first(x)))

    return {"model": Log(), "inputs": (torch.randn(4, 8),), "loss": cross_entropy}


class Attention(nn.Module):
    """One attention with a bridge over it."""

    def __init__(self) -> None:
        super().__init__()
        self.embed, self.norm = nn.Embedding(7, 8), nn.LayerNorm(8)
        self.qkv, self.head = nn.Linear(8, 24), nn.Linear(8, 7)

    def forward(self, ids: Tensor) -> Tensor:
        x = self.embed(ids)
        q, k, v = self.qkv(self.norm(x)).chunk(3, -1)
        x = x + nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.head(x)


def attends() -> dict[str, object]:
    ids = torch.tensor([[1, 2, 3, 4, 5], [2, 3, 4, 5, 6]])
    return {
        "model": Attention(),
        "inputs": {"ids": ids},
        "loss": lambda output: nn.functional.cross_entropy(output.flatten(0, 1), ids.flatten()),
    }


def crashes() -> None:
    os.abort()


def leaves_at_once() -> None:
    os._exit(7)


def leaves() -> None:
    sys.exit(0)


def hangs() -> None:
    time.sleep(3600)


def hungry() -> None:
    torch.zeros(2**40)


def breaks() -> None:
    raise ValueError("no such width")


def lacks() -> None:
    import nowhere_to_be_found  # noqa: F401


def chatters() -> dict[str, object]:
    print("a line on standard output")
    print("a line on standard error", file=sys.stderr)
    return build()
