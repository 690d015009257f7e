"""AAC for films and clips, and what a player will hear of it.

Packets stand one beside the other, so that a beat's can be put between others': no packet leans on the
one before it but by the overlap of AAC's windows, and where beats meet it is quiet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, TypeAlias

import av
import numpy as np
from av.codec.context import Flags

from chainreel.errors import ChainreelError
from chainreel.sound.levels import BLOCK, CEILING, RATE, ROUNDS, Sound, amplify, true_peak

Packets: TypeAlias = tuple[bytes, ...]  # the first begins FRAME samples before the sound

BIT_RATE = 256_000
FRAME = 1024  # samples of a packet
HIGHEST = -1.0  # dBTP, of the encoded file
ROOM = 0.05  # dB beneath it, for where packets of beats meet
LEAST = 0.2  # dB that the limiter is lowered by at least where AAC overshoots
OPTIONS = {"aac_pns": "0"}  # a decoder would fill in noise of its own, other noise in a clip than in the film


def add_sound(
    container: av.container.OutputContainer, language: str, bit_rate: int = BIT_RATE
) -> av.AudioStream:
    """An AAC stream in 48 kHz stereo."""
    stream = container.add_stream("aac", rate=RATE, layout="stereo", options=OPTIONS)
    stream.bit_rate = bit_rate
    stream.codec_context.flags |= Flags.bitexact
    stream.metadata["language"] = language
    return stream


def encode(sound: Sound, bit_rate: int = BIT_RATE) -> Packets:
    """The sound as packets: one more than it has whole or begun frames."""
    encoder = av.CodecContext.create("aac", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format = RATE, "stereo", "fltp"
    encoder.bit_rate, encoder.options = bit_rate, OPTIONS
    encoder.flags |= Flags.bitexact
    return tuple(bytes(packet) for frame in (*_frames(sound), None) for packet in encoder.encode(frame))


def _frames(sound: Sound) -> Iterator[av.AudioFrame]:
    for first in range(0, sound.shape[1], BLOCK):
        piece = sound[:, first : first + BLOCK]
        both = np.ascontiguousarray(np.broadcast_to(piece, (2, piece.shape[1])))
        frame = av.AudioFrame.from_ndarray(both, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, first, Fraction(1, RATE)
        yield frame


def stamp_packets(stream: av.AudioStream, packets: Iterable[bytes]) -> Iterator[av.Packet[av.AudioStream]]:
    """Packets at their times in a stream."""
    for number, data in enumerate(packets):
        packet: Any = av.Packet(data)
        packet.stream, packet.time_base = stream, Fraction(1, RATE)
        packet.pts = packet.dts = (number - 1) * FRAME
        packet.duration = FRAME
        yield packet


def decode(packets: Packets) -> Sound:
    """(2, count): what a player makes of packets."""
    decoder = av.CodecContext.create("aac", "r")
    assert isinstance(decoder, av.AudioCodecContext)
    decoder.extradata = _header()
    frames = [frame for data in packets for frame in decoder.decode(av.Packet(data))]
    return np.concatenate([frame.to_ndarray() for frame in frames], axis=1)[:, FRAME:]


def _header() -> bytes:
    """AAC-LC, 48 kHz, two channels (ISO/IEC 14496-3, AudioSpecificConfig)."""
    return bytes([0x11, 0x90])


def encode_below_peak(sound: Sound, gain: float, bit_rate: int = BIT_RATE) -> Packets:
    """The sound ``gain`` dB louder, limited until its encoded form peaks at most at -1 dBTP.

    Raises:
        ChainreelError: it still peaks higher after so many tries.
    """
    ceiling = CEILING
    for _ in range(ROUNDS):
        made = encode(amplify(sound, gain, ceiling), bit_rate)
        peak = true_peak(decode(made))
        over = peak - (HIGHEST - ROOM)
        if over <= 0:
            return made
        ceiling -= max(LEAST, over)
    raise ChainreelError(
        f"as AAC it peaks at {peak:.1f} dBTP, over {HIGHEST:g}, after {ROUNDS} tries: "
        "record this beat again without its loudest peaks, or choose another --voice"
    )
