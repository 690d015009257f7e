"""Shares of the gradient that come back over each way from a fork to its joint, measured by cutting.

What lies between fork and joint is run again on the recorded values, in float64; then the joint's gradient
is sent back over one way alone. A part's share is (part · whole) / (whole · whole): lengths of parts do not
add, shares do, and may be below 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from chainreel.recorder import Operation, Ref, Trace
from chainreel.recorder.structure import arguments_in, swap_tensors

AGREES = 1e-3  # of the largest entry: how far float32's gradient may lie from the sum of the parts
OTHER_SEED = 20_071
SAME_VALUES = 1e-3  # of the largest: what was run again is what ran


@dataclass(frozen=True)
class LaneShares:
    """Each way's share, or why there is none; ``apart`` is how far their sum lies from autograd's gradient.

    It is the largest difference of any entry, as a share of the largest entry.
    """

    shares: tuple[float, ...] = ()
    apart: float = 0.0
    why_not: str = ""


def shares_of(trace: Trace, fork: int, joint: int, arrives: Sequence[int]) -> LaneShares:
    """The shares of the ways that arrive at the joint's operation with these nodes, from the fork's node."""
    operation = trace.operations[joint]
    out = operation.nodes[0]
    if out is None or not trace.nodes[out].reached or not trace.nodes[fork].reached:
        return LaneShares(why_not="no gradient comes back over it")
    if len(set(arrives)) != len(arrives):
        return LaneShares(why_not="two of its ways are one tensor")
    for dtype in (torch.float64, torch.float32):  # an operation may insist on a type
        try:
            with torch.random.fork_rng(devices=()):
                torch.manual_seed(OTHER_SEED)  # what draws at random comes out otherwise, and is found out
                return _cut(trace, fork, operation, arrives, dtype)
        except RuntimeError:
            continue
    return LaneShares(why_not="it cannot be run again")


def _cut(trace: Trace, fork: int, joint: Operation, arrives: Sequence[int], dtype: torch.dtype) -> LaneShares:
    live = {fork: _wide(trace.nodes[fork].value, dtype).requires_grad_(True)}
    for operation in trace.operations[: joint.index]:
        if _reads(operation, live):
            _run_again(trace, operation, live, dtype)
    if any(node not in live for node in arrives):
        return LaneShares(why_not="it writes into a part of a tensor")
    for node in arrives:
        if not _same(live[node], trace.nodes[node].value):
            return LaneShares(why_not="it draws at random")
    parts = _parts(trace, joint, live, live[fork], arrives, dtype)
    whole = torch.stack(parts).sum(0)
    recorded = trace.nodes[fork].gradient
    assert recorded is not None
    apart = float((whole - recorded.double()).abs().max() / recorded.double().abs().max().clamp(min=1e-300))
    if not apart < AGREES:
        return LaneShares(apart=apart, why_not="more than these ways lead from its fork")
    length = float((whole * whole).sum())
    if not length:
        return LaneShares(apart=apart, why_not="exactly nothing comes back over it")
    return LaneShares(tuple(float((part * whole).sum()) / length for part in parts), apart)


def _parts(
    trace: Trace,
    joint: Operation,
    live: dict[int, Tensor],
    fork: Tensor,
    arrives: Sequence[int],
    dtype: torch.dtype,
) -> list[Tensor]:
    """What comes back to the fork over each way alone."""
    ends = {node: live[node].detach().clone().requires_grad_(True) for node in arrives}
    out = joint.nodes[0]
    assert out is not None
    merged = dict(ends)
    _run_again(trace, joint, merged, dtype)
    gradient = trace.nodes[out].gradient
    assert gradient is not None
    sent = torch.autograd.grad(merged[out], list(ends.values()), _wide(gradient, dtype), allow_unused=True)
    parts = []
    for node, cotangent in zip(arrives, sent, strict=True):
        if cotangent is None:
            parts.append(torch.zeros_like(fork, dtype=torch.float64))
        elif live[node] is fork:
            parts.append(cotangent.double())
        else:
            (back,) = torch.autograd.grad(live[node], fork, cotangent, retain_graph=True, allow_unused=True)
            parts.append(torch.zeros_like(fork).double() if back is None else back.double())
    return parts


def _reads(operation: Operation, live: dict[int, Tensor]) -> bool:
    found: list[int] = []

    def note(ref: Ref) -> Ref:
        found.append(ref.node)
        return ref

    swap_tensors((operation.arguments, dict(operation.keywords)), note, Ref)
    return any(node in live for node in found)


def _run_again(trace: Trace, operation: Operation, live: dict[int, Tensor], dtype: torch.dtype) -> None:
    """Run an operation on what is live, and on recorded values for the rest; its results are live too."""
    copies: dict[int, Tensor] = {}

    def copy_of(ref: Ref) -> Tensor:
        if ref.node not in copies:
            known = live.get(ref.node)
            copies[ref.node] = (
                known.clone() if known is not None else _wide(trace.nodes[ref.node].value, dtype)
            )
        return copies[ref.node]

    if operation.function is None:
        raise RuntimeError("its function is not known")
    arguments, keywords = swap_tensors((operation.arguments, dict(operation.keywords)), copy_of, Ref)
    result: Any = operation.function(*arguments, **keywords)
    made = [*arguments_in(result), *(copies[node] for node in operation.written)]
    for node, tensor in zip(operation.nodes, made, strict=False):
        if node is not None and tensor.requires_grad:
            live[node] = tensor


def _wide(value: Tensor, dtype: torch.dtype) -> Tensor:
    return value.detach().to(dtype).clone() if value.is_floating_point() else value.detach().clone()


def _same(again: Tensor, recorded: Tensor) -> bool:
    scale = float(recorded.double().abs().max()) if recorded.numel() else 0.0
    return bool((again.detach().double() - recorded.double()).abs().max() <= SAME_VALUES * max(scale, 1e-300))
