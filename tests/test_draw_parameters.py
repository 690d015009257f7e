"""Parameters as tiles: gradients arrive layer by layer, and all tiles step in the same frame."""

import numpy as np
import pytest
from moved import JA, faults, finish, go, number, record, same_at_half, same_picture, shown

from chainreel.draw.evidence import evidence_in
from chainreel.draw.parameters import Parameters, ParameterState, ParameterTiles
from chainreel.errors import InputError, UnknownNumber
from chainreel.show import show
from chainreel.theme import at

RECORD = record("small_network")
ORIGINS = {(2, 0, column): at(1500, 300 + 40 * column) for column in range(3)}


def layers(path: str) -> list[Parameters]:
    made = []
    for layer in (1, 2, 3):
        rows, biases = RECORD.rows(path.format(f"W{layer}")), RECORD.numbers(path.format(f"b{layer}"))
        weights = [[show(n, ".3f", "ja") for n in row] for row in rows]
        made.append(Parameters(weights, [show(n, ".3f", "ja") for n in biases]))
    return made


def tiles(state: ParameterState | None = None) -> ParameterTiles:
    return ParameterTiles(JA, layers("{}"), layers("update.{}"), state=state).put_at(960, 500)


def coins(part: ParameterTiles) -> int:
    return sum(coin.disc in part.get_family() for coin in part.coins.values())


def texts(part: ParameterTiles) -> list[str]:
    return [e.text for e in evidence_in(part) if e.how == "text"]


def test_every_parameter_has_its_tile() -> None:
    """As many tiles as the record counts parameters."""
    assert tiles().count == RECORD.number("parameters").value == len(texts(tiles()))


def test_gradients_come_to_their_own_layer_only() -> None:
    """Three coins for the last layer's three parameters, each at its tile at the end."""
    part = tiles()
    finish(part.receive(2, ORIGINS))
    assert coins(part) == 3
    tile = part.tiles[2, 0, 1].points
    assert part.coins[2, 0, 1].disc.get_center()[:2] == pytest.approx(tile.max(axis=0)[:2], abs=1e-6)


def test_all_tiles_step_in_the_same_frame() -> None:
    """No frame shows one parameter new and another old, and each coin is used up."""
    part = tiles()
    before, after = texts(part), texts(tiles(ParameterState(updated=1.0)))
    finish(part.receive(2, ORIGINS))
    step = part.step_all()
    step.begin()
    for alpha in np.linspace(0, 1, 31):
        step.interpolate(float(alpha))
        assert texts(part) in (before, after)
    step.finish()
    assert coins(part) == 0
    assert same_picture(part, tiles(ParameterState(updated=1.0)))


def test_a_frame_needs_no_frame_before_it() -> None:
    """At one half every motion shows the same, whatever was drawn before."""
    assert same_at_half(tiles, lambda p: p.receive(2, ORIGINS))
    assert same_at_half(tiles, lambda p: p.step_all())


def test_the_still_keeps_the_layout_rules() -> None:
    """Before and after the step, and with coins at the corners, numbers are free."""
    part = tiles()
    finish(part.receive(2, ORIGINS))
    assert not faults(part)
    go(part.step_all(), 1.0)
    assert not faults(part)


def test_what_does_not_fit_is_refused() -> None:
    """Bare numbers, other shapes after the step, and numbers too long for a tile."""
    one = Parameters([[shown(0.5)]], [shown(0.5)])
    with pytest.raises(UnknownNumber):
        ParameterTiles(JA, [Parameters([[0.5]], [shown(0.5)])], [one])  # type: ignore[list-item]
    with pytest.raises(InputError, match="same layers"):
        ParameterTiles(JA, [one], [one, one])
    long = Parameters([[show(number(0.123456), ".6f", "ja")]], [shown(0.5)])
    with pytest.raises(InputError, match="too long"):
        ParameterTiles(JA, [long], [long])
