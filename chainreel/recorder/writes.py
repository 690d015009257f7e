"""Writes: which of its arguments a torch function may write into, told before it runs."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import FunctionType
from typing import Any

from torch import Tensor

from chainreel.recorder.structure import arguments_in

IN_PLACE = {
    *("__setitem__", "__iadd__", "__isub__", "__imul__", "__itruediv__", "__ifloordiv__", "__imod__"),
    *("__ipow__", "__iand__", "__ior__", "__ixor__", "__ilshift__", "__irshift__", "__idiv__"),
}
NO_WRITE = {"requires_grad_", "retain_grad"}
EXPOSE = {"numpy", "__array__", "data_ptr", "untyped_storage", "storage", "_typed_storage", "__dlpack__"}
NORMALISE = {"batch_norm", "instance_norm", "native_batch_norm", "batch_norm_update_stats"}
EMBED = {"embedding", "embedding_bag"}


def written_by(func: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> list[Tensor]:
    """The tensors that the function says it writes: its own in ``add_`` and ``x[0] = y``, or its ``out``."""
    name = str(getattr(func, "__name__", ""))
    found = list(arguments_in(kwargs.get("out"))) if "out" in kwargs else []
    if _writes_first(func, name, args, kwargs):
        first = args[0] if args else next(iter(kwargs.values()), None)
        found += arguments_in(first)
    return found


def _writes_first(func: Any, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
    if name in IN_PLACE:
        return True
    if name == "__set__":  # of the attribute ``data``; that of ``grad`` or ``requires_grad`` writes nothing
        return getattr(func.__self__, "__name__", "") == "data"
    if name.endswith("_") and not name.endswith("__"):
        return name not in NO_WRITE
    if kwargs.get("inplace"):
        return True
    place = _place_of_inplace(func) if callable(func) else None
    return place is not None and len(args) > place and bool(args[place])


@functools.lru_cache(maxsize=4096)
def _place_of_inplace(func: Any) -> int | None:
    code = func.__code__ if isinstance(func, FunctionType) else None
    names = code.co_varnames[: code.co_argcount] if code else ()
    return names.index("inplace") if "inplace" in names else None


def quietly_written(func: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> list[Tensor]:
    """What a function may write without a word: running statistics, rows that an embedding renormalises."""
    name = str(getattr(func, "__name__", ""))
    if name in NORMALISE:
        return [t for t in arguments_in((args[1:], dict(kwargs))) if not t.requires_grad]
    if name in EMBED and (kwargs.get("max_norm") is not None or (len(args) > 3 and args[3] is not None)):
        return [t for t in arguments_in((args, dict(kwargs))) if t.is_floating_point()]
    return []


def exposed_by(func: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> list[Tensor]:
    """What a function hands out as raw memory, or what an operator's own schema calls mutable."""
    if str(getattr(func, "__name__", "")) in EXPOSE or _says_mutable(func):
        return list(arguments_in((args, dict(kwargs))))
    return []


@functools.lru_cache(maxsize=4096)
def _says_mutable(func: Any) -> bool:
    overloads = getattr(func, "overloads", None)  # of an operator such as torch.ops.aten.add_
    variants = [getattr(func, name) for name in overloads()] if callable(overloads) else [func]
    schemas = [schema for schema in (getattr(v, "_schema", None) for v in variants) if schema]
    return any(a.alias_info is not None and a.alias_info.is_write for s in schemas for a in s.arguments)


def name_of(func: Any) -> str:
    """Torch's name for a function, an operator or an attribute, without underscores around it."""
    name = str(getattr(func, "__name__", func))
    if name in ("__get__", "__set__"):  # an attribute such as .T
        name = str(getattr(func.__self__, "__name__", name))
    if hasattr(func, "_schema") and not isinstance(func, type):  # "add.Tensor" of torch.ops.aten
        name = name.split(".")[0]
    dunder = name.startswith("__") and name.endswith("__")
    return name.strip("_") if dunder else name
