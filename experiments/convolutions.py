"""Convolutional digits networks: layers whose first weights come from the run's own generator."""

import math

import numpy as np
import torch
from torch import Tensor, nn

from experiments.networks import CLASSES, linear
from experiments.reproducible import uniform

SIDE = 8


def convolution(inputs: int, outputs: int, size: int, rng: np.random.Generator) -> nn.Conv2d:
    """``size`` x ``size`` kernels, the map's size kept; uniform up to sqrt(1/inputs seen), as PyTorch."""
    layer = nn.Conv2d(inputs, outputs, size, padding=size // 2)
    bound = math.sqrt(1 / (inputs * size**2))
    layer.weight.data = uniform(rng, bound, outputs, inputs, size, size)
    layer.bias.data = uniform(rng, bound, outputs)
    return layer


def as_pictures(pixels: Tensor) -> Tensor:
    """(digits, 64) as (digits, 1, 8, 8)."""
    return pixels.reshape(-1, 1, SIDE, SIDE)


class DigitsCnn(nn.Module):
    """Convolution, ReLU, pooling, twice; what is left is read out into 10 classes."""

    def __init__(self, channels: list[int], rng: np.random.Generator) -> None:
        super().__init__()
        first, second = channels
        self.first = convolution(1, first, 3, rng)
        self.second = convolution(first, second, 3, rng)
        self.readout = linear("default", second * (SIDE // 4) ** 2, CLASSES, rng)

    def forward(self, pixels: Tensor) -> Tensor:
        h = torch.max_pool2d(torch.relu(self.first(as_pictures(pixels))), 2)
        h = torch.max_pool2d(torch.relu(self.second(h)), 2)
        return self.readout(h.flatten(1))
