"""Renderers of scenes: each play a fixed count of frames, each a function of the start and its index.

Manim's clock, cache hash and file writer are not used. Its draw order is: all below the first object
that moves, once a play, then that one and all above it, in order of z. Flat scenes are drawn by the
painter; cameras that draw in their own way (3D, several views) are handed over to manim.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, Protocol, runtime_checkable

from manim import Mobject, Scene, config
from manim.constants import RendererType
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.iterables import list_update
from numpy.typing import NDArray

from chainreel.errors import ChainreelError
from chainreel.frames.painter import Painter, can_paint, family_of
from chainreel.frames.purity import require_pure, require_settled
from chainreel.frames.region import Changed
from chainreel.timeline import Segment, seconds_to_frames

Frame = NDArray[Any]  # uint8 (height, width, 4), RGBA; valid only until the call returns
Rows = Sequence[dict[str, Any]]  # numbers with their sources, as a ledger lists them
Step = Callable[[Sequence[Mobject]], tuple[Frame, Changed]]

log = logging.getLogger(__name__)


class FrameSink(Protocol):
    """Where drawn frames go."""

    def opening(self, frame: Frame, changed: Changed = None) -> None:
        """The still at a beat's start."""

    def frame(self, frame: Frame, repeat: int = 1, changed: Changed = None) -> None:
        """The next frame, ``repeat`` times on screen."""


@runtime_checkable
class BeatSink(FrameSink, Protocol):
    """A sink that also wants to know where beats begin and end."""

    def begin_beat(self, scene: Scene, beat: str) -> None:
        """A beat begins: what is drawn from now on belongs to it."""

    def end_beat(self, scene: Scene, beat: str, segments: tuple[Segment, ...], rows: Rows) -> None:
        """A beat has ended; ``segments`` are its plays in order, ``rows`` the numbers that it showed."""


class NoWriter:
    """Stands where manim expects its file writer, and writes nothing."""

    def __init__(self) -> None:
        self.subcaptions: list[Any] = []

    def next_section(self, name: str = "", section_type: str = "", skip_animations: bool = False) -> None:
        """Sections are manim's; beats are ours."""

    def add_sound(self, *args: Any, **kwargs: Any) -> None:
        """Sound is mixed after drawing."""

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """There are none."""


class SegmentRenderer(CairoRenderer):
    """The run of a play, drawn or not; subclasses say what happens at each frame."""

    drawing: bool

    def __init__(self) -> None:
        super().__init__()
        self.file_writer = NoWriter()
        self.drawing = True
        self.segments: list[Segment] = []

    def init_scene(self, scene: Scene, session_spec: Any, file_writer_settings: Any) -> None:  # noqa: ARG002
        """Take the camera that the scene asks for.

        Raises:
            ChainreelError: manim is set to draw with OpenGL.
        """
        if config.renderer != RendererType.CAIRO:
            raise ChainreelError(
                f"{type(scene).__name__} is set to manim's OpenGL renderer: "
                "chainreel.frames draws with Cairo, so render it with manim, or without renderer = opengl"
            )
        if type(self.camera) is not scene.camera_class:
            self.camera = scene.camera_class()

    def begin_beat(self, scene: Scene, beat: str) -> None:  # noqa: ARG002
        """A beat starts on the picture that the last one ended on."""
        self.segments = []

    def end_beat(self, scene: Scene, beat: str, rows: Rows = ()) -> None:
        """A beat has ended on a still, and showed the numbers of ``rows``."""

    def play(self, scene: Scene, *args: Any, segment: Segment | None = None, **kwargs: Any) -> None:
        """One play, as long as ``segment`` says; a stock manim scene gives none, and its clock is asked.

        Raises:
            ChainreelError: something in the picture depends on time or on earlier frames.
        """
        scene.compile_animation_data(*args, **kwargs)
        scene.begin_animations()
        require_pure(scene)
        still = scene.is_current_animation_frozen_frame()
        segment = segment or Segment(seconds_to_frames(scene.duration, int(config.frame_rate)))
        segment = replace(segment, stored=1 if still else segment.frames)
        self.segments.append(segment)
        if still:
            self.hold(scene, segment.frames)
        else:
            self.run(scene, segment.frames)
            self._finish(scene)
        self.num_plays += 1
        self.time += segment.frames / float(config.frame_rate)

    def hold(self, scene: Scene, frames: int) -> None:
        """A still of ``frames`` frames."""

    def run(self, scene: Scene, frames: int) -> None:  # noqa: ARG002
        """From the play's start to its end, which must be reached."""
        scene.update_to_time(scene.duration)

    def _finish(self, scene: Scene) -> None:
        for animation in scene.animations or ():
            animation.finish()
            animation.clean_up_from_scene(scene)
        scene.update_mobjects(0)
        require_settled(scene)


