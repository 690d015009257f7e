"""No bridges, and no large first weights: the controls of the thousand blocks and of the raw sum.

A thousand blocks with LayerNorm are trained once more from the same weights without their bridges. And the
raw sum that overflows from He's first weights is trained from PyTorch's default ones.
"""

import numpy as np
import torch
from torch import Tensor, nn

from chainreel.measured import Measured, Settings, Tolerance, Value, chaotic, exact, generator, value
from experiments import reproducible
from experiments.digits import digits
from experiments.networks import CLASSES, PIXELS, linear
from experiments.training import Recipe, train

SETTINGS = {
    "blocks": 1000,
    "steps": 80,
    "raw_blocks": 20,
    "raw_steps": 300,
    "raw_seeds": [0, 1, 2],
    "width": 32,
    "seed": 0,
    "learning_rate": 0.01,
    "momentum": 0.9,
    "batch": 64,
    "every": 10,
}


class Blocks(nn.Module):
    """Blocks of one layer: relu(LayerNorm(h)) into W without a bridge, or relu(W h) added raw."""

    def __init__(
        self, blocks: int, width: int, initialisation: str, raw: bool, rng: np.random.Generator
    ) -> None:
        super().__init__()
        self.raw = raw
        self.first = linear(initialisation, PIXELS, width, rng)
        self.blocks = nn.ModuleList(linear(initialisation, width, width, rng) for _ in range(blocks))
        self.readout = linear("default", width, CLASSES, rng)

    def forward(self, pixels: Tensor) -> Tensor:
        h = self.first(pixels)
        for block in self.blocks:
            h = h + torch.relu(block(h)) if self.raw else block(torch.relu(normalised(h)))
        return self.readout(h if self.raw else normalised(h))


def normalised(h: Tensor) -> Tensor:
    """Every digit's values to mean 0 and spread 1."""
    return torch.layer_norm(h, h.shape[1:])


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data, width = digits(), settings["width"]
    bare = Blocks(settings["blocks"], width, "he", False, generator(settings["seed"]))
    alone = train(bare, data, recipe_of(settings, settings["steps"]), settings["seed"])
    values: dict[str, Value] = {
        "blocks": exact(settings["blocks"], "blocks of one layer"),
        "curve.step": exact(alone.step, "steps"),
        "curve.train": value([alone.train], Tolerance.CURVE, "accuracy on training digits, one seed"),
    }
    values |= chaotic("train_accuracy", alone.train[-1:], "of training digits, one seed")
    ends = []
    for seed in settings["raw_seeds"]:
        raw = Blocks(settings["raw_blocks"], width, "default", True, generator(seed))
        ends.append(train(raw, data, recipe_of(settings, settings["raw_steps"]), seed).train[-1])
    values |= chaotic("raw_default.train_accuracy", ends, "of training digits")
    return Measured(run_line(settings), values)


def recipe_of(settings: Settings, steps: int) -> Recipe:
    """How a network of this run is trained, for so many steps."""
    return Recipe(
        settings["learning_rate"], settings["momentum"], settings["batch"], steps, settings["every"]
    )


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    first, last = settings["raw_seeds"][0], settings["raw_seeds"][-1]
    return (
        f"digits networks · layers of {settings['width']}, ReLU · {settings['blocks']} blocks with "
        f"LayerNorm, He first weights and no bridges, seed {settings['seed']}, {settings['steps']} steps · "
        f"{settings['raw_blocks']} blocks added raw, PyTorch's default first weights, seeds {first}-{last}, "
        f"{settings['raw_steps']} steps · learning rate {settings['learning_rate']:g}"
    )
