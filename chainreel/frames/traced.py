"""Traces of objects as last drawn: what their pixels follow from, where, and their paths in Cairo."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import cairo
import numpy as np
from manim import ImageMobject, Mobject, PMobject, VMobject
from manim.camera.camera import Camera
from manim.constants import LineJointType
from numpy.typing import NDArray

from chainreel.frames.region import NOWHERE, Rect

EDGE = 2.0  # pixels beyond an outline that its smoothing, or the rounding of an image's corner, may reach
MITRE_LIMIT = 10.0  # Cairo's own: a longer spike is cut off
Key = tuple[object, ...]


@dataclass(frozen=True)
class Lens:
    """How scene units become pixels: what of a camera decides where things are drawn."""

    width: int
    height: int
    frame_width: float
    frame_height: float
    centre: tuple[float, float]
    line_width: float

    @classmethod
    def of(cls, camera: Camera) -> Lens:
        """The lens of a camera, as it stands."""
        x, y, _ = (float(v) for v in camera.frame_center)
        return cls(
            int(camera.pixel_width), int(camera.pixel_height), float(camera.frame_width),
            float(camera.frame_height), (x, y), float(camera.cairo_line_width_multiple),
        )  # fmt: skip

    @property
    def scale(self) -> tuple[float, float]:
        """Pixels in a scene unit, across and down."""
        return self.width / self.frame_width, self.height / self.frame_height

    def context(self, pixels: NDArray[np.uint8]) -> cairo.Context[Any]:
        """A context that draws into ``pixels`` exactly as manim's own does."""
        surface = cairo.ImageSurface.create_for_data(
            pixels.data, cairo.FORMAT_ARGB32, self.width, self.height
        )
        context = cairo.Context(surface)
        x, y = self.scale
        context.set_matrix(
            cairo.Matrix(
                x, 0, 0, -y, self.width / 2 - self.centre[0] * x, self.height / 2 + self.centre[1] * y
            )
        )
        return context

    def box(self, points: NDArray[np.float64], margin: float) -> Rect:
        """The pixels that hold all ``points``, with ``margin`` pixels around, inside the frame.

        The whole frame if one of them is nowhere (infinite or not a number).
        """
        low, high = np.minimum.reduce(points).tolist(), np.maximum.reduce(points).tolist()
        if not all(map(math.isfinite, (*low, *high))):
            return Rect(0, 0, self.width, self.height)
        x, y = self.scale
        left, right = ((v - self.centre[0]) * x + self.width / 2 for v in (low[0], high[0]))
        top, bottom = (self.height / 2 - (v - self.centre[1]) * y for v in (high[1], low[1]))
        rect = Rect(
            max(0, math.floor(max(left - margin, -1.0))), max(0, math.floor(max(top - margin, -1.0))),
            math.ceil(min(right + margin, self.width)), math.ceil(min(bottom + margin, self.height)),
        )  # fmt: skip
        return rect if rect.area else NOWHERE


def key_of(mobject: Mobject) -> Key:
    """Everything that an object's own pixels follow from; equal keys mean equal pixels."""
    if isinstance(mobject, VMobject):
        return _outline_key(mobject)
    if isinstance(mobject, PMobject):
        return mobject.points.tobytes(), mobject.rgbas.tobytes(), float(mobject.stroke_width)
    if type(mobject) is ImageMobject:
        pixels = mobject.get_pixel_array()
        return mobject.points.tobytes(), hash(pixels.tobytes()), pixels.shape, mobject.resampling_algorithm
    return (object(),)  # nothing is known of it, so it counts as changed


def _outline_key(m: VMobject) -> Key:
    held = m.__dict__
    fill, stroke = held.get("fill_rgbas"), held.get("stroke_rgbas")
    behind = held.get("background_stroke_rgbas")
    image = m.background_image
    return (
        m.points.tobytes(),
        None if fill is None else fill.tobytes(),
        None if stroke is None else stroke.tobytes(),
        None if behind is None else behind.tobytes(),
        m.stroke_width, m.background_stroke_width, m.joint_type, m.cap_style,
        image.tobytes() if isinstance(image, np.ndarray) else image,
        m.sheen_direction if isinstance(m.sheen_direction, tuple) else tuple(m.sheen_direction),
        m.tolerance_for_point_equality,
    )  # fmt: skip


class Traced:
    """An object with the key it was drawn from; made anew when the key changes."""

    def __init__(self, mobject: Mobject, key: Key, lens: Lens, before: Traced | None = None) -> None:
        self.mobject, self.key = mobject, key
        self.plain = isinstance(mobject, VMobject) and not mobject.background_image
        self.paints = Paints.of(mobject) if isinstance(mobject, VMobject) else ANYHOW
        same_points = before is not None and before.key[0] == key[0]
        self._path: cairo.Path | None = before._path if before is not None and same_points else None
        self._drawn = same_points
        self.box = box_of(mobject, self.paints, lens)

    def draw(self, camera: Camera, context: cairo.Context[Any]) -> None:
        """Draw an outline with its strokes and fill, in manim's order."""
        m, paints = self.mobject, self.paints
        assert isinstance(m, VMobject)
        if not any(paints):
            return
        self._set_path(m, camera, context)
        if paints.behind:
            camera.apply_stroke(context, m, background=True)
        if paints.fill:
            fill(context, m, camera)
        if paints.stroke:
            camera.apply_stroke(context, m)

    def _set_path(self, m: VMobject, camera: Camera, context: cairo.Context[Any]) -> None:
        """Build the path; keep it once it is drawn a second time."""
        if self._path is not None:
            context.new_path()
            context.append_path(self._path)
            return
        if not set_path(context, m):
            camera.set_cairo_context_path(context, m)
        if self._drawn:
            self._path = context.copy_path()
        self._drawn = True


