"""Refusals: what the recorder cannot follow, a sentence each, told before the pass where it can be."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from chainreel.errors import InputError
from chainreel.recorder.inputs import misfit, names_of_inputs
from chainreel.recorder.names import COMPILED, Names, names_in
from chainreel.recorder.structure import tensors_in

LAYOUTS = (torch.strided, torch.sparse_coo, torch.sparse_csr, torch.sparse_csc)
THREADS = "starts threads, and what runs in them is not seen; run it in the model's own thread"
IN_SOURCE = {
    "ThreadPoolExecutor": THREADS,
    "Thread": THREADS,
    "vmap": "calls torch.vmap, inside of which no tensor has a value of its own; write the batch out",
    "ScriptFunction": "calls a scripted function, whose inside is not seen; call the Python function itself",
}


@dataclass(frozen=True)
class ModelFinding:
    """One thing that can or cannot be shown; a ``refused`` one stops the recording."""

    sentence: str
    refused: bool

    def __str__(self) -> str:
        return self.sentence


def check(
    model: object, *inputs: Any, keywords: Mapping[str, Any] | None = None, **more: Any
) -> tuple[ModelFinding, ...]:
    """What of this model cannot be recorded, or only in part, a sentence each, without running it.

    Threads and vmap are looked for in the source of what ``forward`` calls; one hidden deeper is refused
    when the pass meets it.
    """
    return tuple(findings(model, inputs, dict(keywords or {}) | more))


def findings(model: object, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Iterator[ModelFinding]:
    """The refusals first, then what is only worth saying."""
    if not isinstance(model, nn.Module):
        kind = type(model).__name__
        yield ModelFinding(f"the model is a {kind}; hand over an nn.Module, made (not its class)", True)
        return
    names = names_in(("", model))
    refused = list(_of_model(names)) + list(_of_tensors(model, args, kwargs))
    refused += [f"{who} {why}" for who, why in _in_source(names)]
    refused += [sentence for sentence in [misfit(model, args, kwargs)] if sentence and (args or kwargs)]
    yield from (ModelFinding(sentence, True) for sentence in dict.fromkeys(refused))
    yield from (ModelFinding(sentence, False) for sentence in _worth_saying(model, names))


def _of_model(names: Names) -> Iterator[str]:
    for name, module in names.modules.items():
        where = _layer(name, module)
        if isinstance(module, torch.jit.ScriptModule):
            yield f"{where} is scripted, and its operations are not seen; hand over the module it was made of"
        for key, tensor in (*module._parameters.items(), *module._buffers.items()):
            if tensor is None:
                continue
            if is_lazy(tensor):
                yield f"{where} is lazy and has no weights yet; run the model once on an example first"
            elif tensor.is_meta:
                yield f"{where} has its {key} on the meta device, without values; load it on the CPU first"
            elif tensor.is_inference() and isinstance(tensor, nn.Parameter):
                yield f"{where} has a {key} made in inference mode, which cannot learn; build it outside"


def _layer(name: str, module: nn.Module) -> str:
    kind = type(module).__name__
    return f"layer {name!r} ({kind})" if name else f"the model ({kind})"


def _of_tensors(model: nn.Module, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Iterator[str]:
    named = dict(zip(names_of_inputs(model, len(args)), args, strict=True)) | dict(kwargs)
    for name, tensor in tensors_in(named):
        if why := unfit(tensor):
            yield f"input {name!r} {why}"


def unfit(tensor: Tensor) -> str:
    """Why a tensor cannot be recorded, as the rest of a sentence; nothing when it can."""
    if torch._C._functorch.is_functorch_wrapped_tensor(tensor):
        return "is inside torch.vmap or torch.func, where no tensor has a value of its own; write it out"
    if tensor.is_meta or hasattr(tensor, "fake_mode"):
        return "has no values (meta device or fake tensor); give it real ones on the CPU"
    if tensor.is_nested:
        return "is a nested tensor; pad it, and give the mask beside it"
    if tensor.is_quantized:
        return "is quantised; record the model before it was quantised"
    if tensor.layout not in LAYOUTS:
        return f"has the layout {tensor.layout}; make it dense with to_dense()"
    return ""


def _in_source(names: Names) -> Iterator[tuple[str, str]]:
    for name, module in names.modules.items():
        if type(module).__module__.startswith("torch."):
            continue
        forward = getattr(type(module), "forward", None)
        for word in _words_of(forward, type(module), set()):
            if word in IN_SOURCE:
                yield _layer(name, module), IN_SOURCE[word]


def _words_of(function: Any, owner: type, seen: set[int]) -> Iterator[str]:
    """The names that a function's code mentions, and those that what it calls mentions."""
    code = getattr(function, "__code__", None)
    home = str(getattr(function, "__module__", ""))
    if not isinstance(code, CodeType) or id(code) in seen or home.split(".")[0] in _FOREIGN:
        return
    seen.add(id(code))
    for name in _names_in(code):
        yield name
        known = getattr(owner, name, None) or getattr(function, "__globals__", {}).get(name)
        if isinstance(known, torch.jit.ScriptFunction):
            yield "ScriptFunction"
        yield from _words_of(known, owner, seen)


_FOREIGN = {"torch", "numpy", *sys.stdlib_module_names}


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)


def _worth_saying(model: nn.Module, names: Names) -> Iterator[str]:
    for name in names.unregistered:
        yield f"{name} lies in a plain list or dict, so that no optimiser sees it; use nn.ModuleList"
    if any(COMPILED in m._modules for m in model.modules()) or any(
        getattr(m, "_compiled_call_impl", None) is not None for m in model.modules()
    ):
        yield "the model is compiled; it is recorded as the plain Python that it was compiled from"
    if not names.parameters:
        yield "the model has no parameters; only its inputs can have gradients"
    elif not any(p.requires_grad for p in names.parameters):
        yield "all parameters are frozen; none will have a gradient"


def refuse(model: object, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> nn.Module:
    """The model, if it can be recorded. Raises: InputError with the first reason why it cannot."""
    for finding in findings(model, args, kwargs):
        if finding.refused:
            raise InputError(finding.sentence)
    assert isinstance(model, nn.Module)
    return model
