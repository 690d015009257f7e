"""Pictures of values: what a block hands on, reduced to as many entries as are drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

Array = npt.NDArray[np.float64]
MAP_SIDE, MAPS = 14, 4
IMAGE_SIDE = 28
BARS = 12  # entries of a vector that are drawn as bars
TILE = 256  # entries of a long vector that are drawn, in a rectangle
ROWS, COLUMNS = 24, 24  # of a sequence
ODD = 2.0  # a cell that stands for an entry that is NaN or infinite


class Kind(IntEnum):
    """How a value is drawn."""

    NOTHING = 0
    BARS = 1
    TILE = 2
    MAPS = 3
    SEQUENCE = 4
    IMAGE = 5
    COLOUR = 6


@dataclass(frozen=True)
class ValuePicture:
    """Entries to draw: from -1 to 1 of ``largest``, (rows, columns), (maps, rows, columns) or with colours.

    ``merged`` is how many entries of the value one drawn entry is the mean of. One that stands for an entry
    that is NaN or infinite is ``ODD``.
    """

    kind: Kind
    entries: Array
    largest: float = 1.0
    merged: int = 1


@torch.no_grad()
def picture_of(value: Tensor) -> ValuePicture:
    """The picture of one example's value, by its shape: (), (n), (tokens, n) or (channels, height, width)."""
    if value.is_complex():
        value = value.abs()
    dense = value.detach().to_dense().double() if value.layout != torch.strided else value.detach().double()
    if not dense.numel():
        return ValuePicture(Kind.NOTHING, np.zeros((1, 1)))
    if dense.ndim <= 1:
        return _vector(dense.reshape(-1))
    return _sequence(dense) if dense.ndim == 2 else _maps(dense.reshape(-1, *dense.shape[-2:]))


def _vector(entries: Tensor) -> ValuePicture:
    if len(entries) <= BARS:
        return _scaled(Kind.BARS, entries[None], 1)
    cells, columns = grid_of(min(len(entries), TILE))
    pooled = functional.adaptive_avg_pool1d(entries[None], cells)[0]
    return _scaled(Kind.TILE, pooled.reshape(-1, columns), math.ceil(len(entries) / cells))


def grid_of(most: int) -> tuple[int, int]:
    """The most cells, up to ``most``, of a rectangle one to three times as high as wide; its columns.

    A cell that stands for no entry would be seen as a zero.
    """
    for cells in range(most, 0, -1):
        fitting = [c for c in range(1, cells + 1) if cells % c == 0 and c * c <= cells <= 3 * c * c]
        if fitting:
            return cells, min(fitting, key=lambda c: abs(cells / c / c - 2))
    raise ValueError("a picture of no entry")


def _sequence(entries: Tensor) -> ValuePicture:
    rows, columns = entries.shape
    size = (min(rows, ROWS), min(columns, COLUMNS))
    pooled = _pooled(entries[None], size)[0]
    return _scaled(Kind.SEQUENCE, pooled, math.ceil(rows / size[0]) * math.ceil(columns / size[1]))


def _pooled(maps: Tensor, size: tuple[int, int]) -> Tensor:
    """Means over rectangles; of one in which an entry is no number, NaN."""
    return functional.adaptive_avg_pool2d(maps[None], size)[0]


def _maps(maps: Tensor) -> ValuePicture:
    """The maps that vary most, each from -1 to 1 of its own largest entry."""
    if not maps[0].numel() > 1:
        return _vector(maps.reshape(-1))
    spread = torch.nan_to_num(maps.flatten(1).var(1), nan=math.inf)
    chosen = maps[spread.argsort(descending=True)[: min(MAPS, len(maps))].sort().values]
    height, width = chosen.shape[-2:]
    size = (min(height, MAP_SIDE), min(width, MAP_SIDE))
    drawn = [_scaled(Kind.MAPS, one, 1) for one in _pooled(chosen, size)]
    merged = math.ceil(height / size[0]) * math.ceil(width / size[1])
    return ValuePicture(
        Kind.MAPS, np.stack([p.entries for p in drawn]), max(p.largest for p in drawn), merged
    )


def _scaled(kind: Kind, entries: Tensor, merged: int) -> ValuePicture:
    sound = torch.isfinite(entries)
    kept = torch.where(sound, entries, 0)
    largest = float(kept.abs().max())
    shares = torch.where(sound, kept / (largest or 1.0), ODD)
    return ValuePicture(kind, shares.numpy(), largest, merged)


@torch.no_grad()
def image_of(example: Any, picture: Callable[[Any], Any] | None) -> ValuePicture | None:
    """An input's picture, of shape (height, width[, 3]) from 0 to 1; None where it is no image.

    An input of one or three channels is stretched from its smallest to its largest entry.
    """
    if picture is not None:
        array = np.asarray(picture(example), dtype=np.float64)
        drawn = torch.from_numpy(array if array.ndim == 3 else array[..., None]).permute(2, 0, 1)
        return _image(drawn.clamp(0, 1))
    if not isinstance(example, Tensor) or example.ndim != 3 or example.shape[0] not in (1, 3):
        return None
    if min(example.shape[1:]) < 4 or not example.is_floating_point():
        return None
    wide = torch.nan_to_num(example.double())
    low, high = wide.min(), wide.max()
    return _image((wide - low) / (high - low) if high > low else wide * 0)


def _image(channels: Tensor) -> ValuePicture:
    height, width = channels.shape[-2:]
    scale = min(1.0, IMAGE_SIDE / max(height, width))
    size = (max(1, round(height * scale)), max(1, round(width * scale)))
    pooled = functional.adaptive_avg_pool2d(channels[None], size)[0]
    merged = math.ceil(height / size[0]) * math.ceil(width / size[1])
    if len(channels) == 1:
        return ValuePicture(Kind.IMAGE, pooled[0].numpy(), 1.0, merged)
    return ValuePicture(Kind.COLOUR, pooled.permute(1, 2, 0).numpy(), 1.0, merged)
