"""Attention matrices, recomputed from the queries and keys that a pass recorded: torch keeps none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from chainreel.measured import Value, exact, trained
from chainreel.recorder import Operation, Ref, Trace
from chainreel.recorder.structure import swap_tensors

MOST, SIDE = 6, 24  # matrices, and tokens of a side, that are drawn
PRODUCT, WHOLE = "scaled_dot_product_attention", "multi_head_attention_forward"


@torch.no_grad()
def attention_values(trace: Trace) -> dict[str, Value]:
    """Up to six matrices of the first example, a mean over heads, (queries, keys), as values of a record."""
    found = [matrix for matrix in _matrices(trace) if matrix is not None]
    values = {"attention.count": exact(len(found))}
    if not found:
        return values
    every = range(len(found))
    numbers = list(every) if len(found) <= MOST else [round(k * every[-1] / (MOST - 1)) for k in range(MOST)]
    shown = [found[number] for number in numbers]
    for index, (_, matrix) in enumerate(shown):
        values[f"attention.matrix.k{index}"] = trained(_reduced(matrix).numpy(), "share of its row", 1e-6)
    offset, share = _offset(shown[0][1])
    return values | {
        "attention.shown": exact(len(shown)),
        "attention.number": exact([number + 1 for number in numbers]),
        "attention.heads": exact(shown[0][0]),
        "attention.tokens": exact(shown[0][1].shape[0]),
        "attention.largest": trained([float(matrix.max()) for _, matrix in shown]),
        "attention.offset": exact(offset),
        "attention.offset_share": trained(share),
    }


def _matrices(trace: Trace) -> Iterator[tuple[int, Tensor] | None]:
    for operation in trace.operations:
        if operation.name in (PRODUCT, WHOLE):
            try:
                yield (
                    _of_product(trace, operation)
                    if operation.name == PRODUCT
                    else _of_whole(trace, operation)
                )
            except (
                RuntimeError,
                TypeError,
                KeyError,
                IndexError,
            ):  # another form than torch's own modules give
                yield None


def _given(trace: Trace, operation: Operation) -> tuple[tuple[Any, ...], dict[str, Any]]:
    def value_of(ref: Ref) -> Tensor:
        return trace.nodes[ref.node].value.detach()

    args, kwargs = swap_tensors((operation.arguments, dict(operation.keywords)), value_of, Ref)
    return args, kwargs


def _of_product(trace: Trace, operation: Operation) -> tuple[int, Tensor]:
    args, kwargs = _given(trace, operation)
    names = ("query", "key", "value", "attn_mask", "dropout_p", "is_causal")
    given = dict(zip(names, args, strict=False)) | kwargs
    query, key = given["query"].double(), given["key"].double()
    scores = query @ key.transpose(-2, -1) * (given.get("scale") or 1 / math.sqrt(query.shape[-1]))
    mask = given.get("attn_mask")
    if given.get("is_causal"):
        mask = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
    heads = scores.softmax(-1).reshape(-1, *scores.shape[-3:])[0]
    return len(heads), heads.mean(0)


def _of_whole(trace: Trace, operation: Operation) -> tuple[int, Tensor]:
    args, kwargs = _given(trace, operation)
    assert operation.function is not None
    kwargs = kwargs | {"need_weights": True, "average_attn_weights": True}
    _, weights = operation.function(*args, **kwargs)
    return int(args[4] if len(args) > 4 else kwargs["num_heads"]), weights[0].double()


def _reduced(matrix: Tensor) -> Tensor:
    rows, columns = (min(size, SIDE) for size in matrix.shape)
    if (rows, columns) == tuple(matrix.shape):
        return torch.nan_to_num(matrix)
    return torch.nan_to_num(functional.adaptive_avg_pool2d(matrix[None, None], (rows, columns))[0, 0])


def _offset(matrix: Tensor) -> tuple[int, float]:
    """How far back most of the attention looks, and the smallest share that it has there on any row.

    Rows that cannot look so far back do not count.
    """
    best, share = 0, 0.0
    for back in range(1, max(1, min(matrix.shape) // 2 + 1)):
        held = matrix.diagonal(-back)
        if held.numel() and float(held.min()) > share:
            best, share = back, float(held.min())
    return best, share
