"""Five towers: the same depth, data and recipe; only the wiring, first weights or scale differ."""

from typing import Any

import numpy as np
import torch

from chainreel.measured import Measured, Settings, Value, chaotic, curves, exact, generator, named, over_seeds
from experiments import reproducible
from experiments.digits import Digits, digits
from experiments.networks import Design, DigitsNetwork, loss_of
from experiments.training import Recipe, answers, train

SETTINGS = {
    "depth": 30,
    "width": 32,
    "activation": "tanh",
    "seeds": [0, 1, 2, 3, 4],
    "learning_rate": 0.01,
    "momentum": 0.9,
    "batch": 64,
    "steps": 300,
    "every": 10,
    "late": 10,  # watched steps at the end, taken together: one alone is as chaotic as the weather
    "gradient_digits": 128,
    "sample": 12,
}
RUNS = {  # what differs from the plain tower
    "plain": {},
    "skips": {"skips": True},
    "xavier": {"initialisation": "xavier"},
    "orthogonal": {"initialisation": "orthogonal"},
    "normalised": {"normalised": True},
}


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data, sample = digits(), settings["sample"]
    values = {
        "train_digits": exact(len(data.train), "digits"),
        "test_digits": exact(len(data.test), "digits"),
        "classes": exact(10, "classes"),
        "chance": exact(0.1, "accuracy of guessing"),
        "sample.pixels": exact(data.test[:sample].numpy(), "the first unseen digits, 8 x 8 row by row"),
        "sample.labels": exact(data.test_labels[:sample].numpy(), "class"),
    }
    for name, different in RUNS.items():
        design = Design(settings["depth"], settings["width"], settings["activation"], **different)
        seeds = [one_seed(design, data, seed, settings) for seed in settings["seeds"]]
        values |= collected(name, seeds, settings["late"])
    return Measured(run_line(settings), values)


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    first, last = settings["seeds"][0], settings["seeds"][-1]
    return (
        f"digits network · {settings['depth']} {settings['activation']} layers of {settings['width']} · "
        f"PyTorch's default first weights, or as named · seeds {first}-{last} · "
        f"learning rate {settings['learning_rate']:g} · {settings['steps']} steps of {settings['batch']}"
    )


def one_seed(design: Design, data: Digits, seed: int, settings: Settings) -> dict[str, Any]:
    """Gradients before training, the curves, and what the trained network answers."""
    network = DigitsNetwork(design, generator(seed))
    first, last = first_and_last_gradient(network, data, settings["gradient_digits"])
    recipe = Recipe(*(settings[key] for key in ("learning_rate", "momentum", "batch", "steps", "every")))
    curve = train(network, data, recipe, seed)
    given = np.bincount(answers(network, data.train), minlength=10)
    return {
        "curve": curve,
        "first": first,
        "last": last,
        "given": given,
        "sample": answers(network, data.test[: settings["sample"]]),
        "parameters": sum(p.numel() for p in network.parameters()),
    }


def first_and_last_gradient(network: DigitsNetwork, data: Digits, count: int) -> tuple[float, float]:
    """Norms of dloss_dW in the first and the last hidden layer, over the first training digits."""
    loss = loss_of(network(data.train[:count]), data.train_labels[:count])
    weights = [network.layers[0].weight, network.layers[-2].weight]
    first, last = torch.autograd.grad(loss, weights)
    return first.norm().item(), last.norm().item()


def collected(name: str, seeds: list[dict[str, Any]], late: int) -> dict[str, Value]:
    """What a tower showed from each seed, under its name, with medians and ranges."""
    watched, given = [s["curve"] for s in seeds], np.array([s["given"] for s in seeds])
    first, last = np.array([s["first"] for s in seeds]), np.array([s["last"] for s in seeds])
    values = {
        f"{name}.parameters": exact(seeds[0]["parameters"], "weights and biases"),
        "curve.step": exact(watched[0].step, "steps"),
        f"{name}.sample.answers": named([s["sample"] for s in seeds], "class, by seed"),
    }
    values |= over_seeds(f"{name}.gradient.first", first, "norm of dloss_dW in layer 1, before training")
    values |= over_seeds(f"{name}.gradient.last", last, "norm of dloss_dW in the last layer")
    values |= over_seeds(f"{name}.gradient.last_by_first", last / first, "how many times larger")
    values |= chaotic(f"{name}.train_accuracy", [c.train[-1] for c in watched], "of training digits")
    values |= chaotic(f"{name}.test_accuracy", [c.test[-1] for c in watched], "of unseen digits")
    ends = np.array([[c.train[-late:], c.test[-late:]] for c in watched]).mean(2)
    values |= chaotic(f"{name}.late.train_accuracy", ends[:, 0], "of training digits: mean at the end")
    values |= chaotic(f"{name}.late.test_accuracy", ends[:, 1], "of unseen digits: mean at the end")
    values |= curves(f"{name}.curve.train", [c.train for c in watched], "accuracy on training digits")
    values |= curves(f"{name}.curve.test", [c.test for c in watched], "accuracy on unseen digits")
    values |= curves(f"{name}.curve.loss", [c.loss for c in watched], "mean cross-entropy, training")
    values |= chaotic(f"{name}.answers", (given > 0).sum(1), "different answers to all training digits")
    values[f"{name}.answer"] = named(given.argmax(1), "the most frequent answer, by seed")
    return values | chaotic(f"{name}.answer_count", given.max(1), "digits that got it")
