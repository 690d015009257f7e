"""Zoom into the plain tower: digits that seem to have melted into one point, seen again when enlarged.

Before any training. Each layer's values are shown along the two directions in which the digits differ most,
about their mean. Whether digits can still be told apart is asked of the nearest class mean: the means are
taken over training digits, the answers over unseen ones, in all of the layer's neurons.
"""

import numpy as np
import numpy.typing as npt
import torch

from chainreel.measured import (
    Measured,
    Settings,
    Tolerance,
    Value,
    exact,
    generator,
    over_seeds,
    trained,
    value,
)
from experiments import reproducible
from experiments.digits import Digits, digits
from experiments.networks import CLASSES, Design, DigitsNetwork

SETTINGS = {
    "depth": 30,
    "width": 32,
    "activation": "tanh",
    "seeds": [0, 1, 2, 3, 4],
    "layers": [1, 10, 20, 30],
    "points": 300,
    "digits": 128,  # over which the spread is taken, as in profiles
}
Array = npt.NDArray[np.float64]


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data, layers = digits(), settings["layers"]
    hidden = [hidden_values(settings, seed, data) for seed in settings["seeds"]]
    spread = np.array(
        [[spread_of(train[n - 1, : settings["digits"]]) for n in layers] for train, _ in hidden]
    )
    right = np.array(
        [[nearest_mean(train[n - 1], test[n - 1], data) for n in layers] for train, test in hidden]
    )
    first = hidden[0][0]
    seen = [two_widest(first[n - 1, : settings["points"]]) for n in layers]
    picked = chosen_digits(seen[-1], data)
    values: dict[str, Value] = {
        "layers": exact(layers, "layer"),
        "labels": exact(data.train_labels[: settings["points"]].numpy(), "class of each point"),
        "chosen": exact(
            picked, "the point that stands for each class: far enough from the others to be read"
        ),
        "pixels": exact(data.train[picked].numpy(), "of the chosen, 8 x 8 row by row"),
        "points": trained(seen, "layer, digit, direction; first seed, from the digits' mean"),
    }
    values |= over_seeds("spread", spread, "mean distance of a digit from the mean: seed, layer")
    values |= over_seeds("shrinks", spread[:, :-1] / spread[:, 1:], "times, from one layer shown to the next")
    values |= over_seeds("enlarged", spread[:, 0] / spread[:, -1], "times, first layer shown to last")
    values["right"] = value(right, Tolerance.TRAINED, "of unseen digits, by nearest class mean: seed, layer")
    values["right.low"] = value(right.min(0), Tolerance.TRAINED, "by layer")
    values["right.median"] = value(np.median(right, 0), Tolerance.TRAINED, "by layer")
    return Measured(run_line(settings), values)


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    first, last = settings["seeds"][0], settings["seeds"][-1]
    return (
        f"digits network · {settings['depth']} {settings['activation']} layers of {settings['width']} · "
        f"PyTorch's default first weights, before training · seeds {first}-{last} · points of seed {first}"
    )


def hidden_values(settings: Settings, seed: int, data: Digits) -> tuple[Array, Array]:
    """Hidden values (layer, digit, width) of the training digits and of the unseen ones."""
    design = Design(settings["depth"], settings["width"], settings["activation"])
    network = DigitsNetwork(design, generator(seed))
    with torch.no_grad():
        train, test = (torch.stack(network.hidden(part)[:-1]).numpy() for part in (data.train, data.test))
    return train, test


def spread_of(h: Array) -> float:
    """How far digits lie from their mean: the mean distance, of h (digits, width)."""
    return float(np.linalg.norm(h - h.mean(0), axis=1).mean())


def two_widest(h: Array) -> Array:
    """Digits (digits, 2) along the two directions of h (digits, width) in which they differ most.

    A direction's sign is free; it is chosen so that the digit farthest out lies on the positive side.
    """
    about = h - h.mean(0)
    _, _, directions = np.linalg.svd(about, full_matrices=False)
    seen = about @ directions[:2].T
    farthest = seen[np.abs(seen).argmax(0), range(2)]
    return np.asarray(seen * np.sign(farthest))


def nearest_mean(train: Array, test: Array, data: Digits) -> float:
    """The share of unseen digits whose class's mean is the nearest, of h (digits, width)."""
    labels = data.train_labels.numpy()
    means = np.stack([train[labels == label].mean(0) for label in range(CLASSES)])
    apart = np.linalg.norm(test[:, None] - means[None], axis=2)
    return float((apart.argmin(1) == data.test_labels.numpy()).mean())


def chosen_digits(seen: Array, data: Digits) -> list[int]:
    """For each class the digit that stands farthest from those chosen before, of places (digits, 2)."""
    labels = data.train_labels[: len(seen)].numpy()
    chosen = [int(np.flatnonzero(labels == 0)[0])]
    for label in range(1, CLASSES):
        candidates = np.flatnonzero(labels == label)
        apart = np.linalg.norm(seen[candidates][:, None] - seen[chosen][None], axis=2).min(1)
        chosen.append(int(candidates[apart.argmax()]))
    return chosen
