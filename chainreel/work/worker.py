"""Worker: a process that runs one task after another, and says what becomes of each."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from chainreel.errors import ChainreelError, in_a_sentence


@dataclass(frozen=True)
class Done:
    """The task ended well."""


@dataclass(frozen=True)
class Failed:
    """The task ended with an error: one sentence, and where it arose for ``--debug``."""

    error: ChainreelError
    trace: str


Tell = Callable[[object], None]


class Task(Protocol):
    """A piece of work that travels to a worker."""

    @property
    def label(self) -> str:
        """What is being done, for the progress display."""

    def run(self, report: Tell) -> None:
        """Do it."""


def serve(connection: Connection, folder: Path) -> None:
    """Run tasks from ``connection`` until it closes; ``folder`` is for this worker's own media.

    The parent stops workers on Ctrl-C; if the parent is gone, its end of the pipe is too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)  # so that half-written files are removed on the way out
    os.environ["CHAINREEL_MEDIA"] = str(folder)
    try:
        while True:
            task: Any = connection.recv()
            connection.send(_outcome(task, connection.send))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _leave(number: int, frame: object) -> None:  # noqa: ARG001
    sys.exit(1)


def _outcome(task: Task, report: Tell) -> Done | Failed:
    try:
        task.run(report)
    except ChainreelError as error:
        return Failed(error, traceback.format_exc())
    except (BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:  # noqa: BLE001  a scene may raise anything; here it becomes a sentence
        return Failed(ChainreelError(f"{task.label}: {in_a_sentence(error)}"), traceback.format_exc())
    return Done()
