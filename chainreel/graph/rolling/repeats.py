"""Repeats in a graph of units: equal stretches one after the other, or side by side."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from chainreel.graph.rolling.forks import Fork
from chainreel.graph.rolling.units import Key, Unit, UnitGraph
from chainreel.recorder import Trace

LONGEST_PERIOD = 12
MOST_PARALLEL = 4  # more equal lanes than these are drawn once


@dataclass(frozen=True)
class Stretch:
    """Equal stretches of units: ``copies`` of as many units each, which correspond by their place."""

    copies: tuple[tuple[Key, ...], ...]
    recurrent: bool = False
    parallel: bool = False
    dense: bool = False


@dataclass(frozen=True)
class Tolerance:
    """What passes for equal: ``wide`` lets widths differ, ``long`` lets a stretch be several elements."""

    wide: bool
    long: bool


STRICT, WIDE = Tolerance(wide=False, long=False), Tolerance(wide=True, long=False)
LONG, WIDE_AND_LONG = Tolerance(wide=False, long=True), Tolerance(wide=True, long=True)
TOLERANCES = (STRICT, WIDE, LONG, WIDE_AND_LONG)


def find_stretches(graph: UnitGraph, forks: Sequence[Fork], tolerance: Tolerance) -> tuple[Stretch, ...]:
    """All computing units in stretches, in the order of running; one that is not repeated is one copy."""
    elements = find_elements(graph, forks)
    signs = [tuple(signature(graph, graph.units[key], tolerance.wide) for key in e) for e in elements]
    strict = [tuple(signature(graph, graph.units[key], wide=False) for key in e) for e in elements]
    links = _Links(graph, elements)
    found: list[Stretch] = []
    start = 0
    while start < len(elements):
        period, count = _best_run(start, signs, strict, links, tolerance)
        copies = [elements[start + k * period : start + (k + 1) * period] for k in range(count)]
        flat = tuple(tuple(key for element in copy for key in element) for copy in copies)
        found.append(_stretch(graph, flat, links, start, period))
        start += period * count
    return tuple(found)


def _stretch(
    graph: UnitGraph, copies: tuple[tuple[Key, ...], ...], links: _Links, start: int, period: int
) -> Stretch:
    if len(copies) == 1:
        return Stretch(copies)
    recurrent = same_modules(graph, copies)
    chained = links.between(start, start + period, period)
    dense = len(copies) > 2 and links.between(start, start + 2 * period, period)
    return Stretch(copies, recurrent and chained, not chained, dense)


class _Links:
    """Which elements hand something to which."""

    def __init__(self, graph: UnitGraph, elements: Sequence[tuple[Key, ...]]) -> None:
        self.graph, self.elements = graph, elements
        place = {key: i for i, element in enumerate(elements) for key in element}
        self.pairs = {
            (place[a.source], place[a.target])
            for a in graph.arrows
            if a.source in place and a.target in place
        }

    def between(self, first: int, second: int, period: int) -> bool:
        """Whether a stretch of ``period`` elements hands something to another."""
        return any((first + i, second + j) in self.pairs for i in range(period) for j in range(period))


def _best_run(
    start: int, signs: Sequence[Hashable], strict: Sequence[Hashable], links: _Links, tolerance: Tolerance
) -> tuple[int, int]:
    """Period and count of the run from there that covers most; 1 and 1 when nothing repeats."""
    best = (1, 1)
    for period in range(1, min(LONGEST_PERIOD, (len(signs) - start) // 2) + 1):
        count = _count(start, period, signs, links)
        if period > 1 and not tolerance.long:
            count = _count(start, period, strict, links)
            flat = [
                tuple(k for e in links.elements[start + n * period : start + (n + 1) * period] for k in e)
                for n in range(count)
            ]
            if count < 2 or not same_modules(links.graph, tuple(flat)):
                continue
        if count > 1 and period * count > best[0] * best[1]:
            best = (period, count)
    return best


def _count(start: int, period: int, signs: Sequence[Hashable], links: _Links) -> int:
    """How often the stretch from there comes again, each handing on to the next, or none to any."""
    count, chained = 1, None
    while start + (count + 1) * period <= len(signs):
        here, there = start + (count - 1) * period, start + count * period
        if list(signs[here:there]) != list(signs[there : there + period]):
            break
        hands_on = links.between(here, there, period)
        if chained is not None and hands_on != chained:
            break
        chained, count = hands_on, count + 1
    return count if chained or count > MOST_PARALLEL else 1


def same_modules(graph: UnitGraph, copies: Sequence[Sequence[Key]]) -> bool:
    """Whether equal places of all copies are calls of one module, and there is such a place."""
    seen = False
    for place in zip(*copies, strict=True):
        modules = {module_of(graph, graph.units[key]) for key in place}
        if len(modules) > 1:
            return False
        seen = seen or modules != {""}
    return seen and len(copies) > 1


def module_of(graph: UnitGraph, unit: Unit) -> str:
    """The dotted name of the module whose call a unit is, or whose lane; "" for operations between calls."""
    call = unit.call if unit.call is not None else unit.group
    return "" if call is None or unit.joint else graph.trace.calls[call].module


def find_elements(graph: UnitGraph, forks: Sequence[Fork]) -> list[tuple[Key, ...]]:
    """Units in the order of running; a bridge's lanes of one box each stay with their joint."""
    units = sorted((u for u in graph.units.values() if u.main), key=lambda u: (u.begin, u.key))
    place = {unit.key: i for i, unit in enumerate(units)}
    belongs: dict[Key, Key] = {}
    for fork in forks:
        members = sorted({*fork.inner, fork.joint}, key=lambda k: place.get(k, -1))
        tight = all(k in place and k not in belongs for k in members)
        near = tight and place[members[-1]] - place[members[0]] == len(members) - 1
        if near and any(fork.bridges) and all(len(lane) < 2 for lane in fork.lanes):
            belongs.update(dict.fromkeys(members, fork.joint))
    elements: list[list[Key]] = []
    for unit in units:
        home = belongs.get(unit.key)
        if elements and home is not None and belongs.get(elements[-1][-1]) == home:
            elements[-1].append(unit.key)
        else:
            elements.append([unit.key])
    return [tuple(element) for element in elements]


def signature(graph: UnitGraph, unit: Unit, wide: bool) -> Hashable:
    """What makes units equal: class and operations; unless ``wide`` also the shapes of weights and values."""
    trace = graph.trace
    call = unit.call if unit.call is not None else unit.group
    kind = trace.calls[call].kind if call is not None else ""
    names = tuple(trace.operations[i].name for i in unit.operations)
    if wide:
        return kind, unit.joint, names
    return kind, unit.joint, names, _shapes(trace, unit), _weight_shapes(graph, unit)


def _shapes(trace: Trace, unit: Unit) -> Hashable:
    return tuple(
        trace.nodes[n].shape for i in unit.operations for n in trace.operations[i].nodes if n is not None
    )


def _weight_shapes(graph: UnitGraph, unit: Unit) -> Hashable:
    names = (name for i in unit.operations for name in graph.flow.parameters.get(i, ()))
    return tuple(graph.flow.shape_of[name] for name in names)
