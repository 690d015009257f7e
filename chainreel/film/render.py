"""Render of films, from what is asked for: what is unchanged is not made again."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

from rich.console import Console

from chainreel.files import remove_abandoned, sole_render, writing
from chainreel.film.chapter import Chapter
from chainreel.film.clip import Clip
from chainreel.film.edition import Edition
from chainreel.film.encode import is_whole
from chainreel.film.finishing import Finishing
from chainreel.film.progress import Display, is_encoding
from chainreel.film.schedule import Estimates, Stretch, cut
from chainreel.film.tasks import BeatDrawn, Draw, Make, Speak
from chainreel.frames.take import Take
from chainreel.work.pool import Job, run_jobs

# drawing first: speaking and encoding come in small pieces that fill the end
DRAW, SHEET_RANK, SPEAK, ENCODE = 2, 1, 0, 0
SPOKEN_SECONDS = 0.1  # of work for a letter
ENCODED_PIXELS_A_SECOND = 130e6
UNUSED_DAYS = 14  # after which a master that no film needed is removed


def render(editions: Sequence[Edition], jobs: int, cache: Path, console: Console) -> None:
    """Make every edition, together on ``jobs`` processes.

    Raises:
        ChainreelError: something cannot be drawn or written; what was finished stays.
    """
    with ExitStack() as held:
        for edition in editions:
            held.enter_context(sole_render(edition.folder))
            remove_abandoned(edition.folder, older_than=0)
            edition.manifest.claim(edition.names())
        run = _Run(editions, jobs, cache, console)
        run.make()
        for edition in editions:
            edition.finish()
    forget_unused(cache / "masters")
    forget_unused(cache / "pictures")
    forget_unused(cache / "sound")


def draw_only(editions: Sequence[Edition], jobs: int, cache: Path, console: Console) -> None:
    """Draw what is missing of every edition's masters, and make nothing from them."""
    _Run(editions, jobs, cache, console, drawing_only=True).make()


def encode_clips(clips: Sequence[Clip], jobs: int, cache: Path, console: Console) -> None:
    """Encode those clips' pictures that are not there yet, from their masters; nothing is drawn.

    Raises:
        ChainreelError: something cannot be written; what was finished stays.
    """
    queue = encode_jobs(clips)
    if queue:
        with Display(console, 0, len(queue), sum(job.seconds for job in queue)) as display:
            run_jobs(queue, min(jobs, len(queue)), cache, display.listen)


def draw_chapter(chapter: Chapter, cache: Path, console: Console) -> None:
    """Draw the beats that are missing of a chapter that no film has, such as the cover.

    Raises:
        ChainreelError: something cannot be drawn.
    """
    missing = chapter.missing()
    if missing:
        with Display(console, len(missing), 0, float(len(missing))) as display:
            run_jobs([Job(DRAW, 1.0, Draw(chapter, missing))], 1, cache, display.listen)
    _touch(chapter)


def encode_jobs(clips: Sequence[Clip]) -> list[Job]:
    """The work of encoding those clips' pictures that are not there yet."""
    return [_encode(clip) for clip in clips if not is_whole(clip.pictures)]


def _encode(clip: Clip) -> Job:
    task = Make(clip.recipe, clip.pictures, "encode", clip.place, clip.chapter.version.language)
    pixels = clip.plan.length * clip.take.width * clip.take.height
    return Job(ENCODE, pixels / ENCODED_PIXELS_A_SECOND, task)


def forget_unused(folder: Path) -> None:
    """Remove what no render has needed for a while, and what killed ones left half-written."""
    remove_abandoned(folder)
    for entry in folder.glob("*"):
        if time.time() - entry.stat().st_mtime <= UNUSED_DAYS * 86400:
            continue
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            with suppress(OSError):  # gone meanwhile, or, on Windows, still open
                entry.unlink()


