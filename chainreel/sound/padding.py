"""AAC at a constant bitrate: what the encoder leaves unspent is filled with elements that decoders skip.

FFmpeg's encoder takes its bitrate as a ceiling: of 320 kbit/s it spends about 205 on speech, since more would
not be heard. Where a site recommends a rate, a file should have it.

Source: ISO/IEC 14496-3, raw_data_block and fill_element (subpart 4).
"""

from __future__ import annotations

from collections.abc import Iterator

from chainreel.sound.aac import FRAME, Packets
from chainreel.sound.levels import RATE

END = 0b111  # the last element of a packet; zeros follow up to a whole byte
FILL = 0b110
FEW, MOST = 14, 269  # bytes of a fill element, without and with its second count
FIRST, OTHER = 0x10, 0xA5  # of filling: its type, and the byte that the standard repeats


def at_constant_rate(packets: Packets, bit_rate: int) -> Packets:
    """The packets, which sound as before, at ``bit_rate`` bits a second; larger ones make room after them.

    Raises:
        ValueError: a packet does not end as a raw data block does.
    """
    return tuple(_widened(packets, bit_rate))


def _widened(packets: Packets, bit_rate: int) -> Iterator[bytes]:
    spent = 0
    for number, data in enumerate(packets, start=1):
        due = number * bit_rate * FRAME // (8 * RATE)
        packet = widen(data, due - spent) if due - spent > len(data) else data
        spent += len(packet)
        yield packet


def widen(packet: bytes, size: int) -> bytes:
    """The packet at ``size`` bytes, more than it has: fill elements stand before its end.

    Raises:
        ValueError: it does not end as a raw data block does.
    """
    bits = int.from_bytes(packet)
    zeros = (bits & -bits).bit_length() - 1
    if not 0 <= zeros < 8 or bits >> zeros & END != END:
        raise ValueError(f"an AAC packet of {len(packet)} bytes has no end element")
    body = bits >> (zeros + 3)
    room = 8 * (size - len(packet)) + zeros
    while room >= 7:
        element, width = _element(room)
        body, room = body << width | element, room - width
    return ((body << 3 | END) << room).to_bytes(size)


def _element(room: int) -> tuple[int, int]:
    """The largest fill element for ``room`` bits, 7 or more, and its width in bits."""
    if room >= 15 + 8 * (FEW + 1):
        count = min(MOST, (room - 15) // 8)
        head, width = (FILL << 4 | 15) << 8 | count - FEW, 15
    else:
        count = min(FEW, (room - 7) // 8)
        head, width = FILL << 4 | count, 7
    filling = bytes([FIRST, *[OTHER] * (count - 1)]) if count else b""
    return head << 8 * count | int.from_bytes(filling), width + 8 * count
