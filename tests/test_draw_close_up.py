"""What the lost coin needs: a chain seen from nearer, a coin that lands on the ruler, things that glide."""

import numpy as np
import pytest
from chart_parts import measured, ruler
from manim import RIGHT, Mobject
from moved import JA, finish, go, record, same_at_half, same_picture

from chainreel.draw.axes.axis import Linear, Logarithmic, decades, ticks
from chainreel.draw.axes.ruler import Ruler
from chainreel.draw.charts.bars import Bars
from chainreel.draw.gradients.gate_state import ChainState
from chainreel.draw.gradients.gates import GateChain
from chainreel.draw.motion import glide
from chainreel.draw.part.shapes import right_triangle
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.show import show
from chainreel.theme import PIXELS_PER_UNIT, at

CLOSE = 1.75


def chain(near: float = 0.0, passed: int = 3) -> GateChain:
    running = [show(n, "s3" if i else "d", "ja") for i, n in enumerate(record("chain").numbers("w1.running"))]
    factors = [show(n, ".3f", "ja") for n in record("chain").numbers("w1.factors")]
    return GateChain(JA, running, factors, close=CLOSE, state=ChainState(passed=passed, coin=1.0, near=near))


def corner(part: GateChain) -> np.ndarray:
    half_width, half_height = (side / 2 for side in part.layout_px)
    return part.point(half_width, -half_height)


def gates_shown(part: GateChain) -> set[int]:
    return {gate for gate, box in part.boxes.items() if box in part.submobjects}


def test_seen_from_nearer_everything_is_larger_and_the_coins_corner_stays() -> None:
    """Gates, coin and texts grow alike; the top end at which the coin starts does not move."""
    far, near = chain(), chain(near=1.0)
    assert near.coins[3].disc.width == pytest.approx(CLOSE * far.coins[3].disc.width)
    assert near.prints[9].font_px == pytest.approx(CLOSE * far.prints[9].font_px)
    assert np.allclose(corner(near), corner(far))


def test_from_near_only_what_has_room_is_in_the_picture() -> None:
    """A gate beyond the end is not drawn and states no number; stepping back brings all of them."""
    part = chain(near=1.0)
    assert gates_shown(part) == {6, 7, 8, 9, 10}
    assert part.numbers[1] not in part.submobjects
    left = -part.layout_px[0] / 2 / PIXELS_PER_UNIT
    assert part.line.points[:, 0].min() == pytest.approx(left)
    finish(part.grow(near=0.0))
    assert gates_shown(part) == set(range(1, 11))
    assert same_picture(part, chain())


def test_a_chain_that_steps_back_needs_no_frame_before() -> None:
    """Half of the way back is the same frame, however it was reached."""
    assert same_at_half(lambda: chain(near=1.0), lambda part: part.grow(near=0.0))  # type: ignore[attr-defined]


def hidden() -> Ruler:
    return Ruler(JA, measured(1, 0.22, 0.05, 2.8e-7), -8, landed=0.0, digits=0.0)


ORIGINS = [at(1700 - 300 * k, 100) for k in range(4)]


def test_coins_land_where_their_values_lie() -> None:
    """They come from the places given and end on the ruler that was built with them."""
    part, built = hidden(), Ruler(JA, hidden().values, -8, digits=0.0)
    go(part.land(ORIGINS), 0.0)
    assert np.allclose(part.coins[0].get_center(), ORIGINS[0])
    assert part.coins[0].width == pytest.approx(0)
    finish(part.land(ORIGINS))
    assert all(np.allclose(a.points, b.points) for a, b in zip(part.coins, built.coins, strict=True))


def test_a_landing_needs_no_frame_before() -> None:
    """Half of the landing is the same frame, however it was reached."""
    assert same_at_half(hidden, lambda part: part.land(ORIGINS))  # type: ignore[attr-defined]


