"""Lesion of trained towers: one layer at a time is left out, and unseen digits are read again.

After Veit, Wilber and Belongie 2016 (arXiv 1605.06431), Section 4.1. Two towers of one depth that read unseen
digits: with bridges, from PyTorch's default first weights; without, from orthogonal ones, since from
the default ones it never learns. Layer 1 turns 64 values into 32 and cannot be left out.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from chainreel.measured import Measured, Settings, Value, chaotic, exact, generator
from experiments import reproducible
from experiments.digits import Digits, digits
from experiments.networks import ACTIVATIONS, Design, DigitsNetwork
from experiments.training import Recipe, accuracy, train

SETTINGS = {
    "depth": 30,
    "width": 32,
    "activation": "tanh",
    "seeds": [0, 1, 2],
    "learning_rate": 0.01,
    "momentum": 0.9,
    "batch": 64,
    "steps": 300,
}
TOWERS: dict[str, dict[str, Any]] = {"plain": {"initialisation": "orthogonal"}, "skips": {"skips": True}}


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    values: dict[str, Value] = {"layers": exact(range(2, settings["depth"] + 1), "layer left out, from 1")}
    for name, different in TOWERS.items():
        design = Design(settings["depth"], settings["width"], settings["activation"], **different)
        seeds = [one_seed(design, data, seed, settings) for seed in settings["seeds"]]
        whole, without = np.array([s[0] for s in seeds]), np.array([s[1] for s in seeds])
        values |= chaotic(f"{name}.whole", whole, "of unseen digits")
        values |= chaotic(f"{name}.without", without, "of unseen digits, by the layer left out: seed, layer")
        values |= chaotic(f"{name}.middle", np.median(without, axis=1), "median over the layers left out")
        values |= chaotic(f"{name}.best", without.max(axis=1), "the layer that mattered least")
        values |= chaotic(f"{name}.worst", without.min(axis=1), "the layer that mattered most")
    return Measured(run_line(settings), values)


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    first, last = settings["seeds"][0], settings["seeds"][-1]
    return (
        f"digits network · {settings['depth']} {settings['activation']} layers of {settings['width']} · with "
        f"bridges from PyTorch's default first weights, without from orthogonal ones · "
        f"seeds {first}-{last} · learning rate {settings['learning_rate']:g} · "
        f"{settings['steps']} steps of {settings['batch']} · layers 2 to "
        f"{settings['depth']} left out one at a time"
    )


def one_seed(design: Design, data: Digits, seed: int, settings: Settings) -> tuple[float, list[float]]:
    """Accuracy on unseen digits of the trained tower, whole and without each layer from the second on."""
    network = DigitsNetwork(design, generator(seed))
    steps = settings["steps"]
    recipe = Recipe(settings["learning_rate"], settings["momentum"], settings["batch"], steps, steps)
    curve = train(network, data, recipe, seed)
    with torch.no_grad():
        without = [
            accuracy(logits_without(network, data.test, layer), data.test_labels)
            for layer in range(1, design.depth)
        ]
    return curve.test[-1], without


def logits_without(network: DigitsNetwork, pixels: Tensor, left_out: int) -> Tensor:
    """The tower's logits with hidden layer ``left_out`` (from 0) passed by: what came in goes on."""
    activation = ACTIVATIONS[network.design.activation]
    h = pixels
    for index, layer in enumerate(network.layers[:-1]):
        if index == left_out:
            continue
        inner = activation(layer(h))
        h = h + inner if network.design.skips and h.shape == inner.shape else inner
    logits: Tensor = network.layers[-1](h)
    return logits
