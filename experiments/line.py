"""A line through eight points: the loss, its slopes, and gradient descent down to least squares."""

from typing import Any

import numpy as np
import torch

from chainreel.measured import Measured, Settings, Value, exact
from experiments import reproducible

SETTINGS = {
    "x": [-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2],
    "y": [-2.5, -1.65, -1.1, -0.56, 1.09, 1.65, 2.77, 3.97],
    "a": -1.0,
    "b": -1.0,
    "learning_rate": 0.1,
    "steps": 30,
    "curve_from": -4.0,
    "curve_to": 4.0,
    "curve_points": 81,
    "zoom": [2.0, 1.0, 0.5, 0.1, 0.01, 0.001],
    "zoom_points": 21,
    "surface_a": [-2.0, 4.0, 25],
    "surface_b": [-2.0, 2.0, 17],
}
ROUNDING = 1e-12


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    x, y = np.array(settings["x"], dtype=float), np.array(settings["y"], dtype=float)
    values = {"x": exact(x), "y": exact(y)}
    values |= start(x, y, settings["a"], settings["b"])
    values |= descent(x, y, settings)
    values |= least_squares(x, y)
    values |= curve(x, y, settings)
    values |= zoom(x, y, settings)
    values |= surface(x, y, settings)
    run = (
        f"y = ax + b · {len(x)} points · start a = {settings['a']:g}, b = {settings['b']:g} · "
        f"learning rate {settings['learning_rate']:g} · {settings['steps']} steps"
    )
    return Measured(run, values)


def loss_of(x: Any, y: Any, a: Any, b: Any) -> Any:
    """Mean of the squared residuals; ``a`` and ``b`` may be arrays of one shape."""
    residual = np.multiply.outer(a, x) + np.expand_dims(b, -1) - y
    return (residual**2).mean(-1)


def by_hand(x: Any, y: Any, a: float, b: float) -> tuple[float, float, float]:
    """Loss, dloss_da and dloss_db by the chain rule: dloss/dprediction times x, and times 1."""
    residual = a * x + b - y
    dloss_dprediction = 2 * residual / len(x)
    return float((residual**2).mean()), float((dloss_dprediction * x).sum()), float(dloss_dprediction.sum())


def by_autograd(x: Any, y: Any, a: float, b: float) -> tuple[float, float, float]:
    """The same three by PyTorch."""
    parameters = torch.tensor([a, b], requires_grad=True)
    loss = ((parameters[0] * torch.from_numpy(x) + parameters[1] - torch.from_numpy(y)) ** 2).mean()
    (gradient,) = torch.autograd.grad(loss, parameters)
    return loss.item(), gradient[0].item(), gradient[1].item()


def start(x: Any, y: Any, a: float, b: float) -> dict[str, Value]:
    """The line before its first step: predictions, residuals, loss, gradient."""
    prediction = a * x + b
    loss, dloss_da, dloss_db = by_hand(x, y, a, b)
    return {
        "start.prediction": exact(prediction),
        "start.residual": exact(prediction - y),
        "start.square": exact((prediction - y) ** 2),
        "start.loss": exact(loss),
        "start.dloss_da": exact(dloss_da),
        "start.dloss_db": exact(dloss_db),
    }


def descent(x: Any, y: Any, settings: Settings) -> dict[str, Value]:
    """Parameters, loss and gradient at every step, and how far hand and torch lie apart."""
    a, b, rate = settings["a"], settings["b"], settings["learning_rate"]
    track, apart = [], 0.0
    for _ in range(settings["steps"] + 1):
        loss, da, db = by_autograd(x, y, a, b)
        hand = by_hand(x, y, a, b)
        apart = max(apart, abs(loss - hand[0]), abs(da - hand[1]), abs(db - hand[2]))
        track.append((a, b, loss, da, db))
        a, b = a - rate * da, b - rate * db
    columns = zip(("a", "b", "loss", "dloss_da", "dloss_db"), np.array(track).T, strict=True)
    values = {key: exact(column, "per step", ROUNDING) for key, column in columns}
    end = np.array(track)[-1]
    return values | {
        "autograd_minus_by_hand": exact(apart, "largest over all steps", ROUNDING),
        "end.prediction": exact(end[0] * x + end[1]),
        "end.residual": exact(end[0] * x + end[1] - y, "", ROUNDING),
    }


def least_squares(x: Any, y: Any) -> dict[str, Value]:
    """The a and b that no other line beats, from the normal equations."""
    design = np.stack([x, np.ones_like(x)], axis=1)
    a, b = np.linalg.solve(design.T @ design, design.T @ y)
    loss = loss_of(x, y, a, b)
    return {"least_squares.a": exact(a), "least_squares.b": exact(b), "least_squares.loss": exact(loss)}


def curve(x: Any, y: Any, settings: Settings) -> dict[str, Value]:
    """The loss against a, at the first b."""
    a = np.linspace(settings["curve_from"], settings["curve_to"], settings["curve_points"])
    return {"curve.a": exact(a), "curve.loss": exact(loss_of(x, y, a, np.full_like(a, settings["b"])))}


def zoom(x: Any, y: Any, settings: Settings) -> dict[str, Value]:
    """Windows around the first a, each smaller: the curve in it, and rise over run across it."""
    a, b, h = settings["a"], settings["b"], np.array(settings["zoom"])
    window = a + np.multiply.outer(h, np.linspace(-1, 1, settings["zoom_points"]))
    losses = loss_of(x, y, window, np.full_like(window, b))
    loss, slope, _ = by_hand(x, y, a, b)
    bend = np.abs(losses - (loss + slope * (window - a))).max(1)
    right, left, here = (loss_of(x, y, at, np.full_like(h, b)) for at in (a + h, a - h, np.full_like(h, a)))
    return {
        "zoom.h": exact(h, "half width of the window"),
        "zoom.a": exact(window),
        "zoom.loss": exact(losses),
        "zoom.loss_right": exact(right),
        "zoom.loss_left": exact(left),
        "zoom.slope": exact((right - left) / (2 * h), "(loss(a+h) - loss(a-h)) / 2h", 1e-11),
        "zoom.slope_right": exact((right - here) / h, "(loss(a+h) - loss(a)) / h", 1e-11),
        "zoom.bend": exact(bend, "largest distance of the curve from its tangent", ROUNDING),
        "zoom.bend_of_height": exact(bend / (losses.max(1) - losses.min(1)), "part of the height", 1e-10),
    }


def surface(x: Any, y: Any, settings: Settings) -> dict[str, Value]:
    """The loss over a grid of a (columns) and b (rows)."""
    a, b = (np.linspace(low, high, int(n)) for low, high, n in (settings["surface_a"], settings["surface_b"]))
    grid_a, grid_b = np.meshgrid(a, b)
    return {
        "surface.a": exact(a),
        "surface.b": exact(b),
        "surface.loss": exact(loss_of(x, y, grid_a, grid_b), "row: b, column: a"),
    }
