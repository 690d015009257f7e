"""Clip of a beat in a film or a slide: its plan there, and its encoded pictures, which lie in the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from chainreel.film.beat import PlannedBeat
from chainreel.film.chapter import Chapter
from chainreel.film.encode import EncodedPictures
from chainreel.film.recipe import Source
from chainreel.film.sheet import Still
from chainreel.frames.take import Take
from chainreel.timeline import Plan


@dataclass(frozen=True)
class Clip:
    """A planned beat with the plan of the clip, which may be another, and how its pictures are made."""

    beat: PlannedBeat
    plan: Plan
    recipe: EncodedPictures

    @property
    def chapter(self) -> Chapter:
        """The chapter that it is of."""
        return self.beat.chapter

    @property
    def take(self) -> Take:
        """The beat as drawn."""
        return self.beat.take

    @property
    def place(self) -> str:
        """chapter.beat"""
        return self.beat.place

    @property
    def name(self) -> str:
        """Its file in the film's folder."""
        return clip_name(self.chapter, self.take.beat)

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.plan.length / self.take.fps

    @property
    def pictures(self) -> Path:
        """Where its encoded pictures lie."""
        return self.recipe.cache_path(self.chapter.lecture.cache_dir / "pictures", ".mp4")

    @property
    def source(self) -> Source:
        """Its encoded pictures, for what is made from them."""
        return Source(self.pictures, self.recipe.key)

    @property
    def still(self) -> Still:
        """The still that the beat ends on."""
        return self.beat.still


def starts(clips: Sequence[Clip]) -> list[int]:
    """Each clip's first frame in the film."""
    return list(accumulate((clip.plan.length for clip in clips[:-1]), initial=0))


def clip_name(chapter: Chapter, beat: str) -> str:
    """``clips/<nn>-<chapter>/<nn>-<beat>.mp4``, numbered as in the lecture."""
    number = chapter.order.index(beat) + 1
    return f"clips/{chapter.number:02}-{chapter.name}/{number:02}-{beat}.mp4"
