"""Forks and joints of a graph of units: which lanes lead from one to the other, and which is a bridge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from chainreel.graph.rolling.flow import INPUT, NOISE_SOURCE, OUTPUT, restrict
from chainreel.graph.rolling.operations import HIDDEN, PROJECTIONS, WEIGHTED
from chainreel.graph.rolling.units import CALL, LANE, Key, Opening, Unit, UnitGraph, chain_of, make_units

ROOT: Key = ("root", 0)


@dataclass(frozen=True)
class Fork:
    """A fork, its joint and the lanes between, in order of code; a lane of no unit is a direct way.

    ``bridges`` tells of each lane whether it is a skip connection.
    """

    fork: Key
    joint: Key
    lanes: tuple[tuple[Key, ...], ...]
    bridges: tuple[bool, ...]

    @property
    def inner(self) -> frozenset[Key]:
        """All units between the two."""
        return frozenset(key for lane in self.lanes for key in lane)


def find_forks(graph: UnitGraph) -> tuple[Fork, ...]:
    """Every joint that has a fork, in order: the nearest unit through which all that it merges has come."""
    plain: nx.DiGraph[Key] = nx.DiGraph()
    plain.add_nodes_from(graph.units)
    plain.add_edges_from((a.source, a.target) for a in graph.arrows)
    beginnings = [k for k in graph.units if plain.in_degree(k) == 0 and k[0] != NOISE_SOURCE]
    beginnings = beginnings or [key for key in graph.units if plain.in_degree(key) == 0]
    plain.add_edges_from((ROOT, key) for key in beginnings)
    above = nx.immediate_dominators(plain, ROOT)
    found = []
    for key, unit in graph.units.items():
        if unit.joint and (fork := above.get(key, ROOT)) not in (ROOT, key):
            lanes = _lanes(plain, graph, fork, key)
            if len(lanes) > 1:
                found.append(Fork(fork, key, lanes, _bridges(graph, unit, lanes)))
    return tuple(found)


def _lanes(plain: nx.DiGraph[Key], graph: UnitGraph, fork: Key, joint: Key) -> tuple[tuple[Key, ...], ...]:
    between = nx.descendants(plain, fork) & nx.ancestors(plain, joint)
    parts = [
        tuple(sorted(p, key=lambda k: graph.units[k].begin))
        for p in nx.weakly_connected_components(plain.subgraph(between))
    ]
    parts.sort(key=lambda part: graph.units[part[0]].begin)
    direct: list[tuple[Key, ...]] = [()] if plain.has_edge(fork, joint) else []
    return tuple(parts + direct)


def _bridges(graph: UnitGraph, joint: Unit, lanes: tuple[tuple[Key, ...], ...]) -> tuple[bool, ...]:
    """A direct way is a bridge; of two lanes to a sum also one without weights or of a projection alone."""
    bridges = [not lane for lane in lanes]
    if any(bridges) or len(lanes) != 2 or joint.joint != "sum":
        return tuple(bridges)
    weights = [_weighted(graph, lane) for lane in lanes]
    for i, (mine, other) in enumerate((weights, weights[::-1])):
        single = len(lanes[i]) == 1 and len(mine) <= 1 and set(mine) <= PROJECTIONS
        if single and len(other) > max(1, len(mine)):
            bridges[i] = True
    return tuple(bridges)


def _weighted(graph: UnitGraph, lane: Iterable[Key]) -> list[str]:
    names = (graph.trace.operations[i].name for key in lane for i in graph.units[key].operations)
    return [name for name in names if name in WEIGHTED]


def open_along_bridges(graph: UnitGraph, cut: Opening) -> Opening:
    """The cut with each closed block opened that is nothing but lanes beside a bridge, as one box a lane."""
    opened, lanes, groups = set(cut.opened), dict(cut.lanes), dict(cut.groups)
    for unit in graph.units.values():
        if unit.key[0] != CALL or len(unit.operations) < 3:
            continue
        fork = bridge_of(graph, unit)
        if fork is None:
            continue
        opened.add(unit.key[1])
        inner, split = fork
        groups.update(dict.fromkeys(unit.operations, unit.key[1]))
        for lane in split.lanes:
            members = sorted(i for key in lane for i in inner.units[key].operations)
            lanes.update(dict.fromkeys(members, (LANE, members[0])) if members else {})
    return Opening(frozenset(opened), lanes, groups)


def bridge_of(graph: UnitGraph, unit: Unit) -> tuple[UnitGraph, Fork] | None:
    """A block's inside and its one fork, if it is one lane and one bridge from where it is entered."""
    inside = {c for i in unit.operations for c in chain_of(graph.trace, i)[: _depth(graph, unit)]}
    inner = make_units(restrict(graph.flow, unit.operations), Opening(frozenset(inside)))
    entries = [key for key in inner.units if key[0] == INPUT]
    exits = {a.source for a in inner.arrows if a.target[0] == OUTPUT}
    if len(entries) != 1 or len(exits) != 1:
        return None
    for fork in find_forks(inner):
        whole = len(fork.inner) + 2 == len([u for u in inner.units.values() if u.key[0] != OUTPUT])
        if fork.fork == entries[0] and fork.joint in exits and whole:
            return (inner, fork) if sum(fork.bridges) == 1 and len(fork.lanes) == 2 else None
    return None


def _depth(graph: UnitGraph, unit: Unit) -> int:
    """How many calls are open inside of a block that is opened once: those around it and itself."""
    assert unit.call is not None
    return chain_of_call(graph, unit.call)


def chain_of_call(graph: UnitGraph, call: int | None) -> int:
    """How many calls there are from the outermost to this one, itself included."""
    count = 0
    while call is not None:
        count, call = count + 1, graph.trace.calls[call].parent
    return count


__all__ = ["HIDDEN", "Fork", "bridge_of", "find_forks", "open_along_bridges"]
