"""Keeping: what of each tensor stays, its entries or their statistics, and no memory copied twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor

from chainreel.errors import InputError, did_you_mean
from chainreel.recorder.statistics import Statistics, is_dense, statistics_of, without_repeats

Place = tuple[int, int]  # a storage, and how often it had been written
SMALL, SLAB = 2**16, 2**22  # bytes
GAPS = 4  # times its own size: how long a stretch is copied whole, so that its strides stay
VIEWS = 4  # times its own size: how much is kept of the gradients of one parameter's views


@dataclass(frozen=True)
class Choice:
    """What is kept with its entries: all, or what ran in these modules and beneath them."""

    everything: bool
    modules: tuple[str, ...] = ()

    def takes(self, module: str) -> bool:
        """Whether what ran in the module of that name is kept."""
        return self.everything or any(
            module == name or not name or module.startswith(f"{name}.") for name in self.modules
        )


def choice_of(keep: str | Iterable[str], modules: Iterable[str]) -> Choice:
    """The choice that ``keep`` says: "all", "statistics", or the dotted names of modules.

    Raises: InputError when it names a module that there is not.
    """
    if keep == "all":
        return Choice(everything=True)
    if keep == "statistics":
        return Choice(everything=False)
    names, known = (keep,) if isinstance(keep, str) else tuple(keep), set(modules)
    for name in names:
        if name not in known:
            raise InputError(
                f'keep names {name!r}, which is no module of this model; say "all", "statistics" or names '
                f"such as {', '.join(map(repr, sorted(known - {''})[:3])) or repr('')} "
                f"{did_you_mean(name, known)}".strip()
            )
    return Choice(everything=False, modules=names)


@dataclass(frozen=True)
class Slip:
    """Where a small copy lies in a slab, and what it is a copy of."""

    room: int
    start: int
    stop: int
    dtype: torch.dtype
    layout: tuple[tuple[int, ...], tuple[int, ...]]
    shape: tuple[int, ...]


class Slab:
    """Room for small copies side by side, while large memory comes and goes around them.

    A small copy that stays would otherwise settle in what a large tensor has just left, the next large
    one would not fit in, and the process would grow by one of them at each step of a loop.
    """

    def __init__(self) -> None:
        self._rooms: list[Tensor] = []
        self._used = SLAB

    def put(self, tensor: Tensor) -> Slip | None:
        """Copy a tensor here; None when it is large, or not simply laid out."""
        if tensor.layout != torch.strided or tensor.is_conj() or tensor.is_neg():
            return None
        once = without_repeats(tensor)
        if once.nbytes > SMALL or tensor.device.type != "cpu" or not is_dense(once):
            return None
        start = -(-self._used // 16) * 16
        if start + once.nbytes > SLAB:
            self._rooms.append(torch.empty(SLAB, dtype=torch.uint8))
            start = 0
        self._used = start + once.nbytes
        layout = (tuple(once.shape), once.stride())
        slip = Slip(len(self._rooms) - 1, start, self._used, tensor.dtype, layout, tuple(tensor.shape))
        self._at(slip).copy_(once)
        return slip

    def take(self, slip: Slip) -> Tensor:
        """What lies there, in memory of its own."""
        return self._at(slip).clone().expand(slip.shape)

    def _at(self, slip: Slip) -> Tensor:
        flat = self._rooms[slip.room][slip.start : slip.stop].view(slip.dtype)
        return flat.as_strided(*slip.layout, flat.storage_offset())


class Copies:
    """Copies of tensors, of which those that share memory share the copy too."""

    def __init__(self) -> None:
        self._copies: dict[tuple[Place, torch.dtype], list[tuple[int, int, Tensor]]] = defaultdict(list)
        self._statistics: dict[tuple[Place, torch.dtype, int, int], Statistics] = {}

    def copy_of(self, tensor: Tensor, place: Place) -> Tensor:
        """A copy, or a view of the copy of something that shares the tensor's memory at that time."""
        tensor = tensor.detach()
        if tensor.layout != torch.strided or tensor.is_conj() or tensor.is_neg() or not tensor.numel():
            return tensor.clone()
        known, (start, stop) = self._copies[place, tensor.dtype], _stretch(tensor)
        shape, strides = tensor.size(), tensor.stride()
        for first, last, copy in known:
            if first <= start and stop <= last:
                return copy.as_strided(tensor.size(), tensor.stride(), copy.storage_offset() + start - first)
        if not is_dense(tensor):
            if stop - start > GAPS * tensor.numel():
                return without_repeats(tensor).clone().expand(tensor.shape)
            tensor = tensor.as_strided((stop - start,), (1,))
        copy = tensor.clone()
        known.append((start, stop, copy))
        return copy.as_strided(shape, strides, 0)

    def statistics_of(self, tensor: Tensor, place: Place) -> Statistics:
        """The statistics; a transpose's are those of what it transposes, and are not counted again."""
        tensor = tensor.detach()
        if tensor.layout != torch.strided or tensor.is_conj() or tensor.is_neg() or not is_dense(tensor):
            return statistics_of(tensor)
        key = (place, tensor.dtype, int(tensor.storage_offset()), tensor.numel())
        if key not in self._statistics:
            self._statistics[key] = statistics_of(tensor)
        return self._statistics[key]


def _stretch(tensor: Tensor) -> tuple[int, int]:
    first = int(tensor.storage_offset())
    return first, first + 1 + sum(
        (n - 1) * int(s) for n, s in zip(tensor.shape, tensor.stride(), strict=True)
    )


class ViewAllowance:
    """How much is kept of the gradients of a parameter's views, of which a loop may make hundreds."""

    def __init__(self) -> None:
        self._left: dict[int, int] = {}

    def open(self, key: int, parameter: Tensor) -> None:
        """Give the parameter in that storage its allowance."""
        self._left.setdefault(key, VIEWS * parameter.nbytes)

    def grants(self, key: int, gradient: Tensor) -> bool:
        """Whether the gradient of something in that storage may be kept; if so, it is counted."""
        if key not in self._left:
            return True
        if self._left[key] < gradient.nbytes:
            return False
        self._left[key] -= gradient.nbytes
        return True
