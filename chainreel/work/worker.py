"""What runs in a worker process: drawing beats, encoding clips, making a sheet."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from chainreel.errors import ChainreelError, in_a_sentence
from chainreel.film.burned import Burned
from chainreel.film.chapter import Chapter
from chainreel.film.encode import Encoding, encode_within
from chainreel.film.sheet import Still, draw_sheet
from chainreel.frames.take import Take
from chainreel.timeline import Plan
from chainreel.voice.cache import Cached, Line, speak_line

REPORT_EVERY = 0.2  # seconds between two messages about frames


@dataclass(frozen=True)
class Drawn:
    """Frames of a beat (``place``: chapter.beat) that have been drawn since the last message."""

    place: str
    frames: int


@dataclass(frozen=True)
class BeatDone:
    """A beat's master is whole; ``seconds`` it took."""

    place: str
    seconds: float


@dataclass(frozen=True)
class Done:
    """The task ended well."""


@dataclass(frozen=True)
class Failed:
    """The task ended with an error: one sentence, and where it arose for ``--debug``."""

    error: ChainreelError
    trace: str


Report = Callable[[object], None]


class Task(Protocol):
    """A piece of work that travels to a worker."""

    @property
    def label(self) -> str:
        """What is being done, for the progress display."""

    def run(self, report: Report) -> None:
        """Do it."""


@dataclass(frozen=True)
class Draw:
    """Draw some beats of a chapter; those between and before them are only built."""

    chapter: Chapter
    beats: tuple[str, ...]

    @property
    def label(self) -> str:
        """What is being done, for the user."""
        return f"draw {self.chapter.name} ({self.language})"

    @property
    def language(self) -> str:
        """The film's language."""
        return self.chapter.version.language

    def run(self, report: Report) -> None:
        """Draw each beat into its master."""
        from chainreel.film.stage import draw_beats  # manim loads only where something is drawn

        meter = _Meter(self.chapter.name, report)
        draw_beats(self.chapter, self.beats, meter.drawn, meter.finished)


@dataclass(frozen=True)
class Encode:
    """Encode a beat's clip from its master."""

    place: str
    language: str
    master: Path
    take: Take
    plan: Plan
    clip: Path
    burned: Burned | None
    encoding: Encoding

    @property
    def label(self) -> str:
        """What is being done, for the user."""
        return f"encode {self.place} ({self.language})"

    def run(self, report: Report) -> None:
        """Encode, and say how long it took."""
        started = time.monotonic()
        encode_within(self.master, self.take, self.plan, self.clip, self.burned, self.encoding)
        report(BeatDone(self.place, time.monotonic() - started))


@dataclass(frozen=True)
class Speak:
    """Synthesise lines of a beat into the cache."""

    place: str
    voice: Cached
    lines: tuple[Line, ...]

    @property
    def label(self) -> str:
        """What is being done, for the user."""
        return f"speak {self.place} ({self.language})"

    @property
    def language(self) -> str:
        """The lines' language."""
        return self.lines[0][1]

    def run(self, report: Report) -> None:
        """Speak each line, and say how long it took."""
        started = time.monotonic()
        for line in self.lines:
            speak_line(self.voice, line)
        report(BeatDone(self.place, time.monotonic() - started))


@dataclass(frozen=True)
class Sheet:
    """Put every beat's still on one sheet."""

    stills: tuple[Still, ...]
    path: Path
    theme: str

    @property
    def label(self) -> str:
        """What is being done, for the user."""
        return "sheet"

    def run(self, report: Report) -> None:  # noqa: ARG002
        """Draw the sheet."""
        draw_sheet(self.stills, self.path, self.theme)


@dataclass
class _Meter:
    """Gathers what drawing reports, and passes it on now and then."""

    chapter: str
    report: Report
    frames: int = 0
    told: float = field(default_factory=time.monotonic)
    began: float = field(default_factory=time.monotonic)

    def drawn(self, beat: str) -> None:
        """One more frame of ``beat`` is drawn; told at most every ``REPORT_EVERY`` seconds."""
        self.frames += 1
        if time.monotonic() - self.told > REPORT_EVERY:
            self._tell(beat)

    def finished(self, beat: str) -> None:
        """The beat's master is whole: tell its last frames and the seconds that it took."""
        self._tell(beat)
        now = time.monotonic()
        self.report(BeatDone(f"{self.chapter}.{beat}", now - self.began))
        self.began = now

    def _tell(self, beat: str) -> None:
        self.report(Drawn(f"{self.chapter}.{beat}", self.frames))
        self.frames, self.told = 0, time.monotonic()


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


def _outcome(task: Task, report: Report) -> Done | Failed:
    try:
        task.run(report)
    except ChainreelError as error:
        return Failed(error, traceback.format_exc())
    except (BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:  # noqa: BLE001  a scene may raise anything; here it becomes a sentence
        return Failed(ChainreelError(f"{task.label}: {in_a_sentence(error)}"), traceback.format_exc())
    return Done()
