"""Processors, emulated: what moves there is measured, kept in the record, and not said too precisely."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from chainreel.errors import InputError
from chainreel.measured import NUDGE, generator
from chainreel.number import Number, Recorded, ratio, spread_of, subtract
from chainreel.records.measure import Measurements
from chainreel.records.processors import ALL, CPU_FLAGS, emulated_processors
from chainreel.records.record import load
from chainreel.show import last_unit, reading, show, stated_value

CHAOS = '''"""A map that doubles every difference: the last bit is on the left after some fifty steps."""

from chainreel.measured import Measured, chaotic, curves, exact, generator

SETTINGS = {"steps": 60, "rate": 3.9}


def measure(settings):
    paths = [path(generator(seed).uniform(0.2, 0.8, (1,))[0], settings) for seed in (0, 1, 2)]
    ends = [one[-1] for one in paths]
    return Measured("a map", {"seeds": exact(3), **curves("path", paths), **chaotic("end", ends)})


def path(x, settings):
    found = [x]
    for _ in range(settings["steps"]):
        found.append(settings["rate"] * found[-1] * (1 - found[-1]))
    return found
'''


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lecture's folder with one chaotic experiment and its accepted record."""
    root = tmp_path_factory.mktemp("accepted")
    (root / "experiments").mkdir()
    (root / "experiments" / "chaos.py").write_text(CHAOS)
    in_folder(root).remeasure_all(accept=True)
    return root


@pytest.fixture
def chaos(accepted: Path, tmp_path: Path) -> Measurements:
    """The measurements of a copy of that folder, to be changed."""
    shutil.copytree(accepted, tmp_path, dirs_exist_ok=True)
    return in_folder(tmp_path)


def in_folder(root: Path) -> Measurements:
    return Measurements(root / "experiments", root / "records", root / "cache")


def test_a_start_off_by_a_last_bit_is_the_same_start_but_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each nudge in its own way, only in the first numbers, and by one representable number."""
    plain = generator(3)
    first, second = plain.normal(size=(2, 3)), plain.uniform(-1, 1, 4)
    ways = []
    for nudge in ("1", "2"):
        monkeypatch.setenv(NUDGE, nudge)
        nudged = generator(3)
        start = nudged.normal(size=(2, 3))
        assert np.all((start == np.nextafter(first, np.inf)) | (start == np.nextafter(first, -np.inf)))
        assert np.array_equal(nudged.uniform(-1, 1, 4), second)
        ways.append(start)
    assert not np.array_equal(*ways)


def test_accepting_measures_how_far_a_chaotic_value_moves(accepted: Path) -> None:
    """Nothing at the start, everything at the end; what is exact has no spread."""
    values = load(accepted / "records" / "chaos.json").values
    path, end = values["path"].spread, values["end"].spread
    assert path is not None
    assert end is not None
    assert path[:, :5].max() < 1e-12
    assert path[:, -1].max() > 0.01
    assert end.tolist() == path[:, -1].tolist()
    assert values["seeds"].spread is None


@pytest.mark.parametrize("processor", ALL, ids=lambda one: one.name)
def test_measured_on_another_processor_it_agrees(
    chaos: Measurements, processor: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also under a nudge that was not among those tried."""
    for name, setting in {**processor.environment, NUDGE: "17"}.items():  # type: ignore[attr-defined]
        monkeypatch.setenv(name, setting)
    (outcome,) = chaos.remeasure_all()
    assert outcome.new.values["end"].array.tolist() != outcome.old.values["end"].array.tolist()
    assert outcome.agrees, outcome.differences


@pytest.mark.parametrize(
    ("what", "instead"),
    [("(0, 1, 2)", "(0, 1, 3)"), ('["rate"] *', '["rate"] * 0.999 *'), ("(1 - found", "(1.001 - found")],
)
def test_a_real_change_of_a_chaotic_run_is_found(
    chaos: Measurements, tmp_path: Path, what: str, instead: str
) -> None:
    """Another seed, a wrong rate, a fault in a step: found before chaos has grown."""
    file = tmp_path / "experiments" / "chaos.py"
    assert what in file.read_text()
    file.write_text(file.read_text().replace(what, instead))
    (outcome,) = chaos.remeasure_all()
    assert "path" in {str(found.path).split(".")[0] for found in outcome.differences}


