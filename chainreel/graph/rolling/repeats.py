"""Repeats in a graph of units: equal stretches one after the other, or side by side."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from chainreel.graph.rolling.forks import Fork
from chainreel.graph.rolling.units import Key, Unit, UnitGraph
from chainreel.recorder import Trace

LONGEST_PERIOD = 12
ALWAYS_ROLLED = (
    3  # stretches of several boxes that are equal so often are drawn once, also where all would fit
)
MOST_PARALLEL = 4  # more equal lanes than these are drawn once


@dataclass(frozen=True)
class EqualStretch:
    """Equal stretches of units: ``copies`` of as many units each, which correspond by their place."""

    copies: tuple[tuple[Key, ...], ...]
    recurrent: bool = False
    parallel: bool = False
    dense: bool = False


@dataclass(frozen=True)
class Likeness:
    """What passes for equal: ``wide`` lets widths differ, ``long`` lets a stretch be several elements.

    A stretch of several has at most ``most_in_frame`` boxes.
    """

    wide: bool
    long: bool
    most_in_frame: int = 4


STRICT, WIDE = Likeness(wide=False, long=False), Likeness(wide=True, long=False)
LONG, WIDE_AND_LONG = Likeness(wide=False, long=True), Likeness(wide=True, long=True)
LIKENESSES = (STRICT, WIDE, LONG, WIDE_AND_LONG)


def find_stretches(graph: UnitGraph, forks: Sequence[Fork], likeness: Likeness) -> tuple[EqualStretch, ...]:
    """All computing units in stretches, in the order of running; one that is not repeated is one copy."""
    elements = find_elements(graph, forks)
    signs = [tuple(signature(graph, graph.units[key], likeness.wide) for key in e) for e in elements]
    strict = [tuple(signature(graph, graph.units[key], wide=False) for key in e) for e in elements]
    links = _Links(graph, elements)
    found: list[EqualStretch] = []
    start = 0
    while start < len(elements):
        period, count = _best_run(start, signs, strict, links, likeness)
        copies = [elements[start + k * period : start + (k + 1) * period] for k in range(count)]
        flat = tuple(tuple(key for element in copy for key in element) for copy in copies)
        found.append(_stretch(graph, flat, links, start, period))
        start += period * count
    return tuple(found)


def _stretch(
    graph: UnitGraph, copies: tuple[tuple[Key, ...], ...], links: _Links, start: int, period: int
) -> EqualStretch:
    if len(copies) == 1:
        return EqualStretch(copies)
    recurrent = same_modules(graph, copies)
    chained = links.between(start, start + period, period)
    dense = len(copies) > 2 and links.between(start, start + 2 * period, period)
    return EqualStretch(copies, recurrent and chained, not chained, dense)


class _Links:
    """Which elements hand something to which."""

    def __init__(self, graph: UnitGraph, elements: Sequence[tuple[Key, ...]]) -> None:
        self.graph, self.elements = graph, elements
        place: dict[Key, int | Key] = {key: i for i, element in enumerate(elements) for key in element}
        self.pairs = {(place.get(a.source, a.source), place.get(a.target, a.target)) for a in graph.arrows}

    def between(self, first: int, second: int, period: int) -> bool:
        """Whether a stretch of ``period`` elements hands something to another."""
        return any((first + i, second + j) in self.pairs for i in range(period) for j in range(period))

    def blocks(self, start: int, period: int) -> int:
        """How many boxes a stretch has, joints not counted."""
        return sum(not self.graph.units[key].joint for key in self._keys(start, period))

    def recur(self, start: int, period: int, count: int) -> bool:
        """Whether the stretches are one and the same modules, run again."""
        return same_modules(self.graph, [self._keys(start + n * period, period) for n in range(count)])

    def _keys(self, start: int, period: int) -> list[Key]:
        return [key for element in self.elements[start : start + period] for key in element]

    def stand_alike(self, start: int, period: int, count: int) -> bool:
        """Whether all stretches read the same from outside, and give to the same, but at the two ends."""
        read = [set[object]() for _ in range(count)]
        given = [set[object]() for _ in range(count)]
        steps = set[int]()
        for source, target in self.pairs:
            a, b = self._copy(source, start, period, count), self._copy(target, start, period, count)
            if a is None and b is not None:
                read[b].add((source, self._offset(target, start, period)))
            elif a is not None and b is None:
                given[a].add((target, self._offset(source, start, period)))
            elif a is not None and b is not None and b > a:
                steps.add(b - a)
        alike = all(r == read[1] for r in read[1:]) and all(g == given[0] for g in given[:-1])
        return alike and (not steps - {1} or steps == set(range(1, count)))

    def _copy(self, place: int | Key, start: int, period: int, count: int) -> int | None:
        inside = isinstance(place, int) and start <= place < start + period * count
        return (place - start) // period if inside and isinstance(place, int) else None

    def _offset(self, place: int | Key, start: int, period: int) -> int:
        return (place - start) % period if isinstance(place, int) else 0


def _best_run(
    start: int, signs: Sequence[Hashable], strict: Sequence[Hashable], links: _Links, likeness: Likeness
) -> tuple[int, int]:
    """Period and count of the run from there that covers most; 1 and 1 when nothing repeats."""
    best = (1, 1)
    for period in range(1, min(LONGEST_PERIOD, (len(signs) - start) // 2) + 1):
        alike = signs if period == 1 or likeness.long else strict
        count = _count(start, period, alike, links)
        enough = period == 1 or likeness.long or count >= ALWAYS_ROLLED or links.recur(start, period, count)
        if (
            enough
            and period * count > best[0] * best[1]
            and links.blocks(start, period) <= likeness.most_in_frame
        ):
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
    while count > 1 and not links.stand_alike(start, period, count):
        count -= 1
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
    telling = unit.main if unit.joint else unit.operations  # a norm after the last sum makes it no other
    names = tuple(trace.operations[i].name for i in telling)
    if wide:
        return kind, unit.joint, names
    return kind, unit.joint, names, _shapes(trace, telling), _weight_shapes(graph, telling)


def _shapes(trace: Trace, operations: Iterable[int]) -> Hashable:
    return tuple(trace.nodes[n].shape for i in operations for n in trace.operations[i].nodes if n is not None)


def _weight_shapes(graph: UnitGraph, operations: Iterable[int]) -> Hashable:
    names = (name for i in operations for name in graph.flow.parameters.get(i, ()))
    return tuple(graph.flow.shape_of[name] for name in names)
