"""Readings of words, letters, signs and units: the library's lists and a lecture's own on top."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from chainreel.errors import InputError
from chainreel.lecture import LANGUAGES, require_known
from chainreel.lecture.toml_file import read_toml

LISTS = Path(__file__).parent.parent / "readings"
KANA = re.compile(r"[ァ-ヴー・0-9]+")
RESPELLING = re.compile(r"[A-Za-z][A-Za-z' ,-]*")


@dataclass(frozen=True)
class Readings:
    """One language's readings; ``words`` and ``names`` (of mathematics) have lower-case keys."""

    language: str
    words: Mapping[str, str]
    letters: Mapping[str, str]
    signs: Mapping[str, str]
    units: Mapping[str, str]
    names: Mapping[str, str]

    def letter(self, letter: str) -> str:
        """A single letter's name."""
        return self.letters[letter.upper()]


@cache
def library_readings(language: str) -> Readings:
    """The library's own readings of a language."""
    require_known("readings", "language", language, LANGUAGES)
    raw = read_toml(LISTS / f"{language}.toml")
    return Readings(
        language,
        by_lower_case(raw["words"]),
        raw["letters"],
        raw["signs"],
        raw["units"],
        by_lower_case(raw["mathematics"]),
    )


def readings_of(root: Path, language: str) -> Readings:
    """The readings of a lecture's folder: its ``readings.toml``, if any, over the library's.

    Raises:
        InputError: a table that is no language, or a reading that the language's voice cannot read.
    """
    library, path = library_readings(language), root / "readings.toml"
    if not path.exists():
        return library
    raw = read_toml(path)
    for table in raw:
        require_known(path.name, "table", table, LANGUAGES)
    own = raw.get(language, {})
    for key, reading in own.items():
        require_reading(path.name, language, key, reading)
    return replace(library, words={**library.words, **by_lower_case(own)})


def require_reading(where: str, language: str, key: str, reading: Any) -> None:
    """Refuse a reading that a voice could not say.

    Raises:
        InputError: with its place and what to write.
    """
    good = KANA if language == "ja" else RESPELLING
    if not key or not isinstance(reading, str) or not good.fullmatch(reading):
        wanted = "katakana" if language == "ja" else "a respelling in ordinary words"
        raise InputError(f"{where}, [{language}]: {key!r} = {reading!r} is no reading; write {wanted}")


def by_lower_case(table: Mapping[str, str]) -> dict[str, str]:
    """Readings by lower-case key."""
    return {key.lower(): reading for key, reading in table.items()}
