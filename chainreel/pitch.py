"""Tones that carry meaning: a number has a pitch, so a fall of the number is heard as a fall of the tone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from chainreel.number import Number
from chainreel.timeline import Tone

ONE = 880.0  # Hz, the pitch of 1
DECADES_AN_OCTAVE = 2.0  # ten gates of 0.25 fall by three octaves: low, and still to be heard
LOWEST, HIGHEST = 110.0, 1760.0  # Hz, what small speakers and tired ears can take
FALL, LANDING = 0.3, 0.5  # seconds


@dataclass(frozen=True)
class Sounding:
    """A tone of an animation, at the ``share`` of its time, from one number's pitch to another's.

    At 0, ``seconds`` stands for the animation's whole time.
    """

    share: float
    numbers: tuple[Number, Number]
    seconds: float = FALL

    def tone(self, start: float, run_time: float) -> Tone:
        """The tone in a play, of an animation that runs from ``start`` for ``run_time`` seconds."""
        first, last = (pitch(number) for number in self.numbers)
        return Tone(start + self.share * run_time, self.seconds or run_time, first, last)


def pitch(number: Number) -> float:
    """A number's tone in hertz: an octave for two powers of ten, within what can be heard."""
    size = abs(number.value)
    if size == 0 or not math.isfinite(size):
        return LOWEST
    return min(HIGHEST, max(LOWEST, ONE * 2 ** (math.log10(size) / DECADES_AN_OCTAVE)))


def falling(
    numbers: Sequence[Number], shares: Sequence[float], seconds: float = FALL
) -> tuple[Sounding, ...]:
    """From each number to the next, begun at its share of the time: what a gate's factor does to the coin."""
    steps = zip(pairwise(numbers), shares, strict=True)
    return tuple(Sounding(share, step, seconds) for step, share in steps)


def tone_at_rest(number: Number, share: float = 1.0) -> tuple[Sounding, ...]:
    """A value that has come to rest, at the end of its motion or at a ``share`` of it."""
    return (Sounding(share, (number, number), LANDING),)


def heard_in(animation: Any, start: float = 0.0) -> Iterator[tuple[Sounding, Tone]]:
    """What is heard of an animation that begins at ``start`` of its play, and of those within it."""
    for sounding in getattr(animation, "tones", ()):
        yield sounding, sounding.tone(start, animation.run_time)
    for inner, begin, _ in getattr(animation, "anims_with_timings", ()):
        yield from heard_in(inner, start + float(begin))
