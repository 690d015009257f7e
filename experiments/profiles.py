"""How long each layer's gradient is before any training, layer by layer, for many digits networks."""

import math
from typing import Any

import numpy as np
import torch

from chainreel.measured import Measured, Settings, Value, exact, generator, initialisation, over_seeds
from chainreel.trace import trace
from experiments import reproducible
from experiments.digits import Digits, digits
from experiments.networks import CLASSES, Design, DigitsNetwork, loss_of

SETTINGS = {
    "width": 32,
    "depths": [2, 10, 30, 50],
    "tower": 30,
    "seeds": [0, 1, 2, 3, 4],
    "digits": 128,
}
NETWORKS: dict[str, dict[str, Any]] = {
    "sigmoid_default": {"activation": "sigmoid"},
    "sigmoid_xavier": {"activation": "sigmoid", "initialisation": "xavier"},
    "tanh_default": {},
    "tanh_xavier": {"initialisation": "xavier"},
    "tanh_orthogonal": {"initialisation": "orthogonal"},
    "relu_default": {"activation": "relu"},
    "relu_xavier": {"activation": "relu", "initialisation": "xavier"},
    "relu_he": {"activation": "relu", "initialisation": "he"},
    "tanh_default_norm": {"normalised": True},
    "relu_he_norm": {"activation": "relu", "initialisation": "he", "normalised": True},
    "tanh_default_skips": {"skips": True},
    "relu_he_skips": {"activation": "relu", "initialisation": "he", "skips": True},
    "relu_he_norm_skips": {"activation": "relu", "initialisation": "he", "normalised": True, "skips": True},
}
SPREAD = {"default": math.sqrt(1 / 3), "xavier": 1.0, "he": math.sqrt(2.0)}  # of a weight, times sqrt(width)
CURVE = {"sigmoid": 0.25, "tanh": 1.0, "relu": math.sqrt(1 / 2)}  # largest slope; for ReLU half of them pass
BATCH_NORM_RELU = math.sqrt(math.pi / (math.pi - 1))
TOWERS = {"plain": "tanh_default", "skips": "tanh_default_skips"}


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    values = {"depths": exact(settings["depths"], "hidden layers")}
    for name, choices in NETWORKS.items():
        values |= {f"{name}.{key}": v for key, v in by_depth(choices, data, settings).items()}
        if (bound := theory(name)) is not None:
            values[f"{name}.theory"] = exact(bound, "factor a layer")
    values |= {f"points.{key}": v for key, v in points(data, settings).items()}
    for tower, name in TOWERS.items():
        values |= {f"{tower}.{key}": v for key, v in by_layer(NETWORKS[name], data, settings).items()}
    (shallow, deep), (first, last) = ((settings[key][0], settings[key][-1]) for key in ("depths", "seeds"))
    run = (
        f"digits networks · layers of {settings['width']}, {shallow} to {deep} deep · "
        f"first weights as named, before training · seeds {first}-{last} · "
        f"first {settings['digits']} training digits"
    )
    return Measured(run, values)


def theory(name: str) -> float | None:
    """Largest factor a layer (ReLU: the mean one); None where no short formula holds."""
    if name == "relu_he_norm":
        return BATCH_NORM_RELU
    activation, first_weights, *more = name.split("_")
    return None if more or first_weights not in SPREAD else CURVE[activation] * SPREAD[first_weights]


def by_depth(choices: dict[str, Any], data: Digits, settings: Settings) -> dict[str, Value]:
    """Norm of dloss_dW1 and factor a layer (geometric mean of |dloss_dh_l| / |dloss_dh_l+1|) by depth."""
    first, factors = [], []
    for seed in settings["seeds"]:
        designs = [Design(depth, settings["width"], **choices) for depth in settings["depths"]]
        passes = [one_pass(design, data, seed, settings["digits"]) for design in designs]
        first.append([norms["dloss_dw"][0] for norms in passes])
        factors.append([geometric_mean_factor(norms["dloss_dh"]) for norms in passes])
    return over_seeds("first", first, "norm of dloss_dW1: seed, depth") | over_seeds(
        "factor", factors, "a layer: seed, depth"
    )


