"""The lecture's runs, made again: each gives its record, within the tolerance that the record declares."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chainreel.measured import Value
from chainreel.records.measure import Measurements
from chainreel.records.measuring import remeasure
from chainreel.records.processors import AVX2, NO_VECTORS, Processor, emulated_processors
from chainreel.records.record import Record, load
from chainreel.records.tolerance import OVER_SEEDS, compare

ROOT = Path(__file__).parent.parent
RECORDS = ROOT / "assets" / "records"
QUICK = ("bridge_paths", "chain", "collapse", "counts", "cures", "line", "small_network", "sobel")
TRAINED = ("cnn", "digits_net", "headline", "inception", "profiles", "zoom")
CHAOTIC = (
    "controls", "deep_residual", "degradation", "degradation_controls", "depths", "lesion", "light",
    "no_bridges",
)  # fmt: skip
SEVERAL = """
import io, json, sys
from chainreel.records.measure_run import main
for experiment, output, settings in json.load(sys.stdin):
    sys.stdin = io.StringIO(json.dumps(settings))
    assert main([experiment, output]) == 0
"""  # as chainreel/records/measure.py runs one, but torch is imported once


def differences(name: str, file: Path) -> list[str]:
    """What a record made again says otherwise than the committed one."""
    return [str(difference) for difference in compare(load(RECORDS / f"{name}.json"), load(file))]


def made_again(folder: Path, environment: Mapping[str, str]) -> Path:
    """The folder with the records of all quick runs, made again one after the other."""
    ours = Measurements(ROOT / "experiments", RECORDS, folder)
    wanted = [
        [str(ROOT / "experiments" / f"{name}.py"), str(folder / f"{name}.json"), ours.settings(name)]
        for name in QUICK
    ]
    env = {**os.environ, **environment}
    subprocess.run(
        [sys.executable, "-c", SEVERAL], input=json.dumps(wanted), cwd=ROOT, text=True, check=True, env=env
    )
    return folder


@pytest.fixture(scope="module")
def quick_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quick runs, as this processor makes them."""
    return made_again(tmp_path_factory.mktemp("again"), {})


@pytest.mark.xdist_group("again")
@pytest.mark.parametrize("name", QUICK)
def test_a_quick_run_gives_its_record_again(name: str, quick_runs: Path) -> None:
    """Within its tolerances, on any CPU."""
    assert differences(name, quick_runs / f"{name}.json") == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [*TRAINED, *CHAOTIC])
def test_a_long_run_gives_its_record_again(name: str, tmp_path: Path) -> None:
    """In a process of its own; a chaotic one within the spread that was measured."""
    settings = Measurements(ROOT / "experiments", RECORDS, tmp_path).settings(name)
    remeasure(ROOT / "experiments" / f"{name}.py", settings, tmp_path / f"{name}.json")
    assert differences(name, tmp_path / f"{name}.json") == []


def test_every_record_is_made_again_here() -> None:
    """No experiment is left out of these tests."""
    assert sorted([*QUICK, *TRAINED, *CHAOTIC]) == sorted(path.stem for path in RECORDS.glob("*.json"))


@pytest.mark.slow
@pytest.mark.parametrize("processor", [NO_VECTORS, AVX2], ids=lambda one: one.name)
def test_quick_runs_give_their_records_on_other_processors(processor: Processor, tmp_path: Path) -> None:
    """The next machine is no surprise: two that this one can stand in for."""
    if processor not in emulated_processors():
        processor = NO_VECTORS  # as far as a processor without AVX2 can look
    made_again(tmp_path, processor.environment)
    assert {name: differences(name, tmp_path / f"{name}.json") for name in QUICK} == {
        name: [] for name in QUICK
    }


# --- a real change is found in every record -----------------------------------------------------------

