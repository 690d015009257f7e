"""Colour arithmetic on ``#RRGGBB``: contrast and opaque mixing."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def channels(colour: str) -> Floats:
    """``#RRGGBB`` as three numbers from 0 to 1."""
    digits = colour.removeprefix("#")
    return np.array([int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)])


def hexadecimal(rgb: Floats) -> str:
    """Three numbers from 0 to 1 as ``#RRGGBB``."""
    return "#" + "".join(f"{round(255 * float(c)):02X}" for c in np.clip(rgb, 0, 1))


@functools.lru_cache(maxsize=4096)
def mix(colour: str, over: str, amount: float) -> str:
    """``colour`` laid over ``over`` with opacity ``amount``, as one opaque colour."""
    return hexadecimal(amount * channels(colour) + (1 - amount) * channels(over))


def linear_light(colour: str) -> Floats:
    """Linear-light RGB of an sRGB colour."""
    c = channels(colour)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2)."""
    return float(np.dot([0.2126, 0.7152, 0.0722], linear_light(colour)))


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)
