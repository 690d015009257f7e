"""Readings of words, letters, signs and units: each language's list, and a lecture's own on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from chainreel.errors import InputError, named_in_errors
from chainreel.languages.discovery import language_named
from chainreel.languages.language import Language
from chainreel.lecture.toml_file import read_toml


@dataclass(frozen=True)
class Readings:
    """One language's readings; ``words`` and ``names`` (of mathematics) have lower-case keys."""

    language: str
    words: Mapping[str, str]
    letters: Mapping[str, str]
    signs: Mapping[str, str]
    units: Mapping[str, str]
    names: Mapping[str, str]

    @property
    def own(self) -> Language:
        """What is known of the language."""
        return language_named(self.language)

    def letter(self, letter: str) -> str:
        """A single letter's name."""
        return self.letters[letter.upper()]


def language_readings(language: str) -> Readings:
    """The readings that a language brings with it."""
    return read_list(language, language_named(language).readings)


@cache
def read_list(language: str, path: Path) -> Readings:
    """The readings of a file that a language brings with it."""
    raw = read_toml(path)
    return Readings(
        language,
        by_lower_case(raw["words"]),
        raw["letters"],
        raw["signs"],
        raw["units"],
        by_lower_case(raw["mathematics"]),
    )


def readings_of(root: Path, language: str) -> Readings:
    """The readings of a lecture's folder: its ``readings.toml``, if any, over the language's.

    Raises:
        InputError: a table that is no language, or a reading that the language's voice cannot read.
    """
    library, path = language_readings(language), root / "readings.toml"
    if not path.exists():
        return library
    raw = read_toml(path)
    for table in raw:
        with named_in_errors(f"{path.name}, [{table}]"):
            language_named(table, root)
    own = raw.get(language, {})
    for key, reading in own.items():
        require_reading(path.name, language, key, reading)
    return replace(library, words={**library.words, **by_lower_case(own)})


def require_reading(where: str, language: str, key: str, reading: Any) -> None:
    """Refuse a reading that a voice could not say.

    Raises:
        InputError: with its place and what to write.
    """
    speech = language_named(language).speech
    if not key or not isinstance(reading, str) or not speech.readable.fullmatch(reading):
        wanted = speech.reading_kind
        raise InputError(f"{where}, [{language}]: {key!r} = {reading!r} is no reading; write {wanted}")


def by_lower_case(table: Mapping[str, str]) -> dict[str, str]:
    """Readings by lower-case key."""
    return {key.lower(): reading for key, reading in table.items()}