class FrameRenderer(SegmentRenderer):
    """Draws beats into a sink; with ``drawing`` off it only builds, and leaves the very same scene."""

    def __init__(self, sink: FrameSink) -> None:
        super().__init__()
        self.sink = sink
        self._painter: Painter | None = None

    def init_scene(self, scene: Scene, session_spec: Any, file_writer_settings: Any) -> None:
        """Choose who draws: the painter, or manim where the camera has a way of its own."""
        super().init_scene(scene, session_spec, file_writer_settings)
        self._painter = Painter(self.camera) if can_paint(self.camera) else None
        if self._painter is None:
            kind = type(self.camera).__name__
            log.warning("%s: manim's own %s draws, as slowly as it does", type(scene).__name__, kind)

    def begin_beat(self, scene: Scene, beat: str) -> None:
        """Draw the opening still."""
        super().begin_beat(scene, beat)
        if self.drawing:
            if isinstance(self.sink, BeatSink):
                self.sink.begin_beat(scene, beat)
            frame, changed = self._all(scene)
            self.sink.opening(frame, changed=changed)

    def end_beat(self, scene: Scene, beat: str, rows: Rows = ()) -> None:
        """Hand the beat's segments and numbers to the sink, if it wants them."""
        if self.drawing and isinstance(self.sink, BeatSink):
            self.sink.end_beat(scene, beat, tuple(self.segments), rows)

    def hold(self, scene: Scene, frames: int) -> None:
        """One drawn frame and a count."""
        if self.drawing:
            frame, changed = self._all(scene)
            self.sink.frame(frame, frames, changed=changed)

    def moments(self, frames: int) -> Iterable[int]:
        """Which frames of a play are drawn, from 1; the last, ``frames``, is at the play's end."""
        return range(1, frames + 1)

    def run(self, scene: Scene, frames: int) -> None:
        """The play's frames, the last one at its end."""
        if not self.drawing:
            super().run(scene, frames)
            return
        step = self._stepper(scene.static_mobjects)
        standing = {id(m) for m in scene.static_mobjects}
        moving = [m for m in scene.mobjects if not stands(m, standing)]
        for index in self.moments(frames):
            scene.update_to_time(index / frames * scene.duration)
            # Not manim's list from the play's start: a counter may have lost a figure since, or won one.
            # Bare groups stay out: the camera would draw what they hold once more, over what stands still.
            family = family_of(moving, self.camera.use_z_index)
            frame, changed = step([m for m in family if id(m) not in standing])
            self.sink.frame(frame, changed=changed)

    def _stepper(self, static: Sequence[Mobject]) -> Step:
        """What draws a play's frames from its moving objects, over those that stand still in it."""
        if self._painter is not None:
            return self._painter.play(static)
        ground = self.draw(static).copy() if static else None
        return lambda moving: (self.draw(moving, ground), None)

    def _all(self, scene: Scene) -> tuple[Frame, Changed]:
        """The picture as it stands."""
        mobjects = list_update(scene.mobjects, scene.foreground_mobjects)
        return self._painter.paint_all(mobjects) if self._painter else (self.draw(mobjects), None)

    def draw(self, mobjects: Iterable[Mobject], background: Frame | None = None) -> Frame:
        """The camera's own pixels after drawing ``mobjects`` on ``background`` (default: the plain one)."""
        if background is None:
            self.camera.reset()
        else:
            self.camera.set_frame_to_background(background)
        self.camera.capture_mobjects(mobjects)
        pixels: Frame = self.camera.pixel_array
        return pixels


def stands(mobject: Mobject, standing: Collection[int]) -> bool:
    """Whether all that is drawn of ``mobject``, and that is something, is among those that stand still."""
    drawn = mobject.family_members_with_points()
    return bool(drawn) and all(id(m) in standing for m in drawn)
