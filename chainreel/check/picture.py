"""The screen at one moment: shapes in the order they are drawn, and the texts among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from manim import Mobject, VMobject
from manim.utils.family import extract_mobject_family_members

from chainreel import colour
from chainreel.check import geometry
from chainreel.check.geometry import Bools, Floats
from chainreel.draw.text.text import Text as DrawnText
from chainreel.theme import px

VISIBLE, OPAQUE = 0.05, 0.95  # opacities from which something is seen, and from which it hides
LETTER_GAP = 0.5  # em: what is wider is no space between words but a gap between columns
STROKE_UNITS = 100  # of manim's stroke_width in a scene unit


@dataclass(frozen=True)
class Thing:
    """An object in the picture: what it is, and the object of the scene it belongs to."""

    mobject: Mobject
    owner: Mobject

    def ancestors(self) -> frozenset[int]:
        """The ids of everything that holds it, itself included."""
        return frozenset(id(m) for m in path_to(self.owner, self.mobject))


def path_to(top: Mobject, mobject: Mobject) -> list[Mobject]:
    """``top``, what of it holds ``mobject``, and ``mobject``; empty if it is not in ``top``."""
    if top is mobject:
        return [top]
    for part in top.submobjects:
        if path := path_to(part, mobject):
            return [top, *path]
    return []


@dataclass(frozen=True)
class ScreenShape:
    """One drawn outline; ``owner`` is the object of the scene it belongs to, ``text`` the text, if any."""

    mobject: VMobject
    owner: Mobject
    text: Mobject | None
    points: Floats  # (curves, STEPS + 1, 2)
    fill: str
    fill_opacity: float
    stroke: str
    stroke_opacity: float
    width: float  # of the stroke, scene units

    @cached_property
    def segments(self) -> Floats:
        """Its outline in straight pieces."""
        return geometry.segments_of(self.points)

    @cached_property
    def area(self) -> Floats:
        """Its outline, closed, as it is filled."""
        return np.concatenate([self.segments, geometry.closing_segments(self.points)])

    @property
    def thing(self) -> Thing:
        """The text it belongs to, or itself."""
        return Thing(self.text or self.mobject, self.owner)

    def covers(self, point: Floats) -> bool:
        """Whether its fill lies over ``point``."""
        return geometry.winds_around(self.area, point)


@dataclass(frozen=True)
class ScreenText:
    """A text: its glyphs as indices into the picture's shapes, and their boxes (n, 4)."""

    mobject: Mobject
    owner: Mobject
    glyphs: tuple[int, ...]
    boxes: Floats

    @property
    def name(self) -> str:
        """Class and text."""
        return object_name(self.mobject)

    @property
    def thing(self) -> Thing:
        """The text as a thing that may not lie on others."""
        return Thing(self.mobject, self.owner)

    @cached_property
    def box(self) -> Floats:
        """All its ink."""
        return geometry.union(self.boxes)

    @property
    def font_px(self) -> float:
        """Its em in pixels at 1080p, as it stands now; 0 when it does not know."""
        return float(getattr(self.mobject, "font_px", 0.0))

    @cached_property
    def lines(self) -> Floats:
        """Its glyphs and the gaps between neighbours: what a line must not cross."""
        gaps = geometry.gaps_between(self.boxes, px(LETTER_GAP * max(self.font_px, 30)))
        return np.concatenate([self.boxes, gaps])


Owners = Mapping[int, tuple[Mobject, Mobject | None]]


def owners_in(tops: Iterable[Mobject]) -> Owners:
    """By id: the object of the scene, and the text if any, that each part belongs to."""
    return {id(m): (top, text) for top in tops for m, text in members(top)}


def layer_of(mobjects: Sequence[Mobject], owners: Owners) -> list[ScreenShape]:
    """What can be seen of ``mobjects`` and their parts, in the order in which they are drawn."""
    drawn = extract_mobject_family_members(mobjects, use_z_index=True, only_those_with_points=True)
    shapes = (shape_of(m, *owners.get(id(m), (m, None))) for m in drawn if isinstance(m, VMobject))
    return [shape for shape in shapes if shape is not None]


