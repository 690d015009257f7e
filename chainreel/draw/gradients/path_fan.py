"""All paths through a few blocks with bridges: each is drawn along the blocks, then falls to its row."""

from __future__ import annotations

from manim import Animation

from chainreel.draw.gradients.path_fan_figure import FanFigure, FanState
from chainreel.draw.motion import linear
from chainreel.draw.part.posing import Change
from chainreel.errors import InputError
from chainreel.pitch import tone_at_rest


class PathFan(FanFigure):
    """Blocks named a, b, c ... over rows: a path is as wide as its gradient, the whole one ``full_px``.

    ``taken`` says of each path which blocks it goes through (1) and which it bridges (0), ``products`` are
    the paths' gradients and ``total`` is their sum. ``whole`` names the path over every bridge; the others
    bear the letters of their blocks. It begins with the blocks alone: ``open`` brings the paths, ``sum_up``
    the total.

    Raises:
        UnknownNumber: a way or product without a source.
        InputError: rows of unlike length, or a sum that is false as shown.
    """

    def open(self, count: int, seconds_each: float = 0.9) -> Animation:
        """The next paths, one after the other.

        Raises:
            InputError: fewer are left.
        """
        goal = round(self.state.opened) + count
        if goal > len(self.taken):
            raise InputError(f"there are {len(self.taken)} paths, not {goal}")

        def plan(state: FanState) -> object:
            start = state.opened
            return lambda alpha: {"opened": start + alpha * (goal - start) if alpha < 1 else float(goal)}

        return Change(self, plan, count * seconds_each, rate_func=linear)  # type: ignore[arg-type]

    def single_out(self, run_time: float = 0.8) -> Animation:
        """The first path stays lit, the others step back."""
        return self.grow(run_time, singled=1.0)

    def sum_up(self, run_time: float = 0.8) -> Animation:
        """All paths are lit again; the rule under the products, and their sum."""
        change = self.grow(run_time, summed=1.0, singled=0.0)
        change.tones = tone_at_rest(self.total.number)
        return change
