"""The ring of lengths: a length is a distance from the middle, in the direction in which it was measured."""

from collections.abc import Sequence

import numpy as np
import pytest
from moved import JA, faults, finish, record, same_at_half, same_picture

from chainreel.draw.charts.length_ring import DOT_EVERY, LengthRing, RingState
from chainreel.draw.evidence import evidence_in
from chainreel.draw.part.posing import Point
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import Number, counted
from chainreel.words import Words

CURES = record("cures")
STARTS = ("default", "xavier", "orthogonal")
NAMES = {"one": Words(("長さ",), "ja"), "first": Words(("既定",), "ja")}


def ring(state: RingState | None = None) -> LengthRing:
    rings = [CURES.numbers(f"{start}.lengths") for start in STARTS]
    return LengthRing(JA, rings, **NAMES, state=state).put_at(960, 500)


def reach(part: LengthRing, place: Point) -> float:
    """How far from the middle a place is, if the circle of length 1 has radius 1."""
    return float(np.linalg.norm(place - part.origin) / part.zoom / part.radius)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_each_dot_is_as_far_from_the_middle_as_its_length(index: int) -> None:
    """And it lies in its direction: the first to the right, the next a little counter-clockwise."""
    part, lengths = ring(RingState(index)), CURES.array(f"{STARTS[index]}.lengths")
    for k, dot in part.dots.items():
        assert reach(part, dot.get_center()) == pytest.approx(lengths[k])
    x, y, _ = part.dots[DOT_EVERY].get_center() - part.origin
    assert np.arctan2(y, x) == pytest.approx(2 * np.pi * DOT_EVERY / len(lengths))


def test_a_ring_that_keeps_every_length_lies_on_the_circle() -> None:
    """The circle of length 1, which is dashed: half of it is there."""
    part = ring(RingState(2))
    assert part.ring.width == pytest.approx(part.circle.width, rel=1e-3)
    drawn = sum(
        np.linalg.norm(b - a) for a, b in zip(part.circle.points[::4], part.circle.points[3::4], strict=True)
    )
    assert drawn / part.zoom == pytest.approx(np.pi * part.radius, rel=0.01)


def test_turning_ends_on_the_part_built_with_the_next_ring() -> None:
    """Half of the way is the same frame, however it was reached; what the first ring was stays."""
    part = ring()
    finish(part.turn_to(1), part.turn_to(2))
    assert same_picture(part, ring(RingState(2)))
    assert same_at_half(ring, lambda p: p.turn_to(1))
    assert [e.number for e in evidence_in(part.left)] == list(CURES.numbers("default.lengths"))


def test_the_ring_states_the_lengths_that_it_shows() -> None:
    """Those of its own ring when it has arrived, places on the way before."""
    part = ring()
    finish(part.turn_to(1))
    assert [e.number for e in evidence_in(part.ring)] == list(CURES.numbers("xavier.lengths"))


def test_the_still_keeps_the_layout_rules() -> None:
    """Nothing touches, nothing is too small."""
    assert not faults(ring())


def test_a_ring_refuses_what_it_cannot_show() -> None:
    """Bare floats, too few directions, rings of other directions, a ring that it has not."""
    few: Sequence[Number] = [counted(1, "a length")] * 3
    with pytest.raises(UnknownNumber):
        LengthRing(JA, [[1.0, 1.0, 1.0]], **NAMES)  # type: ignore[list-item]
    for rings in ([], [few[:2]], [few, [*few, *few]]):
        with pytest.raises(InputError):
            LengthRing(JA, rings, **NAMES)
    with pytest.raises(InputError):
        ring().turn_to(3)
