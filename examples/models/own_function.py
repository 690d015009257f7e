"""Net with an autograd Function of its own: it rounds forwards, and lets the gradient pass as it is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, CLASSES = 16, 3


class RoundThrough(torch.autograd.Function):
    """Rounds to quarters; its gradient is that of doing nothing (Bengio et al. 2013)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:  # noqa: ARG004 (torch's signature)
        return (4 * x).round() / 4

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:  # noqa: ARG004
        return gradient


class Quantised(nn.Module):
    """Three layers, each rounded."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(8, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.answer = nn.Linear(WIDTH, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        x = RoundThrough.apply(torch.tanh(self.first(x)))
        x = RoundThrough.apply(torch.tanh(self.second(x)))
        return self.answer(x)


def build() -> SimpleNamespace:
    """The net, and sixteen random rows."""
    torch.manual_seed(0)
    rows, target = torch.randn(16, 8), torch.randint(CLASSES, (16,))
    return SimpleNamespace(
        model=Quantised(), inputs=(rows,), loss=lambda logits: functional.cross_entropy(logits, target)
    )
