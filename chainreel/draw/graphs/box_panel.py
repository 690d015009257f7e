"""Panel that unfolds from a box of a graph, with the graph of that box's inside on it."""

from __future__ import annotations

from dataclasses import dataclass

from manim import Animation, VMobject

from chainreel.draw.geometry import box, polygon
from chainreel.draw.graphs.model_graph import CONTENT_WIDTH, ModelGraph
from chainreel.draw.motion import CAMERA, ease_in_out_cubic
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.staging import Staged, filled_shape, ink
from chainreel.errors import InputError
from chainreel.theme import GAP_L, RADIUS_BLOCK, RADIUS_CARD, Look

INSIDE_FROM = 0.7  # of the way, from when on the inside is seen
POINTER = (28, 24)  # half the width of the tip that points at the box, and its height


@dataclass(frozen=True)
class PanelState:
    """``opened`` is how far the panel has unfolded from its box."""

    opened: float = 0.0


class BoxPanel(Staged):
    """A panel that comes out of box ``box_id`` of ``graph``, points at it, and shows its ``inside``.

    It is put where it is to stand when open, below or above the graph, and takes the inside with it; that
    may be given motions of its own once the panel is open.

    Raises:
        InputError: the graph has no such box.
    """

    state: PanelState

    def __init__(
        self,
        look: Look,
        graph: ModelGraph,
        box_id: int,
        inside: ModelGraph,
        *,
        width_px: float = CONTENT_WIDTH,
        state: PanelState | None = None,
    ) -> None:
        if box_id not in graph.figures:
            raise InputError(f"the graph has no box {box_id}; it has {sorted(graph.figures)}")
        super().__init__(look, width_px, inside.layout.height + 2 * GAP_L)
        self.inside = inside
        self.graph, self.placed = graph, graph.figures[box_id].placed
        self.ground, self.tip = filled_shape(look.color("panel")), filled_shape(look.color("panel"))
        self.state = state or PanelState()
        self.pose()

    def open(self, run_time: float = CAMERA) -> Animation:
        """The panel unfolds from the box."""
        return self.grow(run_time, opened=1.0)

    def close(self, run_time: float = CAMERA) -> Animation:
        """It folds back into the box."""
        return self.grow(run_time, opened=0.0)

    def pose(self) -> None:
        """Draw the state; folded away it is not there."""
        share = ease_in_out_cubic(self.state.opened)
        if share <= 0:
            self.present([])
            return
        x, y, width, height = self._box()
        near = (x * (1 - share), y * (1 - share))
        size = (width + share * (self.layout_px[0] - width), height + share * (self.layout_px[1] - height))
        radius = RADIUS_BLOCK + share * (RADIUS_CARD - RADIUS_BLOCK)
        ink(self.ground, self.look.color("panel"))
        ground = self.trace(self.ground, box(near, *size, radius))
        self.present([*self._pointer(x, y), ground, *self._contents()])

    def _contents(self) -> list[VMobject]:
        """The inside, whose boxes come as the panel has nearly unfolded."""
        built = share_of(self.state.opened, INSIDE_FROM, 1)
        if built <= 0:
            return []
        self.inside.shift(self.origin - self.inside.origin)
        self.inside.take(built=built)
        return [self.inside]

    def _box(self) -> tuple[float, float, float, float]:
        """The box's middle and size in this part's pixels."""
        p = self.placed
        x, y, _ = self.from_scene(self.graph.point(p.x, p.y))
        scale = self.graph.zoom / self.zoom
        return float(x), float(y), p.width * scale, p.height * scale

    def _pointer(self, x: float, y: float) -> list[VMobject]:
        if self.state.opened < 1:
            return []
        side = -1 if y < 0 else 1
        edge = side * self.layout_px[1] / 2
        half = self.layout_px[0] / 2 - RADIUS_CARD - POINTER[0]
        foot = min(max(x, -half), half)
        corners = [(foot - POINTER[0], edge), (foot, edge + side * POINTER[1]), (foot + POINTER[0], edge)]
        return [self.trace(self.tip, polygon(corners))]
