"""Tower of thirty tanh layers: a deep plain network whose gradient fades on its way down."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, DEPTH, CLASSES = 32, 30, 10


class Tower(nn.Module):
    """Layers of one width, each with its tanh, and a linear answer."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for _ in range(DEPTH):
            layers += [nn.Linear(WIDTH, WIDTH), nn.Tanh()]
        self.layers = nn.Sequential(*layers)
        self.answer = nn.Linear(WIDTH, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        return self.answer(self.layers(x))


def build() -> SimpleNamespace:
    """The tower, sixteen random points and a class for each."""
    torch.manual_seed(0)
    points, target = torch.randn(16, WIDTH), torch.randint(CLASSES, (16,))
    return SimpleNamespace(
        model=Tower(), inputs=(points,), loss=lambda logits: functional.cross_entropy(logits, target)
    )
