"""The end of a film: its clips and the film itself, each a task for a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chainreel.captions.caption import Caption
from chainreel.film.join import Mark, Tracks, join_clips
from chainreel.film.sounding import Heard
from chainreel.work.worker import Tell


@dataclass(frozen=True)
class Join:
    """Put pictures, sound and captions of a clip or of the film together."""

    name: str
    file: Path
    language: str
    pictures: tuple[Path, ...]
    lengths: tuple[int, ...]
    fps: int
    marks: tuple[Mark, ...]
    title: str
    captions: Mapping[str, Sequence[Caption]]
    heard: Heard | None
    credit: str

    @property
    def label(self) -> str:
        """What is being done, for the user."""
        return f"join {self.name} ({self.language})"

    def run(self, report: Tell) -> None:  # noqa: ARG002
        """Write it."""
        sound = self.heard.packets() if self.heard else None
        tracks = Tracks(self.language, sound, self.captions, self.credit)
        join_clips(self.pictures, self.lengths, self.marks, self.title, self.file, tracks)
