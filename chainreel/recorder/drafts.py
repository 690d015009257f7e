"""Drafts of nodes and operations while a pass runs, and what of each tensor is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.multiprocessing.reductions import StorageWeakRef
from torch.utils.weak import TensorWeakRef

from chainreel.recorder.keeping import Choice, Copies, Slab, Slip, ViewAllowance
from chainreel.recorder.memory import Memory
from chainreel.recorder.node import Node, Stage
from chainreel.recorder.statistics import Statistics, statistics_of


@dataclass
class Draft:
    """A node in the making; the fields are ``Node``'s."""

    index: int
    operation: str
    name: str
    module: str
    parents: tuple[int, ...]
    part: int
    origin: int | None
    call: int | None
    stage: Stage
    shape: tuple[int, ...]
    dtype: torch.dtype
    whole: bool  # whether its entries are kept, not their statistics alone
    key: int  # of its storage
    reached: bool = False
    value: Tensor | None = None
    gradient: Tensor | None = None
    value_summary: Statistics | None = None
    gradient_summary: Statistics | None = None
    listens: bool = False
    slip: Slip | None = None  # where a small gradient waits for memory of its own

    def finish(self) -> Node:
        """The node."""
        return Node(
            *(self.index, self.operation, self.name, self.module, self.parents, self.part, self.origin),
            *(self.call, self.stage, self.shape, self.dtype, self.reached, self.value, self.gradient),
            *(self.value_summary, self.gradient_summary),
        )


@dataclass
class SeenTensor:
    """A tensor that has a node: held weakly, with how often its memory had been written then."""

    tensor: TensorWeakRef
    draft: Draft
    writes: int


@dataclass
class Desk:
    """What is kept of every tensor: copies by the choice, which share memory where their tensors do."""

    choice: Choice
    memory: Memory
    copies: Copies = field(default_factory=Copies)
    _slab: Slab = field(default_factory=Slab)
    _gradients: Copies = field(default_factory=Copies)
    _allowance: ViewAllowance = field(default_factory=ViewAllowance)
    _alive: dict[int, StorageWeakRef] = field(default_factory=dict)

    def open_allowances(self, parameters: Iterable[Tensor]) -> None:
        """Give each parameter what may be kept of its views' gradients."""
        for parameter in parameters:
            self._allowance.open(self.memory.key(parameter), parameter)

    def keep_value(self, draft: Draft, tensor: Tensor) -> None:
        """Keep what the tensor holds now."""
        place = (draft.key, self.memory.writes(draft.key))
        if draft.whole:
            draft.value = self.copies.copy_of(tensor, place)
        else:
            draft.value_summary = self.copies.statistics_of(tensor, place)

    def keep_gradient(self, draft: Draft, gradient: Tensor) -> None:
        """Keep a gradient that came back to the draft's tensor, as it is now."""
        draft.reached = True
        gradient = gradient.detach()
        is_view = draft.operation not in ("parameter", "input")
        if draft.whole and not (is_view and not self._allowance.grants(draft.key, gradient)):
            draft.slip = self._slab.put(gradient)
            if draft.slip is None:
                draft.gradient = self._gradients.copy_of(gradient, self._place(gradient))
        else:
            draft.gradient_summary = statistics_of(gradient)

    def keep_own_gradient(self, draft: Draft, gradient: Tensor) -> None:
        """Keep a leaf's gradient, which nobody else holds."""
        draft.reached = True
        if draft.whole:
            draft.gradient = gradient
        else:
            draft.gradient_summary = statistics_of(gradient)

    def settle(self, drafts: Iterable[Draft]) -> None:
        """Give each small gradient, kept side by side with others until now, memory of its own."""
        for draft in drafts:
            if draft.slip is not None:
                draft.gradient, draft.slip = self._slab.take(draft.slip), None
        self._slab = Slab()

    def _place(self, gradient: Tensor) -> tuple[int, int]:
        if gradient.layout != torch.strided:
            return (0, 0)
        storage: Any = gradient.untyped_storage()
        key: int = storage._cdata
        if key not in self._alive:  # held weakly, so that the address is not given to another
            self._alive[key] = StorageWeakRef(storage)  # type: ignore[no-untyped-call]
        return key, gradient._version
