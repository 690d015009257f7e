"""Rolling of a trace: how deep its calls are opened is chosen by how many boxes that gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from chainreel.errors import InputError
from chainreel.graph.placing import place_boxes
from chainreel.graph.rolled import GraphBox, RolledGraph
from chainreel.graph.rolling.assemble import Assembly, GraphPlan
from chainreel.graph.rolling.coarsen import coarsen
from chainreel.graph.rolling.flow import TraceFlow, find_flow, restrict
from chainreel.graph.rolling.forks import find_forks, open_along_bridges
from chainreel.graph.rolling.operations import HELPERS, JOINTS
from chainreel.graph.rolling.repeats import LIKENESSES, STRICT, WIDE_AND_LONG, Likeness, find_stretches
from chainreel.graph.rolling.units import Opening, UnitGraph, absorb_light, chain_of, hides, make_units
from chainreel.recorder import Trace

MOST_BOXES, FEWEST_BOXES = 15, 5
FEWEST_BLOCKS = 4  # fewer than these say little: then a frame around what repeats may be large
LARGE_FRAME = 8


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


def roll_to_fit(
    trace: Trace, fits: Callable[[RolledGraph], bool], most_boxes: int = MOST_BOXES
) -> RolledGraph:
    """The graph with the most boxes that ``fits`` agrees to, say because its drawing has room on the stage.

    If it agrees to none, the graph with the fewest. Raises: as ``roll`` does.
    """
    graph = roll(trace, most_boxes)
    for most in range(most_boxes - 1, FEWEST_BOXES - 1, -1):
        if fits(graph):
            break
        graph = roll(trace, most)
    return graph


def open_box(trace: Trace, box: GraphBox, copy: int = 0, most_boxes: int = MOST_BOXES) -> RolledGraph:
    """The inside of one box: the graph of one of its copies.

    Raises: InputError when there is nothing in it, as in an input or a joint.
    """
    flow = find_flow(trace)
    inside = [i for i in box.copies[copy].operations if i in set(flow.operations)]
    if not inside:
        raise InputError(f"box {box.name!r} holds no operation; open one that computes")
    calls = box.copies[copy].calls
    part, call = restrict(flow, inside, box.copies[copy].leaves), calls[0] if calls else None
    if choose_plan(part, most_boxes).block_count > 1:
        return _roll(part, most_boxes, call)
    every = frozenset(c for i in inside for c in chain_of(trace, i))
    plan = make_plan(part, Opening(every, bare=True), WIDE_AND_LONG)
    return place_boxes(Assembly(plan, call).assemble())


def _roll(flow: TraceFlow, most: int, call: int | None) -> RolledGraph:
    plan = choose_plan(flow, most)
    return place_boxes(Assembly(plan, call).assemble())


def choose_plan(flow: TraceFlow, most: int) -> GraphPlan:
    """The deepest opening that fits; what is rolled for it beyond equal neighbours is as little as can be."""
    cuts = list(levels(flow))
    plan = _deepest(flow, cuts, most, LIKENESSES)
    if plan is not None and plan.block_count < FEWEST_BLOCKS:
        larger = [replace(likeness, most_in_frame=LARGE_FRAME) for likeness in LIKENESSES]
        plan = _deepest(flow, cuts, most, larger)
    return plan or _coarser(flow, cuts[0], most)


def _deepest(
    flow: TraceFlow, cuts: Sequence[Opening], most: int, likenesses: Sequence[Likeness]
) -> GraphPlan | None:
    for easier in (likenesses[:2], likenesses[2:]):
        for cut in reversed(cuts):
            for light in (False, True):
                for likeness in easier:
                    plan = make_plan(flow, cut, likeness, light)
                    if plan.box_count <= most:
                        return plan
    return None


def _coarser(flow: TraceFlow, cut: Opening, most: int) -> GraphPlan:
    graph = make_units(flow, cut)
    plan = plan_of(graph, WIDE_AND_LONG)
    while plan.box_count > most:
        coarse = coarsen(graph, (plan.box_count - most + 1) // 2)
        if coarse is None:
            break
        graph = coarse
        plan = plan_of(graph, WIDE_AND_LONG)
    return plan


def make_plan(flow: TraceFlow, cut: Opening, likeness: Likeness = STRICT, light: bool = False) -> GraphPlan:
    """Units, forks and stretches for one opening; blocks that are lanes beside a bridge are seen as such.

    ``light`` lets what has no weights, such as pooling, be told as part of its neighbour.
    """
    graph = make_units(flow, cut)
    along = open_along_bridges(graph, cut)
    if along.opened != cut.opened:
        graph = make_units(flow, along)
    return plan_of(absorb_light(graph) if light else graph, likeness)


def plan_of(graph: UnitGraph, likeness: Likeness) -> GraphPlan:
    """The plan for these units."""
    forks = find_forks(graph)
    return GraphPlan(graph, forks, find_stretches(graph, forks, likeness))


def levels(flow: TraceFlow) -> Iterator[Opening]:
    """Openings, each a level deeper: first only what is around everything, at last every call that pays."""
    opening = OpeningGroups(flow)
    chains = [opening.chain(i) for i in flow.operations]
    common = 0
    while all(len(chain) > common and chain[common] == chains[0][common] for chain in chains):
        common += 1
    seen = set[frozenset[int]]()
    for depth in range(common, max(len(chain) for chain in chains) + 1):
        opened = frozenset(call for chain in chains for group in chain[:depth] for call in group)
        if opened not in seen:
            seen.add(opened)
            yield Opening(opened)


class OpeningGroups:
    """What opens at one go: a call and those that are all there is in it; one that hides nothing never."""

    def __init__(self, flow: TraceFlow) -> None:
        self.flow, self.mains = flow, dict[int, set[int]]()
        for i in flow.operations:
            for call in chain_of(flow.trace, i):
                self.mains.setdefault(call, set()).update({i} if self._counts(i) else ())

    def _counts(self, index: int) -> bool:
        name = self.flow.trace.operations[index].name
        joint = name in JOINTS and len(self.flow.arguments[index]) > 1
        return not hides(self.flow, index) and (joint or name not in HELPERS)

    def chain(self, operation: int) -> tuple[tuple[int, ...], ...]:
        """The calls around an operation, outermost first, in groups that open together."""
        groups: list[tuple[int, ...]] = []
        before: set[int] | None = None
        for call in chain_of(self.flow.trace, operation):
            if len(self.mains[call]) < 2 and groups:
                break
            if before == self.mains[call]:
                groups[-1] = (*groups[-1], call)
            else:
                groups.append((call,))
            before = self.mains[call]
        return tuple(groups)
