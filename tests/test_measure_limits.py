"""Limits of a run: one that hangs or takes all memory is ended, and named; what runs on is heard of."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest
from tiny import change, copy_of_tiny

from chainreel.errors import ChainreelError, InputError
from chainreel.lecture import Lecture
from chainreel.lecture.limits import Limits
from chainreel.records import measuring
from chainreel.records.fresh import measurements
from chainreel.records.measure import Measurements

SOURCE = """
import time
from chainreel.measured import Measured, exact

SETTINGS = {{"a": 1}}

def measure(settings):
    {line}
    return Measured("a run", {{"x": exact(1)}})
"""


def run(root: Path, line: str, limits: Limits, told: list[tuple[str, str]] | None = None) -> None:
    """Measure a run that does this."""
    (root / "experiments").mkdir(parents=True)
    (root / "experiments" / "slow.py").write_text(SOURCE.format(line=line))
    folders = (root / "experiments", root / "records", root / "cache")
    hear = (lambda name, state: told.append((name, state))) if told is not None else None
    Measurements(*folders, limits=limits).remeasure_all(accept=True, progress=hear)


@pytest.mark.parametrize("line", ["time.sleep(10_000)", "while True: pass", "__import__('signal').pause()"])
def test_a_run_that_hangs_is_ended_and_named(line: str, tmp_path: Path) -> None:
    """With the seconds that it had and where they are set; its process is gone."""
    began = threading.active_count()
    with pytest.raises(
        ChainreelError, match=r"slow\.py was ended after 2 s: .* \[limits\] of the lecture file"
    ):
        run(tmp_path, line, Limits(seconds=2))
    assert threading.active_count() <= began + 1
    assert not (tmp_path / "records").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to it")
@pytest.mark.parametrize("line", ["a = bytearray(3 * 10**9)", "a = [bytes(10**6) for _ in range(10**5)]"])
def test_a_run_that_takes_all_memory_is_ended_and_named(line: str, tmp_path: Path) -> None:
    """With its line and the gigabytes that it had."""
    with pytest.raises(
        ChainreelError, match=r"slow\.py failed: MemoryError: .*\(slow\.py, line 8\).* 1\.5 GB"
    ):
        run(tmp_path, line, Limits(gigabytes=1.5))


def test_a_run_that_the_system_ends_is_named(tmp_path: Path) -> None:
    """With the signal and what it may mean."""
    with pytest.raises(ChainreelError, match=r"slow\.py was ended by the system \(signal 9\)"):
        run(tmp_path, "__import__('os').kill(__import__('os').getpid(), 9)", Limits())


def test_a_run_within_its_limits_is_heard_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Now and then, by its name; and it ends well."""
    monkeypatch.setattr(measuring, "TELL_EVERY", 0.05)
    told: list[tuple[str, str]] = []
    run(tmp_path, "time.sleep(0.5)", Limits(seconds=10_000, gigabytes=100), told)
    assert told[0] == ("slow", "started")
    assert told[1][1].startswith("has been running for ")
    assert (tmp_path / "records" / "slow.json").exists()


def test_ctrl_c_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is left behind by whoever stops waiting."""
    monkeypatch.setattr(measuring, "TELL_EVERY", 0.5)
    (tmp_path / "experiments").mkdir()
    experiment = tmp_path / "experiments" / "slow.py"
    experiment.write_text(
        SOURCE.format(line=f"open({str(tmp_path / 'late')!r}, 'w') if time.sleep(3) else 0")
    )

    def stop(_name: str, _state: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measuring.remeasure(experiment, {"a": 1}, tmp_path / "slow.json", tell=stop)
    time.sleep(4)
    assert not (tmp_path / "slow.json").exists()


@pytest.mark.parametrize("value", ["0", "-1", "true", '"much"', "nan", "inf", "[1]"])
@pytest.mark.parametrize("key", ["seconds", "gigabytes"])
def test_a_limit_is_a_number_above_zero(key: str, value: str, tmp_path: Path) -> None:
    """Anything else is refused with file, table and key, as is a limit that there is not."""
    root = copy_of_tiny(tmp_path / "lecture")
    change(root / "lecture.toml", "[runs.gates]", f"[limits]\n{key} = {value}\n\n[runs.gates]")
    with pytest.raises(InputError, match=rf"lecture\.toml: \[limits\] {key} is "):
        Lecture.load(root)
    with pytest.raises(InputError, match=f"unknown limit '{key[:-1]}': did you mean '{key}'"):
        Lecture.load(copy_of_tiny(tmp_path / "other"), overrides=[f"limits.{key[:-1]}=3"])


def test_a_lecture_hands_its_limits_on(tmp_path: Path) -> None:
    """From the file or from --set, to every run."""
    lecture = Lecture.load(copy_of_tiny(tmp_path / "lecture"), overrides=["limits.seconds=0.01"])
    assert lecture.limits == Limits(seconds=0.01)
    with pytest.raises(ChainreelError, match=r"gates\.py was ended after 0\.01 s"):
        measurements(lecture).remeasure_all()
