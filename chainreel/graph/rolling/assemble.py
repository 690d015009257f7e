"""Assembly of the rolled graph from units, forks and stretches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import networkx as nx

from chainreel.graph.rolled import (
    Copy,
    EdgeKind,
    GraphBox,
    GraphEdge,
    LaneOfSplit,
    Repeat,
    Role,
    RolledGraph,
    Split,
)
from chainreel.graph.rolling.flow import INPUT, LOSS, NOISE_SOURCE, OUTPUT, FlowArrow, is_real
from chainreel.graph.rolling.forks import Fork
from chainreel.graph.rolling.labels import attribute_name, contents_of, details_of, name_of_unit
from chainreel.graph.rolling.repeats import EqualStretch, module_of
from chainreel.graph.rolling.units import Key, Unit, UnitGraph, chain_of, hides

ROLES: dict[str, Role] = {INPUT: "input", NOISE_SOURCE: "noise", OUTPUT: "output", LOSS: "loss"}


@dataclass(frozen=True)
class Place:
    """Where a unit went: the box, which copy of it, and the stretch (-1 outside of all)."""

    box: int
    copy: int
    stretch: int


@dataclass(frozen=True)
class GraphPlan:
    """Units with their forks and stretches: all that a rolled graph is assembled from."""

    graph: UnitGraph
    forks: tuple[Fork, ...]
    stretches: tuple[EqualStretch, ...]

    @cached_property
    def chips(self) -> dict[Key, Fork]:
        """Units that a bridge runs through."""
        return {
            lane[0]: fork
            for fork in self.forks
            for lane, bridge in zip(fork.lanes, fork.bridges, strict=True)
            if bridge and lane
        }

    @cached_property
    def box_count(self) -> int:
        """How many boxes are drawn; joints and a bridge's chips are none."""
        first = [key for stretch in self.stretches for key in stretch.copies[0]]
        blocks = [k for k in first if not self.graph.units[k].joint and k not in self.chips]
        return len(blocks) + sum(key[0] in ROLES for key in self.graph.units)

    @cached_property
    def block_count(self) -> int:
        """How many of the boxes compute."""
        return self.box_count - sum(key[0] in ROLES for key in self.graph.units)


