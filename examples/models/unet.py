"""U-Net: down to small and wide, up again, with a long bridge on each level (Ronneberger et al. 2015)."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional


class TwoConvs(nn.Module):
    """Two convolutions with ReLU."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(before, after, 3, padding=1)
        self.second = nn.Conv2d(after, after, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.second(functional.relu(self.first(x))))


class UNet(nn.Module):
    """Three levels down and up: what is cut out on the way down is stacked on the way up."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        self.down = nn.ModuleList(
            [TwoConvs(1, width), TwoConvs(width, 2 * width), TwoConvs(2 * width, 4 * width)]
        )
        self.bottom = TwoConvs(4 * width, 8 * width)
        self.grow = nn.ModuleList(
            nn.ConvTranspose2d(2 * n * width, n * width, 2, stride=2) for n in (4, 2, 1)
        )
        self.up = nn.ModuleList(TwoConvs(2 * n * width, n * width) for n in (4, 2, 1))
        self.answer = nn.Conv2d(width, 1, 1)

    def forward(self, image: Tensor) -> Tensor:
        x, levels = image, []
        for block in self.down:
            x = block(x)
            levels.append(x)
            x = functional.max_pool2d(x, 2)
        x = self.bottom(x)
        for grow, block in zip(self.grow, self.up, strict=True):
            x = block(torch.cat([levels.pop(), grow(x)], 1))
        return self.answer(x)


def build() -> SimpleNamespace:
    """The net, and four noisy pictures of 64×64 with a bright disc, which it is to find again."""
    torch.manual_seed(0)
    rows, columns = torch.meshgrid(torch.arange(64.0), torch.arange(64.0), indexing="ij")
    centres = 16 + 32 * torch.rand(4, 2)
    away = (rows - centres[:, :1, None]) ** 2 + (columns - centres[:, 1:, None]) ** 2
    clean = (away < 12**2).float()[:, None]
    noisy = clean + 0.3 * torch.randn(4, 1, 64, 64)
    return SimpleNamespace(model=UNet(), inputs=(noisy,), loss=lambda seen: functional.mse_loss(seen, clean))
