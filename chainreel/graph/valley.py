"""Valley: a road with nested bridges folds down a row a level and up again, so that each runs straight."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from chainreel.graph.layout import XY, GraphLayout, NoteSide, PlacedBox, Sizes, Way
from chainreel.graph.rolled import GraphBox, GraphEdge, RolledGraph

STEP_ASIDE = 26  # from the middle of a box down to the left side of the next one below
ROW_GAP = 15
EDGE = 4  # what outlines need at both ends
GAP = 28  # between boxes of a row


def is_valley(graph: RolledGraph) -> bool:
    """Whether a graph is one road with at least two bridges, of which each lies inside of the one before."""
    if any(b.lane for b in graph.boxes) or any(e.chip is not None or e.kind == "loop" for e in graph.edges):
        return False
    if any(len(r.boxes) > 1 for r in graph.repeats):
        return False
    spans = spans_of(graph)
    nested = all(a[0] < b[0] and b[1] < a[1] for a, b in pairwise(spans))
    others = [e for e in graph.edges if e.kind != "bridge"]
    return len(spans) > 1 and nested and len(others) == len(graph.boxes) - 1


def spans_of(graph: RolledGraph) -> list[tuple[int, int]]:
    """First and last column of each bridge, the outermost first."""
    column = {b.id: b.column for b in graph.boxes}
    return sorted((column[e.source], column[e.target]) for e in graph.edges if e.kind == "bridge")


def lay_out_valley(graph: RolledGraph, sizes: Sizes, width: float, note: float) -> GraphLayout:
    """The layout of such a graph; what follows the last joint goes down the right side if it must."""
    return ValleyLayout(graph, sizes, width, note).lay_out()


class ValleyLayout:
    """The making of a valley."""

    def __init__(self, graph: RolledGraph, sizes: Sizes, width: float, note: float) -> None:
        self.graph, self.sizes, self.limit, self.note = graph, sizes, width, note
        self.road = sorted(graph.boxes, key=lambda b: b.column)
        self.spans = spans_of(graph)
        self.tail: set[int] = set()
        self.tail_width = 0.0
        self.pitch = sizes.height + note + ROW_GAP

    def depth(self, box: GraphBox) -> int:
        """Inside of how many bridges a box lies; those that begin or end at it do not count."""
        return sum(a < box.column < b for a, b in self.spans)

    def lay_out(self) -> GraphLayout:
        """All of it, its middle at (0, 0)."""
        placed = self._place()
        left, right = min(p.left for p in placed), max(p.right for p in placed)
        top, bottom = min(p.top for p in placed) - self.note, max(p.bottom for p in placed) + self.note
        dx, dy = -(left + right) / 2, -(top + bottom) / 2
        by_id = {p.id: replace(p, x=p.x + dx, y=p.y + dy, note=self._note_side(p)) for p in placed}
        ways = tuple(Way(i, self._way(e, by_id)) for i, e in enumerate(self.graph.edges))
        return GraphLayout(right - left, bottom - top, tuple(by_id.values()), ways, ())

    def _place(self) -> list[PlacedBox]:
        placed: list[PlacedBox] = []
        row, tail = 0, False
        room = self.limit - 2 * EDGE
        for i, box in enumerate(self.road):
            width = self.sizes.boxes[box.id][1]
            if not placed:
                placed.append(self.sizes.put(box, width / 2, 0.0))
                continue
            before, depth = placed[-1], self.depth(box)
            step = 0 if tail else depth - row
            if step > 0:
                x = before.x + STEP_ASIDE + width / 2
            elif step < 0:
                x = before.x
            else:
                x = before.right + GAP + width / 2
            if not tail and i > self._last_joint() and x + width / 2 > room:
                tail = True
            if tail:
                self.tail.add(box.id)
                row, x = row + 1, room - self._tail_width(i) / 2
            else:
                row = depth
            placed.append(self.sizes.put(box, x, row * self.pitch))
        return placed

    def _note_side(self, box: PlacedBox) -> NoteSide:
        """Where no way leaves a box."""
        place = next(b for b in self.road if b.id == box.id)
        if box.id in self.tail:
            return "left" if place is not self.road[-1] else "below"
        follower = self.road[place.column + 1] if place.column < len(self.road) - 1 else place
        if follower.id in self.tail or place.column <= self.spans[-1][0] + 1:
            return "above"
        return (
            "aside" if self.tail and box.y == self.pitch and place.column + 1 == self.spans[0][1] else "below"
        )

    def _tail_width(self, start: int) -> float:
        """The width of the widest box of what goes down the right side, so that all stand on one line."""
        if not self.tail_width:
            self.tail_width = max(self.sizes.boxes[b.id][1] for b in self.road[start:])
        return self.tail_width

    def _last_joint(self) -> int:
        return self.spans[0][1]

    def _way(self, edge: GraphEdge, placed: dict[int, PlacedBox]) -> tuple[XY, ...]:
        a, b = placed[edge.source], placed[edge.target]
        if abs(a.y - b.y) < 1:
            return (a.right, a.y), (b.left, b.y)
        if a.y < b.y and b.left > a.x:
            return (a.x, a.bottom), (a.x, b.y), (b.left, b.y)
        if a.y < b.y:
            return (b.x, a.bottom), (b.x, b.top)
        return (a.x, a.top), (a.x, b.bottom)