FIRST_SEED: Mapping[str, Mapping[str, Any]] = {  # settings that make of a long run its first seed alone
    "cnn": {"seeds": [0]},
    "deep_residual": {"blocks": [100], "steps": [250], "raw_seeds": [0]},
    "degradation": {"seeds": [0]},
    "depths": {"seeds": [0], "seeds_of_rates": [0]},
    "headline": {"seeds": [0]},
    "inception": {"seeds": [0]},
    "lesion": {"seeds": [0]},
    "no_bridges": {"raw_seeds": [0]},
}
WRONG_RATE = {
    "cnn": 0.051, "controls": 0.02, "deep_residual": 0.0102, "degradation": 0.102, "depths": 0.0102,
    "digits_net": 0.306,
    "headline": 0.0102, "inception": 0.051, "lesion": 0.0102, "light": 0.0102, "line": 0.102,
    "no_bridges": 0.0102, "small_network": 1.02,
}  # fmt: skip
OTHER_SEED: Mapping[str, Mapping[str, Any]] = {
    "cnn": {"seed": 1, "seeds": [1]},
    "collapse": {"seed": 1},
    "controls": {"seeds": [0, 1, 3]},
    "cures": {"seed": 1},
    "deep_residual": {"seed": 1, "raw_seeds": [1]},
    "degradation": {"seeds": [1]},
    "degradation_controls": {"seed": 1},
    "depths": {"seeds": [1], "seeds_of_rates": [1]},
    "digits_net": {"seed": 1},
    "headline": {"seeds": [1]},
    "inception": {"seeds": [1]},
    "lesion": {"seeds": [1]},
    "light": {"seed": 1},
    "no_bridges": {"seed": 1, "raw_seeds": [1]},
    "profiles": {"seeds": [0, 1, 2, 3, 5]},
    "zoom": {"seeds": [0, 1, 2, 3, 5]},
}
BIASED = "layer.bias.data = uniform(rng, bound, outputs)"
BIASES_LOST = ("networks.py", f"{BIASED} if", f"{BIASED} * 0 if")
BIASES_OF_MAPS_LOST = ("convolutions.py", BIASED, f"{BIASED} * 0")
NORMALISED = "torch.layer_norm(h, h.shape[1:]"
FAULTS = {  # experiment: file, what is right, what is wrong
    "bridge_paths": ("bridge_paths.py", "slopes = inner * (1 - inner)", "slopes = inner * (0.999 - inner)"),
    "chain": ("chain.py", "h = sigmoid(z)", "h = sigmoid(1.001 * z)"),
    "cnn": BIASES_OF_MAPS_LOST,
    "collapse": ("collapse.py", "h = sigmoid(z)", "h = sigmoid(1.001 * z)"),
    "controls": BIASES_LOST,
    "counts": ("published.py", "nn.Conv2d(1, 6, 5)", "nn.Conv2d(1, 6, 3)"),
    "cures": BIASES_LOST,
    "deep_residual": ("deep_residual.py", f"{NORMALISED})", f"{NORMALISED}, eps=1e-3)"),
    "degradation": ("block_networks.py", "self.norm1(self.first(h))", "self.first(self.norm1(h))"),
    "degradation_controls": ("block_networks.py", "self.norm1(self.first(h))", "self.first(self.norm1(h))"),
    "depths": BIASES_LOST,
    "digits_net": ("networks.py", "torch.zeros(outputs)", "torch.full((outputs,), 1e-3)"),
    "headline": BIASES_LOST,
    "inception": BIASES_OF_MAPS_LOST,
    "lesion": BIASES_LOST,
    "light": BIASES_LOST,
    "line": ("line.py", "a * x + b", "a * x + 1.001 * b"),
    "no_bridges": ("no_bridges.py", "h + torch.relu(block(h))", "torch.relu(block(h))"),
    "profiles": BIASES_LOST,
    "small_network": ("sigmoid_network.py", "** 2).sum() / 2", "** 2).sum() / 2.001"),
    "sobel": ("sobel.py", 'settings["grey"]', 'settings["grey"][::-1]'),
    "zoom": BIASES_LOST,
}
WRONG = [
    *(pytest.param(n, {"learning_rate": rate}, None, id=f"{n}-rate") for n, rate in WRONG_RATE.items()),
    *(pytest.param(n, seeds, None, id=f"{n}-seed") for n, seeds in OTHER_SEED.items()),
    *(pytest.param(n, {}, fault, id=f"{n}-fault") for n, fault in FAULTS.items()),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "changes", "fault"), WRONG)
def test_a_real_change_is_found(
    name: str, changes: Mapping[str, Any], fault: tuple[str, str, str] | None, tmp_path: Path
) -> None:
    """A learning rate off by a fiftieth, another seed, a fault in a layer: no spread is as wide.

    The controls hold ends alone, in which only twice the rate is seen.
    """
    shutil.copytree(ROOT / "experiments", tmp_path / "experiments")
    if fault is not None:
        file, right, wrong = fault
        text = (tmp_path / "experiments" / file).read_text(encoding="utf-8")
        assert right in text
        (tmp_path / "experiments" / file).write_text(text.replace(right, wrong), encoding="utf-8")
    ours = Measurements(tmp_path / "experiments", RECORDS, tmp_path)
    settings = ours.settings(name, {**FIRST_SEED.get(name, {}), **changes})
    new = remeasure(tmp_path / "experiments" / f"{name}.py", settings, tmp_path / f"{name}.json")
    old = load(RECORDS / f"{name}.json")
    if name in FIRST_SEED:
        old, new = first_seed(old, new)
    assert compare(old, new)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FIRST_SEED))
def test_the_first_seed_alone_is_no_change(name: str, tmp_path: Path) -> None:
    """What the test above compares is the same run as long as nothing is wrong."""
    ours = Measurements(ROOT / "experiments", RECORDS, tmp_path)
    settings = ours.settings(name, FIRST_SEED[name])
    new = remeasure(ROOT / "experiments" / f"{name}.py", settings, tmp_path / f"{name}.json")
    old, new = first_seed(load(RECORDS / f"{name}.json"), new)
    assert compare(old, new) == []
    assert any(value.tolerance.is_chaotic for value in old.values.values())


def first_seed(old: Record, new: Record) -> tuple[Record, Record]:
    """The values that a run of one seed shares with the record, without what is taken over seeds."""
    held = {key: one_seed_of(key, value, old) for key, value in old.values.items()}
    keys = {
        key
        for key, value in held.items()
        if key in new.values
        and key.rpartition(".")[2] not in OVER_SEEDS
        and value.array.shape == new.values[key].array.shape
    }
    return tuple(  # type: ignore[return-value]
        replace(record, values={key: values[key] for key in keys})
        for record, values in ((old, held), (new, new.values))
    )


def one_seed_of(key: str, value: Value, record: Record) -> Value:
    """A value's first row if it has one a seed, with the widest spread of all of them."""
    if f"{key}.median" not in record.values:
        return value
    spread = None if value.spread is None else value.spread.max(axis=0, keepdims=True)
    return replace(value, array=value.array[:1], spread=spread)


def test_every_record_has_a_planted_fault() -> None:
    """And every experiment with a learning rate or a seed has that planted too."""
    ours = Measurements(ROOT / "experiments", RECORDS, ROOT)
    assert sorted(FAULTS) == sorted([*QUICK, *TRAINED, *CHAOTIC])
    for name in FAULTS:
        settings = ours.settings(name)
        assert ("learning_rate" in settings) == (name in WRONG_RATE)
        assert bool({"seed", "seeds", "raw_seeds"} & {*settings}) == (name in OTHER_SEED)
