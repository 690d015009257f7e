"""The process that one experiment runs in: ``python -m chainreel.records.measure_run <experiment> <output>``.

The settings come as JSON on standard input; the record is written to ``output``. Only this process
needs what experiments import.
"""

from __future__ import annotations

import copy
import importlib
import importlib.metadata
import json
import os
import platform
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any

from chainreel.errors import InputError, in_a_sentence
from chainreel.lecture.exits import refused_exits
from chainreel.measured import Measured
from chainreel.records.files_read import noted_files
from chainreel.records.provenance import source_hash
from chainreel.records.record import record_of, save
from chainreel.records.recordable import refused_complex_numbers, require_recordable, require_same_settings
from chainreel.records.settings import declared_files

FAILED, MISSING_PACKAGE = 1, 3
GIGABYTES = "CHAINREEL_GIGABYTES"  # of memory that a run may take, if it is set
LIBRARIES = ("torch", "numpy", "scikit-learn")


def main(arguments: list[str]) -> int:
    """Run an experiment with the settings from standard input, write its record, return the exit code."""
    experiment, output = Path(arguments[0]), Path(arguments[1])
    settings = json.load(sys.stdin)
    before = source_hash(experiment)
    limit_memory()
    try:
        root, declared = experiment.resolve().parent.parent, declared_files(experiment)
        with noted_files(root, declared) as reads, refused_exits(experiment.parent.name):
            measured = measured_by(experiment, settings)
    except _MissingPackage as error:
        print(error)
        return MISSING_PACKAGE
    except MemoryError as error:
        told = in_a_sentence(error, experiment.parent.name)
        print(f"{told}: it may take {os.environ.get(GIGABYTES, 'all')} GB, as [limits] say", file=sys.stderr)
        return FAILED
    except Exception as error:  # noqa: BLE001  an experiment may raise anything; its last line is told
        traceback.print_exc()
        print(in_a_sentence(error, experiment.parent.name), file=sys.stderr)
        return FAILED
    provenance = (library_versions(), before, reads.hashes())
    save(record_of(measured, experiment.stem, settings, *provenance), output)
    return 0


def limit_memory() -> None:
    """Let this process take no more memory than it may, where the system can hold it to that."""
    gigabytes = os.environ.get(GIGABYTES)
    if gigabytes is not None and sys.platform != "win32":
        import resource

        most = int(float(gigabytes) * 1e9)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


class _MissingPackage(Exception):  # noqa: N818  its text is the package's name
    """An experiment imports what is not installed."""


def measured_by(experiment: Path, settings: dict[str, Any]) -> Measured:
    """What the experiment hands over for those settings.

    Raises:
        InputError: it hands over something else, or what no record can hold.
    """
    try:
        module = import_experiment(experiment)
    except ModuleNotFoundError as error:
        raise _MissingPackage(error.name) from None
    given = copy.deepcopy(settings)
    with refused_complex_numbers():
        measured = module.measure(given)
    require_same_settings(settings, given)
    if not isinstance(measured, Measured):
        kind = type(measured).__name__
        raise InputError(f"measure() returns {kind}, not the Measured of chainreel.measured")
    require_recordable(measured)
    return measured


def import_experiment(experiment: Path) -> ModuleType:
    """The experiment as a module of its own folder, so that its neighbours can be imported too."""
    folder = experiment.resolve().parent
    sys.path.insert(0, str(folder.parent))
    return importlib.import_module(f"{folder.name}.{experiment.stem}")


def library_versions() -> dict[str, Any]:
    """Python's version and those of the libraries that are installed."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
