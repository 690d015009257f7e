"""Flow of a trace: the operations between inputs and outputs, and the tensors that go from one to another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import torch

from chainreel.graph.rolling.operations import NOISE, SHAPE_READERS
from chainreel.recorder import Trace

INPUT, NOISE_SOURCE, OPERATION = "input", "noise", "operation"
OUTPUT, LOSS = "output", "loss"
ENDS = frozenset((OUTPUT, LOSS))
Vertex = tuple[str, int]
LOSS_VERTEX: Vertex = (LOSS, 0)


@dataclass(frozen=True)
class FlowArrow:
    """A tensor's way: it leaves ``source`` as node ``out``, ``first`` is the operation that takes it there.

    It arrives as node ``into`` at the operation ``reader``; between the two lie hidden operations at most.
    For what begins (an input) or ends (the loss) the vertex has no operation of its own: -1.
    """

    source: Vertex
    target: Vertex
    out: int
    first: int
    into: int
    reader: int


@dataclass(frozen=True)
class TraceFlow:
    """What lies between inputs and outputs of a trace.

    ``vertices`` are in the order of running, inputs first; ``parameters`` holds for each operation the
    names of the parameters that reach it by no other operation of the flow; ``arguments`` the nodes of the
    flow that it reads.
    """

    trace: Trace
    vertices: tuple[Vertex, ...]
    arrows: tuple[FlowArrow, ...]
    parameters: Mapping[int, tuple[str, ...]]
    arguments: Mapping[int, tuple[int, ...]]

    @cached_property
    def shape_of(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter by name."""
        return {node.name: node.shape for node in self.trace.nodes if node.operation == "parameter"}

    @property
    def operations(self) -> tuple[int, ...]:
        """The indices of the operations in it."""
        return tuple(index for kind, index in self.vertices if kind == OPERATION)


