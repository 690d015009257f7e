"""Records kept fresh: what is stale is measured again, compared, and accepted only on request."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chainreel.errors import ChainreelError, InputError
from chainreel.lecture.limits import NO_LIMITS, Limits
from chainreel.records.data_files import first_missing, what_changed
from chainreel.records.measuring import Progress, ignore_progress, remeasure, root_of
from chainreel.records.processors import Processor, emulated_processors
from chainreel.records.provenance import source_hash
from chainreel.records.record import Record, load, save
from chainreel.records.settings import default_settings, half_experiment, is_experiment, with_changes
from chainreel.records.spread import is_chaotic, lacks_spread, with_spread
from chainreel.records.tolerance import Difference, compare

SETTINGS_DIFFER = "its settings differ"
SOURCE_CHANGED = "its experiment changed"
MISSING = "it was never measured"
SHOWN_DIFFERENCES = 3


@dataclass(frozen=True)
class Remeasurement:
    """What measuring one experiment again showed; ``old`` is None when nothing was recorded before."""

    name: str
    seconds: float
    old: Record | None
    new: Record
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """The same settings, and every value within its tolerance."""
        return self.old is not None and self.old.settings == self.new.settings and not self.differences

    @property
    def summary(self) -> str:
        """What the user hears of it, in a word."""
        if self.old is None:
            return "measured for the first time"
        return "done" if self.agrees else "differs"


def staleness(experiment: Path, record: Path, settings: Mapping[str, Any]) -> str | None:
    """Why the record does not stand for these settings and today's source; None when it does."""
    if not record.exists():
        return MISSING
    held = load(record)
    if held.settings != settings:
        return SETTINGS_DIFFER
    if held.source_hash != source_hash(experiment):
        return SOURCE_CHANGED
    return what_changed(held.files, root_of(experiment))


