"""Motions as legs, one after the other: each leg turns the state at its start into the state on its way.

A frame is computed from the state at the motion's begin and alpha alone, through every leg before it.
One motion at a time may change a part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

from chainreel.draw.evidence import Evidence
from chainreel.draw.motion import linear
from chainreel.draw.part.posing import Change, Fields, Posed
from chainreel.pitch import Sounding
from chainreel.show import Shown

S = TypeVar("S")


@dataclass(frozen=True)
class Leg(Generic[S]):
    """``seconds`` of a motion: ``state_at(state at its start, share done)`` is the state on its way."""

    seconds: float
    state_at: Callable[[S, float], S]


def journey(
    part: Posed,
    legs_from: Callable[[Any], Sequence[Leg[Any]]],
    run_time: float | None = None,
    passing: Sequence[Shown] = (),
    tones: Sequence[Sounding] = (),
) -> Change:
    """Play the legs that follow from the part's state at the motion's begin.

    ``passing`` are the numbers that are shown on the way and not at the end, ``tones`` what is heard.
    Without a ``run_time`` it takes as long as the legs that follow from the state now.
    """
    seconds = sum(leg.seconds for leg in legs_from(part.state)) if run_time is None else run_time

    def plan(state: Any) -> Callable[[float], Fields]:
        legs = legs_from(state)
        return lambda alpha: _fields_of(along(legs, state, alpha))

    change = Change(part, plan, run_time=seconds, rate_func=linear)
    change.evidence = tuple(Evidence(s.number, "text", s.text) for s in passing)
    change.tones = tuple(tones)
    return change


def along(legs: Sequence[Leg[S]], state: S, alpha: float) -> S:
    """The state after the share ``alpha`` of the legs' time."""
    left = alpha * sum(leg.seconds for leg in legs)
    for leg in legs:
        share = 1.0 if alpha >= 1 else min(1.0, left / leg.seconds)
        if share > 0:
            state = leg.state_at(state, share)
        left -= leg.seconds
        if left <= 0 and alpha < 1:
            break
    return state


def share_of(alpha: float, start: float, end: float) -> float:
    """How much of the stretch from ``start`` to ``end`` lies behind at ``alpha``: 0 to 1."""
    return min(1.0, max(0.0, (alpha - start) / (end - start)))


def _fields_of(state: Any) -> Mapping[str, Any]:
    return {f.name: getattr(state, f.name) for f in fields(state)}
