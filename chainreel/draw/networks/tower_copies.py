"""A tower that grows deeper by layers that only copy what they are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from manim import Animation, VMobject

from chainreel.draw.geometry import vec
from chainreel.draw.motion import ease_out_cubic
from chainreel.draw.networks.living_tower import LivingTower, TowerState, require_depth
from chainreel.draw.part.posing import own_progress
from chainreel.draw.part.staging import line_shape, redraw
from chainreel.number import Number, add
from chainreel.theme import STROKE_HAIR, Look

RISE, IN_FLIGHT = 90, 0.85  # pixels that a copying layer comes up from below; how much their ways overlap


@dataclass(frozen=True)
class CopiesState(TowerState):
    """``added`` is the share of the copying layers that is there."""

    added: float = 0.0


class TowerWithCopies(LivingTower):
    """``depth`` layers that compute, as bars; under them ``copies`` that only copy, as empty bars.

    ``height_px`` is that of all of them together.

    Raises:
        UnknownNumber: a number of layers without a source.
        InputError: one that is no whole number.
    """

    state: CopiesState

    def __init__(self, look: Look, depth: Number, copies: Number, *, width_px: float = 360,
                 height_px: float = 540, state: CopiesState | None = None) -> None:  # fmt: skip
        self.computing = require_depth(depth)
        self.copies = [line_shape(look.color("forward"), STROKE_HAIR) for _ in range(require_depth(copies))]
        super().__init__(look, add(depth, copies), width_px=width_px, height_px=height_px,
                         state=state or CopiesState())  # fmt: skip

    def deepen(self, run_time: float = 2.0) -> Animation:
        """The copying layers come up under the others, the uppermost first."""
        return self.grow(run_time, added=1.0)

    def _bar(self, layer: int) -> Iterator[VMobject]:
        if layer < self.computing:
            yield from super()._bar(layer)
            return
        place = layer - self.computing
        come = ease_out_cubic(own_progress(self.state.added, place, len(self.copies), overlap=IN_FLIGHT))
        if come > 0:
            copy = redraw(self.copies[place], self._bar_color(layer), STROKE_HAIR, opacity=come)
            yield self.trace(copy, self.bar_outlines[layer] + vec(0, (1 - come) * RISE))