def test_a_record_that_agrees_keeps_its_spread(chaos: Measurements, tmp_path: Path) -> None:
    """A changed source that gives the same renews the provenance alone."""
    before = json.loads((tmp_path / "records" / "chaos.json").read_text())
    file = tmp_path / "experiments" / "chaos.py"
    file.write_text(file.read_text().replace("found = [x]", "found = [1.0 * x]"))
    (outcome,) = chaos.remeasure_all(accept=True)
    after = json.loads((tmp_path / "records" / "chaos.json").read_text())
    assert outcome.agrees
    assert after["values"] == before["values"]
    assert after["source_hash"] != before["source_hash"]


def test_a_spread_of_the_wrong_shape_is_no_record(chaos: Measurements, tmp_path: Path) -> None:
    """One size a number, none of them negative."""
    file = tmp_path / "records" / "chaos.json"
    whole = file.read_text()
    for wrong in ("[0.1]", "[-0.1, 0.0, 0.0]", '["a", 0.0, 0.0]'):
        held = json.loads(whole)
        held["values"]["end"]["spread"] = json.loads(wrong)
        file.write_text(json.dumps(held))
        with pytest.raises(InputError, match=r"chaos\.json is not a whole record"):
            load(file)


def test_processors_that_this_one_cannot_stand_in_for_are_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By the flags that Linux lists; the changed last bit works everywhere."""
    listed = tmp_path / "cpuinfo"
    monkeypatch.setattr("chainreel.records.processors.CPU_FLAGS", listed)
    listed.write_text("processor\t: 0\nflags\t\t: fpu sse2 avx2\n")
    assert [one.name for one in emulated_processors()] == [
        one.name for one in ALL if "AVX-512" not in one.name
    ]
    listed.write_text("processor\t: 0\nFeatures\t: fp asimd\n")
    assert all(not one.needs for one in emulated_processors())
    assert listed != CPU_FLAGS


def moving(value: float, spread: float) -> Number:
    return Number(value, Recorded("r", "end", "a run", spread))


@pytest.mark.parametrize(
    ("value", "style", "unit"),
    [
        (0.8914, "%1", 0.001), (0.8914, "%0", 0.01), (3.14159, ".2f", 0.01), (3.14159, "+.2f", 0.01),
        (0.00123, "s2", 0.0001), (12345.0, "s2", 1000.0), (2.785e-7, "e2", 1e-8), (42.0, "d", 1.0),
        (42.0, "word", 1.0), (2_049_000.0, "rough2", 100_000.0), (0.004, "part2", 0.004 / 25),
    ],
)  # fmt: skip
def test_a_style_states_steps_of_a_size_and_no_number_is_said_finer_than_it_repeats(
    value: float, style: str, unit: float
) -> None:
    """Half a step may be left to chance, as in every rounding; more is refused, with the way out."""
    assert last_unit(value, style) == pytest.approx(unit, rel=1e-9)
    assert show(moving(value, 0.49 * unit), style, "en").text
    with pytest.raises(
        InputError, match=rf"end is .* other processors.*{style.replace('+', '.')}.*fewer digits"
    ):
        show(moving(value, 0.51 * unit), style, "en")


def test_an_instrument_may_read_what_it_passes() -> None:
    """Between values that are said, a counter shows the run as it was."""
    assert reading(moving(0.8914, 0.2), "%1", "en").text == "89.1%"
    assert stated_value(0.8914, "%1") == stated_value(0.891, "%1")


def test_a_derived_number_moves_as_far_as_what_it_is_made_of() -> None:
    """Each argument alone, both ways, added up."""
    a, b = moving(8.0, 0.4), moving(2.0, 0.1)
    assert spread_of(subtract(a, b)) == pytest.approx(0.5)
    assert spread_of(ratio(a, b)) == pytest.approx(0.2 + (8 / 1.9 - 4))
    assert spread_of(ratio(a, moving(0.1, 0.1))) == float("inf")
    assert spread_of(subtract(moving(8.0, 0), moving(2.0, 0))) == 0
