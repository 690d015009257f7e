"""What is being done, how fast, and how long still: live on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.markup import escape

from chainreel.film.pool import Job
from chainreel.film.worker import BeatDone, Done, Draw, Drawn


class Display:
    """Follows a render; ``beats`` are to be drawn, ``clips`` to be encoded."""

    def __init__(self, console: Console, beats: int, clips: int, expected: float) -> None:
        self._console, self._beats, self._clips = console, beats, clips
        self._expected, self._done = max(expected, 1e-9), 0.0
        self._drawn = self._encoded = 0
        self._frames: dict[str, int] = {}
        self._active: dict[int, str] = {}
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
        """Take a message from a worker; None when a task starts."""
        if message is None:
            self._active[id(job)] = job.task.label
        elif isinstance(message, Drawn):
            self._frames[message.place] = self._frames.get(message.place, 0) + message.frames
            self._active[id(job)] = f"draw {message.place}, frame {self._frames[message.place]}"
        elif isinstance(message, BeatDone):
            self._beat_done(job, message)
        elif isinstance(message, Done):
            self._active.pop(id(job), None)
        if self._console.is_terminal:
            self._live.update(self._status())

    def _beat_done(self, job: Job, message: BeatDone) -> None:
        if isinstance(job.task, Draw):
            self._drawn += 1
            self._done += job.seconds / len(job.task.beats)
            frames = self._frames.get(message.place, 0)
            rate = frames / max(message.seconds, 1e-9)
            what = f"drew {message.place}: {frames} frames in {message.seconds:.1f} s, {rate:.0f} frames/s"
            count = f"{self._drawn}/{self._beats} beats"
        else:
            self._encoded += 1
            self._done += job.seconds
            what = f"encoded {message.place} in {message.seconds:.1f} s"
            count = f"{self._encoded}/{self._clips} clips"
        if not self._console.is_terminal:
            self.say(f"[{count}] {what}{self._left()}")

    def say(self, line: str) -> None:
        """Print a line that stays."""
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _status(self) -> str:
        head = f"{self._drawn}/{self._beats} beats drawn, {self._encoded}/{self._clips} clips{self._left()}"
        return "\n".join(escape(line) for line in (head, *(f"  {label}" for label in self._active.values())))

    def _left(self) -> str:
        share = min(self._done / self._expected, 1.0)
        if share < 0.02:
            return ""
        seconds = (time.monotonic() - self._start) * (1 - share) / share
        return f", about {duration(seconds)} left"


def duration(seconds: float) -> str:
    """Seconds as somebody would say them."""
    whole = round(seconds)
    return f"{whole} s" if whole < 90 else f"{whole // 60} min {whole % 60:02} s"
