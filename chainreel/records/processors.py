"""Processors that this machine can stand in for, to see which numbers of a run lean on one of them.

Rounding differs between processors: how many numbers are added at a time, and whether a product is rounded
before it is added. PyTorch and its matrix library choose their code by the processor, and can be told which.
A start that differs in its last bit (``chainreel.measured.generator``) stands for any other processor.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chainreel.measured import NUDGE

CPU_FLAGS = Path("/proc/cpuinfo")


@dataclass(frozen=True)
class Processor:
    """A processor by name: the environment in which a run is rounded as there, and the flag that it takes."""

    name: str
    environment: Mapping[str, str]
    needs: str = ""


NO_VECTORS = Processor("as on a processor without vectors", {"ATEN_CPU_CAPABILITY": "default"})
AVX2 = Processor("as on a processor with AVX2", {"ATEN_CPU_CAPABILITY": "avx2"}, "avx2")
AVX512 = Processor("as on a processor with AVX-512", {"ATEN_CPU_CAPABILITY": "avx512"}, "avx512f")
OLDEST = Processor(
    "as on the oldest 64-bit processor", {"ATEN_CPU_CAPABILITY": "default", "MKL_CBWR": "COMPATIBLE"}, "sse2"
)
NUDGED = tuple(Processor(f"last bit {n} changed", {NUDGE: str(n)}) for n in (1, 2, 3))
ALL = (NO_VECTORS, AVX2, AVX512, OLDEST, *NUDGED)


def emulated_processors() -> tuple[Processor, ...]:
    """All that this machine can stand in for; where its flags cannot be read, those that take none."""
    flags = _flags()
    return tuple(one for one in ALL if not one.needs or one.needs in flags)


def _flags() -> frozenset[str]:
    """What the processor can do, as Linux names it; on Intel Macs and Windows AVX2 is a safe guess."""
    try:
        text = CPU_FLAGS.read_text(encoding="utf-8")
    except OSError:
        return frozenset({"sse2", "avx2"} if platform.machine().lower() in ("x86_64", "amd64") else ())
    lines = (line.partition(":") for line in text.splitlines())
    return frozenset(flag for name, _, said in lines if name.strip() == "flags" for flag in said.split())
