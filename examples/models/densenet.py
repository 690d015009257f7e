"""DenseNet block: every layer reads all that the layers before it made (Huang et al. 2016)."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

CLASSES, GROWTH, LAYERS = 10, 12, 4


class Layer(nn.Module):
    """Normalisation, ReLU and a convolution that makes a few new channels."""

    def __init__(self, before: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(before)
        self.conv = nn.Conv2d(before, GROWTH, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(functional.relu(self.norm(x)))


class DenseNet(nn.Module):
    """A stem, one dense block, the mean over places and a linear answer."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 2 * GROWTH, 3, padding=1)
        self.layers = nn.ModuleList(Layer((2 + n) * GROWTH) for n in range(LAYERS))
        self.norm = nn.BatchNorm2d((2 + LAYERS) * GROWTH)
        self.linear = nn.Linear((2 + LAYERS) * GROWTH, CLASSES)

    def forward(self, image: Tensor) -> Tensor:
        made = [self.stem(image)]
        for layer in self.layers:
            made.append(layer(torch.cat(made, 1)))
        x = functional.relu(self.norm(torch.cat(made, 1)))
        return self.linear(x.mean((2, 3)))


def build() -> SimpleNamespace:
    """The net, and four random pictures of 16×16."""
    torch.manual_seed(0)
    images, target = torch.randn(4, 3, 16, 16), torch.randint(CLASSES, (4,))
    return SimpleNamespace(
        model=DenseNet(), inputs=(images,), loss=lambda logits: functional.cross_entropy(logits, target)
    )
