"""Train a digits network by mini-batches and watch its accuracy."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import SGD, Optimizer

from experiments.digits import Digits
from experiments.networks import loss_of
from experiments.reproducible import order_generator


@dataclass(frozen=True)
class Recipe:
    """SGD with momentum; watched at step 0, every ``every`` steps, and at the end."""

    learning_rate: float
    momentum: float
    batch: int
    steps: int
    every: int


@dataclass(frozen=True)
class Curve:
    """Accuracies and mean training loss at ``step``."""

    step: list[int]
    train: list[float]
    test: list[float]
    loss: list[float]


def train(
    network: nn.Module, data: Digits, recipe: Recipe, seed: int, optimiser: Optimizer | None = None
) -> Curve:
    """Train in place, with the recipe's SGD if no optimiser is given; the seed alone orders the digits."""
    optimiser = optimiser or SGD(network.parameters(), lr=recipe.learning_rate, momentum=recipe.momentum)
    curve = Curve([], [], [], [])
    for step, chosen in enumerate(batches(len(data.train), recipe, seed)):
        if step % recipe.every == 0:
            watch(network, data, step, curve)
        optimiser.zero_grad()
        loss_of(network(data.train[chosen]), data.train_labels[chosen]).backward()
        optimiser.step()
    watch(network, data, recipe.steps, curve)
    return curve


def batches(count: int, recipe: Recipe, seed: int) -> Iterator[Tensor]:
    """Shuffled afresh each time all digits were seen; a last, smaller batch is left out."""
    rng, given = order_generator(seed), 0
    while given < recipe.steps:
        order = torch.from_numpy(rng.permutation(count))
        for start in range(0, count - recipe.batch + 1, recipe.batch)[: recipe.steps - given]:
            yield order[start : start + recipe.batch]
            given += 1


def watch(network: nn.Module, data: Digits, step: int, curve: Curve) -> None:
    """Add a step's accuracies and loss to the curve, batch statistics held still."""
    network.eval()
    with torch.no_grad():
        logits, unseen = network(data.train), network(data.test)
    network.train()
    curve.step.append(step)
    curve.train.append(accuracy(logits, data.train_labels))
    curve.test.append(accuracy(unseen, data.test_labels))
    curve.loss.append(loss_of(logits, data.train_labels).item())


def accuracy(logits: Tensor, labels: Tensor) -> float:
    """The share of right answers, of logits (digits, classes)."""
    return (logits.argmax(1) == labels).double().mean().item()


def answers(network: nn.Module, pixels: Tensor) -> np.ndarray:
    """The class the network names for each digit."""
    network.eval()
    with torch.no_grad():
        return network(pixels).argmax(1).numpy()
