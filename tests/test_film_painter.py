"""The painter draws less than manim's camera does, and the very same pixels."""

import logging
import random
from collections.abc import Callable

import numpy as np
import pytest
from film_compare import ComparedRenderer
from film_scenes import SMALL, Frames, manim_for, play_once
from manim import (
    BLUE,
    DOWN,
    GREEN,
    LEFT,
    RED,
    RIGHT,
    UP,
    WHITE,
    Circle,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    Group,
    ImageMobject,
    LaggedStart,
    Line,
    LineJointType,
    MoveAlongPath,
    MovingCameraScene,
    PointCloudDot,
    Polygon,
    ReplacementTransform,
    Rotate,
    Scene,
    Square,
    Star,
    ThreeDScene,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    config,
)

from chainreel.errors import ChainreelError
from chainreel.frames.region import TILE, Rect, Region
from chainreel.frames.renderer import FrameRenderer
from chainreel.frames.video_colour import Converter, RunningVideo

PICTURE = np.random.default_rng(1).integers(0, 255, (12, 20, 3), np.uint8)
Construct = Callable[[MovingCameraScene], None]


def compared(construct: Construct) -> ComparedRenderer:
    """Play a flat scene of a moving camera, comparing every frame and its colours."""
    renderer = ComparedRenderer(colour=True)
    with manim_for(SMALL):
        play_once(renderer, type("Flat", (MovingCameraScene,), {"construct": construct}))
    return renderer


def crowd(scene: Scene) -> VGroup:
    squares = VGroup(*(Square(1.4, color=c, fill_opacity=0.5) for c in (RED, GREEN, BLUE) * 4))
    squares.arrange_in_grid(3, 4, buff=-0.3)
    scene.add(squares)
    return squares


def camera_pans_and_zooms(scene: MovingCameraScene) -> None:
    squares = crowd(scene)
    scene.play(scene.camera.frame.animate.scale(0.5).move_to(squares[3]), run_time=0.2)
    scene.play(squares[0].animate.shift(UP), run_time=0.1)
    scene.play(scene.camera.frame.animate.scale(3), squares[1].animate.shift(DOWN), run_time=0.2)


def transparency(scene: MovingCameraScene) -> None:
    squares = crowd(scene)
    scene.play(squares.animate.set_opacity(0.2), run_time=0.1)
    scene.play(squares[5].animate.set_stroke(opacity=0), squares[6].animate.set_fill(opacity=1), run_time=0.1)


def z_order(scene: MovingCameraScene) -> None:
    squares = crowd(scene)
    scene.play(squares[2].animate.shift(3 * LEFT).set_z_index(3), run_time=0.1)
    scene.play(UpdateFromAlphaFunc(squares[4], lambda m, a: m.set_z_index(round(4 * a) - 2)), run_time=0.2)


def images(scene: MovingCameraScene) -> None:
    image = ImageMobject(PICTURE).set(height=2)
    crowd(scene)
    scene.add(image, Dot())
    scene.play(image.animate.shift(RIGHT), run_time=0.1)
    scene.play(image.animate.set_opacity(0.4), scene.camera.frame.animate.shift(LEFT), run_time=0.1)


def fades(scene: MovingCameraScene) -> None:
    squares = crowd(scene)
    scene.play(LaggedStart(*(FadeOut(s, shift=UP) for s in squares[:5])), run_time=0.2)
    scene.play(FadeIn(squares[1]), FadeOut(squares[8], scale=2), run_time=0.1)


def objects_appear_and_vanish_within_a_play(scene: MovingCameraScene) -> None:
    group = crowd(scene)

    def swap(group: VGroup, alpha: float) -> None:
        group.remove(*group[6:])
        group.add(*(Circle(0.3 + 0.1 * i).shift(i * RIGHT) for i in range(round(4 * alpha))))

    scene.play(UpdateFromAlphaFunc(group, swap), run_time=0.2)


def objects_reorder_within_a_play(scene: MovingCameraScene) -> None:
    group = crowd(scene)
    scene.play(
        UpdateFromAlphaFunc(group, lambda g, a: g.submobjects.insert(0, g.submobjects.pop())), run_time=0.3
    )


def curves_are_written_and_transformed(scene: MovingCameraScene) -> None:
    star = Star(color=RED, stroke_width=14)
    scene.play(Create(star), run_time=0.2)
    scene.play(Transform(star, Circle(2, fill_opacity=0.3)), Rotate(Square(), 1), run_time=0.2)
    scene.play(ReplacementTransform(star, Line(LEFT, UP)), run_time=0.1)


