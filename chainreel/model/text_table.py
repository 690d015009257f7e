"""Text table: names as the whole numbers of their letters, so that a record can hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def letters_of(rows: Sequence[str]) -> list[int]:
    """The rows, a line end behind each, as the numbers that Unicode gives their letters."""
    return [ord(letter) for row in rows for letter in [*row.replace("\n", " "), "\n"]]


def rows_of(letters: Iterable[Any]) -> tuple[str, ...]:
    """What ``letters_of`` wrote."""
    text = "".join(chr(int(letter)) for letter in letters)
    return tuple(text.split("\n")[:-1])
