"""The overview of a record: what an author reads before showing a number."""

import numpy as np

from chainreel.measured import Measured, Value, chaotic, exact
from chainreel.records.overview import headline, table
from chainreel.records.record import Record, record_of
from chainreel.records.spread import with_spread


def record() -> Record:
    """A run with an exact value and a chaotic one over two seeds."""
    values: dict[str, Value] = {"steps": exact(12, "steps"), **chaotic("loss", [[0.5, 0.25], [0.75, 0.5]])}
    settings = {"depth": 30, "kind": "tanh", "case": {"rate": 0.1, "name": "he"}}
    return record_of(Measured("a run", values), "net", settings, {}, "")


def test_a_line_names_the_record_and_its_run() -> None:
    """With how many values it holds; settings are not counted."""
    assert headline(record()) == "net: 5 values · a run"


def test_every_path_has_a_line() -> None:
    """Values in the run's order, then settings: numbers, and words in quotes."""
    assert [line.split()[0] for line in table(record())] == [
        "path", "steps", "loss", "loss.median", "loss.low", "loss.high",
        "settings.depth", "settings.case.rate", "settings.kind", "settings.case.name",
    ]  # fmt: skip
    assert table(record())[-1].split() == ["settings.case.name", "setting", '"he"']


def test_a_shape_is_told_and_one_number_is_shown_in_full() -> None:
    """More numbers are told by their range."""
    rows = [line.split() for line in table(record())]
    assert rows[1] == ["steps", "one", "steps", "exact", "12"]
    assert rows[2][:6] == ["loss", "2", "x", "2", "chaotic", "0.25"]


def test_a_spread_that_nobody_measured_is_said() -> None:
    """Only chaotic values have one; once measured, the widest is told."""
    lines = table(record())
    assert lines[2].endswith("not measured")
    assert lines[1].endswith("12")
    moved = record_of(
        Measured("a run", {"steps": exact(12), **chaotic("loss", np.array([[0.5, 0.25], [0.75, 0.53]]))}),
        "net", record().settings, {}, "",
    )  # fmt: skip
    assert table(with_spread(record(), [moved]))[2].endswith("0.031")
