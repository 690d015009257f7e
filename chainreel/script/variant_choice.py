"""The choice among variants, with a memory of every one that numbers or settings changed.

A choice that only the lecture's order made is the lecturer's own, and not told.
"""

from __future__ import annotations

from typing import Any

from chainreel.script.condition import Judge
from chainreel.script.variant import ScriptChange, variants

LEFT_OUT = "left out"


class Chooser:
    """Chooses the texts of one chapter; ``changes`` lists what its conditions changed."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.changes: list[ScriptChange] = []

    def text(self, beat: str, key: str, text: Any) -> str | None:
        """The first variant that holds, or None; what numbers or settings changed is noted."""
        failed: list[tuple[str, tuple[str, ...]]] = []
        judged = [(v, self.judge.verdict(v.when, beat)) for v in variants(text)]  # all: a fault is found
        for number, (variant, verdict) in enumerate(judged):
            if verdict.holds:
                if number:
                    self._note(beat, key, f"variant {number + 1} instead of the first", failed)
                return variant.text
            failed.append((variant.when, verdict.facts))
        self._note(beat, key, LEFT_OUT, failed)
        return None

    def holds(self, beat: str, condition: str) -> bool:
        """Whether a beat's own condition holds; else the beat is noted as left out."""
        verdict = self.judge.verdict(condition, beat)
        if not verdict.holds:
            self.changes.append(self._change(beat, "", LEFT_OUT, reason(condition, verdict.facts)))
        return verdict.holds

    def leave_out(self, beat: str, what: str) -> None:
        """Note that a beat is left out because of ``what`` it lost; that is told instead of its texts."""
        lost = [c.because for c in self.changes if c.beat == beat and c.what == LEFT_OUT]
        self.changes = [c for c in self.changes if c.beat != beat]
        self.changes.append(self._change(beat, "", LEFT_OUT, "; ".join((f"{what} is left out", *lost))))

    def forget(self, beat: str) -> None:
        """Tell nothing of a beat that the lecture leaves out anyway."""
        self.changes = [c for c in self.changes if c.beat != beat]

    def _note(self, beat: str, key: str, what: str, failed: list[tuple[str, tuple[str, ...]]]) -> None:
        because = "; ".join(reason(condition, facts) for condition, facts in failed)
        if any(facts for _, facts in failed):
            self.changes.append(self._change(beat, key, what, because))

    def _change(self, beat: str, key: str, what: str, because: str) -> ScriptChange:
        return ScriptChange(self.judge.chapter, beat, key, what, because)


def reason(condition: str, facts: tuple[str, ...]) -> str:
    """Why a condition failed, with the values it was judged by."""
    values = f" ({', '.join(facts)})" if facts else ""
    return f"{condition} does not hold{values}"
