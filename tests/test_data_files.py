"""Data files that a run reads: seen however they are read, and its record stale once one is not as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from chainreel.errors import ChainreelError
from chainreel.records.data_files import DataFolder
from chainreel.records.files_read import noted_files
from chainreel.records.measure import Measurements
from chainreel.records.record import load

SOURCE = """
from pathlib import Path
from chainreel.measured import Measured, exact

SETTINGS = {{"scale": 1}}
ROOT = Path(__file__).parent.parent
{before}

def measure(settings):
    {reading}
    return Measured("a run", {{"total": exact(float(total))}})
"""

# What is read, and by which lines (``total`` is what comes of it, ``before`` runs when it is imported).
WAYS = {
    "open": ("data/rows.txt", 'total = sum(map(float, open("data/rows.txt")))'),
    "with": ("data/rows.txt", 'with open(b"data/rows.txt", "rb") as file: total = len(file.read())'),
    "path": ("data/rows.txt", 'total = len((ROOT / "data" / "rows.txt").read_text())'),
    "bytes": ("data/rows.txt", 'total = len(Path("data/../data/rows.txt").read_bytes())'),
    "read and write": ("data/rows.txt", 'total = len(open("data/rows.txt", "r+").read())'),
    "os.open": ("data/rows.txt", 'import os; total = len(os.read(os.open("data/rows.txt", os.O_RDONLY), 9))'),
    "os.chdir": ("data/rows.txt", 'import os; os.chdir("data"); total = len(open("rows.txt").read())'),
    "csv": ("data/rows.txt", 'import csv; total = len(list(csv.reader(open("data/rows.txt"))))'),
    "lines": ("data/rows.txt", 'import fileinput; total = len(list(fileinput.input("data/rows.txt")))'),
    "outside": ("../beside/rows.txt", 'total = len(open("../beside/rows.txt").read())'),
    "source": ("data/code.py", 'own = {}; exec(open("data/code.py").read(), own); total = own["seven"]'),
    "numpy.load": ("data/array.npy", 'import numpy; total = numpy.load("data/array.npy").sum()'),
    "numpy.memmap": ("data/array.npy", 'import numpy; total = numpy.load("data/array.npy", "r").sum()'),
    "numpy.loadtxt": ("data/rows.txt", 'import numpy; total = numpy.loadtxt("data/rows.txt").sum()'),
    "numpy.genfromtxt": ("data/rows.txt", 'import numpy; total = numpy.genfromtxt("data/rows.txt").sum()'),
    "numpy.fromfile": ("data/rows.txt", 'import numpy; total = numpy.fromfile("data/rows.txt", "u1").sum()'),
    "pillow": ("data/dot.png", 'from PIL import Image; total = Image.open("data/dot.png").size[0]'),
    "torch.load": ("data/net.pt", 'import torch; total = torch.load("data/net.pt")["w"].sum()'),
    "zip": ("data/net.pt", 'import zipfile; total = len(zipfile.ZipFile("data/net.pt").namelist())'),
    "sqlite": ("data/rows.db", 'import sqlite3; total = len([*sqlite3.connect("data/rows.db").iterdump()])'),
    "at import": ("data/rows.txt", "total = NUMBERS", 'NUMBERS = len(open("data/rows.txt").read())'),
    "in a module": ("data/rows.txt", "from experiments.reading import total"),
    "in a thread": (
        "data/rows.txt",
        "from concurrent.futures import ThreadPoolExecutor as P; "
        'total = P().submit(lambda: len(open("data/rows.txt").read())).result()',
    ),
    "in a fork": (
        "data/rows.txt",
        'import os; child = os.fork(); child or (open("data/rows.txt").read(), os._exit(0)); '
        "total = os.waitpid(child, 0)[1]",
    ),
    "beside a temporary file": (
        "../beside/rows.txt",
        'import tempfile; made = tempfile.TemporaryFile(dir="../beside"); '
        'total = len(open("../beside/rows.txt").read())',
    ),
    "declared": ("data/rows.txt", "total = 7", 'FILES = ["data/rows.txt"]'),
    "names in a folder": ("data/", 'total = len(list(Path("data").glob("*.png")))'),
}  # fmt: skip


def lecture_with(root: Path, reading: str, before: str = "") -> Measurements:
    """A lecture whose experiment ``run`` reads so, with some files that it may read."""
    for folder in ("experiments", "data", "../beside"):
        (root / folder).mkdir(parents=True)
    (root / "data" / "rows.txt").write_text("1\n2\n4\n")
    (root / "../beside/rows.txt").write_text("1\n2\n4\n")
    (root / "data" / "code.py").write_text("seven = 7\n")
    (root / "data" / "rows.db").write_bytes(b"")
    np.save(root / "data" / "array.npy", np.array([1.0, 6.0]))
    Image.new("L", (7, 7)).save(root / "data" / "dot.png")
    (root / "experiments" / "reading.py").write_text('total = len(open("data/rows.txt").read())\n')
    (root / "experiments" / "run.py").write_text(SOURCE.format(reading=reading, before=before))
    return Measurements(root / "experiments", root / "assets" / "records", root / ".cache" / "records")


def change(file: Path) -> None:
    """Another content of the same length, or another file in the folder."""
    if file.is_dir():
        (file / "more.txt").write_text("1")
    else:
        content = file.read_bytes() or b"-"
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def rename(file: Path) -> None:
    file.rename(file.with_name("renamed"))


def remove(file: Path) -> None:
    shutil.rmtree(file) if file.is_dir() else file.unlink()


FATES: dict[Callable[[Path], None], str] = {
    change: "(changed|holds other files)", rename: "is missing", remove: "is missing",
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_file_is_seen_however_it_is_read(way: str, tmp_path: Path) -> None:
    """It is in the record by its name from the lecture's folder; changed, renamed or missing it is named."""
    name, reading, *before = WAYS[way]
    root = tmp_path / "a lecture"
    measurements = lecture_with(root, reading, *before)
    if name == "data/net.pt":
        torch = pytest.importorskip("torch")
        torch.save({"w": torch.ones(7)}, root / name)
    measurements.remeasure_all(accept=True)
    assert list(load(root / "assets" / "records" / "run.json").files) == [name]
    assert measurements.stale("run") is None
    for fate, told in FATES.items():
        kept = tmp_path / "kept"
        copy = shutil.copytree if name.endswith("/") else shutil.copy2
        copy(root / name, kept)
        fate(root / name)
        why = measurements.stale("run")
        assert why is not None, fate.__name__
        assert why.startswith(f"{name}, which it reads, "), fate.__name__
        assert why.endswith(tuple(told.strip("()").split("|"))), fate.__name__
        for spoilt in (root / name, (root / name).with_name("renamed")):
            if spoilt.exists():
                remove(spoilt)
        copy(kept, root / name)
        remove(kept)
        assert measurements.stale("run") is None, "put back, it is fresh again"


