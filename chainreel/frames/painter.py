"""Painter of what changed since the last picture, with the very pixels that drawing everything would give.

What changed is known by comparing each object with itself as it was last drawn. Objects that touch a
changed place are drawn whole into a spare picture, over what lies below, and the changed places are copied
out of it: Cairo smooths a clipped outline otherwise than a whole one, so nothing is ever clipped.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from manim import Mobject
from manim.camera.camera import Camera
from numpy.typing import NDArray

from chainreel.frames.region import Rect, Region, copy_rects
from chainreel.frames.traced import Lens, Traced, key_of

Pixels = NDArray[Any]  # uint8 (height, width, 4), RGBA
Painted = tuple[Pixels, list[Rect]]  # a picture, and where it differs from the last one
DRAWING = (
    "capture_mobjects", "get_mobjects_to_display", "display_vectorized", "set_cairo_context_path",
    "display_multiple_vectorized_mobjects", "display_multiple_non_background_colored_vmobjects",
    "transform_points_pre_display", "type_or_raise", "set_frame_to_background", "reset", "apply_fill",
    "apply_stroke", "set_cairo_context_color", "get_stroke_rgbas", "get_fill_rgbas", "get_cairo_context",
    "display_multiple_background_colored_vmobjects", "display_multiple_point_cloud_mobjects",
    "display_point_cloud", "display_multiple_image_mobjects", "display_image_mobject", "overlay_rgba_array",
    "adjusted_thickness",
)  # fmt: skip


STOCK = {name: getattr(Camera, name) for name in DRAWING}  # as manim came, before anyone's scene was loaded


def can_paint(camera: Camera) -> bool:
    """Whether the camera draws as manim's plain one does, wherever it looks."""
    kind = type(camera)
    own = [name for name in DRAWING if getattr(kind, name) is not STOCK[name] or name in vars(camera)]
    return all(f"{kind.__module__}.{name}" == "manim.camera.moving_camera.capture_mobjects" for name in own)


def family_of(mobjects: Iterable[Mobject], use_z_index: bool) -> list[Mobject]:
    """All that is drawn of ``mobjects``, in order: they and what they hold, as far as it has points.

    What is held twice is drawn at the last of its places, as manim has it.
    """
    found: list[Mobject] = []
    seen: set[int] = set()

    def take(mobject: Mobject) -> None:
        """From the last to the first: whatever comes again stood later already, with all that it holds."""
        if id(mobject) not in seen:
            for held in mobject.submobjects[::-1]:
                take(held)
            seen.add(id(mobject))
            if len(mobject.points):
                found.append(mobject)

    for mobject in list(mobjects)[::-1]:
        take(mobject)
    found.reverse()
    return sorted(found, key=lambda m: m.z_index) if use_z_index else found


