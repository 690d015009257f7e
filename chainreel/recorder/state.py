"""State of a model and of the random generators: taken before a pass, and put back after it."""

from __future__ import annotations

import random
import types
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from chainreel.errors import ChainreelError
from chainreel.recorder.memory import Memory
from chainreel.recorder.structure import attributes_of

LONG = 10_000  # entries; a longer list is put back, but what lies in it is not looked into
DEPTH = 6
CONTAINERS = (dict, OrderedDict, defaultdict, list, deque, set)
Undo = Callable[[], None]


class ModelState:
    """All that a pass may move on in a model, to be put back.

    Attributes (also in lists, dicts and objects of the model's own), mode, buffers, ``requires_grad``,
    ``.grad`` and generators are noted now. A parameter is copied only when something is about to write
    into it, which ``memory`` sees, so that a big model is not held twice.
    """

    def __init__(self, roots: Iterable[object], memory: Memory) -> None:
        self._undo: list[Undo] = []
        self._seen: dict[int, object] = {}
        self._parameters: list[tuple[Tensor, int]] = []
        self._memory = memory
        for root in roots:
            self._note(root, 0)

    def before_backward(self) -> None:
        """Copy the gradients that a backward pass inside of the model would add to."""
        self._memory.protect(p.grad for p, _ in self._parameters if p.grad is not None)

    def put_back(self) -> None:
        """Let all be as it was. Raises: ChainreelError for a parameter whose writing nobody saw."""
        self._memory.put_back()
        for undo in reversed(self._undo):
            undo()
        for parameter, version in self._parameters:
            if parameter._version != version and not self._memory.is_protected(parameter):
                raise ChainreelError(
                    f"the pass wrote into a parameter of shape {tuple(parameter.shape)} in a way that the "
                    "recorder does not see, so that it could not be put back; record a copy of the model "
                    "(copy.deepcopy), or say restore=False"
                )

    def _note(self, thing: Any, depth: int) -> None:
        if id(thing) in self._seen or depth > DEPTH:
            return
        self._seen[id(thing)] = thing
        if isinstance(thing, Tensor):
            self._note_tensor(thing)
        elif isinstance(thing, nn.Module):
            self._note_module(thing)
        elif isinstance(thing, CONTAINERS):
            self._undo.append(_contents_of(thing))
            if len(thing) <= LONG:
                for part in list(thing.values()) if isinstance(thing, dict) else list(thing):
                    self._note(part, depth + 1)
        elif isinstance(thing, tuple):
            for part in thing[:LONG]:
                self._note(part, depth + 1)
        elif undo := _generator_of(thing):
            self._undo.append(undo)
        elif isinstance(thing, np.ndarray):
            self._undo.append(_array_of(thing))
        elif _is_users(thing):
            self._note_object(thing, depth)

    def _note_module(self, module: nn.Module) -> None:
        self._undo.append(_contents_of(module.__dict__))
        for part in list(module.__dict__.values()):
            self._note(part, 0)  # a module within a module starts anew

    def _note_object(self, thing: Any, depth: int) -> None:
        if isinstance(getattr(thing, "__dict__", None), dict):
            self._undo.append(_contents_of(thing.__dict__))
        for part in attributes_of(thing).values():
            self._note(part, depth + 1)

    def _note_tensor(self, tensor: Tensor) -> None:
        if tensor.is_meta or tensor.is_inference():
            return
        learns = isinstance(tensor, nn.Parameter) or (tensor.is_leaf and tensor.requires_grad)
        self._undo.append(_tensor_of(tensor) if tensor.is_leaf else lambda: None)
        if learns:
            self._parameters.append((tensor, tensor._version))
        else:
            self._memory.protect([tensor])


def _tensor_of(tensor: Tensor) -> Undo:
    same, grad, learns = tensor.detach(), tensor.grad, tensor.requires_grad

    def undo() -> None:
        """Its memory, gradient and flag are those of before."""
        if tensor.layout == torch.strided and not tensor.is_set_to(same):
            tensor.data = same
        if tensor.is_leaf and tensor.requires_grad != learns:
            tensor.requires_grad_(learns)
        if tensor.is_leaf and tensor.grad is not grad:
            tensor.grad = grad

    return undo


def _contents_of(thing: Any) -> Undo:
    before = list(thing.items()) if isinstance(thing, dict) else list(thing)

    def undo() -> None:
        """The same things lie in it again, in the same order."""
        now = list(thing.items()) if isinstance(thing, dict) else list(thing)
        if _same(now, before):
            return
        thing.clear()
        if isinstance(thing, list | deque):
            thing.extend(before)
        else:
            thing.update(before)

    return undo


def _same(now: list[Any], before: list[Any]) -> bool:
    if len(now) != len(before):
        return False
    flat = (
        (a, b)
        for x, y in zip(now, before, strict=True)
        for a, b in (zip(x, y, strict=True) if _is_pair(x, y) else [(x, y)])
    )
    return all(a is b for a, b in flat)


def _is_pair(x: Any, y: Any) -> bool:
    return type(x) is tuple and type(y) is tuple and len(x) == len(y)


def _array_of(array: np.ndarray[Any, Any]) -> Undo:
    before = array.copy()

    def undo() -> None:
        """The same numbers lie in it again."""
        if array.flags.writeable:
            array[...] = before

    return undo


def _generator_of(thing: Any) -> Undo | None:
    """How to put a generator of random numbers back to where it stands; None for anything else."""
    if isinstance(thing, torch.Generator):
        state = thing.get_state()
        return lambda: _ignore(thing.set_state(state))
    if isinstance(thing, np.random.Generator):
        numbers = thing.bit_generator.state
        return lambda: setattr(thing.bit_generator, "state", numbers)
    if isinstance(thing, np.random.RandomState):
        old = thing.get_state(legacy=True)
        return lambda: thing.set_state(old)
    if isinstance(thing, random.Random):
        python = thing.getstate()
        return lambda: thing.setstate(python)
    return None


def _ignore(_: object) -> None:
    """Nothing: the caller has no use for a result."""


def _is_users(thing: Any) -> bool:
    """Whether it is an object of the model's own kind, whose attributes the model may write."""
    closed = (type, types.ModuleType, types.FunctionType, types.MethodType, types.BuiltinFunctionType)
    home = type(thing).__module__.split(".")[0]
    return not isinstance(thing, closed) and home not in ("torch", "builtins", "numpy", "typing", "functools")


class RandomState:
    """The states of torch's, numpy's and Python's own generators, to be put back."""

    def __init__(self) -> None:
        self._torch = torch.get_rng_state()
        cuda: bool = torch.cuda.is_initialized()  # type: ignore[no-untyped-call]
        self._cuda = torch.cuda.get_rng_state_all() if cuda else []
        self._numpy = np.random.get_state(legacy=True)  # noqa: NPY002 (the user's global one is what we keep)
        self._python = random.getstate()

    def put_back(self) -> None:
        """Let all draw next what they would have drawn."""
        torch.set_rng_state(self._torch)
        if self._cuda:
            torch.cuda.set_rng_state_all(self._cuda)
        np.random.set_state(self._numpy)  # noqa: NPY002
        random.setstate(self._python)


def seed_all(seed: int) -> None:
    """Let torch, numpy and Python draw from that seed."""
    torch.manual_seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 (models draw from the global one)
    random.seed(seed)
