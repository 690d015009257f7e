"""Placing of boxes in columns and lanes: a straight road, and below it what runs beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chainreel.graph.rolled import RolledGraph


def place_boxes(graph: RolledGraph) -> RolledGraph:
    """The graph with a column and a lane for each box; a bridge's chip stands at its joint's column."""
    places = Placing(graph).places()
    return replace(
        graph,
        boxes=tuple(replace(b, column=places[b.id][0], lane=places[b.id][1]) for b in graph.boxes),
    )


@dataclass
class Placing:
    """The search for places: the longest way is the road, the next longest lie in lanes below it."""

    graph: RolledGraph
    lanes: dict[int, int] = field(default_factory=dict)
    taken: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.chips = {e.chip: e for e in self.graph.edges if e.chip is not None}
        self.ids = [box.id for box in self.graph.boxes if box.id not in self.chips]
        ways = [(e.source, e.target) for e in self.graph.edges if e.kind != "loop"]
        self.before: dict[int, list[int]] = {i: [s for s, t in ways if t == i] for i in self.ids}
        self.after: dict[int, list[int]] = {i: [t for s, t in ways if s == i] for i in self.ids}

    def places(self) -> Mapping[int, tuple[int, int]]:
        """Column and lane of each box."""
        columns = self._columns()
        waiting = set(self.ids)
        while waiting:
            chain = self._longest(waiting)
            waiting -= set(chain)
            lane = self._lane_for(chain, columns)
            self.lanes.update(dict.fromkeys(chain, lane))
        found = {i: (columns[i], self.lanes[i]) for i in self.ids}
        return found | {chip: found[e.target] for chip, e in self.chips.items()}

    def _columns(self) -> dict[int, int]:
        """By the longest way from a beginning; what only begins stands right before what reads it."""
        columns: dict[int, int] = {}
        for i in self._in_order():
            columns[i] = max((columns[b] + 1 for b in self.before[i]), default=0)
        for i in self.ids:
            if not self.before[i] and self.after[i]:
                columns[i] = min(columns[a] for a in self.after[i]) - 1
        lowest = min(columns.values())
        return {i: column - lowest for i, column in columns.items()}

    def _in_order(self) -> Iterable[int]:
        done: dict[int, None] = {}
        while len(done) < len(self.ids):
            ready = [i for i in self.ids if i not in done and all(b in done for b in self.before[i])]
            done.update(dict.fromkeys(ready))
        return list(done)

    def _longest(self, waiting: set[int]) -> list[int]:
        """The longest chain of what is not placed yet; of equal ones that which runs first."""
        best: dict[int, list[int]] = {}
        for i in self._in_order():
            if i in waiting:
                ways = [best[b] for b in self.before[i] if b in waiting]
                best[i] = [*max(ways, key=lambda way: (len(way), -way[0]), default=[]), i]
        return max(best.values(), key=lambda way: (len(way), -way[0]))

    def _lane_for(self, chain: Sequence[int], columns: Mapping[int, int]) -> int:
        """The uppermost lane in which the chain, with the ways to and from it, meets no other."""
        start = min([columns[b] for b in self.before[chain[0]]], default=columns[chain[0]])
        end = max([columns[a] for a in self.after[chain[-1]]], default=columns[chain[-1]] + 1)
        span = (min(start, columns[chain[0]]), max(end, columns[chain[-1]]))
        lane = 0
        while any(s < span[1] and span[0] < e for s, e in self.taken[lane]):
            lane += 1
        self.taken[lane].append(span)
        return lane
