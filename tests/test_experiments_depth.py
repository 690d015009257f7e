"""The runs about depth: tables behind the towers, degradation, the copy by hand, and very deep skips."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from chainreel.records.measure import Measurements
from chainreel.records.record import Record, load

ROOT = Path(__file__).parent.parent
RECORDS = ROOT / "assets" / "records"


def record(name: str) -> Record:
    return load(RECORDS / f"{name}.json")


def measurements(cache: Path) -> Measurements:
    return Measurements(ROOT / "experiments", RECORDS, cache)


def test_plain_towers_fail_from_ten_layers_on_and_skips_do_not() -> None:
    """In each of five seeds; two plain layers already read digits well."""
    depths = record("depths")
    plain, skips = (depths.array(f"by_depth.{tower}.train_accuracy") for tower in ("plain", "skips"))
    assert list(depths.array("by_depth.depth")) == [2, 5, 10, 20, 30]
    assert plain.shape == skips.shape == (5, 5)
    assert (plain[:, 0] > 0.9).all()
    assert (plain[:, 2:] < 0.12).all()
    assert (skips > 0.95).all()


def test_no_learning_rate_saves_the_plain_tower_and_a_large_one_kills_the_other() -> None:
    """Plain: one answer to all digits at every rate; with skips: learns up to 0.01, fails at 0.1."""
    depths = record("depths")
    assert (depths.array("by_rate.plain.train_accuracy") < 0.12).all()
    assert (depths.array("by_rate.plain.answers") == 1).all()
    skips = depths.array("by_rate.skips.train_accuracy")
    assert (skips[:, :3] > 0.95).all()
    assert (skips[:, 3] < skips[:, :3].min(1)).all()
    assert (skips[:, 4] < 0.12).all()


def test_adam_does_not_save_the_plain_tower() -> None:
    """At best two answers to all digits; the other tower learns."""
    depths = record("depths")
    assert (depths.array("adam.plain.train_accuracy") < 0.25).all()
    assert (depths.array("adam.skips.train_accuracy") > 0.95).all()


def test_both_tables_share_the_headlines_run() -> None:
    """30 layers at rate 0.01 are the towers' own run: the same accuracies as the record headline has."""
    depths, headline = record("depths"), record("headline")
    for tower in ("plain", "skips"):
        by_depth = depths.array(f"by_depth.{tower}.train_accuracy")[:, 4]
        assert np.array_equal(by_depth[:3], depths.array(f"by_rate.{tower}.train_accuracy")[:, 2])
        assert by_depth == pytest.approx(headline.array(f"{tower}.train_accuracy"), abs=0.05)


def test_deeper_is_worse_on_training_data_without_skips() -> None:
    """In each seed, by far; with skips both depths learn in each seed."""
    degradation = record("degradation")
    shallow, deep = (degradation.array(f"plain.{size}.train_error") for size in ("shallow", "deep"))
    assert (shallow < 0.05).all()
    assert (deep > 0.5).all()
    for size in ("shallow", "deep"):
        assert (degradation.array(f"residual.{size}.train_error") < 0.05).all()


def test_the_deep_plain_networks_gradient_is_huge_and_not_small() -> None:
    """A thousand times the shallow one's, in each seed, and largest at the first layer."""
    degradation = record("degradation")
    deep = degradation.array("plain.deep.gradient.first")
    assert (deep > 500 * degradation.array("plain.shallow.gradient.first")).all()
    assert (deep > 500 * degradation.array("residual.deep.gradient.first")).all()
    assert (degradation.array("plain.deep.gradients").argmax(1) == 0).all()
    assert degradation.array("plain.deep.gradients").shape[1] == degradation.number("plain.deep.layers").value


def test_copied_layers_change_no_output() -> None:
    """56 layers made by hand from each seed's own trained 20: the same outputs, so the same errors."""
    degradation = record("degradation")
    assert degradation.number("copied.layers").value == degradation.number("plain.deep.layers").value == 56
    assert degradation.number("copied.apart_max").value == 0.0
    assert degradation.array("copied.train_error") == pytest.approx(
        degradation.array("plain.shallow.train_error"), abs=1e-12
    )


def test_a_thousand_blocks_learn_and_raw_skips_overflow() -> None:
    """One seed a depth gets more than half right, where chance is a tenth; raw skips overflow at once."""
    deep = record("deep_residual")
    for blocks in (100, 300, 1000):
        assert deep.number(f"blocks{blocks}.blocks").value == blocks
        assert len(deep.array(f"blocks{blocks}.gradients")) == blocks
        assert deep.number(f"blocks{blocks}.train_accuracy.median").value > 0.5
        assert (deep.array(f"blocks{blocks}.gradients") > 1e-6).all()
    assert deep.number("raw.survived").value == 0
    assert (deep.array("raw.first_bad_step") <= 5).all()


def test_depths_and_steps_of_the_tables_can_be_set(tmp_path: Path) -> None:
    """Every number follows the settings; the committed record does not."""
    changes = {"depths": [1, 3], "rates": [0.01], "adam_rates": [0.01], "tower": 3, "steps": 2}
    changes |= {"seeds": [7], "seeds_of_rates": [7]}
    small = measurements(tmp_path).record("depths", changes)
    assert small.array("by_depth.plain.train_accuracy").shape == (1, 2)
    assert (
        small.array("by_rate.skips.train_accuracy")[0, 0]
        == small.array("by_depth.skips.train_accuracy")[0, 1]
    )


def test_degradation_can_be_measured_small(tmp_path: Path) -> None:
    """Layers, copies and gradients follow the settings."""
    changes = {"shallow": 4, "deep": 8, "epochs": 2, "every": 1, "seeds": [3]}
    small = measurements(tmp_path).record("degradation", changes)
    assert small.number("copied.layers").value == 8
    assert small.number("copied.apart_max").value == 0.0
    assert small.array("residual.deep.gradients").shape == (1, 8)
    assert small.array("plain.deep.curve.train").shape == (1, 3)
