"""The voice ``none``: nobody speaks, and words are timed by reading."""

from __future__ import annotations

import re

import numpy as np

from chainreel.script.markup import Sentence
from chainreel.timeline import reading_seconds
from chainreel.voice.spoken import Spoken, Timed, WordTime
from chainreel.words import Words

RATE = 24_000


class Silent:
    """Silence, as long as a calm speaker would take; it reads the plain text, not the spoken form."""

    credit = ""

    def speak(self, text: str, language: str) -> Spoken:
        """Silence of the text's reading time."""
        timed = self.timing(text, language)
        return Spoken(timed.seconds, timed.times, np.zeros(round(timed.seconds * RATE), np.float32), RATE)

    def timing(self, text: str, language: str) -> Timed:
        """Every character takes as long as every other."""
        seconds = reading_seconds(Sentence(Words((text,), language), ()))
        return Timed(seconds, evenly(text, seconds))

    def length(self, text: str, language: str) -> float:
        """Seconds."""
        return self.timing(text, language).seconds

    def pronunciation(self, text: str, language: str) -> str:  # noqa: ARG002
        """The text itself."""
        return text

    def identity(self, language: str) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing but silence."""
        return ("none",)

    def for_beat(self, chapter: str, beat: str, texts: tuple[str, ...], language: str) -> Silent:  # noqa: ARG002
        """The same silence in every beat."""
        return self


def evenly(text: str, seconds: float) -> tuple[WordTime, ...]:
    """Times of the words (of the characters, without blanks) by their share of the text."""
    each = seconds / max(1, len(text))
    spans = [m.span() for m in re.finditer(r"[!-~’]+|\S", text)]
    return tuple(WordTime(a, b, a * each, b * each) for a, b in spans)
