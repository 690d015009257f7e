"""Coarsening of a graph that no opening makes small enough: neighbours become one, the smallest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from chainreel.graph.rolling.forks import find_forks
from chainreel.graph.rolling.units import Key, UnitGraph, merge


def coarsen(graph: UnitGraph, steps: int) -> UnitGraph | None:
    """The graph with its smallest neighbours, or the smallest lanes with their joint, made one.

    It is done ``steps`` times, to different units each time; None when there is nothing left to join.
    """
    choices = sorted(_choices(graph), key=lambda members: (_size(graph, members), members))
    if not choices:
        return None
    touched = set[Key]()
    for members in choices:
        if steps > 0 and not touched & set(members):
            steps -= len(members) - 1
            touched |= set(members)
            for key in members[:-1]:
                graph = merge(graph, key, members[-1], main="both")
    return graph


def _size(graph: UnitGraph, members: tuple[Key, ...]) -> int:
    return sum(len(graph.units[key].operations) for key in members)


def _choices(graph: UnitGraph) -> Iterator[tuple[Key, ...]]:
    into, out_of = graph.into(), graph.out_of()
    found = False
    for key, unit in graph.units.items():
        after = {a.target for a in out_of[key]}
        if unit.main and len(after) == 1:
            follower = graph.units[next(iter(after))]
            if follower.main and {a.source for a in into[follower.key]} == {key}:
                found = True
                yield key, follower.key
    for fork in find_forks(graph):
        if all(graph.units[key].main for key in fork.inner):
            found = True
            yield (*sorted(fork.inner, key=lambda k: graph.units[k].begin), fork.joint)
    if not found:  # neighbours in time: whatever is between them runs neither before nor after
        times = sorted((u for u in graph.units.values() if u.main), key=lambda u: u.begin)
        yield from ((a.key, b.key) for a, b in pairwise(times))
