"""The lecture's own runs: fresh, repeatable, and saying what the lecture says of them."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from chainreel.errors import ChainreelError
from chainreel.records.measure import Measurements
from chainreel.records.record import Record, load

ROOT = Path(__file__).parent.parent
RECORDS = ROOT / "assets" / "records"


def record(name: str) -> Record:
    return load(RECORDS / f"{name}.json")


def measurements(cache: Path) -> Measurements:
    return Measurements(ROOT / "experiments", RECORDS, cache)


def test_every_record_is_fresh_and_every_experiment_has_one(tmp_path: Path) -> None:
    """With fresh records nothing has to be measured, so nothing needs torch."""
    ours = measurements(tmp_path)
    assert ours.names() == tuple(sorted(path.stem for path in RECORDS.glob("*.json")))
    assert {name: ours.stale(name) for name in ours.names()} == dict.fromkeys(ours.names())


def test_all_records_together_stay_under_two_megabytes() -> None:
    """They are committed."""
    assert sum(path.stat().st_size for path in RECORDS.glob("*.json")) < 2_000_000


def test_depth_activation_and_seeds_of_the_headline_can_be_set(tmp_path: Path) -> None:
    """Every number follows the settings; the committed record does not."""
    changes = {"depth": 3, "activation": "relu", "seeds": [7], "steps": 4, "every": 2}
    small = measurements(tmp_path).record("headline", changes)
    assert small.array("plain.curve.train").shape == (1, 3)
    assert [n.value for n in small.numbers("curve.step")] == [0, 2, 4]
    assert "3 relu layers" in small.run
    assert record("headline").number("settings.depth").value == 30


def test_an_activation_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path) -> None:
    """A wrong word in --set ends in one sentence."""
    with pytest.raises(ChainreelError, match="'cube' is none of sigmoid, tanh, relu"):
        measurements(tmp_path).record("headline", {"activation": "cube"})


def test_the_line_falls_to_least_squares() -> None:
    """Each step is the last one minus rate times slope, the loss falls, and numpy's own fit is reached."""
    line = record("line")
    a, loss, slope = (line.array(key) for key in ("a", "loss", "dloss_da"))
    rate = line.number("settings.learning_rate").value
    assert np.allclose(a[1:], a[:-1] - rate * slope[:-1], rtol=0, atol=1e-15)
    assert (np.diff(loss) < 0).all()
    best = np.polyfit(line.array("x"), line.array("y"), 1)
    found = [line.number(f"least_squares.{key}").value for key in "ab"]
    assert found == pytest.approx(list(best), rel=1e-12)
    assert [line.number(f"{key}.30").value for key in "ab"] == pytest.approx(found, abs=3e-3)
    assert line.number("autograd_minus_by_hand").value < 1e-14


def test_zooming_in_makes_the_loss_curve_straight() -> None:
    """Each smaller window is straighter, and rise over run comes nearer to the slope."""
    line = record("line")
    bend, slope = line.array("zoom.bend_of_height"), line.array("zoom.slope_right")
    assert (np.diff(bend) < 0).all()
    assert (np.diff(np.abs(slope - line.array("start.dloss_da"))) < 0).all()


def test_three_ways_to_one_gradient_meet() -> None:
    """Sum over paths, autograd and the nudge agree to the decimals that the record says."""
    net = record("small_network")
    ways = [net.number(f"ways.{way}").value for way in ("paths", "autograd", "nudge")]
    decimals = int(net.number("ways.decimals").value)
    assert decimals >= 9
    assert len({round(way, decimals) for way in ways}) == 1
    assert net.array("paths.factors").prod(1) == pytest.approx(net.array("paths.products"), rel=1e-12)
    assert math.fsum(net.array("paths.products")) == pytest.approx(ways[1], rel=1e-12)


def test_the_small_networks_numbers_are_those_of_the_look_book() -> None:
    """Its weights are the declared ones, rounded to one decimal, and give the expected gradient."""
    net = record("small_network")
    assert net.number("dloss_dW1.0.0").value == pytest.approx(-0.0016793, abs=5e-8)
    assert net.array("paths.products") == pytest.approx([6.816e-4, -2.361e-3], rel=1e-3)
    assert all(np.array_equal(net.array(f"W{i}"), net.array(f"W{i}").round(1)) for i in (1, 2, 3))
    assert net.number("update.loss_after").value < net.number("update.loss_before").value


