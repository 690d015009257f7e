"""When a film's last tasks can begin: its sound once all is drawn and spoken, files once all is encoded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from chainreel.film.edition import Edition
from chainreel.work.pool import Job

SOUND, JOIN = 3, 0  # ranks: the sound goes first, in small pieces that leave nothing waiting for long
SOUNDED, JOINED = 0.04, 0.01  # seconds of work for a second of film


class Finishing:
    """Counts what an edition's last tasks wait for, and hands them out when nothing is left."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._before_sound = self._before_joins = 0
        self._sounded = self._joined = False

    def awaits(self, jobs: Sequence[Job], sound: bool = False) -> list[Job]:
        """Those jobs; the files wait for them, and with ``sound`` the next step of the sound too."""
        self._before_joins += len(jobs)
        self._before_sound += len(jobs) * sound
        return [replace(job, then=partial(self._after, job.then, sound)) for job in jobs]

    def _after(self, then: Callable[[], list[Job]], sound: bool) -> list[Job]:
        more = then()
        self._before_joins -= 1
        self._before_sound -= sound
        return [*more, *self.ready()]

    def ready(self) -> list[Job]:
        """The last tasks that can begin now, each once."""
        jobs: list[Job] = []
        if not self._before_sound and not self._sounded:
            jobs += self._sound()
        if not self._before_joins and not self._joined:
            self._joined = True
            jobs += self._joins()
        return jobs

    def _sound(self) -> list[Job]:
        """Beats' sounds at the gain that is tried next, until it is the film's."""
        tasks = self._edition.masters(self._edition.clips())
        self._sounded = not tasks
        seconds = (SOUNDED * task.beat.frames / task.beat.fps for task in tasks)
        jobs = [Job(SOUND, cost, task) for task, cost in zip(tasks, seconds, strict=True)]
        return self.awaits(jobs, sound=True)

    def _joins(self) -> list[Job]:
        return [
            Job(JOIN, JOINED * sum(task.lengths) / task.fps, task, partial(self._note, task.name, key))
            for task, key in self._edition.joins(self._edition.clips())
        ]

    def _note(self, name: str, key: str) -> list[Job]:
        self._edition.manifest.record(name, key)
        return []
