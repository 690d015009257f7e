"""VAE: a picture becomes a mean and a spread, a random point of it a picture again (Kingma 2013)."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

PIXELS, WIDTH, LATENT = 64, 48, 4


class Vae(nn.Module):
    """Encoder, the two heads, and decoder."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(PIXELS, WIDTH), nn.ReLU())
        self.mean, self.logvar = nn.Linear(WIDTH, LATENT), nn.Linear(WIDTH, LATENT)
        self.decoder = nn.Sequential(nn.Linear(LATENT, WIDTH), nn.ReLU(), nn.Linear(WIDTH, PIXELS))

    def forward(self, pixels: Tensor) -> dict[str, Tensor]:
        hidden = self.encoder(pixels)
        mean, logvar = self.mean(hidden), self.logvar(hidden)
        latent = mean + torch.randn_like(mean) * (logvar / 2).exp()
        return {"seen": self.decoder(latent).sigmoid(), "mean": mean, "logvar": logvar}


def build() -> SimpleNamespace:
    """The model, and sixteen pictures of 8×8 with a bright bar each."""
    torch.manual_seed(0)
    pixels = torch.zeros(16, 8, 8)
    pixels[torch.arange(16), torch.randint(8, (16,))] = 1
    pixels = pixels.flatten(1)

    def loss(output: dict[str, Tensor]) -> Tensor:
        mean, logvar = output["mean"], output["logvar"]
        apart = (logvar.exp() + mean.square() - 1 - logvar).sum(1).mean() / 2
        return functional.binary_cross_entropy(output["seen"], pixels, reduction="sum") / 16 + apart

    return SimpleNamespace(model=Vae(), inputs=(pixels,), loss=loss)
