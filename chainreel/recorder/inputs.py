"""Inputs: copies that the model may write into, with the names of the parameters they are given for."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from chainreel.errors import did_you_mean
from chainreel.recorder.structure import Builder, Change, copy_as_laid_out

KINDS = inspect.Parameter


def copy_inputs(
    model: nn.Module, args: tuple[Any, ...], kwargs: Mapping[str, Any], enter: Change
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments with ``enter(name, tensor)`` for each tensor in them, and no container shared.

    A tensor is named after the parameter of ``forward`` it is given for, and its way down from there:
    "x", "batch.mask", "pair.0".
    """
    builder = Builder(enter)
    names = names_of_inputs(model, len(args))
    positional = tuple(builder.build(value, name) for name, value in zip(names, args, strict=True))
    return positional, {key: builder.build(value, key) for key, value in kwargs.items()}


def names_of_inputs(model: nn.Module, count: int) -> list[str]:
    """Names for that many positional arguments: those of ``forward``'s parameters, else their positions."""
    names: list[str] = []
    for parameter in parameters_of(model):
        if parameter.kind is KINDS.VAR_POSITIONAL:
            names += [f"{parameter.name}.{i}" for i in range(count - len(names))]
        elif parameter.kind in (KINDS.POSITIONAL_ONLY, KINDS.POSITIONAL_OR_KEYWORD):
            names.append(parameter.name)
    return [names[i] if i < len(names) else str(i) for i in range(count)]


def parameters_of(model: nn.Module) -> list[inspect.Parameter]:
    """The parameters of the model's ``forward``; none when Python cannot tell."""
    try:
        return list(inspect.signature(model.forward).parameters.values())
    except (TypeError, ValueError):
        return []


def misfit(model: nn.Module, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """A sentence on arguments that ``forward`` does not take or misses; nothing when they fit."""
    parameters = parameters_of(model)
    if not parameters or model._forward_pre_hooks:  # a hook may change what is given
        return ""
    try:
        inspect.Signature(parameters).bind(*args, **kwargs)
    except TypeError as error:
        takes = ", ".join(str(p).split(":")[0].split("=")[0].strip() for p in parameters)
        unknown = [key for key in kwargs if key not in {p.name for p in parameters}]
        kind, why = type(model).__name__, str(error)
        if unknown and not any(p.kind is KINDS.VAR_KEYWORD for p in parameters):
            hint = did_you_mean(unknown[0], [p.name for p in parameters])
            why = f"there is no {unknown[0]!r}; {hint}".rstrip("; ")
        return f"{kind}.forward takes ({takes}), and the inputs do not fit: {why}"
    return ""


class _Placed(torch.autograd.Function):
    """A copy of an input that autograd sees as made from the anchor, so that it can be written into."""

    @staticmethod
    def forward(ctx: Any, anchor: Tensor, given: Tensor) -> Tensor:  # noqa: ARG004 (torch's signature)
        """The copy; ``ctx`` needs to keep nothing."""
        return copy_as_laid_out(given)

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:  # noqa: ARG004 (torch's signature)
        """Nothing flows into the anchor: what came is kept by the copy's hook."""
        return torch.zeros(()), None


def place_input(given: Tensor, anchor: Tensor) -> Tensor:
    """A copy of an input, of which a gradient will be known if its type can have one.

    Shapes: ``anchor`` is a float32 scalar, the same for all; without a gradient of its own none has one.
    """
    with torch.no_grad():
        plain = given.detach()
    if not anchor.requires_grad or not (plain.is_floating_point() or plain.is_complex()):
        return copy_as_laid_out(plain)
    placed = _Placed.apply(anchor, plain)  # type: ignore[no-untyped-call]
    assert isinstance(placed, Tensor)
    placed.retain_grad()  # a model may call backward() itself and read ``x.grad``
    return placed