def strokes_with_spikes_and_joints(scene: MovingCameraScene) -> None:
    spike = Polygon(LEFT, 2 * RIGHT + 0.2 * UP, 2 * RIGHT + 0.1 * UP, stroke_width=20)
    others = VGroup(*(spike.copy().shift(i * UP) for i in (-2, 2)))
    others[0].joint_type = LineJointType.ROUND
    others[1].set_stroke(RED, 12, background=True)
    scene.add(others, spike)
    scene.play(Rotate(spike, 1), others.animate.shift(0.2 * LEFT), run_time=0.2)


def gradients_and_sheen(scene: MovingCameraScene) -> None:
    circle = Circle(2, fill_opacity=1).set_color([RED, BLUE]).set_sheen(0.4, UP)
    scene.play(FadeIn(circle), run_time=0.1)
    scene.play(circle.animate.set_sheen_direction(RIGHT), run_time=0.1)


def point_clouds(scene: MovingCameraScene) -> None:
    crowd(scene)
    cloud = PointCloudDot(radius=1, density=5)
    scene.play(FadeIn(cloud), run_time=0.1)
    scene.play(cloud.animate.shift(RIGHT), run_time=0.1)


def points_that_are_no_numbers(scene: MovingCameraScene) -> None:
    broken = Square()
    crowd(scene)
    scene.add(broken)
    nan = np.full((4, 3), np.nan)
    scene.play(UpdateFromAlphaFunc(broken, lambda m, a: m.set_points(nan if a > 0.5 else m.points)))


def background_changes(scene: MovingCameraScene) -> None:
    crowd(scene)
    scene.camera.background_color = WHITE
    scene.play(FadeIn(Circle(3)), run_time=0.1)
    scene.camera.background_color = GREEN
    scene.wait(0.1)


def one_object_held_twice(scene: MovingCameraScene) -> None:
    shared = Square(2, color=RED, fill_opacity=0.5)
    scene.add(VGroup(shared, Circle(fill_opacity=0.5)), VGroup(shared))
    scene.play(shared.animate.shift(RIGHT), run_time=0.1)


def groups_of_all_kinds(scene: MovingCameraScene) -> None:
    group = Group(ImageMobject(PICTURE), Square(), PointCloudDot(density=3))
    scene.play(FadeIn(group), run_time=0.1)
    scene.play(group.animate.shift(LEFT), run_time=0.1)


@pytest.mark.parametrize(
    "construct",
    [
        camera_pans_and_zooms, transparency, z_order, images, fades, objects_appear_and_vanish_within_a_play,
        objects_reorder_within_a_play, curves_are_written_and_transformed, strokes_with_spikes_and_joints,
        gradients_and_sheen, point_clouds, points_that_are_no_numbers, background_changes,
        one_object_held_twice, groups_of_all_kinds,
    ],
)  # fmt: skip
def test_every_pixel_is_manim_s(construct: Construct) -> None:
    """What changes a picture is found and drawn anew, to the last level; so is its colour."""
    renderer = compared(construct)
    assert renderer.difference.frames > 3
    assert renderer.difference.worst == 0
    assert renderer.colour_differs == 0


def random_shape(chance: random.Random) -> VMobject:
    kinds = (Circle, Square, Star, Dot, lambda **style: Line(LEFT, RIGHT, **style))
    shape = chance.choice(kinds)(color=chance.choice((RED, GREEN, BLUE, WHITE)))
    shape.set_stroke(width=chance.uniform(0, 12), opacity=chance.random())
    shape.set_fill(opacity=chance.choice((0, 0.4, 1))).set_z_index(chance.choice((0, 0, 0, 1, -1)))
    return shape.scale(chance.uniform(0.2, 2)).shift(
        chance.uniform(-6, 6) * RIGHT + chance.uniform(-3, 3) * UP
    )


def random_play(scene: MovingCameraScene, chance: random.Random) -> None:
    present = [m for m in scene.mobjects if m is not scene.camera.frame]
    old = chance.sample(present, min(len(present), 3))
    changes = (
        lambda m: m.animate.shift(chance.uniform(-2, 2) * RIGHT),
        lambda m: m.animate.set_opacity(chance.random()),
        lambda m: Rotate(m, chance.uniform(-2, 2)),
        FadeOut,
        lambda m: Transform(m, random_shape(chance)),
    )
    moves = [chance.choice(changes)(m) for m in old]
    new = [chance.choice((FadeIn, Create))(random_shape(chance)) for _ in range(chance.randrange(3))]
    zoom = [scene.camera.frame.animate.scale(chance.uniform(0.7, 1.3))] if chance.random() < 0.2 else []
    if moves or new or zoom:
        scene.play(*moves, *new, *zoom, run_time=0.1)


