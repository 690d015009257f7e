"""What the cures for depth do before any training: first weights by kind, and one batch made even.

The weights are those of the headline's towers: layer 1, neuron 1, first seed. The batch shows the first
layer's neuron whose values lie farthest from 0.
"""

import numpy as np
import torch
from torch import Tensor

from chainreel.measured import Measured, Settings, Value, exact, initialisation
from experiments import reproducible
from experiments.digits import digits
from experiments.networks import Design, DigitsNetwork

SETTINGS = {"width": 32, "seed": 0, "batch": 64}
KINDS = ("default", "xavier", "orthogonal")
EVEN = 1e-6  # how near to 0 a mean counts as 0


def measure(settings: Settings) -> Measured:
    reproducible.set_up()
    values: dict[str, Value] = {}
    for kind in KINDS:
        weights = first_layer(settings, kind).weight[0].detach().numpy()
        values[f"{kind}.weights"] = initialisation(weights, "of layer 1, neuron 1")
        values[f"{kind}.spread"] = initialisation(np.std(weights), "of these weights")
    return Measured(run_line(settings), values | batch(settings))


def run_line(settings: Settings) -> str:
    return (
        f"digits networks · layer 1 of width {settings['width']} · seed {settings['seed']} · "
        f"before training · the first {settings['batch']} training digits"
    )


def first_layer(settings: Settings, kind: str) -> torch.nn.Linear:
    design = Design(1, settings["width"], initialisation=kind)
    layer: torch.nn.Linear = DigitsNetwork(design, reproducible.generator(settings["seed"])).layers[0]
    return layer


def batch(settings: Settings) -> dict[str, Value]:
    """One neuron's values for a batch of digits: as they are, with mean 0, and with spread 1 as well."""
    pixels = digits().train[: settings["batch"]]
    values: Tensor = first_layer(settings, "default")(pixels).detach()
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
