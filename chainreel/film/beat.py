"""Beat of a film once it is drawn: planned once, for its clip, its sound, its captions and its slides."""

from __future__ import annotations

from dataclasses import dataclass

from chainreel.errors import named_in_errors
from chainreel.film.chapter import Chapter
from chainreel.film.recipe import Source
from chainreel.film.sheet import Still
from chainreel.frames.take import Take, master_path
from chainreel.sound.narrator import Narrator
from chainreel.timeline import Plan, plan_narrated
from chainreel.voice.narration import Narration


@dataclass(frozen=True)
class PlannedBeat:
    """A beat as drawn, what is said in it and when, and its plan in whole frames."""

    chapter: Chapter
    take: Take
    narration: Narration
    plan: Plan

    @property
    def place(self) -> str:
        """chapter.beat"""
        return f"{self.chapter.name}.{self.take.beat}"

    @property
    def seconds(self) -> float:
        """Its length in the film."""
        return self.plan.length / self.take.fps

    @property
    def master(self) -> Source:
        """Its lossless frames."""
        return Source(master_path(self.chapter.masters, self.take.beat), self.take.sha256)

    def frame(self, index: int) -> Still:
        """One frame of its master."""
        return Still(self.place, self.master, index)

    @property
    def still(self) -> Still:
        """The still that it ends on."""
        return self.frame(self.take.stored - 1)


def plan_beat(chapter: Chapter, take: Take, narrator: Narrator) -> PlannedBeat:
    """A drawn, or only built, beat with its words at their times.

    Raises:
        ChainreelError: with the beat's place, where a play waits for what is never said, or a sentence cannot
        be said in full.
    """
    said = narrator.narration(chapter.script, take.beat, take.segments, take.fps)
    with named_in_errors(f"{chapter.name}.{take.beat} ({chapter.version.language})"):
        plan = plan_narrated(take.segments, said.speech(take.fps), take.fps)
    return PlannedBeat(chapter, take, said, plan)
