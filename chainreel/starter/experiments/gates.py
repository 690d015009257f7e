"""A chain of sigmoids: the slope of each, and what is left of a gradient that goes back through them."""

import math

from chainreel.measured import Measured, Settings, exact

SETTINGS = {"x": 0.5, "gates": 6}


def measure(settings: Settings) -> Measured:
    """Each gate's input, output and slope; the gradient from the last gate back to the first."""
    inputs, outputs = [settings["x"]], []
    for _ in range(settings["gates"]):
        outputs.append(1 / (1 + math.exp(-inputs[-1])))
        inputs.append(outputs[-1])
    slopes = [y * (1 - y) for y in outputs]
    back = slopes[::-1]
    running = [math.prod(back[:passed]) for passed in range(len(back) + 1)]
    values = {
        "inputs": exact(inputs[:-1]),
        "outputs": exact(outputs),
        "slopes": exact(slopes, "of the sigmoid, the first gate first"),
        "back": exact(back, "the same slopes, the last gate first"),
        "running": exact(running, "what is left of 1 after so many gates, backward"),
    }
    return Measured(f"{settings['gates']} sigmoids in a chain, x = {settings['x']:g}", values)
