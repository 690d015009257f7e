"""Bridges and coin: whole over the bridge, multiplied in the gate, and never a size that nobody recorded."""

from itertools import pairwise

import numpy as np
import pytest
from moved import JA, extent_px, faults, finish, go, record, same_at_half, same_picture

from chainreel.draw.evidence import evidence_in
from chainreel.draw.gradients.bridge_road import ALONE, FORK, JOIN, on_road, road
from chainreel.draw.gradients.bridge_state import BridgesState
from chainreel.draw.gradients.bridges import Bridges
from chainreel.draw.gradients.residual_block import PARTS, ResidualBlock, ResidualState
from chainreel.errors import InputError
from chainreel.number import counted, evaluate
from chainreel.pitch import heard_in
from chainreel.show import Shown, show

RECORD = record("chain")
RUNNING, INNER, FACTORS = (RECORD.numbers(f"bridges.{key}") for key in ("running", "inner", "factors"))


def shown_as(style: str, *numbers: object) -> list[Shown]:
    return [show(n, style, "ja") for n in numbers]  # type: ignore[arg-type]


def row(**state: object) -> Bridges:
    part = Bridges(JA, shown_as(".2f", *RUNNING), shown_as(".4f", *INNER), shown_as(".4f", *FACTORS))
    part.take(bridged=10.0, **state)
    return part.put_at(960, 450)


def block(**state: object) -> ResidualBlock:
    one, inner, factor = show(counted(1, "slope of a bridge"), "d", "ja"), INNER[0], FACTORS[0]
    running = show(RUNNING[0], "d", "ja"), show(factor, ".3f", "ja")
    part = ResidualBlock(JA, running, show(inner, ".3f", "ja"), show(factor, ".3f", "ja"), one)
    part.take(bridged=1.0, **state)
    return part.put_at(960, 500)


def lengths(part: Bridges) -> list[float]:
    return [e.number.value for e in evidence_in(part) if e.how == "length"]


def texts(part: Bridges) -> list[str]:
    return [e.text for e in evidence_in(part) if e.how == "text"]


def test_a_bridge_runs_from_joint_to_joint_over_the_gate() -> None:
    """Its ends lie on the line, a reach away from the gate, and its top a rise above it."""
    points = road(ALONE, 100)
    assert np.allclose(points[[0, -1]], [(100 - ALONE.reach, 0, 0), (100 + ALONE.reach, 0, 0)])
    assert points[:, 1].min() == pytest.approx(-ALONE.rise, abs=0.5)
    assert np.allclose(on_road(ALONE, 100, 0.5), (100, -ALONE.rise, 0), atol=0.5)


def test_the_coin_is_whole_on_the_bridge_and_multiplied_in_the_gate() -> None:
    """On the copy's two sides stand the coin's value and its product with the slope; above, the value."""
    part = block(coin=1.0)
    go(part.cross(1), FORK + 0.6 * (JOIN - FORK))
    assert lengths(part) == [1.0, INNER[0].value, 1.0]
    assert part.coins[0].disc.get_center()[1] > part.point(0, -part.size.rise / 2)[1]


def test_every_size_on_the_way_is_recorded_or_derived_from_what_is() -> None:
    """No moment of the crossing shows a value in between."""
    part = row(coin=1.0)
    known = {n.value for n in RUNNING} | {
        r.value * f.value for r, f in zip(RUNNING, INNER[::-1], strict=False)
    }
    crossing = part.cross()
    crossing.begin()
    for alpha in np.linspace(0, 1, 41):
        crossing.interpolate(alpha)
        assert set(lengths(part)) <= known


def test_coins_at_rest_leave_the_bridges_feet_in_sight() -> None:
    """Between two blocks of a row even the largest coin ends before the joints."""
    part = row(coin=1.0)
    finish(part.cross())
    for passed, shown in enumerate(part.running):
        for block in (part.count - passed, part.count - passed + 1):
            if 1 <= block <= part.count:
                foot = abs(part.rest_px(passed) - part.gate_px(block)) - part.size.reach - part.size.joint
                assert part.diameter_px(shown) / 2 < foot


def test_behind_a_block_the_coin_is_its_factor_times_as_large() -> None:
    """The last coin is the product of all blocks, and as wide as that."""
    part = row(coin=1.0)
    finish(part.cross())
    assert part.state.passed == 10
    assert extent_px(part.coins[10].disc)[0] == pytest.approx(part.size.coin_px * RUNNING[-1].value)
    assert {"1.50", "1.1966", "1.0001"} <= set(texts(part))
    assert same_picture(part, row(coin=1.0, passed=10))


def test_a_factor_prints_when_the_parts_have_met() -> None:
    """While they are apart nothing is said of the block."""
    part = row(coin=1.0)
    go(part.cross(1), JOIN - 0.01)
    assert "1.0001" not in texts(part)
    go(row(coin=1.0).cross(1), JOIN + 0.01)
    part.take(passing=None, passed=1)
    assert "1.0001" in texts(part)


