"""Scenes as people write them, one for each way in which a film can come out otherwise than manim's."""

import itertools
import random

import numpy as np
from manim import *  # noqa: F403  as people do

# ruff: noqa: F405, NPY002


class TimeUpdaters(Scene):
    def construct(self):
        dot = Dot(LEFT).add_updater(lambda m, dt: m.shift(2 * dt * UP))
        turning = Square(fill_opacity=0.4).shift(RIGHT)
        turning.add_updater(lambda m, dt: m.rotate(dt))
        self.add(turning, dot)
        self.wait(0.31)
        self.play(FadeIn(Circle()), run_time=0.27)
        turning.suspend_updating()
        self.wait(0.2)
        dot.clear_updaters()
        self.wait(0.2)


class SceneUpdater(Scene):
    def construct(self):
        square, still = Square(fill_opacity=0.5), Circle(fill_opacity=0.5).shift(RIGHT)
        self.add(still, square)
        self.add_updater(lambda dt: square.shift(dt * LEFT))
        self.wait(0.3)
        self.play(still.animate.shift(UP), run_time=0.3)
        self.play(Create(Line(LEFT, RIGHT)), run_time=0.2)


class SceneUpdaterOfWhatStands(Scene):
    def construct(self):
        low, high = Square(fill_opacity=0.5), Circle(fill_opacity=0.5)
        self.add(low, high)
        self.add_updater(lambda dt: low.shift(dt * LEFT))
        self.play(high.animate.shift(UP), run_time=0.3)
        self.wait(0.2)


class AlwaysUpdates(Scene):
    def __init__(self, **kwargs):
        super().__init__(always_update_mobjects=True, **kwargs)

    def construct(self):
        self.add(Square().add_updater(lambda m: m.rotate(0.1)))
        self.wait(0.3)


class Redrawn(Scene):
    def construct(self):
        value = ValueTracker(0.5)
        axes = Axes(x_range=[-2, 2], y_range=[-1, 1], tips=False)
        curve = always_redraw(lambda: axes.plot(lambda x: np.sin(value.get_value() * x), color=RED))
        label = always_redraw(lambda: DecimalNumber(value.get_value(), mob_class=Text).next_to(curve, UP))
        self.add(axes, curve, label)
        self.play(value.animate.set_value(2), run_time=0.5)
        self.wait(0.2)


class Traced(Scene):
    def construct(self):
        dot = Dot()
        self.add(TracedPath(dot.get_center, dissipating_time=0.2, stroke_opacity=[0, 1]), dot)
        self.play(dot.animate.shift(2 * UP), run_time=0.3)
        self.play(Rotate(dot, PI, about_point=ORIGIN), run_time=0.4)
        self.wait(0.3)


class AppendingPath(Scene):
    def construct(self):
        dot, path = Dot(), VMobject(stroke_color=YELLOW)
        path.set_points_as_corners([ORIGIN, ORIGIN])
        path.add_updater(lambda m: m.add_points_as_corners([dot.get_center()]))
        self.add(path, dot)
        self.play(MoveAlongPath(dot, Circle(2)), run_time=0.5)
        self.play(dot.animate.shift(LEFT), run_time=0.2)


class Streams(Scene):
    def construct(self):
        lines = StreamLines(
            lambda p: np.sin(p[0]) * UP + RIGHT, x_range=[-3, 3, 1], y_range=[-2, 2, 1], padding=0,
            virtual_time=1, stroke_width=3,
        )  # fmt: skip
        self.add(lines)
        lines.start_animation(warm_up=False, flow_speed=1.5)
        self.wait(0.4)
        self.play(lines.end_animation(), run_time=0.3)


class Boundary(Scene):
    def construct(self):
        text = Square(1.5)
        self.add(AnimatedBoundary(text, colors=[RED, GREEN, BLUE], cycle_rate=3), text)
        self.wait(0.5)


class WaitsUntil(Scene):
    def construct(self):
        dot = Dot().add_updater(lambda m, dt: m.shift(3 * dt * RIGHT))
        self.add(dot)
        self.wait_until(lambda: dot.get_x() > 1, max_time=2)
        self.play(FadeOut(dot), run_time=0.2)


class RandomNumbers(Scene):
    def construct(self):
        dots = VGroup(*(Dot(np.random.uniform(-3, 3, 3) * [1, 1, 0]) for _ in range(9)))
        dots.add_updater(lambda m: m.shift(0.1 * random.uniform(-1, 1) * RIGHT))
        self.add(dots)
        self.wait(0.2)
        self.play(dots.animate.set_color(RED), run_time=0.3)


