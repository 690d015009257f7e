"""An oracle for the recorder: the same model, untouched, under plain autograd."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from chainreel.recorder import Ref, Trace, trace
from chainreel.recorder.structure import build_again, copy_as_laid_out, swap_tensors, tensors_in

RANDOM = {
    "dropout",
    "rand",
    "randn",
    "rand_like",
    "randn_like",
    "bernoulli",
    "multinomial",
    "normal",
    "randint",
}
RANDOM |= {
    "rrelu",
    "feature_dropout",
    "randperm",
    "alpha_dropout",
    "normal_",
    "uniform_",
    "empty",
    "new_empty",
}
NOT_ALONE = {"grad", "backward"}  # they need the graph that they were called in


def seeded(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> Tensor:
    """Normal numbers that depend on nothing else."""
    return torch.randn(*shape, dtype=dtype, generator=torch.Generator().manual_seed(seed))


def same(a: Tensor | None, b: Tensor | None) -> bool:
    """Bit for bit, NaN alike; None only like None."""
    if a is None or b is None:
        return a is b
    if a.layout != torch.strided:
        a, b = a.to_dense(), b.to_dense()
    return a.shape == b.shape and a.dtype == b.dtype and torch.allclose(a, b, rtol=0, atol=0, equal_nan=True)


def add_up(output: Any) -> Tensor:
    """A loss of whatever a model returns: every floating tensor in it, weighted unevenly."""
    total = torch.zeros((), dtype=torch.float64)
    for _, tensor in tensors_in(output):
        if tensor.is_complex():
            tensor = torch.view_as_real(tensor)
        if tensor.is_floating_point():
            weights = torch.linspace(-1, 2, tensor.numel(), dtype=torch.float64).reshape(tensor.shape)
            total = total + (tensor.to_dense() * weights).sum()
    return total


def watched(
    model: nn.Module,
    *args: Any,
    loss: Callable[[Any], Tensor] = add_up,
    keywords: Mapping[str, Any] | None = None,
    replays: bool = True,
    **options: Any,
) -> Trace:
    """The trace of a model, after comparing it in every way with an untouched copy under plain autograd."""
    kwargs = dict(keywords or {})
    if options.get("mode"):
        model.train(options["mode"] == "train")
    plain, inputs = copy.deepcopy(model), build_again((args, kwargs), _with_gradient)
    before, given = fingerprint(model), build_again((args, kwargs), lambda _, t: t.detach().clone())
    grads = [p.grad for p in model.parameters()]
    generators = _generators()
    seen = trace(model, *args, loss=loss, keywords=kwargs, **options)
    assert _generators_alike(generators, _generators())
    assert fingerprint(model) == before
    assert all(p.grad is g for p, g in zip(model.parameters(), grads, strict=True))
    for (_, now), (_, then) in zip(tensors_in((args, kwargs)), tensors_in(given), strict=True):
        assert same(now.detach(), then)
    _compare_with_plain(seen, plain, inputs, loss)
    _check_order(seen)
    if replays:
        check_replays(seen)
    return seen


class _Laid(torch.autograd.Function):
    """A clone that keeps the strides."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.set_materialize_grads(False)
        return copy_as_laid_out(x)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        return gradient


def _with_gradient(name: str, tensor: Tensor) -> Tensor:
    copied = copy_as_laid_out(tensor)
    if copied.is_floating_point() or copied.is_complex():
        copied.requires_grad_()
    return copied


def _compare_with_plain(seen: Trace, plain: nn.Module, inputs: Any, loss: Callable[[Any], Tensor]) -> None:
    leaves = [tensor for _, tensor in tensors_in(inputs)]
    ours = {id(leaf): _Laid.apply(leaf) for leaf in leaves}  # the model may write into them
    args, kwargs = build_again(inputs, lambda _, t: ours[id(t)])
    for parameter in plain.parameters():
        parameter.grad = None
    output = plain(*args, **kwargs)
    results = [tensor.detach().clone() for _, tensor in tensors_in(output)]
    scalar = loss(output)
    wanted = [*plain.parameters(), *leaves]
    learn = [t for t in wanted if t.requires_grad]
    found = (
        torch.autograd.grad(scalar, learn, allow_unused=True) if scalar.requires_grad else [None] * len(learn)
    )
    gradients = {id(t): g for t, g in zip(learn, found, strict=True)}
    assert seen.loss == scalar.item() or (seen.loss != seen.loss and scalar.isnan())
    assert all(same(seen.nodes[i].value, r) for i, r in zip(seen.outputs, results, strict=True))
    used = {n.name: n for n in seen.nodes if n.operation == "parameter"}
    for name, parameter in plain.named_parameters():
        gradient = used[name].gradient if name in used else None
        assert same(gradient, gradients.get(id(parameter))), name
    for index, leaf in zip(seen.inputs, leaves, strict=True):
        assert same(seen.nodes[index].gradient, gradients.get(id(leaf))), seen.nodes[index].name


