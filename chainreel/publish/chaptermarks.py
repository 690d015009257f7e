"""Chapter marks of a description: first at 0:00, at least three, each at least ten seconds (YouTube)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from chainreel.film.clip import Clip, starts
from chainreel.publish.documents import clock
from chainreel.publish.rendered import Rendered

SHORTEST = 10  # seconds
FEWEST = 3


@dataclass(frozen=True)
class ChapterMark:
    """A chapter from ``start`` to ``end``, in seconds of the film."""

    title: str
    start: float
    end: float

    @property
    def seconds(self) -> int:
        """How long it is by the clock, which has whole seconds."""
        return int(self.end) - int(self.start)

    @property
    def line(self) -> str:
        """As a description has it."""
        return f"{clock(self.start)} {self.title}"

    def with_next(self, other: ChapterMark) -> ChapterMark:
        """This and the one after it as one."""
        return ChapterMark(f"{self.title} / {other.title}", self.start, other.end)


def chapter_marks(rendered: Rendered, language: str, tell: Callable[[str], None]) -> list[ChapterMark]:
    """The lecture's chapters, or beats if there are too few; none if those are too few as well.

    What had to be merged or left out is told.
    """
    merged = long_enough(chapters(rendered, language), tell)
    if len(merged) < FEWEST:
        tell(f"chapters: too few ({len(merged)}, YouTube wants {FEWEST}): beats are taken instead")
        merged = long_enough(beats(rendered, language), tell)
    if len(merged) < FEWEST:
        found = f"{len(merged)}, YouTube wants {FEWEST}"
        tell(f"chapters: too few beats of {SHORTEST} s ({found}): none are listed")
        return []
    return merged


def chapters(rendered: Rendered, language: str) -> list[ChapterMark]:
    """A mark a chapter."""
    scripts = rendered.scripts(language)
    grouped = groupby(spans(rendered.clips), key=lambda span: span[0].chapter.name)
    found = [(name, list(group)) for name, group in grouped]
    return [ChapterMark(scripts[name].title.plain, group[0][1], group[-1][2]) for name, group in found]


def beats(rendered: Rendered, language: str) -> list[ChapterMark]:
    """A mark a beat."""
    found = spans(rendered.clips)
    return [ChapterMark(rendered.words(clip, language).title.plain, a, b) for clip, a, b in found]


def spans(clips: Sequence[Clip]) -> list[tuple[Clip, float, float]]:
    """Each clip with its start and end in the film, in seconds."""
    firsts = zip(clips, starts(clips), strict=True)
    return [(c, first / c.take.fps, (first + c.plan.length) / c.take.fps) for c, first in firsts]


def long_enough(marks: Sequence[ChapterMark], tell: Callable[[str], None]) -> list[ChapterMark]:
    """The marks, each too short one merged with the next, and a too short last one with the one before."""
    made: list[ChapterMark] = []
    for mark in marks:
        if made and made[-1].seconds < SHORTEST:
            tell(merge_note(made[-1], mark))
            made[-1] = made[-1].with_next(mark)
        else:
            made.append(mark)
    if len(made) > 1 and made[-1].seconds < SHORTEST:
        last = made.pop()
        tell(merge_note(last, made[-1]))
        made[-1] = made[-1].with_next(last)
    return made


def merge_note(short: ChapterMark, other: ChapterMark) -> str:
    """What is told of a chapter that was too short."""
    return (
        f"chapters: {short.title!r} lasts {short.seconds} s, YouTube wants {SHORTEST}: "
        f"merged with {other.title!r}"
    )
