"""Stale or fresh, measured again or not, accepted or not: what happens to a lecture's records."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from chainreel.errors import ChainreelError, InputError
from chainreel.records.measure import MISSING, SETTINGS_DIFFER, SOURCE_CHANGED, Measurements
from chainreel.records.record import load

SOURCE = '''"""Powers of a number; each run leaves a mark."""

from pathlib import Path

from chainreel.measured import Measured, exact

SETTINGS = {"base": 0.5, "count": 3, "kind": "power", "case": {"shift": 0.0, "sign": 1}}


def measure(settings):
    with (Path(__file__).parent.parent / "runs.txt").open("a") as marks:
        marks.write("run ")
    base = settings["base"] + settings["case"]["shift"]
    powers = [base**n for n in range(1, settings["count"] + 1)]
    return Measured("powers", {"powers": exact(powers), "last": exact(powers[-1])})
'''


class Lecture:
    """A folder with one experiment, ``powers``, that counts how often it ran."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.experiment, self.record = root / "experiments" / "powers.py", root / "records" / "powers.json"
        self.experiment.parent.mkdir(parents=True)
        self.experiment.write_text(SOURCE)
        self.measurements = Measurements(self.experiment.parent, self.record.parent, root / "cache")

    def runs(self) -> int:
        marks = self.root / "runs.txt"
        return marks.read_text().count("run ") if marks.exists() else 0

    def change(self, old: str, new: str) -> None:
        text = self.experiment.read_text()
        assert old in text
        self.experiment.write_text(text.replace(old, new))


@pytest.fixture
def lecture(tmp_path: Path) -> Lecture:
    """A lecture whose record has been accepted (that was its first run)."""
    made = Lecture(tmp_path / "lecture")
    made.measurements.remeasure_all(accept=True)
    return made


def test_a_fresh_record_is_used_without_a_run(lecture: Lecture) -> None:
    """Nothing is measured when nothing changed."""
    assert lecture.measurements.stale("powers") is None
    assert lecture.measurements.record("powers").number("powers.2").value == 0.125
    assert lecture.runs() == 1


def test_a_comment_or_a_windows_line_end_makes_nothing_stale(lecture: Lecture) -> None:
    """Neither runs the experiment nor rewrites a committed number."""
    before = lecture.record.read_bytes()
    lecture.experiment.write_bytes(
        SOURCE.replace("\n", "\r\n").replace("import Path", "import Path  # why").encode()
    )
    assert lecture.measurements.stale("powers") is None
    lecture.measurements.remeasure_all(accept=True)
    assert lecture.record.read_bytes() == before


def test_a_changed_source_that_agrees_keeps_the_committed_values(lecture: Lecture) -> None:
    """It runs once into the cache; the committed file is not touched, and it is not run a third time."""
    before = lecture.record.read_bytes()
    lecture.change("base**n", "base**n * (1 + 1e-15)")
    assert lecture.measurements.stale("powers") == SOURCE_CHANGED
    for _ in range(2):
        assert lecture.measurements.record("powers").number("powers.2").value == 0.125
    assert lecture.runs() == 2
    assert lecture.record.read_bytes() == before


def test_a_changed_source_that_disagrees_is_an_error_with_old_and_new(lecture: Lecture) -> None:
    """Nothing is drawn from a record that its experiment no longer gives."""
    lecture.change("base**n", "2 * base**n")
    with pytest.raises(ChainreelError, match=r"last was 0\.125, is 0\.25.*chainreel measure powers --accept"):
        lecture.measurements.record("powers")
    with pytest.raises(ChainreelError, match="powers"):
        lecture.measurements.record("powers")
    assert lecture.runs() == 2


def test_other_settings_are_measured_into_the_cache_alone(lecture: Lecture) -> None:
    """``--set`` touches no committed record, and the same settings are measured once."""
    before = lecture.record.read_bytes()
    for _ in range(2):
        changed = lecture.measurements.record("powers", {"base": 2, "case": {"shift": 1.0}})
        assert changed.number("last").value == 27.0
        assert changed.number("settings.case.shift").value == 1.0
    assert lecture.measurements.stale("powers", {"base": 2.0}) == SETTINGS_DIFFER
    assert lecture.runs() == 2
    assert lecture.record.read_bytes() == before


def test_settings_that_say_the_default_change_nothing(lecture: Lecture) -> None:
    """A lecture file may repeat the experiment's own settings."""
    assert lecture.measurements.stale("powers", {"base": 0.5, "case": {"sign": 1}}) is None


def test_a_record_that_is_missing_is_measured_into_the_cache(lecture: Lecture) -> None:
    """Only ``accept`` writes committed records."""
    lecture.record.unlink()
    assert lecture.measurements.stale("powers") == MISSING
    assert lecture.measurements.record("powers").number("last").value == 0.125
    assert not lecture.record.exists()


def test_measuring_again_reports_and_writes_nothing(lecture: Lecture) -> None:
    """Without ``accept`` the committed record stays, whatever the run says."""
    before = lecture.record.read_bytes()
    lecture.change("base**n", "2 * base**n")
    (outcome,) = lecture.measurements.remeasure_all()
    assert not outcome.agrees
    assert {d.path.split(".")[0] for d in outcome.differences} == {"powers", "last"}
    assert lecture.record.read_bytes() == before


def test_accepting_takes_new_values_where_they_disagree(lecture: Lecture) -> None:
    """The only way into the committed records."""
    lecture.change("base**n", "2 * base**n")
    lecture.measurements.remeasure_all(accept=True)
    assert lecture.measurements.stale("powers") is None
    assert load(lecture.record).number("last").value == 0.25