class Paints(NamedTuple):
    """Which of an outline's three paints leave something to see."""

    behind: bool
    fill: bool
    stroke: bool

    @classmethod
    def of(cls, m: VMobject) -> Paints:
        """What an outline is drawn with, as it stands."""
        return cls(_strokes(m, True), _shows(m.get_fill_rgbas()), _strokes(m, False))


ANYHOW = Paints(True, True, True)  # of what is no outline


def fill(context: cairo.Context[Any], m: VMobject, camera: Camera) -> None:
    """Manim's ``apply_fill``, without detours where there is one colour."""
    rgbas = m.fill_rgbas
    if len(rgbas) != 1:
        camera.apply_fill(context, m)
        return
    red, green, blue, opacity = rgbas[0].tolist()
    context.set_source_rgba(blue, green, red, opacity)  # as manim: its pixels lie in the other order
    context.fill_preserve()


def set_path(context: cairo.Context[Any], mobject: VMobject) -> bool:
    """Manim's ``set_cairo_context_path``, with its arrays read at once; false if it cannot say."""
    points = mobject.points
    if not np.isfinite(points).all():
        return False
    context.new_path()
    flat = points[:, :2].tolist()
    curve_to: Callable[..., None] = context.curve_to
    begin = 0
    for end in (*_breaks(flat, mobject), len(flat)):
        if end - begin >= 4:
            context.new_sub_path()
            context.move_to(*flat[begin])
            for i in range(begin + 1, end - 2, 4):
                curve_to(*flat[i], *flat[i + 1], *flat[i + 2])
            if mobject.consider_points_equals_2d(flat[begin], flat[end - 1]):
                context.close_path()
        begin = end
    return True


def _breaks(flat: Sequence[Any], mobject: VMobject) -> list[int]:
    """The points at which an outline goes on elsewhere than where the curve before it ended."""
    same = mobject.consider_points_equals_2d
    return [i for i in range(4, len(flat), 4) if flat[i - 1] != flat[i] and not same(flat[i - 1], flat[i])]


def box_of(mobject: Mobject, paints: Paints, lens: Lens) -> Rect:
    """Pixels outside of which drawing the object changes nothing."""
    if isinstance(mobject, VMobject):
        return _outline_box(mobject, paints, lens)
    if isinstance(mobject, PMobject):
        return lens.box(mobject.points, float(mobject.stroke_width) + EDGE)
    if type(mobject) is ImageMobject:
        return lens.box(mobject.points, EDGE)
    return Rect(0, 0, lens.width, lens.height)


def _outline_box(m: VMobject, paints: Paints, lens: Lens) -> Rect:
    if not any(paints) or not len(m.points):
        return NOWHERE
    strokes = [
        m.get_stroke_width(back) for back, there in ((True, paints.behind), (False, paints.stroke)) if there
    ]
    width = max(strokes, default=0.0) * lens.line_width * max(lens.scale)
    return lens.box(m.points, (_reach(m) * width / 2 if width else 0.0) + EDGE)


def _reach(m: VMobject) -> float:
    """How far a stroke's corner can stand out, in halves of the stroke's width."""
    ends = 1.5  # a square cap's corner
    if m.joint_type in (LineJointType.ROUND, LineJointType.BEVEL) or len(m.points) < 8:
        return ends
    n = len(m.points) // 4
    curves = m.points[: 4 * n, :2].reshape(n, 4, 2)
    arrive, go = curves[:, 3] - curves[:, 2], np.roll(curves[:, 1] - curves[:, 0], -1, axis=0)
    lengths = np.linalg.norm(arrive, axis=1) * np.linalg.norm(go, axis=1)
    if not lengths.all():
        return MITRE_LIMIT
    cosine = (arrive * go).sum(axis=1) / lengths  # of the turn; a spike is 1/cos(turn/2) long
    half = np.sqrt(np.clip((1 + cosine) / 2, 0, 1))
    return max(ends, min(MITRE_LIMIT, 1 / max(float(half.min()), 1 / MITRE_LIMIT)))


def _strokes(m: VMobject, background: bool) -> bool:
    return m.get_stroke_width(background) != 0 and _shows(m.get_stroke_rgbas(background))


def _shows(rgbas: NDArray[np.float64]) -> bool:
    return bool(rgbas[0, 3]) if len(rgbas) == 1 else bool(rgbas[:, 3].any())
