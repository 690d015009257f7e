"""The lecture's runs, made again: each gives its record, within the tolerance that the record declares."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chainreel.measure import Measurements, remeasure
from chainreel.record import load
from chainreel.tolerance import compare

ROOT = Path(__file__).parent.parent
RECORDS = ROOT / "assets" / "records"
QUICK = ("bridge_paths", "chain", "collapse", "counts", "cures", "line", "small_network", "sobel")
TRAINED = ("cnn", "digits_net", "headline", "inception", "profiles")
CHAOTIC = ("deep_residual", "degradation", "depths")
SEVERAL = """
import io, json, sys
from chainreel.measure_run import main
for experiment, output, settings in json.load(sys.stdin):
    sys.stdin = io.StringIO(json.dumps(settings))
    assert main([experiment, output]) == 0
"""  # as chainreel/measure.py runs one, but torch is imported once


def differences(name: str, file: Path) -> list[str]:
    """What a record made again says otherwise than the committed one."""
    return [str(difference) for difference in compare(load(RECORDS / f"{name}.json"), load(file))]


@pytest.fixture(scope="module")
def quick_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the records of all quick runs, made again one after the other."""
    folder = tmp_path_factory.mktemp("again")
    ours = Measurements(ROOT / "experiments", RECORDS, folder)
    wanted = [
        [str(ROOT / "experiments" / f"{name}.py"), str(folder / f"{name}.json"), ours.settings(name)]
        for name in QUICK
    ]
    subprocess.run([sys.executable, "-c", SEVERAL], input=json.dumps(wanted), cwd=ROOT, text=True, check=True)
    return folder


@pytest.mark.xdist_group("again")
@pytest.mark.parametrize("name", QUICK)
def test_a_quick_run_gives_its_record_again(name: str, quick_runs: Path) -> None:
    """Within its tolerances, on any CPU."""
    assert differences(name, quick_runs / f"{name}.json") == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [*TRAINED, *CHAOTIC])
def test_a_long_run_gives_its_record_again(name: str, tmp_path: Path) -> None:
    """In a process of its own; a chaotic one's median lies in the recorded range, or a little beyond."""
    settings = Measurements(ROOT / "experiments", RECORDS, tmp_path).settings(name)
    remeasure(ROOT / "experiments" / f"{name}.py", settings, tmp_path / f"{name}.json")
    assert differences(name, tmp_path / f"{name}.json") == []


def test_every_record_is_made_again_here() -> None:
    """No experiment is left out of these tests."""
    assert sorted([*QUICK, *TRAINED, *CHAOTIC]) == sorted(path.stem for path in RECORDS.glob("*.json"))
