"""Tower of thirty tanh layers, each with a bridge around it."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, DEPTH, CLASSES = 32, 30, 10


class BridgedTower(nn.Module):
    """Each layer adds its tanh to what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(DEPTH))
        self.answer = nn.Linear(WIDTH, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = x + torch.tanh(layer(x))
        return self.answer(x)


def build() -> SimpleNamespace:
    """The tower, sixteen random points and a class for each."""
    torch.manual_seed(0)
    points, target = torch.randn(16, WIDTH), torch.randint(CLASSES, (16,))
    return SimpleNamespace(
        model=BridgedTower(), inputs=(points,), loss=lambda logits: functional.cross_entropy(logits, target)
    )
