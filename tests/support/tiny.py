"""The two-beat lecture of the tests: where it lies, and copies of it that a test may spoil."""

import shutil
from pathlib import Path

from chainreel.lecture import Lecture
from chainreel.records import record
from chainreel.records.record import Record
from chainreel.script import FilledScript, load_script

TINY = Path(__file__).parents[1] / "tiny_lecture"
RECORD = TINY / "assets" / "records" / "gates.json"


def copy_of_tiny(folder: Path) -> Path:
    """A lecture of one's own, without outputs or caches."""
    return Path(shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns(".cache", "out", "__pycache__")))


def change(file: Path, old: str, new: str) -> None:
    """Replace ``old``, which must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def records_of(lecture: Lecture) -> dict[str, Record]:
    """Every committed record of a lecture."""
    return {path.stem: record.load(path) for path in lecture.records_dir.glob("*.json")}


def filled(root: Path = TINY, language: str = "en", chapter: str = "slopes") -> FilledScript:
    """The filled script of the tiny lecture or of a copy."""
    lecture = Lecture.load(root)
    return load_script(lecture, chapter).fill(language, records_of(lecture), lecture.citations())
