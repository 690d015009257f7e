"""Measuring of one experiment, in a process of its own and within a lecture's limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chainreel.errors import ChainreelError
from chainreel.lecture.limits import NO_LIMITS, Limits
from chainreel.records.data_files import what_changed
from chainreel.records.measure_run import GIGABYTES, MISSING_PACKAGE
from chainreel.records.processors import Processor
from chainreel.records.provenance import LIBRARY, source_hash
from chainreel.records.record import Record, load

RUN = "chainreel.records.measure_run"  # what such a process is
TELL_EVERY = 30.0  # seconds between two signs of life of a run
Progress = Callable[[str, str], None]


def ignore_progress(_name: str, _state: str) -> None:
    """Nobody listens."""


def root_of(experiment: Path) -> Path:
    """The lecture's folder."""
    return experiment.resolve().parent.parent


def remeasure(
    experiment: Path,
    settings: Mapping[str, Any],
    output: Path,
    processor: Processor | None = None,
    *,
    limits: Limits = NO_LIMITS,
    tell: Progress = ignore_progress,
) -> Record:
    """Run the experiment in a process of its own, which writes ``output``; as ``processor`` would, if given.

    ``tell`` is given the experiment's name and how long it has been running, now and then.

    Raises:
        ChainreelError: a package is missing, the run failed or took more than the limits allow, or the source
            or a file that it read changed meanwhile.
    """
    command = [sys.executable, "-m", RUN, str(experiment.resolve()), str(output.resolve())]
    environment = {**run_environment(), **(processor.environment if processor else {})}
    if limits.gigabytes is not None:
        environment[GIGABYTES] = str(limits.gigabytes)
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", cwd=root_of(experiment), env=environment,
    )  # fmt: skip
    _await(process, experiment, json.dumps(settings), limits, tell)
    record = load(output)
    changed = what_changed(record.files, root_of(experiment))
    if record.source_hash != source_hash(experiment) or changed:
        what = f"while it was being measured: {changed}" if changed else "changed while it was being measured"
        raise ChainreelError(f"{experiment} {what}: run the same command again")
    return record


def _await(
    process: subprocess.Popen[str], experiment: Path, settings: str, limits: Limits, tell: Progress
) -> None:
    """Wait for the run's end, and end it when its time is up, or ours."""
    began = time.monotonic()
    given: str | None = settings
    try:
        while True:
            left = float("inf") if limits.seconds is None else began + limits.seconds - time.monotonic()
            try:
                said, complained = process.communicate(given, timeout=max(0.0, min(TELL_EVERY, left)))
                return _require_success(process.returncode, said, complained, experiment)
            except subprocess.TimeoutExpired:
                seconds = time.monotonic() - began
                if limits.seconds is not None and seconds >= limits.seconds:
                    raise _too_long(experiment, limits.seconds) from None
                given = None  # it has been taken
                tell(experiment.stem, f"has been running for {seconds:.0f} s")
    finally:
        process.kill()
        process.communicate()


def _too_long(experiment: Path, seconds: float) -> ChainreelError:
    return ChainreelError(
        f"the experiment {experiment} was ended after {seconds:g} s: mend it, or give it more time with "
        "seconds in [limits] of the lecture file"
    )


def run_environment() -> dict[str, str]:
    """What a process that measures finds in its environment: one thread, no chance, this library."""
    path = os.pathsep.join(p for p in (str(LIBRARY.parent), os.environ.get("PYTHONPATH", "")) if p)
    fixed = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    return {**os.environ, **fixed, "PYTHONPATH": path}


def _require_success(code: int, said: str, complained: str, experiment: Path) -> None:
    if code == MISSING_PACKAGE:
        raise ChainreelError(
            f"{experiment.stem} has to be measured and needs {said.strip()}, which is not installed: "
            "install requirements/measure.txt of Chainreel's folder with pip (README.md says how)"
        )
    if code < 0:
        raise ChainreelError(
            f"the experiment {experiment} was ended by the system (signal {-code}), perhaps for lack of "
            "memory: make it smaller, or give it less to hold at once"
        )
    if code:
        lines = complained.strip().splitlines() or [f"exit code {code}"]
        raise ChainreelError(f"the experiment {experiment} failed: {lines[-1]}")
