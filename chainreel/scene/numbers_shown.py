"""What a scene keeps books of: every number that its beats showed; what nobody can account for is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from manim import Animation, Mobject

from chainreel.draw.evidence import Evidence, evidence_in
from chainreel.ledger import LedgerRow, distinct, row
from chainreel.scene.beat_script import Scripted
from chainreel.scene.foreign import require_drawn


class Bookkeeping(Scripted):
    """Something that is shown beat by beat, and whose numbers are written down."""

    mobjects: list[Mobject]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._rows: dict[str, list[LedgerRow]] = {}
        self._counting: list[Any] = []  # the running animations that change numbers

    def _refuse_strays(self, animations: Sequence[Animation]) -> None:
        require_drawn(self.mobjects, self.where)
        require_drawn((cast("Mobject", a.mobject) for a in animations if a.mobject is not None), self.where)

    def _note_numbers(self) -> None:
        require_drawn(self.mobjects, self.where)
        self._note(evidence_in(*self.mobjects))

    def _note(self, evidence: Iterable[Evidence]) -> None:
        beat = self.beat.name
        self._rows[beat] += [row(self.script, beat, e.how, e.text, e.number) for e in evidence]

    def ledger_rows(self, beat: str) -> list[LedgerRow]:
        """Every number that the beat's picture showed."""
        return distinct(self._rows.get(beat, []))


def counting(animation: Animation) -> Iterator[Animation]:
    """The animations, within this one too, that change a number and list what they know of it."""
    if hasattr(animation, "evidence"):
        yield animation
    for inner in getattr(animation, "animations", ()):
        yield from counting(inner)
