"""One film of a lecture: its clips, the film, the sheet and the ledger, each made only when it must be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from chainreel.errors import named_in_errors
from chainreel.files import write_text
from chainreel.film.captioning import Captioning
from chainreel.film.chapter import Chapter, duration, plan
from chainreel.film.clip import Clip, clip_name
from chainreel.film.encode import Encoding, film_encoding
from chainreel.film.ending import Join
from chainreel.film.join import Mark
from chainreel.film.key import digest, library_hash, versions
from chainreel.film.manifest import Manifest
from chainreel.film.sounding import Master
from chainreel.film.soundtrack import SOUND_LIBRARIES, Soundtrack
from chainreel.film.tasks import Sheet, Speak
from chainreel.ledger import speech_rows
from chainreel.script import FilledScript
from chainreel.sound.narrator import Narrator
from chainreel.timeline import plan_live
from chainreel.voice.cache import Cached

FILM, SHEET, LEDGER = "lecture.mp4", "sheet.png", "ledger.json"


class Edition:
    """A film and what comes with it, in its folder."""

    def __init__(
        self,
        chapters: Sequence[Chapter],
        all_scripts: Mapping[str, Mapping[str, FilledScript]],
        folder: Path,
        title: str,
        narrator: Narrator,
        burn_captions: bool = False,
    ) -> None:
        self.burn_captions = burn_captions
        self.chapters, self.folder, self.title = tuple(chapters), folder, title
        self.narrator = narrator
        self.manifest = Manifest(folder)
        self.language = chapters[0].version.language
        self.all_scripts = all_scripts  # by language, the film's own first, and by chapter
        self.scripts = all_scripts[self.language]
        self.captions = Captioning(self.all_scripts, self.language)
        self._sound: Soundtrack | None = None
        self._joining = library_hash("film/join")

    @property
    def finished(self) -> bool:
        """Whether the film was rendered once and its beats are drawn as they are now."""
        beats = ((chapter, beat) for chapter in self.chapters for beat in chapter.beats)
        return (self.folder / FILM).exists() and all(chapter.drawn(beat) for chapter, beat in beats)

    def names(self) -> list[str]:
        """Every file of the film, relative to its folder."""
        clips = (clip_name(c, b) for c in self.chapters for b in c.beats)
        return [*clips, FILM, SHEET, LEDGER, *self.captions.names]

    def clip(self, chapter: Chapter, beat: str, encoding: Encoding | None = None, live: bool = False) -> Clip:
        """The clip of a beat that has been drawn, encoded for film if nothing else is said.

        ``live`` is the motion alone, without sound, for a lecturer who speaks.
        """
        take = chapter.drawn(beat)
        assert take is not None, f"{chapter.name}.{beat} has not been drawn"
        said = self.narrator.narration(self.scripts[chapter.name], beat, take.segments, take.fps)
        with named_in_errors(f"{chapter.name}.{beat} ({self.language})"):
            made = plan_live(take.segments, take.fps) if live else plan(take, said)
        bare = Clip(chapter, take, said, made, clip_name(chapter, beat), encoding or film_encoding(take.fps))
        burned = self.burn_captions and not live
        return replace(bare, burned=self.captions.burned(bare)) if burned else bare

    def clips(self, encoding: Encoding | None = None, live: bool = False) -> list[Clip]:
        """All clips, in the film's order."""
        return [self.clip(c, beat, encoding, live) for c in self.chapters for beat in c.beats]

    def soundtrack(self, clips: Sequence[Clip]) -> Soundtrack:
        """The sound of clips that follow one another, for the film and all that is made of it."""
        made = Soundtrack(self.narrator, self.scripts, clips, self.chapters[0].lecture.cache_dir)
        if self._sound is None or self._sound.key != made.key:
            self._sound = made
        return self._sound

    def speaks(self) -> list[Speak]:
        """The tasks that synthesise what is not in the cache, a beat each."""
        return [
            Speak(f"{chapter.name}.{beat}", self.narrator.voice, tuple(lines))
            for chapter in self.chapters
            for beat in chapter.beats
            if isinstance(self.narrator.voice, Cached)
            and (lines := self.narrator.missing(self.scripts[chapter.name], beat))
        ]

    def sheet(self, clips: Sequence[Clip]) -> Sheet | None:
        """The task that draws the sheet, or None if it is there already."""
        if self.manifest.current(SHEET, self.sheet_key(clips)):
            return None
        theme = self.chapters[0].version.theme
        return Sheet(tuple(clip.still for clip in clips), self.folder / SHEET, theme)

    def sheet_key(self, clips: Sequence[Clip]) -> str:
        """What the sheet is made from."""
        masters = [[c.place, c.chapter.master_hash(c.take.beat)] for c in clips]
        return digest([masters, library_hash("film/sheet"), versions(("pillow", "av"))])

    def masters(self, clips: Sequence[Clip]) -> list[Master]:
        """The tasks that the film's sound waits for next; none once its gain is known and all is encoded."""
        return self.soundtrack(clips).masters()

    def joins(self, clips: Sequence[Clip]) -> list[tuple[Join, str]]:
        """The tasks that put clips and film together, each with the key to record it under.

        Only those that are not there yet; the film, which takes longest, first.
        """
        sound = self.soundtrack(clips)
        keys = [sound.clip_key(clip) for clip in clips]
        found = self._join(FILM, clips, self._marks(clips), self.title, keys)
        for clip, key in zip(clips, keys, strict=True):
            title = self.scripts[clip.chapter.name].beat(clip.take.beat).title.plain
            found += self._join(clip.name, [clip], (), title, [key])
        return found

    def _join(
        self, name: str, clips: Sequence[Clip], marks: Iterable[Mark], title: str, sound_keys: Sequence[str]
    ) -> list[tuple[Join, str]]:
        found, marks = self.captions.of(clips), tuple(marks)
        soft = {la: own for la, own in found.items() if la != self.language or not self.burn_captions}
        lines = {la: [asdict(c) for c in own] for la, own in soft.items()}
        pictures = tuple(clip.pictures for clip in clips)
        key = digest([[p.name for p in pictures], [asdict(m) for m in marks], title, lines, self.credit,
                      sound_keys, self._joining, versions(SOUND_LIBRARIES)])  # fmt: skip
        if self.manifest.current(name, key):
            return []
        assert self._sound is not None
        heard, lengths = self._sound.heard(clips), tuple(c.plan.length for c in clips)
        what = (name, self.folder / name, self.language, pictures, lengths, clips[0].take.fps)
        return [(Join(*what, marks, title, soft, heard, self.credit), key)]

    def finish(self, clips: Sequence[Clip]) -> None:
        """Write the ledger and the captions' files, remove what is no longer made."""
        self._write_ledger(clips)
        for name, text in self.captions.files(self.captions.of(clips)).items():
            self._write(name, text)
        self.manifest.keep_only(self.names())

    @property
    def credit(self) -> str:
        """Whom the voice's licence asks to name, where the film is shown; empty if nobody."""
        return self.narrator.voice.credit

    def summary(self) -> str:
        """The finished film: where it is, how long and how large, and whom to name with it."""
        film = self.folder / FILM
        seconds = sum(clip.seconds for clip in self.clips())
        line = f"{film}: {duration(seconds)}, {film.stat().st_size / 1e6:.1f} MB"
        return f"{line}\nName where you show it: {self.credit}" if self.credit else line

    def _marks(self, clips: Sequence[Clip]) -> Iterator[Mark]:
        first, last = 0, ""
        for clip in clips:
            if clip.chapter.name != last:
                last = clip.chapter.name
                yield Mark(self.scripts[last].title.plain, first)
            first += clip.plan.length

    def _write_ledger(self, clips: Sequence[Clip]) -> None:
        rows = [row for clip in clips for row in self._rows(clip)]
        self._write(LEDGER, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")

    def _write(self, name: str, text: str) -> None:
        key = digest(text)
        if not self.manifest.current(name, key):
            write_text(self.folder / name, text)
            self.manifest.record(name, key)

    def _rows(self, clip: Clip) -> Iterator[dict[str, object]]:
        script = self.scripts[clip.chapter.name]
        yield from clip.take.ledger
        yield from speech_rows(script, [script.beat(clip.take.beat)])
