"""Rolling of a trace: how deep its calls are opened is chosen by how many boxes that gives."""

from __future__ import annotations

from collections.abc import Iterator

from chainreel.errors import InputError
from chainreel.graph.placing import place_boxes
from chainreel.graph.rolled import GraphBox, RolledGraph
from chainreel.graph.rolling.assemble import Assembly, Plan
from chainreel.graph.rolling.coarsen import coarsen
from chainreel.graph.rolling.flow import Flow, find_flow, restrict
from chainreel.graph.rolling.forks import find_forks, open_along_bridges
from chainreel.graph.rolling.repeats import STRICT, TOLERANCES, WIDE_AND_LONG, Tolerance, find_stretches
from chainreel.graph.rolling.units import Cut, UnitGraph, chain_of, make_units
from chainreel.recorder import Trace

MOST_BOXES = 15
FEWEST_BLOCKS = 4  # fewer than these say little: then a deeper look is worth a frame around what repeats


def roll(trace: Trace, most_boxes: int = MOST_BOXES) -> RolledGraph:
    """The graph of a recorded model with at most ``most_boxes`` boxes, its inputs and answer among them.

    Raises: InputError when nothing lies between the model's inputs and outputs.
    """
    flow = find_flow(trace)
    if not flow.operations:
        raise InputError(
            "no operation lies between the model's inputs and its outputs; there is no graph to draw"
        )
    return _roll(flow, most_boxes, 0)


def open_box(trace: Trace, box: GraphBox, copy: int = 0, most_boxes: int = MOST_BOXES) -> RolledGraph:
    """The inside of one box: the graph of one of its copies.

    Raises: InputError when there is nothing in it, as in an input or a joint.
    """
    flow = find_flow(trace)
    inside = [i for i in box.copies[copy].operations if i in set(flow.operations)]
    if not inside:
        raise InputError(f"box {box.name!r} holds no operation; open one that computes")
    calls = box.copies[copy].calls
    return _roll(restrict(flow, inside), most_boxes, calls[0] if calls else None)


def _roll(flow: Flow, most: int, call: int | None) -> RolledGraph:
    plan = choose_plan(flow, most)
    return place_boxes(Assembly(plan, call).assemble())


def choose_plan(flow: Flow, most: int) -> Plan:
    """The deepest opening that fits with only neighbours rolled; a deeper one if that shows too little."""
    cuts = list(levels(flow))
    for tolerance in TOLERANCES[:2]:
        fitting = [plan for cut in cuts if (plan := make_plan(flow, cut, tolerance)).box_count <= most]
        if fitting:
            best = max(fitting, key=lambda plan: plan.box_count)
            if best.block_count >= FEWEST_BLOCKS:
                return fitting[-1] if fitting[-1].block_count >= FEWEST_BLOCKS else best
            return _deeper(flow, cuts, most) or best
    for tolerance in TOLERANCES[2:]:
        for cut in reversed(cuts):
            if (plan := make_plan(flow, cut, tolerance)).box_count <= most:
                return plan
    return _coarser(flow, cuts[0], most)


def _deeper(flow: Flow, cuts: list[Cut], most: int) -> Plan | None:
    """The least deep opening with enough blocks that fits, whatever is rolled for it."""
    for cut in cuts:
        for tolerance in TOLERANCES:
            plan = make_plan(flow, cut, tolerance)
            if plan.block_count >= FEWEST_BLOCKS and plan.box_count <= most:
                return plan
    return None


def _coarser(flow: Flow, cut: Cut, most: int) -> Plan:
    graph = make_units(flow, cut)
    plan = plan_of(graph, WIDE_AND_LONG)
    while plan.box_count > most and (coarse := coarsen(graph)) is not None:
        graph = coarse
        plan = plan_of(graph, WIDE_AND_LONG)
    return plan


def make_plan(flow: Flow, cut: Cut, tolerance: Tolerance = STRICT) -> Plan:
    """Units, forks and stretches for one opening; blocks that are lanes beside a bridge are seen as such."""
    graph = make_units(flow, cut)
    along = open_along_bridges(graph, cut)
    if along.opened != cut.opened:
        graph = make_units(flow, along)
    return plan_of(graph, tolerance)


def plan_of(graph: UnitGraph, tolerance: Tolerance) -> Plan:
    """The plan for these units."""
    forks = find_forks(graph)
    return Plan(graph, forks, find_stretches(graph, forks, tolerance))


def levels(flow: Flow) -> Iterator[Cut]:
    """Openings, each a level deeper: first only what is around everything, at last every call."""
    chains = [chain_of(flow.trace, i) for i in flow.operations]
    common = 0
    while all(len(chain) > common and chain[common] == chains[0][common] for chain in chains):
        common += 1
    for depth in range(common, max(len(chain) for chain in chains) + 1):
        yield Cut(frozenset(call for chain in chains for call in chain[:depth]))
