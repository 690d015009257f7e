"""Frames that repeat the one before, as H.264 bits: one slice each, in which every block is skipped.

x264 takes 10 ms to find out that a 1080p frame is the last one again; these cost next to nothing, and are
what it would write (ITU-T H.264: 7.3.3 slice header, 7.3.4 slice data, 9.3.4 CABAC encoding).
"""

from __future__ import annotations

from dataclasses import dataclass

from chainreel.errors import ChainreelError
from chainreel.film.h264.bits import START, BitReader, BitWriter, escape, unescape, units

SLICE, IDR, SPS, PPS = 1, 5, 7, 8  # types of units
QUANTISER = 51  # no block has a residual, so it only sets where the skip flag's probability starts
SKIP_STATE = 42  # that start: ((23 * QUANTISER) >> 4) + 33 - 64, table 9-13, ctxIdx 11, cabac_init_idc 0
LAST_STATE = 62
# Table 9-44 from SKIP_STATE on: the range of the less likely value, by the quarter of the whole range.
LESS_LIKELY = (
    (16, 20, 23, 27), (15, 19, 22, 25), (14, 18, 21, 24), (14, 17, 20, 23), (13, 16, 19, 22),
    (12, 15, 18, 21), (12, 14, 17, 20), (11, 14, 16, 19), (11, 13, 15, 18),
    (10, 12, 15, 17), (10, 12, 14, 16), (9, 11, 13, 15),
    (9, 11, 12, 14), (8, 10, 12, 14), (8, 9, 11, 13), (7, 9, 11, 12), (7, 9, 10, 12), (7, 8, 10, 11),
    (6, 8, 9, 11), (6, 7, 9, 10), (6, 7, 8, 9),
)  # fmt: skip


@dataclass(frozen=True)
class Stream:
    """What an encoder's parameter sets say of its slice headers."""

    blocks: int
    frame_bits: int
    order_bits: int
    weighted: bool
    quantiser: int
    deblocking: bool

    @classmethod
    def of(cls, settings: bytes) -> Stream:
        """Read an encoder's SPS and PPS (with start codes).

        Raises:
            ChainreelError: they are of a kind that repeated frames are not written for.
        """
        sets = {unit[0] & 31: BitReader(unescape(unit)) for unit in units(settings)}
        if not {SPS, PPS} <= set(sets):
            raise ChainreelError("the encoder gave no parameter sets: chainreel needs PyAV with libx264")
        blocks, frame_bits, order_bits = _sequence(sets[SPS])
        weighted, quantiser, deblocking = _picture(sets[PPS])
        return cls(blocks, frame_bits, order_bits, weighted, quantiser, deblocking)


def _sequence(sps: BitReader) -> tuple[int, int, int]:
    """Blocks in a frame, and how many bits a frame's number and its place in the order have (7.3.2.1)."""
    _require(sps.number(8) == 100, "profile High")
    sps.number(16)
    sps.golomb()
    _require(sps.golomb() == 1, "4:2:0")
    sps.golomb(), sps.golomb()
    _require(sps.number(2) == 0, "no scaling matrix")
    frame_bits = sps.golomb() + 4
    order_type = sps.golomb()
    _require(order_type in (0, 2), "order type 0 or 2")
    order_bits = 0 if order_type else sps.golomb() + 4  # type 2: frames are shown as they are decoded
    sps.golomb(), sps.number(1)
    blocks = (sps.golomb() + 1) * (sps.golomb() + 1)
    _require(sps.number(1) == 1, "whole frames")
    return blocks, frame_bits, order_bits


def _picture(pps: BitReader) -> tuple[bool, int, bool]:
    """Whether weights are sent, the quantiser that slices differ from, whether slices say how to smooth
    (7.3.2.2)."""
    pps.golomb(), pps.golomb()
    _require(pps.number(1) == 1, "CABAC")
    _require(pps.number(1) == 0, "no field order")
    _require(pps.golomb() == 0, "one slice group")
    pps.golomb(), pps.golomb()
    weighted = bool(pps.number(1))
    pps.number(2)
    quantiser = pps.signed_golomb() + 26
    pps.signed_golomb(), pps.signed_golomb()
    deblocking = bool(pps.number(1))
    pps.number(1)
    _require(pps.number(1) == 0, "no redundant pictures")
    return weighted, quantiser, deblocking


