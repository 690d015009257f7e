"""Degradation's controls: other learning rates, and copying layers that have BatchNorm as the deep net has.

The first seed of ``degradation.py`` at smaller rates. And to its trained shallow plain network layers are
appended whose BatchNorm undoes itself: weight 1, gamma the running spread, beta the running mean. That is a
point which the deep plain network could have reached, up to rounding.
"""

from typing import Any

import torch
from torch import Tensor, nn

from chainreel.measured import Measured, Settings, Tolerance, Value, chaotic, exact, generator, value
from experiments import reproducible
from experiments.block_networks import BlockNetwork, DecayedRecipe, train_decayed
from experiments.digits import Digits, digits

SETTINGS = {
    "shallow": 20,
    "deep": 56,
    "width": 32,
    "seed": 0,
    "copied_rate": 0.1,
    "rates": [0.01, 0.001],
    "momentum": 0.9,
    "weight_decay": 1e-4,
    "batch": 128,
    "epochs": 60,
    "every": 2,
    "late": 10,
}


class CopyWithNorm(nn.Module):
    """A layer with BatchNorm that hands on what it gets, for h of the statistics given: ReLU keeps h >= 0."""

    def __init__(self, mean: Tensor, variance: Tensor) -> None:
        super().__init__()
        width = len(mean)
        self.layer, self.norm = nn.Linear(width, width), nn.BatchNorm1d(width)
        nn.init.eye_(self.layer.weight)
        nn.init.zeros_(self.layer.bias)
        self.norm.running_mean, self.norm.running_var = mean.clone(), variance.clone()
        self.norm.weight.data = torch.sqrt(variance + self.norm.eps)
        self.norm.bias.data = mean.clone()

    def forward(self, h: Tensor) -> Tensor:
        return torch.relu(self.norm(self.layer(h)))


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    values: dict[str, Value] = {"rates": exact(settings["rates"], "learning rate")}
    for size in ("shallow", "deep"):
        ends = [trained_network(size, rate, data, settings)[1] for rate in settings["rates"]]
        values |= chaotic(
            f"{size}.train_error", ends, "of training digits, by rate: mean of the last watched"
        )
    copied, _ = trained_network("shallow", settings["copied_rate"], data, settings)
    return Measured(run_line(settings), values | compared(copied, data, settings))


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    rates = ", ".join(f"{rate:g}" for rate in settings["rates"])
    return (
        f"plain digits networks of two-layer blocks · {settings['shallow']} and {settings['deep']} layers of "
        f"{settings['width']}, ReLU, BatchNorm, He first weights · one seed, {settings['seed']} · learning "
        f"rates {rates} · {settings['epochs']} epochs in batches of {settings['batch']}"
    )


def trained_network(size: str, rate: float, data: Digits, settings: Settings) -> tuple[BlockNetwork, float]:
    """A plain network of this size, trained at this rate, and its error on training digits at the end."""
    network = BlockNetwork(settings[size], settings["width"], False, generator(settings["seed"]))
    epoch = len(data.train) // settings["batch"]
    recipe = DecayedRecipe(
        rate,
        settings["momentum"],
        settings["batch"],
        epoch * settings["epochs"],
        epoch * settings["every"],
        settings["weight_decay"],
    )
    curve = train_decayed(network, data, recipe, settings["seed"])
    late = curve.train[-settings["late"] :]
    return network, 1 - sum(late) / len(late)


def compared(network: BlockNetwork, data: Digits, settings: Settings) -> dict[str, Any]:
    """Outputs of the shallow network, and of the one that has copying layers with BatchNorm behind it."""
    pixels, copies = torch.cat([data.train, data.test]), settings["deep"] - settings["shallow"]
    network.eval()
    with torch.no_grad():
        h = network.blocks(torch.relu(network.norm(network.first(pixels))))
        seen = h[: len(data.train)]
        appended = [CopyWithNorm(seen.mean(0), seen.var(0, correction=0)) for _ in range(copies)]
        deep = network.readout(nn.Sequential(*appended).eval()(h))
        shallow = network.readout(h)
    return {
        "copied.copies": exact(copies, "layers that copy"),
        "copied.digits": exact(len(pixels), "digits compared"),
        "copied.same_answers": exact(
            int((deep.argmax(1) == shallow.argmax(1)).sum()), "digits answered alike"
        ),
        "copied.apart": value((deep - shallow).abs().max().item(), Tolerance.EXACT, "any output", 1e-9),
    }
