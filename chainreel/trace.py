"""Record the forward and the backward pass of any ``nn.Module``: every operation, value and gradient.

Operations are seen by a ``TorchFunctionMode``, which also sees what module hooks miss (relu, add, cat,
a data-dependent ``if``); hooks add the module each operation ran in. Gradients come from tensor hooks,
not from ``retain_grad``, which after an in-place operation keeps only the newest value's.

Limits: the branch that ran is the one recorded. What one torch function does inside is one node
(an LSTM, a whole attention), and what an operation keeps to itself (``torch.no_grad``, a detached or
an integer tensor) has no gradient. Writing into a view counts as writing to everything it shares
memory with. Compiled or scripted modules, checkpointing and inputs nested in objects of the
model's own are not seen through. The model's ``.grad`` fields stay as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode


@dataclass(frozen=True)
class Node:
    """One tensor of the pass, in the order it came to be.

    ``operation`` is torch's name for it, or "input", "parameter", "buffer", "constant"; ``name`` the
    parameter's or buffer's own; ``module`` the dotted name of the innermost module that ran it ("" is
    the model itself); ``part`` tells the outputs of one operation apart. ``gradient`` has ``value``'s
    shape, or is None where the loss does not depend on it.
    """

    index: int
    operation: str
    name: str
    module: str
    parents: tuple[int, ...]
    part: int
    value: Tensor
    gradient: Tensor | None

    @property
    def shape(self) -> tuple[int, ...]:
        """The value's shape."""
        return tuple(self.value.shape)


@dataclass(frozen=True)
class Trace:
    """A recorded pass; ``outputs`` are the nodes that the model returned, ``loss`` the loss's value."""

    nodes: tuple[Node, ...]
    outputs: tuple[int, ...]
    loss: float

    def find(self, operation: str | None = None, module: str | None = None) -> tuple[Node, ...]:
        """The nodes of that operation and module, in order; None matches all."""
        return tuple(
            node
            for node in self.nodes
            if operation in (None, node.operation) and module in (None, node.module)
        )

    def parameter(self, name: str) -> Node:
        """The parameter of that dotted name. Raises: KeyError when the pass did not use it."""
        for node in self.nodes:
            if node.operation == "parameter" and node.name == name:
                return node
        raise KeyError(name)


def trace(model: nn.Module, *inputs: Any, loss: Callable[[Any], Tensor]) -> Trace:
    """Run ``model(*inputs)``, then ``loss(output)`` (a scalar), and record both directions.

    Inputs are copied, so an in-place model leaves the caller's tensors alone; floating ones get a
    gradient too. ``loss`` itself is not recorded.
    """
    recorder = _Recorder(model)
    starts = [recorder.enter(item) for item in inputs]
    with recorder.hooked(model), recorder:
        output = model(*starts)
    outputs = tuple(recorder.node_of(tensor) for tensor in _tensors(output))
    scalar = loss(output)
    recorder.backward(scalar)
    return Trace(recorder.nodes(), outputs, scalar.item())


@dataclass
class _Draft:
    operation: str
    name: str
    module: str
    parents: tuple[int, ...]
    part: int
    tensor: Tensor  # kept, because the id of a dead tensor is used again
    value: Tensor
    gradient: Tensor | None = None


