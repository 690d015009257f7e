"""Sound files: decoding of any kind, silence found and trimmed, one level."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from chainreel.errors import InputError
from chainreel.voice.spoken import Samples

RATE = 48_000
WINDOW = 0.01  # seconds
QUIET = 0.03  # of the loudness that speech reaches: below it nobody speaks
SPEECH = 0.1  # root mean square that speech is brought to, -20 dB
LOUDEST = 0.98
NOTHING = 1e-3  # a recording that never passes this is silent, -60 dB
FLAT = 4  # samples at full scale in a row: a clipped peak
CLIPPED_PEAKS = 3
EDGE = 0.05  # seconds kept around the speech


def decode_file(path: Path) -> Samples:
    """A sound file as (count,) mono at 48 kHz.

    Raises:
        InputError: it cannot be read, or holds no sound.
    """
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise InputError(f"{path}: no sound in this file; record a WAV, MP3, FLAC or M4A")
            resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
            blocks = [
                block.to_ndarray().ravel()
                for frame in (*container.decode(audio=0), None)
                for block in resampler.resample(frame)
            ]
    except (FFmpegError, OSError) as error:
        raise InputError(f"{path}: this recording cannot be read ({error}); export it again") from error
    samples = np.concatenate(blocks) if blocks else np.zeros(0)
    return samples.astype(np.float32)


def require_recording(samples: Samples, path: Path) -> Samples:
    """The recording, if somebody speaks in it and it is not clipped."""
    if np.abs(samples).max(initial=0) < NOTHING:
        raise InputError(f"{path}: this recording is silent; check the microphone and record it again")
    if clipped_peaks(samples) >= CLIPPED_PEAKS:
        raise InputError(f"{path}: this recording is clipped; record it again, a little quieter")
    return samples


def clipped_peaks(samples: Samples) -> int:
    """How often the sound stays at its own highest value, near full scale, for some samples."""
    peak = float(np.abs(samples).max(initial=0))
    if peak < 0.9:
        return 0
    flat = np.concatenate([[False], np.abs(samples) >= 0.999 * peak, [False]])
    edges = np.flatnonzero(np.diff(flat.astype(np.int8)))
    lengths = edges[1::2] - edges[::2]
    return int((lengths >= FLAT).sum())


def level_speech(samples: Samples) -> Samples:
    """The sound at the level of speech, its pauses not counted, and below full scale."""
    windows = speech_loudness(samples)
    spoken = windows[windows > QUIET * windows.max(initial=0)]
    gain = SPEECH / float(np.sqrt((spoken**2).mean()))
    return samples * np.float32(min(gain, LOUDEST / float(np.abs(samples).max())))


def trim_silence(samples: Samples) -> Samples:
    """The sound from a little before the first word to a little after the last."""
    size, speaking = round(WINDOW * RATE), np.flatnonzero(is_speech(samples))
    edge = round(EDGE * RATE)
    first, last = speaking[0] * size - edge, (speaking[-1] + 1) * size + edge
    return samples[max(0, first) : min(len(samples), last)]


def pauses(samples: Samples, least: float = 0.12) -> list[tuple[float, float]]:
    """The stretches inside the sound where nobody speaks, (start, end) in seconds."""
    quiet = np.concatenate([[False], ~is_speech(samples), [False]])
    edges = np.flatnonzero(np.diff(quiet.astype(np.int8)))
    spans = [(float(a) * WINDOW, float(b) * WINDOW) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    end = len(samples) / RATE - WINDOW
    return [(a, b) for a, b in spans if b - a >= least and a > 0 and b < end]


def is_speech(samples: Samples) -> np.ndarray:
    """For each hundredth of a second, whether somebody speaks."""
    windows = speech_loudness(samples)
    loud = np.percentile(windows[windows > NOTHING / 10], 95)
    return np.asarray(windows > QUIET * loud)


def speech_loudness(samples: Samples) -> np.ndarray:
    """The root mean square of each hundredth of a second."""
    size = round(WINDOW * RATE)
    padded = np.pad(samples, (0, -len(samples) % size))
    return np.asarray(np.sqrt((padded.reshape(-1, size).astype(np.float64) ** 2).mean(axis=1)))
