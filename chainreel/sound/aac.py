"""AAC for films and clips, and what a player will hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from math import ceil

import av
import numpy as np
from av.codec.context import Flags

from chainreel.sound.levels import (
    BLOCK,
    CEILING,
    RATE,
    STEP,
    TARGET,
    Sound,
    amplified,
    gain_to,
    limited,
    loudness,
    true_peak,
)

BIT_RATE = 256_000
HIGHEST = -1.0  # dBTP, of the encoded file
NEAR = 0.1  # LU from the target that need no other try
ROUNDS = 4


@dataclass(frozen=True)
class Level:
    """Of an encoded sound: integrated LUFS and dBTP."""

    loudness: float
    true_peak: float


@dataclass(frozen=True)
class Mastering:
    """What brings a mix to its loudness: dB of gain, and dBTP that its peaks are brought under."""

    gain: float
    ceiling: float

    def of(self, sound: Sound) -> Sound:
        """The sound with it."""
        return amplified(sound, self.gain, self.ceiling)


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
    for first in range(0, sound.shape[1], BLOCK):
        piece = sound[:, first : first + BLOCK]
        both = np.ascontiguousarray(np.broadcast_to(piece, (2, piece.shape[1])))
        frame = av.AudioFrame.from_ndarray(both, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, first, Fraction(1, RATE)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def heard(sound: Sound) -> Sound:
    """(2, count): what is left of a sound after AAC, as long as it was."""
    file, made, at = BytesIO(), np.zeros((2, sound.shape[1]), np.float32), 0
    with av.open(file, "w", format="mp4") as output:
        stream = add_sound(output, "und")
        for packet in packets(stream, sound):
            output.mux(packet)
    file.seek(0)
    with av.open(file, "r") as container:
        for frame in container.decode(container.streams.audio[0]):
            piece = frame.to_ndarray()[:, : made.shape[1] - at]
            made[:, at : at + piece.shape[1]] = piece
            at += piece.shape[1]
    return made


def level(sound: Sound) -> Level:
    """The level of a decoded sound."""
    return Level(loudness(sound), true_peak(sound))


def mastering(sound: Sound) -> Mastering:
    """What makes AAC leave the sound at the lecture's loudness, with peaks of at most -1 dBTP."""
    target, ceiling = TARGET, CEILING
    found = Mastering(gain_to(sound, target, ceiling), ceiling)
    for _ in range(ROUNDS):
        was = level(heard(found.of(sound)))
        exact = not np.isfinite(was.loudness) or abs(was.loudness - TARGET) <= NEAR
        if exact and was.true_peak <= HIGHEST:
            break
        target += 0.0 if exact else TARGET - was.loudness
        ceiling -= STEP * ceil(max(0.0, was.true_peak - HIGHEST) / STEP)
        found = Mastering(gain_to(sound, target, ceiling), round(ceiling, 2))
    return found


def master(sound: Sound) -> Sound:
    """The sound as its mastering makes it."""
    return mastering(sound).of(sound)


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
