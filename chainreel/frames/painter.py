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
from manim.utils.family import extract_mobject_family_members
from numpy.typing import NDArray

from chainreel.frames.region import Rect, Region, copy_rects
from chainreel.frames.traced import Lens, Traced, key_of

Pixels = NDArray[Any]  # uint8 (height, width, 4), RGBA
Painted = tuple[Pixels, list[Rect]]  # a picture, and where it differs from the last one
DRAWING = (
    "capture_mobjects", "get_mobjects_to_display", "display_vectorized", "set_cairo_context_path",
    "display_multiple_vectorized_mobjects", "display_multiple_non_background_colored_vmobjects",
    "transform_points_pre_display", "type_or_raise", "set_frame_to_background", "reset",
)  # fmt: skip


def can_paint(camera: Camera) -> bool:
    """Whether the camera draws as manim's plain one does, wherever it looks."""
    kind = type(camera)
    own = [name for name in DRAWING if getattr(kind, name) is not getattr(Camera, name)]
    return all(f"{kind.__module__}.{name}" == "manim.camera.moving_camera.capture_mobjects" for name in own)


def family_of(mobjects: Iterable[Mobject], use_z_index: bool) -> list[Mobject]:
    """All that is drawn of ``mobjects``, in order: they and what they hold, as far as it has points."""
    mobjects = list(mobjects)
    found: list[Mobject] = []
    seen: set[int] = set()
    waiting = mobjects[::-1]
    while waiting:
        mobject = waiting.pop()
        if id(mobject) in seen:  # held twice: manim says which of its places counts
            return extract_mobject_family_members(mobjects, use_z_index, only_those_with_points=True)
        seen.add(id(mobject))
        if len(mobject.points):
            found.append(mobject)
        waiting += mobject.submobjects[::-1]
    return sorted(found, key=lambda m: m.z_index) if use_z_index else found


class Layer:
    """Objects drawn over the picture below, kept from one picture to the next."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = np.zeros((height, width, 4), np.uint8)
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
        self._lens: Lens | None = None
        self._background: object = None

    def play(self, still: Sequence[Mobject]) -> Callable[[Sequence[Mobject]], Painted]:
        """What paints a play, picture by picture, from its moving objects, in the order they are drawn in.

        ``still`` lie below them; they are looked at only for the first picture.
        """
        below, fresh = family_of(still, self._camera.use_z_index), True

        def paint(moving: Sequence[Mobject]) -> Painted:
            """Paint the moving objects of one frame over what stands."""
            nonlocal fresh
            region = self._region()
            if fresh or region:
                self._draw(self._below, below, self._ground, region)
                fresh = False
            self._draw(self._above, moving, self._below.pixels, region)
            return self._above.pixels, region.rects()

        return paint

    def paint_all(self, mobjects: Iterable[Mobject]) -> Painted:
        """The picture of all objects; what stood still stays below, if it is still lowest."""
        family = family_of(mobjects, self._camera.use_z_index)
        region = self._region()
        cut = len(self._below.traced)
        if not self._below.holds(family[:cut]):
            cut = 0
        self._draw(self._below, family[:cut], self._ground, region)
        self._draw(self._above, family[cut:], self._below.pixels, region)
        return self._above.pixels, region.rects()

    def _region(self) -> Region:
        """Where all has to be drawn: nowhere, unless the camera has moved or has another background."""
        lens, background = Lens.of(self._camera), self._camera.background
        region = Region(lens.width, lens.height)
        if lens == self._lens and background is self._background:
            return region
        if self._lens is None or (self._lens.width, self._lens.height) != (lens.width, lens.height):
            self._spare = np.zeros((lens.height, lens.width, 4), np.uint8)
            self._below, self._above = Layer(lens.width, lens.height), Layer(lens.width, lens.height)
        self._below.forget()
        self._above.forget()
        self._lens, self._background = lens, background
        self._ground: Pixels = np.ascontiguousarray(background, np.uint8)
        self._context = lens.context(self._spare)
        region.add_all()
        return region

    def _draw(self, layer: Layer, family: Sequence[Mobject], under: Pixels, region: Region) -> None:
        assert self._lens is not None
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
