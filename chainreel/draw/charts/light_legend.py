"""Legend of lights: which colour stands for which length of a gradient."""

from __future__ import annotations

from manim import VGroup

from chainreel.draw.axes.axis import Axis, Logarithmic, decades
from chainreel.draw.geometry import box, vec
from chainreel.draw.part.light import DARK, PALE, light_of
from chainreel.draw.part.staging import filled_shape
from chainreel.theme import Look, px

HEIGHT, STEPS = 28, 60


class LightLegend(VGroup):
    """A strip from dark to pale, over the powers of ten that its colours stand for."""

    def __init__(self, look: Look, width_px: float) -> None:
        super().__init__()
        scale, left = Logarithmic(DARK, PALE), -width_px / 2
        for k in range(STEPS):
            piece = filled_shape(light_of(look, scale.value((k + 0.5) / STEPS)))
            piece.points = px(1) * box((left + (k + 0.5) / STEPS * width_px, 0), width_px / STEPS + 1, HEIGHT)
            self.add(piece)
        start, end = (px(1) * vec(x, -HEIGHT / 2) for x in (left, -left))
        self.add(Axis(look, scale, start, end, decades(-8, 0, 4)))
