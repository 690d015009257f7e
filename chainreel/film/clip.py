"""A beat of a film once it is drawn, and its encoded pictures, which clips and the film share."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from chainreel.files import file_hash, write_text
from chainreel.film.burned import Burned
from chainreel.film.chapter import Chapter
from chainreel.film.encode import Encoding
from chainreel.film.key import digest, font_hashes, language_texts, library_hash, versions
from chainreel.film.sheet import Still
from chainreel.frames.take import Take, master_path
from chainreel.timeline import Plan
from chainreel.voice.narration import Narration


@dataclass(frozen=True)
class Clip:
    """A beat of the film once it is drawn: its words, its plan, and how its pictures are encoded."""

    chapter: Chapter
    take: Take
    narration: Narration
    plan: Plan
    name: str
    encoding: Encoding
    burned: Burned | None = None

    @property
    def place(self) -> str:
        """chapter.beat"""
        return f"{self.chapter.name}.{self.take.beat}"

    @cached_property
    def pictures(self) -> Path:
        """Where its encoded pictures lie, in the cache: under a name that is the hash of what makes them."""
        parts = [[p.first, p.frames, p.repeat] for p in self.plan.parts]
        master, sources = self.chapter.master_hash(self.take.beat), library_hash(*self._drawn_by)
        burned = burned_from(self.burned) if self.burned else []
        key = digest([master, parts, burned, asdict(self.encoding), sources, versions(("av",))])
        return self.chapter.lecture.cache_dir / "pictures" / f"{key[:32]}.mp4"

    @property
    def _drawn_by(self) -> tuple[str, ...]:
        """The modules that make its encoded pictures from its master."""
        return ("film/encode", "film/burned") if self.burned else ("film/encode",)

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
        return Still(self.place, self.master, self.take.stored - 1)


def burned_from(burned: Burned) -> list[object]:
    """What captions in the pictures are made from, beside the modules that draw them."""
    captions, language = list(map(asdict, burned.captions)), burned.language
    return [captions, language_texts(language), font_hashes(language)]


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


def forget(pictures: Path) -> None:
    """Remove pictures that nothing will be made of again."""
    for path in (pictures, pictures.with_suffix(".sha256")):
        path.unlink(missing_ok=True)
