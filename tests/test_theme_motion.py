"""Motion: frames depend on the begin state and alpha, and end states are exact."""

import itertools
from typing import Any

import numpy as np
import pytest
from manim import Animation, Mobject, Square

from chainreel.draw import motion


def state(mobject: Mobject) -> list[np.ndarray]:
    return [a.copy() for m in mobject.get_family() for a in (m.points, m.fill_rgbas, m.stroke_rgbas)]  # type: ignore[attr-defined]


def frame(animation: Animation, *alphas: float) -> list[np.ndarray]:
    for alpha in alphas:
        animation.interpolate(alpha)
    return state(animation.mobject)


def same(a: list[np.ndarray], b: list[np.ndarray]) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("make", [motion.appear, motion.leave])
def test_a_fade_is_a_function_of_alpha(make: Any) -> None:
    """The frame at one half is the same after any other frames."""
    square = Square(fill_opacity=1)
    animation = make(square)
    animation.begin()
    straight = frame(animation, 0.5)
    assert same(straight, frame(animation, 0.9, 0.1, 0.5))
    assert not same(straight, frame(animation, 0.6))


def test_appearing_ends_on_the_mobject_as_it_was() -> None:
    """After its end nothing is left of the motion, to the last bit."""
    square = Square(fill_opacity=0.7)
    before = state(square)
    animation = motion.appear(square)
    animation.begin()
    assert square.fill_rgbas[0, 3] == 0
    animation.finish()
    assert same(before, state(square))


def test_leaving_fades_to_nothing_and_may_return() -> None:
    """It is invisible at the end, and whole again once it is out of the scene."""
    square = Square(fill_opacity=1)
    before = state(square)
    animation = motion.leave(square)
    animation.begin()
    animation.finish()
    assert square.fill_rgbas[0, 3] == 0
    animation.clean_up_from_scene(type("Scene", (), {"remove": lambda self, m: None})())
    assert same(before, state(square))


def test_a_glide_with_a_dip_passes_below_and_arrives_exactly() -> None:
    """Half way it is lower than both ends by the dip; at the end it stands at its goal."""
    square = Square()
    animation = motion.glide(square, np.array([4.0, 0.0, 0.0]), dip=1.5)
    animation.begin()
    animation.interpolate(0.5)
    assert square.get_center() == pytest.approx([2.0, -1.5, 0.0])
    animation.finish()
    assert square.get_center() == pytest.approx([4.0, 0.0, 0.0])


def test_a_stagger_starts_each_one_later_but_within_its_bound() -> None:
    """Three start 0.06 s apart; a hundred all start within 0.8 s."""
    few = motion.stagger(motion.appear(Square()) for _ in range(3))
    many = motion.stagger(motion.appear(Square()) for _ in range(100))
    assert few.run_time == pytest.approx(2 * 0.06 + motion.APPEAR)
    assert many.run_time == pytest.approx(0.8 + motion.APPEAR)


@pytest.mark.parametrize(
    "ease",
    [
        motion.linear,
        motion.ease_in_cubic,
        motion.ease_out_cubic,
        motion.ease_in_out_cubic,
        motion.ease_in_out_sine,
    ],
)
def test_an_easing_runs_from_nothing_to_all_without_turning_back(ease: Any) -> None:
    """Easings start at 0, end at 1 and never run backwards."""
    values = [ease(t) for t in np.linspace(0, 1, 101)]
    assert values[0] == pytest.approx(0, abs=1e-12)
    assert values[-1] == pytest.approx(1)
    assert all(b >= a for a, b in itertools.pairwise(values))
