"""Scenes of manim as people write them, for `python -m bench.stock`: short, at every kind of movement."""

import itertools
from typing import Any

import numpy as np
from manim import (
    BLUE,
    DOWN,
    GREEN,
    LEFT,
    ORIGIN,
    PI,
    RED,
    RIGHT,
    TAU,
    UP,
    WHITE,
    YELLOW,
    Axes,
    Circle,
    Create,
    Cube,
    Dot,
    FadeIn,
    FadeOut,
    Group,
    ImageMobject,
    LaggedStart,
    Line,
    MovingCameraScene,
    NumberPlane,
    RegularPolygon,
    Rotate,
    Scene,
    Square,
    Star,
    StreamLines,
    Text,
    ThreeDAxes,
    ThreeDScene,
    TracedPath,
    Transform,
    Triangle,
    ValueTracker,
    VGroup,
    Write,
    always_redraw,
    linear,
)  # fmt: skip


class TextAndHolds(Scene):
    """Titles, shapes, and half of the time nothing moves."""

    def construct(self) -> None:
        title, square = Text("A short proof", font_size=72), Square(color=BLUE, fill_opacity=0.5)
        self.play(Write(title))
        self.wait()
        self.play(title.animate.to_edge(UP), FadeIn(square))
        self.wait()
        self.play(Rotate(square))
        self.wait()


class RedrawnPlot(Scene):
    """A curve over the whole width that is made anew for each frame."""

    def construct(self) -> None:
        tempo = ValueTracker(1)
        axes = Axes(x_range=[-6, 6], y_range=[-2, 2], tips=False)
        curve = always_redraw(lambda: axes.plot(lambda x: np.sin(tempo.get_value() * x), color=YELLOW))
        self.add(axes, curve)
        self.play(tempo.animate.set_value(4), run_time=2)


class Network(Scene):
    """Layers and all lines between them, drawn and then coloured."""

    def construct(self) -> None:
        layers = [
            VGroup(*(Circle(0.2, color=WHITE, fill_opacity=0.6) for _ in range(6))).arrange(DOWN, buff=0.5)
            for _ in range(4)
        ]
        nodes = VGroup(*layers).arrange(RIGHT, buff=2)
        pairs = [(a, b) for one, two in itertools.pairwise(layers) for a in one for b in two]
        lines = VGroup(*(Line(a.get_center(), b.get_center(), stroke_width=1) for a, b in pairs))
        self.play(Create(lines), FadeIn(nodes))
        self.play(lines.animate.set_color(RED))
        self.wait(0.5)


class LabelFollows(Scene):
    """A word beside a moving dot."""

    def construct(self) -> None:
        dot = Dot()
        label = Text("follow me").scale(0.5).add_updater(lambda m: m.next_to(dot, UP))
        self.add(dot, label)
        self.play(dot.animate.shift(3 * RIGHT))
        self.wait(0.5)
        self.play(Rotate(dot, PI, about_point=ORIGIN))
        self.wait(0.5)


class ShapesTransformed(Scene):
    """Shapes that become one another."""

    def construct(self) -> None:
        shapes = [Square(), Circle(fill_opacity=0.5), Star(color=RED), RegularPolygon(7, color=GREEN)]
        shape: Any = Triangle()
        self.play(Create(shape))
        for other in shapes:
            self.play(Transform(shape, other.shift(RIGHT)), run_time=0.6)
        self.play(FadeOut(shape))


class ManySquares(Scene):
    """A crowd that comes in one after another."""

    def construct(self) -> None:
        squares = VGroup(*(Square(0.4, fill_opacity=0.5) for _ in range(80))).arrange_in_grid(8, 10)
        self.play(LaggedStart(*(FadeIn(s, shift=UP) for s in squares), lag_ratio=0.05))
        self.play(squares.animate.set_color_by_gradient(RED, BLUE))
        self.wait(0.5)


class TimeAndTrace(Scene):
    """Updaters that count time, and a path that remembers."""

    def construct(self) -> None:
        arm = Line(ORIGIN, 2 * RIGHT).add_updater(lambda m, dt: m.rotate(TAU * dt / 2, about_point=ORIGIN))
        tip = always_redraw(lambda: Dot(arm.get_end(), color=YELLOW))
        self.add(arm, tip, TracedPath(tip.get_center, stroke_color=YELLOW))
        self.wait(2)


class Streams(Scene):
    """Lines of a field that flow."""

    def construct(self) -> None:
        field = lambda p: np.sin(p[0] / 2) * UP + np.cos(p[1] / 2) * LEFT  # noqa: E731
        lines = StreamLines(field, x_range=[-5, 5, 1], y_range=[-3, 3, 1])
        self.add(lines)
        lines.start_animation(warm_up=True, flow_speed=1.5)
        self.wait(2)


class CameraMoves(MovingCameraScene):
    """The camera goes to a place and comes back: every pixel changes."""

    def construct(self) -> None:
        dot = Dot(2 * RIGHT + UP, color=RED)
        self.add(NumberPlane(), dot, Text("here").next_to(dot, UP))
        self.camera.frame.save_state()
        self.play(self.camera.frame.animate.scale(0.5).move_to(dot))
        self.wait(0.5)
        self.play(self.camera.frame.animate.scale(2).move_to(ORIGIN))


class Images(Scene):
    """Pictures that come, move and go."""

    def construct(self) -> None:
        grey = np.linspace(0, 255, 64 * 64).reshape(64, 64)
        images = Group(*(ImageMobject(np.uint8(np.roll(grey, 9 * i, axis=0))).scale(4) for i in range(3)))
        images.arrange(RIGHT)
        self.play(FadeIn(images))
        self.play(images.animate.shift(UP), rate_func=linear)
        self.wait(0.5)


class Space(ThreeDScene):
    """A turning camera in space, which manim's own camera draws."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=1.2, theta=0.5)
        self.add(ThreeDAxes(), Cube(fill_opacity=0.5))
        self.begin_ambient_camera_rotation(rate=0.6)
        self.wait(1)
        self.stop_ambient_camera_rotation()
