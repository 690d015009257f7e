"""ResNet-18 for small pictures: eight blocks with a bridge each (He et al. 2015, section 3.3)."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

CLASSES = 10


class Block(nn.Module):
    """Two convolutions, and a bridge that is a 1×1 convolution where size or channels change."""

    def __init__(self, before: int, after: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(before, after, 3, stride, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(after)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(after)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or before != after:
            self.shortcut = nn.Sequential(
                nn.Conv2d(before, after, 1, stride, bias=False), nn.BatchNorm2d(after)
            )

    def forward(self, x: Tensor) -> Tensor:
        inner = functional.relu(self.norm1(self.conv1(x)))
        return functional.relu(self.norm2(self.conv2(inner)) + self.shortcut(x))


class ResNet18(nn.Module):
    """A first convolution, four stages of two blocks, the mean over places and a linear answer."""

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(width)
        stages, before = [], width
        for step, after in enumerate((width, 2 * width, 4 * width, 8 * width)):
            first = Block(before, after, stride=1 if step == 0 else 2)
            stages.append(nn.Sequential(first, Block(after, after, 1)))
            before = after
        self.stages = nn.Sequential(*stages)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.linear = nn.Linear(before, CLASSES)

    def forward(self, image: Tensor) -> Tensor:
        x = functional.relu(self.norm(self.conv(image)))
        return self.linear(self.pool(self.stages(x)).flatten(1))


def build() -> SimpleNamespace:
    """The net at its own widths, and four pictures of 32×32 that are random."""
    torch.manual_seed(0)
    images, target = torch.randn(4, 3, 32, 32), torch.randint(CLASSES, (4,))
    return SimpleNamespace(
        model=ResNet18(), inputs=(images,), loss=lambda logits: functional.cross_entropy(logits, target)
    )
