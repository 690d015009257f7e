"""Straight lines stacked stay one straight line; with a bend between them they do not."""

from typing import Any

import numpy as np

from chainreel.measured import Measured, Settings, Value, exact
from experiments.chain import sigmoid

SETTINGS = {
    "two": [[2.0, 0.0], [3.0, 0.0]],
    "shifted": [[2.0, 1.0], [3.0, -2.0]],
    "x": [-1.0, 0.0, 1.0, 2.0],
    "seed": 0,
    "lines": 100,
    "slopes_from": 0.9,
    "slopes_to": 1.12,
    "first_layer": [[2.0, 4.0], [2.0, -4.0]],
    "second_layer": [10.0, -10.0, -5.0],
    "curve_from": -6.0,
    "curve_to": 6.0,
    "curve_points": 121,
}


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    x, hundred = np.array(settings["x"]), many_lines(settings)
    values = {"x": exact(x)}
    for name, lines in (("two", settings["two"]), ("shifted", settings["shifted"]), ("hundred", hundred)):
        values |= {f"{name}.{key}": v for key, v in stacked(np.array(lines), x).items()}
    values |= bent(settings)
    run = f"y = ax + b stacked · 2 lines given, {len(hundred)} drawn · seed {settings['seed']} · not trained"
    return Measured(run, values)


def many_lines(settings: Settings) -> Any:
    """Slopes and intercepts to two decimals, evenly drawn: slopes near 1, intercepts from -0.1 to 0.1."""
    rng = np.random.Generator(np.random.PCG64(settings["seed"]))
    slopes = rng.uniform(settings["slopes_from"], settings["slopes_to"], settings["lines"])
    return np.stack([slopes, rng.uniform(-0.1, 0.1, settings["lines"])], axis=1).round(2) + 0.0  # no -0.0


def stacked(lines: Any, x: Any) -> dict[str, Value]:
    """The outputs line by line, and the one line that does the same: slope = product of slopes."""
    outputs, slope, intercept, running = [x], 1.0, 0.0, []
    for a, b in lines:
        outputs.append(a * outputs[-1] + b)
        slope, intercept = a * slope, a * intercept + b
        running.append((slope, intercept))
    one_line = slope * x + intercept
    return {
        "a": exact(lines[:, 0], "slope of each line"),
        "b": exact(lines[:, 1], "intercept of each line"),
        "running": exact(running, "slope and intercept of the first 1, 2, ... lines as one"),
        "slope": exact(slope, "product of the slopes"),
        "intercept": exact(intercept),
        "outputs": exact(outputs, "row 0: x, row i: after line i", 1e-12),
        "one_line": exact(one_line, "slope x + intercept", 1e-12),
        "apart": exact(np.abs(one_line - outputs[-1]).max(), "largest difference", 1e-12),
    }


def bent(settings: Settings) -> dict[str, Value]:
    """The sigmoid and its slope; and two layers of sigmoids, 1-2-1, whose weights make a hill: no line."""
    z = np.linspace(settings["curve_from"], settings["curve_to"], settings["curve_points"])
    h = sigmoid(z)
    first = sigmoid(np.array([a * z + b for a, b in settings["first_layer"]]))
    *weights, bias = settings["second_layer"]
    second = sigmoid(np.array(weights) @ first + bias)
    whole = {
        "curve.z": exact(z),
        "curve.sigmoid": exact(h),
        "curve.slope": exact(h * (1 - h), "largest 1/4, at z = 0"),
        "curve.slope_max": exact(0.25, "at z = 0"),
        "bent.first": exact(first, "sigmoid(a x + b) of each neuron of the first layer"),
        "bent.second": exact(second, "sigmoid(w1 first1 + w2 first2 + b)"),
    }
    return whole | {
        "bent.steepest": exact(np.abs(np.gradient(second, z)).max(), "largest slope of the whole")
    }
