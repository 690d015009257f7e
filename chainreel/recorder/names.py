"""Names of a model's modules and tensors, also of those that torch itself does not register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

COMPILED = "_orig_mod"  # what torch.compile puts around a module


@dataclass(frozen=True)
class Names:
    """What the recorder calls things: modules by name, and by ``id`` what a tensor is and its name.

    ``unregistered`` are modules and parameters in plain lists or dicts, which no optimiser sees.
    """

    modules: dict[str, nn.Module]
    tensors: dict[int, tuple[str, str]]
    aliases: dict[str, str]
    unregistered: tuple[str, ...]
    parameters: tuple[Tensor, ...]


def names_in(*roots: tuple[str, nn.Module]) -> Names:
    """The names in these models, each with its prefix; a compiled module bears its plain name."""
    modules: dict[str, nn.Module] = {}
    loose: list[str] = []
    for prefix, root in roots:
        for name, module, registered in _modules_in(root, prefix, set()):
            modules.setdefault(name, module)
            if not registered:
                loose.append(name)
    tensors: dict[int, tuple[str, str]] = {}
    aliases: dict[str, str] = {}
    parameters: list[Tensor] = []
    for name, module in modules.items():
        for key, tensor, kind in _tensors_of(module):
            full = f"{name}.{key}" if name else key
            known = tensors.setdefault(id(tensor), (kind, full))
            aliases[full] = known[1]
            if kind == "parameter" and known[1] == full:
                parameters.append(tensor)
            if kind == "parameter" and "." in key:
                loose.append(full)
    return Names(modules, tensors, aliases, tuple(loose), tuple(parameters))


def _modules_in(module: nn.Module, name: str, seen: set[int]) -> Iterator[tuple[str, nn.Module, bool]]:
    inner = plain_module(module)
    if id(inner) in seen:
        return
    seen.add(id(inner))
    yield name, inner, True
    for key, child in inner._modules.items():
        if child is not None:
            yield from _modules_in(child, f"{name}.{key}" if name else key, seen)
    for key, child in _loose(inner, nn.Module):
        full = f"{name}.{key}" if name else key
        yield from ((n, m, False) for n, m, _ in _modules_in(child, full, seen))


def plain_module(module: nn.Module) -> nn.Module:
    """The module itself, out of what torch.compile put around it."""
    while COMPILED in module._modules and isinstance(module._modules[COMPILED], nn.Module):
        module = module._modules[COMPILED]  # type: ignore[assignment]
    return module


def _tensors_of(module: nn.Module) -> Iterator[tuple[str, Tensor, str]]:
    for key, parameter in module._parameters.items():
        if parameter is not None:
            yield key, parameter, "parameter"
    for key, buffer in module._buffers.items():
        if buffer is not None:
            yield key, buffer, "buffer"
    for key, tensor in _loose(module, Tensor):
        yield key, tensor, "parameter" if isinstance(tensor, nn.Parameter) else "constant"


def _loose(module: nn.Module, kind: type) -> Iterator[tuple[str, Any]]:
    """What a module holds of that kind in attributes that torch does not register, in lists and dicts too."""
    for key, thing in vars(module).items():
        if not key.startswith("_"):
            yield from _within(thing, key, kind, 0)


def _within(thing: Any, name: str, kind: type, depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(thing, kind):
        yield name, thing
    elif depth < 3 and isinstance(thing, list | tuple):
        for i, part in enumerate(thing):
            yield from _within(part, f"{name}.{i}", kind, depth + 1)
    elif depth < 3 and isinstance(thing, dict):
        for key, part in thing.items():
            yield from _within(part, f"{name}.{key}", kind, depth + 1)


def settings_of(module: nn.Module) -> dict[str, Any]:
    """A module's plain attributes: sizes, strides, heads, probabilities."""
    return {
        key: thing
        for key, thing in vars(module).items()
        if not key.startswith("_") and key != "training" and _is_plain(thing)
    }


def _is_plain(thing: Any) -> bool:
    if isinstance(thing, tuple | list):
        return len(thing) <= 16 and all(_is_plain(part) for part in thing)
    return thing is None or isinstance(thing, bool | int | float | str | torch.dtype)
