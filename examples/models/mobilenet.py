"""Net of inverted bottlenecks, as in MobileNet v2: wide inside, narrow where the bridges stand."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

CLASSES = 10
PLAN = ((16, 1), (24, 2), (24, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1))  # channels, stride


def conv_norm(before: int, after: int, side: int, stride: int = 1, groups: int = 1) -> list[nn.Module]:
    """A convolution that keeps the size but for its stride, and batch normalisation."""
    conv = nn.Conv2d(before, after, side, stride, padding=side // 2, groups=groups, bias=False)
    return [conv, nn.BatchNorm2d(after)]


class Bottleneck(nn.Module):
    """1×1 to four times the channels, a 3×3 in each channel alone, 1×1 back; a bridge where it fits."""

    def __init__(self, before: int, after: int, stride: int) -> None:
        super().__init__()
        wide = 4 * before
        self.body = nn.Sequential(
            *conv_norm(before, wide, 1),
            nn.ReLU6(),
            *conv_norm(wide, wide, 3, stride, groups=wide),
            nn.ReLU6(),
            *conv_norm(wide, after, 1),
        )
        self.bridged = stride == 1 and before == after

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x) if self.bridged else self.body(x)


class MobileNet(nn.Module):
    """A stem, eight bottlenecks, the mean over places and a linear answer."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(*conv_norm(3, 16, 3, 2), nn.ReLU6())
        blocks, before = [], 16
        for after, stride in PLAN:
            blocks.append(Bottleneck(before, after, stride))
            before = after
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Sequential(*conv_norm(before, 128, 1), nn.ReLU6())
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(128, CLASSES))

    def forward(self, image: Tensor) -> Tensor:
        x = self.head(self.blocks(self.stem(image)))
        return self.classifier(functional.adaptive_avg_pool2d(x, 1).flatten(1))


def build() -> SimpleNamespace:
    """The net, and four random pictures of 64×64."""
    torch.manual_seed(0)
    images, target = torch.randn(4, 3, 64, 64), torch.randint(CLASSES, (4,))
    return SimpleNamespace(
        model=MobileNet(), inputs=(images,), loss=lambda logits: functional.cross_entropy(logits, target)
    )
