"""A line fitted to a few points: its loss, the loss's slopes, and gradient descent down the loss."""

import numpy as np

from chainreel.measured import Array, Measured, Settings, exact

SETTINGS = {
    "x": [-2.0, -1.0, 0.0, 1.0, 2.0, 3.0],
    "y": [-1.6, 0.3, 0.4, 2.3, 2.6, 4.3],
    "a": -0.5,
    "b": 2.5,
    "learning_rate": 0.08,
    "steps": 40,
}


def measure(settings: Settings) -> Measured:
    """Every step's a, b and loss, from the first guess on."""
    x, y = np.array(settings["x"]), np.array(settings["y"])
    fits = [np.array([settings["a"], settings["b"]])]
    for _ in range(settings["steps"]):
        fits.append(fits[-1] - settings["learning_rate"] * slopes_of(x, y, fits[-1]))
    values = {
        "x": exact(x),
        "y": exact(y),
        "a": exact([a for a, _ in fits], "one a step"),
        "b": exact([b for _, b in fits], "one a step"),
        "loss": exact([loss_of(x, y, fit) for fit in fits], "mean squared miss"),
        "step": exact(range(len(fits))),
    }
    run = (
        f"y = ax + b, {len(x)} points, learning rate {settings['learning_rate']:g}, {settings['steps']} steps"
    )
    return Measured(run, values)


def loss_of(x: Array, y: Array, fit: Array) -> float:
    """The mean of the squared misses."""
    a, b = fit
    return float(np.mean((a * x + b - y) ** 2))


def slopes_of(x: Array, y: Array, fit: Array) -> Array:
    """How fast the loss grows with a, and with b."""
    a, b = fit
    miss = a * x + b - y
    return np.array([np.mean(2 * miss * x), np.mean(2 * miss)])
