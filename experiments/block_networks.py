"""Digits networks of two-layer blocks, as in He et al. 2015: plain, or with each block's input added."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from experiments.digits import Digits
from experiments.networks import CLASSES, PIXELS, linear, loss_of
from experiments.training import Curve, Recipe, train


@dataclass(frozen=True)
class DecayedRecipe(Recipe):
    """SGD with momentum that also draws every weight towards 0."""

    weight_decay: float


class Block(nn.Module):
    """Two layers with BatchNorm; ReLU after the first, and after the addition (or where it would be)."""

    def __init__(self, width: int, skip: bool, rng: np.random.Generator) -> None:
        super().__init__()
        self.skip = skip
        self.first, self.second = linear("he", width, width, rng), linear("he", width, width, rng)
        self.norm1, self.norm2 = nn.BatchNorm1d(width), nn.BatchNorm1d(width)

    def forward(self, h: Tensor) -> Tensor:
        inner = self.norm2(self.second(torch.relu(self.norm1(self.first(h)))))
        return torch.relu(h + inner if self.skip else inner)


class BlockNetwork(nn.Module):
    """``layers`` weight layers: one from the pixels, blocks of two, one that reads out 10 classes."""

    def __init__(self, layers: int, width: int, skips: bool, rng: np.random.Generator) -> None:
        super().__init__()
        if layers < 4 or layers % 2:
            raise ValueError(f"{layers} weight layers cannot be two and blocks of two: take an even number")
        self.first, self.norm = linear("he", PIXELS, width, rng), nn.BatchNorm1d(width)
        self.blocks = nn.Sequential(*(Block(width, skips, rng) for _ in range((layers - 2) // 2)))
        self.readout = linear("default", width, CLASSES, rng)

    def forward(self, pixels: Tensor) -> Tensor:
        h = torch.relu(self.norm(self.first(pixels)))
        return self.readout(self.blocks(h))


class WithCopies(nn.Module):
    """A trained network with layers between its blocks and its readout that copy: W = 1, b = 0, ReLU."""

    def __init__(self, trained: BlockNetwork, copies: int) -> None:
        super().__init__()
        width = trained.readout.in_features
        self.first, self.norm, self.blocks = trained.first, trained.norm, trained.blocks
        self.copies = nn.ModuleList(nn.Linear(width, width) for _ in range(copies))
        self.readout = trained.readout
        for layer in self.copies:
            nn.init.eye_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, pixels: Tensor) -> Tensor:
        h = self.blocks(torch.relu(self.norm(self.first(pixels))))
        for layer in self.copies:
            h = torch.relu(layer(h))
        return self.readout(h)


def weight_layers(network: nn.Module) -> int:
    """How many layers with weights a network has."""
    return sum(isinstance(part, nn.Linear) for part in network.modules())


def gradient_norms(network: nn.Module, data: Digits, count: int) -> list[float]:
    """Norm of dloss_dW of every weight layer, from the pixels on, over the first training digits."""
    weights = [part.weight for part in network.modules() if isinstance(part, nn.Linear)]
    loss = loss_of(network(data.train[:count]), data.train_labels[:count])
    return [gradient.norm().item() for gradient in torch.autograd.grad(loss, weights)]


def train_decayed(network: nn.Module, data: Digits, recipe: DecayedRecipe, seed: int) -> Curve:
    """Train in place with weight decay."""
    optimiser = torch.optim.SGD(
        network.parameters(), recipe.learning_rate, recipe.momentum, 0.0, recipe.weight_decay, foreach=True
    )
    return train(network, data, recipe, seed, optimiser)
