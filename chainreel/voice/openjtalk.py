"""OpenJTalk with the Mei voice: a Japanese draft, forty times as fast as Kokoro.

The engine tells no times. But each label of its input lasts as long by itself as in the sentence,
so the labels one by one give the times to the sample.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from chainreel.errors import InputError
from chainreel.voice import japanese
from chainreel.voice.kokoro import below_full_scale
from chainreel.voice.spoken import Spoken, Timed, WordTime, with_own_characters

PHONEME = re.compile(r"-(.+?)\+")
MEI = 'HTS Voice "Mei" (c) 2009-2013 Nagoya Institute of Technology, CC BY 3.0'
EDGE = 0.05  # seconds of silence kept at both ends


@dataclass(frozen=True)
class OpenJTalk:
    """The voice Mei, Japanese only."""

    speed: float = 1.0
    credit: str = MEI

    def speak(self, text: str, language: str) -> Spoken:
        """Say a text: samples (count,) mono at 48 kHz.

        Raises:
            InputError: not Japanese, or a word that cannot be timed.
        """
        require_japanese(language)
        return speak_cached(text, self.speed)

    def timing(self, text: str, language: str) -> Timed:
        """The times of ``speak``, which costs little."""
        spoken = self.speak(text, language)
        return Timed(spoken.seconds, spoken.times)

    def length(self, text: str, language: str) -> float:
        """Seconds."""
        return self.speak(text, language).seconds

    def pronunciation(self, text: str, language: str) -> str:
        """Kana."""
        require_japanese(language)
        return japanese.pronunciation(text)

    def identity(self, language: str) -> tuple[str, ...]:  # noqa: ARG002
        """Engine, version, speed."""
        own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
        return ("openjtalk", version("pyopenjtalk-plus"), own, repr(self.speed))

    def for_beat(self, chapter: str, beat: str, texts: tuple[str, ...], language: str) -> OpenJTalk:  # noqa: ARG002
        """The same voice in every beat."""
        return self


def require_japanese(language: str) -> None:
    """Refuse another language.

    Raises:
        InputError: it is not Japanese.
    """
    if language != "ja":
        raise InputError(
            f"the voice openjtalk speaks Japanese only, not {language!r}: choose kokoro or recordings"
        )


@lru_cache(maxsize=256)
def speak_cached(text: str, speed: float) -> Spoken:
    """A text as sound with its times, from label to label; made once. ``speed`` 1 is the voice's own.

    Raises:
        InputError: a word that cannot be timed.
    """
    import pyopenjtalk

    words = japanese.kana_words(text)
    labels = labels_of(text)
    samples, rate = pyopenjtalk.synthesize(labels, speed=speed)
    counts = [len(pyopenjtalk.synthesize([label], speed=speed)[0]) for label in labels]
    edges = [int(edge) for edge in np.cumsum([0, *counts])]
    # The engine's numbers are those of int16.
    sound = below_full_scale((samples / 32768).astype(np.float32))
    first = max(0, counts[0] - round(EDGE * rate))
    last = min(len(sound), edges[-1] - counts[-1] + round(EDGE * rate))
    times = [
        WordTime(w.start, w.end, (edges[a] - first) / rate, (edges[b] - first) / rate)
        for w, (a, b) in zip(sounding(words), spans_of(words, labels, text), strict=True)
    ]
    return Spoken((last - first) / rate, with_own_characters(times), sound[first:last], rate)


def labels_of(text: str) -> list[str]:
    """The engine's input, formulas without the marks between their words."""
    import pyopenjtalk

    features: list[Any] = []
    for stretch in re.findall(f"[^{japanese.PARTING}]+", text):
        features += pyopenjtalk.run_frontend(stretch, use_sudachi_kanji_yomi=True)
    return list(pyopenjtalk.make_label(features))


def sounding(words: Sequence[japanese.Word]) -> list[japanese.Word]:
    """The words that are heard: not punctuation."""
    return [word for word in words if word.kana]


def spans_of(words: Sequence[japanese.Word], labels: Sequence[str], text: str) -> list[tuple[int, int]]:
    """The labels of each word that sounds: (first, end), counted from 0, the end left out.

    Raises:
        InputError: a word whose phonemes are not those of the labels.
    """
    heard = [match[1].lower() for label in labels if (match := PHONEME.search(label))]
    spans, at = [], 0
    for word in sounding(words):
        while at < len(heard) and heard[at] in ("sil", "pau"):
            at += 1
        end = at + len(word.phonemes)
        if tuple(heard[at:end]) != word.phonemes:
            raise InputError(f"OpenJTalk says {word.surface!r} in {text!r} in a way that cannot be timed")
        spans.append((at, end))
        at = end
    return spans
