"""Plain shapes: true to the points they are given and to the look's measures."""

import numpy as np
import pytest
from moved import JA, extent_px

from chainreel.draw.geometry import arrow as arrow_outline
from chainreel.draw.geometry import cut_disc, head_size
from chainreel.draw.part.shapes import arrow, bracket, dashed_line, divider, panel, verdict
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.theme import PIXELS_PER_UNIT, at, px


def test_an_arrows_tip_is_its_end_and_its_head_a_filled_triangle() -> None:
    """Head 18 to 26 px long and 1.04 times as wide, the shaft as thick as asked for."""
    made = arrow(JA, at(300, 300), at(700, 300), width_px=5)
    assert made.get_right() == pytest.approx(at(700, 300))
    length, width = head_size(5)
    assert 18 <= length <= 26
    assert extent_px(made)[1] == pytest.approx(width)
    assert width == pytest.approx(1.04 * length)
    assert made.get_stroke_width() == 0


def test_a_wide_shaft_gets_a_wider_head() -> None:
    """A shaft of 44 px, the widest magnitude, still ends in a head."""
    assert head_size(44)[1] > 44


def test_a_growing_arrow_keeps_its_shafts_width() -> None:
    """Whatever has grown of it is as thick as the whole; only the head may still be small."""
    for reach in (0.3, 0.6, 1.0):
        corners = arrow_outline((0, 0), (400, 0), 12, reach)[::4]
        assert np.linalg.norm(corners[0] - corners[-1]) == pytest.approx(12)
        assert corners[:, 0].max() == pytest.approx(400 * reach)


def test_an_arrow_without_a_way_is_refused() -> None:
    """Two equal ends have no direction."""
    with pytest.raises(InputError):
        arrow(JA, at(300, 300), at(300, 300))


def test_a_cut_disc_and_its_other_half_make_the_disc() -> None:
    """The pieces on both sides of a line have the disc's area together, and neither crosses the line."""
    pieces = [cut_disc((10, 0), 50, 30, side)[::4] for side in (-1, 1)]
    assert sum(area_of(p) for p in pieces) == pytest.approx(np.pi * 50**2, rel=0.01)
    assert pieces[0][:, 0].max() <= 30 + 1e-9
    assert pieces[1][:, 0].min() >= 30 - 1e-9
    assert len(cut_disc((0, 0), 10, 20, 1)) == 0


def area_of(corners: np.ndarray) -> float:
    x, y = corners[:, 0], corners[:, 1]
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2


def test_a_panel_lies_around_its_content() -> None:
    """A gap on every side."""
    text = lettering(JA, "損失", "body")
    card = panel(JA, text, 24)
    assert card.width - text.width == pytest.approx(px(48))
    assert card.get_center() == pytest.approx(text.get_center())


def test_a_bracket_opens_towards_what_it_holds() -> None:
    """Its ends reach to the gap, its back lies outside, and it is as long as its content."""
    text = lettering(JA, "損失", "body")
    made = bracket(JA, text, "right", 12)
    assert made.get_left()[0] - text.get_right()[0] == pytest.approx(px(12))
    assert made.height == pytest.approx(text.height)


def test_a_dashed_line_begins_and_ends_with_a_dash() -> None:
    """So that it marks exactly the place from here to there."""
    made = dashed_line(JA, at(300, 300), at(700, 300))
    assert made.get_left() == pytest.approx(at(300, 300))
    assert made.get_right() == pytest.approx(at(700, 300))
    assert len(made.points) // 4 > 10


def test_verdicts_differ_in_shape() -> None:
    """A filled disc with a tick, a ring with a cross, empty but for the ground: told without colour."""
    good, bad = verdict(JA, good=True), verdict(JA, good=False)
    fills = [made[0].get_fill_color().to_hex().upper() for made in (good, bad)]
    assert fills == [JA.color("correct"), JA.color("bg")]
    for made in (good, bad):
        assert made.width * PIXELS_PER_UNIT == pytest.approx(60, abs=6)


def test_a_divider_runs_from_end_to_end() -> None:
    """As high as its ends are apart."""
    assert divider(JA, at(100, 200), at(100, 600)).height == pytest.approx(px(400))
