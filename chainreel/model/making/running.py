"""Runs of a user's code: in a process of their own, which may crash, hang or leave without harm to ours."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chainreel.errors import ChainreelError, InputError
from chainreel.model.target import Conduct, Target
from chainreel.records.measure_run import MISSING_PACKAGE
from chainreel.records.measuring import run_environment
from chainreel.records.record import Record, load

MISSING_MODULE = re.compile(r"ModuleNotFoundError: No module named '([\w.]+)'")
WAIT_AFTER_KILL = 10.0  # seconds for a process that was killed to be gone


@dataclass(frozen=True)
class CheckedModel:
    """What can be known of a model before it runs: sentences, and whether one of them stops the film."""

    sentences: tuple[str, ...]
    refused: bool


def measure_target(
    target: Target, conduct: Conduct, experiment: Path, settings: Mapping[str, Any], output: Path
) -> Record:
    """Run the generated experiment under the conduct's limits; it writes ``output``.

    Raises:
        ChainreelError: torch is missing.
        InputError: what the user's code did, in one sentence.
    """
    arguments = ["chainreel.records.measure_run", str(experiment.resolve()), str(output.resolve())]
    _run(target, conduct, arguments, json.dumps(settings), experiment.resolve().parent.parent)
    if not output.exists():
        raise InputError(f"{target} left before anything was measured: let it return the model")
    return load(output)


def check_target(target: Target, conduct: Conduct) -> CheckedModel:
    """Build the model and look at it without running it. Raises: as ``measure_target`` does."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "check.json"
        settings = {"file": str(target.file), "function": target.function, "seed": conduct.seed,
                    "gigabytes": conduct.gigabytes}  # fmt: skip
        module = "chainreel.model.measuring.check_run"
        _run(target, conduct, [module, str(output)], json.dumps(settings), target.file.parent)
        if not output.exists():
            raise InputError(f"{target} left before the model was built: let it return the model")
        found = json.loads(output.read_text(encoding="utf-8"))
    return CheckedModel(tuple(found["sentences"]), bool(found["refused"]))


def _run(target: Target, conduct: Conduct, arguments: Sequence[str], given: str, folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder,
        text=True, encoding="utf-8", errors="replace", env=run_environment(), start_new_session=True,
    )  # fmt: skip
    try:
        out, err = process.communicate(given, timeout=conduct.seconds)
    except subprocess.TimeoutExpired:
        raise InputError(
            f"{target} took longer than {conduct.seconds:g} s and was stopped: allow more with "
            "--set-time SECONDS, or give it a smaller batch"
        ) from None
    finally:
        _end(process)
    _require_success(target, conduct, process.returncode, out, err)


def _end(process: subprocess.Popen[str]) -> None:
    """Stop the process and all that it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait(WAIT_AFTER_KILL)


def _require_success(target: Target, conduct: Conduct, code: int, out: str, err: str) -> None:
    if code == 0:
        return
    said = [line for line in err.strip().splitlines() if line.strip()]
    missing = MISSING_MODULE.fullmatch(said[-1]) if said else None
    if (code == MISSING_PACKAGE and out.strip()) or missing:
        name = missing[1] if missing else out.strip()
        raise ChainreelError(
            f"a model's film needs {name}, which is not installed: install requirements/measure.txt of "
            "Chainreel's folder with pip (README.md says how)"
        )
    if code < 0:
        raise InputError(f"{target} crashed with {_signal_name(-code)}{_perhaps_memory(-code, conduct)}")
    if code == 1 and said:
        raise InputError(said[-1])
    raise InputError(f"{target} ended its process with exit code {code}: let it return the model instead")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _perhaps_memory(number: int, conduct: Conduct) -> str:
    if number == signal.SIGKILL:
        return f": the system may have been out of memory; it was allowed {conduct.gigabytes:g} GB"
    return ", so that nothing was measured: run it alone to see where"
