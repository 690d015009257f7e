"""One chapter of one film: what a worker needs to draw it, and where its masters lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chainreel.film.key import picture_key
from chainreel.frames.take import Take, load_take, read_take
from chainreel.lecture import Lecture, Quality
from chainreel.records.record import Record
from chainreel.script import FilledScript, load_script
from chainreel.timeline import Plan, plan_narrated
from chainreel.voice.narration import Narration


@dataclass(frozen=True)
class Version:
    """Which film of a lecture: its language, picture format and theme."""

    language: str
    quality: Quality
    theme: str


@dataclass(frozen=True)
class Chapter:
    """A chapter with its records; ``order`` is all beats it shows, ``beats`` the wanted ones among them."""

    lecture: Lecture
    version: Version
    name: str
    number: int
    order: tuple[str, ...]
    beats: tuple[str, ...]
    records: Mapping[str, Record]
    masters: Path
    _scripts: dict[str, FilledScript] = field(default_factory=dict, compare=False, repr=False)

    def script(self, language: str = "") -> FilledScript:
        """The chapter's words, numbers filled in, in the film's language if no other is asked for."""
        language = language or self.version.language
        if language not in self._scripts:
            script = load_script(self.lecture, self.name)
            self._scripts[language] = script.fill(language, self.records, self.lecture.citations())
        return self._scripts[language]

    def __getstate__(self) -> dict[str, object]:
        """What travels to a worker, which fills the words of its own language itself."""
        return {**self.__dict__, "_scripts": {}}

    def take(self, beat: str) -> Take | None:
        """The beat as drawn, if its master is whole."""
        return load_take(self.masters, beat)

    def drawn(self, beat: str) -> Take | None:
        """The beat as drawn, without reading its master: for what only needs its length."""
        found = read_take(self.masters, beat)
        return found[0] if found else None

    def master_hash(self, beat: str) -> str:
        """The hash of a beat's master, as its take vouches for it."""
        found = read_take(self.masters, beat)
        return found[1] if found else ""

    def missing(self) -> tuple[str, ...]:
        """The wanted beats that have to be drawn."""
        return tuple(beat for beat in self.beats if self.take(beat) is None)


def plan(take: Take, narration: Narration) -> Plan:
    """A beat's clip in whole frames, with the narration that was timed for it."""
    return plan_narrated(take.segments, narration.speech(take.fps), take.fps)


def chapter_of(
    lecture: Lecture, version: Version, name: str, beats: Sequence[str], records: Mapping[str, Record]
) -> Chapter:
    """The chapter with the folder of its masters, which its key names.

    Raises:
        ChainreelError: its words cannot be filled, or a source cannot be read.
    """
    script = load_script(lecture, name)
    number = lecture.chapters.index(name) + 1 if name in lecture.chapters else 0  # 0: the cover
    citations = lecture.citations()
    filled = script.fill(version.language, records, citations)
    q = version.quality
    settings = {
        "language": version.language, "theme": version.theme, "number": number,
        "width": q.width, "height": q.height, "fps": q.fps,
        "numbers": dict(script.raw.get("numbers", {})),  # a scene asks for these by name
        "citations": {name: [n.value, n.source.describe()] for name, n in citations.items()},
    }  # fmt: skip
    key = picture_key(lecture.scene_path(name), filled.shown_fingerprint, records, settings)
    masters = lecture.cache_dir / "masters" / f"{name}-{version.language}-{q.name}-{key[:24]}"
    wanted = tuple(beat for beat in filled.shown_beats if beat in beats)
    known = {version.language: filled}
    return Chapter(lecture, version, name, number, filled.shown_beats, wanted, records, masters, known)


def duration(seconds: float) -> str:
    """Seconds as somebody would say them."""
    whole = round(seconds)
    return f"{whole} s" if whole < 90 else f"{whole // 60} min {whole % 60:02} s"