class FlowFinder:
    """The search for a trace's flow: forwards from what enters, backwards from what leaves."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._makers: dict[int, tuple[Vertex, ...]] = {}
        self.routes: set[int] = set()
        self.noise = {
            op.index for op in trace.operations if op.name in NOISE and op.stage == "model" and op.nodes
        }

    def find(self) -> TraceFlow:
        """The flow; where no input reaches an output, of all that the outputs are made of."""
        reached = self._between()
        self.routes = self._find_routes(reached)
        if self.routes:
            without = self._between()
            if all(any(m in without for m in self.makers_of(n)) for n in self.trace.outputs):
                reached = without
            else:
                self.routes = set()
        arrows = self._with_outputs(list(self._arrows(reached)), reached)
        vertices = sorted({*reached, *(a.target for a in arrows)}, key=time_of)
        named = {i: self._parameters_of(i, reached) for kind, i in vertices if kind == OPERATION}
        arguments: dict[int, tuple[int, ...]] = dict.fromkeys(named, ())
        for a in arrows:
            arguments[a.reader] = (*arguments.get(a.reader, ()), a.into)
        arguments = {i: tuple(dict.fromkeys(nodes)) for i, nodes in arguments.items()}
        return TraceFlow(self.trace, tuple(vertices), tuple(arrows), named, arguments)

    def _between(self) -> set[Vertex]:
        forward, backward = self._from_inputs(), self._to_outputs()
        reached = forward & backward
        return reached if any(kind == OPERATION for kind, _ in reached) else backward

    def _find_routes(self, reached: set[Vertex]) -> set[int]:
        """Operations that make whole numbers or choices of real ones: they say where values go, no more."""
        routes, real = set[int](), set[Vertex]()
        for vertex in sorted(reached, key=time_of):
            kind, index = vertex
            if kind == OPERATION:
                nodes = [n for n in self.trace.operations[index].nodes if n is not None]
                fluent = any(is_real(self.trace.nodes[n].dtype) for n in nodes)
                after = any(m in real for n in self.read_by(index) for m in self.makers_of(n))
                if fluent or after:
                    real.add(vertex)
                if after and not fluent:
                    routes.add(index)
            elif kind == INPUT and is_real(self.trace.nodes[index].dtype):
                real.add(vertex)
        return routes

    def _with_outputs(self, arrows: list[FlowArrow], reached: set[Vertex]) -> list[FlowArrow]:
        """With a vertex for each output, between what made it and the loss.

        What is returned on the way and only goes to the loss besides (a VAE's mean) needs none.
        """
        for node in dict.fromkeys(self.trace.outputs):
            for maker in self.makers_of(node):
                if maker not in reached or maker[0] == INPUT:
                    continue
                onward = [a for a in arrows if a.source == maker and a.into == node]
                to_loss = [a for a in onward if a.target == LOSS_VERTEX]
                if len(onward) > len(to_loss) and to_loss:
                    continue
                arrows = [replace(a, source=(OUTPUT, node)) if a in to_loss else a for a in arrows]
                arrows.append(FlowArrow(maker, (OUTPUT, node), node, -1, node, -1))
        return arrows

    def makers_of(self, node: int) -> tuple[Vertex, ...]:
        """The vertices that made a node: its operation, or what a tensor that was written over came from."""
        if node not in self._makers:
            self._makers[node] = self._find_makers(node)
        return self._makers[node]

    def _find_makers(self, index: int) -> tuple[Vertex, ...]:
        node = self.trace.nodes[index]
        if index in self.trace.inputs:
            return ((INPUT, index),)
        if node.origin is None:
            return tuple(dict.fromkeys(v for p in node.parents for v in self.makers_of(p)))
        if node.stage == "loss":
            return (LOSS_VERTEX,)
        return ((NOISE_SOURCE if node.origin in self.noise else OPERATION, node.origin),)

    def read_by(self, operation: int) -> tuple[int, ...]:
        """The nodes that an operation reads: its own nodes' parents, none if it asks only for their shape."""
        op = self.trace.operations[operation]
        if op.name in SHAPE_READERS or operation in self.routes:
            return ()
        nodes = [self.trace.nodes[n] for n in op.nodes if n is not None]
        return tuple(dict.fromkeys(p for node in nodes for p in node.parents))

    def reads(self) -> Iterable[tuple[int, int]]:
        """Every pair of operation and node that it reads."""
        for op in self.trace.operations:
            for node in self.read_by(op.index):
                yield op.index, node

    def _vertex(self, operation: int) -> Vertex:
        if self.trace.operations[operation].stage == "loss":
            return LOSS_VERTEX
        return (NOISE_SOURCE if operation in self.noise else OPERATION, operation)

    def _from_inputs(self) -> set[Vertex]:
        following: dict[Vertex, list[Vertex]] = {}
        for operation, node in self.reads():
            for maker in self.makers_of(node):
                following.setdefault(maker, []).append(self._vertex(operation))
        starts: list[Vertex] = [(INPUT, node) for node in self.trace.inputs]
        return closure(starts + [(NOISE_SOURCE, i) for i in self.noise], lambda v: following.get(v, ()))

    def _to_outputs(self) -> set[Vertex]:
        starts = [v for node in self.trace.outputs for v in self.makers_of(node)]
        reached = closure(starts, self._sources)
        if self.trace.loss_node is not None:
            reached.add(LOSS_VERTEX)
        return reached

    def _sources(self, vertex: Vertex) -> Iterable[Vertex]:
        kind, index = vertex
        if kind != OPERATION:
            return ()
        return (maker for node in self.read_by(index) for maker in self.makers_of(node))

    def _arrows(self, reached: set[Vertex]) -> Iterable[FlowArrow]:
        for operation, node in self.reads():
            target = self._vertex(operation)
            for maker in self.makers_of(node):
                if maker != target and maker in reached and target in reached and target[0] != NOISE_SOURCE:
                    yield FlowArrow(maker, target, node, operation, node, operation)

    def _parameters_of(self, operation: int, reached: set[Vertex]) -> tuple[str, ...]:
        """Parameters that reach an operation past the flow, also through operations of their own."""
        found: dict[str, None] = {}
        waiting, seen = deque(self.read_by(operation)), set[int]()
        while waiting:
            index = waiting.popleft()
            node = self.trace.nodes[index]
            if index in seen or any(maker in reached for maker in self.makers_of(index)):
                continue
            seen.add(index)
            if node.operation == "parameter":
                found[node.name] = None
            waiting.extend(node.parents)
        return tuple(found)


def is_real(dtype: torch.dtype) -> bool:
    """Whether tensors of that type have slopes."""
    return dtype.is_floating_point or dtype.is_complex


def time_of(vertex: Vertex) -> tuple[int, int]:
    """Where a vertex stands in the order of running: what enters first, what ends last."""
    return {INPUT: 0, NOISE_SOURCE: 1, OPERATION: 1, OUTPUT: 2, LOSS: 3}[vertex[0]], vertex[1]


def restrict(
    flow: TraceFlow, operations: Collection[int], leaves: Collection[int] | None = None
) -> TraceFlow:
    """The part of a flow that these operations make, with what comes into it and goes out of it.

    With ``leaves`` only these nodes go out.
    """
    chosen = set(operations)
    arrows: list[FlowArrow] = []
    for a in flow.arrows:
        inside = a.source[0] == OPERATION and a.source[1] in chosen
        if a.target[0] == OPERATION and a.target[1] in chosen:
            arrows.append(a if inside else replace(a, source=(INPUT, a.into)))
        elif inside and (leaves is None or a.into in leaves):
            arrows.append(FlowArrow(a.source, (OUTPUT, a.into), a.into, -1, a.into, -1))
    arrows = list(dict.fromkeys(arrows))
    inner: set[Vertex] = {(OPERATION, i) for i in chosen}
    vertices = sorted(inner.union(*((a.source, a.target) for a in arrows)), key=time_of)
    named = {i: flow.parameters[i] for i in sorted(chosen)}
    return TraceFlow(flow.trace, tuple(vertices), tuple(arrows), named, flow.arguments)


def closure(starts: Iterable[Vertex], step: Callable[[Vertex], Iterable[Vertex]]) -> set[Vertex]:
    """All that is reached from ``starts``, themselves included."""
    found, waiting = set(starts), list(starts)
    while waiting:
        for vertex in step(waiting.pop()):
            if vertex not in found:
                found.add(vertex)
                waiting.append(vertex)
    return found


def find_flow(trace: Trace) -> TraceFlow:
    """The flow of a trace."""
    return FlowFinder(trace).find()