def test_the_start_keeps_its_number_when_the_coin_has_left_it() -> None:
    """In a row, where numbers stand over coins: first the start's alone, at the end the last one too."""
    assert texts(row(coin=1.0)).count("1.00") == 1
    part = row(coin=1.0)
    finish(part.cross())
    assert [part.texts[k] in part.submobjects for k in (0, 1, 10)] == [True, False, True]
    assert not faults(part)


def test_coins_that_were_left_behind_leave_with_the_coin() -> None:
    """A block that goes to another place takes no coins along."""
    part = block(coin=1.0)
    finish(part.cross(1))
    assert lengths(part)
    part.take(coin=0.0)
    assert not lengths(part)


def test_a_lone_block_tells_what_either_road_multiplies_by() -> None:
    """1 over the bridge, the slope of F under the gate, and their sum on the coin."""
    part = block(coin=1.0)
    finish(part.cross_telling())
    assert {"1", "0.197", "1.197"} <= set(texts(part))
    assert part.state.passed == 1


def test_values_come_forward_and_are_added() -> None:
    """At the end x stands before the block and on the bridge, F(x) behind the gate, the sum at the end."""
    part = block()
    finish(part.carry())
    shown = [text.words.plain for name, text in part.texts_of.items() if part.pills[name] in part.submobjects]
    assert sorted(shown) == sorted(["x", "x", "F(x)", "x + F(x)"])
    assert same_picture(part, block(flow=1.0))


def test_the_dot_that_parts_from_x_stays_behind_it() -> None:
    """At the bridge's foot the letter covers the dot, not the dot the letter."""
    part = block(flow=PARTS + 0.02)
    order = list(part.submobjects)
    assert order.index(part.dots[0]) < order.index(part.pills["over"])


def test_a_silent_gate_adds_0_and_so_copies() -> None:
    """Only x comes out, and no F(x) is on its way."""
    part = block(hushed=1.0)
    finish(part.carry())
    there = [name for name in part.texts_of if part.pills[name] in part.submobjects]
    assert there == ["in", "over", "copied"]


def test_cleared_values_are_gone_and_may_come_again() -> None:
    """After they left the block stands as it was built."""
    part = block(flow=1.0)
    finish(part.clear())
    assert same_picture(part, block())
    assert part.state == ResidualState(bridged=1.0)


def test_a_frame_needs_no_frame_before_it() -> None:
    """At one half every motion shows the same, whether or not other frames were drawn."""
    assert same_at_half(lambda: row(coin=1.0), lambda p: p.cross())  # type: ignore[attr-defined]
    for motion in (
        lambda p: p.carry(),
        lambda p: p.cross_telling(),
        lambda p: p.clear(),
        lambda p: p.build(),
    ):
        assert same_at_half(lambda: block(coin=1.0, flow=0.4), motion)


def test_stills_keep_the_layout_rules() -> None:
    """Neither the row with all its coins nor a block with all its values has a fault."""
    for part in (row(coin=1.0, passed=10), block(flow=1.0), block(coin=1.0, passed=1, told=1.0, curved=1.0)):
        assert not faults(part)


def test_sizes_are_numbers_with_a_source() -> None:
    """A copy's size is derived, so the check can compute it again."""
    part = row(coin=1.0)
    go(part.cross(1), (FORK + JOIN) / 2)
    assert all(evaluate(e.number) == e.number.value for e in evidence_in(part))


def test_counts_that_do_not_fit_and_blocks_that_are_not_there_are_refused() -> None:
    """Ten blocks have ten factors and eleven coins, and a coin passes no more than are left."""
    with pytest.raises(InputError, match="10 blocks need a factor each, not 9"):
        Bridges(JA, shown_as(".2f", *RUNNING), shown_as(".4f", *INNER), shown_as(".4f", *FACTORS[1:]))
    with pytest.raises(InputError, match="10 blocks left to pass, not 11"):
        row(coin=1.0).cross(11)
    with pytest.raises(InputError, match="does not fit between gates"):
        Bridges(
            JA, shown_as(".2f", *RUNNING), shown_as(".4f", *INNER), shown_as(".4f", *FACTORS), width_px=900
        )
    assert BridgesState(passed=3).printed_factors == 3


def test_each_block_s_factor_is_heard_where_the_coin_s_parts_meet() -> None:
    """Ten joins, each from the coin's value before to the one behind: with bridges the tone does not fall."""
    heard = list(heard_in(row(coin=1.0).cross(seconds_each=0.5)))
    assert [s.numbers for s, _ in heard] == list(pairwise(RUNNING))
    assert [tone.at for _, tone in heard] == pytest.approx([0.5 * (k + JOIN) for k in range(10)])
    assert all(tone.end_hz >= tone.start_hz for _, tone in heard)


def test_a_lone_block_s_factor_is_heard_as_a_row_s() -> None:
    """Also while both roads tell what they multiply by."""
    ((sounding, tone),) = heard_in(block(coin=1.0).cross_telling(3.0))
    assert [n.value for n in sounding.numbers] == [1.0, FACTORS[0].value]
    assert tone.at == pytest.approx(3.0 * JOIN)
