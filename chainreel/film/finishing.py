"""End of a film, when it can begin: the sound once all is spoken, files once all is encoded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from chainreel.film.edition import Edition
from chainreel.film.tasks import Make
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
        tasks = self._edition.soundtrack().next_tasks()
        self._sounded = not tasks
        seconds = {beat.place: SOUNDED * beat.seconds for beat in self._edition.beats()}
        return self.awaits([Job(SOUND, seconds[task.place], task) for task in tasks], sound=True)

    def _joins(self) -> list[Job]:
        return [
            Job(JOIN, JOINED * seconds, task, partial(self._note, task))
            for task, seconds in self._edition.movie_tasks()
        ]

    def _note(self, task: Make) -> list[Job]:
        self._edition.note(task)
        return []
