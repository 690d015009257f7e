"""A deep net that reads digits: how it learns, and what happens inside for one handwritten 3."""

import torch

from chainreel.measured import Measured, Settings, Value, exact, generator, trained
from chainreel.trace import trace
from experiments import reproducible
from experiments.digits import Digits, digits
from experiments.networks import Design, DigitsNetwork, loss_of
from experiments.training import Recipe, answers, train

SETTINGS = {
    "depth": 2,
    "width": 32,
    "activation": "sigmoid",
    "initialisation": "xavier",
    "seed": 0,
    "learning_rate": 0.3,
    "momentum": 0.9,
    "batch": 64,
    "epochs": 20,
    "digit": 3,
}


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    data = digits()
    design = Design(*(settings[key] for key in ("depth", "width", "activation", "initialisation")))
    network = DigitsNetwork(design, generator(settings["seed"]))
    epoch = len(data.train) // settings["batch"]
    recipe = Recipe(
        settings["learning_rate"], settings["momentum"], settings["batch"], epoch * settings["epochs"], epoch
    )
    curve = train(network, data, recipe, settings["seed"])
    values = {
        "sizes": exact([64] + [design.width] * design.depth + [10], "neurons a layer"),
        "parameters": exact(sum(p.numel() for p in network.parameters()), "weights and biases"),
        "train_digits": exact(len(data.train), "digits"),
        "test_digits": exact(len(data.test), "digits"),
        "curve.epoch": exact(range(len(curve.step)), "epochs"),
        "curve.train": trained(curve.train, "accuracy on training digits"),
        "curve.test": trained(curve.test, "accuracy on unseen digits"),
        "curve.loss": trained(curve.loss, "mean cross-entropy, training"),
        "train_accuracy": trained(curve.train[-1], "of training digits"),
        "test_accuracy": trained(curve.test[-1], "of unseen digits"),
        "test_wrong": trained(
            (answers(network, data.test) != data.test_labels.numpy()).sum(), "unseen digits"
        ),
    }
    values |= one_digit(network, data, settings["digit"])
    return Measured(run_line(settings), values)


def run_line(settings: Settings) -> str:
    """The run in a line, for the picture."""
    layers = "-".join(str(n) for n in [64] + [settings["width"]] * settings["depth"] + [10])
    return (
        f"digits network {layers} · {settings['activation']} · {settings['initialisation']} first weights · "
        f"seed {settings['seed']} · learning rate {settings['learning_rate']:g} · {settings['epochs']} epochs"
    )


def one_digit(network: DigitsNetwork, data: Digits, digit: int) -> dict[str, Value]:
    """The first unseen example of ``digit``: pixels, hidden values, and ten probabilities."""
    chosen = int((data.test_labels == digit).nonzero()[0])
    pixels, label = data.test[chosen : chosen + 1], data.test_labels[chosen : chosen + 1]
    seen = trace(network, pixels, loss=lambda logits: loss_of(logits, label))
    logits = seen.nodes[seen.outputs[0]].value
    probability = torch.softmax(logits, 1)
    values = {
        "example.pixels": exact(pixels.reshape(8, 8).numpy(), "0 paper, 1 ink"),
        "example.label": exact(digit, "class"),
        "example.logits": trained(logits[0].numpy(), "", 1e-3),
        "example.probability": trained(probability[0].numpy(), "of class 0 to 9", 1e-6),
        "example.answer": trained(int(probability.argmax()), "class"),
    }
    for layer, node in enumerate(seen.find(network.design.activation), start=1):
        values[f"example.h{layer}"] = trained(node.value[0].numpy(), "", 1e-6)
    return values
