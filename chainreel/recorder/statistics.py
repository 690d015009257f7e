"""Statistics of one tensor, in float64 and in one sweep that copies no more than a block at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

BLOCK = 2**17  # entries: 1 MB in float64, which a processor's cache still holds
TINY, HUGE = 1e-290, 1e290  # sums of squares between which float64 loses nothing


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
    more_zeros, times = 0, 1
    if tensor.layout != torch.strided:
        entries = (tensor.coalesce() if tensor.layout == torch.sparse_coo else tensor).values()
        more_zeros = tensor.numel() - entries.numel()
    else:
        entries = without_repeats(tensor)
        times = tensor.numel() // entries.numel() if entries.numel() else 1
    sums = _swept(entries, more_zeros, 1.0)
    largest = max(abs(sums.minimum), abs(sums.maximum))
    if sums.finite and largest and not TINY < sums.squares + sums.finite * sums.mean * sums.mean < HUGE:
        sums = _swept(entries, more_zeros, largest)  # squares that float64 cannot hold otherwise
    return sums.finish(times)


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


@dataclass
class _Sums:
    """What a sweep adds up, of entries divided by ``scale``; ``squares`` are of distances from the mean."""

    count: int
    finite: int
    zeros: int
    mean: float
    squares: float
    minimum: float
    maximum: float
    scale: float

    def finish(self, times: int) -> Statistics:
        """The statistics, each entry counting that many times."""
        count, finite, zeros = (n * times for n in (self.count, self.finite, self.zeros))
        if not finite:
            return Statistics(count, 0, 0, math.nan, math.nan, 0.0, math.nan, math.nan)
        deviation = math.sqrt(self.squares / self.finite) * self.scale
        norm = math.sqrt(times) * math.sqrt(self.squares + self.finite * self.mean * self.mean) * self.scale
        mean = self.mean * self.scale
        return Statistics(count, finite, zeros, mean, deviation, norm, self.minimum, self.maximum)


def _swept(entries: Tensor, more_zeros: int, scale: float) -> _Sums:
    """One sweep; distances are measured from the first block's mean, so that little cancels."""
    sums = _Sums(more_zeros, more_zeros, more_zeros, 0.0, 0.0, 0.0, 0.0, scale)
    if not more_zeros:
        sums.minimum, sums.maximum = math.inf, -math.inf
    shift: float | None = 0.0 if more_zeros else None
    total = squares = 0.0
    for block in _blocks(entries):
        sums.count += block.numel()
        low, high = (x.item() for x in block.aminmax())
        if not (math.isfinite(low) and math.isfinite(high)):
            block = block[torch.isfinite(block)]
            if not block.numel():
                continue
            low, high = (x.item() for x in block.aminmax())
        sums.minimum, sums.maximum = min(sums.minimum, low), max(sums.maximum, high)
        sums.zeros += block.numel() - int(torch.count_nonzero(block))
        sums.finite += block.numel()
        wide = block.double() if scale == 1.0 else block.double() / scale
        shift = wide.mean().item() if shift is None else shift
        wide = wide - shift
        total += wide.sum().item()
        squares += torch.dot(wide, wide).item()
    if sums.finite:
        sums.mean = (shift or 0.0) + total / sums.finite
        sums.squares = max(squares - total * total / sums.finite, 0.0)
    return sums


def _blocks(tensor: Tensor) -> Iterator[Tensor]:
    flat = tensor.reshape(-1)
    if is_dense(tensor):  # the order does not matter, so that a transpose need not be copied
        flat = tensor.as_strided((tensor.numel(),), (1,), tensor.storage_offset())
    for start in range(0, flat.numel(), BLOCK):
        block = flat[start : start + BLOCK]
        yield block.abs() if block.is_complex() else block.byte() if block.dtype == torch.bool else block
