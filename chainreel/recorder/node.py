"""Node, operation and call: the parts that a recorded pass is made of."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import torch
from torch import Tensor
from torch.overrides import resolve_name

from chainreel.errors import ChainreelError
from chainreel.recorder.statistics import Statistics, statistics_of
from chainreel.recorder.structure import arguments_in, copy_as_laid_out, swap_tensors

Stage = Literal["model", "loss"]


@dataclass(frozen=True)
class Ref:
    """A tensor among an operation's arguments: the index of its node."""

    node: int


PLAIN: tuple[type, ...] = (Ref, type(None), bool, int, float, complex, str, bytes, slice, type(...), type)
PLAIN += (torch.dtype, torch.device, torch.memory_format, torch.layout)


@dataclass(frozen=True, eq=False)
class Node:
    """One tensor of the pass, in the order it came to be.

    ``operation`` is torch's name for it (of an own ``autograd.Function`` its class), or "input",
    "parameter", "buffer", "constant", or "written": what a tensor holds after something that shares its
    memory was written. ``name`` is the parameter's, buffer's or input's own; ``module`` the dotted name
    of the innermost module that ran it ("" is the model itself), ``call`` that call's index, None outside
    of all; ``part`` tells the results of one operation apart, and ``origin`` is that operation's index,
    None for what was there before. ``reached`` says whether a gradient came back to it.
    """

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
    reached: bool
    kept_value: Tensor | None = field(repr=False)
    kept_gradient: Tensor | None = field(repr=False)
    value_summary: Statistics | None = field(repr=False)
    gradient_summary: Statistics | None = field(repr=False)

    @property
    def value(self) -> Tensor:
        """A copy of what the tensor held. Raises: ChainreelError when only its statistics were kept."""
        if self.kept_value is None:
            raise ChainreelError(self._missing("value", "statistics"))
        return self.kept_value

    @property
    def gradient(self) -> Tensor | None:
        """The loss's slope by ``value``, in its shape; None where the loss does not depend on it.

        Raises: ChainreelError when only its statistics were kept.
        """
        if self.reached and self.kept_gradient is None:
            raise ChainreelError(self._missing("gradient", "gradient_statistics"))
        return self.kept_gradient

    @cached_property
    def statistics(self) -> Statistics:
        """Mean, norm and the like of the value, whatever was kept."""
        return self.value_summary or statistics_of(self.value)

    @cached_property
    def gradient_statistics(self) -> Statistics | None:
        """Mean, norm and the like of the gradient; None where the loss does not depend on it."""
        gradient = None if self.gradient_summary else self.gradient
        return self.gradient_summary if gradient is None else statistics_of(gradient)

    def _missing(self, what: str, instead: str) -> str:
        where = f" of {self.module}" if self.module else ""
        return (
            f"the {what} of node {self.index} ({self.operation}{where}) was not kept; read its "
            f'{instead}, or trace with keep="all" or keep=[{self.module!r}]'
        )


@dataclass(frozen=True, eq=False)
class Operation:
    """One function that ran: its arguments as given, with a ``Ref`` for each tensor, and where it stood.

    ``nodes`` are its results by part, returned ones first, then tensors it wrote into; None for a part
    that was there before (dropout in evaluation hands back its input). ``written`` are the nodes of the
    arguments that it wrote into and did not return, as they were before. ``file`` and ``line`` are where
    the code outside of torch called it ("" and 0 when torch's own did).
    """

    index: int
    name: str
    function: Callable[..., Any] | None
    arguments: tuple[Any, ...]
    keywords: Mapping[str, Any]
    nodes: tuple[int | None, ...]
    written: tuple[int, ...]
    module: str
    call: int | None
    stage: Stage
    file: str
    line: int

    def replay(self, value_of: Callable[[int], Tensor]) -> tuple[Tensor, ...]:
        """Run it again on copies of the values of its arguments: the results by part.

        Raises: ChainreelError when the trace came out of a file that could not hold the function.
        """
        if self.function is None:
            raise ChainreelError(f"{self.name} cannot be run again: its function does not go into a file")
        copies: dict[int, Tensor] = {}

        def copy_of(ref: Ref) -> Tensor:
            return copies.setdefault(ref.node, copy_as_laid_out(value_of(ref.node)))

        arguments, keywords = swap_tensors((self.arguments, dict(self.keywords)), copy_of, Ref)
        returned = list(arguments_in(self.function(*arguments, **keywords)))
        return tuple(returned + [copies[node] for node in self.written])

    def __getstate__(self) -> dict[str, Any]:
        """What a file can hold: a function or an argument that it cannot is left out, or its text stays."""
        state = dict(self.__dict__)
        state["function"] = _name_in_torch(self.function) or (
            self.function if _pickles(self.function) else None
        )
        state["arguments"], state["keywords"] = _plain(self.arguments), _plain(dict(self.keywords))
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """A function of torch's comes out of a file by its name."""
        function = state["function"]
        self.__dict__.update(
            state | {"function": _in_torch(function) if isinstance(function, str) else function}
        )


def _name_in_torch(function: Any) -> str | None:
    """ "torch.nn.functional.max_pool2d", if that is what the name leads to."""
    name = resolve_name(function) if function is not None else None
    return name if name and _in_torch(name) == function else None


def _in_torch(name: str) -> Any:
    found: Any = torch
    for part in name.split(".")[1:]:
        found = getattr(found, part, None)
    return found


def _pickles(thing: Any) -> bool:
    try:
        pickle.dumps(thing)
    except Exception:  # noqa: BLE001 (a stranger's object may raise anything)
        return False
    return True


def _plain(thing: Any) -> Any:
    if isinstance(thing, tuple):
        return tuple(_plain(part) for part in thing)
    if isinstance(thing, list):
        return [_plain(part) for part in thing]
    if isinstance(thing, dict):
        return {key: _plain(part) for key, part in thing.items()}
    return thing if isinstance(thing, PLAIN) and _pickles(thing) else repr(thing)


@dataclass(frozen=True, eq=False)
class Call:
    """One time that a module ran.

    ``module`` is its dotted name, ``kind`` its class, ``times`` how often it had run before, ``parent``
    the index of the call around it. ``inputs`` and ``outputs`` are the nodes that went in and came out;
    ``first`` and ``last`` the range of nodes made meanwhile (``last`` is the first one after it).
    ``settings`` are its plain attributes: sizes, stride, heads, p. ``finished`` is False for a call in
    which the pass broke off. ``file`` and ``line`` are where it was called.
    """

    index: int
    module: str
    kind: str
    times: int
    parent: int | None
    stage: Stage
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    first: int
    last: int
    settings: Mapping[str, Any]
    finished: bool
    file: str
    line: int
