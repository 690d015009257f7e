"""The die: a picture of chance that shows faces of a die and no data."""

import pytest
from moved import JA, finish, same_at_half, same_picture

from chainreel.draw.charts.die import FACES, Die, DieState
from chainreel.draw.evidence import evidence_in


@pytest.mark.parametrize("face", FACES)
def test_a_face_has_as_many_pips_as_its_number(face: int) -> None:
    """One to six, each in a place of its own."""
    assert len(set(FACES[face])) == face


def test_a_throw_ends_on_the_die_built_there() -> None:
    """A throw needs no frame before, and comes to rest upright."""
    die = Die(JA)
    finish(die.throw())
    assert same_picture(die, Die(JA, DieState(1.0)))
    assert same_at_half(lambda: Die(JA), lambda part: part.throw())  # type: ignore[attr-defined]
    assert die.body.width == pytest.approx(Die(JA).body.width)


def test_pips_are_no_evidence() -> None:
    """What a die shows is chance, not a recorded number."""
    assert not list(evidence_in(Die(JA)))
