"""Records as a lecture needs them: measured now where none stands for its settings."""

from __future__ import annotations

from collections.abc import Iterable

from chainreel.errors import require_name
from chainreel.lecture import Lecture
from chainreel.records.measure import Measurements
from chainreel.records.measuring import Progress
from chainreel.records.record import Record


def measurements(lecture: Lecture, tell: Progress | None = None) -> Measurements:
    """The lecture's experiments and records; ``tell`` hears of those that do not simply stand."""
    return Measurements(
        lecture.experiments_dir, lecture.records_dir, lecture.cache_dir / "records", tell, lecture.limits
    )


def fresh_records(lecture: Lecture, names: Iterable[str], tell: Progress | None = None) -> dict[str, Record]:
    """The records of those names, measured now where none stands for today's settings.

    ``tell`` is given a name, and what became of its record where it did not simply stand.

    Raises:
        ChainreelError: a run disagrees with its record, or cannot be made, or the lecture file has settings
        of one that there is not.
    """
    require_runs(lecture)
    measured = measurements(lecture, tell)
    return {name: measured.record(name, lecture.runs.get(name)) for name in dict.fromkeys(names)}


def require_runs(lecture: Lecture) -> None:
    """Refuse settings of the lecture file that no run would ever hear of.

    Raises:
        InputError: naming the first, and the lecture's experiments.
    """
    known = measurements(lecture).names()
    for name in lecture.runs:
        require_name(name, known, "experiment", f"{lecture.file} has [runs.{name}], but the experiments are")
