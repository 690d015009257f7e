"""Deeper and worse: plain and residual networks of 20 and 56 layers, and a good 56 made by hand.

Our own run on digits. Its gap is far larger than He et al. 2015 report, and its deep plain network
starts with a gradient that is huge, not small.
"""

from typing import Any

import numpy as np
import torch
from torch import nn

from chainreel.measured import Measured, Settings, Value, chaotic, curves, exact, generator, over_seeds
from experiments import reproducible
from experiments.block_networks import (
    BlockNetwork,
    DecayedRecipe,
    WithCopies,
    gradient_norms,
    train_decayed,
    weight_layers,
)
from experiments.digits import Digits, digits

SETTINGS = {
    "shallow": 20,
    "deep": 56,
    "width": 32,
    "seeds": [0, 1, 2, 3, 4],
    "learning_rate": 0.1,
    "momentum": 0.9,
    "weight_decay": 1e-4,
    "batch": 128,
    "epochs": 60,
    "every": 2,
    "gradient_digits": 128,
}
KINDS = {"plain": False, "residual": True}
SIZES = ("shallow", "deep")
LATE = 10  # watched epochs at the end, taken together: one alone is as chaotic as the weather
LATE_SAID = f"mean of the last {LATE} watched epochs"


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    values = {
        "curve.epoch": exact(range(0, settings["epochs"] + 1, settings["every"]), "epochs"),
        "train_digits": exact(len(data.train), "digits"),
        "test_digits": exact(len(data.test), "digits"),
    }
    copied = []
    for kind in KINDS:
        for size in SIZES:
            runs = [one_seed(kind, size, data, seed, settings) for seed in settings["seeds"]]
            values |= {f"{kind}.{size}.{key}": v for key, v in collected(runs).items()}
            copied += [run["copied"] for run in runs if (kind, size) == ("plain", "shallow")]
    values |= {f"copied.{key}": v for key, v in by_hand(copied).items()}
    return Measured(run_line(settings), values)


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    first, last = settings["seeds"][0], settings["seeds"][-1]
    return (
        f"digits networks of two-layer blocks · {settings['shallow']} and {settings['deep']} layers of "
        f"{settings['width']}, ReLU, BatchNorm, He first weights · seeds {first}-{last} · learning rate "
        f"{settings['learning_rate']:g}, weight decay {settings['weight_decay']:g} · "
        f"{settings['epochs']} epochs in batches of {settings['batch']}"
    )


def one_seed(kind: str, size: str, data: Digits, seed: int, settings: Settings) -> dict[str, Any]:
    """Gradients before training (of a twin, since looking moves BatchNorm's means), the curve, the copies."""
    twin, network = (
        BlockNetwork(settings[size], settings["width"], KINDS[kind], generator(seed)) for _ in range(2)
    )
    epoch = len(data.train) // settings["batch"]
    recipe = DecayedRecipe(
        settings["learning_rate"],
        settings["momentum"],
        settings["batch"],
        epoch * settings["epochs"],
        epoch * settings["every"],
        settings["weight_decay"],
    )
    gradients = gradient_norms(twin, data, settings["gradient_digits"])
    curve = train_decayed(network, data, recipe, seed)
    copies = WithCopies(network, settings["deep"] - settings["shallow"])
    return {
        "layers": weight_layers(network),
        "gradients": gradients,
        "curve": curve,
        "copied": compared(network, copies, data, settings) if size == "shallow" else None,
    }


def compared(network: nn.Module, copies: nn.Module, data: Digits, settings: Settings) -> dict[str, Any]:
    """Outputs of a trained network and of the deeper one that holds it, for every digit there is."""
    pixels, labels = torch.cat([data.train, data.test]), torch.cat([data.train_labels, data.test_labels])
    with torch.no_grad():
        shallow, deep = network.eval()(pixels), copies.eval()(pixels)
    wrong = (deep.argmax(1) != labels).double()
    return {
        "layers": weight_layers(copies),
        "copies": settings["deep"] - settings["shallow"],
        "digits": len(pixels),
        "apart": (deep - shallow).abs().max().item(),
        "train_error": wrong[: len(data.train)].mean().item(),
        "test_error": wrong[len(data.train) :].mean().item(),
    }


def collected(runs: list[dict[str, Any]]) -> dict[str, Value]:
    """Errors are parts of 1; gradients are of the untrained network."""
    train_error, test_error = (
        1 - np.array([getattr(run["curve"], part) for run in runs]) for part in ("train", "test")
    )
    gradients = np.array([run["gradients"] for run in runs])
    late = [error[:, -LATE:].mean(1) for error in (train_error, test_error)]
    return {
        "layers": exact(runs[0]["layers"], "weight layers"),
        **over_seeds("gradients", gradients, "norm of dloss_dW before training: seed, layer"),
        **over_seeds("gradient.first", gradients[:, 0], "norm of dloss_dW1 before training"),
        **curves("curve.train", train_error, "error on training digits: seed, epoch"),
        **curves("curve.test", test_error, "error on unseen digits: seed, epoch"),
        **chaotic("train_error", train_error[:, -1], "of training digits"),
        **chaotic("test_error", test_error[:, -1], "of unseen digits"),
        **chaotic("late.train_error", late[0], f"of training digits: {LATE_SAID}"),
        **chaotic("late.test_error", late[1], f"of unseen digits: {LATE_SAID}"),
    }


def by_hand(copied: list[dict[str, Any]]) -> dict[str, Value]:
    """The trained shallow plain networks with layers that copy: as deep as the deep ones, and as good."""
    return {
        "layers": exact(copied[0]["layers"], "weight layers"),
        "copies": exact(copied[0]["copies"], "layers that copy"),
        "digits": exact(copied[0]["digits"], "digits compared"),
        "apart": exact([one["apart"] for one in copied], "largest difference of any output, by seed"),
        "apart_max": exact(max(one["apart"] for one in copied), "over all seeds"),
        **chaotic("train_error", [one["train_error"] for one in copied], "of training digits"),
        **chaotic("test_error", [one["test_error"] for one in copied], "of unseen digits"),
    }
