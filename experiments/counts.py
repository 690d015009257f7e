"""What published networks weigh, counted by PyTorch on its meta device: shapes only, nothing computed.

One model each, counted by us from the definitions in ``published`` and ``googlenet``.
"""

from collections.abc import Callable

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from chainreel.measured import Measured, Settings, Value, exact
from experiments import reproducible
from experiments.googlenet import EXITS, ROWS, auxiliary, branches, googlenet, trunk
from experiments.published import RGB, SideBySide, alexnet, depth, lenet5, resnet, vgg16

SETTINGS = {"module": "3a", "side": 28, "picture": 224}
NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "lenet5": lenet5,
    "alexnet": alexnet,
    "vgg16": vgg16,
    "googlenet": googlenet,
    "resnet50": lambda: resnet(3, 4, 6, 3),
    "resnet152": lambda: resnet(3, 8, 36, 3),
}
YEARS = {
    "lenet5": 1998,
    "alexnet": 2012,
    "vgg16": 2014,
    "googlenet": 2014,
    "resnet50": 2015,
    "resnet152": 2015,
}
LENET_SIDE = 32
NAMES = ("ones", "threes", "fives", "pool")


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    values: dict[str, Value] = {}
    with torch.device("meta"):
        for name, built in NETWORKS.items():
            values |= {f"{name}.{key}": v for key, v in network(name, built(), settings).items()}
        values["googlenet.auxiliary"] = exact(
            [parameters(auxiliary(ROWS[row].outputs)) for row in EXITS],
            "weights and biases a side exit",
        )
        values["googlenet.before_exits"] = exact(
            [depth(trunk(row)) for row in EXITS],
            "convolutions and full layers on the longest way to each side exit",
        )
        values |= {f"inception.{key}": v for key, v in module(settings).items()}
    run = (
        f"published networks and inception({settings['module']}) · one model each, "
        "counted by us with PyTorch from definitions of our own · nothing trained"
    )
    return Measured(run, values)


def network(name: str, built: nn.Module, settings: Settings) -> dict[str, Value]:
    """Weights, layers and answers; the forward pass proves that the layers fit."""
    small = name == "lenet5"
    side = LENET_SIDE if small else settings["picture"]
    answers = built.eval()(torch.empty(1, 1 if small else RGB, side, side))
    return {
        "parameters": exact(parameters(built), "weights and biases that are learnt"),
        "depth": exact(depth(built), "convolutions and full layers on the longest way"),
        "answers": exact(answers.shape[1], "classes"),
        "year": exact(YEARS[name], "of the paper"),
    }


def parameters(built: nn.Module) -> int:
    """Weights and biases that are learnt."""
    return sum(p.numel() for p in built.parameters() if p.requires_grad)


def module(settings: Settings) -> dict[str, Value]:
    """Weights (no biases) and multiply-adds by branch, with the 1x1 reductions and without."""
    row, side = ROWS[settings["module"]], settings["side"]
    values = {
        "inputs": exact(row.inputs, "channels"),
        "side": exact(side, "rows and columns of every map"),
        "outputs": exact([row.ones, row.threes, row.fives, row.pool], "channels: 1x1, 3x3, 5x5, pool"),
        "reductions": exact([row.reduce3, row.reduce5], "channels before 3x3, before 5x5"),
    }
    for kind, reduced in (("reduced", True), ("full", False)):
        lanes = branches(row, reduced, bias=False)
        weights, adds = (
            [parameters(lane) for lane in lanes],
            [multiply_adds(lane, row.inputs, side) for lane in lanes],
        )
        values |= {
            f"{kind}.weights": exact(sum(weights), "no biases"),
            f"{kind}.multiply_adds": exact(sum(adds), "a picture"),
            f"{kind}.channels": exact(channels(lanes, row.inputs, side), "out, concatenated"),
        }
        for name, weight, add in zip(NAMES, weights, adds, strict=True):
            values[f"{kind}.{name}.weights"] = exact(weight, "no biases")
            values[f"{kind}.{name}.multiply_adds"] = exact(add, "a picture")
    return values | savings(values)


def savings(values: dict[str, Value]) -> dict[str, Value]:
    """How many times fewer with reductions, of the whole module and of its 5x5 branch."""
    number = {key: int(v.array) for key, v in values.items() if v.array.ndim == 0}
    return {
        f"saving.{what}": exact(number[f"full.{path}"] / number[f"reduced.{path}"], "times fewer")
        for what, path in (
            ("weights", "weights"),
            ("multiply_adds", "multiply_adds"),
            ("fives", "fives.multiply_adds"),
            ("threes", "threes.multiply_adds"),
        )
    }


def multiply_adds(lane: nn.Module, inputs: int, side: int) -> int:
    """PyTorch counts a multiplication and an addition as two; here they are one."""
    counter = FlopCounterMode(display=False)
    with counter:
        lane(torch.empty(1, inputs, side, side))
    return counter.get_total_flops() // 2


def channels(lanes: list[nn.Module], inputs: int, side: int) -> int:
    """How many channels lanes side by side hand on, given ``inputs`` of ``side`` x ``side``."""
    return SideBySide(lanes)(torch.empty(1, inputs, side, side)).shape[1]
