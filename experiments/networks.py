"""Fully connected digits networks: any depth, activation, first weights, skips and normalisation."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from experiments.reproducible import normal, orthogonal, uniform

PIXELS, CLASSES = 64, 10
ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
INITIALISATIONS = ("default", "xavier", "he", "orthogonal")


@dataclass(frozen=True)
class Design:
    """``depth`` layers of ``width``, the first from 64 pixels; behind them one that reads out 10 classes."""

    depth: int
    width: int = 32
    activation: str = "tanh"
    initialisation: str = "default"
    skips: bool = False
    normalised: bool = False

    def __post_init__(self) -> None:
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"activation {self.activation!r} is none of {', '.join(ACTIVATIONS)}")
        if self.initialisation not in INITIALISATIONS:
            raise ValueError(
                f"first weights {self.initialisation!r} are none of {', '.join(INITIALISATIONS)}"
            )
        if self.depth < 1 or self.width < 1:
            raise ValueError(f"depth {self.depth} and width {self.width} must be 1 or more")


class DigitsNetwork(nn.Module):
    """Hidden layer l gives h_l = f(W h + b); with skips, h + f(W h + b) wherever the widths are equal."""

    def __init__(self, design: Design, rng: np.random.Generator) -> None:
        super().__init__()
        self.design = design
        sizes = [PIXELS] + [design.width] * design.depth + [CLASSES]
        pairs = list(pairwise(sizes))
        self.layers = nn.ModuleList(linear(design.initialisation, *pair, rng) for pair in pairs)
        self.norms = nn.ModuleList(
            nn.BatchNorm1d(design.width) if design.normalised else nn.Identity() for _ in pairs[:-1]
        )

    def forward(self, pixels: Tensor) -> Tensor:
        return self.hidden(pixels)[-1]

    def hidden(self, pixels: Tensor) -> list[Tensor]:
        """h_1, h_2, ... and last the logits."""
        activation = ACTIVATIONS[self.design.activation]
        h, seen = pixels, []
        for layer, norm in zip(self.layers[:-1], self.norms, strict=True):
            inner = activation(norm(layer(h)))
            h = h + inner if self.design.skips and h.shape == inner.shape else inner
            seen.append(h)
        return [*seen, self.layers[-1](h)]


def linear(initialisation: str, inputs: int, outputs: int, rng: np.random.Generator) -> nn.Linear:
    """A layer with first weights of one kind; its biases start at 0, in PyTorch's default as its weights.

    default: uniform up to sqrt(1/inputs). xavier: uniform up to sqrt(6/(inputs + outputs)).
    he: normal with spread sqrt(2/inputs). orthogonal: at right angles, length 1.
    """
    layer = nn.Linear(inputs, outputs)
    bound = math.sqrt(1 / inputs)
    layer.weight.data = {
        "default": lambda: uniform(rng, bound, outputs, inputs),
        "xavier": lambda: uniform(rng, math.sqrt(6 / (inputs + outputs)), outputs, inputs),
        "he": lambda: normal(rng, math.sqrt(2 / inputs), outputs, inputs),
        "orthogonal": lambda: orthogonal(rng, outputs, inputs),
    }[initialisation]()
    layer.bias.data = uniform(rng, bound, outputs) if initialisation == "default" else torch.zeros(outputs)
    return layer


def loss_of(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean cross-entropy."""
    return functional.cross_entropy(logits, labels)
