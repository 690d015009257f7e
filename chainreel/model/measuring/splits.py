"""Splits of a rolled graph as values: what each bridge brings against its block, and each lane of several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chainreel.graph import RolledGraph, Split
from chainreel.graph.rolling import open_box
from chainreel.measured import Value, exact, trained
from chainreel.model.measuring.shares import LaneShares, shares_of
from chainreel.recorder import Trace

MOST_WAYS = 6  # lanes that have colours of their own
MOST_SPLITS = 48
NEGATIVE = -0.005  # shares under it are written as negative percents


@dataclass(frozen=True)
class MeasuredSplit:
    """One fork with its joint: whether one of two ways is a bridge, and each way's share."""

    bridge: int | None
    found: LaneShares


def measure_splits(seen: Trace, graph: RolledGraph) -> tuple[MeasuredSplit, ...]:
    """Every split of the graph, each copy of it, in order of running.

    Where the graph has none, those inside of its boxes: a Transformer's bridges lie there.
    """
    splits = list(graph.splits) or [split for inner in _insides(seen, graph) for split in inner.splits]
    found = [one for split in splits for one in _copies(seen, split)]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0])[:MOST_SPLITS])


def _insides(seen: Trace, graph: RolledGraph) -> Iterator[RolledGraph]:
    for box in graph.blocks:
        for copy in range(min(box.count, MOST_SPLITS)):
            if len(box.copies[copy].operations) > 1:
                yield open_box(seen, box, copy)


def _copies(seen: Trace, split: Split) -> Iterator[tuple[int, MeasuredSplit]]:
    bridges = [k for k, lane in enumerate(split.lanes) if lane.bridge]
    bridge = bridges[0] if len(split.lanes) == 2 and len(bridges) == 1 else None
    for copy, (fork, joint) in enumerate(zip(split.fork_nodes, split.joint_operations, strict=True)):
        arrives = [lane.arrives[copy] for lane in split.lanes]
        yield joint, MeasuredSplit(bridge, shares_of(seen, fork, joint, arrives))


def split_values(seen: Trace, graph: RolledGraph) -> dict[str, Value]:
    """Bridges and lanes as values of a record."""
    splits = measure_splits(seen, graph)
    bridges = [one for one in splits if one.bridge is not None]
    lanes = [one for one in splits if one.bridge is None and one.found.shares]
    return dict(_bridge_values(bridges)) | dict(
        _lane_values([one for one in lanes if len(one.found.shares) <= MOST_WAYS])
    )


def _bridge_values(bridges: list[MeasuredSplit]) -> Iterator[tuple[str, Value]]:
    measured = [(one.found.shares[one.bridge], one.found.shares[1 - one.bridge], one.found.apart)
                for one in bridges if one.found.shares and one.bridge is not None]  # fmt: skip
    yield "bridges.count", exact(len(measured))
    yield "bridges.left_out", exact(len(bridges) - len(measured))
    yield "bridges.larger", exact(sum(block > bridge for bridge, block, _ in measured))
    yield "bridges.negative", exact(sum(min(bridge, block) < NEGATIVE for bridge, block, _ in measured))
    if measured:
        yield "bridges.share", trained([bridge for bridge, _, _ in measured], "share of the whole", 1e-6)
        yield "bridges.block", trained([block for _, block, _ in measured], "share of the whole", 1e-6)
        yield "bridges.apart", trained(max(apart for *_, apart in measured), "share of the largest", 1e-3)


def _lane_values(lanes: list[MeasuredSplit]) -> Iterator[tuple[str, Value]]:
    yield "lanes.count", exact(len(lanes))
    if not lanes:
        return
    first = lanes[0].found.shares
    largest = max(range(len(first)), key=first.__getitem__)
    yield "lanes.negative", exact(sum(min(one.found.shares) < NEGATIVE for one in lanes))
    yield "lanes.largest", exact(largest + 1)
    yield "lanes.largest_share", trained(first[largest])
    yield "lanes.apart", trained(max(one.found.apart for one in lanes), "share of the largest", 1e-3)
    for index, one in enumerate(lanes):
        yield f"lanes.share.k{index}", trained(one.found.shares, "share of the whole", 1e-6)
