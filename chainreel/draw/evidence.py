"""Evidence of what a part shows: each mobject carries the numbers that its text, lengths and shades state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Self, TypeVar

from manim import Mobject

from chainreel.number import Number
from chainreel.show import Shown

How = Literal["text", "length", "width", "position", "area", "shade", "angle", "pitch"]
M = TypeVar("M", bound=Mobject)


@dataclass(frozen=True)
class Evidence:
    """One number in the picture: the number, how it is seen, and the text if it is text."""

    number: Number
    how: How
    text: str = ""

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


def bear(mobject: M, how: How, *numbers: Number | Shown) -> M:
    """Note on ``mobject`` that it shows ``numbers`` in the way ``how``; return it."""
    noted = tuple(
        Evidence(n.number, how, n.text) if isinstance(n, Shown) else Evidence(n, how) for n in numbers
    )
    mobject.evidence = (*getattr(mobject, "evidence", ()), *noted)  # type: ignore[attr-defined]
    return mobject


def stand_for(mobject: M, *alike: Number) -> M:
    """Note that ``mobject`` looks the same for these numbers as for what it bears; return it.

    A photo has a shape for each of its shades: the ledger lists one pixel of each, not every pixel.
    """
    mobject.stands_for = (*getattr(mobject, "stands_for", ()), *alike)  # type: ignore[attr-defined]
    return mobject


def room_for(number: Number) -> float:
    """The value of a number for which a part only makes room: nothing in the picture shows it by that."""
    return number.value


def evidence_in(*mobjects: Mobject) -> Iterator[Evidence]:
    """Everything that ``mobjects`` and their parts show."""
    for mobject in mobjects:
        for member in mobject.get_family():
            yield from getattr(member, "evidence", ())