OWN = {
    "nothing": "total = 7",
    "its own file": 'Path("out.txt").write_text("7"); total = float(open("out.txt").read())',
    "a file it moved": 'Path("a").write_text("7"); Path("a").rename("b"); total = float(open("b").read())',
    "a new folder": 'Path("new").mkdir(); Path("new/a").touch(); total = len([*Path("new").glob("*")])',
    "a temporary file": 'import tempfile; f = tempfile.NamedTemporaryFile(); total = len(f.read())',
    "a log": 'open("log.txt", "a").write("again"); total = 7',
    "a device": 'total = len(open("/dev/zero", "rb").read(7))',
    "the system": 'total = len(open("/proc/self/stat").read()) and 7',
    "a cache": 'total = len(open(".kept/seven.txt").read())',
    "a module": "import experiments.seven; total = experiments.seven.seven",
    "its source": "import inspect, experiments.seven as s; total = s.seven if inspect.getsource(s) else 0",
    "python": "import this, json.tool, email.mime.text; total = 7",
    "a library's data": "from sklearn.datasets import load_digits; total = load_digits().data.sum()",
    "an open number": "import os; total = len(os.fdopen(os.dup(0)).read())",
    "no file": 'import contextlib\n    with contextlib.suppress(OSError): open("gone.txt")\n    total = 7',
    "no path": 'import contextlib\n    with contextlib.suppress(ValueError): open("a\\0b")\n    total = 7',
}  # fmt: skip


@pytest.mark.parametrize("way", OWN)
def test_what_is_no_data_is_not_written_down(way: str, tmp_path: Path) -> None:
    """What a run makes itself, modules, caches, devices, libraries: its record has no word of files."""
    if "sklearn" in OWN[way]:
        pytest.importorskip("sklearn")
    root = tmp_path / "lecture"
    measurements = lecture_with(root, OWN[way])
    (root / "experiments" / "seven.py").write_text("seven = 7\n")
    (root / ".kept").mkdir()
    (root / ".kept" / "seven.txt").write_text("7")
    measurements.remeasure_all(accept=True)
    assert '"files"' not in (root / "assets" / "records" / "run.json").read_text(encoding="utf-8")
    assert measurements.stale("run") is None


