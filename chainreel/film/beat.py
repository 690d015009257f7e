"""Beat of a film once it is drawn: planned once, for its clip, its sound, its captions and its slides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chainreel.captions.caption import Caption
from chainreel.film.chapter import Chapter
from chainreel.film.recipe import Source
from chainreel.film.sheet import Still
from chainreel.frames.take import Take, master_path
from chainreel.timeline import Plan
from chainreel.voice.narration import Narration


@dataclass(frozen=True)
class PlannedBeat:
    """A beat as drawn, what is said in it and when, its plan in whole frames, its captions by language."""

    chapter: Chapter
    take: Take
    narration: Narration
    plan: Plan
    captions: Mapping[str, Sequence[Caption]]

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
        return self.frame(self.take.stored_frames - 1)
