"""Numbers that a scene showed, beat by beat, and the refusal of what nobody can account for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from manim import Animation

from chainreel.draw.evidence import Evidence, evidence_in
from chainreel.ledger import LedgerRow, distinct, row
from chainreel.script import FilledScript


class NumbersShown:
    """The rows of a chapter's ledger, as its beats are played."""

    def __init__(self, script: FilledScript) -> None:
        self.script = script
        self.changing: list[Any] = []  # the running animations that change numbers
        self._rows: dict[str, list[LedgerRow]] = {}
        self._beat = ""

    def begin(self, beat: str) -> None:
        """What is noted from now on was shown in this beat."""
        self._beat = beat
        self._rows[beat] = []

    def note(self, evidence: Iterable[Evidence]) -> None:
        """Write down what is seen."""
        self._rows[self._beat] += [row(self.script, self._beat, e.how, e.text, e.number) for e in evidence]

    def follow(self, animations: Iterable[Animation]) -> None:
        """These animations begin: note what they know of the numbers that they change."""
        self.changing = [inner for animation in animations for inner in counting(animation)]
        self.note(e for animation in self.changing for e in animation.evidence)

    def note_changing(self) -> None:
        """Note the texts that the running animations have come to."""
        shown = evidence_in(*(animation.mobject for animation in self.changing))
        self.note(e for e in shown if e.how == "text")

    def rows(self, beat: str) -> list[LedgerRow]:
        """Every number that the beat's picture showed, each once."""
        return distinct(self._rows.get(beat, []))


def counting(animation: Animation) -> Iterator[Animation]:
    """The animations, within this one too, that change a number and list what they know of it."""
    if hasattr(animation, "evidence"):
        yield animation
    for inner in getattr(animation, "animations", ()):
        yield from counting(inner)
