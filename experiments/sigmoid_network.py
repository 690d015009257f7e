"""Fully connected sigmoids with the weights that settings give, and its squared loss."""

import torch
from torch import Tensor, nn

from chainreel.measured import Settings


def built(settings: Settings) -> nn.Sequential:
    """The network of the settings' weights and biases, a sigmoid after each layer."""
    layers: list[nn.Module] = []
    for weight, bias in zip(settings["weights"], settings["biases"], strict=True):
        linear = nn.Linear(len(weight[0]), len(weight))
        linear.weight.data, linear.bias.data = torch.tensor(weight), torch.tensor(bias)
        layers += [linear, nn.Sigmoid()]
    return nn.Sequential(*layers)


def loss_of(h: Tensor, target: float) -> Tensor:
    """Half the squared distance from the target."""
    return ((h - target) ** 2).sum() / 2
