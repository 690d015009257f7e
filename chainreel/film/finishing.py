"""When a film's last tasks can begin: the gain once all is drawn and spoken, files once all is encoded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from chainreel.film.edition import Edition
from chainreel.film.pool import Job

LEVEL, JOIN = 3, 0  # ranks: nothing else can begin so much as the gain, which one process finds
LEVELLED, JOINED = 0.05, 0.04  # seconds of work for a second of film


class Finishing:
    """Counts what an edition's last tasks wait for, and hands them out when nothing is left."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._before_level = self._before_joins = 0
        self._levelled = self._joined = False

    def awaits(self, jobs: Sequence[Job], level: bool = False) -> list[Job]:
        """Those jobs; the files wait for them, and with ``level`` the gain too."""
        self._before_joins += len(jobs)
        self._before_level += len(jobs) * level
        return [replace(job, then=partial(self._after, job.then, level)) for job in jobs]

    def _after(self, then: Callable[[], list[Job]], level: bool) -> list[Job]:
        more = then()
        self._before_joins -= 1
        self._before_level -= level
        return [*more, *self.ready()]

    def ready(self) -> list[Job]:
        """The last tasks that can begin now, each once."""
        jobs: list[Job] = []
        if not self._before_level and not self._levelled:
            self._levelled = True
            jobs += self.awaits(self._level())
        if not self._before_joins and not self._joined:
            self._joined = True
            jobs += self._joins()
        return jobs

    def _level(self) -> list[Job]:
        clips = self._edition.clips()
        task = self._edition.level(clips)
        return [Job(LEVEL, LEVELLED * sum(clip.seconds for clip in clips), task)] if task else []

    def _joins(self) -> list[Job]:
        return [
            Job(JOIN, JOINED * sum(task.lengths) / task.fps, task, partial(self._note, task.name, key))
            for task, key in self._edition.joins(self._edition.clips())
        ]

    def _note(self, name: str, key: str) -> list[Job]:
        self._edition.manifest.record(name, key)
        return []
