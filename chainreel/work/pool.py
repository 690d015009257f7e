"""Pool of worker processes: the longest task first, every core to the end, nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from chainreel.errors import ChainreelError
from chainreel.files import writing
from chainreel.languages.discovery import lecture_roots
from chainreel.work.worker import Done, Failed, Task, serve

DAY = 86400  # seconds
PATIENCE = 20  # seconds that a worker has to end what it cannot break off
LISTEN = 0.5  # seconds between two looks at the clock while workers are silent


@dataclass(order=True)
class Job:
    """A task; the highest ``rank`` goes first, then the most ``seconds`` expected.

    ``then`` gives the tasks that its end makes possible.
    """

    rank: int
    seconds: float
    task: Task = field(compare=False)
    then: Callable[[], list[Job]] = field(compare=False, default=list)


@dataclass
class _Worker:
    process: SpawnProcess
    connection: Connection
    job: Job | None = None


Listen = Callable[[Job, object], None]  # a message from a job's task, or None when it starts


def run_jobs(jobs: list[Job], workers: int, cache: Path, listen: Listen) -> None:
    """Run all jobs, and all that they lead to, on ``workers`` processes.

    Raises:
        ChainreelError: the first task that failed, or a worker that died; the others are stopped.
    """
    with _media(cache) as media, _workers(workers, media) as crew:
        _Queue(jobs, crew, listen).run()


class _Queue:
    def __init__(self, jobs: list[Job], crew: list[_Worker], listen: Listen) -> None:
        self._waiting, self._crew, self._listen = list(jobs), crew, listen

    def run(self) -> None:
        """Hand out tasks and hear what comes of them until none is left."""
        while self._hand_out():
            busy = {w.connection: w for w in self._crew if w.job}
            for connection in wait(list(busy), LISTEN):
                self._receive(busy[connection])  # type: ignore[index]

    def _hand_out(self) -> bool:
        """Give every idle worker the longest task that waits; false when there is nothing left to do."""
        self._waiting.sort()
        for worker in self._crew:
            if worker.job is None and self._waiting:
                worker.job = self._waiting.pop()
                self._listen(worker.job, None)
                try:
                    worker.connection.send(worker.job.task)
                except BrokenPipeError:
                    raise _lost(worker.job) from None
        return any(w.job for w in self._crew)

    def _receive(self, worker: _Worker) -> None:
        job = worker.job
        assert job is not None
        try:
            message = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            raise _lost(job) from None
        if isinstance(message, Failed):
            raise message.error from WorkerError(message.trace)
        self._listen(job, message)
        if isinstance(message, Done):
            worker.job = None
            self._waiting += job.then()


def _lost(job: Job) -> ChainreelError:
    return ChainreelError(
        f"a worker process ended in the middle ({job.task.label}), perhaps for lack of memory: "
        "run the same command again, what is finished stays"
    )


class WorkerError(Exception):
    """Its text is the traceback of an error in a worker, for ``--debug``."""


@contextmanager
def _workers(count: int, media: Path) -> Iterator[list[_Worker]]:
    """Start ``count`` processes; end them whatever happens."""
    crew: list[_Worker] = []
    try:
        with _fixed_hashes(), _deaf_to_ctrl_c():
            for number in range(count):
                crew.append(_start(media / str(number)))
        yield crew
        for worker in crew:
            worker.connection.close()
    except BaseException:
        for worker in crew:
            worker.process.terminate()
            worker.connection.close()  # where a library swallowed the signal's exit, the next look ends it
        raise
    finally:
        for worker in crew:
            _await_end(worker.process)


def _await_end(process: SpawnProcess) -> None:
    """Wait until a worker has gone; one that does not go by itself is killed."""
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()


def _start(media: Path) -> _Worker:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there, media, lecture_roots()), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


@contextmanager
def _fixed_hashes() -> Iterator[None]:
    """Workers are started with one hash seed, so that no order of a set depends on chance."""
    before = os.environ.get("PYTHONHASHSEED")
    os.environ["PYTHONHASHSEED"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONHASHSEED"]
        else:
            os.environ["PYTHONHASHSEED"] = before


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Workers begin deaf to Ctrl-C: this process hears it and ends them, and none prints where it was."""
    if sys.platform == "win32":  # knows no signals to be held back
        yield
        return
    resource_tracker.ensure_running()  # when the first worker starts, it would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _media(cache: Path) -> Iterator[Path]:
    """A folder for manim's own files, one below it for each worker; removed afterwards."""
    with writing(cache):
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob("media-*"):
            if time.time() - old.stat().st_mtime > DAY:
                shutil.rmtree(old, ignore_errors=True)
        folder = tempfile.TemporaryDirectory(prefix="media-", dir=cache, ignore_cleanup_errors=True)
    with folder as name:
        yield Path(name)
