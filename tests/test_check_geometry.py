"""Geometry of the layout rules: windings, boxes and segments agree with what can be worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainreel.check import geometry
from chainreel.draw import geometry as outlines

unit = st.floats(-3, 3).map(lambda v: round(v, 3))
boxes = st.tuples(unit, unit, unit, unit).map(
    lambda c: np.array([min(c[0], c[2]), min(c[1], c[3]), max(c[0], c[2]) + 0.1, max(c[1], c[3]) + 0.1])
)


def curves(outline: np.ndarray) -> np.ndarray:
    """An outline of the drawing library as the check samples it."""
    return geometry.sample_curves(outline[:, :2].reshape(-1, 4, 2))


def area(points: np.ndarray) -> np.ndarray:
    return np.concatenate([geometry.segments_of(points), geometry.closing_segments(points)])


@given(unit, unit)
def test_a_disc_contains_what_is_nearer_than_its_radius(x: float, y: float) -> None:
    """Points well within the radius are inside, points well beyond it are not."""
    disc = area(curves(outlines.circle((0, 0), 2)))
    distance = math.hypot(x, y)
    if abs(distance - 2) > 0.02:
        assert geometry.winds_around(disc, np.array([x, y])) is (distance < 2)


def test_a_hole_is_not_inside() -> None:
    """A ring made of two circles that run against each other has a hole; the same way round it has none."""
    outer, inner = curves(outlines.circle((0, 0), 2)), curves(outlines.circle((0, 0), 1))
    against = area(np.concatenate([outer, inner[::-1, ::-1]]))
    along = area(np.concatenate([outer, inner]))
    middle, ring = np.array([0.05, 0.05]), np.array([1.5, 0.05])
    assert not geometry.winds_around(against, middle)
    assert geometry.winds_around(along, middle)
    assert geometry.winds_around(against, ring)


def test_an_open_outline_is_filled_as_if_closed() -> None:
    """Three sides of a square enclose what the fourth would."""
    square = curves(outlines.polyline([(0, 0), (1, 0), (1, 1), (0, 1)]))
    assert geometry.winds_around(area(square), np.array([0.5, 0.5]))
    assert not geometry.winds_around(area(square), np.array([-0.1, 0.5]))


@given(boxes, unit, unit, unit, unit)
def test_a_segment_in_a_box_is_found_by_its_points(
    box: np.ndarray, x0: float, y0: float, x1: float, y1: float
) -> None:
    """A segment passes through a box when one of many points along it lies clearly inside."""
    segment = np.array([[[x0, y0], [x1, y1]]])
    points = segment[0, 0] + np.linspace(0, 1, 201)[:, None] * (segment[0, 1] - segment[0, 0])
    clear = ((points > box[:2] + 1e-6) & (points < box[2:] - 1e-6)).all(axis=1)
    through, enter, leave = geometry.shares_in_box(segment, box)
    if clear.any() and (x0, y0) != (x1, y1):
        assert through[0]
    if through[0]:
        middle = segment[0, 0] + (enter[0] + leave[0]) / 2 * (segment[0, 1] - segment[0, 0])
        assert (middle >= box[:2] - 1e-9).all()
        assert (middle <= box[2:] + 1e-9).all()


@given(boxes, boxes)
def test_boxes_meet_both_ways(one: np.ndarray, other: np.ndarray) -> None:
    """Meeting is mutual, and a box within another meets it."""
    assert geometry.boxes_meet(one[None], other)[0] == geometry.boxes_meet(other[None], one)[0]
    assert geometry.boxes_meet(one[None], geometry.grow_box(one, 0.1))[0]


def test_boxes_that_touch_do_not_meet() -> None:
    """Neighbours with a common edge are apart; an overlap counts from ``by`` on."""
    box = np.array([0.0, 0.0, 1.0, 1.0])
    row = np.array([[1.0, 0.0, 2.0, 1.0], [0.9, 0.0, 2.0, 1.0], [0.5, 0.5, 0.6, 0.6]])
    assert list(geometry.boxes_meet(row, box)) == [False, True, True]
    assert list(geometry.boxes_meet(row, box, 0.2)) == [False, False, False]


@pytest.mark.parametrize(("gap", "filled"), [(0.2, 1), (0.6, 0), (-0.1, 0)])
def test_gaps_between_letters_are_part_of_the_text(gap: float, filled: int) -> None:
    """A gap up to the widest is filled; a wider one, or none, is not."""
    letters = np.array([[0.0, 0.0, 1.0, 1.0], [1.0 + gap, 0.0, 2.0 + gap, 0.8]])
    gaps = geometry.gaps_between(letters, 0.5)
    assert len(gaps) == filled
    if filled:
        assert gaps[0] == pytest.approx([1.0, 0.0, 1.2, 0.8])


def test_letters_on_different_lines_have_no_gap() -> None:
    """The end of a line and the start of the next are no neighbours."""
    letters = np.array([[0.0, 2.0, 1.0, 3.0], [1.2, 0.0, 2.0, 1.0]])
    assert len(geometry.gaps_between(letters, 0.5)) == 0
