"""Places in the user's code: the file and line that called an operation, past torch's and our own."""

from __future__ import annotations

import functools
import sys
import traceback
from pathlib import Path
from types import FrameType

import torch

TORCH = str(Path(torch.__file__).parent)
OURS = str(Path(__file__).parent)
Place = tuple[str, int]
NOWHERE: Place = ("", 0)


def place_of_caller() -> Place:
    """The nearest line outside of torch and this package; ``NOWHERE`` when torch's own code called."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        owner = _owner(frame.f_code.co_filename)
        if owner == "user":
            return frame.f_code.co_filename, frame.f_lineno
        if owner == "ours" and frame.f_code.co_name == "record_pass":
            return NOWHERE  # what called the recorder is no part of the model
        frame = frame.f_back
    return NOWHERE


def place_of_error(error: BaseException) -> Place:
    """The innermost line outside of torch and this package that an error passed through."""
    for step in reversed(traceback.extract_tb(error.__traceback__)):
        if _owner(step.filename) == "user":
            return step.filename, step.lineno or 0
    return NOWHERE


def in_words(place: Place) -> str:
    """``nets.py, line 12``; nothing for no place."""
    file, line = place
    return f"{Path(file).name}, line {line}" if file else ""


@functools.cache
def _owner(file: str) -> str:
    if file.startswith(OURS):
        return "ours"
    return "torch" if file.startswith((TORCH, "<")) else "user"
