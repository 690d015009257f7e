"""What small changes do to the small network: a nudge of one weight, its ripple, one step down."""

import torch
from torch import Tensor, nn

from chainreel.measured import Settings, Value, exact
from chainreel.trace import Trace, trace
from experiments.sigmoid_network import built, loss_of

ROUNDING = 1e-12


def moved(network: nn.Sequential, x: Tensor, amount: float) -> tuple[list[Tensor], Tensor]:
    """Activations by layer and the output with W1[0,0] moved by ``amount``; the network stays as it was."""
    weight = network[0].weight
    kept = weight.data.clone()
    weight.data[0, 0] += amount
    seen = trace(network, x, loss=torch.sum)
    weight.data = kept
    h = [node.value for node in seen.find("sigmoid")]
    return h, h[-1]


def three_ways(
    network: nn.Sequential, x: Tensor, known: dict[str, Value], settings: Settings
) -> dict[str, Value]:
    """Sum over paths, autograd, nudge: dloss_dW1[0,0], how far apart, and to how many decimals alike."""
    step, target = settings["nudge"], settings["target"]
    right, left = (loss_of(moved(network, x, by)[1], target).item() for by in (step, -step))
    ways = [known["paths.sum"].array.item(), known["dloss_dW1"].array[0, 0], (right - left) / (2 * step)]
    return {
        "nudge.h": exact(step, "how far W1[0,0] is moved either way"),
        "nudge.loss_right": exact(right),
        "nudge.loss_left": exact(left),
        "ways.paths": exact(ways[0]),
        "ways.autograd": exact(ways[1]),
        "ways.nudge": exact(ways[2], "(loss(w+h) - loss(w-h)) / 2h", 10 * ROUNDING),
        "ways.paths_minus_autograd": exact(ways[0] - ways[1], "", ROUNDING),
        "ways.nudge_minus_autograd": exact(ways[2] - ways[1], "", 10 * ROUNDING),
        "ways.spread": exact(max(ways) - min(ways), "largest difference of the three", 10 * ROUNDING),
        "ways.decimals": exact(agreeing_decimals(ways), "decimals on which all three agree, rounded"),
    }


def agreeing_decimals(ways: list[float]) -> int:
    """The most decimals to which all round to one and the same number, up to 15."""
    return max(n for n in range(16) if len({round(way, n) for way in ways}) == 1)


def ripple(
    network: nn.Sequential, x: Tensor, known: dict[str, Value], settings: Settings
) -> dict[str, Value]:
    """What moving W1[0,0] by ``ripple`` does to each value behind it, and to the loss."""
    h, output = moved(network, x, settings["ripple"])
    loss = loss_of(output, settings["target"]).item()
    values = {
        "ripple.by": exact(settings["ripple"]),
        "ripple.weight": exact(settings["weights"][0][0][0] + settings["ripple"]),
        "ripple.loss": exact(loss),
        "ripple.loss_change": exact(loss - known["loss"].array, "", ROUNDING),
    }
    for layer, after in enumerate(h, start=1):
        values[f"ripple.h{layer}"] = exact(after.numpy())
        values[f"ripple.h{layer}_change"] = exact(after.numpy() - known[f"h{layer}"].array, "", ROUNDING)
    return values


def update(network: nn.Sequential, x: Tensor, seen: Trace, settings: Settings) -> dict[str, Value]:
    """One step down: all weights at once; the loss before and after."""
    rate, changed = settings["learning_rate"], dict(network.state_dict())
    for name in changed:
        gradient = seen.parameter(name).gradient
        assert gradient is not None
        changed[name] = changed[name] - rate * gradient
    after = built(settings)
    after.load_state_dict(changed)
    passed = trace(after, x, loss=lambda h: loss_of(h, settings["target"]))
    values = {"update.loss_before": exact(seen.loss), "update.loss_after": exact(passed.loss)}
    for name, tensor in changed.items():
        layer, kind = name.split(".")
        values[f"update.{kind[0].replace('w', 'W')}{int(layer) // 2 + 1}"] = exact(tensor.numpy())
    for layer, node in enumerate(passed.find("sigmoid"), start=1):
        values[f"update.h{layer}"] = exact(node.value.numpy())
    return values