def test_accepting_keeps_values_that_agree_and_renews_their_provenance(lecture: Lecture) -> None:
    """A last bit that differs on another machine changes no committed number."""
    lecture.change("base**n", "base**n * (1 + 1e-15)")
    (outcome,) = lecture.measurements.remeasure_all(accept=True)
    assert outcome.agrees
    assert outcome.new.number("last").value != 0.125
    assert load(lecture.record).number("last").value == 0.125
    assert lecture.measurements.stale("powers") is None


def test_accepting_replaces_a_corrupt_record(lecture: Lecture) -> None:
    """The remedy that the error names works; until then the corrupt record is an error."""
    lecture.record.write_text("{")
    with pytest.raises(InputError, match=r"powers\.json"):
        lecture.measurements.record("powers")
    lecture.measurements.remeasure_all(accept=True)
    assert lecture.measurements.stale("powers") is None


def test_a_truncated_file_in_the_cache_is_measured_again(lecture: Lecture) -> None:
    """A cache is never an error."""
    lecture.measurements.record("powers", {"base": 2.0})
    (cached,) = [p for p in (lecture.root / "cache").rglob("powers.json") if "2.0" in p.read_text()]
    cached.write_text(cached.read_text()[:50])
    assert lecture.measurements.record("powers", {"base": 2.0}).number("last").value == 8.0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bass": 1.0}, "base"),
        ({"base": "much"}, "a number"),
        ({"count": 2.5}, "a whole number"),
        ({"count": True}, "a whole number"),
        ({"kind": 3}, "a word"),
        ({"case": 3}, "a table"),
        ({"case": {"shove": 1.0}}, "shift"),
    ],
)
def test_a_wrong_setting_is_an_input_error(lecture: Lecture, changes: dict[str, object], said: str) -> None:
    """It names the run and what it takes, and nothing runs."""
    with pytest.raises(InputError, match=r"runs\.powers") as error:
        lecture.measurements.record("powers", changes)
    assert said in str(error.value)
    assert lecture.runs() == 1


def test_an_unknown_experiment_is_an_input_error(lecture: Lecture) -> None:
    """The experiments that exist are named; a helper beside them is none."""
    (lecture.root / "experiments" / "helper.py").write_text("x = 1\n")
    with pytest.raises(InputError, match="powers"):
        lecture.measurements.record("helper")
    assert lecture.measurements.names() == ("powers",)


def test_without_torch_the_error_says_how_to_install_it(lecture: Lecture) -> None:
    """One sentence when something stale needs a package that is not there; fresh records need none."""
    (lecture.root / "torch.py").write_text(
        "raise ModuleNotFoundError('No module named torch', name='torch')\n"
    )
    lecture.change("from pathlib", "import torch\nfrom pathlib")
    with pytest.raises(ChainreelError, match=r"needs torch.*requirements/measure\.txt"):
        lecture.measurements.record("powers")


def test_an_experiment_that_fails_is_one_sentence(lecture: Lecture) -> None:
    """Its last words with their line, without a traceback."""
    lecture.change("return Measured(", "raise ValueError('no such dial')\n    return Measured(")
    with pytest.raises(
        ChainreelError, match=r"powers\.py failed: ValueError: no such dial \(powers\.py, line 15\)$"
    ):
        lecture.measurements.record("powers")


def test_an_experiment_that_returns_something_else_is_told_so(lecture: Lecture) -> None:
    """What measure() has to return is named."""
    lecture.change("return Measured(", "return dict(")
    lecture.change('"powers", {"powers"', '{"powers"')
    with pytest.raises(ChainreelError, match=r"measure\(\) returns dict, not the Measured of"):
        lecture.measurements.record("powers")


def test_two_at_once_do_not_spoil_the_cache(lecture: Lecture) -> None:
    """Both get whole numbers, whoever writes last."""
    values: list[float] = []
    work = lambda: values.append(lecture.measurements.record("powers", {"base": 3.0}).number("last").value)  # noqa: E731
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values == [27.0] * 3
    assert not [p for p in (lecture.root / "cache").rglob("*") if p.suffix == ".tmp"]


def test_progress_hears_of_each_experiment(lecture: Lecture) -> None:
    """When it starts, and how it ended; one without a record differs from nothing."""
    heard: list[tuple[str, str]] = []
    lecture.measurements.remeasure_all(progress=lambda name, state: heard.append((name, state)))
    assert heard == [("powers", "started"), ("powers", "done")]
    lecture.record.unlink()
    lecture.measurements.remeasure_all(progress=lambda name, state: heard.append((name, state)))
    assert heard[3] == ("powers", "measured for the first time")


def test_only_the_experiments_that_are_named_run(lecture: Lecture) -> None:
    """Each once, however often it is named; a name that is none is refused before anything runs."""
    (lecture.experiment.parent / "others.py").write_text(SOURCE)
    outcomes = lecture.measurements.remeasure_all(names=("powers", "powers"))
    assert [outcome.name for outcome in outcomes] == ["powers"]
    assert lecture.runs() == 2
    with pytest.raises(InputError, match="there is no experiment 'power'"):
        lecture.measurements.remeasure_all(names=("powers", "power"))
    assert lecture.runs() == 2


def test_looking_after_records_needs_no_torch() -> None:
    """Importing what the main job uses imports neither torch nor scikit-learn nor manim."""
    check = (
        "import sys, chainreel.records.measure, chainreel.records.record; "
        "sys.exit(any(name in sys.modules for name in ('torch', 'sklearn', 'manim')))"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", check], check=False, cwd=Path(__file__).parent.parent
        ).returncode
        == 0
    )
