"""A small CNN reads digits: what it learns, and every map that one handwritten 3 leaves in it."""

import torch

from chainreel.measured import Measured, Settings, Value, chaotic, exact, generator, trained
from chainreel.trace import trace
from experiments import reproducible
from experiments.convolution_step import step
from experiments.convolutions import SIDE, DigitsCnn
from experiments.digits import Digits, digits
from experiments.networks import loss_of
from experiments.training import Curve, Recipe, answers, train

SETTINGS = {
    "channels": [6, 12],
    "seed": 0,
    "seeds": [0, 1, 2, 3, 4],
    "learning_rate": 0.05,
    "momentum": 0.9,
    "batch": 64,
    "steps": 400,
    "every": 20,
    "digit": 3,
}
SMALL = 1e-6  # of a map: how near to ReLU's corner counts as zero


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    network, curve = learnt(data, settings, settings["seed"])
    values = {
        "parameters": exact(sum(p.numel() for p in network.parameters()), "weights and biases"),
        "parameters_by_layer": exact(by_layer(network), "first, second convolution, readout"),
        "train_digits": exact(len(data.train), "digits"),
        "test_digits": exact(len(data.test), "digits"),
        "curve.step": exact(curve.step, "steps"),
        "curve.train": trained(curve.train, "accuracy on training digits"),
        "curve.test": trained(curve.test, "accuracy on unseen digits"),
        "train_accuracy": trained(curve.train[-1], "of training digits"),
        "test_accuracy": trained(curve.test[-1], "of unseen digits"),
        "test_wrong": trained((answers(network, data.test) != data.test_labels.numpy()).sum(), "digits"),
    }
    values |= one_digit(network, data, settings["digit"])
    values |= over_all_seeds(data, settings)
    first, last = settings["seeds"][0], settings["seeds"][-1]
    channels = "/".join(map(str, settings["channels"]))
    run = (
        f"digits CNN · 3x3 convolutions, {channels} channels, each pooled 2x2, one readout · "
        f"PyTorch's default first weights · seed {settings['seed']} (accuracy also seeds {first}-{last}) · "
        f"learning rate {settings['learning_rate']:g} · {settings['steps']} steps of {settings['batch']}"
    )
    return Measured(run, values)


def learnt(data: Digits, settings: Settings, seed: int) -> tuple[DigitsCnn, Curve]:
    """A network from a seed, trained, with the curve of its training."""
    network = DigitsCnn(settings["channels"], generator(seed))
    recipe = Recipe(*(settings[key] for key in ("learning_rate", "momentum", "batch", "steps", "every")))
    return network, train(network, data, recipe, seed)


def by_layer(network: DigitsCnn) -> list[int]:
    """Weights and biases of each layer."""
    return [sum(p.numel() for p in layer.parameters()) for layer in network.children()]


def one_digit(network: DigitsCnn, data: Digits, digit: int) -> dict[str, Value]:
    """Pixels, kernels, and each map on the way to ten probabilities, for the first unseen ``digit``."""
    chosen = int((data.test_labels == digit).nonzero()[0])
    label = data.test_labels[chosen : chosen + 1]
    seen = trace(network, data.test[chosen : chosen + 1], loss=lambda logits: loss_of(logits, label))
    before, after, pooled = (
        [node.value[0].numpy() for node in seen.find(kind)] for kind in ("conv2d", "relu", "max_pool2d")
    )
    pixels = data.test[chosen].reshape(SIDE, SIDE).numpy()
    kernels, biases = network.first.weight.detach()[:, 0].numpy(), network.first.bias.detach().numpy()
    probability = torch.softmax(seen.nodes[seen.outputs[0]].value[0], 0)
    return {
        "example.pixels": exact(pixels, "0 paper, 1 ink"),
        "example.label": exact(digit, "class"),
        "example.index": exact(chosen, "among the unseen digits, from 0"),
        "example.probability": trained(probability.numpy(), "of class 0 to 9", SMALL),
        "example.answer": trained(int(probability.argmax()), "class"),
        "first.kernels": trained(kernels, "channel, 3 x 3"),
        "first.biases": trained(biases, "by channel"),
        "first.before": trained(before[0], "channel, 8 x 8, before ReLU", SMALL),
        "first.after": trained(after[0], "channel, 8 x 8, after ReLU", SMALL),
        "first.pooled": trained(pooled[0], "channel, 4 x 4", SMALL),
        "second.before": trained(before[1], "channel, 4 x 4, before ReLU", SMALL),
        "second.after": trained(after[1], "channel, 4 x 4, after ReLU", SMALL),
        "second.pooled": trained(pooled[1], "channel, 2 x 2", SMALL),
        **step(pixels, kernels, biases, after[0]),
    }


def over_all_seeds(data: Digits, settings: Settings) -> dict[str, Value]:
    """The accuracies that every seed ends with."""
    curves = [learnt(data, settings, seed)[1] for seed in settings["seeds"]]
    return {
        **chaotic("seeds.train_accuracy", [c.train[-1] for c in curves], "of training digits"),
        **chaotic("seeds.test_accuracy", [c.test[-1] for c in curves], "of unseen digits"),
    }
