"""Siamese pair: one encoder looks at two pictures, and how far apart it puts them is the answer."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional


class Encoder(nn.Module):
    """A small convolutional net to eight numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 8, 3, 2, padding=1), nn.Conv2d(8, 16, 3, 2, padding=1)
        self.linear = nn.Linear(16 * 16, 8)

    def forward(self, image: Tensor) -> Tensor:
        x = functional.relu(self.conv2(functional.relu(self.conv1(image))))
        return self.linear(x.flatten(1))


class Siamese(nn.Module):
    """The distance between what one encoder makes of two pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        return (self.encoder(left) - self.encoder(right)).square().sum(1)


def build() -> SimpleNamespace:
    """The model, and eight pairs of random pictures of 16×16, of which half are alike."""
    torch.manual_seed(0)
    left = torch.randn(8, 1, 16, 16)
    right = torch.cat([left[:4] + 0.1 * torch.randn(4, 1, 16, 16), torch.randn(4, 1, 16, 16)])
    alike = torch.tensor([1.0] * 4 + [0.0] * 4)

    def loss(distance: Tensor) -> Tensor:
        return (alike * distance + (1 - alike) * functional.relu(1 - distance)).mean()

    return SimpleNamespace(model=Siamese(), inputs=(left, right), loss=loss)
