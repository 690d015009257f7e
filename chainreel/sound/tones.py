"""Tones as sound: soft strokes at the moments of a beat's plan."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chainreel.sound.levels import RATE
from chainreel.timeline import Segment, Speech, Tone, begins
from chainreel.voice.spoken import Samples

VOLUME = 0.06  # of full scale: some 10 dB under a voice
ATTACK, RELEASE = 0.012, 0.25  # seconds; a stroke rings on after its glide
OVERTONES = ((1.0, 1.0), (2.0, 0.22), (3.0, 0.06))  # times the pitch, and how strong


def strokes(segments: Sequence[Segment], speech: Speech, fps: int, count: int) -> Samples | None:
    """(``count``,) mono at 48 kHz: a beat's tones where its plan has them; None if it has none."""
    line, found = np.zeros(count, np.float32), False
    for segment, first in zip(segments, begins(segments, speech), strict=True):
        for tone in segment.tones:
            start, found = round((first / fps + tone.at) * RATE), True
            stroke = strike(tone)[: max(0, count - start)]
            line[start : start + len(stroke)] += stroke
    return line if found else None


def strike(tone: Tone) -> Samples:
    """One tone: it sets in softly, glides at an even musical pace and fades as it rings on."""
    glide, whole = round(tone.seconds * RATE), round((tone.seconds + RELEASE) * RATE)
    way = np.minimum(1.0, np.arange(whole) / max(1, glide))
    phase = 2 * np.pi * np.cumsum(tone.start_hz * (tone.end_hz / tone.start_hz) ** way) / RATE
    wave = sum(strength * np.sin(times * phase) for times, strength in OVERTONES)
    rise = np.minimum(1.0, np.arange(whole) / (ATTACK * RATE))
    fade = np.cos(np.pi / 2 * np.arange(whole) / whole) ** 2
    return np.asarray(VOLUME * wave * np.sin(np.pi / 2 * rise) ** 2 * fade, np.float32)
