"""Two hand-made filters on a photo: Sobel's, which answer to edges that stand and to edges that lie.

The photo is scikit-learn's china.jpg (danielbuechele, CC BY 2.0), grey, its middle, made small.
"""

from typing import Any

import numpy as np
import torch
from sklearn.datasets import load_sample_image

from chainreel.measured import Measured, Settings, exact
from experiments import reproducible

SETTINGS = {
    "photo": "china.jpg",
    "grey": [0.299, 0.587, 0.114],
    "rows": 64,
    "columns": 96,
    "x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
}
ONE_LEVEL = 1.0  # another JPEG decoder may round a pixel otherwise


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    grey = small_grey(load_sample_image(settings["photo"]), settings)
    across, down = (filtered(grey, settings[key]) for key in ("x", "y"))
    reach = float(np.abs(settings["x"]).sum()) * ONE_LEVEL
    values = {
        "grey": exact(grey, "row, column: 0 black to 255 white", ONE_LEVEL),
        "filter.x": exact(settings["x"], "3 x 3, answers to edges that stand"),
        "filter.y": exact(settings["y"], "3 x 3, answers to edges that lie"),
        "x": exact(across, "row, column: right minus left", reach),
        "y": exact(down, "row, column: below minus above", reach),
        "magnitude": exact(
            np.hypot(across, down).round().astype(int), "length of (x, y), whole levels", reach
        ),
    }
    run = (
        f"Sobel filters, made by hand, on scikit-learn's {settings['photo']} · grey, its middle, "
        f"{settings['columns']}x{settings['rows']} pixels · nothing trained"
    )
    return Measured(run, values)


def small_grey(photo: Any, settings: Settings) -> np.ndarray:
    """Whole levels 0 to 255, each the mean of a square of the photo; the squares fill its middle."""
    rows, columns = settings["rows"], settings["columns"]
    side = min(photo.shape[0] // rows, photo.shape[1] // columns)
    top, left = (photo.shape[0] - side * rows) // 2, (photo.shape[1] - side * columns) // 2
    middle = photo[top : top + side * rows, left : left + side * columns] @ np.array(settings["grey"])
    return middle.reshape(rows, side, columns, side).mean((1, 3)).round().astype(int)


def filtered(grey: np.ndarray, kernel: Any) -> np.ndarray:
    """PyTorch's convolution where the kernel lies wholly on the picture: two rows and columns fewer."""
    picture, weight = (torch.tensor(part, dtype=torch.float64)[None, None] for part in (grey, kernel))
    return torch.conv2d(picture, weight)[0, 0].round().long().numpy()
