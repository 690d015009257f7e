"""Memory that tensors share: who wrote into it last, and what lay in it before the pass."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor
from torch.multiprocessing.reductions import StorageWeakRef


class Memory:
    """Every storage met: how often it was written, by which node, and a copy if it is not the pass's own.

    A storage is known by its address, held weakly, so that the address is not given to another one
    while the pass lasts.
    """

    def __init__(self) -> None:
        self._held: dict[int, StorageWeakRef] = {}
        self._writes: dict[int, tuple[int, int | None]] = {}
        self._own: set[int] = set()
        self._before: dict[int, tuple[torch.UntypedStorage, torch.UntypedStorage]] = {}

    def key(self, tensor: Tensor) -> int:
        """The number of the storage a tensor lies in; a sparse tensor has one to itself."""
        if not has_memory(tensor):
            return -id(tensor)
        storage = tensor.untyped_storage()
        key: int = storage._cdata
        if key not in self._held:
            self._held[key] = StorageWeakRef(storage)  # type: ignore[no-untyped-call]
        return key

    def meet(self, key: int, made_here: bool) -> None:
        """Remember a storage, and whether the pass itself made it."""
        if key not in self._writes:
            self._writes[key] = (0, None)
            if made_here:
                self._own.add(key)

    def writes(self, key: int) -> int:
        """How often the storage was written since it was met."""
        return self._writes.get(key, (0, None))[0]

    def writer(self, key: int) -> int | None:
        """The node that stands for the last write; None if there was none."""
        return self._writes.get(key, (0, None))[1]

    def write(self, key: int, node: int | None) -> None:
        """Count a write, which this node stands for."""
        self._writes[key] = (self.writes(key) + 1, node)

    def sign(self, key: int, node: int) -> None:
        """Say which node stands for the last write."""
        self._writes[key] = (self.writes(key), node)

    def protect(self, tensors: Iterable[Tensor]) -> None:
        """Copy what these lie in, unless the pass made it or has copied it already."""
        for tensor in tensors:
            if not has_memory(tensor):
                continue
            key = self.key(tensor)
            if key not in self._own and key not in self._before:
                storage = tensor.untyped_storage()
                copy = storage.clone()  # type: ignore[no-untyped-call]
                self._before[key] = (storage, copy)

    def is_protected(self, tensor: Tensor) -> bool:
        """Whether what lay in the tensor's storage can be put back."""
        return self.key(tensor) in self._before

    def put_back(self) -> None:
        """Let every storage that was there before the pass hold again what it held."""
        for storage, before in self._before.values():
            if storage.nbytes() != before.nbytes():
                storage.resize_(before.nbytes())
            storage.copy_(before)  # below autograd: no version moves on


def has_memory(tensor: Tensor) -> bool:
    """Whether a tensor lies in a storage that can be looked at; a sparse or a vmapped one does not."""
    return tensor.layout == torch.strided and not torch._C._functorch.is_functorch_wrapped_tensor(tensor)
