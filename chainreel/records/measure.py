"""Records kept fresh: what is stale is measured again, compared, and accepted only on request."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chainreel.errors import ChainreelError, InputError
from chainreel.records.measure_run import MISSING_PACKAGE
from chainreel.records.processors import Processor, emulated_processors
from chainreel.records.provenance import LIBRARY, source_hash
from chainreel.records.record import Record, load, save
from chainreel.records.settings import default_settings, is_experiment, with_changes
from chainreel.records.spread import is_chaotic, lacks_spread, with_spread
from chainreel.records.tolerance import Difference, compare

SETTINGS_DIFFER = "its settings differ"
SOURCE_CHANGED = "its experiment changed"
MISSING = "it was never measured"
SHOWN_DIFFERENCES = 3

Progress = Callable[[str, str], None]


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
    return SOURCE_CHANGED if held.source_hash != source_hash(experiment) else None


def remeasure(
    experiment: Path, settings: Mapping[str, Any], output: Path, processor: Processor | None = None
) -> Record:
    """Run the experiment in a process of its own, which writes ``output``; as ``processor`` would, if given.

    Raises:
        ChainreelError: a package is missing, the run failed, or the source changed meanwhile.
    """
    command = [
        sys.executable,
        "-m",
        "chainreel.records.measure_run",
        str(experiment.resolve()),
        str(output.resolve()),
    ]
    done = subprocess.run(
        command,
        input=json.dumps(settings),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=experiment.resolve().parent.parent,
        env={**run_environment(), **(processor.environment if processor else {})},
        check=False,
    )
    _require_success(done, experiment)
    record = load(output)
    if record.source_hash != source_hash(experiment):
        raise ChainreelError(f"{experiment} changed while it was being measured: run the same command again")
    return record


def run_environment() -> dict[str, str]:
    """What a process that measures finds in its environment: one thread, no chance, this library."""
    path = os.pathsep.join(p for p in (str(LIBRARY.parent), os.environ.get("PYTHONPATH", "")) if p)
    fixed = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    return {**os.environ, **fixed, "PYTHONPATH": path}


def _require_success(done: subprocess.CompletedProcess[str], experiment: Path) -> None:
    if done.returncode == MISSING_PACKAGE:
        raise ChainreelError(
            f"{experiment.stem} has to be measured and needs {done.stdout.strip()}, which is not installed: "
            "install requirements/measure.txt of Chainreel's folder with pip (README.md says how)"
        )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise ChainreelError(f"the experiment {experiment} failed: {said[-1]}")


def _unheard(_name: str, _state: str) -> None:
    pass


class Measurements:
    """A lecture's experiments, its committed records, and the cache for everything else."""

    def __init__(self, experiments: Path, records: Path, cache: Path) -> None:
        self._experiments, self._records, self._cache = experiments, records, cache

    def names(self) -> tuple[str, ...]:
        """Every experiment of the lecture, in order of name."""
        return tuple(file.stem for file in sorted(self._experiments.glob("*.py")) if is_experiment(file))

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
            ChainreelError: a repeated run disagrees with the committed record, or cannot be made.
        """
        settings, why = self.settings(name, changes), self.stale(name, changes)
        if why is None:
            return load(self._committed(name))
        fresh = self._cached(name, settings)
        if why != SOURCE_CHANGED:
            return fresh
        old = load(self._committed(name))
        if differences := compare(old, fresh):
            raise ChainreelError(_disagreement(name, differences))
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
        report = progress or _unheard
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
        new = remeasure(self._experiment(name), settings, self._cache_path(name, settings))
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
        elif old.source_hash != new.source_hash:
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
        try:
            return load(path)
        except InputError:  # not there yet, or cut short: measuring mends both
            return remeasure(self._experiment(name), settings, path, processor)

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


def _disagreement(name: str, differences: list[Difference]) -> str:
    shown = "; ".join(str(d) for d in differences[:SHOWN_DIFFERENCES])
    more = len(differences) - SHOWN_DIFFERENCES
    rest = f" (and {more} more)" if more > 0 else ""
    return (
        f"the record {name} no longer agrees with its experiment: {shown}{rest}; undo the change, or look at "
        f"all with chainreel measure {name} and take the new numbers with chainreel measure {name} --accept"
    )
