"""Rows of columns: a graph's road from left to right, broken into lines where it is too long for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from chainreel.graph.layout import (
    FRAME_PAD,
    GAP,
    JOINT,
    JOINT_GAPS,
    LANE_GAP,
    RAIL,
    RAIL_STEP,
    WIDEST_GAP,
    Sizes,
    drawn_edges,
)
from chainreel.graph.rolled import GraphBox, GraphEdge, RolledGraph

TURN = 34  # how far a way goes out where it turns into the next line
BYPASS = 40  # from way to way of those that run below all boxes
LOOP_RISE, LOOP_ROOM = 34, 48  # how far a loop's way back lies above its boxes, and what it needs
MOST_LINES = 4
EDGE = 4  # what outlines need at both ends
JOINT_SHARE = 0.3  # of the room to spare that goes beside a joint


@dataclass(frozen=True)
class BoxRow:
    """One line of columns: the middle of each column, where each lane lies, and the line's extent."""

    columns: dict[int, float]
    lanes: dict[int, float]
    top: float
    bottom: float
    bypasses: dict[int, float]  # of an edge, by its place: the height at which it runs below the boxes
    left: float
    right: float


class RowPlan:
    """Where columns, lanes and lines of a graph are."""

    def __init__(
        self, graph: RolledGraph, sizes: Sizes, width: float, note: float, note_widths: Mapping[int, float]
    ) -> None:
        self.graph, self.sizes, self.width, self.note = graph, sizes, width, note
        self.by_id = {box.id: box for box in graph.boxes}
        self.chips = {e.chip for e in graph.edges}
        self.standing = [b for b in graph.boxes if b.id not in self.chips]
        self.note_widths = note_widths
        self.has_lanes = any(b.lane for b in self.standing)  # then ways run up and down beside the notes
        self.last = max(b.column for b in self.standing)

    @cached_property
    def widths(self) -> list[float]:
        """How wide each column is."""
        found = [0.0] * (self.last + 1)
        for box in self.standing:
            note = self.note_widths.get(box.id, 0.0) if self.has_lanes else 0.0
            found[box.column] = max(found[box.column], self.sizes.boxes[box.id][1], note)
        for edge in self.graph.edges:
            if edge.chip is not None:  # a chip needs its width between its bridge's feet
                column = self.by_id[edge.target].column - 1
                found[column] = max(found[column], self.sizes.boxes[edge.chip][1] + 2 * FRAME_PAD)
        return found

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The first and the last column of each repeat that has a frame or a way back."""
        rows = [[self.by_id[i].column for i in r.boxes if i not in self.chips] for r in self.graph.repeats]
        return [(min(row), max(row)) for row in rows]

    @cached_property
    def has_frame(self) -> list[bool]:
        """Of each repeat, whether it is drawn in a frame: it has more boxes than one beside its joint."""
        return [
            sum(self.by_id[i].role != "joint" and i not in self.chips for i in r.boxes) > 1
            for r in self.graph.repeats
        ]

    def gap_before(self, column: int) -> float:
        """The least room between a column and the one before it."""
        pads = sum(
            FRAME_PAD * ((column == first) + (column == last + 1))
            for (first, last), framed in zip(self.spans, self.has_frame, strict=True)
            if framed
        )
        return self._plain_gap(column) + pads

    def _plain_gap(self, column: int) -> float:
        if self._joints_only(column):
            return JOINT_GAPS[0]
        return JOINT_GAPS[1] if self._joints_only(column - 1) else GAP

    def _joints_only(self, column: int) -> bool:
        here = [b for b in self.standing if b.column == column]
        return all(self.sizes.boxes[b.id][0] == "joint" for b in here)

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """The first and the last column of each line."""
        for count in range(1, MOST_LINES + 1):
            choices = [
                cuts
                for cuts in combinations(range(1, self.last + 1), count - 1)
                if all(self._fits(line, count) for line in self._split(cuts))
            ]
            if choices:
                return self._split(min(choices, key=self._cost))
        return self._split(tuple(range(1, self.last + 1)))

    def _split(self, cuts: Sequence[int]) -> list[tuple[int, int]]:
        starts = [0, *cuts]
        return [(a, b - 1) for a, b in zip(starts, [*cuts, self.last + 1], strict=True)]

    def _fits(self, line: tuple[int, int], count: int) -> bool:
        return self._least(line) <= self._room(count) or line[0] == line[1]

    def _room(self, lines: int) -> float:
        return self.width - 2 * EDGE - (2 * TURN if lines > 1 else 0)

    def _least(self, line: tuple[int, int]) -> float:
        first, last = line
        gaps = sum(self.gap_before(c) for c in range(first + 1, last + 1))
        pads = sum(
            FRAME_PAD * ((first == a) + (last == b))
            for (a, b), framed in zip(self.spans, self.has_frame, strict=True)
            if framed
        )
        return sum(self.widths[first : last + 1]) + gaps + pads

    def _cost(self, cuts: Sequence[int]) -> tuple[float, float]:
        """Ways and frames that are broken, then how unequal the lines are."""
        broken = 0.0
        for cut in cuts:
            for _, e in drawn_edges(self.graph):
                start, end = self.by_id[e.source].column, self.by_id[e.target].column
                if e.kind == "bridge":
                    broken += 3 * (start + 1 < cut <= end)
                else:
                    broken += start < cut <= end
            broken += sum(10 for a, b in self.spans if a < cut <= b)
        lengths = [self._least(line) for line in self._split(cuts)]
        return broken, max(lengths) - min(lengths)

    def line_of(self, box: GraphBox) -> int:
        """Which line a box stands in."""
        return next(i for i, (a, b) in enumerate(self.lines) if a <= box.column <= b)

    # Bridges, bypasses

    def is_straight(self, edge: GraphEdge) -> bool:
        """Whether nothing stands between source and target in their lane."""
        source, target = self.by_id[edge.source], self.by_id[edge.target]
        return source.lane == target.lane and self.is_clear(source.column, target.column, source.lane)

    def is_clear(self, start: int, end: int, lane: int) -> bool:
        """Whether no box of a lane stands between two columns."""
        return not any(start < b.column < end and b.lane == lane for b in self.standing)

    @cached_property
    def rails(self) -> dict[int, int]:
        """The level of each bridge by its place: those of one fork share a rail, the longest is highest."""
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place, edge in drawn_edges(self.graph):
            if edge.kind == "bridge" and self._stands_in_line(edge):
                groups[(edge.source, edge.chip or -1)].append(place)
        spans = {key: self._span(places) for key, places in groups.items()}
        levels: dict[tuple[int, int], int] = {}
        for key in sorted(groups, key=lambda k: (spans[k][1] - spans[k][0], k)):
            over = [levels[k] for k in levels if self._overlap(spans[k], spans[key])]
            levels[key] = max(over, default=-1) + 1
        return {place: levels[key] for key, places in groups.items() for place in places}

    def _stands_in_line(self, edge: GraphEdge) -> bool:
        """Whether a bridge's foot, before the box after its fork, is in the line of its joint."""
        line = self.lines[self.line_of(self.by_id[edge.target])]
        return line[0] <= self.by_id[edge.source].column + 1 <= line[1]

    def _span(self, places: Sequence[int]) -> tuple[int, int]:
        edges = [self.graph.edges[p] for p in places]
        return self.by_id[edges[0].source].column, max(self.by_id[e.target].column for e in edges)

    def _overlap(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        return one[0] < other[1] and other[0] < one[1]

    def lane_of_bridge(self, edge: GraphEdge) -> int:
        """The lane over which a bridge runs: its joint's."""
        return min(self.by_id[edge.target].lane, self.by_id[edge.source].lane)

    def needs_bypass(self, place: int, edge: GraphEdge) -> bool:
        """Whether an edge cannot run in its source's or its target's lane."""
        source, target = self.by_id[edge.source], self.by_id[edge.target]
        if place in self.rails:
            return False
        if self.line_of(source) != self.line_of(target):
            return not (source.column == target.column - 1 and source.lane == target.lane == 0)
        if self.is_straight(edge):
            return False
        return not any(
            self.is_clear(source.column, target.column, lane) for lane in {source.lane, target.lane}
        )

    # Places

    @cached_property
    def rows(self) -> list[BoxRow]:
        """The lines with all their places, one under the other; the middle of all is (0, 0)."""
        rows, y = [], 0.0
        for index in range(len(self.lines)):
            row = self._row(index, y)
            rows.append(row)
            y = row.bottom + LANE_GAP
        middle = (rows[0].top + rows[-1].bottom) / 2
        return [_shift(row, -middle) for row in rows]

    def _row(self, index: int, top: float) -> BoxRow:
        first, last = self.lines[index]
        boxes = [b for b in self.standing if first <= b.column <= last]
        columns, left, right = self._columns(first, last)
        lanes, y = dict[int, float](), top
        half = self.sizes.height / 2
        for lane in sorted({b.lane for b in boxes}):
            y += self._rise(lane, index) + self._loop_room(lane, index) + half
            lanes[lane] = y
            y += half + self.note
        bypasses = dict[int, float]()
        for place, edge in drawn_edges(self.graph):
            ends = {self.line_of(self.by_id[edge.source]), self.line_of(self.by_id[edge.target])}
            if self.needs_bypass(place, edge) and index in ends:
                bypasses[place] = y + BYPASS / 2
                y += BYPASS
        return BoxRow(columns, lanes, top, y, bypasses, left, right)

    def _rise(self, lane: int, line: int) -> float:
        """Room above a lane's boxes: for its bridges, a frame's label, or what parts it from the next."""
        levels = [
            level
            for place, level in self.rails.items()
            if self.lane_of_bridge(self.graph.edges[place]) == lane
            and self.line_of(self.by_id[self.graph.edges[place].target]) == line
        ]
        bridges = RAIL + max(levels) * RAIL_STEP + JOINT if levels else 0.0
        frames = [s for s, framed in zip(self.spans, self.has_frame, strict=True) if framed]
        in_frame = any(self.lines[line][0] <= a <= self.lines[line][1] for a, _ in frames) and lane == 0
        least = LANE_GAP if lane else FRAME_PAD
        return max(bridges, least) + (LANE_GAP + FRAME_PAD if in_frame else 0)

    def _loop_room(self, lane: int, line: int) -> float:
        loops = [e for e in self.graph.edges if e.kind == "loop"]
        here = any(
            self.by_id[e.source].lane == lane and self.line_of(self.by_id[e.source]) == line for e in loops
        )
        return LOOP_ROOM if here else 0.0

    def _columns(self, first: int, last: int) -> tuple[dict[int, float], float, float]:
        room = self._room(len(self.lines))
        shares = {
            c: JOINT_SHARE if self._plain_gap(c) in JOINT_GAPS else 1.0 for c in range(first + 1, last + 1)
        }
        spare = max(0.0, room - self._least((first, last))) / max(1.0, sum(shares.values()))
        extra = min(spare, WIDEST_GAP - GAP)
        x, columns = 0.0, dict[int, float]()
        for column in range(first, last + 1):
            x += (self.gap_before(column) + extra * shares[column]) if column > first else 0.0
            columns[column] = x + self.widths[column] / 2
            x += self.widths[column]
        begin = -x / 2 if len(self.lines) == 1 else -room / 2
        return {c: at + begin for c, at in columns.items()}, begin, begin + x


def _shift(row: BoxRow, dy: float) -> BoxRow:
    return BoxRow(
        row.columns,
        {lane: y + dy for lane, y in row.lanes.items()},
        row.top + dy,
        row.bottom + dy,
        {place: y + dy for place, y in row.bypasses.items()},
        row.left,
        row.right,
    )
