"""Limits of the measuring process: how much memory a user's code may take."""

from __future__ import annotations

import sys
from pathlib import Path

GIGABYTE = 2**30


def limit_memory(gigabytes: float) -> None:
    """Let this process take so much memory more than it has now; where a system cannot say no, nothing."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    limit = _taken() + int(gigabytes * GIGABYTE)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _taken() -> int:
    """How much address space the process has taken, in bytes; 0 where nobody says."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0
    import resource

    return int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
