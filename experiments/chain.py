"""A chain one neuron wide, ten sigmoids long: every factor a gradient meets on its way back."""

from typing import Any

import numpy as np
import torch

from chainreel.measured import Measured, Settings, Value, exact
from experiments import reproducible

SETTINGS = {
    "gates": 10,
    "cases": {
        "w1": [1.0, 0.0, 1.0],
        "w2": [2.0, 0.0, 1.0],
        "w4": [4.0, -2.0, 0.5],
        "w4_moved": [4.0, -2.0, 0.6],
        "w6": [6.0, -3.0, 0.5],
        "w6_moved": [6.0, -3.0, 0.6],
    },
    "small_change": 0.1,
    "curve_from": -6.0,
    "curve_to": 6.0,
    "curve_points": 121,
}
ROUNDING = 1e-12


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    gates = settings["gates"]
    values = {
        "bound.factor": exact(0.25, "largest slope of a sigmoid"),
        "bound.all": exact(0.25**gates, f"0.25 to the {gates}"),
        "bound.later": exact(0.25 ** (gates - 1), f"0.25 to the {gates - 1}"),
    }
    for case, (weight, bias, x) in settings["cases"].items():
        values |= {f"{case}.{key}": v for key, v in chain(gates, weight, bias, x).items()}
        values |= {f"{case}.{key}": v for key, v in ripple(gates, weight, bias, x, settings).items()}
    first_weight, first_bias, first_x = next(iter(settings["cases"].values()))
    bridges = bridge_chain(gates, first_weight, first_bias, first_x)
    values |= {f"bridges.{key}": v for key, v in bridges.items()}
    values |= sigmoid_curve(settings)
    run = f"h = sigmoid(w h + b) · {gates} gates, one neuron wide · weights given · not trained"
    return Measured(run, values)


def sigmoid(z: Any) -> Any:
    """1 / (1 + exp(-z)), of numbers or arrays."""
    return 1 / (1 + np.exp(-z))


def forward(gates: int, weight: float, bias: float, x: float) -> tuple[Any, Any]:
    """z (gates,) and activation (gates + 1,), the input first."""
    z, activation = [], [x]
    for _ in range(gates):
        z.append(weight * activation[-1] + bias)
        activation.append(sigmoid(z[-1]))
    return np.array(z), np.array(activation)


def chain(gates: int, weight: float, bias: float, x: float) -> dict[str, Value]:
    """Gate i's factor is slope(z_i) times weight; ``running`` starts with the coin 1 at the output."""
    z, activation = forward(gates, weight, bias, x)
    slope = activation[1:] * (1 - activation[1:])
    factor = slope * weight
    running = np.concatenate([[1.0], np.cumprod(factor[::-1])])
    autograd = autograd_of_chain(gates, weight, bias, x)
    return {
        "weight": exact(weight),
        "bias": exact(bias),
        "x": exact(x),
        "z": exact(z, "gate 1 first"),
        "activation": exact(activation, "the input, then gate 1 first"),
        "slope": exact(slope, "of the sigmoid, gate 1 first"),
        "factors": exact(factor, "slope times weight, gate 1 first"),
        "running": exact(running, "coin: 1, then after the last gate, ... after gate 1"),
        "product": exact(factor.prod(), "all gates"),
        "later": exact(factor[1:].prod(), "all gates but the first"),
        "autograd": exact(autograd, "dh_last/dx"),
        "autograd_minus_product": exact(autograd - factor.prod(), "", ROUNDING),
    }


def autograd_of_chain(gates: int, weight: float, bias: float, x: float) -> float:
    """d h / d x after ``gates`` sigmoids with one weight and bias, by torch."""
    start = torch.tensor(x, requires_grad=True)
    h = start
    for _ in range(gates):
        h = torch.sigmoid(weight * h + bias)
    return torch.autograd.grad(h, start)[0].item()


def ripple(gates: int, weight: float, bias: float, x: float, settings: Settings) -> dict[str, Value]:
    """What moving x by a little does to every gate's output."""
    _, here = forward(gates, weight, bias, x)
    _, moved = forward(gates, weight, bias, x + settings["small_change"])
    return {
        "moved.activation": exact(moved, "with x moved by small_change"),
        "moved.change": exact(moved - here, "input, then gate 1 first", ROUNDING),
    }


def bridge_chain(gates: int, weight: float, bias: float, x: float) -> dict[str, Value]:
    """The same gates with a bridge beside each: h + sigmoid(w h + b), so a factor is 1 + slope w."""
    activation, slopes = [x], []
    for _ in range(gates):
        inner = sigmoid(weight * activation[-1] + bias)
        slopes.append(inner * (1 - inner) * weight)
        activation.append(activation[-1] + inner)
    factor = 1 + np.array(slopes)
    return {
        "activation": exact(activation, "the input, then block 1 first"),
        "inner": exact(slopes, "F', block 1 first"),
        "factors": exact(factor, "1 + F', block 1 first"),
        "running": exact(np.concatenate([[1.0], np.cumprod(factor[::-1])]), "coin, from the last block back"),
        "product": exact(factor.prod(), "all blocks"),
    }


def sigmoid_curve(settings: Settings) -> dict[str, Value]:
    """The sigmoid and its slope at evenly spaced places, to be drawn."""
    z = np.linspace(settings["curve_from"], settings["curve_to"], settings["curve_points"])
    h = sigmoid(z)
    return {"curve.z": exact(z), "curve.sigmoid": exact(h), "curve.slope": exact(h * (1 - h))}