class _Recorder(TorchFunctionMode):
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self._drafts: list[_Draft] = []
        self._node: dict[int, int] = {}
        self._writer: dict[int, int] = {}
        self._modules: list[str] = []
        self._leaves: list[Tensor] = []
        self._hooks: list[Any] = []
        self._named = {id(t): ("parameter", name) for name, t in model.named_parameters()}
        self._named |= {id(t): ("buffer", name) for name, t in model.named_buffers()}

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        taken = list(_tensors((args, kwargs)))
        versions = [tensor._version for tensor in taken]
        result = func(*args, **kwargs)
        written = [t for t, version in zip(taken, versions, strict=True) if t._version != version]
        returned = list(_tensors(result))
        if returned or written:
            self._record(_operation(func), taken, returned, written)
        return result

    def enter(self, item: Any) -> Any:
        """A copy of an input that the model may even write into, standing as a node."""
        if not isinstance(item, Tensor):
            return item
        leaf = item.detach().clone()
        if leaf.is_floating_point():
            self._leaves.append(leaf.requires_grad_())
        start = leaf.clone()
        self._add("input", "", (), 0, start)
        return start

    def hooked(self, model: nn.Module) -> ExitStack:
        """The model with hooks that tell which module runs; closing the stack takes them off."""
        stack = ExitStack()
        for name, module in model.named_modules():
            before = module.register_forward_pre_hook(lambda *_, name=name: self._modules.append(name))
            after = module.register_forward_hook(lambda *_: self._leave(), always_call=True)
            stack.callback(before.remove)
            stack.callback(after.remove)
        return stack

    def _leave(self) -> None:
        self._modules.pop()

    def _record(
        self, operation: str, taken: list[Tensor], returned: list[Tensor], written: list[Tensor]
    ) -> None:
        parents = tuple(dict.fromkeys(index for t in taken for index in self._sources(t)))
        known = {id(t) for t in written}
        for part, tensor in enumerate(returned):
            unchanged = id(tensor) in self._node and id(tensor) not in known
            if not unchanged:  # dropout in evaluation mode, say, hands back its input
                self._add(operation, "", parents, part, tensor)
        done = {id(t) for t in returned}
        for tensor in written:
            if id(tensor) not in done and self._named.get(id(tensor), ("", ""))[0] != "buffer":
                self._add(operation, "", parents, 0, tensor)
            self._writer[_memory(tensor)] = self._node.get(id(tensor), -1)

    def _sources(self, tensor: Tensor) -> Iterator[int]:
        index = self.node_of(tensor)
        yield index
        writer = self._writer.get(_memory(tensor), -1)
        if writer > index:  # a view of it was written into since
            yield writer

    def node_of(self, tensor: Tensor) -> int:
        """The index of a tensor's node; one not seen before enters as parameter, buffer or constant."""
        if id(tensor) not in self._node:
            operation, name = self._named.get(id(tensor), ("constant", ""))
            self._add(operation, name, (), 0, tensor)
            if tensor.is_leaf and tensor.requires_grad:
                self._leaves.append(tensor)
        return self._node[id(tensor)]

    def _add(self, operation: str, name: str, parents: tuple[int, ...], part: int, tensor: Tensor) -> None:
        module = self._modules[-1] if self._modules else ""
        draft = _Draft(operation, name, module, parents, part, tensor, tensor.detach().clone())
        self._node[id(tensor)] = len(self._drafts)
        self._drafts.append(draft)
        if tensor.requires_grad:
            self._hooks.append(tensor.register_hook(_keeper(draft)))  # type: ignore[no-untyped-call]

    def backward(self, loss: Tensor) -> None:
        """Fill in the gradients, and take the hooks off the model's parameters again."""
        if self._leaves:
            torch.autograd.grad(loss, self._leaves, allow_unused=True)
        for hook in self._hooks:
            hook.remove()

    def nodes(self) -> tuple[Node, ...]:
        """What was recorded, in the order it came to be."""
        return tuple(
            Node(i, d.operation, d.name, d.module, d.parents, d.part, d.value, d.gradient)
            for i, d in enumerate(self._drafts)
        )


def _keeper(draft: _Draft) -> Callable[[Tensor], None]:
    def keep(gradient: Tensor) -> None:
        """Keep a copy of the gradient that reaches the tensor."""
        draft.gradient = gradient.detach().clone()

    return keep


def _memory(tensor: Tensor) -> int:
    return tensor.untyped_storage().data_ptr()


def _operation(func: Any) -> str:
    name = str(getattr(func, "__name__", func))
    if name == "__get__":  # an attribute such as .T
        name = str(getattr(func.__self__, "__name__", name))
    dunder = name.startswith("__") and name.endswith("__")
    return name.strip("_") if dunder else name


def _tensors(structure: Any) -> Iterator[Tensor]:
    """Every tensor in nested tuples, lists and mappings, in order."""
    if isinstance(structure, Tensor):
        yield structure
    elif isinstance(structure, Mapping):
        for part in structure.values():
            yield from _tensors(part)
    elif isinstance(structure, list | tuple):
        for part in structure:
            yield from _tensors(part)
