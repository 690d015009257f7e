"""A chain of gates in motion: the coin is multiplied by a factor at each."""

from __future__ import annotations

from dataclasses import replace

from manim import Animation

from chainreel.draw.gradients.gate_figure import ChainFigure
from chainreel.draw.gradients.gate_state import APPROACHED, PASS, ChainState, coin_appears, pass_next
from chainreel.draw.motion import LEAVE
from chainreel.draw.part.journey import Leg, journey
from chainreel.errors import InputError
from chainreel.pitch import falling


class GateChain(ChainFigure):
    """Numbered gates on a line, and a coin whose diameter is its value (``coin_px`` is 1, linear).

    ``running`` is the coin's value: at the start, then after each gate it has passed, in that order.
    ``factors``, one a gate and the leftmost first, print as the coin goes through. Backward the coin starts
    right of the last gate and goes left; forward it starts left of the first. Gates are labelled from
    ``numbered_from``; with ``trail`` the coin leaves its print at each rest. The part's middle is the line's.

    Raises:
        UnknownNumber: a value or factor without a source.
        InputError: counts that do not fit, or a coin that is larger than the room between two gates.
    """

    def drop_coin(self) -> Animation:
        """The coin appears at its start."""
        return journey(self, lambda _: [coin_appears()])

    def pass_gate(self, seconds: float = PASS) -> Animation:
        """The coin goes through the next gate: approach, merge (its factor prints), settle."""
        return self.pass_many(1, seconds)

    def pass_many(self, gates: int | None = None, seconds_each: float = PASS / 2) -> Animation:
        """The coin goes through so many gates one after the other (default: all that are left)."""

        def legs(state: ChainState) -> list[Leg[ChainState]]:
            """A leg for each gate that is to be passed."""
            left = self.count - state.passed
            wanted = left if gates is None else gates
            if not 0 < wanted <= left:
                raise InputError(
                    f"the coin has {left} gates left to pass, not {wanted}: move it back with restart()"
                )
            return [pass_next(seconds_each)] * wanted

        first = self.state.passed + 1
        last = self.count if gates is None else self.state.passed + gates
        values = [shown.number for shown in self.running[first - 1 : last + 1]]
        gates_passed = len(values) - 1
        tones = falling(values, [(k + APPROACHED) / gates_passed for k in range(gates_passed)])
        return journey(self, legs, passing=self.running[first:last], tones=tones)

    def restart(self) -> Animation:
        """The coin fades where it is and is back at its start, with no factor printed."""

        def gone(state: ChainState, share: float) -> ChainState:
            """The coin going out; at the end the chain as it began."""
            return replace(state, coin=1 - share) if share < 1 else ChainState()

        return journey(self, lambda _: [Leg(LEAVE, gone), coin_appears()])
