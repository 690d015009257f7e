"""Light by length: the colour that stands for how long a gradient is, on a ruler of digits."""

from __future__ import annotations

import math

from chainreel.theme import Look

DARK, FULL, PALE = 1e-8, 1.0, 10.0  # gradient lengths: as dark as a panel, all orange, palest
POWER = 1.5  # of the way from dark to orange, so that the dark end is seen to be dark
PALEST = 0.6  # of the colour of text in what is longest


def light_of(look: Look, length: float) -> str:
    """The colour of a gradient's length (above 0)."""
    share = min(1.0, max(0.0, math.log(length / DARK) / math.log(FULL / DARK)))
    over = min(1.0, max(0.0, math.log(length / FULL) / math.log(PALE / FULL)))
    color = look.theme.mix("backward", "panel", share**POWER)
    return look.theme.mix("text", color, PALEST * over)
