"""Eager running of what torch.compile compiled, while any pass of the process is recorded."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import torch

_LOCK = threading.Lock()
_STANCE = ExitStack()
_RECORDING = 0


@contextmanager
def run_eagerly() -> Iterator[None]:
    """Compiled functions and modules run as the Python that they were compiled from.

    The stance is the whole process's: it goes back to what it was when the last recorder has done.
    """
    global _RECORDING
    with _LOCK:
        _RECORDING += 1
        if _RECORDING == 1 and "torch._dynamo" in sys.modules:  # else nothing has been compiled
            _STANCE.enter_context(torch.compiler.set_stance("force_eager"))
    try:
        yield
    finally:
        with _LOCK:
            _RECORDING -= 1
            if not _RECORDING:
                _STANCE.close()
