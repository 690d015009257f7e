"""Graph of a model: its boxes from left to right, bridges above the road, and pulses that travel along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import arrow, box, circle
from chainreel.draw.graphs.box_figure import ROLE, BoxFigure, own_words
from chainreel.draw.graphs.graph_state import GraphState
from chainreel.draw.graphs.paths import XY, grow_path, length_of, point_on, round_corners
from chainreel.draw.motion import MORPH, linear
from chainreel.draw.part.posing import Change, Fields
from chainreel.draw.part.staging import Staged, cap_of, filled_shape, line_shape, require_shown, width_px
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.graph import GraphEdge, RolledGraph
from chainreel.graph.layout import GraphLayout, PlacedBox, Way
from chainreel.graph.ways import lay_out
from chainreel.number import Number, require_number
from chainreel.show import Shown
from chainreel.theme import (
    CONTENT_BOTTOM,
    CONTENT_TOP,
    FRAME_WIDTH,
    GAP_S,
    MARGIN_X,
    RADIUS_CARD,
    STROKE_FOCUS,
    STROKE_HAIR,
    STROKE_LIT,
    STROKE_OUTLINE,
    Look,
)
from chainreel.words import Words

CONTENT_WIDTH = FRAME_WIDTH - 2 * MARGIN_X
CONTENT_HEIGHT = CONTENT_BOTTOM - CONTENT_TOP
AREA_SHARES = (1.0, 0.75, 0.5, 0.0)  # of the side that was asked for, the first that fits
NOTE_ROOM, NOTE_STEP = 44, 38  # below a box for a note, and for one more line of them
ASIDE = 62  # how far a note that stands aside reaches beyond the middle of its box
PULSE = 12  # a pulse's radius
HEAD = 26  # an arrow's head on a way
COLUMN_TIME = 0.35  # seconds of a pulse from column to column
AREA_BASE = 14  # from the lowest note to the squares


@dataclass(frozen=True)
class GraphNotes:
    """What stands at boxes: ``texts`` by box, in the colour of that token."""

    texts: Mapping[int, Words | Shown]
    color: str = "sub"


@dataclass(frozen=True)
class GraphFacts:
    """The numbers of a graph: ``counts`` of what repeats, by box; ``notes`` by name; ``areas`` by box.

    Each of the areas is drawn as a square below its box, all on one scale.
    """

    counts: Mapping[int, Shown] = field(default_factory=dict)
    notes: Mapping[str, GraphNotes] = field(default_factory=dict)
    areas: Mapping[int, Number] = field(default_factory=dict)


class ModelGraph(Staged):
    """A rolled graph, laid out within ``width_px``; its areas are as large as ``height_px`` lets them be.

    Where there is no room for areas they are left out, and so is their evidence.

    Raises:
        UnknownNumber: a count or an area without a source.
        InputError: what repeats has no count.
    """

    state: GraphState

    def __init__(
        self,
        look: Look,
        graph: RolledGraph,
        facts: GraphFacts | None = None,
        *,
        width_px: float = CONTENT_WIDTH,
        height_px: float = CONTENT_HEIGHT,
        area_side_px: float = 120,
        state: GraphState | None = None,
    ) -> None:
        self.graph, self.facts = graph, facts or GraphFacts()
        self._widths: dict[str, float] = {}
        self.note_texts, self.room = _note_texts(look, self.facts), width_px
        for share in AREA_SHARES if self.facts.areas else (0.0,):
            self.area_side = share * area_side_px
            high = height_px if share <= 0 or not self.facts.areas else inf
            self.layout, self.note_rows = self._lay_out(look, width_px, high)
            if self.layout.height <= height_px:
                break
        super().__init__(look, self.layout.width, self.layout.height)
        feet = Counter(e.target for e in graph.edges if e.kind == "bridge")
        self.is_dense = max(feet.values(), default=0) > 2
        self.last_column = max(b.column for b in graph.boxes)
        self.columns = {b.id: b.column for b in graph.boxes}
        self.figures = {
            p.id: BoxFigure(self, graph.box(p.id), p, self._count(p), framed=self._in_frame(p.id))
            for p in self.layout.boxes
        }
        self.ways = [(w, graph.edges[w.edge], round_corners(w.points)) for w in self.layout.ways]
        self.lines = [self._line(look, edge) for _, edge, _ in self.ways]
        self.heads = [filled_shape(look.color("mute")) for _ in self.ways]
        self.feet = [filled_shape(look.color("forward")) for _ in self.ways]
        self.frames = [line_shape(look.color("line"), STROKE_OUTLINE) for _ in self.layout.frames]
        self.frame_counts = [self._frame_count(look, f.repeat) for f in self.layout.frames]
        self.squares = {i: self._square(look, n) for i, n in self.facts.areas.items()}
        self.pulses = [filled_shape(look.color("forward")) for _ in self.ways]
        self.state = state or GraphState()
        self.pose()

    # --- motions ------------------------------------------------------------------------------

    def build(self, run_time: float = 2 * MORPH) -> Animation:
        """The boxes appear along the road."""
        return self.grow(run_time, built=1.0)

    def build_bridges(self, run_time: float = MORPH) -> Animation:
        """The bridges are drawn from left to right."""
        return self.grow(run_time, bridged=1.0)

    def light(self, *boxes: int, run_time: float = MORPH / 2) -> Animation:
        """These boxes stand out, and no others. Raises: InputError when there is no such box."""
        for box_id in boxes:
            if box_id not in self.figures:
                raise InputError(f"the graph has no box {box_id}; it has {sorted(self.figures)}")
        return Change(self, lambda _: lambda a: {"lit": frozenset(boxes), "light": a}, run_time)

    def unlight(self, run_time: float = MORPH / 2) -> Animation:
        """No box stands out any more."""
        return self.grow(run_time, light=0.0)

    def send(self, *, back: bool = False, note: str = "", run_time: float | None = None) -> Animation:
        """A pulse goes through the graph, over all lanes and bridges at once; ``back`` from the end.

        With ``note`` each box shows its note of that name when the pulse has reached it.
        """
        self._known(note)

        def plan(_: GraphState) -> Callable[[float], Fields]:
            noted: Fields = {"note": note, "noted_back": back} if note else {}
            return lambda a: {
                "pulse": a if 0 < a < 1 else None,
                "pulse_back": back,
                **noted,
                **({"noted": a} if note else {}),
            }

        seconds = COLUMN_TIME * self.last_column if run_time is None else run_time
        return Change(self, plan, seconds, rate_func=linear)

    def show_notes(self, name: str, run_time: float = MORPH) -> Animation:
        """The notes of that name appear along the road, in place of any others."""
        self._known(name)
        return Change(self, lambda _: lambda a: {"note": name, "noted": a, "noted_back": False}, run_time)

    def grow_squares(self, run_time: float = MORPH) -> Animation:
        """The squares grow from their baseline."""
        return self.grow(run_time, squares=1.0)

    def _known(self, note: str) -> None:
        if note and note not in self.facts.notes:
            raise InputError(f"the graph has no notes called {note!r}; it has {sorted(self.facts.notes)}")

    # --- making -------------------------------------------------------------------------------

    def _lay_out(
        self, look: Look, width: float, height: float
    ) -> tuple[GraphLayout, dict[str, dict[int, int]]]:
        """The layout, and for each set of notes the line in which each stands."""
        room = self.area_side + (AREA_BASE if self.area_side else 0)
        wide: dict[int, float] = {}
        for texts in self.note_texts.values():
            for box_id, text in texts.items():
                wide[box_id] = max(wide.get(box_id, 0.0), width_px(text))
        lines = 0
        for lines in range(1 if self.note_texts else 0, 4):
            note = NOTE_ROOM + (lines - 1) * NOTE_STEP if lines else 0
            layout = lay_out(
                self.graph, lambda text: self._width(look, text), width, note + room, height, wide
            )
            rows = {name: _rows_of(layout, texts) for name, texts in self.note_texts.items()}
            if all(row < lines for found in rows.values() for row in found.values()):
                break
        self.note_lines = lines
        return layout, rows

    def _width(self, look: Look, text: str) -> float:
        if text not in self._widths:
            known = lettering(look, own_words(text, look.language), ROLE)
            self._widths[text] = width_px(known)
        return self._widths[text]

    def _count(self, placed: PlacedBox) -> Shown | None:
        if not placed.times or self._in_frame(placed.id):
            return None
        return self._count_of(placed.id)

    def _in_frame(self, box_id: int) -> bool:
        return any(box_id in self.graph.repeats[f.repeat].boxes for f in self.layout.frames)

    def _count_of(self, box_id: int) -> Shown:
        if box_id not in self.facts.counts:
            raise InputError(
                f"box {self.graph.box(box_id).name!r} stands for several: say how many in counts"
            )
        return require_shown(self.facts.counts[box_id], "a graph's count")

    def _frame_count(self, look: Look, repeat: int) -> Lettering:
        count = self._count_of(self.graph.repeats[repeat].boxes[0])
        return lettering(look, Words(("×", count), look.language), "label", color="text")

    def _line(self, look: Look, edge: GraphEdge) -> VMobject:
        if edge.kind == "bridge":
            return line_shape(look.color("forward"), STROKE_LIT if self.is_dense else STROKE_FOCUS)
        return line_shape(look.color("mute"), STROKE_OUTLINE if edge.learns else STROKE_HAIR)

    def _square(self, look: Look, number: Number) -> VMobject:
        tinted = line_shape(look.color("weight"), STROKE_HAIR, look.color("weight_fill"))
        shape = tinted if look.theme.name == "light" else filled_shape(look.color("weight"))
        return bear(shape, "area", require_number(number, "a graph's area"))

    # --- drawing ------------------------------------------------------------------------------

    def pose(self) -> None:
        """Draw the state."""
        roads = [k for k, (_, e, _) in enumerate(self.ways) if e.kind != "bridge"]
        bridges = [k for k in range(len(self.ways)) if k not in roads]
        self.present(
            [
                *self._frames(),
                *(piece for k in roads for piece in self._way(k)),
                *(piece for k in sorted(bridges, key=self._height, reverse=True) for piece in self._way(k)),
                *(piece for i in self.figures for piece in self._figure(i)),
                *self._notes(),
                *self._squares(),
                *self._pulses(),
            ]
        )

    def _height(self, k: int) -> float:
        return max(y for _, y in self.ways[k][2])

    def _is_standing(self, box_id: int) -> bool:
        return self.state.built > 0 and self.columns[box_id] <= self.state.built * self.last_column + 1e-9

    def _is_chip(self, box_id: int) -> bool:
        return self.figures[box_id].placed.figure == "chip"

    def _figure(self, box_id: int) -> Iterator[VMobject]:
        if not self._is_standing(box_id) or (self._is_chip(box_id) and self.state.bridged < 1):
            return
        column = self.state.pulse_column(self.last_column)
        in_pulse = (
            column is not None and abs(self.columns[box_id] - column) < 0.5 and not self._is_chip(box_id)
        )
        color = ("backward" if self.state.pulse_back else "forward") if in_pulse else None
        light = self.state.light if box_id in self.state.lit else 0.0
        yield from self.figures[box_id].pieces(light, color)

    def _way(self, k: int) -> Iterator[VMobject]:
        _, edge, points = self.ways[k]
        if not (self._is_standing(edge.source) and self._is_standing(edge.target)):
            return
        share = self.state.bridged if edge.kind == "bridge" else 1.0
        if share <= 0:
            return
        yield self.trace(self.lines[k], grow_path(self._short(k, points), share))
        if edge.kind == "bridge":
            if points[0][1] != points[-1][1]:
                yield self.trace(self.feet[k], circle(points[0], STROKE_FOCUS))
        elif self._has_head(edge):
            yield self.trace(
                self.heads[k], arrow(point_on(points, 0.999 - HEAD / _long(points)), points[-1], 3)
            )

    def _has_head(self, edge: GraphEdge) -> bool:
        """Ways that do not simply lead to the right bear an arrow, and the last ones."""
        way = next(w for w, e, _ in self.ways if e is edge)
        backwards = any(b[0] < a[0] - 1 for a, b in pairwise(way.points))
        down = abs(way.points[0][0] - way.points[-1][0]) < 1
        return backwards or down or self.graph.box(edge.target).role in ("output", "loss")

    def _short(self, k: int, points: list[XY]) -> list[XY]:
        """A way that ends in an arrow stops in its head."""
        edge = self.ways[k][1]
        if edge.kind == "bridge" or not self._has_head(edge):
            return points
        end = point_on(points, 1 - (HEAD / 2) / _long(points))
        return [*points[:-1], (float(end[0]), float(end[1]))]

    def _frames(self) -> Iterator[VMobject]:
        for f, line, count in zip(self.layout.frames, self.frames, self.frame_counts, strict=True):
            if not all(self._is_standing(b) for b in self.graph.repeats[f.repeat].boxes[:1]):
                continue
            middle = ((f.left + f.right) / 2, (f.top + f.bottom) / 2)
            yield self.trace(line, box(middle, f.right - f.left, f.bottom - f.top, RADIUS_CARD))
            yield self.write(count, f.left + GAP_S, f.top - GAP_S, "left")

    def _notes(self) -> Iterator[VMobject]:
        texts = self.note_texts.get(self.state.note, {})
        rows = self.note_rows.get(self.state.note, {})
        for box_id, text in texts.items():
            if self.state.is_noted(self.columns[box_id], self.last_column):
                x, y, align = note_place(self.figures[box_id].placed, rows[box_id])
                if align == "center":
                    room = max(0.0, self.room / 2 - width_px(text) / 2)
                    x = min(max(x, -room), room)
                yield self.write(text, x, y, align)  # type: ignore[arg-type]

    def _squares(self) -> Iterator[VMobject]:
        if self.area_side <= 0 or self.state.squares <= 0:
            return
        largest = max(n.value for n in self.facts.areas.values())
        lines = NOTE_ROOM + (self.note_lines - 1) * NOTE_STEP if self.note_lines else 0
        for box_id, square in self.squares.items():
            value = self.facts.areas[box_id].value
            side = self.area_side * (value / largest) ** 0.5 * self.state.squares if largest > 0 else 0
            p = self.figures[box_id].placed
            base = p.bottom + lines + AREA_BASE + self.area_side
            if side > 0:
                yield self.trace(square, box((p.x, base - side / 2), side, side))

    def _pulses(self) -> Iterator[VMobject]:
        at = self.state.pulse_column(self.last_column)
        if at is None:
            return
        color = self.look.color("backward" if self.state.pulse_back else "forward")
        for (_, edge, points), spot in zip(self.ways, self.pulses, strict=True):
            start, end = self.columns[edge.source], self.columns[edge.target]
            if start <= at < end and (edge.learns or not self.state.pulse_back):
                spot.set_fill(color, opacity=1)
                place = point_on(points, (at - start) / (end - start))
                yield self.trace(spot, circle(place, PULSE))


def _long(points: list[XY]) -> float:
    return max(1.0, length_of(points))


def _note_texts(look: Look, facts: GraphFacts) -> dict[str, dict[int, Lettering]]:
    return {
        name: {i: lettering(look, text, ROLE, color=notes.color) for i, text in notes.texts.items()}
        for name, notes in facts.notes.items()
    }


def note_place(placed: PlacedBox, row: int) -> tuple[float, float, str]:
    """Where a note's baseline stands, and which of its ends is at that x."""
    if placed.note == "left":
        return placed.x - GAP_S, placed.bottom + GAP_S + cap_of(ROLE), "right"
    if placed.note == "aside":
        return placed.x + ASIDE, placed.bottom + GAP_S + cap_of(ROLE), "right"
    if placed.note == "above":
        return placed.x, placed.top - GAP_S - row * NOTE_STEP, "center"
    return placed.x, placed.bottom + GAP_S + cap_of(ROLE) + row * NOTE_STEP, "center"


def _rows_of(layout: GraphLayout, texts: Mapping[int, Lettering]) -> dict[int, int]:
    """In which line each note stands, so that none meets another."""
    rows: dict[int, int] = {}
    ends: dict[tuple[float, str, int], float] = {}
    for p in sorted(layout.boxes, key=lambda p: p.x):
        if p.id not in texts:
            continue
        half, row = width_px(texts[p.id]) / 2, 0
        while ends.get((p.y, p.note, row), -1e9) > p.x - half - GAP_S:
            row += 1
        rows[p.id] = row
        ends[(p.y, p.note, row)] = p.x + half
    return rows


__all__ = ["GraphFacts", "GraphNotes", "GraphState", "ModelGraph", "Way"]
