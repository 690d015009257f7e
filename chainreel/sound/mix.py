"""A beat's sound: the voice at its place, tones beneath it, as long as the clip."""

from __future__ import annotations

import warnings
from math import gcd

import numpy as np
from scipy.signal import resample_poly

from chainreel.sound.levels import RATE, Sound
from chainreel.voice.spoken import Samples

with warnings.catch_warnings():  # pydub misses ffmpeg, which mixing does not need
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

WIDTH = 4  # bytes a sample: mixing leaves no noise
FULL = 2**31 - 1
HEADROOM = 0.5  # what is mixed stays well below full scale; the level comes afterwards
FADE = 5  # ms at both ends of a clip, so that no join clicks
DUCKED = -8.0  # dB, tones beneath a voice


def mix(voice: Samples | None, rate: int, tones: Samples | None, count: int) -> Sound:
    """(1, ``count``) at 48 kHz: the voice, and the tones, quieter while somebody speaks."""
    line = at_rate(voice, rate) if voice is not None else np.zeros(0, np.float32)
    bed = segment(fit(line, count))
    if tones is not None:
        beneath = fit(tones, count) * ducking(fit(line, count))
        bed = bed.overlay(segment(beneath))
    return samples_of(bed.fade_in(FADE).fade_out(FADE), count)


def at_rate(samples: Samples, rate: int) -> Samples:
    """Mono samples at 48 kHz."""
    common = gcd(RATE, rate)
    return np.asarray(resample_poly(samples, RATE // common, rate // common), np.float32)


def fit(samples: Samples, count: int) -> Samples:
    """Exactly ``count`` samples."""
    return np.pad(samples[:count], (0, max(0, count - len(samples))))


def ducking(voice: Samples) -> Samples:
    """The tones' gain: lower where the voice is heard, with slopes of a fifth of a second."""
    size = RATE // 5
    heard = np.convolve(np.abs(voice) > 1e-3, np.ones(size) / size, mode="same")
    return np.asarray(10 ** (DUCKED * np.minimum(1.0, 4 * heard) / 20), np.float32)


def segment(samples: Samples) -> AudioSegment:
    """Mono samples as pydub holds them."""
    whole = np.clip(samples * np.float32(HEADROOM), -1, 1).astype(np.float64) * FULL
    data = whole.astype("<i4").tobytes()
    return AudioSegment(data=data, sample_width=WIDTH, frame_rate=RATE, channels=1)


def samples_of(mix: AudioSegment, count: int) -> Sound:
    """The mix, the same on both sides, as loud as it came in."""
    line = np.frombuffer(mix.raw_data, "<i4").astype(np.float64) / (FULL * HEADROOM)
    return fit(line.astype(np.float32), count)[None]