class Layer:
    """Objects drawn over the picture below, kept from one picture to the next."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = np.zeros((height, width, 4), np.uint8)
        self.lens: Lens | None = None  # that it was drawn through
        self.traced: list[Traced] = []
        self._shown: list[Mobject] = []

    def holds(self, mobjects: Sequence[Mobject]) -> bool:
        """Whether it shows those objects, whatever they look like."""
        return self._shown == list(mobjects)

    def compare(self, mobjects: Sequence[Mobject], lens: Lens, region: Region) -> None:
        """Take the objects as they are now, and add to ``region`` wherever that makes a difference."""
        if self.holds(mobjects):
            self.traced = [self._now(t, t.mobject, lens, region) for t in self.traced]
            return
        old = {id(t.mobject): t for t in self.traced}
        traced = [self._now(old.get(id(m)), m, lens, region) for m in mobjects]
        staying = set(map(id, mobjects))
        for gone in self.traced:
            if id(gone.mobject) not in staying:
                region.add(gone.box)
        self._add_overtaken(traced, region)
        self.traced, self._shown = traced, list(mobjects)

    def _now(self, before: Traced | None, mobject: Mobject, lens: Lens, region: Region) -> Traced:
        """An object as it is; where it looks otherwise than before is added to ``region``."""
        key = key_of(mobject)
        if before is None:
            now = Traced(mobject, key, lens)
        elif before.key == key:
            return before
        else:
            now = Traced(mobject, key, lens, before)
            region.add(before.box)
        region.add(now.box)
        return now

    def _add_overtaken(self, traced: Sequence[Traced], region: Region) -> None:
        """Objects that one from above them has come below: of each such pair, this finds the lower."""
        place = {id(t.mobject): i for i, t in enumerate(self.traced)}
        highest = -1
        for t in traced:
            was = place.get(id(t.mobject), highest)
            if was < highest:
                region.add(t.box)
            highest = max(highest, was)

    def forget(self) -> None:
        """Know nothing any more: the next picture is drawn as if it were the first."""
        self.traced, self._shown = [], []


class Painter:
    """Two layers over a camera's background: what stands still during a play, and what is above it."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._size = (0, 0)
        self._lens: Lens | None = None
        self._background: object = None
        self._uncovered = Region(0, 0)  # where the upper layer lies over what has changed since

    @property
    def standing(self) -> Pixels:
        """What stands still, as it was drawn last."""
        return self._below.pixels

    def play(self, still: Sequence[Mobject]) -> Callable[[Sequence[Mobject]], Painted]:
        """What paints a play, picture by picture, from its moving objects, in the order they are drawn in.

        ``still`` lie below them; they are looked at for the first picture, and when the camera has moved.
        """
        below, fresh = family_of(still, self._camera.use_z_index), True

        def paint(moving: Sequence[Mobject]) -> Painted:
            """Paint the moving objects of one frame over what stands."""
            nonlocal fresh
            if fresh or self._has_moved():
                self.stand(below)
                fresh = False
            return self.move(moving)

        return paint

    def paint_all(self, mobjects: Iterable[Mobject]) -> Painted:
        """The picture of all objects; what stood still stays below, if it is still lowest."""
        family = family_of(mobjects, self._camera.use_z_index)
        if self._has_moved():
            self._prepare()
            self._below.forget()
        cut = len(self._below.traced)
        if not self._below.holds(family[:cut]):
            cut = 0
        self.stand(family[:cut])
        return self.move(family[cut:])

    def stand(self, family: Sequence[Mobject]) -> None:
        """Draw what stands still, in its order, over the background; it is not looked at again until the
        next call, whatever becomes of it, of the camera or of the background."""
        self._prepare()
        region = self._region()
        if self._camera.background is not self._background:
            self._background = self._camera.background
            self._ground: Pixels = np.ascontiguousarray(self._background, np.uint8)
            region.add_all()
        self._draw(self._below, family, self._ground, region)
        for rect in region.rects():
            self._uncovered.add(rect)

    def move(self, family: Sequence[Mobject]) -> Painted:
        """The picture of ``family``, in its order, over what stands still."""
        self._prepare()
        region, self._uncovered = self._uncovered, self._region()
        self._draw(self._above, family, self._below.pixels, region)
        return self._above.pixels, region.rects()

    def _has_moved(self) -> bool:
        """Whether what stands still was drawn through another lens or over another background."""
        if self._size == (0, 0) or self._camera.background is not self._background:
            return True
        return Lens.of(self._camera) != self._below.lens

    def _prepare(self) -> None:
        """Take in how the camera looks now; pictures of another size begin anew."""
        lens = Lens.of(self._camera)
        if (lens.width, lens.height) != self._size:
            self._size = lens.width, lens.height
            self._spare = np.zeros((lens.height, lens.width, 4), np.uint8)
            self._below, self._above = Layer(*self._size), Layer(*self._size)
            self._uncovered, self._background, self._lens = self._region(), None, None
        if lens != self._lens:
            self._lens, self._context = lens, lens.context(self._spare)

    def _region(self) -> Region:
        return Region(*self._size)

    def _draw(self, layer: Layer, family: Sequence[Mobject], under: Pixels, region: Region) -> None:
        assert self._lens is not None
        if layer.lens != self._lens:
            layer.forget()
            layer.lens = self._lens
            region.add_all()
        layer.compare(family, self._lens, region)
        rects = region.rects()
        if not rects:
            return
        copy_rects(under, self._spare, rects)
        self._draw_touched([t for t in layer.traced if region.touches(t.box)])
        copy_rects(self._spare, layer.pixels, rects)

    def _draw_touched(self, traced: Sequence[Traced]) -> None:
        for plain, group in itertools.groupby(traced, lambda t: t.plain):
            if plain:
                for t in group:
                    t.draw(self._camera, self._context)
            else:
                self._draw_by_manim([t.mobject for t in group])

    def _draw_by_manim(self, mobjects: Sequence[Mobject]) -> None:
        """Images, point clouds and outlines filled from an image: manim's own way, in its own groups."""
        camera = self._camera
        for kind, group in itertools.groupby(mobjects, camera.type_or_raise):
            camera.display_funcs[kind](list(group), self._spare)  # type: ignore[arg-type]
