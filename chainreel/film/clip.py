"""A beat of a film once it is drawn, and its encoded pictures, which clips and the film share."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from chainreel.captions.burned import Burned
from chainreel.film.chapter import Chapter
from chainreel.film.sheet import Still
from chainreel.film.take import Take, master_path
from chainreel.film.wholefile import file_hash, write_text
from chainreel.timeline import Plan
from chainreel.voice.narration import Narration


@dataclass(frozen=True)
class Clip:
    """A beat of the film once it is drawn: its words, its plan, and where its encoded pictures lie."""

    chapter: Chapter
    take: Take
    narration: Narration
    plan: Plan
    name: str
    pictures: Path
    burned: Burned | None = None

    @property
    def place(self) -> str:
        """chapter.beat"""
        return f"{self.chapter.name}.{self.take.beat}"

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.plan.length / self.take.fps

    @property
    def master(self) -> Path:
        """Its lossless frames."""
        return master_path(self.chapter.masters, self.take.beat)

    @property
    def still(self) -> Still:
        """The still that the beat ends on."""
        return Still(self.place, self.master, self.take.stored - 1, self.take.fps)


def starts(clips: Sequence[Clip]) -> list[int]:
    """Each clip's first frame in the film."""
    return list(accumulate((clip.plan.length for clip in clips[:-1]), initial=0))


def clip_name(chapter: Chapter, beat: str) -> str:
    """``clips/<nn>-<chapter>/<nn>-<beat>.mp4``, numbered as in the lecture."""
    number = chapter.order.index(beat) + 1
    return f"clips/{chapter.number:02}-{chapter.name}/{number:02}-{beat}.mp4"


def vouch(pictures: Path) -> None:
    """Note the hash of finished pictures beside them."""
    write_text(pictures.with_suffix(".sha256"), file_hash(pictures))


def is_whole(pictures: Path) -> bool:
    """Whether pictures are there as they were finished; then they count as used today."""
    try:
        whole = pictures.with_suffix(".sha256").read_text(encoding="utf-8") == file_hash(pictures)
        os.utime(pictures)
        os.utime(pictures.with_suffix(".sha256"))
    except OSError:
        return False
    return whole