def by_layer(choices: dict[str, Any], data: Digits, settings: Settings) -> dict[str, Value]:
    """The towers' norms layer by layer, first layer first, and how far apart the digits still are."""
    design = Design(settings["tower"], settings["width"], **choices)
    passes = [one_pass(design, data, seed, settings["digits"]) for seed in settings["seeds"]]
    rows = {key: np.array([norms[key] for norms in passes]) for key in passes[0]}
    h, distance = rows["dloss_dh"], rows["distance"]
    return {
        **over_seeds("dloss_dh", h, "norm by seed, layer"),
        **over_seeds("dloss_dw", rows["dloss_dw"], "norm by seed, layer"),
        **over_seeds(
            "last_by_first", rows["dloss_dw"][:, -1] / rows["dloss_dw"][:, 0], "|dloss_dW| last / first"
        ),
        "factors": initialisation(h[:, :-1] / h[:, 1:], "|dloss_dh_l| / |dloss_dh_l+1| by seed, l"),
        "squares": initialisation(rows["dloss_dw"][0] ** 2, "sum of squared slopes by layer, first seed"),
        "weights": exact([64 * design.width] + [design.width**2] * (design.depth - 1), "slopes by layer"),
        **over_seeds("distance", distance, "mean distance of a digit from the mean: seed, layer"),
        **over_seeds(
            "melting", (distance[:, -1] / distance[:, 0]) ** (1 / (design.depth - 1)), "factor a layer"
        ),
    }


def points(data: Digits, settings: Settings) -> dict[str, Value]:
    """The first training digit of each class, and two neurons' values for it in every layer of a tower."""
    chosen = [int((data.train_labels == label).nonzero()[0]) for label in range(CLASSES)]
    values = {"pixels": exact(data.train[chosen].numpy(), "class, 8 x 8 row by row")}
    for tower, name in TOWERS.items():
        design = Design(settings["tower"], settings["width"], **NETWORKS[name])
        network = DigitsNetwork(design, generator(settings["seeds"][0]))
        with torch.no_grad():
            hidden = torch.stack(network.hidden(data.train[chosen])[:-1])
        values[tower] = initialisation(hidden[:, :, :2].numpy(), "layer, class, neuron 0 and 1; first seed")
    return values


def one_pass(design: Design, data: Digits, seed: int, count: int) -> dict[str, list[float]]:
    """Norms by hidden layer of dloss_dh and dloss_dW, and the digits' mean distance from their mean."""
    network = DigitsNetwork(design, generator(seed))
    labels = data.train_labels[:count]
    seen = trace(network, data.train[:count], loss=lambda logits: loss_of(logits, labels))
    hidden = seen.find("add") if design.skips else seen.find(design.activation)
    if design.skips:  # the first layer's widths differ, so it has no skip
        hidden = (seen.find(design.activation)[0], *hidden)
    weights = [seen.parameter(f"layers.{i}.weight") for i in range(design.depth)]
    return {
        "dloss_dh": [norm(node.gradient) for node in hidden],
        "dloss_dw": [norm(node.gradient) for node in weights],
        "distance": [spread(node.value) for node in hidden],
    }


def norm(gradient: torch.Tensor | None) -> float:
    """The Euclidean norm of a gradient that there must be."""
    assert gradient is not None
    return gradient.norm().item()


def spread(h: torch.Tensor) -> float:
    """How far digits lie from their mean: the mean distance, of h (digits, width)."""
    return (h - h.mean(0)).norm(dim=1).mean().item()


def geometric_mean_factor(norms: list[float]) -> float:
    """What a layer multiplies the norm by on its way back, if all did so alike."""
    return float((norms[0] / norms[-1]) ** (1 / (len(norms) - 1)))
