"""Folder of a new lecture: written and measured beside its place, and there only when it is whole."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from chainreel.errors import InputError
from chainreel.files import PART, write_text, writing
from chainreel.lecture import Lecture
from chainreel.records.measuring import remeasure
from chainreel.records.settings import default_settings
from chainreel.starter.pages import HERE, pages_of
from chainreel.starter.plan import StarterPlan, require_free

STOPPED = 128 + signal.SIGTERM


def make_lecture(plan: StarterPlan) -> Lecture:
    """Write a lecture and measure its run, so that it can be rendered.

    Raises:
        InputError: the folder is taken meanwhile.
        ChainreelError: it cannot be written, or the run fails; then nothing is left.
    """
    with stopping_cleanly(), scratch_beside(plan.folder) as scratch:
        write_pages(plan, scratch)
        measure_there(plan, scratch)
        Lecture.load(scratch)  # what it refuses is not handed over
        move_to(scratch, plan.folder)
    return Lecture.load(plan.folder)


def write_pages(plan: StarterPlan, folder: Path) -> None:
    """Write all that is not measured."""
    settings = default_settings(HERE / "experiments" / f"{plan.run}.py")
    for name, text in pages_of(plan, settings).items():
        write_text(folder / name, text)


def measure_there(plan: StarterPlan, folder: Path) -> None:
    """Run the lecture's experiment, which writes its record."""
    experiment = folder / "experiments" / f"{plan.run}.py"
    record = folder / "assets" / "records" / f"{plan.run}.json"
    record.parent.mkdir(parents=True)
    remeasure(experiment, default_settings(experiment), record)
    shutil.rmtree(experiment.parent / "__pycache__", ignore_errors=True)


def move_to(scratch: Path, folder: Path) -> None:
    """Give a whole lecture its name.

    Raises:
        InputError: something lies there by now.
    """
    require_free(folder)
    if folder.exists():
        folder.rmdir()  # Windows puts nothing in the place of an empty folder
    scratch.rename(folder)


@contextmanager
def scratch_beside(folder: Path) -> Iterator[Path]:
    """A folder beside the place of another, gone when the block ends unless it was renamed."""
    scratch = folder.with_name(f".{folder.name}.{os.getpid()}{PART}")
    with writing(folder):
        try:
            scratch.mkdir()
            yield scratch
        except FileExistsError:
            raise InputError(f"{scratch} is in the way: remove it, and run the same command again") from None
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def stopping_cleanly() -> Iterator[None]:
    """While the block runs, a request to end (SIGTERM) leaves it by its ``finally`` clauses."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        sys.exit(STOPPED)

    if threading.current_thread() is not threading.main_thread():
        yield  # Python lets the main thread alone handle signals
        return
    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
