"""Renderer of stock scenes: manim's own clock, order and rules, with the painter in place of its camera.

Manim decides what a play is, what of it stands still, how many frames it has and when; only the drawing of
a frame and where it goes are ours. Where a camera draws in a way of its own (3D, several views) it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import manim.scene.scene as manim_scene
from manim import Camera, Mobject, Scene
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter
from manim.utils.iterables import list_update
from numpy.typing import NDArray

from chainreel.frames.painter import Painter, can_paint, family_of
from chainreel.frames.region import Changed, Rect
from chainreel.stock.writer import StraightWriter

Pixels = NDArray[Any]  # uint8 (height, width, 4), RGBA


class PaintedRenderer(CairoRenderer):
    """Stands where a scene makes its ``CairoRenderer``."""

    def __init__(
        self,
        file_writer_class: type[SceneFileWriter] = StraightWriter,
        camera_class: type[Camera] | None = None,
        skip_animations: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(file_writer_class, camera_class, skip_animations, **kwargs)
        self._painter: Painter | None = None
        self._painted_for: Camera | None = None
        self._picture: Pixels | None = None  # drawn last; valid until the next is
        self._unwritten: list[Rect] | None = (
            None  # where it differs from the one written last; None: anywhere
        )

    def init_scene(self, scene: Scene, session_spec: Any, file_writer_settings: Any) -> None:
        """Take the camera that the scene asks for, where the renderer was made by hand."""
        super().init_scene(scene, session_spec, file_writer_settings)
        if type(self.camera) is Camera and scene.camera_class is not Camera:
            self.camera = scene.camera_class()

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> Pixels | None:
        """Draw what stands still in the play that begins; nothing in one that is skipped."""
        self.static_image = None
        static = list(static_mobjects)
        painter = self._painter_for_camera()
        if not static or self.skip_animations:
            return None
        if painter is None:
            return super().save_static_frame_data(scene, static)
        painter.stand(family_of(static, self.camera.use_z_index))
        self.static_image = painter.standing
        return self.static_image

    def render(self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:  # noqa: ARG002
        """The next frame of a play; none of one that is skipped."""
        if not self.skip_animations:
            self._draw(scene, moving_mobjects)
            self._add(1)

    def update_frame(
        self,
        scene: Scene,
        mobjects: Iterable[Mobject] | None = None,
        include_submobjects: bool = True,
        ignore_skipping: bool = True,
        **kwargs: Any,
    ) -> None:
        """Draw the picture as it stands, for whoever asks the camera for it then."""
        if self.skip_animations and not ignore_skipping:
            return
        if kwargs or not include_submobjects or self._painter_for_camera() is None:
            super().update_frame(scene, mobjects, include_submobjects, ignore_skipping, **kwargs)
            self._picture, self._unwritten = self.camera.pixel_array, None
            return
        self._draw(scene, mobjects)
        assert self._picture is not None
        self.camera.set_pixel_array(self._picture)

    def get_frame(self) -> Pixels:
        """The picture drawn last, as a copy (height, width, 4)."""
        return self.camera.pixel_array.copy() if self._picture is None else self._picture.copy()

    def freeze_current_frame(self, duration: float) -> None:
        """The picture drawn last for ``duration`` seconds, in manim's count of frames."""
        self._add(int(duration / (1 / self.camera.frame_rate)))

    def add_frame(self, frame: Pixels, num_frames: int = 1) -> None:
        """A picture of someone else's."""
        self._picture, self._unwritten = frame, None
        self._add(num_frames)
        self._unwritten = None  # the painter knows nothing of it

    def _add(self, count: int) -> None:
        if self.skip_animations:
            return
        self.time += count * (1 / self.camera.frame_rate)
        self.file_writer.write_frame(self._picture, repeat=count, changed=self._unwritten)
        self._unwritten = []

    def _draw(self, scene: Scene, mobjects: Iterable[Mobject] | None) -> None:
        """Draw what moves over what stands still, all if nothing is known to move."""
        wanted: Sequence[Mobject] = list(mobjects or ())
        if not wanted:
            wanted = list_update(scene.mobjects, scene.foreground_mobjects)
        painter = self._painter_for_camera()
        if painter is None:
            super().update_frame(scene, wanted)
            self._note(self.camera.pixel_array, None)
            return
        if self.static_image is None:
            painter.stand([])
        self._note(*painter.move(family_of(wanted, self.camera.use_z_index)))

    def _note(self, picture: Pixels, changed: Changed) -> None:
        self._picture = picture
        if changed is None or self._unwritten is None:
            self._unwritten = None
        else:
            self._unwritten += changed

    def _painter_for_camera(self) -> Painter | None:
        """The painter for the camera that the scene has now, if it draws as manim's plain one."""
        if self._painted_for is not self.camera:
            self._painted_for = self.camera
            self._painter = Painter(self.camera) if can_paint(self.camera) else None
            self._unwritten = None
        return self._painter


@contextmanager
def painted_scenes() -> Iterator[None]:
    """Scenes that are made within have the painted renderer, whatever their own ``__init__`` takes."""
    before = vars(manim_scene)["CairoRenderer"]
    paint_scenes()
    try:
        yield
    finally:
        setattr(manim_scene, "CairoRenderer", before)  # noqa: B010  (mypy holds the name to be private)


def paint_scenes() -> None:
    """From now on scenes have the painted renderer."""
    setattr(manim_scene, "CairoRenderer", PaintedRenderer)  # noqa: B010
