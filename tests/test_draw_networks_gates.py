"""Gates and coin: the coin's diameter is its value at every moment, and it never shows one in between."""

import numpy as np
import pytest
from moved import JA, extent_px, faults, finish, go, number, record, same_at_half, same_picture, shown

from chainreel.draw.evidence import evidence_in
from chainreel.draw.gradients.gate_state import APPROACHED, MERGED, ChainState, Crossing
from chainreel.draw.gradients.gates import GateChain
from chainreel.draw.part.coin import drawn_diameter
from chainreel.errors import InputError, UnknownNumber
from chainreel.show import show
from chainreel.theme import MAGNITUDE_MIN, PIXELS_PER_UNIT

RECORD = record("chain")
RUNNING = RECORD.numbers("w1.running")


def chain(state: ChainState | None = None, *, gates: int = 10, **options: object) -> GateChain:
    running = [show(n, "s3" if i else "d", "ja") for i, n in enumerate(RUNNING)][: gates + 1]
    factors = [show(n, ".3f", "ja") for n in RECORD.numbers("w1.factors")][-gates:]
    return GateChain(JA, running, factors, state=state, **options)  # type: ignore[arg-type]


def with_coin(passed: int = 0) -> GateChain:
    return chain(ChainState(passed=passed, coin=1.0))


def diameter_px(part: GateChain, passed: int) -> float:
    return extent_px(part.coins[passed].disc)[1]


def texts(part: GateChain) -> list[str]:
    return [e.text for e in evidence_in(part) if e.how == "text"]


def test_a_coins_diameter_is_its_value() -> None:
    """Linear: a coin of 0.225 is 0.225 times as wide as a coin of 1."""
    whole, after = with_coin(), with_coin(1)
    assert diameter_px(whole, 0) == pytest.approx(whole.coin_px)
    assert diameter_px(after, 1) == pytest.approx(after.coin_px * RUNNING[1].value)


def test_a_coin_too_small_to_see_is_a_dot_then_nothing_and_keeps_its_number() -> None:
    """A diameter under 1.6 px is clamped, one under a tenth of it is not drawn; the number stays."""
    assert diameter_px(with_coin(4), 4) == pytest.approx(MAGNITUDE_MIN)
    last = with_coin(10)
    assert last.coins[10].disc not in last.get_family()
    assert "0.000000278" in texts(last)
    assert drawn_diameter(1.7) == 1.7


def test_a_crossing_shows_the_old_size_before_the_gate_and_the_new_one_behind() -> None:
    """On its way through a gate the coin has two recorded sizes, one on each side, and no other."""
    part = with_coin()
    go(part.pass_gate(), MERGED - 0.05)
    plane = part.gate_point(10)[0]
    near, far = (part.coins[k].disc.points[:, 0] for k in (0, 1))
    assert near.min() >= plane - 1e-9
    assert far.max() <= plane + 1e-9
    lengths = [e.number for e in evidence_in(part) if e.how == "length"]
    assert lengths == [RUNNING[0], RUNNING[1]]


def test_a_coin_higher_than_its_gate_shows_neither_over_nor_under_it() -> None:
    """It goes in at the gate's side: no cut edge stands out behind the gate's middle."""
    part = with_coin()
    assert part.diameter_px(0) > part.size.height
    go(part.pass_gate(), (APPROACHED + MERGED) / 2)
    side = part.point(part.gate_px(10) + part.size.width / 2, 0)[0]
    assert part.coins[0].disc.points[:, 0].min() >= side - 1e-9


def test_both_halves_of_a_crossing_coin_are_one_circle_each() -> None:
    """Every drawn corner lies on the old or on the new circle around the coin's middle, or on the plane."""
    part, share = with_coin(1), (APPROACHED + MERGED) / 2
    go(part.pass_gate(), share)
    radii = [part.diameter_px(k) / 2 for k in (1, 2)]
    x = Crossing(share).centre(part.rest_px(1), part.gate_px(9), part.rest_px(2), *radii)
    for passed, radius in zip((1, 2), radii, strict=True):
        corners = part.coins[passed].disc.points[::4]
        distances = np.linalg.norm(corners - part.point(x, 0), axis=1) * PIXELS_PER_UNIT
        assert np.allclose(distances, radius)


def test_the_factor_prints_at_the_merge() -> None:
    """No factor before the coin has met the gate, its own afterwards."""
    part = with_coin()
    passing = part.pass_gate()
    go(passing, APPROACHED)
    assert "0.225" not in texts(part)
    passing.interpolate((APPROACHED + MERGED) / 2)
    assert texts(part).count("0.225") >= 1
    assert part.prints[10] in part.get_family()


