"""What makes a run repeat: float64, one thread, deterministic algorithms, batches in an order from PCG64."""

import numpy as np
import torch
from torch import Tensor


def set_up() -> None:
    """Fix torch's precision, threads and algorithms for this process."""
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def order_generator(seed: int) -> np.random.Generator:
    """Where a run's order of batches comes from: its own stream, so that all networks see the same."""
    return np.random.Generator(np.random.PCG64([seed, 1]))


def uniform(rng: np.random.Generator, bound: float, *shape: int) -> Tensor:
    """Between -bound and bound."""
    return torch.from_numpy(rng.uniform(-bound, bound, shape))


def normal(rng: np.random.Generator, spread: float, *shape: int) -> Tensor:
    """Mean 0, standard deviation ``spread``."""
    return torch.from_numpy(rng.normal(0.0, spread, shape))


def orthogonal(rng: np.random.Generator, rows: int, columns: int) -> Tensor:
    """Rows (or columns, whichever are fewer) of length 1 at right angles, evenly drawn."""
    tall = rng.normal(size=(max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(tall)
    q = q * np.sign(np.diag(r))
    return torch.from_numpy(np.ascontiguousarray(q if rows >= columns else q.T))
