"""Speech kept on disk: the same words by the same voice are made once."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import numpy as np

from chainreel.files import whole
from chainreel.voice.spoken import Spoken, Timed, Voice, WordTime

SpokenLine = tuple[str, str]  # text, language


@dataclass(frozen=True)
class Cached:
    """A voice whose sounds (``.npz``) and times (``.json``) lie in ``folder``."""

    voice: Voice
    folder: Path

    @property
    def credit(self) -> str:
        """The voice's credit line."""
        return self.voice.credit

    def speak(self, text: str, language: str) -> Spoken:
        """The voice's sound, from the folder if it is there."""
        path = self.path(text, language, ".npz")
        kept = read_sound(path)
        if kept is None:
            kept = self.voice.speak(text, language)
            with whole(path) as part, part.open("wb") as file:
                write_sound(file, kept)
        return kept

    def timing(self, text: str, language: str) -> Timed:
        """The voice's times, from the folder if they are there."""
        path = self.path(text, language, ".json")
        kept = read_times(path)
        if kept is None:
            kept = self.voice.timing(text, language)
            line = json.dumps([kept.seconds, kept.times]).encode()
            with whole(path) as part:
                part.write_bytes(line)
        return kept

    def length(self, text: str, language: str) -> float:
        """Seconds."""
        return self.timing(text, language).seconds

    def pronunciation(self, text: str, language: str) -> str:
        """As the voice says it."""
        return self.voice.pronunciation(text, language)

    def identity(self, language: str) -> tuple[str, ...]:
        """The voice's own."""
        return self.voice.identity(language)

    def for_beat(self, chapter: str, beat: str, texts: tuple[str, ...], language: str) -> Cached:
        """The voice of one beat, kept in the same folder."""
        return replace(self, voice=self.voice.for_beat(chapter, beat, texts, language))

    def has(self, text: str, language: str) -> bool:
        """Whether the sound is there."""
        return self.path(text, language, ".npz").exists()

    def path(self, text: str, language: str, suffix: str) -> Path:
        """Where a text's sound or times lie: named by all that they depend on."""
        key = json.dumps([self.voice.identity(language), language, text])
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        return self.folder / name[:2] / f"{name}{suffix}"


def speak_line(voice: Cached, line: SpokenLine) -> SpokenLine:
    """One line, made and kept."""
    voice.speak(*line)
    return line


def write_sound(file: IO[bytes], spoken: Spoken) -> None:
    """Write a sound with its times as NumPy keeps arrays."""
    times = np.array(spoken.times, dtype=np.float64).reshape(-1, 4)
    np.savez(file, samples=spoken.samples, rate=spoken.rate, seconds=spoken.seconds, times=times)


def read_sound(path: Path) -> Spoken | None:
    """A kept sound; None if there is none, or none that can be read."""
    try:
        with np.load(path) as kept:
            times = tuple(WordTime(int(a), int(b), float(s), float(e)) for a, b, s, e in kept["times"])
            return Spoken(float(kept["seconds"]), times, kept["samples"], int(kept["rate"]))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def read_times(path: Path) -> Timed | None:
    """Kept times; None if there are none, or none that can be read."""
    try:
        seconds, times = json.loads(path.read_bytes())
        return Timed(seconds, tuple(WordTime(*word) for word in times))
    except (OSError, ValueError, TypeError):
        return None
