"""Progress of a render, how fast, and how long still: live on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from chainreel.film.chapter import duration
from chainreel.film.encode import EncodedPictures
from chainreel.film.tasks import BeatDrawn, Draw, Drawn, Made, Make, Speak
from chainreel.work.pool import Job
from chainreel.work.worker import Done, Task

KNOWN_ENOUGH = 0.02  # the share of the work after which a time left is worth saying


@dataclass
class _Active:
    """A task that runs: what it is at, and since when."""

    label: str
    frames: int = 0
    since: float = field(default_factory=time.monotonic)

    def advance(self, label: str, frames: int) -> None:
        """Count frames of the beat ``label``; another beat than before begins its own count."""
        if label != self.label:
            self.label, self.frames, self.since = label, 0, time.monotonic()
        self.frames += frames

    def line(self) -> str:
        """Its line in the display: the beat, frames so far, frames a second."""
        rate = self.frames / max(time.monotonic() - self.since, 1e-3)
        return f"{self.label}: {self.frames} frames, {rate:.0f} frames/s" if self.frames else self.label


class Display:
    """Follows a render of ``beats`` to draw and ``clips`` to encode, ``expected`` seconds of work in all."""

    def __init__(self, console: Console, beats: int, clips: int, expected: float) -> None:
        self._console, self._beats, self._clips = console, beats, clips
        self._expected, self._done = max(expected, 1e-9), 0.0
        self._drawn = self._encoded = 0
        self._active: dict[int, _Active] = {}
        self._start = time.monotonic()
        self._live = Live(console=console, refresh_per_second=4, transient=True)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def listen(self, job: Job, message: object) -> None:
        """Take a message from a worker; None when a job starts."""
        if message is None:
            self._active[id(job)] = _Active(job.task.label)
        elif isinstance(message, Drawn) and isinstance(job.task, Draw):
            self._active[id(job)].advance(f"draw {message.place} ({job.task.language})", message.frames)
        elif isinstance(message, BeatDrawn | Made):
            self._count(job, message)
        elif isinstance(message, Done):
            del self._active[id(job)]
        if self._console.is_terminal:
            self._live.update(self._status())

    def _count(self, job: Job, message: BeatDrawn | Made) -> None:
        if isinstance(job.task, Draw):
            self._drawn += 1
            self._done += job.seconds / len(job.task.beats)
            frames = self._active[id(job)].frames
            rate = frames / max(message.seconds, 1e-3)
            did = f"drew {message.place} ({job.task.language}): {frames} frames, {rate:.0f} frames/s"
            self._say(f"[{self._drawn}/{self._beats} beats] {did}")
        elif isinstance(job.task, Make) and is_encoding(job.task):
            self._encoded += 1
            self._done += job.seconds
            did = f"encoded {message.place} ({job.task.language}): {message.seconds:.1f} s"
            self._say(f"[{self._encoded}/{self._clips} clips] {did}")
        elif isinstance(job.task, Speak):
            self._done += job.seconds
            self._say(f"spoke {message.place} ({job.task.language}): {message.seconds:.1f} s")

    def _say(self, line: str) -> None:
        """Where nothing can be redrawn, a line for every step."""
        if not self._console.is_terminal:
            self._console.print(f"{line}{self._left()}", markup=False, highlight=False, soft_wrap=True)

    def _status(self) -> Text:
        drawn = [f"{self._drawn}/{self._beats} beats drawn"] if self._beats else []
        head = ", ".join([*drawn, f"{self._encoded}/{self._clips} clips encoded"])
        return Text("\n".join([f"{head}{self._left()}", *(f"  {a.line()}" for a in self._active.values())]))

    def _left(self) -> str:
        share = min(self._done / self._expected, 1.0)
        if not KNOWN_ENOUGH < share < 1.0:
            return ""
        return f", about {duration((time.monotonic() - self._start) * (1 - share) / share)} left"


def is_encoding(task: Task) -> bool:
    """Whether a task encodes a clip's pictures."""
    return isinstance(task, Make) and isinstance(task.recipe, EncodedPictures)
