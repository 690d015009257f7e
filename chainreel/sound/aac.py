"""AAC for films and clips, and what a player will hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO

import av
import numpy as np
from av.codec.context import Flags

from chainreel.sound.levels import CEILING, RATE, TARGET, Sound, levelled, limited, loudness, true_peak

BIT_RATE = 256_000
HIGHEST = -1.0  # dBTP, of the encoded file
NEAR = 0.1  # LU from the target that need no other try
ROUNDS = 4


@dataclass(frozen=True)
class Level:
    """Of an encoded sound: integrated LUFS and dBTP."""

    loudness: float
    true_peak: float


def add_sound(
    container: av.container.OutputContainer, language: str, bit_rate: int = BIT_RATE
) -> av.AudioStream:
    """An AAC stream in 48 kHz stereo."""
    stream = container.add_stream("aac", rate=RATE, layout="stereo")
    stream.bit_rate = bit_rate
    stream.codec_context.flags |= Flags.bitexact
    stream.metadata["language"] = language
    return stream


def packets(stream: av.AudioStream, sound: Sound) -> Iterator[av.Packet[av.AudioStream]]:
    """The sound, encoded."""
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    yield from stream.encode(frame)
    yield from stream.encode(None)


def heard(sound: Sound) -> Sound:
    """What is left of a sound after AAC, as long as it was."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as output:
        stream = add_sound(output, "und")
        for packet in packets(stream, sound):
            output.mux(packet)
    file.seek(0)
    with av.open(file, "r") as container:
        frames = [frame.to_ndarray() for frame in container.decode(container.streams.audio[0])]
    return np.concatenate(frames, axis=1, dtype=np.float32)[:, : sound.shape[1]] if frames else sound


def level(sound: Sound) -> Level:
    """The level of a decoded sound."""
    return Level(loudness(sound), true_peak(sound))


def master(sound: Sound) -> Sound:
    """The sound such that AAC leaves it at the lecture's loudness, with peaks of at most -1 dBTP."""
    made, target, ceiling = levelled(sound), TARGET, CEILING
    for _ in range(ROUNDS):
        was = level(heard(made))
        exact = not np.isfinite(was.loudness) or abs(was.loudness - TARGET) <= NEAR
        if exact and was.true_peak <= HIGHEST:
            break
        target += 0.0 if exact else TARGET - was.loudness
        ceiling -= max(0.0, was.true_peak - HIGHEST)
        made = levelled(sound, target, ceiling)
    return made


def safe(sound: Sound) -> Sound:
    """The sound, limited further until its encoded form peaks at most at -1 dBTP."""
    made, ceiling = sound, CEILING
    for _ in range(ROUNDS):
        peak = true_peak(heard(made))
        if peak <= HIGHEST:
            break
        ceiling -= max(0.2, peak - HIGHEST)
        made = limited(sound, ceiling)
    return made
