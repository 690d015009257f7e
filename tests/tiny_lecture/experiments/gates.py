"""A few sigmoids in a chain: each one's slope, their product, and the same by a nudge."""

import math

from chainreel.measured import Measured, Settings, exact

SETTINGS = {"x": 0.5, "gates": 3}
NUDGE = 1e-5


def measure(settings: Settings) -> Measured:
    x, gates = settings["x"], settings["gates"]
    passed = outputs(x, gates)
    slopes = [y * (1 - y) for y in passed]
    running = [math.prod(slopes[: i + 1]) for i in range(gates)]
    nudged = (outputs(x + NUDGE, gates)[-1] - outputs(x - NUDGE, gates)[-1]) / (2 * NUDGE)
    values = {
        "outputs": exact(passed),
        "slopes": exact(slopes),
        "running": exact(running, "product of the first slopes"),
        "product": exact(running[-1]),
        "nudge": exact(nudged, "central difference", 1e-10),
    }
    return Measured(f"{gates} sigmoids in a chain · x = {x:g}", values)


def outputs(x: float, gates: int) -> list[float]:
    """What each gate hands on."""
    passed = []
    for _ in range(gates):
        x = 1 / (1 + math.exp(-x))
        passed.append(x)
    return passed
