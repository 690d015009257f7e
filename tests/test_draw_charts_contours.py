"""Level lines: ellipses of a bowl, and lines cut to a box."""

from __future__ import annotations

import numpy as np
import pytest
from chart_parts import LINES, POINTS, measured, one

from chainreel.draw.axes.contours import Quadratic, ellipses
from chainreel.draw.part.clipping import Box, inside, outside
from chainreel.errors import InputError
from scenes import line_fit


def bowl() -> Quadratic:
    return Quadratic(measured(1.5, 0.4), one(0.05), measured(5.0, 1.0, 2.0))


def test_an_ellipse_has_its_level_everywhere() -> None:
    """Every point of the contour at 3 has the height 3."""
    (contour,) = ellipses(bowl(), [one(3.0)])
    heights = [bowl().value(x, y) for x, y in contour.path]
    assert heights == pytest.approx([3.0] * len(heights))


def test_a_level_below_the_floor_is_refused() -> None:
    """There is no contour under the lowest value."""
    with pytest.raises(InputError, match=r"lowest value is 0\.05"):
        ellipses(bowl(), [one(0.01)])


def test_a_saddle_has_no_ellipses() -> None:
    """A surface that is no bowl is refused."""
    saddle = Quadratic(measured(0, 0), one(0.0), measured(1.0, 0.0, -1.0))
    with pytest.raises(InputError, match="only a bowl"):
        ellipses(saddle, [one(1.0)])


def test_the_bowl_of_a_line_fit_is_its_loss() -> None:
    """From least squares on, the quadratic equals the mean squared residual anywhere."""
    x = np.array([p[0].value for p in POINTS])
    y = np.array([p[1].value for p in POINTS])
    a, b = np.polyfit(x, y, 1)
    lowest = measured(float(a), float(b))
    fit = Quadratic((lowest[0], lowest[1]), line_fit.loss(POINTS, *lowest), line_fit.curvature(POINTS))
    for a_here, b_here in LINES:
        assert fit.value(a_here.value, b_here.value) == pytest.approx(
            line_fit.loss(POINTS, a_here, b_here).value
        )


def test_the_slope_of_the_loss_is_its_derivative() -> None:
    """The chain rule's slope agrees with a nudge of a."""
    (a, b), nudge = LINES[0], 1e-6
    up, down = (line_fit.loss(POINTS, one(a.value + n), b).value for n in (nudge, -nudge))
    assert line_fit.dloss_da(POINTS, a, b).value == pytest.approx((up - down) / (2 * nudge), rel=1e-6)


def points(*pairs: tuple[float, float]) -> list[np.ndarray]:
    return [np.array([x, y, 0.0]) for x, y in pairs]


def test_what_lies_outside_a_box_is_cut_off() -> None:
    """A line across the box keeps its middle, with its ends on the edges."""
    (run,) = inside(points((-2, 0), (0, 0.5), (2, 1)), Box(-1, 1, 0, 1))
    assert np.allclose(run[0], [-1, 0.25, 0])
    assert np.allclose(run[-1], [1, 0.75, 0])
    assert inside(points((-2, 5), (2, 5)), Box(-1, 1, 0, 1)) == []


def test_a_line_leaves_gaps_for_boxes() -> None:
    """Two boxes on a line leave three stretches that touch their edges."""
    runs = outside(points((0, 0), (10, 0)), [Box(2, 3, -1, 1), Box(6, 7, -1, 1)])
    assert [x for run in runs for x in (run[0][0], run[-1][0])] == pytest.approx([0, 2, 3, 6, 7, 10])