@pytest.mark.parametrize("case", ["w1", "w2", "w4", "w4_moved", "w6", "w6_moved"])
def test_a_chains_gradient_is_the_product_of_its_ten_factors(case: str) -> None:
    """Factor by factor, as autograd has it, from gate 10 back to gate 1."""
    chain = record("chain")
    factors, running = chain.array(f"{case}.factors"), chain.array(f"{case}.running")
    assert len(factors) == 10
    assert running[0] == 1.0
    assert running[1:] == pytest.approx(np.cumprod(factors[::-1]), rel=1e-12)
    assert running[-1] == pytest.approx(chain.number(f"{case}.autograd").value, rel=1e-12)


def test_what_the_lecture_says_of_the_chain_holds() -> None:
    """Below the bound at w = 1, exactly 1 at w = 4, growing at w = 6, and both change when x moves."""
    chain = record("chain")
    product = {
        case: chain.number(f"{case}.product").value for case in ("w1", "w4", "w4_moved", "w6", "w6_moved")
    }
    assert product["w1"] < chain.number("bound.all").value
    assert product["w4"] == 1.0
    assert product["w6"] == 1.5**10
    assert product["w4_moved"] < 1
    assert product["w6_moved"] < 1


@pytest.mark.parametrize("network", ["sigmoid_default", "tanh_default", "relu_default", "relu_xavier"])
def test_gradients_fade_by_the_factor_that_theory_gives(network: str) -> None:
    """Within 5 % at 30 and 50 layers, in each of the five seeds."""
    profiles = record("profiles")
    factors = profiles.array(f"{network}.factor")[:, 2:]
    assert factors == pytest.approx(profiles.number(f"{network}.theory").value, rel=0.05)


def test_digits_melt_on_the_way_as_gradients_fade() -> None:
    """In every seed of the plain tower the digits come together; with skips they spread."""
    profiles = record("profiles")
    plain, skips = profiles.array("plain.distance"), profiles.array("skips.distance")
    assert (plain[:, -1] < 1e-6 * plain[:, 0]).all()
    assert (skips[:, -1] > skips[:, 0]).all()
    assert (profiles.array("plain.last_by_first") > 1e6).all()


def test_what_the_hook_says_holds_in_all_seeds() -> None:
    """One answer to all digits without skips, and another wiring that learns, from the same weights."""
    headline = record("headline")
    assert (headline.array("plain.answers") == 1).all()
    assert (headline.array("plain.answer_count") == headline.number("train_digits").value).all()
    assert (headline.array("plain.train_accuracy") < 0.12).all()
    assert (headline.array("skips.train_accuracy") > 0.95).all()
    assert (headline.array("skips.test_accuracy") > 0.9).all()
    assert headline.number("skips.parameters").value == headline.number("plain.parameters").value


def test_stacked_lines_are_one_line() -> None:
    """Slopes multiply, for two and for a hundred."""
    collapse = record("collapse")
    for stack in ("two", "shifted", "hundred"):
        slope = collapse.number(f"{stack}.slope").value
        assert slope == pytest.approx(math.prod(collapse.array(f"{stack}.a")), rel=1e-12)
        assert collapse.number(f"{stack}.apart").value < 1e-12
    assert collapse.number("two.slope").value == 6.0


def test_two_layers_of_sigmoids_make_a_hill() -> None:
    """What no line can do: low on both sides and high in the middle."""
    hill = record("collapse").array("bent.second")
    assert max(hill[0], hill[-1]) < 0.05 < 0.95 < hill[len(hill) // 2]


def test_the_digits_network_reads_its_three() -> None:
    """Ten probabilities that add up to 1, the largest at 3; it learns training and unseen digits."""
    net = record("digits_net")
    probability = net.array("example.probability")
    assert probability.sum() == pytest.approx(1.0, abs=1e-12)
    assert probability.argmax() == net.number("example.label").value == 3
    assert net.number("train_accuracy").value > 0.97
    assert net.number("test_accuracy").value > 0.93
