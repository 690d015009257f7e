"""Blocks of a rolled graph, unrolled: what the film counts, each with the tensors it takes and hands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from torch import Tensor, nn

from chainreel.graph import GraphBox, RolledGraph

MOST = 40  # with more of them, equal ones are one block again


@dataclass(frozen=True)
class CountedBlock:
    """One block on the road: its box, its name, the node with which it ends, its parameters' names.

    ``weights`` and ``frozen`` count entries of those that no block before it uses.
    """

    box: int
    name: str
    kind: str
    stop: int
    parameters: tuple[str, ...]
    weights: int
    frozen: int


def blocks_of(graph: RolledGraph, model: nn.Module) -> tuple[CountedBlock, ...]:
    """The blocks in order of running; not what stands in lanes beside the road or on bridges."""
    parameters = dict(model.named_parameters())
    chips = {edge.chip for edge in graph.edges}
    boxes = [box for box in graph.blocks if box.lane == 0 and box.id not in chips]
    unrolled = sum(box.count for box in boxes) <= MOST
    counted: set[int] = set()
    found = [block for box in boxes for block in _copies(box, unrolled, parameters, counted)]
    return tuple(sorted(found, key=lambda block: block.stop))


def _copies(
    box: GraphBox, unrolled: bool, parameters: Mapping[str, Tensor], counted: set[int]
) -> Iterator[CountedBlock]:
    copies = box.copies if unrolled else box.copies[-1:]
    whole = None if unrolled else tuple(dict.fromkeys(n for copy in box.copies for n in copy.parameters))
    for copy in copies:
        if copy.stop is None:
            continue
        names = whole if whole is not None else copy.parameters
        new = [parameters[n] for n in names if n in parameters and id(parameters[n]) not in counted]
        counted.update(id(p) for p in new)
        frozen = sum(p.numel() for p in new if not p.requires_grad)
        yield CountedBlock(box.id, box.name, box.kind, copy.stop, names, sum(p.numel() for p in new), frozen)
