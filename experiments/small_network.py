"""A 2-3-2-1 network of sigmoids: values, local slopes, every path back, and three ways to one gradient.

Its weights are an input: torch's normal numbers of seed 0, the biases halved, all to one decimal.
"""

from itertools import product
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from chainreel.measured import Measured, Settings, Value, exact
from chainreel.trace import Trace, trace
from experiments import reproducible
from experiments.sigmoid_network import built, loss_of
from experiments.small_changes import ripple, three_ways, update

SETTINGS = {
    "x": [1.0, -0.5],
    "target": 1.0,
    "weights": [
        [[1.5, -0.3], [-2.2, 0.6], [-1.1, -1.4]],
        [[-0.4, -0.6, 0.2], [-0.9, 1.1, -1.1]],
        [[0.4, -0.9]],
    ],
    "biases": [[0.2, 0.4, -0.4], [0.1, -0.3], [-0.8]],
    "nudge": 1e-4,
    "ripple": 0.1,
    "learning_rate": 1.0,
}


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    network, x, target = built(settings), torch.tensor(settings["x"]), settings["target"]
    seen = trace(network, x, loss=lambda h: loss_of(h, target))
    values = forward_values(seen, x, target) | gradients(network, seen)
    values |= paths(seen, settings)
    values |= three_ways(network, x, values, settings)
    values |= ripple(network, x, values, settings)
    values |= update(network, x, seen, settings)
    sizes = "-".join(str(n) for n in [len(x), *(len(b) for b in settings["biases"])])
    run = f"{sizes} sigmoid network · weights given, one decimal · input {settings['x']} · target {target:g}"
    return Measured(run, values)


def forward_values(seen: Trace, x: Tensor, target: float) -> dict[str, Value]:
    """z1, h1, slope1, ... by layer, with dloss_dz and dloss_dh."""
    values = {"x": exact(x.numpy()), "target": exact(target), "loss": exact(seen.loss)}
    pairs = zip(seen.find("linear"), seen.find("sigmoid"), strict=True)
    for layer, (z, h) in enumerate(pairs, start=1):
        assert z.gradient is not None
        assert h.gradient is not None
        values |= {
            f"z{layer}": exact(z.value.numpy()),
            f"h{layer}": exact(h.value.numpy()),
            f"slope{layer}": exact((h.value * (1 - h.value)).numpy(), "of the sigmoid at z"),
            f"dloss_dz{layer}": exact(z.gradient.numpy()),
            f"dloss_dh{layer}": exact(h.gradient.numpy()),
        }
    return values | {"dloss_dh": exact(seen.find("sigmoid")[-1].value.item() - target, "h - target")}


def gradients(network: nn.Sequential, seen: Trace) -> dict[str, Value]:
    """Every parameter and its gradient by autograd."""
    values = {}
    for layer in range(len(network) // 2):
        for short, kind in (("W", "weight"), ("b", "bias")):
            node = seen.parameter(f"{2 * layer}.{kind}")
            assert node.gradient is not None
            values[f"{short}{layer + 1}"] = exact(node.value.numpy())
            values[f"dloss_d{short}{layer + 1}"] = exact(node.gradient.numpy())
    return values | {"parameters": exact(sum(p.numel() for p in network.parameters()), "count")}


def paths(seen: Trace, settings: Settings) -> dict[str, Value]:
    """Each path from the loss back to W1[0,0]: its factors in order, their running product, the sum.

    Factors of a path: h - target, then slope and weight by turns, last the slope at the first
    layer's neuron 0 and the input. ``paths.nodes`` tells through which neurons it runs.
    """
    h = [node.value.numpy() for node in seen.find("sigmoid")]
    slopes = [a * (1 - a) for a in h]
    weights = [np.array(w) for w in settings["weights"]]
    routes = [(0, *middle, 0) for middle in product(*(range(len(a)) for a in h[1:-1]))]
    factors = np.array(
        [path_factors(r, h[-1][0] - settings["target"], slopes, weights, settings) for r in routes]
    )
    products = factors.prod(1)
    return {
        "paths.nodes": exact(routes, "neuron by layer, first layer first, from 0"),
        "paths.factors": exact(factors, "h - target, slope, weight, slope, weight, slope, x"),
        "paths.running": exact(np.cumprod(factors, axis=1), "product of the factors so far"),
        "paths.products": exact(products, "one a path"),
        "paths.sum": exact(products.sum(), "dloss_dW1[0,0] by paths"),
    }


def path_factors(route: Any, error: float, slopes: Any, weights: Any, settings: Settings) -> list[float]:
    """The factors along one path from the loss back to the input, in that order."""
    factors = [error]
    for layer in range(len(route) - 1, 0, -1):
        factors += [slopes[layer][route[layer]], weights[layer][route[layer], route[layer - 1]]]
    return [*factors, slopes[0][route[0]], settings["x"][0]]