def _require(met: bool, what: str) -> None:
    if not met:
        raise ChainreelError(f"the encoder's stream is not as film encoding needs it ({what})")


class Repeater:
    """Follows an encoder's packets and writes frames that repeat the last one shown."""

    def __init__(self, settings: bytes) -> None:
        self._stream = Stream.of(settings)
        self._data = skipped_blocks(self._stream.blocks)
        self._frame = self._order = 0  # of the last frame that others may refer to

    def follow(self, packet: bytes) -> None:
        """Note the number and place of a packet's frame, if later frames may refer to it."""
        for unit in units(packet):
            kind = unit[0] & 31
            if kind in (SLICE, IDR) and unit[0] >> 5:
                header = BitReader(unescape(unit[:32]))
                header.golomb(), header.golomb(), header.golomb()
                self._frame = header.number(self._stream.frame_bits)
                if kind == IDR:
                    header.golomb()
                self._order = header.number(self._stream.order_bits)

    def repeat(self) -> bytes:
        """The next packet: the last frame again. It must follow the last one in both orders."""
        s = self._stream
        self._frame = (self._frame + 1) % (1 << s.frame_bits)
        self._order = (self._order + 2) % (1 << s.order_bits)
        head = BitWriter()
        head.golomb(0)  # first block
        head.golomb(5)  # all slices of the frame are P
        head.golomb(0)  # parameter set
        head.number(self._frame, s.frame_bits)
        if s.order_bits:
            head.number(self._order, s.order_bits)
        head.number(1, 1)  # how many frames it refers to: one
        head.golomb(0)
        head.number(0, 1)  # the last one
        if s.weighted:
            head.golomb(0)
            head.golomb(0)
            head.number(0, 2)  # no weights
        head.number(0, 1)  # the oldest frame is forgotten
        head.golomb(0)  # cabac_init_idc
        head.signed_golomb(QUANTISER - s.quantiser)
        if s.deblocking:
            head.golomb(1)  # no smoothing
        return START + b"\x41" + escape(head.to_bytes("1") + self._data)


def skipped_blocks(count: int) -> bytes:
    """The slice data of ``count`` blocks that are all skipped: for each, "skipped", and "not the last"."""
    coder = _Coder()
    state = SKIP_STATE
    for number in range(1, count + 1):
        coder.likely(state)
        state = min(state + 1, LAST_STATE)
        coder.end(last=number == count)
    return coder.bits.to_bytes("0")


class _Coder:
    """The arithmetic coder, as far as it is needed: likely values, and whether the slice ends."""

    def __init__(self) -> None:
        self.bits = BitWriter()
        self._low, self._range = 0, 510
        self._first, self._outstanding = True, 0

    def likely(self, state: int) -> None:
        """Code the likelier bit of a context in ``state``."""
        self._range -= LESS_LIKELY[state - SKIP_STATE][(self._range >> 6) & 3]
        self._renormalise()

    def end(self, last: bool) -> None:
        """Code whether the slice ends here."""
        self._range -= 2
        if not last:
            self._renormalise()
            return
        self._low += self._range
        self._range = 2
        self._renormalise()
        self._put((self._low >> 9) & 1)
        self.bits.number(((self._low >> 7) & 3) | 1, 2)  # its last bit ends the slice's data

    def _renormalise(self) -> None:
        while self._range < 256:
            if self._low < 256:
                self._put(0)
            elif self._low >= 512:
                self._low -= 512
                self._put(1)
            else:
                self._low -= 256
                self._outstanding += 1
            self._range, self._low = self._range << 1, self._low << 1

    def _put(self, bit: int) -> None:
        if self._first:
            self._first = False
        else:
            self.bits.number(bit, 1)
        for _ in range(self._outstanding):
            self.bits.number(1 - bit, 1)
        self._outstanding = 0
