"""Statistics of one tensor, in float64 and in one sweep that copies no more than a block at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

BLOCK = 2**18  # entries: 2 MB in float64, which a processor's cache still holds


@dataclass(frozen=True)
class Statistics:
    """What is known of a tensor whose entries were not kept; a complex entry counts by its magnitude.

    ``count`` entries, of which ``finite`` are neither NaN nor infinite; of the finite ones ``zeros`` are
    exactly 0, and ``mean``, ``deviation`` (of the whole population), ``norm`` (Euclidean), ``minimum``
    and ``maximum`` are over them: NaN where there is none, and 0 for the norm.
    """

    count: int
    finite: int
    zeros: int
    mean: float
    deviation: float
    norm: float
    minimum: float
    maximum: float


@torch.no_grad()
def statistics_of(tensor: Tensor) -> Statistics:
    """The statistics of a tensor of any shape, type and layout; a sparse one's missing entries are zeros."""
    if tensor.layout != torch.strided:
        return _of_sparse(tensor)
    once = without_repeats(tensor)
    times = tensor.numel() // once.numel() if once.numel() else 1
    return _gathered(_blocks(once), times)


def without_repeats(tensor: Tensor) -> Tensor:
    """The tensor with each dimension that ``expand`` made cut to its one real entry."""
    for dimension, (size, stride) in enumerate(zip(tensor.shape, tensor.stride(), strict=True)):
        if size > 1 and stride == 0:
            tensor = tensor.narrow(dimension, 0, 1)
    return tensor


def is_dense(tensor: Tensor) -> bool:
    """Whether a strided tensor fills one stretch of memory with no gap and nothing twice."""
    expected = 1
    for stride, size in sorted((s, n) for n, s in zip(tensor.shape, tensor.stride(), strict=True) if n != 1):
        if stride != expected:
            return False
        expected *= size
    return True


def _blocks(tensor: Tensor) -> Iterator[Tensor]:
    flat = tensor.reshape(-1)
    if is_dense(tensor):  # the order does not matter, so that a transpose need not be copied
        flat = tensor.as_strided((tensor.numel(),), (1,), tensor.storage_offset())
    for start in range(0, flat.numel(), BLOCK):
        block = flat[start : start + BLOCK]
        yield (block.abs() if block.is_complex() else block).double()


def _gathered(blocks: Iterator[Tensor], times: int = 1, more_zeros: int = 0) -> Statistics:
    """One pass; means and squared deviations of the blocks are merged pairwise, which keeps them exact."""
    count = finite = zeros = more_zeros
    mean, squares, norm = (0.0 if more_zeros else math.nan), 0.0, 0.0
    least, most = (0.0, 0.0) if more_zeros else (math.inf, -math.inf)
    for block in blocks:
        count += block.numel()
        block = block[torch.isfinite(block)]
        n = block.numel()
        if not n:
            continue
        low, high = (x.item() for x in block.aminmax())
        least, most = min(least, low), max(most, high)
        zeros += n - int(torch.count_nonzero(block))
        norm = math.hypot(norm, torch.linalg.vector_norm(block).item())
        here = block.mean().item()
        apart = here - mean if finite else 0.0
        squares += (block - here).square().sum().item() + apart**2 * finite * n / (finite + n)
        mean = mean + apart * n / (finite + n) if finite else here
        finite += n
    deviation = math.sqrt(squares / finite) if finite else math.nan
    least, most = (least, most) if finite else (math.nan, math.nan)
    norm *= math.sqrt(times)
    return Statistics(count * times, finite * times, zeros * times, mean, deviation, norm, least, most)


def _of_sparse(tensor: Tensor) -> Statistics:
    if tensor.layout == torch.sparse_coo:
        tensor = tensor.coalesce()
    entries = tensor.values()
    return _gathered(_blocks(entries), more_zeros=tensor.numel() - entries.numel())