def test_the_log_ruler_is_there_when_the_coins_set_out_for_it() -> None:
    """Before the turn it is not in the picture and states nothing; it follows the ruler that moved."""
    part = hidden()
    finish(part.land(ORIGINS))
    assert part.log_axis not in part.submobjects
    finish(glide(part, part.get_center() + RIGHT))
    finish(part.turn())
    assert part.log_axis in part.submobjects
    away = part.log_axis.line.points[0] - part.linear.line.points[0]
    assert np.allclose(away, part.down)
    assert part.coins[-1].get_center() == pytest.approx(part.log_axis.at(part.values[-1]))


def test_the_last_coin_stands_out_without_growing() -> None:
    """Its size is its value, so it gets a ring, and the others dim."""
    part = ruler()
    finish(part.turn())
    assert part.rim.get_stroke_opacity() == 0
    finish(part.light_hero())
    hero, other = part.coins[-1], part.coins[1]
    assert hero.width == pytest.approx(other.width)
    assert part.rim.get_stroke_opacity() == 1
    assert hero.get_fill_color() != other.get_fill_color()


def test_the_piles_name_stands_clear_of_its_arrow_in_any_size() -> None:
    """A larger role begins as far under the ruler as a small one."""
    part, tops = ruler(), []
    for role in ("body", "result"):
        text = part.pile_label("pile", role)[0]
        tops.append(text.baseline + text.font_px * CAP_HEIGHT / PIXELS_PER_UNIT)
    assert tops[0] == pytest.approx(tops[1])


def test_so_many_bars_grow_at_once() -> None:
    """With two at a time the third has not begun before the first stands."""
    part = Bars(JA, measured(1, 1, 1, 1), Linear(0, 2), ticks(0, 2, 1), lit={}, at_once=2)
    part.take(grown=0.4)  # four bars, two at a time: each takes 1 / 2.5 of the whole
    heights = [bar.height if len(bar.points) else 0.0 for bar in part.bars]
    assert heights[0] == pytest.approx(part.top(0)[1] - part.plot.box.bottom)
    assert 0 < heights[1] < heights[0]
    assert heights[2] == heights[3] == 0.0


def test_on_a_log_axis_so_many_bars_appear_at_once() -> None:
    """There a bar has its whole length from the first and comes by its opacity, in the same turns."""
    values = measured(1e-3, 1e-3, 1e-3, 1e-3)
    part = Bars(JA, values, Logarithmic(1e-4, 1e-2), decades(-4, -2), lit={}, at_once=2)
    part.take(grown=0.4)
    assert all(bar.height == pytest.approx(part.top(0)[1] - part.plot.box.bottom) for bar in part.bars)
    seen = [bar.get_fill_opacity() for bar in part.bars]
    assert seen[0] == pytest.approx(1)
    assert 0 < seen[1] < 1
    assert seen[2] == seen[3] == 0.0


def test_what_glides_arrives_in_its_place_and_size() -> None:
    """The middle goes straight to its goal, and the size around it grows evenly."""
    part = ruler()
    start, width = part.get_center(), part.width
    go(glide(part, at(960, 300), 0.5), 0.5)
    assert np.allclose(part.get_center(), (start + at(960, 300)) / 2)
    assert part.width == pytest.approx(0.75 * width)
    part = ruler()
    finish(glide(part, at(960, 300), 0.5))
    assert part.width == pytest.approx(0.5 * width)


def test_gliding_needs_no_frame_before() -> None:
    """Half of the way is the same frame, however it was reached."""
    assert same_at_half(ruler, lambda part: glide(part, at(700, 300), 0.8))


def test_a_right_triangles_third_side_is_as_long_as_pythagoras_says() -> None:
    """Legs of 3 and 4 make 5."""
    parts: Mobject = right_triangle(JA, at(960, 540), 3.0, 4.0)
    side = parts[2].points
    assert float(np.linalg.norm(side[-1] - side[0])) == pytest.approx(5.0)
