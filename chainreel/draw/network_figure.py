"""A network's picture: where its nodes, edges and tiles are, and how a state of it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from manim import VMobject

from chainreel.draw.geometry import arrow, box, circle, polyline, vec
from chainreel.draw.lettering import Lettering, lettering
from chainreel.draw.network_state import Edge, Flow, LitPath, NetworkState, Node
from chainreel.draw.posing import Point, restate
from chainreel.draw.staging import (
    Staged,
    dim_stroke,
    filled,
    ink,
    outlined,
    redraw,
    require_shown,
    tint,
    width_px,
)
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import (
    GAP_M,
    NODE_NUMBER_SHARE,
    NODE_RADIUS,
    RADIUS_WEIGHT,
    STROKE_FOCUS,
    STROKE_HAIR,
    STROKE_LIT,
    STROKE_OUTLINE,
    Look,
    role_named,
)
from chainreel.words import Words

COLUMN, ROW = 340, 166  # pixels from layer to layer, from node to node
LOSS_SIZE = 1.25  # of a node's radius
TILE_HEIGHT, TILE_PADDING, TILE_MIN = 1.65, 0.4, 2.5  # in em of its number
RIM_GAP = 4  # between an arrow and the node's ring
DOT = 9  # radius of a value on its way
LIT_FILL = 0.14  # of a lit node's disc


class NetworkFigure(Staged):
    """Draws a ``NetworkState``; ``Network`` adds the motions."""

    state: NetworkState

    def __init__(
        self,
        look: Look,
        layers: Sequence[Sequence[Shown]],
        weights: Mapping[Edge, Shown] | None = None,
        loss: Shown | None = None,
        *,
        loss_label: Words | str = "",
        column_px: float = COLUMN,
        row_px: float = ROW,
        radius_px: float = NODE_RADIUS,
        number_role: str = "number",
        tile_role: str = "number",
        tile_at: Mapping[Edge, float] | None = None,
        state: NetworkState | None = None,
    ) -> None:
        self.has_loss = loss is not None
        self.layers = [*layers, *([[loss]] if loss is not None else [])]
        self.steps_px, self.radius_px = (column_px, row_px), radius_px
        self.number_role, self.tile_role = number_role, tile_role
        last, tallest = (
            radius_px * (LOSS_SIZE if self.has_loss else 1),
            max(len(layer) for layer in self.layers),
        )
        super().__init__(
            look,
            (len(self.layers) - 1) * column_px + radius_px + last,
            (tallest - 1) * row_px + 2 * radius_px,
        )
        pairs = [((k, i), v) for k, layer in enumerate(self.layers) for i, v in enumerate(layer)]
        self.values = {node: require_shown(value, "a node") for node, value in pairs}
        self.weights = {e: require_shown(w, "a weight's tile") for e, w in (weights or {}).items()}
        self.tile_at = dict(tile_at or {})
        self.texts: dict[tuple[Node | Edge, Shown], Lettering] = {}
        self.label = lettering(look, loss_label, "label", color="sub") if loss_label else None
        self._make_pieces()
        self.state = state or NetworkState()
        self.pose()

    # --- where things are ---------------------------------------------------------------------

    @property
    def loss_node(self) -> Node:
        """The last node."""
        return len(self.layers) - 1, 0

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge, layer by layer."""
        pairs = enumerate(zip(self.layers, self.layers[1:], strict=False))
        return tuple((k, i, j) for k, (a, b) in pairs for i in range(len(a)) for j in range(len(b)))

    def place_px(self, node: Node) -> Point:
        """A node's middle, in the part's pixels."""
        layer, index = node
        column, row = self.steps_px
        left = self.radius_px - self.layout_px[0] / 2
        return vec(left + layer * column, (index - (len(self.layers[layer]) - 1) / 2) * row)

    def place(self, node: Node) -> Point:
        """A node's middle, in the scene."""
        x, y, _ = self.place_px(node)
        return self.point(x, y)

    def radius_of(self, node: Node) -> float:
        """A node's radius in pixels; the loss is a larger one, as its number is longer."""
        return self.radius_px * (LOSS_SIZE if self._is_loss(node) else 1)

    def ends_px(self, edge: Edge, gap: float = 0.0) -> tuple[Point, Point]:
        """Where an edge leaves one node's rim and meets the other's."""
        layer, source, target = edge
        a, b = (layer, source), (layer + 1, target)
        start, end = self.place_px(a), self.place_px(b)
        along = (end - start) / np.linalg.norm(end - start)
        return start + (self.radius_of(a) + gap) * along, end - (self.radius_of(b) + gap) * along

    def _is_loss(self, node: Node) -> bool:
        return self.has_loss and node == self.loss_node

    # --- drawing ------------------------------------------------------------------------------

    def _make_pieces(self) -> None:
        color = self.look.color
        self.lines = {e: outlined(color("mute"), STROKE_HAIR) for e in self.edges}
        self.focus_lines = {e: outlined(color("weight"), STROKE_FOCUS) for e in self.edges}
        self.flow_lines = {e: outlined(color("forward"), STROKE_LIT) for e in self.edges}
        self.flow_dots = {e: filled(color("forward")) for e in self.edges}
        self.arrows: dict[tuple[Edge, int], VMobject] = {}
        self.discs = {n: outlined(color("mute"), STROKE_OUTLINE, color("bg")) for n in self.values}
        self.tiles = {e: outlined(color("weight"), STROKE_OUTLINE, color("weight_fill")) for e in self.edges}

    def pose(self) -> None:
        """Draw the state: edges at the back, then what runs on them, nodes, tiles."""
        running = [*self._flow(self.state.flow), *self._paths()]
        self.present([*self._edges(), *running, *self._discs(), *self._numbers(), *self._tiles()])

    def _edges(self) -> Iterator[VMobject]:
        for edge, line in self.lines.items():
            yield self.trace(line, polyline(self.ends_px(edge)))
        for edge, share in self.state.focus.items():
            if share > 0:
                line = self.trace(self.focus_lines[edge], polyline(self.ends_px(edge)))
                yield dim_stroke(line, share)

    def _flow(self, flow: Flow | None) -> Iterator[VMobject]:
        for edge in flow.edges if flow else ():
            start, end = self.ends_px(edge)
            tail, head = (start + share * (end - start) for share in (flow.tail, flow.head))  # type: ignore[union-attr]
            if np.allclose(tail, head):
                continue
            yield self.trace(self.flow_lines[edge], polyline([tail, head]))
            yield self.trace(self.flow_dots[edge], circle(head, DOT))

    def _paths(self) -> Iterator[VMobject]:
        for index, path in enumerate(self.state.paths):
            for k, (edge, product) in enumerate(zip(path.edges, path.products, strict=True)):
                reach = min(1.0, path.reach - k)
                if reach > 0 and path.share > 0:
                    piece = self.arrows.setdefault((edge, index), filled())
                    ink(piece, self._path_color(path), path.share)
                    start, end = self.ends_px(edge, RIM_GAP)[:: -1 if path.backward else 1]
                    restate(piece, "width", product)
                    yield self.trace(piece, arrow(start, end, path.widths.px_of(product), reach))

    def _path_color(self, path: LitPath) -> str:
        return self.look.color("backward" if path.backward else "forward")

    def _discs(self) -> Iterator[VMobject]:
        mix = self.look.theme.mix
        for node, disc in self.discs.items():
            lit, token = self.state.lit.get(node, 0.0), "backward" if self._is_loss(node) else "forward"
            width = STROKE_OUTLINE + lit * (STROKE_LIT - STROKE_OUTLINE)
            width += self.state.pulse.get(node, 0.0) * (STROKE_FOCUS - STROKE_LIT)
            redraw(disc, mix(token, "mute", lit), width, mix(token, "bg", LIT_FILL * lit))
            radius = self.radius_of(node) - width / 2
            yield self.trace(disc, circle(self.place_px(node), radius))
        if self.label is not None:
            x, y, _ = self.place_px(self.loss_node)
            yield self.write(self.label, x, y - self.radius_of(self.loss_node) - GAP_M, "center")

    def _numbers(self) -> Iterator[VMobject]:
        for node, seen in self.state.values.items():
            if seen.share > 0:
                text = self._text(
                    node, seen.shown, self.number_role, 2 * self.radius_of(node) * NODE_NUMBER_SHARE
                )
                token = "negative" if seen.shown.as_shown < 0 else "text"
                tint(text, self.look.theme.mix(token, "sub", self.state.lit.get(node, 0.0)))
                x, y, _ = self.place_px(node)
                yield self.write_centred(text, x, y, seen.share)

    def _tiles(self) -> Iterator[VMobject]:
        for edge, seen in self.state.weights.items():
            if seen.share <= 0:
                continue
            text = self._text(edge, seen.shown, self.tile_role)
            start, end = self.ends_px(edge)
            x, y, _ = start + self.tile_at.get(edge, 0.5) * (end - start)
            em = role_named(self.tile_role).size_px
            width = max(TILE_MIN * em, width_px(text) + 2 * TILE_PADDING * em)
            tile = self.trace(self.tiles[edge], box((x, y), width, TILE_HEIGHT * em, RADIUS_WEIGHT))
            negative = seen.shown.as_shown < 0
            rim, fill = ("negative", "bg") if negative else ("weight", "weight_fill")
            color = self.look.color
            yield redraw(tile, color(rim), STROKE_OUTLINE, color(fill), seen.share)
            yield self.write_centred(tint(text, color("negative" if negative else "text")), x, y, seen.share)

    def _text(self, place: Node | Edge, shown: Shown, role: str, room_px: float | None = None) -> Lettering:
        if (place, shown) not in self.texts:
            text = lettering(self.look, shown, role)
            if room_px is not None and width_px(text) > room_px * 1.02:
                raise InputError(
                    f"{shown.text} is too long for a node of radius {self.radius_px:g} px: "
                    "round it or draw larger nodes"
                )
            self.texts[place, shown] = text
        return self.texts[place, shown]
