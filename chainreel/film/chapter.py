"""Chapter of a film: what a worker needs to draw it, and where its masters lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chainreel.film.key import picture_key
from chainreel.frames.take import Take, load_take, read_take
from chainreel.lecture import Lecture, Quality
from chainreel.records.data_files import what_changed
from chainreel.records.record import Record
from chainreel.script import FilledScript


@dataclass(frozen=True)
class Version:
    """Which film of a lecture: its language, picture format and theme."""

    language: str
    quality: Quality
    theme: str


@dataclass(frozen=True)
class Chapter:
    """A chapter with its words; ``order`` is all beats it shows, ``beats`` the wanted ones among them."""

    lecture: Lecture
    version: Version
    name: str
    number: int
    order: tuple[str, ...]
    beats: tuple[str, ...]
    script: FilledScript
    masters: Path

    @property
    def records(self) -> Mapping[str, Record]:
        """The records that its words and pictures come from."""
        return self.script.sources.records

    def whole_take(self, beat: str) -> Take | None:
        """The beat as drawn, if its master is whole and what the scene read for it is as it was."""
        return self._if_current(load_take(self.masters, beat))

    def drawn_take(self, beat: str) -> Take | None:
        """The beat as drawn, without reading its master: for what only needs its length."""
        return self._if_current(read_take(self.masters, beat))

    def _if_current(self, take: Take | None) -> Take | None:
        return take if take and not what_changed(take.files, self.lecture.root) else None

    def missing(self) -> tuple[str, ...]:
        """The wanted beats that have to be drawn."""
        return tuple(beat for beat in self.beats if self.whole_take(beat) is None)


def chapter_of(
    lecture: Lecture, version: Version, name: str, beats: Sequence[str], script: FilledScript
) -> Chapter:
    """The chapter told by ``script``, with the folder of its masters, which its key names.

    Raises:
        ChainreelError: a source cannot be read.
    """
    wanted = tuple(beat for beat in script.shown_beats if beat in beats)
    number, masters = chapter_number(lecture, name), masters_of(lecture, version, script)
    return Chapter(lecture, version, name, number, script.shown_beats, wanted, script, masters)


def chapter_number(lecture: Lecture, name: str) -> int:
    """From 1 in the lecture's order; 0 for the cover."""
    return lecture.chapters.index(name) + 1 if name in lecture.chapters else 0


def masters_of(lecture: Lecture, version: Version, script: FilledScript) -> Path:
    """Where a chapter's masters lie: named by all that its pictures depend on.

    Raises:
        ChainreelError: a source cannot be read.
    """
    name, q, sources = script.chapter, version.quality, script.sources
    settings = {
        "language": version.language, "theme": version.theme, "number": chapter_number(lecture, name),
        "width": q.width, "height": q.height, "fps": q.fps,
        "numbers": dict(sources.numbers),  # a scene asks for these by name
        "citations": {name: [n.value, n.source.describe()] for name, n in sources.citations.items()},
    }  # fmt: skip
    key = picture_key(
        lecture.scene_path(name), version.language, script.shown_fingerprint, sources.records, settings
    )
    return lecture.cache_dir / "masters" / f"{name}-{version.language}-{q.name}-{key[:24]}"


def duration(seconds: float) -> str:
    """Seconds as somebody would say them."""
    whole = round(seconds)
    return f"{whole} s" if whole < 90 else f"{whole // 60} min {whole % 60:02} s"
