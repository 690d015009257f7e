"""A beat's sound: its mix, how loud that is at a gain, and its AAC, which films and clips put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from chainreel.sound.aac import FRAME, decode, encode_below_peak
from chainreel.sound.levels import RATE, Sound, powers
from chainreel.sound.mix import mix
from chainreel.sound.store import EncodedSound
from chainreel.sound.tones import strokes
from chainreel.timeline import Segment, Speech
from chainreel.voice.spoken import Samples

QUIET = 2  # packets of silence at a beat's end: what follows begins there


@dataclass(frozen=True)
class BeatSound:
    """What a beat's mix is made of: a voice from its start, and tones if ``speech`` says where."""

    voice: Samples | None
    rate: int
    segments: tuple[Segment, ...]
    speech: Speech | None
    fps: int
    frames: int

    def mix(self) -> Sound:
        """(1, count) at 48 kHz: whole AAC frames, and one less than fit in the beat."""
        count = max(0, self.frames * RATE // self.fps // FRAME - 1) * FRAME
        tones = strokes(self.segments, self.speech, self.fps, count) if self.speech else None
        return mix(self.voice, self.rate, tones, count)

    def encode(self, gain: float, bit_rate: int) -> EncodedSound:
        """Its AAC at a gain, with silence at the end, and how loud that is."""
        packets = encode_below_peak(np.pad(self.mix(), ((0, 0), (0, QUIET * FRAME))), gain, bit_rate)
        return EncodedSound(packets, powers(decode(packets)))


def packet_counts(starts: Sequence[int], total: int) -> list[int]:
    """How many packets each beat gives to a film of ``total`` samples, if they begin at samples ``starts``.

    So each begins on the packet nearest to its start, at most 11 ms from it, and none drifts.
    """
    firsts = [round(start / FRAME) for start in starts]
    ends = [*firsts[1:], ceil(total / FRAME) + 1]
    return [end - first for first, end in zip(firsts, ends, strict=True)]
