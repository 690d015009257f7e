"""Numbers that a picture is drawn from and does not state: what a part reads, it must bear as evidence.

A length, place, angle or shade comes out of a number's value. What is read while a part is built or posed,
and that neither the part nor anything in it ever bears, is missing in the ledger, and nobody could say what
the picture shows.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType

from manim import Mobject

from chainreel.number import Counted, Derived, Number

ROOM = "chainreel.draw.evidence"  # by which values are read that nothing shows
DRAWING = ("chainreel.draw.", "scenes.")  # modules in which a value that is read becomes a picture
MAKING = ("__init__", "pose")  # methods that draw a part
STATED = "chainreel.draw.text."  # but for text, which says its numbers by itself


Place = tuple[int, CodeType, int]  # a number, the function that reads it, the part that the function is of


@dataclass(frozen=True)
class Read:
    """A number whose value was read: in which function, and for which parts, the innermost first."""

    number: Number
    function: str
    line: int
    parts: tuple[Mobject, ...]


@dataclass
class Reads:
    """What the drawing of a chapter has read, and what its parts were seen to bear."""

    found: dict[Place, Read] = field(default_factory=dict)
    beats: dict[Place, str] = field(default_factory=dict)
    borne: dict[int, set[Number]] = field(default_factory=dict)  # by part; 0 is the whole chapter
    alike: dict[tuple[int, int], tuple[Number, ...]] = field(default_factory=dict)  # noted already, by part

    def note(self, number: Number, frame: FrameType) -> None:
        """A value is read by the function that runs in ``frame``."""
        key = (id(number), frame.f_code, id(frame.f_locals.get("self")))
        if key not in self.found:
            parts = tuple(parts_around(frame))
            self.found[key] = Read(number, function_of(frame), frame.f_lineno, parts)

    def see(self, standing: Collection[Mobject]) -> None:
        """Note what stands in the picture, and what it bears now."""
        self._bear(0, standing)
        wanted = {id(part) for read in self.found.values() for part in read.parts}
        for mobject in (m for top in standing for m in top.get_family()):
            if id(mobject) in wanted:
                self._bear(id(mobject), [mobject])

    def _bear(self, part: int, mobjects: Iterable[Mobject]) -> None:
        borne = self.borne.setdefault(part, set())
        for member in (m for mobject in mobjects for m in mobject.get_family()):
            borne.update(e.number for e in getattr(member, "evidence", ()))
            alike: tuple[Number, ...] = getattr(member, "stands_for", ())
            if alike and (part, id(alike)) not in self.alike:
                self.alike[part, id(alike)] = alike
                borne.update(alike)

    def forget(self) -> None:
        """Forget what was read since the last beat ended: nobody looked at the picture."""
        self.found = {key: read for key, read in self.found.items() if key in self.beats}

    def end_beat(self, beat: str) -> None:
        """What was read since the last beat ended was read in this one."""
        for key in self.found:
            self.beats.setdefault(key, beat)

    def unsaid(self) -> Iterator[tuple[str, Read]]:
        """What was read for parts that stood in the picture, and none of them bore; with the beat.

        What was read for no part, or for one that never stood there itself, may be borne by any.
        """
        made_of = {part: with_sources(numbers) for part, numbers in self.borne.items()}
        for key, read in self.found.items():
            seen = [id(part) for part in read.parts if id(part) in made_of] or [0]
            if not any(is_stated(read.number, made_of.get(part, set())) for part in seen):
                yield self.beats.get(key, ""), read


def is_stated(number: Number, borne: Collection[Number]) -> bool:
    """Whether a picture that bears these numbers says this one, too: it, or all the data it is made of.

    What is counted is no data: a tick, a scale, a layer's index.
    """
    if number in borne or isinstance(number.source, Counted):
        return True
    return isinstance(number.source, Derived) and all(is_stated(n, borne) for n in number.source.arguments)


def with_sources(numbers: Iterable[Number]) -> set[Number]:
    """The numbers and all that they are derived from."""
    found, waiting = set[Number](), list(numbers)
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += number.source.arguments if isinstance(number.source, Derived) else ()
    return found


class NotedValue:
    """A number's ``value``, of which every read by what draws is noted."""

    def __init__(self, reads: Reads) -> None:
        self.reads = reads

    def __get__(self, number: Number, owner: type[Number]) -> float:
        frame: FrameType | None = sys._getframe(1)
        if frame is not None and frame.f_code is Number.__float__.__code__:
            frame = frame.f_back
        if frame is not None and draws(frame.f_globals.get("__name__", "")):
            self.reads.note(number, frame)
        value: float = number.__dict__["value"]
        return value

    def __set__(self, number: Number, value: float) -> None:
        number.__dict__["value"] = value


@contextmanager
def noted_reads() -> Iterator[Reads]:
    """Note which numbers are read while drawing, as long as this lasts: for checks and tests only."""
    reads = Reads()
    Number.value = NotedValue(reads)  # type: ignore[assignment]
    try:
        yield reads
    finally:
        delattr(Number, "value")


def draws(module: str) -> bool:
    """Whether what this module reads becomes a picture."""
    return module.startswith(DRAWING) and not module.startswith(STATED) and module != ROOM


def parts_around(frame: FrameType | None) -> Iterator[Mobject]:
    """The parts that are being built or posed, the innermost first.

    What another method of a part makes, it hands out: that may stand anywhere.
    """
    seen = set[int]()
    while frame is not None:
        owner = frame.f_locals.get("self") if frame.f_code.co_name in MAKING else None
        if isinstance(owner, Mobject) and id(owner) not in seen:
            seen.add(id(owner))
            yield owner
        frame = frame.f_back


def function_of(frame: FrameType) -> str:
    """The function that runs, with its module."""
    module = frame.f_globals.get("__name__", "").removeprefix("chainreel.draw.")
    return f"{module}.{frame.f_code.co_qualname}"
