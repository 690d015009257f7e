"""A tower's first layers seen from near: they come out of the tower, and bridges may grow around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.geometry import Outline, arrow, box, circle, polyline, vec
from chainreel.draw.gradients.bridge_road import BridgeSize, road
from chainreel.draw.motion import CAMERA, MORPH, ease_in_out_cubic
from chainreel.draw.networks.living_tower import BAR_SHARE, LivingTower
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.staging import Staged, dim_stroke, filled_shape, line_shape, require_shown, width_px
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import GAP_L, GAP_S, STROKE_FOCUS, STROKE_LIT, STROKE_OUTLINE, Look

BAR, RADIUS = (190, 50), 14  # a layer from near, and its corners
PITCH, TIP = 112, 40  # from layer to layer; how far the way goes on after the last one
BRIDGE = BridgeSize(BAR[::-1], 46, 148, 0, STROKE_FOCUS, 9, "number", "number", STROKE_LIT)
NUMBERS = BAR[0] / 2 + GAP_L  # from the way through the layers to the middle of their numbers
WAY_SEEN = 0.6  # of the way out of the tower lies behind the layers when their way is seen


@dataclass(frozen=True)
class LayersState:
    """``opened`` is how far the layers have come out of the tower, ``bridged`` how many have a bridge."""

    opened: float = 0.0
    bridged: float = 0.0


class TowerLayers(Staged):
    """The first layers of ``tower``, which stands where it stays, with their ``numbers``, from 1 on.

    In the colour of values if the tower is ``alive``, else of the dead. Lines lead from the tower, to the
    left or to the right of it. The part's middle is that of its layers; it begins inside the tower.

    Raises:
        UnknownNumber: a layer's number without a source.
        InputError: more layers than the tower has, or none.
    """

    state: LayersState

    def __init__(self, look: Look, tower: LivingTower, numbers: Sequence[Shown], *, alive: bool = True,
                 state: LayersState | None = None) -> None:  # fmt: skip
        if not 1 <= len(numbers) <= tower.layers:
            raise InputError(f"a tower of {tower.layers} layers does not show its first {len(numbers)}")
        self.tower, self.count = tower, len(numbers)
        super().__init__(look, BAR[0], (self.count - 1) * PITCH + BAR[1])
        color = look.color("forward" if alive else "mute")
        self.bars = [filled_shape(color) for _ in numbers]
        self.names = [lettering(look, require_shown(n, "a layer"), "body", color="sub") for n in numbers]
        self.way, self.tip = line_shape(color, STROKE_LIT), filled_shape(color)
        self.guides = [line_shape(look.color("mute"), STROKE_OUTLINE) for _ in range(2)]
        self.bridges = [line_shape(look.color("forward"), STROKE_FOCUS) for _ in numbers]
        self.joints = [[filled_shape(look.color("forward")) for _ in range(2)] for _ in numbers]
        self.state = state or LayersState()
        self.pose()

    def open(self, run_time: float = CAMERA) -> Animation:
        """The layers come out of the tower."""
        return self.grow(run_time, opened=1.0)

    def build_bridges(self, run_time: float = 2 * MORPH) -> Animation:
        """A bridge grows around each layer, from the first on."""
        return self.grow(run_time, bridged=float(self.count))

    # --- drawing ------------------------------------------------------------------------------

    def layer_y(self, layer: int) -> float:
        """The height of a layer (from 0), in the part's pixels."""
        return (layer - (self.count - 1) / 2) * PITCH

    def pose(self) -> None:
        """Draw the state; inside the tower nothing of it is seen."""
        if self.state.opened <= 0:
            self.present([])
            return
        layers = range(self.count)
        bridges = (piece for k in layers for piece in self._bridge(k))
        self.present([*self._guides(), *self._way(), *bridges, *(p for k in layers for p in self._layer(k))])

    def _seen(self) -> float:
        return share_of(self.state.opened, WAY_SEEN, 1)

    def _layer(self, layer: int) -> Iterator[VMobject]:
        """A bar on its way from its place in the tower, and its number."""
        share = ease_in_out_cubic(self.state.opened)
        near, far = self._near(layer), self._far(layer)
        yield self.trace(self.bars[layer], far + share * (near - far))
        yield self.write_centred(self.names[layer], -NUMBERS, self.layer_y(layer), self._seen())

    def _near(self, layer: int) -> Outline:
        return box((0, self.layer_y(layer)), *BAR, RADIUS)

    def _far(self, layer: int) -> Outline:
        """The layer's bar as it lies in the tower."""
        (x, y, _), height = self.from_scene(self.tower.layer_point(layer + 1)), self.tower.pitch * BAR_SHARE
        return box((x, y), self.tower.tower_px[0], height, height / 2)

    def _guides(self) -> Iterator[VMobject]:
        """From the tower's near side to the first and to the last layer."""
        side = 1 if self.from_scene(self.tower.get_center())[0] < 0 else -1
        rows = ((0, -1), (self.count - 1, 1))
        for guide, (layer, end) in zip(self.guides, rows, strict=True):
            x, y, _ = self.from_scene(self.tower.layer_point(layer + 1))
            start = vec(x + side * (self.tower.tower_px[0] / 2 + GAP_S / 2), y + end * self.tower.pitch / 2)
            goal = vec(-side * (self._half(side) + GAP_S), self.layer_y(layer) + end * BAR[1] / 2)
            yield self.trace(dim_stroke(guide, self._seen()), polyline([start, goal]))

    def _half(self, side: int) -> float:
        """How far the part reaches towards the tower: numbers stand on its left, bridges on its right."""
        return BRIDGE.rise + BRIDGE.bridge_px / 2 if side < 0 else NUMBERS + width_px(self.names[0])

    def _way(self) -> Iterator[VMobject]:
        """What runs through the layers, and on to the next."""
        top, foot = self.layer_y(0) - PITCH / 2, self.layer_y(self.count - 1) + PITCH / 2 + TIP
        yield self.trace(dim_stroke(self.way, self._seen()), polyline([(0, top), (0, foot - TIP / 2)]))
        yield self.trace(self.tip, arrow((0, foot - TIP), (0, foot), STROKE_LIT, self._seen()))

    def _bridge(self, layer: int) -> Iterator[VMobject]:
        grown, y = share_of(self.state.bridged, layer, layer + 1), self.layer_y(layer)
        if grown <= 0 or layer + 1 < self.tower.spans[0].start:  # of the tower itself, too
            return
        yield self.trace(self.bridges[layer], turn_down(road(BRIDGE, 0, grown)) + vec(0, y))
        for end, joint in zip((-1, 1), self.joints[layer], strict=True):
            if end < 0 or grown >= 1:
                yield self.trace(joint, circle((0, y + end * BRIDGE.reach), BRIDGE.joint))


def turn_down(outline: Outline) -> Outline:
    """A way that runs rightwards with its bow upwards, turned to run down with its bow to the right."""
    return np.stack([-outline[:, 1], outline[:, 0], outline[:, 2]], axis=1)
