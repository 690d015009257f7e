"""The picture of a network in a state: edges, what runs on them, nodes with their numbers, tiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from manim import VMobject

from chainreel.draw.geometry import box, circle, polyline
from chainreel.draw.networks.network_layout import NetworkLayout
from chainreel.draw.networks.network_state import Edge, Flow, NetworkState, Node
from chainreel.draw.networks.network_strands import Strands, cover_share
from chainreel.draw.part.staging import (
    Staged,
    cap_of,
    dim_stroke,
    filled_shape,
    ink,
    line_shape,
    redraw,
    tint,
    width_px,
)
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import (
    GAP_M,
    GAP_S,
    NODE_NUMBER_SHARE,
    RADIUS_WEIGHT,
    STROKE_FOCUS,
    STROKE_HAIR,
    STROKE_LIT,
    STROKE_OUTLINE,
    role_named,
)
from chainreel.words import Words

TILE_HEIGHT, TILE_PADDING, TILE_MIN = 1.65, 0.4, 2.5  # in em of its number
DOT = 9  # radius of a value on its way
CHANGE_ASIDE, CHANGE_OFF = 0.72, 0.8  # of a node's radius: where the change of its value is written
LIT_FILL = 0.14  # of a lit node's disc
Place = Node | Edge | tuple[str, Node]  # what a number belongs to: a node, a tile, a node's change


class NetworkFigure:
    """Draws a ``NetworkState`` on the part that it is given; ``Network`` says in which motions it changes."""

    def __init__(
        self,
        stage: Staged,
        layout: NetworkLayout,
        values: Mapping[Node, Shown],
        *,
        loss_label: Words | str,
        number_role: str,
        tile_role: str,
    ) -> None:
        self.stage, self.look, self.layout = stage, stage.look, layout
        self.number_role, self.tile_role = number_role, tile_role
        self.texts: dict[tuple[Place, Shown], Lettering] = {}
        self.label = lettering(self.look, loss_label, "body", color="sub") if loss_label else None
        self.state = NetworkState()
        self._make_pieces(values)

    def _make_pieces(self, values: Mapping[Node, Shown]) -> None:
        color, edges = self.look.color, self.layout.edges
        self.lines = {e: line_shape(color("mute"), STROKE_HAIR) for e in edges}
        self.focus_lines = {e: line_shape(color("weight"), STROKE_FOCUS) for e in edges}
        self.flow_lines = {e: line_shape(color("forward"), STROKE_LIT) for e in edges}
        self.flow_dots = {e: filled_shape(color("forward")) for e in edges}
        self.strands = Strands(self.stage, self.layout)
        self.discs = {n: line_shape(color("mute"), STROKE_OUTLINE, color("bg")) for n in values}
        self.tiles = {e: line_shape(color("weight"), STROKE_OUTLINE, color("weight_fill")) for e in edges}

    def draw(self, layout: NetworkLayout, state: NetworkState) -> Iterator[VMobject]:
        """The pieces of a state, the first at the back: edges, what runs on them, nodes, tiles."""
        self.layout, self.state = layout, state
        yield from self._edges()
        yield from self.strands.draw(layout, state.paths)
        yield from self._flow(state.flow)
        yield from self._discs()
        yield from self._numbers()
        yield from self._changes()
        yield from self._tiles()

    def _edges(self) -> Iterator[VMobject]:
        for edge, line in self.lines.items():
            if (seen := self._edge_in_sight(edge)) > 0:
                yield self.stage.trace(dim_stroke(line, seen), polyline(self.layout.ends_px(edge)))
        for edge, focus in self.state.focus.items():
            share = focus * (1 - cover_share(self.state.paths, edge))
            if share > 0:
                line = self.stage.trace(self.focus_lines[edge], polyline(self.layout.ends_px(edge)))
                yield dim_stroke(line, share)

    def _edge_in_sight(self, edge: Edge) -> float:
        layer, source, target = edge
        return min(self.state.in_sight((layer, source)), self.state.in_sight((layer + 1, target)))

    def _flow(self, flow: Flow | None) -> Iterator[VMobject]:
        for edge in flow.edges if flow else ():
            start, end = self.layout.ends_px(edge)[:: -1 if flow.backward else 1]  # type: ignore[union-attr]
            tail, head = (start + share * (end - start) for share in (flow.tail, flow.head))  # type: ignore[union-attr]
            if np.allclose(tail, head):
                continue
            color = self.look.color("backward" if flow.backward else "forward")  # type: ignore[union-attr]
            yield self.stage.trace(redraw(self.flow_lines[edge], color, STROKE_LIT), polyline([tail, head]))
            if flow.head < 1:  # type: ignore[union-attr]
                yield self.stage.trace(ink(self.flow_dots[edge], color), circle(head, DOT))

    def _discs(self) -> Iterator[VMobject]:
        mix = self.look.theme.mix
        for node, disc in self.discs.items():
            if (seen := self.state.in_sight(node)) <= 0:
                continue
            lit, token = self.state.lit.get(node, 0.0), "backward" if self.layout.is_loss(node) else "forward"
            width = STROKE_OUTLINE + lit * (STROKE_LIT - STROKE_OUTLINE)
            width += self.state.pulse.get(node, 0.0) * (STROKE_FOCUS - STROKE_LIT)
            redraw(disc, mix(token, "mute", lit), width, mix(token, "bg", LIT_FILL * lit), seen)
            radius = self.layout.radius_of(node) - width / 2
            yield self.stage.trace(disc, circle(self.layout.place_px(node), radius))
        if self.label is not None:
            x, y, _ = self.layout.place_px(self.layout.loss_node)
            yield self.stage.write(
                self.label, x, y - self.layout.radius_of(self.layout.loss_node) - GAP_M, "center"
            )

    def _numbers(self) -> Iterator[VMobject]:
        for node, seen in self.state.values.items():
            if (share := seen.share * self.state.in_sight(node)) > 0:
                room = 2 * self.layout.radius_of(node) * NODE_NUMBER_SHARE
                text = self._text(node, seen.shown, self.number_role, room)
                token = "negative" if seen.shown.as_shown < 0 else "text"
                tint(text, self.look.theme.mix(token, "sub", self.state.lit.get(node, 0.0)))
                x, y, _ = self.layout.place_px(node)
                yield self.stage.write_centred(text, x, y, share)

    def _changes(self) -> Iterator[VMobject]:
        """By how much a node's value has changed: right of the node, above the upper ones, else below.

        A node that is alone in its layer has it right under itself: beside it, the next one seems to own it.
        """
        for node, seen in self.state.changes.items():
            text = self._text(("change", node), seen.shown, self.number_role)
            x, y, _ = self.layout.place_px(node)
            lone, radius = len(self.layout.layers[node[0]]) == 1, self.layout.radius_of(node)
            aside, room = (0.0, radius + GAP_S) if lone else (CHANGE_ASIDE * radius, CHANGE_OFF * radius)
            foot = y - room if y < 0 else y + room + cap_of(self.number_role)
            tint(text, self.look.color("negative" if seen.shown.as_shown < 0 else "forward"))
            yield self.stage.write(text, x + aside, foot, "center" if lone else "left", seen.share)

    def _tiles(self) -> Iterator[VMobject]:
        for edge, seen in self.state.weights.items():
            if seen.share <= 0:
                continue
            text = self._text(edge, seen.shown, self.tile_role)
            x, y, _ = self.layout.tile_px(edge)
            em = role_named(self.tile_role).size_px
            width = max(TILE_MIN * em, width_px(text) + 2 * TILE_PADDING * em)
            tile = self.stage.trace(self.tiles[edge], box((x, y), width, TILE_HEIGHT * em, RADIUS_WEIGHT))
            negative = seen.shown.as_shown < 0
            rim, fill = ("negative", "bg") if negative else ("weight", "weight_fill")
            color = self.look.color
            width = STROKE_OUTLINE + self.state.focus.get(edge, 0.0) * (STROKE_LIT - STROKE_OUTLINE)
            yield redraw(tile, color(rim), width, color(fill), seen.share)
            yield self.stage.write_centred(
                tint(text, color("negative" if negative else "text")), x, y, seen.share
            )

    def _text(self, place: Place, shown: Shown, role: str, room_px: float | None = None) -> Lettering:
        if (place, shown) not in self.texts:
            text = lettering(self.look, shown, role)
            if room_px is not None and width_px(text) > room_px * 1.02:
                raise InputError(
                    f"{shown.text} is too long for a node of radius {self.layout.radius_px:g} px: "
                    "round it or draw larger nodes"
                )
            self.texts[place, shown] = text
        return self.texts[place, shown]
