"""Four lanes over one digit: what each Inception branch sees, and what the 1x1 reductions save and cost."""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from chainreel.measured import Measured, Settings, Value, chaotic, exact, generator, trained
from chainreel.trace import trace
from experiments import reproducible
from experiments.convolutions import SIDE, as_pictures, convolution
from experiments.digits import Digits, digits
from experiments.networks import CLASSES, linear, loss_of
from experiments.training import Recipe, train

SETTINGS = {
    "inputs": 12,
    "ones": 4,
    "reduce3": 4,
    "threes": 6,
    "reduce5": 2,
    "fives": 3,
    "pool": 3,
    "seeds": [0, 1, 2, 3, 4],
    "learning_rate": 0.05,
    "momentum": 0.9,
    "batch": 64,
    "steps": 200,
    "digit": 3,
}
BRANCHES = ("ones", "threes", "fives", "pool")
KINDS = {"reduced": True, "full": False}
SMALL = 1e-6  # of a map: how near to ReLU's corner counts as zero


class DigitsInception(nn.Module):
    """A 3x3 convolution, one Inception module, its concatenated maps pooled 2x2 and read out."""

    def __init__(self, settings: Settings, reduced: bool, rng: np.random.Generator) -> None:
        super().__init__()
        inputs, outputs = settings["inputs"], sum(settings[branch] for branch in BRANCHES)
        self.stem = convolution(1, inputs, 3, rng)
        self.module = nn.ModuleDict({name: branch(name, settings, reduced, rng) for name in BRANCHES})
        self.readout = linear("default", outputs * (SIDE // 2) ** 2, CLASSES, rng)

    def forward(self, pixels: Tensor) -> Tensor:
        h = torch.relu(self.stem(as_pictures(pixels)))
        h = torch.cat([lane(h) for lane in self.module.values()], 1)
        return self.readout(torch.max_pool2d(h, 2).flatten(1))


def branch(name: str, settings: Settings, reduced: bool, rng: np.random.Generator) -> nn.Sequential:
    """One lane; ReLU follows each convolution."""
    inputs, outputs = settings["inputs"], settings[name]
    if name == "pool":
        return nn.Sequential(nn.MaxPool2d(3, 1, padding=1), convolution(inputs, outputs, 1, rng), nn.ReLU())
    size = {"ones": 1, "threes": 3, "fives": 5}[name]
    layers: list[nn.Module] = []
    if reduced and size > 1:
        layers, inputs = (
            [convolution(inputs, settings[f"reduce{size}"], 1, rng), nn.ReLU()],
            settings[f"reduce{size}"],
        )
    return nn.Sequential(*layers, convolution(inputs, outputs, size, rng), nn.ReLU())


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    values: dict[str, Value] = {"test_digits": exact(len(data.test), "digits")}
    runs = {kind: one_kind(kind, data, settings) for kind in KINDS}
    for kind, run in runs.items():
        values |= {f"{kind}.{key}": v for key, v in run.items()}
    apart = [runs[kind]["test_right"].array for kind in ("full", "reduced")]
    values |= chaotic("worse", apart[0] - apart[1], "unseen digits that the reduced module gets wrong more")
    values["saving.parameters"] = exact(
        runs["full"]["parameters"].array / runs["reduced"]["parameters"].array, "times fewer"
    )
    return Measured(run_line(settings), values)


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    lanes = "1x1 {ones}, 3x3 {reduce3}-{threes}, 5x5 {reduce5}-{fives}, pool {pool}".format(**settings)
    first, last = settings["seeds"][0], settings["seeds"][-1]
    return (
        f"digits Inception · 3x3 convolution to {settings['inputs']} channels, then {lanes}, or without the "
        f"reductions · PyTorch's default first weights · seeds {first}-{last}, maps of seed {first} · "
        f"learning rate {settings['learning_rate']:g} · {settings['steps']} steps of {settings['batch']}"
    )


def one_kind(kind: str, data: Digits, settings: Settings) -> dict[str, Value]:
    """Accuracy over the seeds, parameters, and the first seed's maps of one digit."""
    networks, curves = [], []
    for seed in settings["seeds"]:
        network = DigitsInception(settings, KINDS[kind], generator(seed))
        steps = settings["steps"]
        recipe = Recipe(settings["learning_rate"], settings["momentum"], settings["batch"], steps, steps)
        curves.append(train(network, data, recipe, seed))
        networks.append(network)
    lanes = networks[0].module
    test = np.array([c.test[-1] for c in curves])
    right = np.rint(test * len(data.test)).astype(int)
    return {
        "parameters": exact(parameters(lanes), "of the module"),
        **{f"{name}.parameters": exact(parameters(lanes[name])) for name in BRANCHES},
        "whole_parameters": exact(parameters(networks[0]), "with convolution before and readout"),
        **chaotic("train_accuracy", [c.train[-1] for c in curves], "of training digits"),
        **chaotic("test_accuracy", test, "of unseen digits"),
        **chaotic("test_right", right, "unseen digits"),
        **one_digit(networks[0], data, settings["digit"]),
    }


def parameters(part: nn.Module) -> int:
    """Weights and biases."""
    return sum(p.numel() for p in part.parameters())


def one_digit(network: DigitsInception, data: Digits, digit: int) -> dict[str, Value]:
    """The maps that each lane leaves of the first unseen ``digit``, after ReLU, and the answer."""
    chosen = int((data.test_labels == digit).nonzero()[0])
    label = data.test_labels[chosen : chosen + 1]
    seen = trace(network, data.test[chosen : chosen + 1], loss=lambda logits: loss_of(logits, label))
    relus = {node.module: node.value[0].numpy() for node in seen.find("relu")}
    probability = torch.softmax(seen.nodes[seen.outputs[0]].value[0], 0)
    values: dict[str, Any] = {
        "example.pixels": exact(data.test[chosen].reshape(SIDE, SIDE).numpy(), "0 paper, 1 ink"),
        "example.label": exact(digit, "class"),
        "example.probability": trained(probability.numpy(), "of class 0 to 9", SMALL),
        "example.answer": trained(int(probability.argmax()), "class"),
        "channels": exact(len(seen.find("cat")[0].value[0]), "out, concatenated"),
    }
    for name in BRANCHES:
        names = [module for module in relus if module.startswith(f"module.{name}.")]
        if len(names) > 1:
            values[f"{name}.squeezed"] = trained(relus[names[0]], "channel, 8 x 8, after the 1x1", SMALL)
        values[f"{name}.maps"] = trained(relus[names[-1]], "channel, 8 x 8", SMALL)
    return values
