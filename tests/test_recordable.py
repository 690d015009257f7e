"""What an experiment must not hand over, or do: each is refused in one sentence that names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tiny import change, copy_of_tiny

from chainreel.check.records import record_findings
from chainreel.errors import ChainreelError, InputError
from chainreel.lecture import Lecture
from chainreel.lecture.one_line import LONGEST, line_fault
from chainreel.lecture.toml_file import read_toml
from chainreel.records.measure import Measurements
from chainreel.records.record import load
from chainreel.script import load_script

SOURCE = """
import sys
import numpy as np
from chainreel.measured import *

SETTINGS = {{"depth": 3, "seeds": [1, 2], "head": {{"kind": "linear"}}}}

def measure(settings):
    {lines}
    return Measured("a run", values)
"""
KINDS = ("exact", "initialisation", "trained")
REFUSED = {
    **{f"{kind} of a complex number": (f'values = {{"z": {kind}(1j)}}', "complex number") for kind in KINDS},
    "a complex array": ('values = {"z": exact(np.fft.fft([1.0, 2.0]))}', "complex number"),
    "complex over seeds": ('values = chaotic("z", np.array([1j, 2j]))', "complex number"),
    **{e: (f'values = {{"e": exact({e})}}', "'e' is empty") for e in ("[]", "[[]]", "np.ones((0, 3))")},
    "no values": ("values = {}", "no values"),
    "its count": ('values = {"x": exact([1]), "x.count": exact(2)}', "'x.count' is what 'x' has"),
    "its last": ('values = {"x.y": exact([1]), "x.y.last": exact(2)}', "'x.y.last' is what 'x.y' has"),
    **{
        f"settings changed: {what}": (f'{what}; values = {{"x": exact(1)}}', f"changes its setting '{name}'")
        for what, name in {
            'settings["depth"] = 4': "depth", 'settings["seeds"].append(3)': "seeds",
            'del settings["depth"]': "depth",
            'settings["head"]["kind"] = "relu"': "head", 'settings["new"] = 1': "new",
        }.items()
    },
    "three million values": ('values = {"big": exact(np.zeros(3_000_000))}', r"3,000,000 .* 'big'"),
    "many small ones": ('values = {f"v{i}": exact([i] * 60_000) for i in range(20)}', "1,200,000 numbers"),
    **{
        f"leaves by {call}": (f"{call}; values = {{}}", r"run\.py, line 9, would end the whole program")
        for call in ("sys.exit()", "sys.exit(0)", "sys.exit('done')", "exit()", "quit(3)", "raise SystemExit")
    },
    "no Measured": ("return 3", "returns int"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED)
def test_what_no_record_can_hold_is_refused_with_its_name(fault: str, tmp_path: Path) -> None:
    """And nothing is written."""
    lines, told = REFUSED[fault]
    (tmp_path / "experiments").mkdir()
    (tmp_path / "experiments" / "run.py").write_text(SOURCE.format(lines=lines))
    measurements = Measurements(tmp_path / "experiments", tmp_path / "records", tmp_path / "cache")
    with pytest.raises(ChainreelError, match=told) as raised:
        measurements.remeasure_all(accept=True)
    assert "\n" not in str(raised.value)
    assert [*tmp_path.rglob("*.json")] == []


HALVES = {
    "SETTINGS = {}\n": r"experiments/gates\.py has SETTINGS but no measure",
    "def measure(settings): ...\n": r"experiments/gates\.py has measure\(\) but no SETTINGS",
}


@pytest.mark.parametrize("source", HALVES)
def test_half_an_experiment_is_told(source: str, tmp_path: Path) -> None:
    """By a check, and where its record is wanted."""
    lecture = Lecture.load(copy_of_tiny(tmp_path / "lecture"))
    (lecture.experiments_dir / "gates.py").write_text(source)
    (finding,) = record_findings(lecture)
    assert re.search(HALVES[source], finding.message)
    measurements = Measurements(lecture.experiments_dir, lecture.records_dir, lecture.cache_dir)
    with pytest.raises(InputError, match=HALVES[source]):
        measurements.record("gates")


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000])
def test_a_file_that_is_nested_too_deep_is_told_with_its_name(deep: str, tmp_path: Path) -> None:
    """A record, and a TOML file."""
    for file, read in ((tmp_path / "deep.json", load), (tmp_path / "deep.toml", read_toml)):
        file.write_text(("" if file.suffix == ".json" else "a = ") + deep)
        with pytest.raises(InputError, match=re.escape(file.name)):
            read(file)


def test_any_setting_of_an_experiment_may_be_set(tmp_path: Path) -> None:
    """Also one that the lecture file does not name; what the experiment lacks is refused with what it has."""
    root = copy_of_tiny(tmp_path / "lecture")
    change(root / "lecture.toml", "[runs.gates]\nx = 0.5\ngates = 3\n", "")
    for override, runs in (
        ("runs.gates.x=0.25", {"gates": {"x": 0.25}}),
        ("runs.gates.y=[5, 6]", {"gates": {"y": [5, 6]}}),
    ):
        assert Lecture.load(root, overrides=[override]).runs == runs
    lecture = Lecture.load(root, overrides=["runs.gates.y=3"])
    measurements = Measurements(lecture.experiments_dir, lecture.records_dir, lecture.cache_dir)
    with pytest.raises(InputError, match=r"runs\.gates has no setting 'y'; it has x, gates"):
        measurements.settings("gates", lecture.runs["gates"])
    for override in ("runs=3", "runs.gates=3", "lecture.colour=1", "run.gates.x=1"):
        with pytest.raises(InputError, match="is no setting of the lecture file"):
            Lecture.load(root, overrides=[override])


FAULTY = [f"a{mark}b" for mark in "\n\t\r\0\x1b\x7f\x85\u2028\u2029"] + ["a" * (LONGEST + 1), "  ", "\u3000"]


@pytest.mark.parametrize("title", FAULTY, ids=ascii)
def test_a_title_is_one_line(title: str, tmp_path: Path) -> None:
    """Of the lecture, of a chapter, of a beat; refused with its key."""
    assert line_fault(title) is not None
    written = "".join(f"\\U{ord(character):08X}" for character in title)
    for file, old in (
        ("lecture.toml", "A chain of slopes"),
        ("scenes/slopes.toml", "A chain of slopes"),
        ("scenes/slopes.toml", "Multiplied, they shrink"),
    ):
        root = copy_of_tiny(tmp_path / f"{file.replace('/', '-')}-{old}")
        change(root / file, f'title.en = "{old}"', f'title.en = "{written}"')
        with pytest.raises(InputError, match=r"title\.en (has|is)"):
            load_script(Lecture.load(root), "slopes")


@pytest.mark.parametrize(
    "title", ["A title", "題名", "a" * LONGEST, "<weight>w</weight> ≈ {a.b:.3f}", "é · 한국어 · 👍🏽"]
)
def test_an_honest_title_passes(title: str) -> None:
    """In any script, with markup and numbers."""
    assert line_fault(title) is None