@pytest.mark.parametrize("seed", range(8))
def test_random_scenes_have_manim_s_pixels(seed: int) -> None:
    """Whatever happens in whatever order, nothing is left behind and nothing is missed."""
    chance = random.Random(seed)

    def construct(scene: MovingCameraScene) -> None:
        scene.add(*(random_shape(chance) for _ in range(8)))
        for _ in range(6):
            random_play(scene, chance)
            if chance.random() < 0.3:
                scene.bring_to_front(chance.choice(scene.mobjects))
                scene.wait(0.1)

    renderer = compared(construct)
    assert renderer.difference.worst == 0
    assert renderer.colour_differs == 0


def test_a_play_that_changes_little_draws_little() -> None:
    """A dot that moves among many objects redraws its neighbours, and an unchanged frame redraws nothing."""
    drawn: list[int] = []

    class Little(Scene):
        def construct(self) -> None:
            crowd(self)
            dot = Dot().shift(5 * RIGHT)
            self.play(MoveAlongPath(dot, Line(5 * RIGHT, 5 * RIGHT + UP)), run_time=0.2)
            self.play(UpdateFromAlphaFunc(dot, lambda m, a: None), run_time=0.2)

    class Areas:
        def opening(self, frame, changed=None) -> None:
            self.frame(frame, 1, changed)

        def frame(self, frame, repeat=1, changed=None) -> None:
            drawn.append(sum(rect.area for rect in changed))

    with manim_for(SMALL):
        play_once(FrameRenderer(Areas()), Little)
    opening, _, *moving = drawn
    assert opening == SMALL.width * SMALL.height
    assert 0 < max(moving) <= 6 * TILE * TILE
    assert moving[-6:] == [0] * 6


def test_colour_of_a_patch_is_that_of_the_whole() -> None:
    """Converting what changed, with what is around it, gives the values of converting everything."""
    chance = np.random.default_rng(0)
    picture = chance.integers(0, 255, (144, 256, 4), np.uint8)
    kept = RunningVideo()
    kept.after(picture)
    for _ in range(40):
        left, top = (int(v) for v in chance.integers(0, (250, 140)))
        rect = Rect(left // 2 * 2, top // 2 * 2, min(256, left // 2 * 2 + 64), min(144, top // 2 * 2 + 32))
        picture[rect.at] = chance.integers(0, 255, picture[rect.at].shape, np.uint8)
        frame = kept.after(picture, [rect])[0]
        assert np.array_equal(frame.to_ndarray(), Converter().video(picture).to_ndarray())


def test_a_region_s_rectangles_are_its_tiles_once_each() -> None:
    """They cover all that was added, do not overlap, and stay inside the frame."""
    chance = random.Random(2)
    for _ in range(50):
        region, wanted = Region(250, 130), np.zeros((130, 250), int)
        for _ in range(chance.randrange(6)):
            left, top = chance.randrange(249), chance.randrange(129)
            rect = Rect(left, top, min(250, left + chance.randrange(1, 90)), min(130, top + 20))
            region.add(rect)
            wanted[rect.at] = 1
        covered = np.zeros_like(wanted)
        for rect in region.rects():
            covered[rect.at] += 1
        assert covered.max(initial=0) <= 1
        assert (covered >= wanted).all()


def test_a_scene_in_space_is_handed_over_to_manim_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    """A camera that draws in its own way draws itself, as slowly as manim does."""

    class Space(ThreeDScene):
        def construct(self) -> None:
            self.add(Square(fill_opacity=1))
            self.wait(0.1)

    sink = Frames()
    with manim_for(SMALL), caplog.at_level(logging.WARNING):
        play_once(FrameRenderer(sink), Space)
    assert "Space: manim's own ThreeDCamera draws" in caplog.text
    assert sink.pictures("only")[-1, 72, 128, :3].any()


def test_open_gl_is_refused_with_a_remedy() -> None:
    """Chainreel draws with Cairo alone, and says so instead of drawing something else."""
    with manim_for(SMALL):
        renderer, scene = FrameRenderer(Frames()), Scene
        config.renderer = "opengl"
        try:
            with pytest.raises(ChainreelError, match="OpenGL"):
                renderer.init_scene(scene, None, None)
        finally:
            config.renderer = "cairo"
