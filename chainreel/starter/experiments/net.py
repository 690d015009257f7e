"""A net of a few tanh units that learns to tell whether its inputs differ, by gradient descent."""

import numpy as np

from chainreel.measured import Array, Measured, Settings, exact, generator, trained

SETTINGS = {
    "seed": 3,
    "hidden": 3,
    "learning_rate": 0.5,
    "steps": 400,
    "every": 10,
    "inputs": [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
    "targets": [0.0, 1.0, 1.0, 0.0],
    "example": 2,
}
Weights = tuple[Array, Array, Array, Array]  # (hidden, 2), (hidden,), (hidden,), (1,)


def measure(settings: Settings) -> Measured:
    """The loss on the way, and one example's values and weights before and after."""
    x, target = np.array(settings["inputs"]), np.array(settings["targets"])
    weights = first_weights(settings["seed"], settings["hidden"])
    first, losses = weights, []
    for step in range(settings["steps"] + 1):
        if step % settings["every"] == 0:
            losses.append(loss_of(weights, x, target))
        if step < settings["steps"]:
            weights = step_down(weights, x, target, settings["learning_rate"])
    values = {
        "step": exact(range(0, settings["steps"] + 1, settings["every"])),
        "loss": trained(losses, "cross-entropy"),
        "target": exact(target),
        "x": exact(x[settings["example"]]),
        "goal": exact(target[settings["example"]]),
    }
    for name, held in (("before", first), ("after", weights)):
        hidden, answers = forward(held, x)
        values |= {
            f"{name}.hidden": trained(hidden[settings["example"]]),
            f"{name}.answer": trained(answers[settings["example"]]),
            f"{name}.answers": trained(answers, "one an input"),
            f"{name}.w1": trained(held[0], "(hidden, input)"),
            f"{name}.w2": trained(held[2], "(hidden)"),
        }
    run = f"2-{settings['hidden']}-1, tanh and sigmoid, learning rate {settings['learning_rate']:g}"
    return Measured(f"{run}, {settings['steps']} steps, seed {settings['seed']}", values)


def first_weights(seed: int, hidden: int) -> Weights:
    """Normal weights, biases at nought."""
    draw = generator(seed)
    return draw.normal(size=(hidden, 2)), np.zeros(hidden), draw.normal(size=hidden), np.zeros(1)


def forward(weights: Weights, x: Array) -> tuple[Array, Array]:
    """The hidden values (inputs, hidden) and the answers (inputs)."""
    w1, b1, w2, b2 = weights
    hidden = np.tanh(x @ w1.T + b1)
    return hidden, 1 / (1 + np.exp(-(hidden @ w2 + b2)))


def loss_of(weights: Weights, x: Array, target: Array) -> float:
    """The mean cross-entropy of the answers."""
    answer = forward(weights, x)[1]
    return float(-np.mean(target * np.log(answer) + (1 - target) * np.log(1 - answer)))


def step_down(weights: Weights, x: Array, target: Array, rate: float) -> Weights:
    """The weights one step further against the loss's gradient."""
    w1, b1, w2, b2 = weights
    hidden, answer = forward(weights, x)
    dloss_dz2 = (answer - target) / len(target)
    dloss_dz1 = np.outer(dloss_dz2, w2) * (1 - hidden**2)
    return (
        w1 - rate * dloss_dz1.T @ x,
        b1 - rate * dloss_dz1.sum(0),
        w2 - rate * hidden.T @ dloss_dz2,
        b2 - rate * dloss_dz2.sum(),
    )