def test_a_file_that_changes_while_the_run_goes_on_is_told(tmp_path: Path) -> None:
    """The record would be of neither content."""
    reading = 'total = len(open("data/rows.txt").read()); open("data/rows.txt", "a").write("8")'
    with pytest.raises(
        ChainreelError, match=r"while it was being measured: data/rows\.txt, which it reads, ch"
    ):
        lecture_with(tmp_path / "lecture", reading).remeasure_all(accept=True)


def test_a_declared_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With the experiment's and the file's name."""
    measurements = lecture_with(tmp_path / "lecture", "total = 7", 'FILES = ["data/gone.bin"]')
    with pytest.raises(ChainreelError, match=r"run\.py: FILES names 'data/gone\.bin', but there is no such"):
        measurements.remeasure_all(accept=True)


TOTAL = 'total = sum(map(float, open("data/rows.txt")))'


def test_a_changed_file_that_changes_no_number_leaves_the_record(tmp_path: Path) -> None:
    """It is told in a sentence with the file's name; accepting renews the hash alone."""
    root = tmp_path / "lecture"
    lecture_with(root, TOTAL).remeasure_all(accept=True)
    told: list[tuple[str, str]] = []
    folders = (root / "experiments", root / "assets" / "records", root / ".cache" / "records")
    measurements = Measurements(*folders, tell=lambda name, state: told.append((name, state)))
    (root / "data" / "rows.txt").write_text("4\n2\n1\n")
    assert measurements.record("run").number("total").value == 7
    assert told == [
        ("run", "data/rows.txt, which it reads, changed; a new run agrees with the record, so it stands")
    ]
    measurements.remeasure_all(accept=True)
    assert measurements.stale("run") is None


def test_a_changed_file_that_changes_a_number_is_an_error(tmp_path: Path) -> None:
    """It names file, number and command; a run kept from before the change is not taken for one after it."""
    root = tmp_path / "lecture"
    measurements = lecture_with(root, TOTAL)
    measurements.remeasure_all(accept=True)
    for total, rows in ((8, "1\n2\n5\n"), (9, "1\n2\n6\n")):
        (root / "data" / "rows.txt").write_text(rows)
        told = rf"for data/rows\.txt, which it reads, changed: total was 7\.0, is {total}\.0; .*--accept"
        with pytest.raises(ChainreelError, match=told):
            measurements.record("run")


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    """What was measured from it cannot be vouched for."""
    root = tmp_path / "lecture"
    measurements = lecture_with(root, TOTAL)
    measurements.remeasure_all(accept=True)
    (root / "data" / "rows.txt").unlink()
    with pytest.raises(
        ChainreelError, match=r"record run was measured from data/rows\.txt, which is missing: put"
    ):
        measurements.record("run")


def test_names_are_the_same_from_wherever_the_lecture_is_reached(tmp_path: Path) -> None:
    """By a link, with dots, from another folder: a record that travels finds its files."""
    root = tmp_path / "lecture"
    (root / "data").mkdir(parents=True)
    (root / "data" / "rows.txt").write_text("1")
    (tmp_path / "link").symlink_to(root)
    (tmp_path / "big").mkdir()
    (tmp_path / "big" / "net.pt").write_bytes(b"1")
    (root / "big").symlink_to(tmp_path / "big")
    for folder in (DataFolder(root), DataFolder(tmp_path / "link")):
        for way in (root, tmp_path / "link", tmp_path / "x" / ".." / "lecture"):
            assert folder.name_of(str(way / "data" / "rows.txt")) == "data/rows.txt"
        assert folder.name_of(str(root / "big" / "net.pt")) == "big/net.pt"


def test_notes_end_with_their_block(tmp_path: Path) -> None:
    """And two that overlap both hear of a file."""
    (tmp_path / "a.txt").write_text("1")
    (tmp_path / "b.txt").write_text("1")
    with noted_files(tmp_path) as outer, noted_files(tmp_path) as inner:
        (tmp_path / "a.txt").read_text()
    (tmp_path / "b.txt").read_text()
    assert list(outer.hashes()) == list(inner.hashes()) == ["a.txt"]