class Measurements:
    """A lecture's experiments, its committed records, and the cache for everything else."""

    def __init__(
        self,
        experiments: Path,
        records: Path,
        cache: Path,
        tell: Progress | None = None,
        limits: Limits = NO_LIMITS,
    ) -> None:
        """``tell`` is given a name and what becomes of a record that does not simply stand."""
        self._limits = limits
        self._experiments, self._records, self._cache = experiments, records, cache
        self._tell = tell or ignore_progress

    def names(self) -> tuple[str, ...]:
        """Every experiment of the lecture, in order of name."""
        return tuple(file.stem for file in sorted(self._experiments.glob("*.py")) if is_experiment(file))

    def halves(self) -> dict[str, str]:
        """Files that are half an experiment, by name, and what they lack."""
        found = {file.stem: half_experiment(file) for file in sorted(self._experiments.glob("*.py"))}
        return {name: lack for name, lack in found.items() if lack}

    def settings(self, name: str, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The experiment's own settings with ``changes`` in them. Raises: InputError."""
        return with_changes(default_settings(self._experiment(name)), changes or {}, f"runs.{name}")

    def stale(self, name: str, changes: Mapping[str, Any] | None = None) -> str | None:
        """Why the committed record cannot simply be used; None when it can."""
        return staleness(self._experiment(name), self._committed(name), self.settings(name, changes))

    def record(self, name: str, changes: Mapping[str, Any] | None = None) -> Record:
        """The numbers for these settings, measured now where nothing recorded stands for them.

        The committed record is used when it is fresh. If only the source changed, the run is repeated
        into the cache and the committed values stay as long as it agrees. Other settings live in the
        cache alone. Committed records are never written here.

        Raises:
            ChainreelError: a repeated run disagrees with the committed record, or cannot be made, or what it
                read is missing.
        """
        settings, why = self.settings(name, changes), self.stale(name, changes)
        if why is None:
            return load(self._committed(name))
        if why in (MISSING, SETTINGS_DIFFER):
            return self._cached(name, settings)
        return self._repeated(name, why, settings)

    def _repeated(self, name: str, why: str, settings: Mapping[str, Any]) -> Record:
        """The committed record, if a run as its experiment is today agrees with it."""
        old = load(self._committed(name))
        if gone := first_missing(old.files, root_of(self._experiment(name))):
            raise ChainreelError(
                f"the record {name} was measured from {gone}, which is missing: put it back, or measure "
                f"without it with chainreel measure {name} --accept"
            )
        fresh = self._cached(name, settings)
        if differences := compare(old, fresh):
            raise ChainreelError(_disagreement(name, why, differences))
        self._tell(name, f"{why}; a new run agrees with the record, so it stands")
        return renew_provenance(old, fresh)

    def remeasure_all(
        self,
        changes: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        names: Sequence[str] = (),
        accept: bool = False,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> tuple[Remeasurement, ...]:
        """Run every experiment again, or those of ``names``, and compare; with ``accept``, write ``records``.

        ``progress`` is told a name with "started", and with what came of it.

        Raises:
            InputError: there is no experiment of that name.
        """
        report = progress or ignore_progress
        for name in names:
            self._experiment(name)
        pool = ThreadPoolExecutor(max_workers=jobs)  # each thread waits for a process
        try:
            waiting = [
                pool.submit(self._again, name, (changes or {}).get(name), accept, report)
                for name in dict.fromkeys(names or self.names())
            ]
            outcomes = [future.result() for future in as_completed(waiting)]
        finally:
            pool.shutdown(cancel_futures=True)
        return tuple(sorted(outcomes, key=lambda outcome: outcome.name))

    def _again(
        self, name: str, changes: Mapping[str, Any] | None, accept: bool, report: Progress
    ) -> Remeasurement:
        report(name, "started")
        start, settings = time.monotonic(), self.settings(name, changes)
        path = self._cache_path(name, settings)
        new = remeasure(self._experiment(name), settings, path, limits=self._limits, tell=report)
        old = self._readable(name)
        differences = () if old is None else tuple(compare(old, new))
        outcome = Remeasurement(name, time.monotonic() - start, old, new, differences)
        if accept:
            self._accept(outcome, report)
        report(name, outcome.summary)
        return outcome

    def _accept(self, outcome: Remeasurement, report: Progress) -> None:
        """A run that agrees leaves the committed values, and renews their provenance if that is old."""
        old, new = outcome.old, outcome.new
        if old is None or not outcome.agrees or lacks_spread(old):
            save(self._tried_elsewhere(new, report), self._committed(outcome.name))
        elif (old.source_hash, old.files) != (new.source_hash, new.files):
            save(renew_provenance(old, new), self._committed(outcome.name))

    def _tried_elsewhere(self, record: Record, report: Progress) -> Record:
        """The record with the spread of its chaotic values, which takes a run for each processor."""
        if not is_chaotic(record):
            return record
        others = []
        for processor in emulated_processors():
            report(record.name, f"again, {processor.name}")
            others.append(self._cached(record.name, record.settings, processor))
        return with_spread(record, others)

    def _cached(self, name: str, settings: Mapping[str, Any], processor: Processor | None = None) -> Record:
        path = self._cache_path(name, settings, processor)
        experiment = self._experiment(name)
        try:
            held = load(path)
            if not what_changed(held.files, root_of(experiment)):
                return held
        except InputError:  # not there yet, or cut short: measuring mends both
            pass
        return remeasure(experiment, settings, path, processor, limits=self._limits, tell=self._tell)

    def _cache_path(self, name: str, settings: Mapping[str, Any], processor: Processor | None = None) -> Path:
        as_on = [dict(processor.environment)] if processor else []
        key = json.dumps([settings, source_hash(self._experiment(name)), *as_on], sort_keys=True)
        return self._cache / hashlib.sha256(key.encode()).hexdigest()[:16] / f"{name}.json"

    def _readable(self, name: str) -> Record | None:
        try:
            return load(self._committed(name))
        except InputError:
            return None

    def _committed(self, name: str) -> Path:
        return self._records / f"{name}.json"

    def _experiment(self, name: str) -> Path:
        file = self._experiments / f"{name}.py"
        if lack := half_experiment(file) if file.is_file() else None:
            raise InputError(lack)
        if not file.is_file() or not is_experiment(file):
            known = ", ".join(self.names()) or "none"
            raise InputError(
                f"there is no experiment {name!r}: write {file} with SETTINGS and measure(), or name a "
                f"known one: {known}"
            )
        return file


def renew_provenance(old: Record, new: Record) -> Record:
    """The old values with the new provenance."""
    values = {
        key: replace(value, array=old.values[key].array, spread=old.values[key].spread)
        for key, value in new.values.items()
    }
    return replace(new, values=values)


def _disagreement(name: str, why: str, differences: list[Difference]) -> str:
    shown = "; ".join(str(d) for d in differences[:SHOWN_DIFFERENCES])
    more = len(differences) - SHOWN_DIFFERENCES
    rest = f" (and {more} more)" if more > 0 else ""
    return (
        f"the record {name} no longer agrees with its experiment, for {why}: {shown}{rest}; undo the change, "
        f"or look at all with chainreel measure {name} and take the new numbers with chainreel measure "
        f"{name} --accept"
    )
