"""Stock manim scenes for the film tests, cut into beats by hand, and what records their frames."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import numpy as np
from manim import (
    BLUE,
    GREEN,
    LEFT,
    RED,
    RIGHT,
    UP,
    Circle,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    Rotate,
    Scene,
    Square,
    Succession,
    VGroup,
    Write,
    always_redraw,
)

from chainreel.frames.canvas import set_up
from chainreel.frames.renderer import FrameRenderer, SegmentRenderer
from chainreel.lecture import Quality

SMALL = Quality("small", 256, 144, 30)


def small(fps: int) -> Quality:
    """256 by 144 pixels at another frame rate."""
    return Quality("small", SMALL.width, SMALL.height, fps)


@contextmanager
def manim_for(quality: Quality) -> Iterator[None]:
    """Manim set up for a film of ``quality``, and put back afterwards."""
    from manim import config

    before = config.copy()
    set_up(quality)
    try:
        yield
    finally:
        config.update(before)


class Frames:
    """A sink that keeps every frame of every beat, with its count on screen."""

    def __init__(self) -> None:
        self.beats: dict[str, list[tuple[np.ndarray, int]]] = {}
        self.segments: dict[str, tuple[object, ...]] = {}
        self._beat = ""

    def begin_beat(self, scene: Scene, beat: str) -> None:
        self._beat = beat
        self.beats[beat] = []

    def opening(self, frame: np.ndarray, changed: object = None) -> None:
        self.frame(frame)

    def frame(self, frame: np.ndarray, repeat: int = 1, changed: object = None) -> None:
        self.beats[self._beat].append((frame.copy(), repeat))

    def end_beat(self, scene: Scene, beat: str, segments: tuple[object, ...], rows: object) -> None:
        self.segments[beat] = segments

    def pictures(self, beat: str) -> np.ndarray:
        """A beat's frames, (count, height, width, 4)."""
        return np.stack([picture for picture, _ in self.beats[beat]])


class Beats(Scene):
    """Three beats that use what changes a scene in different ways."""

    ORDER = ("grid", "turn", "swap")

    def perform(self, wanted: Collection[str] = ORDER) -> None:
        for beat in self.ORDER:
            self.renderer.drawing = beat in wanted
            self.renderer.begin_beat(self, beat)
            getattr(self, beat)()
            self.renderer.end_beat(self, beat)

    def grid(self) -> None:
        self.squares = VGroup(*(Square(0.8, color=c, fill_opacity=0.5) for c in (RED, GREEN, BLUE) * 2))
        self.squares.arrange_in_grid(2, 3)
        self.play(LaggedStart(*(FadeIn(s, shift=UP) for s in self.squares), lag_ratio=0.3), run_time=0.37)
        self.wait(0.21)

    def turn(self) -> None:
        self.follower = always_redraw(lambda: Circle(0.2).next_to(self.squares, LEFT))
        self.add(self.follower)
        self.play(Rotate(self.squares, 1.0), run_time=0.5)
        self.play(self.squares.animate.shift(RIGHT).set_fill(opacity=0.9), run_time=0.3)

    def swap(self) -> None:
        circle = Circle(1.0, color=BLUE, fill_opacity=1).set_z_index(-1)
        self.play(Succession(Create(circle), FadeOut(self.squares[0])), run_time=0.4)
        self.play(ReplacementTransform(self.squares[1], Square(2.0)), Write(Square(0.3)), run_time=0.3)
        self.wait(0.5)


def frames_of(scene_class: type[Beats], quality: Quality, wanted: Collection[str] = Beats.ORDER) -> Frames:
    """Perform the scene, drawing only the wanted beats."""
    with manim_for(quality):
        sink = Frames()
        scene_class(renderer=FrameRenderer(sink)).perform(wanted)
    return sink


def play_once(renderer: SegmentRenderer, scene_class: type[Scene]) -> Scene:
    """Construct a stock scene as one beat."""
    scene = scene_class(renderer=renderer)
    renderer.begin_beat(scene, "only")
    scene.construct()
    renderer.end_beat(scene, "only")
    return scene
