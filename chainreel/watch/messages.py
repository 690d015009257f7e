"""Messages between the command and the process that draws what is being watched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Order:
    """Draw these beats as their files are now; ``number`` counts the orders.

    ``selection`` names chapters and beats; ``language`` and ``theme`` are empty for the lecture's own.
    """

    number: int
    root: Path
    file: str
    overrides: tuple[str, ...]
    selection: tuple[str, ...]
    language: str
    theme: str


@dataclass(frozen=True)
class Taken:
    """An order is being drawn."""

    number: int


@dataclass(frozen=True)
class SourceLine:
    """A line, from 1, of a file, named from the lecture's folder; 0 where only the file is known."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Shot:
    """One picture of a beat, as PNG, and which moment of it that is."""

    label: str
    png: bytes


@dataclass(frozen=True)
class WatchedBeat:
    """A beat as it was drawn: its title, its sentences with their numbers, its pictures in order."""

    place: str
    title: str
    sentences: tuple[str, ...]
    shots: tuple[Shot, ...]


@dataclass(frozen=True)
class SpottedFinding:
    """A finding of the check, and where to look for it; no spot where it concerns no file."""

    spot: SourceLine | None
    text: str


@dataclass(frozen=True)
class Notice:
    """Something that takes time, such as a run that is being measured."""

    text: str


@dataclass(frozen=True)
class Outline:
    """Which beats are being drawn, in which language and theme."""

    places: tuple[str, ...]
    language: str
    theme: str


@dataclass(frozen=True)
class PicturesDrawn:
    """All pictures of an order are there; ``seconds`` they took."""

    seconds: float


@dataclass(frozen=True)
class Judged:
    """The findings of an order; ``seconds`` since it began."""

    findings: tuple[SpottedFinding, ...]
    seconds: float


@dataclass(frozen=True)
class Stumble:
    """An order that could not be drawn: one sentence, and where it arose."""

    spot: SourceLine | None
    text: str
