"""The source hash: what can change a number changes it, what cannot does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from chainreel.errors import InputError
from chainreel.records.provenance import project_modules, significant_text, source_hash

ROOT = Path(__file__).parent.parent
SOURCE = '''"""A run."""
import math
from experiments.numbers import base
from chainreel.measured import Measured, exact

SETTINGS = {"x": 2.0}


def measure(settings):
    word = f"#{settings['x']}# no comment"
    return Measured(word, {"y": exact(base() * settings["x"])})
'''


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    folder = tmp_path / "experiments"
    folder.mkdir()
    (folder / "numbers.py").write_text("from .deeper import seven\n\n\ndef base():\n    return seven\n")
    (folder / "deeper.py").write_text("seven = 7\n")
    (folder / "stranger.py").write_text("eight = 8\n")
    file = folder / "double.py"
    file.write_text(SOURCE)
    return file


def test_every_project_module_at_any_depth_counts(experiment: Path) -> None:
    """The experiment, its neighbours by absolute and relative import, and the library's modules."""
    names = ["chainreel.measured", "experiments.deeper", "experiments.double", "experiments.numbers"]
    assert sorted(project_modules(experiment)) == names


@pytest.mark.parametrize("name", ["headline", "small_network"])
def test_this_lectures_experiments_are_hashed_with_what_they_use(name: str) -> None:
    """Also where library and lecture lie in one folder."""
    names = project_modules(ROOT / "experiments" / f"{name}.py")
    assert {f"experiments.{name}", "experiments.reproducible", "chainreel.measured"} <= set(names)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("import math\n", "import math  # a comment\n"),
        ("import math\n", "# a comment line\n\n\nimport math\n"),
        ("import math\n", "import math   \n"),
        ("    return", "\n    # why\n    return"),
        ('"""A run."""\n', '\ufeff"""A run."""\n'),
        ('"""A run."""\n', '"""A run,\n\ntold at length."""\n'),
        ("    word", '    """One run."""\n    word'),
    ],
)
def test_layout_does_not_count(experiment: Path, old: str, new: str) -> None:
    """Comments, docstrings, blank lines, trailing blanks, Windows line ends and a byte order mark."""
    before = source_hash(experiment)
    experiment.write_bytes(SOURCE.replace(old, new).encode("utf-8"))
    assert source_hash(experiment) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2.0", "2.1"),
        ("# no comment", "# another"),
        ("base() *", "base() +"),
        ("    word", "    if 1: word"),
        ("    word", '    seed = 1\n    """a text, but no docstring"""\n    word'),
        ("    word", '    """A docstring"""; word'),
        ("def measure(settings):", 'def other(\n    x=2): """A docstring."""\n\n\ndef measure(settings):'),
    ],
)
def test_meaning_counts(experiment: Path, old: str, new: str) -> None:
    """Numbers, operators, and a # inside a string, which is no comment."""
    before = source_hash(experiment)
    experiment.write_text(SOURCE.replace(old, new))
    assert source_hash(experiment) != before


def test_a_module_two_imports_away_counts(experiment: Path) -> None:
    """And one that is not imported does not."""
    before = source_hash(experiment)
    (experiment.parent / "stranger.py").write_text("eight = 9\n")
    assert source_hash(experiment) == before
    (experiment.parent / "deeper.py").write_text("seven = 8\n")
    assert source_hash(experiment) != before


def test_the_same_source_elsewhere_has_the_same_hash(experiment: Path, tmp_path: Path) -> None:
    """No path of a machine goes in."""
    other = tmp_path / "elsewhere" / "experiments"
    other.parent.mkdir()
    experiment.parent.rename(other)
    moved = source_hash(other / "double.py")
    other.rename(experiment.parent)
    assert source_hash(experiment) == moved


def test_only_comments_docstrings_blank_lines_and_trailing_blanks_are_cut(experiment: Path) -> None:
    """The text that is hashed, letter by letter, so that every Python version cuts the same."""
    experiment.write_text(
        'x = f"""#{1}\n  # in a string {2:#x}"""  # out\n\n\nif x:  # why\n\ty = "é#"  # é\n'
    )
    assert significant_text(experiment) == 'x = f"""#{1}\n  # in a string {2:#x}"""\nif x:\n\ty = "é#"'


def test_broken_python_is_an_input_error(experiment: Path) -> None:
    """One sentence that names the file."""
    experiment.write_text("def measure(:\n")
    with pytest.raises(InputError, match=r"double\.py"):
        source_hash(experiment)


def test_a_missing_experiment_is_an_input_error(tmp_path: Path) -> None:
    """Nothing is never hashed as if it were something."""
    with pytest.raises(InputError, match=r"gone\.py"):
        source_hash(tmp_path / "experiments" / "gone.py")