def _check_order(seen: Trace) -> None:
    assert [node.index for node in seen.nodes] == list(range(len(seen.nodes)))
    assert all(parent < node.index for node in seen.nodes for parent in node.parents)
    for node in seen.nodes:
        assert node.shape == tuple(node.value.shape)
        assert node.gradient is None or node.gradient.shape == node.value.shape
    if seen.loss_node is not None:
        ancestors = seen.ancestors(seen.loss_node) | {seen.loss_node}
        made = {seen.nodes[i].origin for i in ancestors} - {None}
        for (
            node
        ) in seen.nodes:  # an LSTM's cell state lies behind its hidden state, though one operation made both
            assert node.gradient is None or node.index in ancestors or node.origin in made


def check_replays(seen: Trace) -> None:
    """Every operation, run again on the values recorded for its arguments, gives what was recorded."""
    for operation in seen.operations:
        if operation.name in RANDOM | NOT_ALONE or operation.keywords.get("training") is True:
            continue
        with torch.no_grad():
            results = seen.replay(operation.index)
        for part, index in enumerate(operation.nodes):
            if index is None:
                continue
            value = seen.nodes[index].value
            alike = same(results[part], value)
            if (
                operation.name == "multi_head_attention_forward"
            ):  # without gradients torch takes another kernel
                alike = torch.allclose(results[part], value, rtol=1e-12, atol=1e-14)
            assert alike, operation.name


def gradients_by_running_again(seen: Trace) -> dict[int, Tensor | None]:
    """Every node's gradient, from the trace alone: its operations run again from its leaves.

    For passes in which nothing is written in place.
    """
    tensors: dict[int, Tensor] = {}
    for node in seen.nodes:
        if node.origin is None:
            value = node.value.clone()
            grows = value.is_floating_point() or value.is_complex()
            tensors[node.index] = value.requires_grad_() if grows and node.reached else value
    for operation in seen.operations:
        args, kwargs = swap_tensors(
            (operation.arguments, dict(operation.keywords)), lambda ref: tensors[ref.node], Ref
        )
        results = [t for _, t in tensors_in(operation.function(*args, **kwargs))]
        for part, index in enumerate(operation.nodes):
            if index is not None:
                tensors[index] = results[part]
    learn = {i: t for i, t in tensors.items() if t.requires_grad}
    found = torch.autograd.grad(tensors[seen.loss_node], list(learn.values()), allow_unused=True)
    return dict(zip(learn, found, strict=True))


def fingerprint(model: nn.Module) -> list[Any]:
    """All that could be seen of a model: values, modes, hooks, attributes and the buffers' identity."""
    found: list[Any] = [type(torch.autograd.Function.__dict__["apply"]).__name__, torch.is_grad_enabled()]
    for name, module in model.named_modules():
        found += [name, module.training, *(len(hooks) for hooks in _hooks(module))]
        for key, thing in module.__dict__.items():
            found += [key, _text(thing)]
        for key, tensor in {**module._parameters, **module._buffers}.items():
            found += [key, id(tensor), _text(tensor)]
            if isinstance(tensor, Tensor) and not tensor.is_inference():
                found += [tensor.requires_grad, len(tensor._backward_hooks or {}), id(tensor.grad)]
                found += [_text(tensor.grad)]
    return found


def _hooks(module: nn.Module) -> list[Mapping[Any, Any]]:
    return [v for k, v in module.__dict__.items() if k.endswith("_hooks") and isinstance(v, dict)]


def _text(thing: Any) -> Any:
    if isinstance(thing, Tensor):
        return (
            str(thing.dtype),
            tuple(thing.shape),
            thing.detach().cpu().tolist() if thing.layout == torch.strided else str(thing),
        )
    if isinstance(thing, np.ndarray):
        return thing.tolist()
    if isinstance(thing, dict):
        return [(str(k), _text(v)) for k, v in thing.items()]
    if isinstance(thing, list | tuple):
        return [_text(part) for part in thing]
    if isinstance(thing, int | float | str | bool | None):
        return thing
    return id(thing)


def _generators() -> tuple[Any, ...]:
    return torch.get_rng_state(), np.random.get_state(legacy=True), random.getstate()  # noqa: NPY002


def _generators_alike(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
    numpys = all(np.array_equal(x, y) for x, y in zip(a[1], b[1], strict=True))
    return torch.equal(a[0], b[0]) and numpys and a[2] == b[2]
