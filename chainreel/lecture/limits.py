"""Limits of a run: how long it may take, and how much memory, as a lecture's ``[limits]`` say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chainreel.errors import InputError, require_name

KEYS = ("seconds", "gigabytes")


@dataclass(frozen=True)
class Limits:
    """What one run of an experiment may take; None for as much as it likes."""

    seconds: float | None = None
    gigabytes: float | None = None


NO_LIMITS = Limits()


def limits_of(where: str, table: Mapping[str, Any]) -> Limits:
    """The limits of a lecture file, ``where``.

    Raises:
        InputError: an unknown key, or no number above zero.
    """
    for key, value in table.items():
        require_name(key, KEYS, "limit", f"{where}: [limits] may have")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            raise InputError(f"{where}: [limits] {key} is {value!r}: write a number above zero")
    return Limits(**table)
