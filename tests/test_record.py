"""Records: saved and loaded to the last bit, read as numbers that know where they come from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainreel.errors import InputError
from chainreel.measured import Measured, Tolerance, chaotic, exact, initialisation, trained
from chainreel.number import Recorded
from chainreel.records.record import Record, load, record_of, save

SETTINGS = {"depth": 30, "activation": "tanh", "rate": 0.01, "cases": {"w4": [4.0, -2.0]}, "seeds": [0, 1]}


def example(name: str = "chain") -> Record:
    values = {
        "w1.factors": exact([0.1 + 0.2, 1e-300, -5e-324], "slope times weight"),
        "grid": initialisation([[1.5, 2.5], [3.5, 4.5]]),
        "count": trained(7, "digits"),
        "apart": exact(1e-16, floor=1e-12),
        **chaotic("accuracy", [0.5, 0.9, 0.7]),
    }
    return record_of(Measured("ten sigmoids", values), name, SETTINGS, {"python": "3.11.0"}, "abc")


def stored(tmp_path: Path, name: str = "chain") -> Path:
    path = tmp_path / f"{name}.json"
    save(example(name), path)
    return path


def altered(path: Path, **fields: Any) -> Path:
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))
    return path


def test_a_record_is_read_back_to_the_last_bit(tmp_path: Path) -> None:
    """Full float64, shapes, units, tolerances and provenance survive the file."""
    back, before = load(stored(tmp_path)), example()
    assert (back.name, back.run, back.settings, back.versions, back.source_hash) == (
        before.name,
        before.run,
        before.settings,
        before.versions,
        before.source_hash,
    )
    for key, value in before.values.items():
        assert np.array_equal(back.values[key].array, value.array)
        assert back.values[key].array.dtype == value.array.dtype
        assert (back.values[key].unit, back.values[key].tolerance) == (value.unit, value.tolerance)
    assert back.values["apart"].floor == 1e-12


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_any_finite_float_survives(tmp_path_factory: pytest.TempPathFactory, floats: list[float]) -> None:
    """No digit is lost on the way through JSON."""
    path = tmp_path_factory.mktemp("records") / "any.json"
    save(record_of(Measured("r", {"v": exact(floats)}), "any", {}, {}, ""), path)
    assert load(path).array("v").tobytes() == np.array(floats, dtype=float).tobytes()


def test_a_number_knows_its_record_path_and_run() -> None:
    """What is shown can be traced back."""
    number = example().number("w1.factors.0")
    assert number.value == 0.1 + 0.2
    assert number.source == Recorded("chain", "w1.factors.0", "ten sigmoids")


def test_numbers_and_rows_know_their_own_places() -> None:
    """Every element has its own path."""
    record = example()
    assert [n.source.path for n in record.numbers("w1.factors")] == [f"w1.factors.{i}" for i in range(3)]
    assert record.rows("grid")[1][0].source.path == "grid.1.0"
    assert record.rows("grid")[1][0].value == 3.5
    assert [n.value for n in record.numbers("grid.1")] == [3.5, 4.5]


def test_integers_stay_integers() -> None:
    """A count is shown as 7, not as 7.0."""
    value = example().number("count").value
    assert value == 7
    assert isinstance(value, int)


def test_numeric_settings_are_numbers_too() -> None:
    """Settings, nested ones and lists as well, are reached under ``settings``."""
    record = example()
    assert record.number("settings.depth").value == 30
    assert record.number("settings.cases.w4.1").value == -2.0
    assert [n.value for n in record.numbers("settings.seeds")] == [0, 1]
    assert "settings.activation" not in record.paths()


def test_chaotic_values_come_with_median_and_range() -> None:
    """One entry a seed, and what may be said of them."""
    record = example()
    ends = [record.number(f"accuracy.{end}").value for end in ("median", "low", "high")]
    assert ends == [0.7, 0.5, 0.9]
    assert record.number("accuracy.1").value == 0.9


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("w1.factor", "w1.factors"),
        ("settings.dept", "settings.depth"),
        ("w1.factors.3", "shape"),
        ("w1.factors", "add an index"),
        ("grid.0", "add an index"),
        ("", "nearest"),
    ],
)
def test_a_wrong_path_is_answered_with_the_record_and_what_is_near(path: str, said: str) -> None:
    """The error names record and path, and helps."""
    with pytest.raises(InputError, match="chain") as error:
        example().number(path)
    assert said in str(error.value)


def test_only_lists_are_read_as_lists() -> None:
    """A single number or a table is no list of numbers."""
    with pytest.raises(InputError, match="dimension"):
        example().numbers("count")
    with pytest.raises(InputError, match="dimension"):
        example().rows("w1.factors")


def test_arrays_cannot_be_written_into() -> None:
    """A scene cannot change what was measured."""
    with pytest.raises(ValueError, match="read-only"):
        example().array("grid")[0, 0] = 9.0


def test_a_value_stands_on_one_line(tmp_path: Path) -> None:
    """A changed value is one changed line in git."""
    lines = stored(tmp_path).read_text().splitlines()
    assert sum('"w1.factors"' in line for line in lines) == 1
    assert len(lines) == 7 + len(example().values) + 4


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"schema": 1, "name": "chain"}', "\x00\xff"])
def test_a_corrupt_record_is_an_input_error(tmp_path: Path, text: str) -> None:
    """One sentence that names the file."""
    path = tmp_path / "chain.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(InputError, match=r"chain\.json"):
        load(path)


@pytest.mark.parametrize(
    "fields",
    [
        {"schema": 99},
        {"name": "other"},
        {"values": {"v": {"value": [1, 2], "shape": [3], "unit": "", "tolerance": "exact"}}},
        {"values": {"v": {"value": [1, [2]], "shape": [2], "unit": "", "tolerance": "exact"}}},
        {"values": {"v": {"value": [1], "shape": [1], "unit": "", "tolerance": "roughly"}}},
        {"values": {"v": {"value": ["x"], "shape": [1], "unit": "", "tolerance": "exact"}}},
        {"values": {"v": 3}},
        {"settings": 3},
    ],
)
def test_a_foreign_record_is_an_input_error(tmp_path: Path, fields: dict[str, Any]) -> None:
    """Another schema, another name, or values that do not hold together."""
    with pytest.raises(InputError, match=r"chain\.json"):
        load(altered(stored(tmp_path), **fields))


@pytest.mark.parametrize(
    ("measured", "typed"),
    [
        ("1e-300", "2e-300"),
        ('"depth": 30', '"depth": 20'),
        ("ten sigmoids", "ten gates"),
        ('"chaotic"', '"exact"'),
    ],
)
def test_a_record_that_was_changed_by_hand_is_an_input_error(
    tmp_path: Path, measured: str, typed: str
) -> None:
    """No number is shown that no run gave; the sentence names the file and how to get it right."""
    path = stored(tmp_path)
    text = path.read_text()
    assert measured in text
    path.write_text(text.replace(measured, typed))
    with pytest.raises(
        InputError, match=r"chain\.json was changed after it was measured: restore it from git"
    ):
        load(path)


def test_a_record_s_lines_may_be_laid_out_anew(tmp_path: Path) -> None:
    """Line ends, blanks and the order of lines are no change of what was measured."""
    path = stored(tmp_path)
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4, sort_keys=True), newline="\r\n")
    assert load(path).array("w1.factors").tobytes() == example().array("w1.factors").tobytes()


def test_a_missing_record_says_how_to_get_it(tmp_path: Path) -> None:
    """The remedy stands in the sentence."""
    with pytest.raises(InputError, match="chainreel measure --accept"):
        load(tmp_path / "chain.json")


def test_saving_leaves_no_other_file(tmp_path: Path) -> None:
    """Written beside its final name and moved there whole."""
    stored(tmp_path)
    stored(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["chain.json"]


def test_a_failed_save_keeps_the_old_record(tmp_path: Path) -> None:
    """What cannot be written as JSON destroys nothing."""
    path = stored(tmp_path)
    before = path.read_bytes()
    broken = Record("chain", "r", {"depth": float("nan")}, example().values, {}, "")
    with pytest.raises(ValueError, match="JSON"):
        save(broken, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["chain.json"]


@pytest.mark.parametrize("key", ["w1.3", "settings.depth", "", "two words", "a..b"])
def test_a_value_needs_a_dotted_name(key: str) -> None:
    """Names that would be read as an index or as a setting are refused."""
    with pytest.raises(ValueError, match="dotted name"):
        Measured("r", {key: exact(1.0)})


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_value_is_finite(number: float) -> None:
    """NaN and infinity are no measurement."""
    with pytest.raises(ValueError, match="finite"):
        Measured("r", {"v": exact([1.0, number])})


def test_tolerance_classes_are_those_of_the_contract() -> None:
    """Six classes, by these names in the file."""
    known = ["exact", "initialisation", "trained", "chaotic", "curve", "named"]
    assert [t.value for t in Tolerance] == known
