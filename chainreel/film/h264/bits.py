"""Bits as H.264 writes them (ITU-T H.264, 7.2, 7.4.1 and 9.1): fixed, Exp-Golomb, escaped."""

from __future__ import annotations

import re

START = b"\x00\x00\x00\x01"


class BitReader:
    """Reads a unit's payload from its first bit."""

    def __init__(self, payload: bytes) -> None:
        self._bits = "".join(f"{byte:08b}" for byte in payload)
        self._at = 0

    def number(self, count: int) -> int:
        """An unsigned number of ``count`` bits."""
        self._at += count
        return int(self._bits[self._at - count : self._at] or "0", 2)

    def golomb(self) -> int:
        """An unsigned Exp-Golomb number: ue(v)."""
        zeros = self._bits.index("1", self._at) - self._at
        self._at += zeros
        return self.number(zeros + 1) - 1

    def signed_golomb(self) -> int:
        """A signed Exp-Golomb number: se(v)."""
        code = self.golomb()
        return (code + 1) // 2 * (1 if code % 2 else -1)


class BitWriter:
    """Gathers bits."""

    def __init__(self) -> None:
        self._bits: list[str] = []

    def number(self, value: int, count: int) -> None:
        """An unsigned number of ``count`` bits."""
        self._bits.append(f"{value:0{count}b}")

    def golomb(self, value: int) -> None:
        """ue(v)"""
        code = f"{value + 1:b}"
        self._bits.append("0" * (len(code) - 1) + code)

    def signed_golomb(self, value: int) -> None:
        """se(v)"""
        self.golomb(2 * value - 1 if value > 0 else -2 * value)

    def to_bytes(self, fill: str) -> bytes:
        """All bits, filled up to whole bytes."""
        bits = "".join(self._bits)
        bits += fill * (-len(bits) % 8)
        return int(bits or "0", 2).to_bytes(len(bits) // 8, "big")


def units(stream: bytes) -> list[bytes]:
    """The units of a stream with start codes (Annex B), as they stand, header byte first."""
    return [unit for unit in re.split(rb"\x00\x00\x00?\x01", stream) if unit]


def unescape(unit: bytes) -> bytes:
    """The payload behind the header byte, without the bytes that keep start codes out."""
    return unit[1:].replace(b"\x00\x00\x03", b"\x00\x00")


def escape(payload: bytes) -> bytes:
    """Put a 3 between two zeros and what could be taken for a start code."""
    return re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\x00\x00\x03", payload)