class AddsWhilePlaying(Scene):
    def construct(self):
        dot, made = Dot(), itertools.count()

        def leave_one(m, dt):
            if next(made) % 2:
                self.add(Dot(m.get_center(), color=RED))

        dot.add_updater(leave_one)
        self.add(Square(fill_opacity=0.3), dot)
        self.play(dot.animate.shift(2 * RIGHT), run_time=0.4)
        self.wait(0.3)
        dot.clear_updaters()
        self.wait(0.2)


class Fading(Scene):
    def construct(self):
        square = Square(fill_opacity=1).add_updater(lambda m: m.set_fill(opacity=m.get_fill_opacity() - 0.02))
        self.add(square)
        self.play(Create(Circle()), run_time=0.5)


class Counting(Scene):
    def construct(self):
        calls = itertools.count()
        square = Square(fill_opacity=1).add_updater(lambda m: m.set_fill(RED if next(calls) % 3 else BLUE))
        self.add(square)
        self.play(Create(Circle()), run_time=0.4)
        self.wait(0.2)
        self.play(FadeOut(square), run_time=0.2)


class ReadsTheClock(Scene):
    def construct(self):
        bar = Rectangle(width=0.1, height=1, fill_opacity=1)
        bar.add_updater(lambda m: m.stretch_to_fit_width(0.1 + self.time))
        self.add(bar)
        self.play(Create(Circle()), run_time=0.4)
        self.wait(0.2)
        self.play(Create(Square()), run_time=0.3)


class Sections(Scene):
    def construct(self):
        square = Square()
        self.next_section("first", skip_animations=False)
        self.play(Create(square), run_time=0.2)
        self.next_section("left out", skip_animations=True)
        self.play(square.animate.shift(RIGHT), run_time=0.4)
        self.wait(0.3)
        self.next_section("last")
        self.play(square.animate.shift(DOWN), subcaption="down", run_time=0.2)
        self.add_subcaption("late", duration=0.5)
        self.wait(0.2)


class TextAbove(Scene):
    def construct(self):
        self.add(Text("above", z_index=2))
        self.add(Square(2, fill_opacity=1, color=BLUE))
        self.wait(0.2)
        self.play(FadeIn(Circle(fill_opacity=1)), run_time=0.2)
        self.wait(0.2)


class OwnInit(LinearTransformationScene):
    def __init__(self):
        super().__init__(show_coordinates=False, leave_ghost_vectors=True)

    def construct(self):
        self.apply_matrix([[1, 1], [0, 1]], run_time=0.3)
        self.wait(0.1)


class OwnRenderCall(Scene):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.side = 1.5

    def setup(self):
        self.add(Dot())

    def construct(self):
        self.play(GrowFromCenter(Square(self.side)), run_time=0.2)

    def tear_down(self):
        self.remove(*self.mobjects)


class Settled(Scene):
    """Updaters that are settled to the last bit but one."""

    def construct(self):
        a, b = Dot(LEFT), Dot(RIGHT)
        line = Line(a, b).add_updater(lambda m: m.put_start_and_end_on(a.get_center(), b.get_center()))
        brace = always_redraw(lambda: Brace(line, DOWN))
        label = Text("x").scale(0.5).add_updater(lambda m: m.next_to(brace, DOWN))
        self.add(a, b, line, brace, label)
        self.play(b.animate.shift(UP), run_time=0.3)
        self.play(a.animate.shift(0.3 * RIGHT), run_time=0.2)


class MovingGraph(Scene):
    def construct(self):
        graph = DiGraph([1, 2, 3], [(1, 2), (2, 3)], layout="circular")
        self.add(graph)
        self.play(graph[1].animate.shift(UP), run_time=0.3)
        self.play(graph.animate.add_vertices(4, positions={4: RIGHT}), run_time=0.2)


class Foreground(Scene):
    def construct(self):
        label = Square(0.5, fill_opacity=0.5, color=RED)
        self.add_foreground_mobject(label)
        self.play(FadeIn(Circle(fill_opacity=0.7)), run_time=0.2)
        self.add(Square(2, fill_opacity=0.6, color=GREEN))
        self.wait(0.2)


