"""One film of a lecture: its clips, the film, the sheet and the ledger, each made only when it must be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chainreel.film.chapter import Chapter, duration, plan
from chainreel.film.encode import film_options
from chainreel.film.join import Mark, join_clips
from chainreel.film.key import digest, source_texts, versions
from chainreel.film.manifest import Manifest
from chainreel.film.sheet import Still
from chainreel.film.take import Take, master_path
from chainreel.film.wholefile import write_text
from chainreel.film.worker import Encode, Sheet
from chainreel.ledger import speech_rows
from chainreel.provenance import LIBRARY
from chainreel.script import FilledScript
from chainreel.sound.narrator import Narrator
from chainreel.timeline import Plan
from chainreel.voice.narration import Narration

FILM, SHEET, LEDGER = "lecture.mp4", "sheet.png", "ledger.json"


@dataclass(frozen=True)
class Clip:
    """A beat of the film once it is drawn: its file, its plan, and the key of both."""

    chapter: Chapter
    take: Take
    narration: Narration
    plan: Plan
    name: str
    key: str

    @property
    def place(self) -> str:
        """chapter.beat"""
        return f"{self.chapter.name}.{self.take.beat}"

    @property
    def master(self) -> Path:
        """Its lossless frames."""
        return master_path(self.chapter.masters, self.take.beat)

    @property
    def still(self) -> Still:
        """The still that the beat ends on."""
        return Still(self.place, self.master, self.take.stored - 1, self.take.fps)


class Edition:
    """A film and what comes with it, in its folder."""

    def __init__(self, chapters: Sequence[Chapter], folder: Path, title: str, narrator: Narrator) -> None:
        self.chapters, self.folder, self.title = tuple(chapters), folder, title
        self.narrator = narrator
        self.scripts: dict[str, FilledScript] = {c.name: c.script() for c in chapters}
        self.manifest = Manifest(folder)
        self._sources = digest(source_texts([LIBRARY / "film" / f"{n}.py" for n in ("encode", "join")]))

    def names(self) -> list[str]:
        """Every file of the film, relative to its folder."""
        return [*(clip_name(c, b) for c in self.chapters for b in c.beats), FILM, SHEET, LEDGER]

    def clip(self, chapter: Chapter, beat: str) -> Clip:
        """The clip of a beat that has been drawn."""
        take = chapter.drawn(beat)
        assert take is not None, f"{chapter.name}.{beat} has not been drawn"
        said = self.narrator.narration(self.scripts[chapter.name], beat, take.segments, take.fps)
        made = plan(take, said)
        parts = [[p.first, p.frames, p.repeat] for p in made.parts]
        key = digest(
            [chapter.master_hash(beat), parts, film_options(take.fps), self._sources, versions(("av",))]
        )
        return Clip(chapter, take, said, made, clip_name(chapter, beat), key)

    def clips(self) -> list[Clip]:
        """All clips, in the film's order."""
        return [self.clip(chapter, beat) for chapter in self.chapters for beat in chapter.beats]

    def encode(self, clip: Clip) -> Encode | None:
        """The task that makes a clip, or None if it is there already."""
        if self.manifest.current(clip.name, clip.key):
            return None
        return Encode(
            clip.place,
            clip.chapter.version.language,
            clip.master,
            clip.take,
            clip.plan,
            self.folder / clip.name,
        )

    def sheet(self, clips: Sequence[Clip]) -> Sheet | None:
        """The task that draws the sheet, or None if it is there already."""
        if self.manifest.current(SHEET, self.sheet_key(clips)):
            return None
        theme = self.chapters[0].version.theme
        return Sheet(tuple(clip.still for clip in clips), self.folder / SHEET, theme)

    def sheet_key(self, clips: Sequence[Clip]) -> str:
        """What the sheet is made from."""
        sources = source_texts([LIBRARY / "film" / "sheet.py"])
        masters = [[c.place, c.chapter.master_hash(c.take.beat)] for c in clips]
        return digest([masters, sources, versions(("pillow", "av"))])

    def finish(self, clips: Sequence[Clip]) -> None:
        """Join the clips, write the ledger, and remove what is no longer made."""
        self._write_ledger(clips)
        marks = list(self._marks(clips))
        key = digest([[self.manifest.hash(c.name) for c in clips], [[m.title, m.first] for m in marks],
                      self.title, self._sources])  # fmt: skip
        if not self.manifest.current(FILM, key):
            paths = [self.folder / clip.name for clip in clips]
            join_clips(paths, [clip.plan.length for clip in clips], marks, self.title, self.folder / FILM)
            self.manifest.record(FILM, key)
        self.manifest.keep_only(self.names())

    def summary(self) -> str:
        """The finished film in a line: where it is, how long and how large."""
        film = self.folder / FILM
        seconds = sum(clip.plan.length / clip.take.fps for clip in self.clips())
        return f"{film}: {duration(seconds)}, {film.stat().st_size / 1e6:.1f} MB"

    def _marks(self, clips: Sequence[Clip]) -> Iterator[Mark]:
        first, last = 0, ""
        for clip in clips:
            if clip.chapter.name != last:
                last = clip.chapter.name
                yield Mark(self.scripts[last].title.plain, first)
            first += clip.plan.length

    def _write_ledger(self, clips: Sequence[Clip]) -> None:
        rows = [row for clip in clips for row in self._rows(clip)]
        text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        key = digest(text)
        if not self.manifest.current(LEDGER, key):
            write_text(self.folder / LEDGER, text)
            self.manifest.record(LEDGER, key)

    def _rows(self, clip: Clip) -> Iterator[dict[str, object]]:
        script = self.scripts[clip.chapter.name]
        yield from clip.take.ledger
        yield from speech_rows(script, [script.beat(clip.take.beat)])


def clip_name(chapter: Chapter, beat: str) -> str:
    """``clips/<nn>-<chapter>/<nn>-<beat>.mp4``, numbered as in the lecture."""
    number = chapter.order.index(beat) + 1
    return f"clips/{chapter.number:02}-{chapter.name}/{number:02}-{beat}.mp4"