class _Run:
    def __init__(
        self,
        editions: Sequence[Edition],
        jobs: int,
        cache: Path,
        console: Console,
        drawing_only: bool = False,
    ) -> None:
        self._cache, self._jobs, self._drawing_only = cache, jobs, drawing_only
        self._estimates = Estimates(cache / "estimates.json")
        self._owner = [(e, c) for e in editions for c in e.chapters]
        self._missing = [c.missing() if drawing_only else e.find_drawn(c) for e, c in self._owner]
        self._takes: dict[int, list[Take]] = {}  # of drawing tasks, as they come
        self._left = {id(e): 0 for e in editions}  # stretches still to be drawn
        self._finishing = {id(e): Finishing(e) for e in editions}
        queue = self._draws() if drawing_only else [*self._draws(), *self._all_but_drawing(editions)]
        for _, chapter in self._owner:
            _touch(chapter)
        self._queue = queue
        beats = sum(map(len, self._missing))
        clips = sum(is_encoding(job.task) for job in queue) + (0 if drawing_only else beats)
        self._display = Display(console, beats, clips, self._all_expected(queue))

    def make(self) -> None:
        """Run everything that has to be done."""
        if not self._queue:
            return
        try:
            with self._display:
                run_jobs(self._queue, min(self._jobs, self._most_at_once()), self._cache, self._listen)
        finally:
            self._estimates.save()

    def _most_at_once(self) -> int:
        least = 1 if self._drawing_only else 2  # a clip and the film are put together side by side
        return max(len(self._queue), sum(map(len, self._missing)), least)

    def _listen(self, job: Job, message: object) -> None:
        if isinstance(message, BeatDrawn) and isinstance(job.task, Draw):
            self._takes[id(job.task)].append(message.take)
            self._estimates.learn(job.task.chapter.version, message.place, message.seconds)
        self._display.listen(job, message)

    # --- drawing -------------------------------------------------------------------------------

    def _draws(self) -> list[Job]:
        stretches = [self._stretch(i) for i, missing in enumerate(self._missing) if missing]
        return [self._draw(stretch) for stretch in cut(stretches, self._jobs)]

    def _stretch(self, index: int) -> Stretch:
        edition, chapter = self._owner[index]
        script, fps = edition.scripts[chapter.name], chapter.version.quality.fps
        seconds = (
            self._estimates.beat(
                chapter.version, f"{chapter.name}.{beat}", edition.narrator.speech(script, beat, fps).length
            )
            for beat in self._missing[index]
        )
        return Stretch(index, self._missing[index], tuple(seconds))

    def _draw(self, stretch: Stretch) -> Job:
        edition, chapter = self._owner[stretch.chapter]
        self._left[id(edition)] += 1
        task = Draw(chapter, stretch.beats)
        self._takes[id(task)] = []
        job = Job(DRAW, stretch.cost, task, lambda: self._after_drawing(edition, task))
        return job if self._drawing_only else self._finishing[id(edition)].awaits([job], sound=True)[0]

    def _after_drawing(self, edition: Edition, task: Draw) -> list[Job]:
        self._left[id(edition)] -= 1
        if self._drawing_only:
            return []
        clips = [edition.clip(edition.plan(task.chapter, take)) for take in self._takes[id(task)]]
        sheet = self._sheet(edition) if not self._left[id(edition)] else []
        return [*self._finishing[id(edition)].awaits(encode_jobs(clips)), *sheet]

    # --- what is spoken, and made from masters ----------------------------------------------------

    def _all_but_drawing(self, editions: Sequence[Edition]) -> list[Job]:
        """What can begin at once beside drawing."""
        jobs: list[Job] = []
        for edition in editions:
            finishing = self._finishing[id(edition)]
            jobs += finishing.awaits([_speak(task) for task in edition.speak_tasks()], sound=True)
            jobs += finishing.awaits(encode_jobs(self._clips_of_whole_beats(edition)))
            jobs += self._sheet(edition) if not self._left[id(edition)] else []
            jobs += finishing.ready()
        return jobs

    def _clips_of_whole_beats(self, edition: Edition) -> list[Clip]:
        return [
            edition.clip(edition.beat(chapter, beat))
            for (owner, chapter), missing in zip(self._owner, self._missing, strict=True)
            if owner is edition
            for beat in chapter.beats
            if beat not in missing
        ]

    def _sheet(self, edition: Edition) -> list[Job]:
        return [Job(SHEET_RANK, 1.0, task, partial(_note, edition, task)) for task in edition.sheet_tasks()]

    # --- expectations ------------------------------------------------------------------------------

    def _all_expected(self, queue: Sequence[Job]) -> float:
        known = sum(job.seconds for job in queue)
        drawn = sum(job.seconds for job in queue if job.rank == DRAW)
        return known if self._drawing_only else known + 0.5 * drawn  # clips that drawing leads to


def _speak(task: Speak) -> Job:
    return Job(SPEAK, SPOKEN_SECONDS * sum(len(text) for text, _ in task.lines), task)


def _note(edition: Edition, task: Make) -> list[Job]:
    edition.note(task)
    return []


def _touch(chapter: Chapter) -> None:
    if chapter.masters.is_dir():
        with writing(chapter.masters):
            os.utime(chapter.masters)
