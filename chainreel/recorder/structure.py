"""The structures that tensors come in: walked with names, and built again with other tensors in them."""

from __future__ import annotations

import copy
import types
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from chainreel.errors import InputError

CLOSED = (nn.Module, type, types.ModuleType, types.FunctionType, types.MethodType, np.ndarray)
Change = Callable[[str, Tensor], Tensor]


def tensors_in(structure: Any, name: str = "") -> Iterator[tuple[str, Tensor]]:
    """Every tensor of nested tuples, mappings, dataclasses and other objects, once, with its dotted name.

    Looked into are keys, fields and attributes as they lie there; no property is called. A module is
    not looked into.
    """
    yield from _walk(structure, name, set())


def _walk(structure: Any, name: str, seen: set[int]) -> Iterator[tuple[str, Tensor]]:
    if isinstance(structure, Tensor):
        if id(structure) not in seen:
            seen.add(id(structure))
            yield name, structure
        return
    parts = parts_of(structure)
    if parts and id(structure) not in seen:
        seen.add(id(structure))
        for key, part in parts:
            yield from _walk(part, join(name, key), seen)


def join(name: str, key: str) -> str:
    """A dotted name, of which either end may be empty."""
    return f"{name}.{key}" if name and key else name or key


def parts_of(thing: Any) -> list[tuple[str, Any]]:
    """What a container or an object holds, each with its name; nothing for what is neither."""
    if isinstance(thing, Mapping):
        return [(str(key), thing[key]) for key in thing]
    if isinstance(thing, tuple) and hasattr(thing, "_fields"):
        return list(zip(thing._fields, thing, strict=True))
    if isinstance(thing, list | tuple | deque):
        return [(str(i), part) for i, part in enumerate(thing)]
    return sorted(attributes_of(thing).items(), key=lambda item: item[0].startswith("_"))


def attributes_of(thing: Any) -> dict[str, Any]:
    """What lies in an object's ``__dict__`` and ``__slots__``; nothing for modules, classes and functions."""
    if isinstance(thing, CLOSED):
        return {}
    found: dict[str, Any] = {}
    for kind in type(thing).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for slot in (slots,) if isinstance(slots, str) else slots:
            if slot not in ("__dict__", "__weakref__") and hasattr(thing, slot):
                found[slot] = getattr(thing, slot)
    return found | dict(getattr(thing, "__dict__", {}))


def build_again(structure: Any, change: Change, name: str = "") -> Any:
    """The same structure with ``change(name, tensor)`` for each tensor, and no container shared with it.

    A tensor that occurs twice is changed once. Arrays are copied; objects without tensors stay what they are.

    Raises: InputError for an object that holds tensors and cannot be copied.
    """
    return Builder(change).build(structure, name)


class Builder:
    """Structures built again one after the other; what occurs in several of them is changed once."""

    def __init__(self, change: Change) -> None:
        self._change = change
        self._done: dict[int, tuple[Any, Any]] = {}  # with the original, whose id must not be used again

    def build(self, thing: Any, name: str) -> Any:
        """One structure, whose tensors' names begin with this one."""
        if id(thing) not in self._done:
            built = self._anew(thing, name)
            self._done.setdefault(id(thing), (thing, built))
        return self._done[id(thing)][1]

    def _anew(self, thing: Any, name: str) -> Any:
        if isinstance(thing, Tensor):
            return self._change(name, thing)
        if isinstance(thing, np.ndarray):
            return thing.copy()
        if isinstance(thing, tuple):
            return self._tuple(thing, name)
        if isinstance(thing, list | deque):
            return self._sequence(thing, name)
        if isinstance(thing, dict):
            return self._dictionary(thing, name)
        return self._object(thing, name)

    def _tuple(self, thing: tuple[Any, ...], name: str) -> Any:
        parts = [self.build(part, join(name, key)) for key, part in parts_of(thing)]
        if hasattr(thing, "_make"):
            return thing._make(parts)
        return tuple(parts) if type(thing) is tuple else thing  # a torch.Size, say

    def _sequence(self, thing: Any, name: str) -> Any:
        shell = self._shell(thing, name)
        shell.clear()
        shell.extend(self.build(part, join(name, str(i))) for i, part in enumerate(thing))
        return shell

    def _dictionary(self, thing: dict[Any, Any], name: str) -> Any:
        shell = self._shell(thing, name)
        for key in thing:
            shell[key] = self.build(thing[key], join(name, str(key)))
        return shell

    def _object(self, thing: Any, name: str) -> Any:
        if next(tensors_in(thing), None) is None:
            return thing
        shell = self._shell(thing, name)
        inner = "" if isinstance(thing, Mapping) else None  # UserDict's own ``data`` is no name of the user's
        for key, part in attributes_of(thing).items():
            object.__setattr__(shell, key, self.build(part, join(name, key if inner is None else inner)))
        return shell

    def _shell(self, thing: Any, name: str) -> Any:
        try:
            shell = copy.copy(thing)
        except Exception as error:
            kind, why = type(thing).__name__, type(error).__name__
            raise InputError(
                f"{name or 'an input'} is a {kind} that cannot be copied ({why}); hand its tensors over in a "
                "tuple, a list, a dict or a dataclass"
            ) from error
        self._done[id(thing)] = (thing, shell)
        return shell


def arguments_in(structure: Any) -> Iterator[Tensor]:
    """Every tensor among a torch function's arguments or results, where only plain containers occur."""
    if isinstance(structure, Tensor):
        yield structure
    elif isinstance(structure, list | tuple):
        for part in structure:
            yield from arguments_in(part)
    elif isinstance(structure, dict):
        for part in structure.values():
            yield from arguments_in(part)


def swap_tensors(structure: Any, change: Callable[[Any], Any], kind: type = torch.Tensor) -> Any:
    """Plain nested containers built again with ``change(part)`` for each part of that kind."""
    if isinstance(structure, kind):
        return change(structure)
    if isinstance(structure, tuple):
        parts = [swap_tensors(part, change, kind) for part in structure]
        if hasattr(structure, "_make"):
            return structure._make(parts)
        return tuple(parts) if type(structure) is tuple else structure
    if isinstance(structure, list):
        return [swap_tensors(part, change, kind) for part in structure]
    if isinstance(structure, dict):
        return {key: swap_tensors(part, change, kind) for key, part in structure.items()}
    return structure


def copy_as_laid_out(given: Tensor) -> Tensor:
    """A copy with the same strides, so that torch takes the same way through its kernels."""
    given = given.detach()
    copy = given.clone()
    if given.layout != torch.strided or copy.stride() == given.stride():
        return copy
    stretch = 1 + sum((n - 1) * s for n, s in zip(given.shape, given.stride(), strict=True))
    laid = given.as_strided((stretch,), (1,)).clone()
    return laid.as_strided(given.size(), given.stride())
