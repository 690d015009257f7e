"""Tasks that make a film, each run by a worker: drawing beats, speaking lines, making files."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from chainreel.errors import named_in_errors
from chainreel.film.chapter import Chapter
from chainreel.film.recipe import Recipe
from chainreel.frames.take import Take
from chainreel.voice.cache import Cached, SpokenLine, speak_line
from chainreel.work.worker import Tell

REPORT_EVERY = 0.2  # seconds between two messages about frames


@dataclass(frozen=True)
class Drawn:
    """Frames of a beat (``place``: chapter.beat) that have been drawn since the last message."""

    place: str
    frames: int


@dataclass(frozen=True)
class BeatDrawn:
    """A beat's master is whole, as its take says; ``seconds`` it took."""

    place: str
    seconds: float
    take: Take


@dataclass(frozen=True)
class Made:
    """What was spoken, or made, is whole; ``seconds`` it took."""

    place: str
    seconds: float


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

    def run(self, report: Tell) -> None:
        """Draw each beat into its master."""
        from chainreel.film.stage import draw_beats  # manim loads only where something is drawn

        meter = _Meter(self.chapter.name, report)
        draw_beats(self.chapter, self.beats, meter.count_frame, meter.end_beat)


@dataclass(frozen=True)
class Make:
    """Make a file by its recipe; ``what`` and ``place`` say which, for the user."""

    recipe: Recipe
    path: Path
    what: str
    place: str
    language: str

    @property
    def label(self) -> str:
        """What is being done, for the user."""
        return f"{self.what} {self.place} ({self.language})"

    def run(self, report: Tell) -> None:
        """Make it, and say how long it took.

        Raises:
            ChainreelError: naming what was being made.
        """
        started = time.monotonic()
        with named_in_errors(self.label):
            self.recipe.make(self.path)
        report(Made(self.place, time.monotonic() - started))


@dataclass(frozen=True)
class Speak:
    """Synthesise lines of a beat into the cache."""

    place: str
    voice: Cached
    lines: tuple[SpokenLine, ...]

    @property
    def label(self) -> str:
        """What is being done, for the user."""
        return f"speak {self.place} ({self.language})"

    @property
    def language(self) -> str:
        """The lines' language."""
        return self.lines[0][1]

    def run(self, report: Tell) -> None:
        """Speak each line, and say how long it took."""
        started = time.monotonic()
        for line in self.lines:
            speak_line(self.voice, line)
        report(Made(self.place, time.monotonic() - started))


@dataclass
class _Meter:
    """Gathers what drawing reports, and passes it on now and then."""

    chapter: str
    report: Tell
    frames: int = 0
    reported: float = field(default_factory=time.monotonic)
    began: float = field(default_factory=time.monotonic)

    def count_frame(self, beat: str) -> None:
        """One more frame of ``beat`` is drawn; reported at most every ``REPORT_EVERY`` seconds."""
        self.frames += 1
        if time.monotonic() - self.reported > REPORT_EVERY:
            self._report(beat)

    def end_beat(self, take: Take) -> None:
        """A beat's master is whole: report its last frames, its take and the seconds that it took."""
        self._report(take.beat)
        now = time.monotonic()
        self.report(BeatDrawn(f"{self.chapter}.{take.beat}", now - self.began, take))
        self.began = now

    def _report(self, beat: str) -> None:
        self.report(Drawn(f"{self.chapter}.{beat}", self.frames))
        self.frames, self.reported = 0, time.monotonic()