def test_passing_gates_ends_on_the_chain_built_there() -> None:
    """One gate, several gates: the picture is that of the chain with so many passed."""
    part = chain()
    finish(part.drop_coin(), part.pass_gate())
    assert same_picture(part, with_coin(1))
    finish(part.pass_many(3))
    assert same_picture(part, with_coin(4))
    finish(part.pass_many())
    assert same_picture(part, with_coin(10))
    finish(part.restart())
    assert same_picture(part, with_coin(0))


def test_a_frame_needs_no_frame_before_it() -> None:
    """At one half a pass shows the same, whether or not other frames were drawn."""
    assert same_at_half(with_coin, lambda p: p.pass_gate())
    assert same_at_half(with_coin, lambda p: p.pass_many())
    assert same_at_half(chain, lambda p: p.drop_coin())


def test_every_frame_of_many_passes_shows_recorded_values() -> None:
    """The coin's number steps through the recorded products."""
    part, seen = with_coin(), set()
    passes = part.pass_many()
    passes.begin()
    for alpha in np.linspace(0, 1, 60):
        passes.interpolate(float(alpha))
        seen |= {e.number for e in evidence_in(part) if e.how == "length"}
    assert seen <= set(RUNNING)
    assert [e.number for e in passes.evidence] == list(RUNNING[1:-1])  # type: ignore[attr-defined]


def test_the_coin_goes_left_when_it_is_a_gradient_and_right_when_it_is_a_value() -> None:
    """Backward it starts right of the last gate, forward left of the first."""
    forward = GateChain(
        JA, [show(n, ".3f", "ja") for n in RECORD.numbers("w1.activation")], backward=False, coin_px=60
    )
    assert with_coin().rest_px(0) > with_coin().gate_px(10) > with_coin().rest_px(10)
    assert forward.rest_px(0) < forward.gate_px(1) < forward.rest_px(10)
    assert forward.gate_after(0) == 1
    assert forward.coins[0].color == "forward"


def test_a_trail_keeps_the_coins_with_their_numbers() -> None:
    """Each coin that can be seen stays at its rest, its number above it."""
    part = chain(ChainState(passed=3, coin=1.0), trail=True)
    assert {"1", "0.225", "0.0505", "0.0113"} <= set(texts(part))
    assert part.tracks[1].disc.get_center() == pytest.approx(part.rest_point(1))


def test_a_print_is_there_as_soon_as_the_coin_goes_on_and_is_dimmer_than_it() -> None:
    """No place is empty in mid-motion, and of two discs it is plain which one is the coin."""
    part = chain(ChainState(coin=1.0), trail=True)
    assert part.tracks[0].disc not in part.get_family()
    go(part.pass_gate(), 0.05)
    assert part.tracks[0].disc.get_center() == pytest.approx(part.rest_point(0))
    fills = [coin.disc.get_fill_color().to_hex() for coin in (part.coins[0], part.tracks[0])]
    assert fills[0].upper() == JA.color("backward") != fills[1].upper()


def test_three_gates_may_be_labelled_as_the_last_of_ten() -> None:
    """The gates nearest the exit keep their numbers."""
    part = chain(gates=3, numbered_from=8)
    assert {"8", "9", "10"} <= set(texts(part))


@pytest.mark.parametrize("passed", [0, 1, 4, 10])
def test_stills_keep_the_layout_rules(passed: int) -> None:
    """At each rest nothing overlaps, is too pale or leaves the margins."""
    assert not faults(with_coin(passed).put_at(960, 440))
    if passed <= 3:
        assert not faults(chain(ChainState(passed=passed, coin=1.0), gates=3).put_at(960, 480))


def test_numbers_without_a_source_are_refused() -> None:
    """Coin and factors take shown numbers only."""
    with pytest.raises(UnknownNumber):
        GateChain(JA, [1.0, 0.25])  # type: ignore[list-item]
    with pytest.raises(UnknownNumber):
        GateChain(JA, [shown(1.0), shown(0.25)], [0.25])  # type: ignore[list-item]


def test_a_chain_that_does_not_fit_is_refused() -> None:
    """A factor short, a coin wider than the gap, a pass too many."""
    with pytest.raises(InputError, match="factor for each"):
        GateChain(JA, [shown(1.0), shown(0.5), shown(0.25)], [shown(0.5)])
    with pytest.raises(InputError, match="smaller coin_px"):
        GateChain(JA, [show(number(1.0), "d", "ja")] * 11)
    with pytest.raises(InputError, match="left to pass"):
        with_coin(10).pass_gate()
