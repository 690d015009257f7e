"""Run of a model: all that its film shows, measured in one pass, as the values of a record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from torch import Tensor

from chainreel.errors import InputError
from chainreel.graph import RolledGraph, as_plain
from chainreel.graph.rolling import roll
from chainreel.measured import Measured, Settings, Value, exact, trained
from chainreel.model.measuring.answers import answer_values
from chainreel.model.measuring.attention import attention_values
from chainreel.model.measuring.blocks import CountedBlock, blocks_of
from chainreel.model.measuring.handed import (
    Handed,
    batch_size_of,
    build_handed,
    count_parameters,
    threads_of_one,
    told_in_a_sentence,
)
from chainreel.model.measuring.lengths import course_of, factors_of, length_at
from chainreel.model.measuring.limits import limit_memory
from chainreel.model.measuring.pictures import image_of, picture_of
from chainreel.model.measuring.splits import split_values
from chainreel.model.measuring.training import train, training_values
from chainreel.model.target import source_hash_of
from chainreel.model.text_table import letters_of
from chainreel.recorder import Node, Trace, trace

Values = dict[str, Value]


def measure_model(settings: Settings, root: Path) -> Measured:
    """Measure one pass of the model that the settings name, its file being given from ``root``.

    For a process of its own: its memory is limited for good, and torch computes on one core.

    Raises:
        InputError: what went wrong in the user's code, in one sentence.
    """
    threads_of_one()
    limit_memory(settings["gigabytes"])
    return measure_pass(settings, root)


def measure_pass(settings: Settings, root: Path) -> Measured:
    """The same without limits. Raises: InputError."""
    file = (root / settings["file"]).resolve()
    where = f"{file.name}:{settings['function']}"
    if source_hash_of(file) != settings["source"]:
        raise InputError(
            f"{file.name} has changed since this film was written: run chainreel model {where} again"
        )
    handed = build_handed(file, settings["function"], settings["seed"])
    with told_in_a_sentence(where, file):
        seen = trace(
            handed.model, *handed.args, keywords=handed.keywords, loss=handed.loss,
            seed=settings["seed"], mode=settings["mode"],
        )  # fmt: skip
    graph = roll(seen)
    blocks = blocks_of(graph, handed.model)
    if not blocks:
        raise InputError(f"{where}: nothing computes between inputs and output, so there is no film of it")
    values = values_of(handed, seen, graph, blocks)
    with told_in_a_sentence(where, file):
        values |= _training(handed, settings, blocks)
    return Measured(f"{where}, {settings['mode']} mode, seed {settings['seed']}", values)


def values_of(handed: Handed, seen: Trace, graph: RolledGraph, blocks: Sequence[CountedBlock]) -> Values:
    """All values of the record that one pass gives."""
    values = dict(_model_values(handed, seen, blocks))
    values |= _graph_values(graph, handed)
    values |= _forward_values(handed, seen, blocks)
    values |= _backward_values(seen, blocks)
    values |= split_values(seen, graph)
    return values | attention_values(seen) | answer_values(seen, handed)


def _graph_values(graph: RolledGraph, handed: Handed) -> Values:
    """The graph as text, and the numbers that are shown in it, by box."""
    values = {
        "graph.plain": exact(letters_of([json.dumps(as_plain(graph))])),
        "box.ids": exact([box.id for box in graph.boxes]),
        "box.counts": exact([box.count for box in graph.boxes]),
        "box.weights": exact([box.weights for box in graph.boxes]),
    }
    size = batch_size_of(handed)
    for box in graph.boxes:
        if box.shapes:
            shape = box.shapes[0][1:] if size and box.shapes[0][:1] == (size,) else box.shapes[0]
            values[f"box.shape.b{box.id}"] = exact(list(shape) or [1])
    return values


def _training(handed: Handed, settings: Settings, blocks: Sequence[CountedBlock]) -> Values:
    """The course of training, as far as there are batches and something learns."""
    nothing = {"training.count": exact(0), "training.broke": exact(0), "training.ratio": exact(0.0)}
    if handed.batches is None:
        return nothing
    course = train(handed, [block.parameters for block in blocks], settings["steps"], settings["seed"])
    if not course.loss:
        return nothing | {"training.broke": exact(int(course.broke))}
    return training_values(course, handed.optimizer is not None)


def _model_values(handed: Handed, seen: Trace, blocks: Sequence[CountedBlock]) -> Iterator[tuple[str, Value]]:
    weights, frozen = count_parameters(handed.model)
    per_block = [block.weights for block in blocks]
    used = {node.name for node in seen.find("parameter")}
    aliased = {seen.aliases.get(name, name): p for name, p in handed.model.named_parameters()}
    largest = int(np.argmax(per_block))
    yield "model.weights", exact(weights)
    yield "model.frozen", exact(frozen)
    yield "model.frozen_share", exact(frozen / weights if weights else 0.0)
    yield "model.unused", exact(sum(p.numel() for name, p in aliased.items() if name not in used))
    yield "model.elsewhere", exact(weights - sum(per_block))
    yield "model.modules", exact(sum(1 for _ in handed.model.modules()))
    yield "model.blocks", exact(len(blocks))
    yield "model.name", exact(letters_of([type(handed.model).__name__]))
    yield "model.batch", exact(batch_size_of(handed) or 0)
    yield "block.names", exact(letters_of([block.name for block in blocks]))
    yield "block.kinds", exact(letters_of([block.kind for block in blocks]))
    yield "block.box", exact([block.box for block in blocks])
    yield "block.weights", exact(per_block)
    yield "block.frozen", exact([block.frozen for block in blocks])
    yield "block.largest", exact(largest)
    yield "block.largest_number", exact(largest + 1)
    yield "block.largest_share", exact(per_block[largest] / weights if weights else 0.0)


def _stops(seen: Trace, blocks: Sequence[CountedBlock]) -> list[Node]:
    """The first input's node, then each block's last one."""
    return [seen.nodes[seen.inputs[0]], *(seen.nodes[block.stop] for block in blocks)]


def _forward_values(handed: Handed, seen: Trace, blocks: Sequence[CountedBlock]) -> Values:
    size = batch_size_of(handed)
    values: Values = {}
    stops = _stops(seen, blocks)
    pictures = [picture_of(_example(node.value, size)) for node in stops]
    image = image_of(_example(stops[0].value, size), handed.picture)
    if image is not None:
        pictures[0] = image
    for index, (node, picture) in enumerate(zip(stops, pictures, strict=True)):
        shape = list(node.shape[1:] if size and node.shape[:1] == (size,) else node.shape)
        values |= {f"stop.shape.s{index}": exact(shape or [1])}
        values |= {f"stop.picture.s{index}": trained(picture.entries, "share of the largest", 1e-6)}
    values |= {
        "stop.kinds": exact([int(p.kind) for p in pictures]),
        "stop.largest": trained([p.largest for p in pictures], "largest magnitude drawn"),
        "stop.merged": exact([p.merged for p in pictures]),
        "stop.odd": exact([node.statistics.count - node.statistics.finite for node in stops]),
        "stop.zeros": exact([node.statistics.zeros for node in stops]),
        "stop.entries": exact([node.statistics.count for node in stops]),
    }
    inputs = [seen.nodes[index] for index in seen.inputs]
    sizes = {
        "forward.entering": exact(sum(_numbers_in(node, size) for node in inputs)),
        "forward.leaving": exact(_numbers_in(stops[-1], size)),
    }
    return values | sizes | _forward_findings(stops)


def _numbers_in(node: Node, size: int | None) -> int:
    """How many numbers of a tensor belong to one example; of one that has no batch, all."""
    return node.statistics.count // (size if size and node.shape[:1] == (size,) else 1)


def _forward_findings(stops: Sequence[Node]) -> Values:
    """What is worth saying of the way forward: blocks count from 1, 0 is none."""
    found = [node.statistics for node in stops]
    odd = [k for k, s in enumerate(found) if k and s.finite < s.count]
    shares = [s.zeros / s.count if k and s.count else 0.0 for k, s in enumerate(found)]
    most = max(range(len(shares)), key=shares.__getitem__)
    return {
        "forward.first_odd": exact(odd[0] if odd else 0),
        "forward.most_zeros": exact(most),
        "forward.most_zeros_share": trained(shares[most]),
    }


def _example(value: Tensor, size: int | None) -> Tensor:
    return value[0] if size and value.ndim and value.shape[0] == size else value


def _backward_values(seen: Trace, blocks: Sequence[CountedBlock]) -> Values:
    loss = seen.loss
    assert loss is not None
    stops = [length_at(node) for node in _stops(seen, blocks)]
    course = course_of(stops)
    finite = bool(np.isfinite(loss))
    weight = [_weight_length(block, seen) for block in blocks]
    return {
        "loss.value": trained(loss if finite else 0.0),
        "loss.finite": exact(int(finite)),
        "gradient.length": trained([s.length for s in stops], "Euclidean length", 1e-30),
        "gradient.reached": exact([int(s.reached) for s in stops]),
        "gradient.zero": exact([int(s.exact_zero) for s in stops]),
        "gradient.odd": exact([s.odd for s in stops]),
        "gradient.entries": exact([s.count for s in stops]),
        "gradient.factor": trained(factors_of(stops)),
        "gradient.on_ruler": exact(sum(s.on_ruler for s in stops)),
        "gradient.stops_zero": exact(sum(s.exact_zero for s in stops)),
        "gradient.stops_odd": exact(sum(s.odd > 0 for s in stops)),
        "gradient.longest": exact(course.longest),
        "gradient.shortest": exact(course.shortest),
        "gradient.shrinking": exact(course.shrinking),
        "gradient.growing": exact(course.growing),
        "gradient.whole_factor": trained(course.factor),
        "gradient.range": trained(
            stops[course.longest].length / stops[course.shortest].length if course.factor else 0.0
        ),
        "gradient.of_weights": trained(weight, "Euclidean length", 1e-30),
    }


def _weight_length(block: CountedBlock, seen: Trace) -> float:
    """The length of the gradient of all its weights; of tied ones at each block that uses them."""
    squares = 0.0
    for name in block.parameters:
        found = seen.parameter(name).gradient_statistics
        squares += found.norm**2 if found is not None else 0.0
    return float(squares**0.5)
