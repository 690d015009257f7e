"""Spoken text as a voice gives it back, and the skills of every voice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]


class WordTime(NamedTuple):
    """Characters ``start`` to ``end`` of a text are heard from ``start_s`` to ``end_s`` seconds."""

    start: int
    end: int
    start_s: float
    end_s: float


def with_own_characters(words: Iterable[WordTime]) -> tuple[WordTime, ...]:
    """The words; one that has no characters of its own (the 十 of 64) lengthens the one before."""
    found: list[WordTime] = []
    for word in words:
        if found and word.start == word.end:
            found[-1] = found[-1]._replace(end_s=word.end_s)
        else:
            found.append(word)
    return tuple(found)


@dataclass(frozen=True)
class Timed:
    """When the words of a text are heard, and how long it takes, in seconds."""

    seconds: float
    times: tuple[WordTime, ...]

    def at(self, offset: int) -> float:
        """When the character at ``offset`` of the text is heard; within a word by its share."""
        for word in self.times:
            if offset < word.end:
                share = max(0, offset - word.start) / (word.end - word.start)
                return word.start_s + share * (word.end_s - word.start_s)
        return self.times[-1].end_s if self.times else 0.0


@dataclass(frozen=True)
class Spoken(Timed):
    """A text as sound: ``samples`` (count,) mono within -1 to 1, ``rate`` in Hz."""

    samples: Samples
    rate: int


class Voice(Protocol):
    """Somebody who speaks. A text is in the spoken form (``spokenform.py``): numbers are words."""

    @property
    def credit(self) -> str:
        """The line that the voice's licence asks a film to show; empty if none."""

    def speak(self, text: str, language: str) -> Spoken:
        """Say a text.

        Raises:
            InputError: the voice does not speak the language, or would leave something out.
        """

    def timing(self, text: str, language: str) -> Timed:
        """The times of ``speak``, to the sample, without making the sound if the engine can."""

    def length(self, text: str, language: str) -> float:
        """The seconds of ``speak``."""

    def pronunciation(self, text: str, language: str) -> str:
        """The text as it will be pronounced, for people to read."""

    def identity(self, language: str) -> tuple[str, ...]:
        """Engine, versions, voice and speed: what a cached sound depends on beside its text."""

    def for_beat(self, chapter: str, beat: str, texts: tuple[str, ...], language: str) -> Voice:
        """The voice of one beat: only recordings differ by beat."""
