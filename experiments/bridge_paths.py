"""Three blocks h + sigmoid(h): the gradient (1 + a)(1 + b)(1 + c) as eight paths, and as autograd has it."""

from itertools import product

import numpy as np
import torch

from chainreel.measured import Measured, Settings, exact
from experiments import reproducible

SETTINGS = {"blocks": 3, "x": 0.5}
ROUNDING = 1e-12


def measure(settings: Settings) -> Measured:
    """The run at these settings: all that its record holds."""
    reproducible.set_up()
    blocks, x = settings["blocks"], settings["x"]
    h, inner = forward(blocks, x)
    slopes = inner * (1 - inner)
    taken = routes(blocks)
    products = np.where(taken, slopes, 1.0).prod(1)
    autograd = by_autograd(blocks, x)
    values = {
        "x": exact(x),
        "h": exact(h, "the input, then after block 1, 2, ..."),
        "inner": exact(inner, "sigmoid(h) in block 1, 2, ..."),
        "slopes": exact(slopes, "a, b, c: F' in block 1, 2, ..."),
        "factors": exact(1 + slopes, "1 + F', block 1 first"),
        "running": exact(
            np.concatenate([[1.0], np.cumprod(1 + slopes[::-1])]), "coin, from the last block back"
        ),
        "paths.taken": exact(taken, "path, block: 1 through the block, 0 over its bridge"),
        "paths.blocks": exact(taken.sum(1), "blocks that the path goes through"),
        "paths.products": exact(products, "one a path: the slopes of its blocks"),
        "paths.part": exact(products / products.sum(), "of the whole gradient"),
        "paths.sum": exact(products.sum(), "of all paths"),
        "product": exact((1 + slopes).prod(), "(1 + a)(1 + b)(1 + c)"),
        "autograd": exact(autograd, "dh_last/dx"),
        "autograd_minus_sum": exact(autograd - products.sum(), "", ROUNDING),
        "plain": exact(slopes.prod(), "the one path through every block, a b c"),
    }
    run = f"h + sigmoid(h) · {blocks} blocks, one neuron wide · input {x:g} · not trained"
    return Measured(run, values)


def forward(blocks: int, x: float) -> tuple[np.ndarray, np.ndarray]:
    """h (blocks + 1,), the input first, and sigmoid(h) in each block (blocks,)."""
    h, inner = [x], []
    for _ in range(blocks):
        inner.append(1 / (1 + np.exp(-h[-1])))
        h.append(h[-1] + inner[-1])
    return np.array(h), np.array(inner)


def routes(blocks: int) -> np.ndarray:
    """Every choice of block or bridge (paths, blocks), fewest blocks first, then the first blocks first."""
    choices = sorted(product((1, 0), repeat=blocks), key=lambda taken: (sum(taken), [-t for t in taken]))
    return np.array(choices)


def by_autograd(blocks: int, x: float) -> float:
    """d h / d x after ``blocks`` blocks h + sigmoid(h), by torch."""
    start = torch.tensor(x, requires_grad=True)
    h = start
    for _ in range(blocks):
        h = h + torch.sigmoid(h)
    return torch.autograd.grad(h, start)[0].item()
