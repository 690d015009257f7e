"""State of a drawn graph: how much of it stands, what is lit, what is noted and what travels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GraphState:
    """What of a graph is seen.

    ``built`` is the share of the road's columns that stand, ``bridged`` how far the bridges have grown.
    The boxes in ``lit`` stand out by the share ``light``. Of the notes called ``note`` those are seen that
    the share ``noted`` of the way has passed, ``noted_back`` from the end on. ``squares`` is how far the
    areas have grown. ``pulse`` is where on its way through the graph a pulse is, ``pulse_back`` on its way
    back; None is no pulse.
    """

    built: float = 1.0
    bridged: float = 1.0
    lit: frozenset[int] = frozenset()
    light: float = 0.0
    note: str = ""
    noted: float = 1.0
    noted_back: bool = False
    squares: float = 1.0
    pulse: float | None = None
    pulse_back: bool = False

    def pulse_column(self, last: int) -> float | None:
        """At which column a pulse is, between columns too; None when there is none."""
        if self.pulse is None:
            return None
        return (1 - self.pulse if self.pulse_back else self.pulse) * last

    def is_noted(self, column: int, last: int) -> bool:
        """Whether a box in that column shows its note."""
        if self.noted <= 0:
            return False
        passed = self.noted * last + 1e-9
        return column >= last - passed if self.noted_back else column <= passed
