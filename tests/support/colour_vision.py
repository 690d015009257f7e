"""How far apart two colours look, to normal sight and to colour-deficient eyes."""

from typing import Literal

import numpy as np

from chainreel.colour import Floats, linear_light

Deficiency = Literal["protanopia", "deuteranopia", "tritanopia"]

# Machado, Oliveira, Fernandes 2009, table 1, severity 1.0; they act on linear RGB.
MACHADO: dict[Deficiency, Floats] = {
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
SRGB_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE_D65 = np.array([0.95047, 1.0, 1.08883])


def lab(linear_rgb: Floats) -> Floats:
    """CIE Lab (D65) of linear RGB."""
    t = SRGB_TO_XYZ @ linear_rgb / WHITE_D65
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def lab_distance(a: str, b: str, deficiency: Deficiency | None = None) -> float:
    """How far apart two colours look (Lab, CIE76), to normal sight or with a deficiency."""
    matrix = MACHADO[deficiency] if deficiency else np.eye(3)
    seen = [lab(np.clip(matrix @ linear_light(c), 0, 1)) for c in (a, b)]
    return float(np.linalg.norm(seen[0] - seen[1]))
