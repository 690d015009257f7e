"""Text, as all drawn text has it in common: glyphs, roles, baselines, and how a role is set."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal, Self

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from chainreel.draw.text.outline import Drawing, Shape
from chainreel.draw.text.typesetting import MARK_INK
from chainreel.draw.text.typst_source import Setting
from chainreel.languages.discovery import language_named
from chainreel.theme import PIXELS_PER_UNIT, at, role_named
from chainreel.words import Words

Align = Literal["left", "center", "right"]
CAP_HEIGHT = 0.727  # of Inter, in em: figures are as high
LARGE_ROLES = ("poster", "card", "hero", "result_large", "result", "result_small")
QUIET_ROLES = ("run_note", "label", "label_dense")  # drawn in the colour sub unless told otherwise


class Glyph(VMobject):
    """One filled outline of a text; text made elsewhere has none."""

    def __init__(self, points: NDArray[np.float64], color: str) -> None:
        """``points``: cubic control points (4 a curve, 3) in scene units."""
        super().__init__(fill_color=color, fill_opacity=1, stroke_width=0)
        self.points = points.copy()


class Text(VGroup, ABC):
    """Drawn text: what it says, in which role, and where its first baseline is."""

    words: Words
    role: str

    @property
    @abstractmethod
    def magnification(self) -> float:
        """How large it is drawn, 1 being its role's size."""

    @property
    @abstractmethod
    def baseline(self) -> float:
        """The scene y of the first baseline, wherever it was moved."""

    @property
    def font_px(self) -> float:
        """The em size in pixels at 1080p, its present scale included."""
        return role_named(self.role).size_px * self.magnification

    def put_baseline(self, y: float) -> Self:
        """Move it vertically so that its first baseline is at scene y."""
        self.shift((0, y - self.baseline, 0))
        return self

    def put(self, x: float, baseline: float, align: Align = "left") -> Self:
        """Move its left edge, centre or right edge, and its first baseline, to screen pixels."""
        target = at(x, baseline)
        self.shift((target[0] - edge(self, align), 0, 0))
        return self.put_baseline(float(target[1]))


def edge(text: Text, align: Align) -> float:
    """The scene x of a text's left edge, centre or right edge."""
    sides = {"left": text.get_left, "center": text.get_center, "right": text.get_right}
    return float(sides[align]()[0])


def setting_of(role: str, language: str, align: Align = "left", weight: int | None = None) -> Setting:
    """How a text of that role is set; no lighter than its language's script can be."""
    r = role_named(role)
    heavy = max(weight or r.weight, language_named(language).fonts.lightest)
    return Setting(r.size_px, heavy, r.line_step, align, language, role in LARGE_ROLES)


def usual_color(role: str) -> str:
    """The colour token of a role, unless another is asked for."""
    return "sub" if role in QUIET_ROLES else "text"


def text_shapes(drawing: Drawing) -> list[Shape]:
    """The shapes that are text, without the dot that marks the baseline."""
    return [s for s in drawing.shapes if s.ink != MARK_INK]


def first_baseline(drawing: Drawing) -> float:
    """The first baseline's y in the drawing: the marked one, else that of the first glyph."""
    return next((s.baseline for s in drawing.shapes if s.ink == MARK_INK), drawing.shapes[0].baseline)


def in_scene(points: NDArray[np.float64], baseline: float) -> NDArray[np.float64]:
    """Points (n, 2) in pixels as scene points (n, 3) with the baseline at y = 0."""
    placed = np.zeros((len(points), 3))
    placed[:, :2] = (points - [0, baseline]) / PIXELS_PER_UNIT
    return placed
