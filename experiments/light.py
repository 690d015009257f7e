"""Light of the towers: how long each layer's own gradient is at every step of training, and what they answer.

The hook's two towers again, first seed: the same weights, batches and recipe as in ``headline.py``, so the
accuracy at the end is that record's. What is kept of a step is the gradient that the step was made with.
"""

from typing import Any

import numpy as np
import torch
from torch.optim import SGD

from chainreel.measured import Measured, Settings, Tolerance, exact, generator, value
from experiments import reproducible
from experiments.digits import Digits, digits
from experiments.networks import Design, DigitsNetwork, loss_of
from experiments.training import Recipe, accuracy, answers, batches

SETTINGS = {
    "depth": 30,
    "width": 32,
    "activation": "tanh",
    "seed": 0,
    "learning_rate": 0.01,
    "momentum": 0.9,
    "batch": 64,
    "steps": 300,
    "every": 2,  # steps whose gradients are kept
    "watch": 10,  # steps between two looks at accuracy and answers
    "sample": 12,
}
TOWERS = {"plain": False, "skips": True}


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    values = {
        "step": exact(range(0, settings["steps"], settings["every"]), "steps done before this gradient"),
        "watched": exact(range(0, settings["steps"] + 1, settings["watch"]), "steps done"),
    }
    for name, skips in TOWERS.items():
        seen = train_watched(skips, data, settings)
        values |= {
            f"{name}.dloss_dw": value(
                [np.transpose(seen["lengths"])], Tolerance.CURVE, "norm: seed, layer, step"
            ),
            f"{name}.end": value(seen["lengths"][-1:], Tolerance.CHAOTIC, "norm: seed, layer; last step"),
            f"{name}.train": value([seen["train"]], Tolerance.CURVE, "accuracy on training digits"),
            f"{name}.answers": value([np.transpose(seen["answers"])], Tolerance.NAMED, "class: digit, step"),
        }
    return Measured(run_line(settings), values)


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    return (
        f"digits network · {settings['depth']} {settings['activation']} layers of {settings['width']} · "
        f"PyTorch's default first weights · one seed, {settings['seed']} · learning rate "
        f"{settings['learning_rate']:g} · {settings['steps']} steps of {settings['batch']} · "
        f"gradients of the mini-batches"
    )


def train_watched(skips: bool, data: Digits, settings: Settings) -> dict[str, list[Any]]:
    """Train a tower: gradient lengths by step and layer; accuracies and the sample's answers as watched."""
    design = Design(settings["depth"], settings["width"], settings["activation"], skips=skips)
    network = DigitsNetwork(design, generator(settings["seed"]))
    recipe = Recipe(*(settings[key] for key in ("learning_rate", "momentum", "batch", "steps", "watch")))
    optimiser = SGD(network.parameters(), lr=recipe.learning_rate, momentum=recipe.momentum)
    seen: dict[str, list[Any]] = {"lengths": [], "train": [], "answers": []}
    for step, chosen in enumerate(batches(len(data.train), recipe, settings["seed"])):
        if step % recipe.every == 0:
            look(network, data, settings["sample"], seen)
        optimiser.zero_grad()
        loss_of(network(data.train[chosen]), data.train_labels[chosen]).backward()
        if step % settings["every"] == 0:
            seen["lengths"].append(gradient_lengths(network))
        optimiser.step()
    look(network, data, settings["sample"], seen)
    return seen


def gradient_lengths(network: DigitsNetwork) -> list[float]:
    """The norm of each hidden layer's dloss_dW, the first layer first."""
    weights = [layer.weight for layer in network.layers[:-1]]
    return [weight.grad.norm().item() for weight in weights if weight.grad is not None]


def look(network: DigitsNetwork, data: Digits, sample: int, seen: dict[str, list[Any]]) -> None:
    """Add the accuracy on all training digits, and the answers to the first unseen ones."""
    with torch.no_grad():
        seen["train"].append(accuracy(network(data.train), data.train_labels))
    seen["answers"].append(answers(network, data.test[:sample]))
