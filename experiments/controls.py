"""Controls of the towers: what else could have made the difference that a sentence gives to one thing.

Is it the first weights' size, or that PyTorch's default draws biases too? Would ReLU have helped? And are
the digits of the plain tower still melted together when it has been trained?
"""

from typing import Any

import numpy as np
import torch

from chainreel.measured import Measured, Settings, Value, chaotic, exact, generator
from experiments import reproducible
from experiments.digits import Digits, digits
from experiments.networks import Design, DigitsNetwork
from experiments.training import Recipe, train

SETTINGS = {
    "depth": 30,
    "width": 32,
    "seeds": [0, 1, 2],
    "learning_rate": 0.01,
    "momentum": 0.9,
    "batch": 64,
    "steps": 300,
    "every": 10,
    "late": 10,
    "digits": 128,
}
PLAIN = "plain"
RUNS: dict[
    str, tuple[dict[str, Any], bool | None]
] = {  # the design, and whether biases are drawn; None: as usual
    PLAIN: ({}, None),
    "default_without_biases": ({}, False),
    "xavier_with_biases": ({"initialisation": "xavier"}, True),
    "relu_default": ({"activation": "relu"}, None),
    "relu_xavier": ({"activation": "relu", "initialisation": "xavier"}, None),
    "relu_he": ({"activation": "relu", "initialisation": "he"}, None),
}


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    values: dict[str, Value] = {"chance": exact(0.1, "accuracy of guessing")}
    for name, (different, biases) in RUNS.items():
        design = Design(settings["depth"], settings["width"], **different)
        seeds = [one_seed(design, biases, data, seed, settings) for seed in settings["seeds"]]
        values |= chaotic(
            f"{name}.train_accuracy", [s[0] for s in seeds], "of training digits: mean at the end"
        )
        if name == PLAIN:
            values |= chaotic(
                "plain.distance", [s[1] for s in seeds], "of a digit from the mean: last layer, trained"
            )
    return Measured(run_line(settings), values)


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    first, last = settings["seeds"][0], settings["seeds"][-1]
    return (
        f"digits network · {settings['depth']} layers of {settings['width']}, no bridges, as named · "
        f"seeds {first}-{last} · learning rate {settings['learning_rate']:g} · {settings['steps']} steps of "
        f"{settings['batch']} · mean of the last {settings['late']} watched steps"
    )


def one_seed(
    design: Design, biases: bool | None, data: Digits, seed: int, settings: Settings
) -> tuple[float, float]:
    """Training accuracy at the end, and how far apart digits then are in the last hidden layer."""
    network = DigitsNetwork(design, generator(seed))
    if biases is not None:
        set_biases(network, biases, seed)
    recipe = Recipe(*(settings[key] for key in ("learning_rate", "momentum", "batch", "steps", "every")))
    curve = train(network, data, recipe, seed)
    with torch.no_grad():
        h = network.hidden(data.train[: settings["digits"]])[-2]
    return float(np.mean(curve.train[-settings["late"] :])), (h - h.mean(0)).norm(dim=1).mean().item()


def set_biases(network: DigitsNetwork, drawn: bool, seed: int) -> None:
    """Biases as PyTorch's default draws them, uniform up to sqrt(1/inputs), or all at 0."""
    rng = np.random.Generator(np.random.PCG64([seed, 2]))
    for layer in network.layers:
        bound = layer.in_features**-0.5 if drawn else 0.0
        layer.bias.data = reproducible.uniform(rng, bound, layer.out_features)