class FollowsCamera(MovingCameraScene):
    def construct(self):
        dot, grid = Dot(), NumberPlane()
        self.add(grid, dot)
        self.camera.frame.add_updater(lambda m: m.move_to(dot))
        self.play(dot.animate.shift(2 * RIGHT), run_time=0.3)
        self.camera.frame.clear_updaters()
        self.play(self.camera.frame.animate.scale(0.5), run_time=0.2)
        self.camera.background_color = BLUE_E
        self.play(FadeIn(Square(fill_opacity=0.5)), run_time=0.2)


class CameraMovedFromOutside(MovingCameraScene):
    """The camera moves while manim keeps what it takes for standing."""

    def construct(self):
        self.add(Square(fill_opacity=0.5), Circle().shift(RIGHT))
        dot = Dot()
        self.add(dot)
        mover = ValueTracker(0).add_updater(lambda m, dt: self.camera.frame.shift(dt * RIGHT))
        self.add(mover)
        self.play(dot.animate.shift(UP), run_time=0.3)


class Space(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=1, theta=0.5)
        self.add(ThreeDAxes(), Cube(fill_opacity=0.5))
        self.begin_ambient_camera_rotation(rate=1)
        self.wait(0.2)
        self.stop_ambient_camera_rotation()
        self.move_camera(phi=0.5, run_time=0.2)


class Zoomed(ZoomedScene):
    def construct(self):
        dot = Dot(UP)
        self.add(dot, Square())
        self.activate_zooming(animate=False)
        self.play(dot.animate.shift(RIGHT), run_time=0.2)
        self.wait(0.1)


class Pictures(Scene):
    def construct(self):
        image = ImageMobject(np.uint8([[0, 100, 30], [255, 0, 90]])).set(height=2)
        self.add(image)
        self.play(image.animate.shift(RIGHT), run_time=0.2)
        image.pixel_array[:, :, 0] = 90
        self.wait(0.1)
        self.play(FadeOut(image), run_time=0.2)


class LooksAtItself(Scene):
    """Reads the picture in the middle."""

    def construct(self):
        self.add(Square(fill_opacity=1))
        self.renderer.update_frame(self)
        seen = self.renderer.camera.pixel_array.copy()
        self.add(ImageMobject(seen).scale(0.3).shift(2 * RIGHT))
        self.wait(0.1)
        self.add(ImageMobject(self.renderer.get_frame()).scale(0.3).shift(2 * LEFT))
        self.play(FadeIn(Dot()), run_time=0.2)


class AddsItsOwnFrames(Scene):
    """Puts pictures into the film by hand, within a play and between two."""

    def construct(self):
        square, seen = Square(fill_opacity=1), []
        self.add(square)

        def interfere(m):
            if len(seen) == 1:
                self.renderer.add_frame(np.full_like(self.renderer.get_frame(), 90), 2)
            seen.append(m)

        self.play(UpdateFromFunc(square, interfere), run_time=0.4)
        self.renderer.add_frame(np.full_like(self.renderer.get_frame(), 200))
        self.play(square.animate.shift(RIGHT), run_time=0.2)


class OwnCamera(Scene):
    """Draws in a way that nobody else does."""

    def __init__(self, **kwargs):
        class Inverted(Camera):
            def apply_fill(self, ctx, vmobject):
                ctx.set_source_rgba(1, 0, 0, 0.5)
                ctx.fill_preserve()
                return self

        super().__init__(camera_class=Inverted, **kwargs)

    def construct(self):
        self.add(Square(fill_opacity=1))
        self.play(FadeIn(Circle(fill_opacity=1)), run_time=0.2)


class ManyShapes(Scene):
    def construct(self):
        squares = VGroup(*(Square(0.4, fill_opacity=0.5) for _ in range(30))).arrange_in_grid(5, 6)
        self.play(LaggedStart(*(FadeIn(s, shift=UP) for s in squares), lag_ratio=0.1), run_time=0.5)
        self.play(squares.animate.set_color_by_gradient(RED, BLUE), run_time=0.2)
        self.play(*(Rotate(s) for s in squares[::2]), run_time=0.3)
        self.remove(squares)
        self.wait(0.1)


class OnlyStill(Scene):
    def construct(self):
        self.add(Square(fill_opacity=0.5))


STATIC = (OnlyStill,)
SCENES = [
    kind for kind in list(globals().values())
    if isinstance(kind, type) and kind.__module__ == __name__ and issubclass(kind, Scene)
    and kind not in STATIC
]  # fmt: skip
