"""Scenes to frames by whole counts: what a frame may depend on, and what is drawn."""

import numpy as np
import pytest
from film_scenes import SMALL, Beats, Frames, frames_of, manim_for, play_once, small
from manim import (
    BLUE,
    RED,
    RIGHT,
    WHITE,
    Circle,
    Create,
    FadeIn,
    MovingCameraScene,
    Scene,
    Square,
    TracedPath,
    UpdateFromAlphaFunc,
    VGroup,
    config,
    linear,
)

from chainreel.errors import ChainreelError
from chainreel.frames.building import BuildRenderer
from chainreel.frames.canvas import set_up
from chainreel.frames.renderer import FrameRenderer
from chainreel.timeline import Segment


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_a_beat_has_the_same_pixels_whether_earlier_beats_were_drawn_or_only_built(fps: int) -> None:
    """Nothing of a beat's frames depends on whether the beats before it were drawn."""
    whole = frames_of(Beats, small(fps))
    for beat in Beats.ORDER:
        alone = frames_of(Beats, small(fps), [beat])
        assert list(alone.beats) == [beat]
        assert np.array_equal(alone.pictures(beat), whole.pictures(beat))
        assert alone.segments[beat] == whole.segments[beat]


@pytest.mark.parametrize(("fps", "plays"), [(24, (9, 5)), (30, (11, 6)), (60, (22, 13))])
def test_a_segment_has_its_run_time_in_whole_frames(fps: int, plays: tuple[int, int]) -> None:
    """A play of 0.37 s and a wait of 0.21 s are rounded to frames, at any frame rate, each on its own."""
    frames = frames_of(Beats, small(fps), ["grid"])
    moving, still = plays
    assert frames.segments["grid"] == (Segment(moving, None, moving), Segment(still, None, 1))
    assert [repeat for _, repeat in frames.beats["grid"]] == [1, *([1] * moving), still]


def test_the_last_frame_of_a_play_shows_its_end() -> None:
    """Frame i of n stands at i/n of the play, so that the hold after it does not jump."""
    frames = frames_of(Beats, SMALL, ["grid"]).pictures("grid")
    assert np.array_equal(frames[-2], frames[-1])  # last frame of the play, and the wait after it
    assert not np.array_equal(frames[-3], frames[-2])


def test_the_opening_frame_is_the_picture_the_last_beat_ended_on() -> None:
    """A beat begins with a still, before anything of it has moved."""
    frames = frames_of(Beats, SMALL)
    assert np.array_equal(frames.pictures("turn")[0], frames.pictures("grid")[-1])


def test_a_given_segment_decides_the_count_of_frames() -> None:
    """A scene may say with a play how long its segment is; then manim's clock is not asked."""

    class Given(Scene):
        def construct(self) -> None:
            self.play(FadeIn(Square()), run_time=3, segment=Segment(7, "cue"))

    sink = Frames()
    with manim_for(SMALL):
        play_once(FrameRenderer(sink), Given)
    assert sink.segments["only"] == (Segment(7, "cue", 7),)
    assert len(sink.beats["only"]) == 8


def test_objects_keep_their_z_order_while_one_of_them_moves() -> None:
    """A moving object of low z stays below a still one of high z, in motion as at rest."""

    class Order(Scene):
        def construct(self) -> None:
            self.add(Square(4, color=RED, fill_opacity=1).set_z_index(5))
            self.mover = Square(7, color=BLUE, fill_opacity=1)
            self.add(self.mover)
            self.wait(0.1)
            self.play(self.mover.animate.shift(RIGHT * 0.2), run_time=0.1)

    sink = Frames()
    with manim_for(SMALL):
        play_once(FrameRenderer(sink), Order)
    colours = sink.pictures("only")[1:, 72, 128]
    assert len(colours) == 1 + 3
    assert all(pixel[0] > pixel[2] for pixel in colours)
    assert all(pixel[2] > pixel[0] for pixel in sink.pictures("only")[1:, 72, 180])


def test_what_stands_still_keeps_its_order_while_something_else_moves() -> None:
    """A group within a group that stands still is not drawn again over what lies upon it."""

    class Nested(Scene):
        def construct(self) -> None:
            below = VGroup(Square(6, color=RED, fill_opacity=1))
            mover = Square(0.5, color=RED).shift(RIGHT * 5)
            self.add(VGroup(below, Square(2, color=BLUE, fill_opacity=1)), mover)
            self.play(mover.animate.shift(RIGHT * 0.2), run_time=0.1)

    sink = Frames()
    with manim_for(SMALL):
        play_once(FrameRenderer(sink), Nested)
    assert all(pixel[2] > pixel[0] for pixel in sink.pictures("only")[1:, 72, 128])