class Assembly:
    """The making of one rolled graph."""

    def __init__(self, plan: GraphPlan, call: int | None) -> None:
        self.plan, self.graph, self.trace, self.call = plan, plan.graph, plan.graph.trace, call
        self.into, self.out_of = self.graph.into(), self.graph.out_of()
        self.places: dict[Key, Place] = {}
        self.rows: list[tuple[Key, ...]] = []  # for each box the units of its copies

    def assemble(self) -> RolledGraph:
        """The graph."""
        self._place()
        boxes = self._tie([self._box(i, keys) for i, keys in enumerate(self.rows)])
        edges = self._edges(boxes)
        operations = self.graph.flow.operations
        names = {name for i in operations for name in self.graph.flow.parameters[i]}
        return RolledGraph(
            boxes=tuple(boxes),
            edges=edges,
            splits=tuple(self._splits()),
            repeats=tuple(self._repeats()),
            weights=sum(self._size(name) for name in names),
            operations=len(operations),
            hidden=sum(hides(self.graph.flow, i) for i in operations),
            call=self.call,
        )

    def _place(self) -> None:
        ends = [key for key in self.graph.units if key[0] in ROLES]
        first = [key for key in ends if key[0] in (INPUT, NOISE_SOURCE)]
        rows: list[tuple[tuple[Key, ...], int]] = [((key,), -1) for key in first]
        for index, stretch in enumerate(self.plan.stretches):
            rows += [(keys, index) for keys in zip(*stretch.copies, strict=True)]
        rows += [((key,), -1) for key in ends if key not in first]
        for box, (keys, stretch_index) in enumerate(rows):
            self.rows.append(keys)
            for copy, key in enumerate(keys):
                self.places[key] = Place(box, copy, stretch_index)

    # Boxes

    def _box(self, index: int, keys: Sequence[Key]) -> GraphBox:
        unit, copies = self.graph.units[keys[0]], tuple(self._copy(self.graph.units[key]) for key in keys)
        stretch = self.places[keys[0]].stretch
        role = ROLES.get(unit.key[0]) or ("joint" if unit.joint else "block")
        return GraphBox(
            id=index,
            role=role,
            name=self._name(unit),
            kind=self._kind(unit),
            module=copies[0].module,
            details=() if unit.joint else details_of(self.graph, unit, copies[0].enters, copies[0].leaves),
            contents=contents_of(self.graph, unit),
            copies=copies,
            recurrent=stretch >= 0 and self.plan.stretches[stretch].recurrent,
            shapes=self._shapes(copies[0].leaves),
            shapes_last=self._shapes(copies[-1].leaves),
            weights=sum(self._size(name) for name in {n for c in copies for n in c.parameters}),
            joint=unit.joint,
        )

    def _name(self, unit: Unit) -> str:
        kind, index = unit.key
        if kind == INPUT:
            return self.trace.nodes[index].name or "input"
        if kind == OUTPUT:
            names = dict(zip(self.trace.outputs, self.trace.output_names, strict=True))
            return names.get(index, "output")
        if kind in (LOSS, NOISE_SOURCE):
            return {LOSS: "loss", NOISE_SOURCE: "noise"}[kind]
        alone = name_of_unit(self.graph, unit)
        twins = [u for u in self._beside(unit) if name_of_unit(self.graph, u) == alone]
        own = attribute_name(self.graph, unit)
        others = [attribute_name(self.graph, u) for u in twins]
        return own if all([own, *others]) and set(others) - {own} else alone

    def _beside(self, unit: Unit) -> list[Unit]:
        """The units that begin the other lanes of a fork whose lane this one begins."""
        found: list[Unit] = []
        for fork in self.plan.forks:
            heads = [lane[0] for lane in fork.lanes if lane]
            if unit.key in heads:
                found += [self.graph.units[k] for k in heads if k != unit.key]
        return found

    def _kind(self, unit: Unit) -> str:
        if unit.key[0] in ROLES:
            return unit.key[0]
        call = unit.call if unit.call is not None else unit.group
        if call is not None and not unit.joint:
            return self.trace.calls[call].kind
        return self.trace.operations[unit.main[-1]].name

    def _copy(self, unit: Unit) -> Copy:
        kind, index = unit.key
        ends: dict[str, tuple[int, ...]] = {INPUT: (index,), OUTPUT: (index,)}
        if kind == LOSS and self.trace.loss_node is not None:
            ends[LOSS] = (self.trace.loss_node,)
        if kind == NOISE_SOURCE:
            ends[NOISE_SOURCE] = tuple(n for n in self.trace.operations[index].nodes if n is not None)
        names = (name for i in unit.operations for name in self.graph.flow.parameters.get(i, ()))
        return Copy(
            calls=self._calls(unit),
            operations=unit.operations,
            enters=tuple(dict.fromkeys(a.into for a in self.into[unit.key])),
            leaves=ends.get(kind) or tuple(sorted({a.out for a in self.out_of[unit.key]})),
            parameters=tuple(dict.fromkeys(names)),
            module=module_of(self.graph, unit),
        )

    @cached_property
    def _operations_of_call(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for operation in self.graph.flow.operations:
            for call in chain_of(self.trace, operation):
                found.setdefault(call, set()).add(operation)
        return found

    def _calls(self, unit: Unit) -> tuple[int, ...]:
        """The outermost calls that lie wholly in a unit."""
        mine, found = set(unit.operations), dict[int, None]()
        for operation in unit.operations:
            for call in chain_of(self.trace, operation):
                if self._operations_of_call[call] <= mine:
                    found[call] = None
                    break
        return tuple(found)

    def _shapes(self, nodes: Iterable[int]) -> tuple[tuple[int, ...], ...]:
        return tuple(dict.fromkeys(self.trace.nodes[node].shape for node in nodes))

    def _size(self, name: str) -> int:
        return prod(self.graph.flow.shape_of[name])

    def _tie(self, boxes: list[GraphBox]) -> list[GraphBox]:
        """Weights that an earlier box uses too count there alone."""
        owner: dict[str, int] = {}
        tied: list[GraphBox] = []
        for box in boxes:
            names = dict.fromkeys(name for copy in box.copies for name in copy.parameters)
            shared = [owner[name] for name in names if name in owner]
            own = sum(self._size(name) for name in names if name not in owner)
            owner.update({name: box.id for name in names if name not in owner})
            tied.append(replace(box, weights=own, tied_to=shared[0] if shared else None))
        return tied

    # Edges

    def _edges(self, boxes: Sequence[GraphBox]) -> tuple[GraphEdge, ...]:
        groups: dict[tuple[int, int, bool], list[FlowArrow]] = {}
        for arrow in self.graph.arrows:
            way = self._way(arrow)
            if way is not None:
                groups.setdefault(way, []).append(arrow)
        edges = [self._edge(*key, arrows) for key, arrows in sorted(groups.items())]
        edges = self._through_chips(edges)
        return tuple(self._with_kinds(boxes, edges))

    def _way(self, arrow: FlowArrow) -> tuple[int, int, bool] | None:
        """Source, target and whether it is a loop's way back; None for what the first copy stands for."""
        here, there = self.places[arrow.source], self.places[arrow.target]
        if here.stretch != there.stretch or here.stretch < 0:
            return here.box, there.box, False
        if here.copy == there.copy:
            return (here.box, there.box, False) if here.copy == 0 else None
        back = self.plan.stretches[here.stretch].recurrent and there.copy == here.copy + 1
        return (here.box, there.box, True) if back else None

    def _edge(self, source: int, target: int, back: bool, arrows: Sequence[FlowArrow]) -> GraphEdge:
        nodes = tuple(dict.fromkeys(a.into for a in arrows if self.places[a.target].copy == int(back)))
        nodes = nodes or (arrows[0].into,)
        learns = any(self.trace.nodes[a.into].reached for a in arrows)
        return GraphEdge(
            source, target, "loop" if back else "flow", nodes, self.trace.nodes[nodes[0]].shape, learns
        )

    def _through_chips(self, edges: list[GraphEdge]) -> list[GraphEdge]:
        """A bridge with a box in it is one edge, from the fork to the joint."""
        chips = {self.places[key].box for key in self.plan.chips}
        kept = [e for e in edges if e.source not in chips and e.target not in chips]
        for chip in sorted(chips):
            into = [e for e in edges if e.target == chip]
            kept += [
                replace(out, source=e.source, kind="bridge", chip=chip)
                for e in into
                for out in edges
                if out.source == chip
            ]
        return kept

    def _with_kinds(self, boxes: Sequence[GraphBox], edges: list[GraphEdge]) -> list[GraphEdge]:
        plain: nx.DiGraph[int] = nx.DiGraph()
        plain.add_nodes_from(box.id for box in boxes)
        plain.add_edges_from((e.source, e.target) for e in edges if e.kind != "loop" and e.chip is None)
        branches = set(self._branches())
        return [replace(e, kind=self._edge_kind(e, boxes, plain, branches)) for e in edges]

    def _edge_kind(
        self,
        edge: GraphEdge,
        boxes: Sequence[GraphBox],
        plain: nx.DiGraph[int],
        branches: set[tuple[int, int]],
    ) -> EdgeKind:
        if edge.kind != "flow":
            return edge.kind
        if boxes[edge.target].role == "joint" and is_real(self.trace.nodes[edge.nodes[0]].dtype):
            others = (n for n in plain.successors(edge.source) if n != edge.target)
            if any(nx.has_path(plain, n, edge.target) for n in others):
                return "bridge"
        return "branch" if (edge.source, edge.target) in branches else "flow"

    def _branches(self) -> Iterable[tuple[int, int]]:
        """First and last ways of lanes, where at least two that are no bridges lie side by side."""
        for fork in self.plan.forks:
            lanes = [lane for lane, bridge in zip(fork.lanes, fork.bridges, strict=True) if not bridge]
            if len(lanes) < 2:
                continue
            inside = {self.places[key].box for lane in lanes for key in lane}
            begin, end = self.places[fork.fork].box, self.places[fork.joint].box
            yield from ((begin, box) for box in inside)
            yield from ((box, end) for box in inside)

    # Splits and repeats

    def _splits(self) -> Iterable[Split]:
        by_joint: dict[int, list[Fork]] = {}
        for fork in self.plan.forks:
            by_joint.setdefault(self.places[fork.joint].box, []).append(fork)
        for forks in by_joint.values():
            forks.sort(key=lambda f: self.places[f.joint].copy)
            alike = [
                f for f in forks if len(f.lanes) == len(forks[0].lanes) and f.bridges == forks[0].bridges
            ]
            measured = [(f, node) for f in alike if (node := self._fork_node(f)) is not None]
            first = alike[0]
            yield Split(
                fork=self.places[first.fork].box,
                joint=self.places[first.joint].box,
                lanes=tuple(self._lane(measured, first, i) for i in range(len(first.lanes))),
                fork_nodes=tuple(node for _, node in measured),
                joint_operations=tuple(self.graph.units[f.joint].main[-1] for f, _ in measured),
            )

    def _starts(self, fork: Fork, lane: Sequence[Key]) -> list[FlowArrow]:
        targets = set(lane) or {fork.joint}
        return [a for a in self.out_of[fork.fork] if a.target in targets]

    def _fork_node(self, fork: Fork) -> int | None:
        """The one tensor that all lanes take; None when they take several."""
        outs = {a.out for lane in fork.lanes for a in self._starts(fork, lane)}
        return outs.pop() if len(outs) == 1 else None

    def _lane(self, measured: Sequence[tuple[Fork, int]], first: Fork, index: int) -> LaneOfSplit:
        readers, arrives = [], []
        for fork, _ in measured:
            lane = fork.lanes[index]
            readers.append(tuple(dict.fromkeys(a.first for a in self._starts(fork, lane))))
            givers = set(lane) or {fork.fork}
            arrives.append(next(a.into for a in self.into[fork.joint] if a.source in givers))
        boxes = tuple(dict.fromkeys(self.places[key].box for key in first.lanes[index]))
        return LaneOfSplit(boxes, first.bridges[index], tuple(readers), tuple(arrives))

    def _repeats(self) -> Iterable[Repeat]:
        for stretch in self.plan.stretches:
            if len(stretch.copies) > 1:
                boxes = tuple(self.places[key].box for key in stretch.copies[0])
                yield Repeat(boxes, len(stretch.copies), stretch.recurrent, stretch.dense, stretch.parallel)
