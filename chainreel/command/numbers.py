"""Recorded numbers as the command measures them again, and shows what may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cloup

from chainreel.command import options as shared
from chainreel.command.options import lecture_and_names
from chainreel.command.say import say, say_of_record
from chainreel.errors import ChainreelError, InputError, did_you_mean
from chainreel.lecture import Lecture
from chainreel.records.fresh import measurements
from chainreel.records.measure import Remeasurement
from chainreel.records.overview import headline, table
from chainreel.records.record import load


@cloup.command(short_help="Run experiments again and compare with the records.")
@cloup.argument("experiments", nargs=-1, metavar="[FOLDER] [EXPERIMENT]...")
@cloup.option("--accept", is_flag=True, help="Write the new records.")
@shared.which_lecture
@shared.jobs
@shared.debug
def measure(experiments: tuple[str, ...], accept: bool, **options: Any) -> None:
    """Run every experiment again, or those that are named, and compare with the records.

    Accepting a chaotic record takes a run more for each processor that is emulated.
    """
    lecture, experiments = lecture_and_names(options, experiments)
    outcomes = measurements(lecture).remeasure_all(
        lecture.runs, names=experiments, accept=accept, jobs=options["jobs"], progress=say_of_record
    )
    for outcome in outcomes:
        for difference in outcome.differences:
            say(f"{outcome.name}: {difference}")
    if not accept:
        _require_agreement(outcomes)


@cloup.command(short_help="What may be shown: the paths of records, and what lies there.")
@cloup.argument("names", nargs=-1, metavar="[FOLDER] [RECORD]...")
@shared.which_lecture
@shared.debug
def records(names: tuple[str, ...], **options: Any) -> None:
    """What records hold, which is what may be shown: paths, shapes, units, tolerances, spreads.

    A script shows {RECORD.PATH:STYLE}; behind a path stands an index, from 0, for each number of its shape.
    """
    lecture, names = lecture_and_names(options, names)
    known = tuple(path.stem for path in sorted(lecture.records_dir.glob("*.json")))
    for name in names:
        _require_record(name, known)
    for name in names or known:
        record = load(lecture.records_dir / f"{name}.json")
        say(headline(record) + _staleness(lecture, name))
        for line in table(record) if names else ():
            say(f"  {line}")


def _require_record(name: str, known: Sequence[str]) -> None:
    if name not in known:
        hint = f"{did_you_mean(name, known)} the records are {', '.join(known) or 'none'}"
        raise InputError(f"there is no record {name!r}: {hint.strip()}")


def _staleness(lecture: Lecture, name: str) -> str:
    why = measurements(lecture).stale(name, lecture.runs.get(name))
    return f" · stale: {why}" if why else ""


def _require_agreement(outcomes: Sequence[Remeasurement]) -> None:
    differing = [outcome.name for outcome in outcomes if not outcome.agrees]
    if differing:
        raise ChainreelError(
            f"{', '.join(differing)}: the runs differ from the records; take the new numbers with "
            f"chainreel measure {' '.join(differing)} --accept"
        )