def test_what_an_object_loses_in_a_play_is_gone_from_the_picture() -> None:
    """A counter that shows fewer figures leaves none of the old ones behind, in motion or at the end."""

    class Shrinking(Scene):
        def construct(self) -> None:
            group = VGroup(Square(6, color=RED, fill_opacity=1), Square(0.5, color=BLUE, fill_opacity=1))
            self.add(group)
            self.play(
                UpdateFromAlphaFunc(group, lambda g, a: g.remove(g[0]) if a > 0.5 and len(g) > 1 else g)
            )

    sink = Frames()
    with manim_for(SMALL):
        play_once(FrameRenderer(sink), Shrinking)
    first, *_, last = sink.pictures("only")[1:]
    beside_the_small_one = (30, 128)
    assert first[beside_the_small_one][0] > 0
    assert last[beside_the_small_one][0] == 0


def test_a_camera_that_moves_is_followed() -> None:
    """A scene that asks for manim's moving camera gets it, and its zoom changes the picture."""

    class Zoom(MovingCameraScene):
        def construct(self) -> None:
            self.add(Square())
            self.play(self.camera.frame.animate.scale(0.5), run_time=0.1)

    sink = Frames()
    with manim_for(SMALL):
        play_once(FrameRenderer(sink), Zoom)
    frames = sink.pictures("only")
    assert len({frame.tobytes() for frame in frames}) == len(frames)


class Timed(Scene):
    def construct(self) -> None:
        square = Square()
        square.add_updater(lambda m, dt: m.rotate(dt))
        self.add(square)
        self.wait(0.1)


class Traced(Scene):
    def construct(self) -> None:
        dot = Circle(0.1)
        self.add(dot, TracedPath(dot.get_center))
        self.play(dot.animate.shift(RIGHT), run_time=0.1)


class Accumulating(Scene):
    def construct(self) -> None:
        square = Square()
        square.add_updater(lambda m: m.shift(RIGHT * 0.01))
        self.add(square)
        self.play(FadeIn(Circle()), run_time=0.1)


class Ticking(Scene):
    def construct(self) -> None:
        self.add_updater(lambda dt: None)
        self.play(FadeIn(Circle()), run_time=0.1)


class Waiting(Scene):
    def construct(self) -> None:
        self.wait_until(lambda: True, 1)


@pytest.mark.parametrize(
    ("scene_class", "said"),
    [
        (Timed, "counts time"),
        (Traced, "TracedPath"),
        (Accumulating, "accumulates"),
        (Ticking, "scene itself"),
        (Waiting, "no fixed length"),
    ],
)
@pytest.mark.parametrize("renderer", [lambda: FrameRenderer(Frames()), BuildRenderer])
def test_what_depends_on_earlier_frames_is_refused(scene_class, said, renderer) -> None:
    """Time-based or accumulating updaters, traced paths and open waits stop drawing and building alike."""
    with manim_for(SMALL), pytest.raises(ChainreelError, match=said) as caught:
        play_once(renderer(), scene_class)
    assert scene_class.__name__ in str(caught.value)


def test_a_build_shows_chosen_samples_of_each_motion_and_the_still() -> None:
    """Checks look at a scene between its start and its end, and at what it ends on, without drawing."""

    class Moving(Scene):
        def construct(self) -> None:
            self.square = Square()
            self.play(self.square.animate(rate_func=linear).shift(RIGHT), run_time=1)

    seen: list[tuple[object, float]] = []
    renderer = BuildRenderer(
        on_segment=lambda scene, alpha: seen.append((alpha, round(float(scene.square.get_x()), 6))),
        on_still=lambda scene, beat: seen.append((beat, float(scene.square.get_x()))),
        samples=(0.25, 0.5),
    )
    with manim_for(SMALL):
        play_once(renderer, Moving)
    assert seen == [(0.25, 0.25), (0.5, 0.5), ("only", 1.0)]


def test_a_manim_cfg_of_the_lecturer_s_own_has_no_say() -> None:
    """Settings that would stop a film or change its pictures are manim's own again before it is drawn."""
    expected = frames_of(Beats, SMALL, ["grid"])
    changed = {"renderer": "opengl", "background_color": WHITE, "preview": True, "save_sections": True}
    with manim_for(SMALL):
        config.update(changed)
        found = frames_of(Beats, SMALL, ["grid"])
        set_up(SMALL)
        assert not config.preview
        assert not config.save_sections
    assert np.array_equal(found.pictures("grid"), expected.pictures("grid"))


def test_a_build_never_draws() -> None:
    """Setting ``drawing`` on a build chooses whether its hooks are called, and nothing else."""
    calls: list[float] = []
    renderer = BuildRenderer(on_segment=lambda scene, alpha: calls.append(alpha))
    renderer.drawing = False
    assert renderer.drawing is False

    class Moving(Scene):
        def construct(self) -> None:
            self.play(Create(Square()), run_time=0.1)

    with manim_for(SMALL):
        scene = play_once(renderer, Moving)
    assert calls == []
    assert not scene.camera.pixel_array[..., :3].any()
