"""Loudness: integrated over a sound, its true peak, and a limiter that looks ahead.

Only where a peak may pass the limit is a sound oversampled and turned down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
from pyloudnorm.iirfilter import IIRfilter
from scipy.ndimage import maximum_filter1d, minimum_filter1d
from scipy.signal import lfilter, oaconvolve, resample_poly

from chainreel.errors import ChainreelError

Powers = npt.NDArray[np.float64]  # (hops,): the K-weighted power in each HOP
Sound = npt.NDArray[np.float32]  # (2, count) at RATE; or (1, count), heard alike on both sides
RATE = 48_000
TARGET = -14.0  # LUFS, integrated
CEILING = -2.0  # dBTP before encoding: AAC overshoots by up to a decibel at 192 kbit/s
STEP = 0.5  # dB: gains go in such steps, so that a changed word seldom changes the whole film's
START = 3.0  # dB: the gain that is tried first, a narrator's usual one, so that few others are
NEAR = 2 * STEP  # dB: as far from the target a gain may stay that swings between two steps
ROUNDS = 8  # gains that are tried at most
OVERSAMPLING = 4
OVERSHOOT = 2.25  # most that oversampling can raise the highest of a value's neighbours to
LOOK_AHEAD = 480  # samples on both sides: 10 ms
FRAME = LOOK_AHEAD  # samples that are looked at together for whether a peak is near
BLOCK, MARGIN = 10 * RATE, 256  # samples measured at a time, and around them
HOP = RATE // 10  # samples: loudness is measured over four of these
SILENT, QUIETER = -70.0, -10.0  # LUFS and LU: what counts for loudness is above both
K_WEIGHTING = ((4.0, 1 / np.sqrt(2), 1500.0, "high_shelf"), (0.0, 0.5, 38.0, "high_pass"))


def loudness(sound: Sound) -> float:
    """Integrated loudness in LUFS (ITU-R BS.1770), minus infinity for silence or less than 0.4 s."""
    return integrated_loudness(powers(sound))


def integrated_loudness(hops: Powers) -> float:
    """Integrated loudness in LUFS of what has such ``powers``: of one sound, or of several in a row."""
    if hops.size < 4 or not hops.any():
        return -np.inf
    power = np.convolve(hops, np.full(4, 0.25), mode="valid")
    power = power[_lufs(power) >= SILENT]
    if not power.size:
        return -np.inf
    return float(_lufs(power[_lufs(power) > _lufs(power.mean()) + QUIETER].mean()))


def powers(sound: Sound) -> Powers:
    """The K-weighted power of both sides together in each whole tenth of a second."""
    return np.concatenate([np.zeros(0), *_powers(sound)])


def _lufs(power: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-30))


def _powers(sound: Sound) -> Iterator[Powers]:
    filters = [IIRfilter(*shape[:3], RATE, shape[3]) for shape in K_WEIGHTING]
    states = [np.zeros((len(sound), 2)) for _ in filters]
    for first in range(0, sound.shape[1], BLOCK):
        heard = sound[:, first : first + BLOCK].astype(np.float64)
        for index, one in enumerate(filters):
            heard, states[index] = lfilter(one.b, one.a, heard, axis=1, zi=states[index])
        whole = heard[:, : heard.shape[1] // HOP * HOP].reshape(len(sound), -1, HOP)
        yield (whole**2).mean(axis=2).sum(axis=0) * (2 / len(sound))


def true_peak(sound: Sound) -> float:
    """The highest true peak in dBTP; minus infinity for silence."""
    peak = max(float(sound.max(initial=0)), -float(sound.min(initial=0)))
    for first, last in loud_stretches(sound, peak, around=1):
        peak = max(peak, *(float(block.max(initial=0)) for block in peaks(sound[:, first:last])))
    return 20 * float(np.log10(peak)) if peak else -np.inf


def peaks(sound: Sound) -> Iterator[npt.NDArray[np.float32]]:
    """For each sample, the highest of it and its oversampled neighbours over both channels, in blocks."""
    for first in range(0, sound.shape[1], BLOCK):
        before, last = max(0, first - MARGIN), min(sound.shape[1], first + BLOCK)
        piece = sound[:, before : min(sound.shape[1], last + MARGIN)]
        fine = np.abs(resample_poly(piece, OVERSAMPLING, 1, axis=1))
        each = fine.reshape(len(sound), -1, OVERSAMPLING).max(axis=(0, 2))
        yield each[first - before : last - before].astype(np.float32)


def loud_stretches(sound: Sound, level: float, around: int) -> Iterator[tuple[int, int]]:
    """First and last of the samples where a true peak may pass ``level``, and ``around`` frames beside."""
    if not sound.size:
        return
    starts = np.arange(0, sound.shape[1], FRAME)
    highest, lowest = (f.reduceat(sound, starts, axis=1) for f in (np.maximum, np.minimum))
    near = maximum_filter1d(np.maximum(highest, -lowest).max(axis=0), 3)
    hot = maximum_filter1d((near * OVERSHOOT > level).astype(np.int8), 2 * around + 1, mode="nearest")
    for first, last in np.flatnonzero(np.diff(hot, prepend=0, append=0)).reshape(-1, 2) * FRAME:
        yield int(first), min(int(last), sound.shape[1])


def limit(sound: Sound, ceiling: float = CEILING) -> Sound:
    """The sound with its true peaks brought below ``ceiling`` dBTP, by a gain that moves smoothly."""
    most = np.float32(10 ** (ceiling / 20))
    made = np.array(sound, np.float32)
    for first, last in loud_stretches(sound, float(most), around=3 * LOOK_AHEAD // FRAME):
        made[:, first:last] *= _gains(sound[:, first:last], most)
    return made


def _gains(sound: Sound, most: np.float32) -> npt.NDArray[np.float32]:
    """(count,) how far each sample is turned down."""
    wanted = np.minimum(1.0, most / np.maximum(np.concatenate(list(peaks(sound))), most))
    held = minimum_filter1d(wanted.astype(np.float64), 2 * LOOK_AHEAD + 1, mode="nearest")
    window = np.hanning(2 * LOOK_AHEAD + 3)[1:-1]
    smooth = oaconvolve(np.pad(held, LOOK_AHEAD, mode="edge"), window / window.sum(), mode="valid")
    return np.asarray(smooth, np.float32)


def amplify(sound: Sound, gain: float, ceiling: float = CEILING) -> Sound:
    """The sound ``gain`` dB louder, its true peaks below ``ceiling``."""
    return limit((sound * np.float32(10 ** (gain / 20))).astype(np.float32), ceiling)


def gain_to(loudness_at: Callable[[float], float], target: float = TARGET) -> float:
    """The gain in dB, in steps, that comes nearest to ``target`` LUFS, where a gain gives that loudness.

    Raises:
        ChainreelError: no gain comes near it, because the limiter holds down what peaks far over the rest.
    """
    gain = START
    for _ in range(ROUNDS):
        missing = target - loudness_at(gain)
        steps = round(missing / STEP) if np.isfinite(missing) else 0
        if not steps:
            return gain
        gain += steps * STEP
    if abs(missing) > NEAR:
        raise ChainreelError(
            f"the film's sound stays at {target - missing:.1f} LUFS, however far it is turned up, not at "
            f"{target:g}: record again what has clicks far louder than its speech, or choose another "
            "--voice"
        )
    return gain
