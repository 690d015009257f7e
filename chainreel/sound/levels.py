"""How loud: integrated loudness, true peak, and a limiter that looks ahead."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyloudnorm
from scipy.ndimage import convolve1d, minimum_filter1d
from scipy.signal import resample_poly

Sound = npt.NDArray[np.float32]  # (2, count) at RATE
RATE = 48_000
TARGET = -14.0  # LUFS, integrated
CEILING = -2.0  # dBTP before encoding: AAC overshoots by up to a decibel at 192 kbit/s
OVERSAMPLING = 4
LOOK_AHEAD = 480  # samples on both sides: 10 ms
BLOCK, MARGIN = 10 * RATE, 256  # samples measured at a time, and around them


def loudness(sound: Sound) -> float:
    """Integrated loudness in LUFS (ITU-R BS.1770), minus infinity for silence or less than 0.4 s."""
    if sound.shape[1] < 0.4 * RATE or not sound.any():
        return -np.inf
    return float(pyloudnorm.Meter(RATE).integrated_loudness(sound.T.astype(np.float64)))


def true_peak(sound: Sound) -> float:
    """The highest true peak in dBTP; minus infinity for silence."""
    peak = max((float(block.max(initial=0)) for block in peaks(sound)), default=0.0)
    return 20 * float(np.log10(peak)) if peak else -np.inf


def peaks(sound: Sound) -> Iterator[npt.NDArray[np.float32]]:
    """For each sample, the highest of it and its oversampled neighbours over both channels, in blocks."""
    for first in range(0, sound.shape[1], BLOCK):
        before, last = max(0, first - MARGIN), min(sound.shape[1], first + BLOCK)
        piece = sound[:, before : min(sound.shape[1], last + MARGIN)]
        fine = np.abs(resample_poly(piece, OVERSAMPLING, 1, axis=1))
        each = fine.reshape(2, -1, OVERSAMPLING).max(axis=(0, 2))
        yield each[first - before : last - before].astype(np.float32)


def limited(sound: Sound, ceiling: float = CEILING) -> Sound:
    """The sound with its true peaks brought below ``ceiling`` dBTP, by a gain that moves smoothly."""
    most = np.float32(10 ** (ceiling / 20))
    peak = np.concatenate([np.zeros(0, np.float32), *peaks(sound)])
    wanted = np.minimum(1.0, most / np.maximum(peak, most))
    held = minimum_filter1d(wanted, 2 * LOOK_AHEAD + 1, mode="nearest")
    window = np.hanning(2 * LOOK_AHEAD + 3)[1:-1]
    gain = convolve1d(held, window / window.sum(), mode="nearest")
    return np.asarray(sound * gain, np.float32)


def levelled(sound: Sound, target: float = TARGET, ceiling: float = CEILING) -> Sound:
    """The sound at ``target`` LUFS under ``ceiling``: one gain, found with the limiter at work."""
    measured, gain, made = loudness(sound), 0.0, sound
    for _ in range(8):
        if not np.isfinite(measured) or abs(measured - target) < 0.02:
            break
        gain += target - measured
        made = limited((sound * np.float32(10 ** (gain / 20))).astype(np.float32), ceiling)
        measured = loudness(made)
    return made
