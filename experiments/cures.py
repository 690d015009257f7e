"""What the cures for depth do before any training: first weights by kind, and one batch made even.

The weights are those of the headline's towers: layer 1, neuron 1, first seed. What a layer's weights do to
lengths is seen on layer 2, which has as many inputs as outputs: its first two inputs make a circle of
values of length 1. The batch shows the first layer's neuron whose values lie farthest from 0.
"""

import numpy as np
import torch
from torch import Tensor

from chainreel.measured import Measured, Settings, Value, exact, generator, initialisation
from experiments import reproducible
from experiments.digits import digits
from experiments.networks import Design, DigitsNetwork

SETTINGS = {"width": 32, "seed": 0, "batch": 64, "directions": 72}
KINDS = ("default", "xavier", "orthogonal")
EVEN = 1e-6  # how near to 0 a mean counts as 0


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    values: dict[str, Value] = {}
    for kind in KINDS:
        first, second = layers(settings, kind)
        weights = first.weight[0].detach().numpy()
        values[f"{kind}.weights"] = initialisation(weights, "of layer 1, neuron 1")
        values[f"{kind}.spread"] = initialisation(np.std(weights), "of these weights")
        lengths = lengths_after(second, settings["directions"])
        values[f"{kind}.lengths"] = initialisation(lengths, "of W h for h of length 1, by direction")
    return Measured(run_line(settings), values | batch(settings))


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    return (
        f"digits networks · layers 1 and 2 of width {settings['width']} · seed {settings['seed']} · "
        f"before training · the first {settings['batch']} training digits"
    )


def layers(settings: Settings, kind: str) -> tuple[torch.nn.Linear, torch.nn.Linear]:
    """The first two hidden layers of a tower of any depth."""
    design = Design(2, settings["width"], initialisation=kind)
    network = DigitsNetwork(design, generator(settings["seed"]))
    first, second = network.layers[0], network.layers[1]
    return first, second


def lengths_after(layer: torch.nn.Linear, directions: int) -> np.ndarray:
    """How long values of length 1 in the plane of the layer's first two inputs are behind its weights."""
    turns = np.arange(directions) * 2 * np.pi / directions
    circle = np.stack([np.cos(turns), np.sin(turns)])
    return np.linalg.norm(layer.weight.detach().numpy()[:, :2] @ circle, axis=0)


def batch(settings: Settings) -> dict[str, Value]:
    """One neuron's values for a batch of digits: as they are, with mean 0, and with spread 1 as well."""
    pixels = digits().train[: settings["batch"]]
    values: Tensor = layers(settings, "default")[0](pixels).detach()
    neuron = int(values.mean(0).abs().argmax())
    before = values[:, neuron]
    after = torch.nn.BatchNorm1d(settings["width"])(values)[:, neuron].detach()
    middle, spread = before.mean(), before.std(correction=0)
    return {
        "batch.neuron": exact(neuron + 1, "neuron, from 1"),
        "batch.before": initialisation(before.numpy(), "before the activation, by digit"),
        "batch.centred": initialisation((before - middle).numpy(), "less their mean"),
        "batch.after": initialisation(after.numpy(), "by BatchNorm"),
        "batch.mean": initialisation(float(middle), "of the values before"),
        "batch.spread": initialisation(float(spread), "of the values before: standard deviation"),
        "batch.after_mean": initialisation(float(after.mean()), "of the values after", EVEN),
        "batch.after_spread": initialisation(float(after.std(correction=0)), "of the values after"),
    }
