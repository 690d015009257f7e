"""GoogLeNet for small pictures: nine boxes of four parallel lanes (Szegedy et al. 2014, table 1)."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

CLASSES = 10
# Channels of each box's lanes: 1×1; 1×1 and 3×3; 1×1 and 5×5; after pooling. None is a pooling between.
PLAN: tuple[tuple[int, int, int, int, int, int] | None, ...] = (
    (64, 96, 128, 16, 32, 32),
    (128, 128, 192, 32, 96, 64),
    None,
    (192, 96, 208, 16, 48, 64),
    (160, 112, 224, 24, 64, 64),
    (128, 128, 256, 24, 64, 64),
    (112, 144, 288, 32, 64, 64),
    (256, 160, 320, 32, 128, 128),
    None,
    (256, 160, 320, 32, 128, 128),
    (384, 192, 384, 48, 128, 128),
)


class ConvNorm(nn.Module):
    """A convolution, batch normalisation and ReLU."""

    def __init__(self, before: int, after: int, side: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, after, side, padding=side // 2, bias=False)
        self.norm = nn.BatchNorm2d(after)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.norm(self.conv(x)))


class Inception(nn.Module):
    """Four lanes side by side, whose channels are stacked."""

    def __init__(self, before: int, a: int, b0: int, b: int, c0: int, c: int, d: int) -> None:
        super().__init__()
        self.one = ConvNorm(before, a, 1)
        self.three = nn.Sequential(ConvNorm(before, b0, 1), ConvNorm(b0, b, 3))
        self.five = nn.Sequential(ConvNorm(before, c0, 1), ConvNorm(c0, c, 5))
        self.pooled = nn.Sequential(nn.MaxPool2d(3, 1, padding=1), ConvNorm(before, d, 1))

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.one(x), self.three(x), self.five(x), self.pooled(x)], 1)


class GoogLeNet(nn.Module):
    """A stem, nine inception boxes with poolings between, the mean over places and a linear answer."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(ConvNorm(3, 64, 3), ConvNorm(64, 192, 3))
        boxes: list[nn.Module] = []
        before = 192
        for lanes in PLAN:
            if lanes is None:
                boxes.append(nn.MaxPool2d(3, 2, padding=1))
            else:
                boxes.append(Inception(before, *lanes))
                before = lanes[0] + lanes[2] + lanes[4] + lanes[5]
        self.boxes = nn.Sequential(*boxes)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.linear = nn.Linear(before, CLASSES)

    def forward(self, image: Tensor) -> Tensor:
        return self.linear(self.pool(self.boxes(self.stem(image))).flatten(1))


def build() -> SimpleNamespace:
    """The net, and two pictures of 32×32 that are random."""
    torch.manual_seed(0)
    images, target = torch.randn(2, 3, 32, 32), torch.randint(CLASSES, (2,))
    return SimpleNamespace(
        model=GoogLeNet(), inputs=(images,), loss=lambda logits: functional.cross_entropy(logits, target)
    )
