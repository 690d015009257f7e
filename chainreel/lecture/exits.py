"""Exits from an author's code, which would end the whole program: each becomes a sentence."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chainreel.errors import InputError


@contextmanager
def refused_exits(folder: str) -> Iterator[None]:
    """Refuse ``sys.exit()``, ``exit()`` and ``quit()`` in a file of ``folder``, or in what it calls.

    Raises:
        InputError: naming the file and the line.
    """
    try:
        yield
    except SystemExit as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [f for f in frames if Path(f.filename).parent.name == folder] or frames[-1:]
        place = f"{folder}/{Path(own[-1].filename).name}, line {own[-1].lineno}"
        raise InputError(
            f"{place}, would end the whole program with sys.exit(): return, or raise an error that says why"
        ) from error
