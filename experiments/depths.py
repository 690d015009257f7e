"""The tables behind the towers: with and without skips, by depth, by learning rate, and with Adam."""

from functools import partial
from typing import Any

import numpy as np
import torch

from chainreel.measured import Measured, Settings, Value, chaotic, exact, generator
from experiments import reproducible
from experiments.digits import Digits, digits
from experiments.networks import Design, DigitsNetwork
from experiments.training import Curve, Recipe, answers, train

SETTINGS = {
    "depths": [2, 5, 10, 20, 30],
    "tower": 30,
    "width": 32,
    "activation": "tanh",
    "learning_rate": 0.01,
    "rates": [0.001, 0.003, 0.01, 0.03, 0.1],
    "adam_rates": [0.001, 0.01],
    "momentum": 0.9,
    "batch": 64,
    "steps": 300,
    "seeds": [0, 1, 2, 3, 4],
    "seeds_of_rates": [0, 1, 2],
}
TOWERS = {"plain": False, "skips": True}


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    tower, rate = settings["tower"], settings["learning_rate"]
    tables = {  # name: what varies, the seeds, and the run for one of it
        "by_depth": (settings["depths"], "seeds", lambda depth: (depth, rate, "sgd")),
        "by_rate": (settings["rates"], "seeds_of_rates", lambda rate: (tower, rate, "sgd")),
        "adam": (settings["adam_rates"], "seeds_of_rates", lambda rate: (tower, rate, "adam")),
    }
    values = {
        "by_depth.depth": exact(settings["depths"], "hidden layers"),
        "by_rate.rate": exact(settings["rates"], "learning rate"),
        "adam.rate": exact(settings["adam_rates"], "learning rate"),
    }
    known: dict[Any, tuple[float, float, int]] = {}
    for table, (entries, seeds, choice) in tables.items():
        for name, skips in TOWERS.items():
            run = partial(one_run, data=data, settings=settings, skips=skips, known=known)
            results = [[run(*choice(entry), seed=seed) for entry in entries] for seed in settings[seeds]]
            values |= {f"{table}.{name}.{key}": v for key, v in collected(results).items()}
    return Measured(run_line(settings), values)


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    first, last = settings["seeds"][0], settings["seeds"][-1]
    return (
        f"digits networks · {settings['activation']} layers of {settings['width']}, PyTorch's default first "
        f"weights · seeds {first}-{last} by depth, learning rate {settings['learning_rate']:g}; only "
        f"{len(settings['seeds_of_rates'])} seeds by rate and with Adam, {settings['tower']} layers · "
        f"{settings['steps']} steps of {settings['batch']}"
    )


def one_run(
    depth: int,
    rate: float,
    optimiser: str,
    *,
    seed: int,
    skips: bool,
    data: Digits,
    settings: Settings,
    known: dict[Any, tuple[float, float, int]],
) -> tuple[float, float, int]:
    """Training and unseen accuracy, and how many different answers; a run that two tables share runs once."""
    key = (depth, rate, optimiser, skips, seed)
    if key not in known:
        design = Design(depth, settings["width"], settings["activation"], skips=skips)
        network = DigitsNetwork(design, generator(seed))
        steps = settings["steps"]
        recipe = Recipe(rate, settings["momentum"], settings["batch"], steps, steps)
        curve = {"sgd": train, "adam": train_with_adam}[optimiser](network, data, recipe, seed)
        different = len(np.unique(answers(network, data.train)))
        known[key] = curve.train[-1], curve.test[-1], different
    return known[key]


def train_with_adam(network: DigitsNetwork, data: Digits, recipe: Recipe, seed: int) -> Curve:
    """Adam in place of SGD, with PyTorch's own momentum."""
    return train(network, data, recipe, seed, torch.optim.Adam(network.parameters(), lr=recipe.learning_rate))


def collected(results: list[list[tuple[float, float, int]]]) -> dict[str, Value]:
    """Rows are seeds, columns what the table varies."""
    train_accuracy, test_accuracy, different = np.moveaxis(np.array(results), 2, 0)
    return {
        **chaotic("train_accuracy", train_accuracy, "of training digits: seed, entry"),
        **chaotic("test_accuracy", test_accuracy, "of unseen digits: seed, entry"),
        **chaotic("answers", different.astype(int), "different answers to all training digits"),
    }
