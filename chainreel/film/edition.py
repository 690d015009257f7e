"""Edition of a lecture, one film: its clips, sheet and ledger, each made only when it must be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from chainreel.film.beat import PlannedBeat
from chainreel.film.burned import Burned
from chainreel.film.captioning import Captioning, captions_of
from chainreel.film.chapter import Chapter, duration
from chainreel.film.clip import Clip, clip_name
from chainreel.film.encode import EncodedPictures, Encoding, film_encoding
from chainreel.film.join import Mark
from chainreel.film.manifest import Manifest
from chainreel.film.movie import Movie
from chainreel.film.recipe import Recipe, TextFile
from chainreel.film.sheet import Sheet
from chainreel.film.soundtrack import Soundtrack
from chainreel.film.tasks import Make, Speak
from chainreel.frames.take import Take
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
        self._beats: dict[str, PlannedBeat] = {}  # by place, each planned once
        self._sound: Soundtrack | None = None

    @property
    def is_finished(self) -> bool:
        """Whether the film was rendered once and its beats are drawn as they are now."""
        beats = ((chapter, beat) for chapter in self.chapters for beat in chapter.beats)
        return (self.folder / FILM).exists() and all(chapter.drawn_take(beat) for chapter, beat in beats)

    def names(self) -> list[str]:
        """Every file of the film, relative to its folder."""
        clips = (clip_name(c, b) for c in self.chapters for b in c.beats)
        return [*clips, FILM, SHEET, LEDGER, *self.captions.names]

    # --- its beats, once they are drawn --------------------------------------------------------

    def find_drawn(self, chapter: Chapter) -> tuple[str, ...]:
        """Plan the chapter's beats whose masters are whole; the others, which have to be drawn.

        Raises:
            ChainreelError: a play waits for what is never said, or a sentence cannot be said in full.
        """
        takes = {beat: chapter.whole_take(beat) for beat in chapter.beats}
        for take in takes.values():
            if take is not None:
                self.plan(chapter, take)
        return tuple(beat for beat, take in takes.items() if take is None)

    def beat(self, chapter: Chapter, beat: str) -> PlannedBeat:
        """A beat that has been drawn, planned when it is first asked for.

        Raises:
            ChainreelError: a play waits for what is never said, or a sentence cannot be said in full.
        """
        found = self._beats.get(f"{chapter.name}.{beat}")
        if found is not None:
            return found
        take = chapter.drawn_take(beat)
        assert take is not None, f"{chapter.name}.{beat} has not been drawn"
        return self.plan(chapter, take)

    def plan(self, chapter: Chapter, take: Take) -> PlannedBeat:
        """Plan a beat that is drawn: whoever comes later takes it from here.

        Raises:
            ChainreelError: a play waits for what is never said, or a sentence cannot be said in full.
        """
        said, plan = self.narrator.plan(chapter.script, take.beat, take.segments, take.fps)
        captions = self.captions.of(chapter.name, take.beat, said, plan.length / take.fps)
        planned = PlannedBeat(chapter, take, said, plan, captions)
        self._beats[planned.place], self._sound = planned, None
        return planned

    def beats(self) -> list[PlannedBeat]:
        """All beats, in the film's order."""
        return [self.beat(chapter, beat) for chapter in self.chapters for beat in chapter.beats]

    def clip(self, beat: PlannedBeat, encoding: Encoding | None = None, live: bool = False) -> Clip:
        """A beat's clip, encoded for film if nothing else is said.

        ``live`` is the motion alone, without sound, for a lecturer who speaks.
        """
        take, version = beat.take, beat.chapter.version
        plan = plan_live(take.segments, take.fps) if live else beat.plan
        burned = None
        if self.burn_captions and not live:
            own = tuple(beat.captions[self.language])
            burned = Burned(own, self.language, version.theme, version.quality)
        size = (take.width, take.height, take.fps)
        encoding = encoding or film_encoding(take.fps)
        return Clip(beat, plan, EncodedPictures(beat.master, *size, plan.parts, encoding, burned))

    def clips(self, encoding: Encoding | None = None, live: bool = False) -> list[Clip]:
        """All clips, in the film's order."""
        return [self.clip(beat, encoding, live) for beat in self.beats()]

    def soundtrack(self) -> Soundtrack:
        """The sound of all beats, for the film and all that is made of it."""
        if self._sound is None:
            self._sound = Soundtrack(self.narrator, self.beats(), self.chapters[0].lecture.cache_dir)
        return self._sound

    # --- what is made ------------------------------------------------------------------------------

    def speak_tasks(self) -> list[Speak]:
        """The tasks that synthesise what is not in the cache, a beat each."""
        return [
            Speak(f"{chapter.name}.{beat}", self.narrator.voice, tuple(lines))
            for chapter in self.chapters
            for beat in chapter.beats
            if isinstance(self.narrator.voice, Cached)
            and (lines := self.narrator.missing(self.scripts[chapter.name], beat))
        ]

    def sheet_tasks(self) -> list[Make]:
        """The task that draws the sheet; none if it is there already."""
        stills = tuple(beat.still for beat in self.beats())
        return self._stale(SHEET, Sheet(stills, self.chapters[0].version.theme), "draw")

    def movie_tasks(self) -> list[tuple[Make, float]]:
        """The tasks that put film and clips together, without those that are there; each with its seconds."""
        clips = self.clips()
        film = self._movie(clips, self.title, tuple(self._marks(clips)))
        found = [(task, sum(clip.seconds for clip in clips)) for task in self._stale(FILM, film, "join")]
        for clip in clips:
            movie = self._movie([clip], clip.chapter.script.beat(clip.take.beat).title.plain)
            found += [(task, clip.seconds) for task in self._stale(clip.name, movie, "join")]
        return found

    def _movie(self, clips: Sequence[Clip], title: str, marks: tuple[Mark, ...] = ()) -> Movie:
        found = captions_of([clip.beat for clip in clips])
        soft = {la: own for la, own in found.items() if la != self.language or not self.burn_captions}
        lengths = tuple(clip.plan.length for clip in clips)
        sound = self.soundtrack().row([clip.beat for clip in clips])
        pictures = tuple(clip.source for clip in clips)
        return Movie(self.language, title, pictures, lengths, sound, self.credit, marks, soft)

    def _stale(self, name: str, recipe: Recipe, what: str) -> list[Make]:
        """The task that makes a file by its recipe, if it is not there as the recipe makes it."""
        if self.manifest.current(name, recipe.key):
            return []
        return [Make(recipe, self.folder / name, what, name, self.language)]

    def note(self, task: Make) -> None:
        """List a finished file."""
        self.manifest.record(task.place, task.recipe.key)

    def finish(self) -> None:
        """Write the ledger and the captions' files, remove what is no longer made."""
        rows = [row for beat in self.beats() for row in self._rows(beat)]
        texts = {LEDGER: json.dumps(rows, ensure_ascii=False, indent=1) + "\n"}
        texts |= self.captions.files(captions_of(self.beats()))
        for name, text in texts.items():
            for task in self._stale(name, TextFile(text), "write"):
                task.recipe.make(task.path)
                self.note(task)
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

    def _rows(self, beat: PlannedBeat) -> Iterator[dict[str, object]]:
        script = beat.chapter.script
        yield from beat.take.ledger
        yield from speech_rows(script, [script.beat(beat.take.beat)])
