"""The digit cloud: every digit stands where two recorded neurons put it, layer after layer."""

import numpy as np
import pytest
from moved import JA, finish, go, record, same_at_half, same_picture

from chainreel.draw.charts.digit_cloud import DigitCloud
from chainreel.draw.evidence import evidence_in
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import Number, evaluate
from chainreel.words import Words

RECORD = record("profiles")
LAYERS = [RECORD.rows(f"points.plain.{k}") for k in range(3)]
PIXELS = RECORD.rows("points.pixels")
REACH, SIDE = 0.4, 600.0


def cloud() -> DigitCloud:
    return DigitCloud(JA, PIXELS, LAYERS, reach=REACH, side_px=SIDE)


def places(part: DigitCloud) -> np.ndarray:
    """Where the digits stand, in the units of the activations."""
    unit = SIDE / 135 / 2 / REACH
    middles = [part.place_of(k) for k in range(len(part.pictures))]
    return np.array([m[:2] / unit for m in middles])


def from_mean(layer: int) -> np.ndarray:
    values = np.array([[n.value for n in place] for place in LAYERS[layer]])
    return values - values.mean(axis=0)


def test_digits_stand_as_far_from_the_middle_as_from_their_mean() -> None:
    """Both neurons on the same scale, in every layer."""
    part = cloud()
    for layer in range(3):
        assert np.allclose(places(part), from_mean(layer))
        if layer < 2:
            finish(part.run_to(layer + 1, 1.0))


def test_each_digit_is_tied_to_its_dot() -> None:
    """Digits keep their places in columns beside the square; ties lead from there to where they stand."""
    part = cloud()
    before = [p.get_center() for p in part.pictures]
    finish(part.run_to(2, 1.0))
    assert np.allclose([p.get_center() for p in part.pictures], before)
    assert max(p.get_right()[0] for p in part.pictures[:5]) < part.card.get_left()[0]
    assert min(p.get_left()[0] for p in part.pictures[5:]) > part.card.get_right()[0]
    for k, (tie, picture) in enumerate(zip(part.ties, part.pictures, strict=True)):
        assert np.allclose(tie.points[-1], part.place_of(k))
        assert picture.get_bottom()[1] < tie.points[0][1] < picture.get_top()[1]


def test_the_neurons_are_named_outside_the_square() -> None:
    """What goes to the right is named under it, what goes up over it: no dot comes there."""
    names = Words(("first",), "ja"), Words(("second",), "ja")
    part = DigitCloud(JA, PIXELS, LAYERS, reach=REACH, names=names, side_px=SIDE)
    across, up = part.names
    assert across.get_top()[1] < part.card.get_bottom()[1]
    assert up.get_bottom()[1] > part.card.get_top()[1]


def test_each_layer_is_passed_through() -> None:
    """On the way to the third layer the digits stand exactly on the second one's places."""
    part = cloud()
    go(part.run_to(2, 1.0), 0.5)
    assert np.allclose(places(part), from_mean(1))


def test_a_place_can_be_computed_again_from_the_record() -> None:
    """The noted numbers are derived from recorded ones."""
    told = [e.number for e in evidence_in(cloud()) if e.how == "position"]
    derived = [n for n in told if isinstance(n, Number) and n.source.describe()["kind"] == "derived"]
    assert len(derived) == 2 * len(PIXELS)
    assert all(evaluate(n) == pytest.approx(n.value) for n in derived)


def test_a_frame_needs_no_frame_before_it() -> None:
    """Half of the way is the same frame, however it was reached."""
    assert same_at_half(cloud, lambda part: part.run_to(2, 1.0))  # type: ignore[attr-defined]


def test_a_moved_cloud_draws_itself_where_it_stands() -> None:
    """Moving and running may be done in either order."""
    one, other = cloud(), cloud()
    one.shift((1.0, 0.5, 0.0))
    finish(one.run_to(2, 1.0))
    finish(other.run_to(2, 1.0))
    other.shift((1.0, 0.5, 0.0))
    assert same_picture(one, other)


def test_a_digit_beyond_the_square_is_refused() -> None:
    """No digit is drawn where its values are not."""
    with pytest.raises(InputError, match="a digit at"):
        DigitCloud(JA, PIXELS, LAYERS, reach=0.1)


def test_layers_and_sources_are_needed() -> None:
    """A place for each digit in each layer, from a record; no layer beyond the last."""
    with pytest.raises(InputError, match="a place for each"):
        DigitCloud(JA, PIXELS[:3], LAYERS, reach=REACH)
    with pytest.raises(UnknownNumber):
        DigitCloud(JA, PIXELS, [[(0.1, 0.2)] * 10], reach=REACH)  # type: ignore[list-item]
    with pytest.raises(InputError, match="no layer 9"):
        cloud().run_to(8, 1.0)
