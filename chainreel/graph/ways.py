"""Ways of a graph's edges between its placed boxes: straight on, in steps, over bridges, below all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import inf

from chainreel.graph.layout import (
    FOOT,
    FOOT_STEP,
    FRAME_PAD,
    RAIL,
    RAIL_STEP,
    XY,
    Frame,
    GraphLayout,
    PlacedBox,
    Sizes,
    TextWidth,
    Way,
    drawn_edges,
)
from chainreel.graph.rolled import GraphBox, GraphEdge, RolledGraph
from chainreel.graph.rows import EDGE, LOOP_RISE, TURN, BoxRow, RowPlan
from chainreel.graph.valley import is_valley, lay_out_valley

CHANNEL, MOST_CHANNELS = 9, 2  # between ways in one gap that come out of different lanes
SIDE = 12  # how far beside the road a lane comes to its joint, where it cannot come from below


def lay_out(
    graph: RolledGraph,
    width_of: TextWidth,
    width: float,
    note: float = 0.0,
    height: float = inf,
    note_widths: Mapping[int, float] | None = None,
) -> GraphLayout:
    """Where all of a graph stands within ``width`` pixels; ``note`` is room kept free below every box, and
    ``note_widths`` how wide what stands there is, by box.

    ``width_of`` says how wide a label's text is drawn. Nested bridges make the road a valley, in which
    each is a straight line, if that fits into ``height`` too; else it runs in lines from left to right.
    """
    sizes = Sizes.of(graph, width_of)
    if is_valley(graph):
        valley = lay_out_valley(graph, sizes, width, note)
        if valley.width <= width - 2 * EDGE and valley.height <= height:
            return valley
    return RowLayout(graph, sizes, width, note, note_widths or {}).lay_out()


class RowLayout:
    """The making of a layout in lines."""

    def __init__(
        self, graph: RolledGraph, sizes: Sizes, width: float, note: float, note_widths: Mapping[int, float]
    ) -> None:
        self.graph, self.sizes = graph, sizes
        self.plan = RowPlan(graph, sizes, width, note, note_widths)
        self.note = note
        self.placed: dict[int, PlacedBox] = {}

    def lay_out(self) -> GraphLayout:
        """All of it."""
        for box in self.plan.standing:
            row = self._row(box.id)
            self.placed[box.id] = self.sizes.put(box, row.columns[box.column], row.lanes[box.lane])
        self._landings()
        ways = [Way(place, tuple(self._way(place, edge))) for place, edge in drawn_edges(self.graph)]
        ways += [Way(i, tuple(self._loop(e))) for i, e in enumerate(self.graph.edges) if e.kind == "loop"]
        frames = tuple(self._frames())
        rows = self.plan.rows
        xs = [x for way in ways for x, _ in way.points] + [
            s for b in self.placed.values() for s in (b.left, b.right)
        ]
        xs += [s for f in frames for s in (f.left, f.right)]
        width = 2 * max(abs(min(xs)), abs(max(xs)))
        return GraphLayout(
            width,
            rows[-1].bottom - rows[0].top,
            tuple(self.placed.values()),
            tuple(sorted(ways, key=lambda w: w.edge)),
            frames,
        )

    def _row(self, box: int) -> BoxRow:
        return self.plan.rows[self.plan.line_of(self.plan.by_id[box])]

    def _landings(self) -> None:
        """At which x each bridge comes down on its joint: the longest to the right."""
        self.landing: dict[int, float] = {}
        groups: dict[int, list[int]] = defaultdict(list)
        for place in self.plan.rails:
            groups[self.graph.edges[place].target].append(place)
        for target, places in groups.items():
            places.sort(key=lambda p: self.plan.rails[p])
            joint = self.placed[target]
            step = (
                min(FOOT_STEP, joint.width * 0.6 / max(1, len(places) - 1)) if len(places) < 3 else FOOT_STEP
            )
            for i, place in enumerate(places):
                self.landing[place] = joint.x + (i - (len(places) - 1) / 2) * step

    def _way(self, place: int, edge: GraphEdge) -> list[XY]:
        source, target = self.placed[edge.source], self.placed[edge.target]
        if place in self.plan.rails:
            return self._bridge(place, edge, source, target)
        if place in self._row(edge.source).bypasses:
            return self._bypass(place, edge, source, target)
        if self._row(edge.source) is not self._row(edge.target):
            return self._turn(edge, source, target)
        if self.plan.is_straight(edge):
            return [(source.right, source.y), (target.left, target.y)]
        return self._step(edge, source, target)

    def _bridge(self, place: int, edge: GraphEdge, source: PlacedBox, target: PlacedBox) -> list[XY]:
        """From the road before the next box up to the rail, along it, and down onto the joint."""
        lane = self.plan.lane_of_bridge(edge)
        road = self._row(edge.target).lanes[lane]
        rail = road - self.sizes.height / 2 - RAIL - self.plan.rails[place] * RAIL_STEP
        foot = self._foot(edge, source)
        if edge.chip is not None:
            chip = self.plan.by_id[edge.chip]
            self.placed[chip.id] = self.sizes.put(chip, (foot + self.landing[place]) / 2, rail)
        land = self.landing[place]
        drop = self.sizes.boxes[edge.target][2] / 2 if target.figure == "joint" else target.height / 2
        flat = target.figure != "joint" or target.width > target.height
        end = target.top if flat else target.y - max(0.0, drop**2 - (land - target.x) ** 2) ** 0.5
        start = source.y if self._row(edge.source) is self._row(edge.target) else road
        return [(foot, start), (foot, rail), (land, rail), (land, end)]

    def _foot(self, edge: GraphEdge, source: PlacedBox) -> float:
        after = self.plan.by_id[edge.source].column + 1
        row = self._row(edge.target)
        return (
            row.columns[after] - self.plan.widths[after] / 2 - FOOT
            if after in row.columns
            else source.right + FOOT
        )

    def _gap_after(self, box: PlacedBox) -> float:
        """The x in the middle of the gap after a box's column."""
        column, row = self.plan.by_id[box.id].column, self._row(box.id)
        edge = row.columns[column] + self.plan.widths[column] / 2
        if column + 1 not in row.columns:
            return edge + TURN / 2
        middle = (edge + row.columns[column + 1] - self.plan.widths[column + 1] / 2) / 2
        return middle + self._aside(box)

    def _aside(self, box: PlacedBox) -> float:
        """By how much ways out of a box turn later than those out of the road, so that they stay apart."""
        return CHANNEL * min(self.plan.by_id[box.id].lane, MOST_CHANNELS)

    def _gap_before(self, box: PlacedBox) -> float:
        column, row = self.plan.by_id[box.id].column, self._row(box.id)
        edge = row.columns[column] - self.plan.widths[column] / 2
        if column - 1 not in row.columns:
            return edge - TURN / 2
        return (edge + row.columns[column - 1] + self.plan.widths[column - 1] / 2) / 2

    def _step(self, edge: GraphEdge, source: PlacedBox, target: PlacedBox) -> list[XY]:
        """Through the gap after the source, or before the target, into the other lane."""
        a, b = self.plan.by_id[edge.source], self.plan.by_id[edge.target]
        if self.plan.is_clear(a.column, b.column, b.lane) and (
            b.lane > a.lane or not self.plan.is_clear(a.column, b.column, a.lane)
        ):
            x = self._gap_after(source)
            return [(source.right, source.y), (x, source.y), (x, target.y), (target.left, target.y)]
        if target.figure == "joint" and target.y < source.y and not self._stands_between(a, b):
            return [(source.right, source.y), (target.x, source.y), (target.x, target.bottom)]
        x, into = self._gap_before(target), target.y
        if target.figure == "joint":  # beside what comes along the road
            into += SIDE if source.y > target.y else -SIDE
        return [(source.right, source.y), (x, source.y), (x, into), (target.left + 2, into)]

    def _stands_between(self, source: GraphBox, target: GraphBox) -> bool:
        """Whether a box stands in the target's column, in a lane between the two or in the source's."""
        low, high = sorted((source.lane, target.lane))
        column = [b for b in self.plan.standing if b.column == target.column and b.id != target.id]
        return any(low <= b.lane <= high for b in column)

    def _bypass(self, place: int, edge: GraphEdge, source: PlacedBox, target: PlacedBox) -> list[XY]:
        """Below all boxes, and where the line ends around into the next."""
        here, there = self._row(edge.source), self._row(edge.target)
        out, into = self._gap_after(source), self._gap_before(target)
        low, end = here.bypasses[place], there.bypasses[place]
        begin: list[XY] = [(source.right, source.y), (out, source.y), (out, low)]
        if target.figure == "joint":
            finish: list[XY] = [(target.x, end), (target.x, target.bottom)]
        else:
            finish = [(into, end), (into, target.y), (target.left, target.y)]
        if here is there:
            return begin + finish
        return [*begin, (there.left - TURN, low), (there.left - TURN, end), *finish]

    def _turn(self, edge: GraphEdge, source: PlacedBox, target: PlacedBox) -> list[XY]:
        """Out at the right, back between the lines, in at the left."""
        here, there = self._row(edge.source), self._row(edge.target)
        between = (here.bottom + there.top) / 2
        right, left = max(source.right, here.right) + TURN, min(target.left, there.left) - TURN
        return [
            (source.right, source.y), (right, source.y), (right, between), (left, between),
            (left, target.y), (target.left, target.y),
        ]  # fmt: skip

    def _loop(self, edge: GraphEdge) -> list[XY]:
        """Back above the boxes and their bridges, from the end of what repeats to its beginning."""
        source, target = self.placed[edge.source], self.placed[edge.target]
        right, left = source.right + FOOT, target.left - FOOT
        levels = [self.plan.rails[p] + 1 for p in self.plan.rails]
        top = min(source.top, target.top) - LOOP_RISE - (RAIL + max(levels) * RAIL_STEP if levels else 0)
        return [(right, source.y), (right, top), (left, top), (left, target.y)]

    def _frames(self) -> list[Frame]:
        frames = []
        for i, (repeat, framed) in enumerate(zip(self.graph.repeats, self.plan.has_frame, strict=True)):
            if not framed:
                continue
            boxes = [self.placed[b] for b in repeat.boxes]
            inside = set(repeat.boxes)
            rails = [
                self._row(e.source).lanes[self.plan.lane_of_bridge(e)]
                - self.sizes.height / 2
                - RAIL
                - level * RAIL_STEP
                for place, level in self.plan.rails.items()
                if (e := self.graph.edges[place]).target in inside
            ]
            top = min([b.top for b in boxes] + rails) - FRAME_PAD
            bottom = max(b.bottom for b in boxes) + self.note + FRAME_PAD
            frames.append(
                Frame(
                    i,
                    min(b.left for b in boxes) - FRAME_PAD,
                    top,
                    max(b.right for b in boxes) + FRAME_PAD,
                    bottom,
                )
            )
        return frames
