"""Units of a flow: what is one box when some calls are opened; hidden and helping operations taken in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from chainreel.graph.rolled import JointKind
from chainreel.graph.rolling.flow import INPUT, OPERATION, FlowArrow, TraceFlow, Vertex, is_real
from chainreel.graph.rolling.operations import DROPOUTS, HELPERS, HIDDEN, JOINTS, PICKS, WEIGHTED
from chainreel.recorder import Trace

CALL, LANE = "call", "lane"
END_OF_TIME = 1 << 60
Key = Vertex  # (CALL, index of a call), or a vertex of the flow


@dataclass(frozen=True)
class Unit:
    """What is to be one box: its operations in order; ``main`` are those that name it.

    ``call`` is the call that it is, None for operations between calls; ``group`` the call of a block that
    was opened along its bridge, whose lanes belong together.
    """

    key: Key
    operations: tuple[int, ...]
    main: tuple[int, ...]
    call: int | None = None
    joint: JointKind = ""
    group: int | None = None

    @property
    def begin(self) -> int:
        """When it runs: in this order a unit comes after all it reads. A joint waits for its last lane."""
        if not self.main:
            return -1 if self.key[0] == INPUT else END_OF_TIME
        return self.main[-1 if self.joint else 0]


@dataclass(frozen=True)
class UnitGraph:
    """Units in the order of running, and the arrows between them (several from one to another may be)."""

    flow: TraceFlow
    units: Mapping[Key, Unit]
    arrows: tuple[FlowArrow, ...]

    @property
    def trace(self) -> Trace:
        """The trace that it was made of."""
        return self.flow.trace

    def into(self) -> dict[Key, list[FlowArrow]]:
        """The arrows by where they end."""
        found: dict[Key, list[FlowArrow]] = {key: [] for key in self.units}
        for arrow in self.arrows:
            found[arrow.target].append(arrow)
        return found

    def out_of(self) -> dict[Key, list[FlowArrow]]:
        """The arrows by where they begin."""
        found: dict[Key, list[FlowArrow]] = {key: [] for key in self.units}
        for arrow in self.arrows:
            found[arrow.source].append(arrow)
        return found


def chain_of(trace: Trace, operation: int) -> tuple[int, ...]:
    """The calls around an operation, outermost first."""
    chain: list[int] = []
    call = trace.operations[operation].call
    while call is not None:
        chain.append(call)
        call = trace.calls[call].parent
    return tuple(reversed(chain))


@dataclass(frozen=True)
class Opening:
    """A choice of what is opened: calls that are seen through, and lanes of a block kept together.

    ``lanes`` gives an operation's lane by name: all operations of one lane become one unit. In a ``bare``
    cut helpers stand alone.
    """

    opened: frozenset[int]
    lanes: Mapping[int, Key] = field(default_factory=dict)
    groups: Mapping[int, int] = field(default_factory=dict)
    bare: bool = False


def make_units(flow: TraceFlow, cut: Opening) -> UnitGraph:
    """The flow as units: hidden operations bridged over, helpers taken in, chains of one joint made one."""
    graph = _contract(flow, cut)
    graph = _bridge_hidden(graph)
    graph = _join_joints(graph)
    while not cut.bare and (absorbed := _absorb(graph)) is not None:
        graph = absorbed
    return graph


def _contract(flow: TraceFlow, cut: Opening) -> UnitGraph:
    trace, home = flow.trace, dict[Vertex, Key]()
    members: dict[Key, list[int]] = defaultdict(list)
    order: list[Key] = []
    for vertex in flow.vertices:
        key = vertex if vertex[0] != OPERATION else _key_of(trace, vertex[1], cut)
        home[vertex] = key
        if key not in members:
            order.append(key)
        members[key].extend([vertex[1]] if vertex[0] == OPERATION else [])
    arrows = tuple(
        replace(arrow, source=home[arrow.source], target=home[arrow.target])
        for arrow in flow.arrows
        if home[arrow.source] != home[arrow.target]
    )
    units = {key: _unit(key, tuple(members[key]), cut) for key in order}
    return UnitGraph(flow, units, arrows)


def _key_of(trace: Trace, operation: int, cut: Opening) -> Key:
    if operation in cut.lanes:
        return cut.lanes[operation]
    closed = next((call for call in chain_of(trace, operation) if call not in cut.opened), None)
    return (OPERATION, operation) if closed is None else (CALL, closed)


def _unit(key: Key, operations: tuple[int, ...], cut: Opening) -> Unit:
    call = key[1] if key[0] == CALL else None
    group = cut.groups.get(operations[0]) if operations else None
    return Unit(key, operations, operations, call, group=group)


def is_hidden(flow: TraceFlow, unit: Unit) -> bool:
    """Whether a unit only gives entries another shape, or hands them on as they are."""
    return bool(unit.operations) and all(hides(flow, i) for i in unit.operations)


def hides(flow: TraceFlow, index: int) -> bool:
    """Whether an operation only changes the shape, or hands on what it was given."""
    operation = flow.trace.operations[index]
    if operation.name in DROPOUTS:
        return operation.keywords.get("training") is False or operation.nodes == (None,)
    single = len(flow.arguments[index]) < 2
    if operation.name in PICKS:  # by another tensor of the flow it is a choice, which is an operation
        return single
    if JOINTS.get(operation.name) == "stack":
        return single and not flow.parameters[index]
    return operation.name in HIDDEN


def _bridge_hidden(graph: UnitGraph) -> UnitGraph:
    for key in [k for k, unit in graph.units.items() if is_hidden(graph.flow, unit)]:
        graph = _bridge_over(graph, key)
    return graph


def _bridge_over(graph: UnitGraph, key: Key) -> UnitGraph:
    """Without one unit: what came to it goes on to where it led; its operations go to who gave to it."""
    before = [a for a in graph.arrows if a.target == key]
    after = [a for a in graph.arrows if a.source == key]
    if not before or not after:
        return graph
    kept = [a for a in graph.arrows if key not in (a.source, a.target)]
    through = [
        FlowArrow(a.source, b.target, a.out, a.first, b.into, b.reader)
        for a in before[:1] if a.source != key
        for b in after
    ]  # fmt: skip
    units = dict(graph.units)
    gone = units.pop(key)
    owner = before[0].source
    if not units[owner].operations:
        owner = after[0].target
    units[owner] = replace(
        units[owner], operations=tuple(sorted({*units[owner].operations, *gone.operations}))
    )
    return UnitGraph(graph.flow, units, tuple(kept + through))


def _join_joints(graph: UnitGraph) -> UnitGraph:
    """Mark what merges, and let a + b + c be one joint, not two."""
    into = graph.into()
    units = dict(graph.units)
    for key, unit in units.items():
        units[key] = replace(unit, joint=_joint_kind(graph.trace, unit, into[key]))
    graph = UnitGraph(graph.flow, units, graph.arrows)
    for key in list(units):
        after = {a.target for a in graph.arrows if a.source == key}
        if len(after) == 1 and graph.units[key].joint:
            target = graph.units[next(iter(after))]
            if target.joint == graph.units[key].joint and target.group == graph.units[key].group:
                graph = merge(graph, key, target.key, main="both")
    return graph


def _joint_kind(trace: Trace, unit: Unit, into: Iterable[FlowArrow]) -> JointKind:
    nodes = trace.nodes
    if len({a.source for a in into if is_real(nodes[a.into].dtype)}) < 2 or not unit.operations:
        return ""
    names = {trace.operations[i].name for i in unit.main}
    kinds = {JOINTS.get(name) for name in names - HIDDEN}
    kind = kinds.pop() if len(kinds) == 1 else None
    return kind or ""


def _absorb(graph: UnitGraph) -> UnitGraph | None:
    """The graph with one helper taken in by its neighbour; None when none is left to take in."""
    into, out_of = graph.into(), graph.out_of()
    for key, unit in graph.units.items():
        if unit.joint or not is_helper(graph.trace, unit):
            continue
        before = {a.source for a in into[key]}
        after = {a.target for a in out_of[key]}
        if len(before) != 1:
            continue
        giver = graph.units[next(iter(before))]
        if giver.operations and {a.target for a in out_of[giver.key]} == {key} and _one_group(unit, giver):
            return merge(graph, key, giver.key, main="second")
        taker = graph.units[next(iter(after))] if len(after) == 1 else None
        fits = taker and taker.operations and not taker.joint and _one_group(unit, taker)
        if taker and fits and {a.source for a in into[taker.key]} == {key}:
            return merge(graph, key, taker.key, main="second")
    return None


def _one_group(a: Unit, b: Unit) -> bool:
    """Helpers do not wander out of an opened block into what stands beside it."""
    return a.group == b.group or a.group is None or b.joint != ""


def absorb_light(graph: UnitGraph) -> UnitGraph:
    """The graph in which a block without weights is part of the block after it, or else before it."""
    for key in list(graph.units):
        unit = graph.units[key]
        if not unit.operations or unit.joint or not _is_light(graph, unit):
            continue
        before = {a.source for a in graph.arrows if a.target == key}
        after = {a.target for a in graph.arrows if a.source == key}
        taker = graph.units[next(iter(after))] if len(after) == 1 else unit
        if (
            taker.operations
            and not taker.joint
            and {a.source for a in graph.arrows if a.target == taker.key} == {key}
        ):
            graph = merge(graph, key, taker.key, main="second")
            continue
        giver = graph.units[next(iter(before))] if len(before) == 1 else unit
        if giver.operations and {a.target for a in graph.arrows if a.source == giver.key} == {key}:
            graph = merge(graph, key, giver.key, main="second")
    return graph


def _is_light(graph: UnitGraph, unit: Unit) -> bool:
    """Whether a unit has no weights and mixes nothing: attention computes, though it has none."""
    names = {graph.trace.operations[i].name for i in unit.operations}
    return not names & WEIGHTED and not any(graph.flow.parameters[i] for i in unit.operations)


def is_helper(trace: Trace, unit: Unit) -> bool:
    """Whether all that a unit does is told as part of its neighbour: an activation, a norm, a factor."""
    names = {trace.operations[i].name for i in unit.operations}
    own = unit.call is not None and any(trace.calls[c].parent == unit.call for c in _calls_in(trace, unit))
    return bool(names) and names <= HELPERS | HIDDEN | PICKS | JOINTS.keys() and not own


def _calls_in(trace: Trace, unit: Unit) -> set[int]:
    return {c for i in unit.operations for c in chain_of(trace, i)}


def merge(graph: UnitGraph, gone: Key, kept: Key, main: str) -> UnitGraph:
    """The graph with two neighbours made one, which bears the key of the second."""
    first, second = graph.units[gone], graph.units[kept]
    operations = tuple(sorted({*first.operations, *second.operations}))
    mains = tuple(sorted({*first.main, *second.main})) if main == "both" else second.main
    one = replace(second, operations=operations, main=mains)
    units = {key: one if key == kept else unit for key, unit in graph.units.items() if key != gone}
    arrows = []
    for a in graph.arrows:
        source, target = (kept if a.source == gone else a.source), (kept if a.target == gone else a.target)
        if source != target:
            arrows.append(replace(a, source=source, target=target))
    return UnitGraph(graph.flow, units, tuple(arrows))
