"""Layout of a rolled graph for film: places, sizes and ways in pixels from the middle, y downwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from chainreel.graph.rolled import GraphBox, GraphEdge, RolledGraph

XY = tuple[float, float]
Figure = Literal["box", "joint", "chip"]
NoteSide = Literal["below", "above", "left", "aside"]
TextWidth = Callable[[str], float]
PADDING, NARROWEST = 12, 80  # between a text and its outline, and the least width of a box
LINE_STEP, ONE_LINE = 34, 72  # between baselines; how high a box of one line is
JOINT, CHIP = 40, 50  # a joint's diameter, a chip's height
GAP, WIDEST_GAP = 38, 90  # between columns
JOINT_GAPS = (24, 34)  # before a joint, and after it
FRAME_PAD = 32  # around what repeats
FOOT, FOOT_STEP = 14, 16  # from a bridge's foot to the box after it; between feet at one joint
RAIL, RAIL_STEP = 62, 34  # how high a bridge's flat top stands over the boxes, and the next over it
LANE_GAP = 30  # between the boxes of two lanes


@dataclass(frozen=True)
class PlacedBox:
    """A box's middle and size, and the lines of its label; ``times`` says that ×n follows as a line.

    ``note`` is the side on which a note about it has room: below but to the left of its middle ("left"), or
    mostly so ("aside").
    """

    id: int
    figure: Figure
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    times: bool = False
    note: NoteSide = "below"

    @property
    def left(self) -> float:
        """Its left side."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Its upper side."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Way:
    """The corners of an edge's way from its source to its target; ``edge`` is its place in the graph."""

    edge: int
    points: tuple[XY, ...]


@dataclass(frozen=True)
class Frame:
    """A frame around what repeats; ``repeat`` is its place in the graph."""

    repeat: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class GraphLayout:
    """Where all of a graph stands; it fits into ``width`` and ``height``, middle at (0, 0)."""

    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    ways: tuple[Way, ...]
    frames: tuple[Frame, ...]

    def box(self, box_id: int) -> PlacedBox:
        """The place of a box. Raises: KeyError when the graph has none of that id."""
        for box in self.boxes:
            if box.id == box_id:
                return box
        raise KeyError(box_id)


def lines_of(box: GraphBox) -> tuple[str, ...]:
    """The lines of a box's label, its count excepted."""
    details = " ".join(box.details)
    return (box.name, details) if details else (box.name,)


def label_of_chip(box: GraphBox) -> str:
    """What a bridge's chip says: a kernel, or else its name."""
    return next((d for d in box.details if d[0].isdigit()), box.name)


def size_of(
    graph: RolledGraph, box: GraphBox, width_of: TextWidth, chip: bool
) -> tuple[Figure, float, float, tuple[str, ...]]:
    """Figure, width, height and lines of a box."""
    if chip:
        label = label_of_chip(box)
        return "chip", width_of(label) + 2 * PADDING, CHIP, (label,)
    if box.role == "joint" and box.joint:
        feet = sum(e.kind == "bridge" and e.target == box.id for e in graph.edges)
        return "joint", max(JOINT, feet * FOOT_STEP + 6) if feet > 2 else JOINT, JOINT, (box.name,)
    lines = lines_of(box)
    count = len(lines) + (box.count > 1)
    widest = max([width_of(line) for line in lines] + ([width_of(f"×{box.count}")] if box.count > 1 else []))
    return "box", max(NARROWEST, widest + 2 * PADDING), ONE_LINE + (count - 1) * LINE_STEP, lines


@dataclass(frozen=True)
class Sizes:
    """Every box's figure, size and lines."""

    boxes: Mapping[int, tuple[Figure, float, float, tuple[str, ...]]]
    height: float  # of all boxes: equal, so that area says nothing

    @classmethod
    def of(cls, graph: RolledGraph, width_of: TextWidth) -> Sizes:
        """The sizes of a graph's boxes."""
        chips = {e.chip for e in graph.edges}
        found = {b.id: size_of(graph, b, width_of, b.id in chips) for b in graph.boxes}
        return cls(found, max(f[2] for f in found.values() if f[0] == "box"))

    def put(self, box: GraphBox, x: float, y: float) -> PlacedBox:
        """The box with its middle there."""
        figure, width, height, lines = self.boxes[box.id]
        high = self.height if figure == "box" else height
        times = box.count > 1 and figure == "box"
        return PlacedBox(box.id, figure, x, y, width, high, lines, times)


def drawn_edges(graph: RolledGraph) -> list[tuple[int, GraphEdge]]:
    """The edges that are no loops, with their places."""
    return [(i, e) for i, e in enumerate(graph.edges) if e.kind != "loop"]
