"""How far skips carry: 100, 300 and 1000 blocks that learn, and raw skips whose loss overflows at once.

Steps differ by depth, so this is no comparison of depths, and it shows no benefit from depth.
"""

import math

import numpy as np
import torch
from torch import Tensor, nn

from chainreel.measured import Measured, Settings, Value, chaotic, curves, exact, generator, initialisation
from experiments import reproducible
from experiments.digits import Digits, digits
from experiments.networks import CLASSES, PIXELS, linear, loss_of
from experiments.training import Recipe, batches, train

SETTINGS = {
    "blocks": [100, 300, 1000],
    "steps": [250, 150, 80],
    "width": 32,
    "seed": 0,
    "learning_rate": 0.01,
    "momentum": 0.9,
    "batch": 64,
    "every": 10,
    "gradient_digits": 128,
    "raw_blocks": 20,
    "raw_steps": 20,
    "raw_seeds": [0, 1, 2, 3, 4],
}


class PreNorm(nn.Module):
    """Each block adds W relu(LayerNorm(h)), and so is the readout fed; ``raw`` blocks add relu(W h)."""

    def __init__(self, blocks: int, width: int, raw: bool, rng: np.random.Generator) -> None:
        super().__init__()
        self.raw = raw
        self.first = linear("he", PIXELS, width, rng)
        self.blocks = nn.ModuleList(linear("he", width, width, rng) for _ in range(blocks))
        self.readout = linear("default", width, CLASSES, rng)

    def forward(self, pixels: Tensor) -> Tensor:
        h = self.first(pixels)
        for block in self.blocks:
            h = h + (torch.relu(block(h)) if self.raw else block(torch.relu(normalised(h))))
        return self.readout(h if self.raw else normalised(h))


def normalised(h: Tensor) -> Tensor:
    """Every digit's values to mean 0 and spread 1."""
    return torch.layer_norm(h, h.shape[1:])


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    values: dict[str, Value] = {}
    for blocks, steps in zip(settings["blocks"], settings["steps"], strict=True):
        values |= {f"blocks{blocks}.{key}": v for key, v in learning(blocks, steps, data, settings).items()}
    values |= {f"raw.{key}": v for key, v in raw_skips(data, settings).items()}
    return Measured(run_line(settings), values)


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    pairs = zip(settings["blocks"], settings["steps"], strict=True)
    lengths = ", ".join(f"{blocks} blocks {steps} steps" for blocks, steps in pairs)
    first, last = settings["raw_seeds"][0], settings["raw_seeds"][-1]
    return (
        f"digits residual networks · layers of {settings['width']}, ReLU, LayerNorm before each block, He "
        f"first weights · one seed, {settings['seed']} (raw skips: seeds {first}-{last}) · learning rate "
        f"{settings['learning_rate']:g} · {lengths}, of {settings['batch']}"
    )


def learning(blocks: int, steps: int, data: Digits, settings: Settings) -> dict[str, Value]:
    """One network, one seed: gradients before training, curves, and accuracy at the end."""
    network = PreNorm(blocks, settings["width"], False, generator(settings["seed"]))
    gradients = gradient_norms(network, data, settings["gradient_digits"])
    curve = train(network, data, recipe_of(settings, steps), settings["seed"])
    return {
        "blocks": exact(blocks, "blocks of one layer"),
        "steps": exact(steps, "steps"),
        "gradients": initialisation(gradients, "norm of dloss_dW before training, first block first"),
        "last_by_first": initialisation(gradients[-1] / gradients[0], "|dloss_dW| last / first block"),
        "curve.step": exact(curve.step, "steps"),
        **curves("curve.train", [curve.train], "accuracy on training digits: the one seed, step"),
        **curves("curve.test", [curve.test], "accuracy on unseen digits: the one seed, step"),
        **chaotic("train_accuracy", curve.train[-1:], "of training digits"),
        **chaotic("test_accuracy", curve.test[-1:], "of unseen digits"),
    }


def recipe_of(settings: Settings, steps: int) -> Recipe:
    """How a network of this run is trained, for so many steps."""
    return Recipe(
        settings["learning_rate"], settings["momentum"], settings["batch"], steps, settings["every"]
    )


def gradient_norms(network: PreNorm, data: Digits, count: int) -> list[float]:
    """The norm of dloss_dW of each block, on the first ``count`` training digits."""
    loss = loss_of(network(data.train[:count]), data.train_labels[:count])
    weights = [block.weight for block in network.blocks]
    return [gradient.norm().item() for gradient in torch.autograd.grad(loss, weights)]


def raw_skips(data: Digits, settings: Settings) -> dict[str, Value]:
    """Losses of h + relu(W h) while they are numbers, and the step at which the first one is none."""
    losses = [finite_losses(data, seed, settings) for seed in settings["raw_seeds"]]
    common = min(len(one) for one in losses)
    return {
        "blocks": exact(settings["raw_blocks"], "blocks of one layer"),
        **chaotic("first_bad_step", [len(one) for one in losses], "first step whose loss is not finite"),
        "survived": exact(
            sum(len(one) == settings["raw_steps"] for one in losses), "seeds without such a step"
        ),
        **curves("loss.log10", np.log10([one[:common] for one in losses]), "of the loss: seed, step"),
        **chaotic("loss.start", [one[0] for one in losses], "before the first step"),
    }


def finite_losses(data: Digits, seed: int, settings: Settings) -> list[float]:
    """Mini-batch losses from step 0 on, up to the last one that is finite."""
    network = PreNorm(settings["raw_blocks"], settings["width"], True, generator(seed))
    optimiser = torch.optim.SGD(network.parameters(), settings["learning_rate"], settings["momentum"])
    losses: list[float] = []
    for chosen in batches(len(data.train), recipe_of(settings, settings["raw_steps"]), seed):
        optimiser.zero_grad()
        loss = loss_of(network(data.train[chosen]), data.train_labels[chosen])
        if not math.isfinite(loss.item()):
            break
        losses.append(loss.item())
        loss.backward()
        optimiser.step()
    return losses
