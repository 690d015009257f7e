"""Tasks that make a film, each run by a worker: drawing beats, encoding clips, speaking lines, the sheet."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from chainreel.film.burned import Burned
from chainreel.film.chapter import Chapter
from chainreel.film.encode import Encoding, encode_within
from chainreel.film.sheet import Still, draw_sheet
from chainreel.frames.take import Take
from chainreel.timeline import Plan
from chainreel.voice.cache import Cached, SpokenLine, speak_line
from chainreel.work.worker import Tell

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

    def run(self, report: Tell) -> None:
        """Encode, and say how long it took."""
        started = time.monotonic()
        encode_within(self.master, self.take, self.plan, self.clip, self.burned, self.encoding)
        report(BeatDone(self.place, time.monotonic() - started))


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

    def run(self, report: Tell) -> None:  # noqa: ARG002
        """Draw the sheet."""
        draw_sheet(self.stills, self.path, self.theme)


@dataclass
class _Meter:
    """Gathers what drawing reports, and passes it on now and then."""

    chapter: str
    report: Tell
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