class Picture:
    """The shapes in drawing order, their boxes (n, 4, strokes included), the texts, the background."""

    def __init__(self, shapes: Sequence[ScreenShape], background: str) -> None:
        self.shapes, self.background = list(shapes), background
        self.boxes = boxes_of(self.shapes)
        self.fills = np.array([s.text is None and s.fill_opacity > VISIBLE for s in self.shapes], dtype=bool)
        self.texts = self._texts()

    def _texts(self) -> list[ScreenText]:
        glyphs: dict[int, list[int]] = {}
        for index, shape in enumerate(self.shapes):
            if shape.text is not None:
                glyphs.setdefault(id(shape.text), []).append(index)
        return [self._text(indices) for indices in glyphs.values()]

    def _text(self, indices: list[int]) -> ScreenText:
        shape = self.shapes[indices[0]]
        assert shape.text is not None
        return ScreenText(shape.text, shape.owner, tuple(indices), self.boxes[indices])

    def fills_over(self, box: Floats, after: int, before: int) -> list[int]:
        """Fills that meet ``box``, drawn after shape ``after`` and before ``before``, the top one first."""
        inner = slice(after + 1, before)
        near: Bools = self.fills[inner] & geometry.boxes_meet(self.boxes[inner], box)
        return [int(i) + after + 1 for i in np.flatnonzero(near)[::-1]]

    def is_hidden_at(self, point: Floats, after: int, before: int) -> bool:
        """Whether an opaque fill drawn between two shapes lies over ``point``."""
        spot = np.concatenate([point - 1e-6, point + 1e-6])
        over = self.fills_over(spot, after, before)
        return any(self.shapes[i].fill_opacity > OPAQUE and self.shapes[i].covers(point) for i in over)

    def backdrop(self, point: Floats, before: int) -> str:
        """The colour under ``point`` before shape ``before`` is drawn."""
        spot = np.concatenate([point - 1e-6, point + 1e-6])
        layers = []
        for index in self.fills_over(spot, -1, before):
            if self.shapes[index].covers(point):
                layers.append(self.shapes[index])
                if layers[-1].fill_opacity > OPAQUE:
                    break
        seen = self.background
        for layer in reversed(layers):
            seen = colour.mix(layer.fill, seen, min(1.0, layer.fill_opacity))
        return seen


def members(top: Mobject) -> Iterable[tuple[Mobject, Mobject | None]]:
    """Everything in an object of the scene, with the outermost text that it belongs to."""
    waiting: list[tuple[Mobject, Mobject | None]] = [(top, None)]
    while waiting:
        mobject, text = waiting.pop()
        text = text or (mobject if is_text(mobject) else None)
        yield mobject, text
        waiting += [(m, text) for m in mobject.submobjects]


def is_text(mobject: Mobject) -> bool:
    """Whether it is a text of the library."""
    return isinstance(mobject, DrawnText)


def shape_of(mobject: VMobject, owner: Mobject, text: Mobject | None) -> ScreenShape | None:
    """The shape that a mobject draws; None if it cannot be seen."""
    width = float(mobject.get_stroke_width()) / STROKE_UNITS
    fill, stroke = mobject.fill_rgbas[0], mobject.stroke_rgbas[0]
    stroke_opacity = float(stroke[3]) if width > 0 else 0.0
    if max(float(fill[3]), stroke_opacity) <= VISIBLE or len(mobject.points) < 4:
        return None
    points = mobject.points[: len(mobject.points) // 4 * 4, :2].reshape(-1, 4, 2)
    return ScreenShape(
        mobject, owner, text, geometry.sample_curves(points),
        colour.hexadecimal(fill[:3]), float(fill[3]),
        colour.hexadecimal(stroke[:3]), stroke_opacity, width if stroke_opacity > VISIBLE else 0.0,
    )  # fmt: skip


def boxes_of(shapes: Sequence[ScreenShape]) -> Floats:
    """The boxes (n, 4) of shapes, strokes included."""
    if not shapes:
        return np.zeros((0, 4))
    half = np.array([s.width / 2 for s in shapes])[:, None]
    low = np.stack([s.points.min(axis=(0, 1)) for s in shapes])
    high = np.stack([s.points.max(axis=(0, 1)) for s in shapes])
    return np.concatenate([low - half, high + half], axis=1)


def object_name(mobject: Mobject) -> str:
    """Class and, for a text, what it says."""
    words = getattr(mobject, "words", None)
    text = getattr(words, "plain", None)
    return f"{type(mobject).__name__}({text!r})" if text else type(mobject).__name__


def name_of_shape(shape: ScreenShape) -> str:
    """The object of the scene that a shape belongs to, and its own class if that says more."""
    owner, own = object_name(shape.owner), type(shape.mobject).__name__
    return owner if shape.mobject is shape.owner or own == "VMobject" else f"{owner}/{own}"
