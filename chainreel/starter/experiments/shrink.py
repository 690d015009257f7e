"""A value that is multiplied by the same factor again and again. Measure something of your own here."""

from chainreel.measured import Measured, Settings, exact

SETTINGS = {"start": 1.0, "factor": 0.5, "steps": 4}


def measure(settings: Settings) -> Measured:
    """The value at the start and after every step."""
    values = [settings["start"]]
    for _ in range(settings["steps"]):
        values.append(settings["factor"] * values[-1])
    run = f"from {settings['start']:g}, times {settings['factor']:g}, {settings['steps']} steps"
    return Measured(run, {"value": exact(values, "one a step")})
