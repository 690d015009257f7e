"""Training on the batches that a user gives: loss, gradient and weight lengths of each block by step."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from chainreel.errors import InputError
from chainreel.measured import Value, exact, trained
from chainreel.model.measuring.handed import Handed
from chainreel.recorder.state import seed_all

LEARNING_RATE, MOMENTUM = 0.01, 0.9
ENDS = 10  # steps at either end that are compared, at the most


@dataclass(frozen=True)
class TrainingCourse:
    """A training: the loss at each step, and by block (rows) and step the lengths of gradient and weights.

    ``broke`` is True when a loss was no finite number, at which it ends.
    """

    loss: tuple[float, ...]
    gradient: np.ndarray[Any, Any]
    weights: np.ndarray[Any, Any]
    broke: bool


def train(handed: Handed, blocks: Sequence[Sequence[str]], steps: int, seed: int) -> TrainingCourse:
    """Train a copy of the model; ``blocks`` are the names of each block's parameters.

    Raises:
        InputError: the batches are of another kind, or there are none.
    """
    assert handed.batches is not None
    model = copy.deepcopy(handed.model).train()
    named = dict(model.named_parameters())
    groups = [[named[name] for name in names if name in named] for names in blocks]
    learning = [p for p in model.parameters() if p.requires_grad]
    if not learning:
        return TrainingCourse((), np.zeros((len(groups), 0)), np.zeros((len(groups), 0)), broke=False)
    optimiser = handed.optimizer(learning) if handed.optimizer else torch.optim.SGD(
        learning, LEARNING_RATE, MOMENTUM
    )  # fmt: skip
    seed_all(seed)
    losses: list[float] = []
    lengths: list[list[float]] = []
    sizes: list[list[float]] = []
    broke = False
    for args, keywords, loss_of in _batches(handed, seed, steps):
        optimiser.zero_grad()
        loss = loss_of(model(*args, **keywords))
        value = float(loss.detach())
        if not math.isfinite(value):
            broke = True
            break
        loss.backward()
        losses.append(value)
        lengths.append([_length(p.grad for p in group) for group in groups])
        sizes.append([_length(group) for group in groups])
        optimiser.step()
    if not losses and not broke:
        raise InputError("batches gave no batch: let it yield inputs and loss for each step")
    shape = (len(losses), len(groups))
    return TrainingCourse(tuple(losses), np.reshape(lengths, shape).T, np.reshape(sizes, shape).T, broke)


def _batches(
    handed: Handed, seed: int, steps: int
) -> Iterator[tuple[tuple[Any, ...], Mapping[str, Any], Any]]:
    """Inputs, by position and by name, and the loss of each step."""
    assert handed.batches is not None
    for _, batch in zip(range(steps), handed.batches(seed), strict=False):
        if not isinstance(batch, tuple) or len(batch) != 2 or not callable(batch[1]):
            raise InputError("batches yields for each step a pair: inputs, and a loss of the output")
        inputs, loss = batch
        if isinstance(inputs, Mapping):
            yield (), inputs, loss
        else:
            yield (inputs if isinstance(inputs, tuple) else (inputs,)), {}, loss


@torch.no_grad()
def _length(tensors: Any) -> float:
    squares = 0.0
    for tensor in tensors:
        if isinstance(tensor, Tensor | nn.Parameter):
            dense = tensor.to_dense() if tensor.layout != torch.strided else tensor
            squares += float(torch.nan_to_num(dense.double()).square().sum())
    return math.sqrt(squares)


def training_values(course: TrainingCourse, own_optimiser: bool) -> dict[str, Value]:
    """The course as values of a record; means of its first and last steps, a third of all, at most ten."""
    count = len(course.loss)
    ends = max(1, min(ENDS, count // 3))
    first, last = np.mean(course.loss[:ends]), np.mean(course.loss[-ends:])
    moved = [
        float(np.mean(row[-ends:]) / np.mean(row[:ends])) if np.mean(row[:ends]) else 0.0
        for row in course.gradient
    ]
    learning = [k for k, row in enumerate(course.gradient) if row.any()]
    floor = min((float(row[row > 0].min()) for row in course.gradient if row.any()), default=1.0)
    return {
        "training.loss": trained(course.loss),
        "training.step": exact(np.arange(count)),
        "training.gradient": trained(course.gradient, "Euclidean length", 1e-30),
        "training.weights": trained(course.weights, "Euclidean length", 1e-30),
        "training.moved": trained(moved, "last steps by first"),
        "training.ends": exact(ends),
        "training.count": exact(count),
        "training.broke": exact(int(course.broke)),
        "training.first": trained(first),
        "training.last": trained(last),
        "training.ratio": trained(last / first if first else 0.0),
        "training.peak": trained(max(course.loss)),
        "training.largest": trained(float(course.gradient.max()) if course.gradient.size else 0.0),
        "training.smallest": trained(floor),
        "training.learning": exact(learning or [0]),
        "training.own_optimiser": exact(int(own_optimiser)),
        "training.rate": exact(LEARNING_RATE),
        "training.momentum": exact(MOMENTUM),
    }
