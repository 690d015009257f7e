"""VOICEVOX, or an engine that speaks its HTTP API, on this machine. The user sets the credit line."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.parse
import urllib.request
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from chainreel.errors import InputError
from chainreel.voice import japanese
from chainreel.voice.kokoro import below_full_scale
from chainreel.voice.spoken import Spoken, Timed, WordTime, with_own_characters

HOST = "127.0.0.1"
PORT = 50021
PATIENCE = 120  # seconds for one sentence
Mora = tuple[float, float]  # from, to in seconds


@dataclass(frozen=True)
class Voicevox:
    """A speaker of VOICEVOX, Japanese only; ``credit`` is what the character's terms ask for."""

    speaker: int
    credit: str
    speed: float = 1.0
    port: int = PORT

    def speak(self, text: str, language: str) -> Spoken:
        """Say a text: samples (count,) mono at the engine's rate, usually 24 kHz.

        Raises:
            InputError: not Japanese, or the engine does not run, refuses, or sends what cannot be read.
        """
        words = self.words(text, language)
        query = self.query(text)
        sound = self.post("/synthesis", {"speaker": self.speaker}, json.dumps(query).encode())
        samples, rate = read_wave(sound)
        seconds = len(samples) / rate
        return Spoken(seconds, word_times(words, moras_of(query)), below_full_scale(samples), rate)

    def timing(self, text: str, language: str) -> Timed:
        """The times of ``speak`` in seconds, from the engine's query, without its sound.

        Raises:
            InputError: not Japanese, or the engine does not run or refuses.
        """
        words = self.words(text, language)
        query = self.query(text)
        return Timed(length_of(query), word_times(words, moras_of(query)))

    def length(self, text: str, language: str) -> float:
        """Seconds."""
        return self.timing(text, language).seconds

    def pronunciation(self, text: str, language: str) -> str:
        """The engine's own kana."""
        self.words(text, language)
        return " ".join(
            "".join(str(m["text"]) for m in phrase["moras"]) for phrase in self.query(text)["accent_phrases"]
        )

    def identity(self, language: str) -> tuple[str, ...]:  # noqa: ARG002
        """Engine, version, speaker, speed."""
        return ("voicevox", engine_version(self), str(self.speaker), repr(self.speed))

    def for_beat(self, chapter: str, beat: str, texts: tuple[str, ...], language: str) -> Voicevox:  # noqa: ARG002
        """The same voice in every beat."""
        return self

    def words(self, text: str, language: str) -> tuple[japanese.Word, ...]:
        """The text's words with their kana and moras, as this machine's dictionary parts them.

        Raises:
            InputError: the language is not Japanese.
        """
        if language != "ja":
            raise InputError(f"the voice voicevox speaks Japanese only, not {language!r}: choose kokoro")
        return japanese.kana_words(text)

    def query(self, text: str) -> dict[str, Any]:
        """A copy of the engine's plan for a text: accent phrases with moras, lengths in seconds before speed.

        Raises:
            InputError: the engine does not run, or refuses.
        """
        return dict(read_query(self, text))

    def post(self, path: str, options: Mapping[str, Any], body: bytes = b"") -> bytes:
        """One request of the engine.

        Raises:
            InputError: it does not run, or refuses.
        """
        url = f"http://{HOST}:{self.port}{path}?{urllib.parse.urlencode(options)}"
        request = urllib.request.Request(
            url, data=body, method="POST", headers={"Content-Type": "application/json"}
        )
        return self.fetch(request)

    def fetch(self, request: urllib.request.Request | str) -> bytes:
        """The body of an answer, asked for directly: no proxy stands between this machine and itself.

        Raises:
            InputError: nothing answers in time, or the engine refuses.
        """
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(request, timeout=PATIENCE) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise InputError(
                f"VOICEVOX refused (HTTP {error.code}): is {self.speaker} the number of a speaker it has?"
            ) from error
        except (urllib.error.URLError, OSError) as error:
            raise InputError(
                f"VOICEVOX does not answer on {HOST}:{self.port}: start it, or choose another --voice"
            ) from error


@lru_cache(maxsize=512)
def read_query(voice: Voicevox, text: str) -> dict[str, Any]:
    """The engine's query for a text at the voice's speed, asked for once."""
    options = {"text": text.replace(japanese.PARTING, ""), "speaker": voice.speaker}
    query: dict[str, Any] = json.loads(voice.post("/audio_query", options))
    return {**query, "speedScale": voice.speed}


@lru_cache(maxsize=8)
def engine_version(voice: Voicevox) -> str:
    """The running engine's version, asked for once."""
    return voice.fetch(f"http://{HOST}:{voice.port}/version").decode().strip().strip('"')


def moras_of(query: Mapping[str, Any]) -> list[Mora]:
    """When each mora sounds, (from, to) in seconds at the query's speed; pauses lie between them."""
    speed = float(query["speedScale"])
    at, moras = float(query["prePhonemeLength"]) / speed, []
    for phrase in query["accent_phrases"]:
        for mora in phrase["moras"]:
            end = at + lasting(mora) / speed
            moras.append((at, end))
            at = end
        at += lasting(phrase.get("pause_mora") or {}) / speed
    return moras


def lasting(mora: Mapping[str, Any]) -> float:
    """The seconds of a mora."""
    return float(mora.get("consonant_length") or 0) + float(mora.get("vowel_length") or 0)


def length_of(query: Mapping[str, Any]) -> float:
    """The seconds of a query's sound."""
    pauses = [p.get("pause_mora") or {} for p in query["accent_phrases"]]
    parts = [m for p in query["accent_phrases"] for m in p["moras"]] + pauses
    edges = float(query["prePhonemeLength"]) + float(query["postPhonemeLength"])
    return (edges + sum(lasting(part) for part in parts)) / float(query["speedScale"])


def word_times(words: Sequence[japanese.Word], moras: Sequence[Mora]) -> tuple[WordTime, ...]:
    """The words' times by their moras; if the engine counts more or fewer, by their share.

    Raises:
        InputError: nothing of it sounds.
    """
    sounding = [word for word in words if word.kana]
    total = sum(word.moras for word in sounding)
    if not moras or not total:
        raise InputError("VOICEVOX found nothing to say in " + "".join(word.surface for word in words))
    times, at = [], 0
    for word in sounding:
        first = moras[min(len(moras) - 1, at * len(moras) // total)]
        at += word.moras
        last = moras[max(0, at * len(moras) // total - 1)]
        times.append(WordTime(word.start, word.end, first[0], last[1]))
    return with_own_characters(times)


def read_wave(data: bytes) -> tuple[Any, int]:
    """A 16-bit WAV as mono samples (count,) within -1 to 1, and its rate in Hz.

    Raises:
        InputError: it is no such sound.
    """
    try:
        with wave.open(io.BytesIO(data)) as file:
            values = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
            mono = values.reshape(-1, file.getnchannels()).mean(axis=1) / 32768
            return mono.astype(np.float32), file.getframerate()
    except (wave.Error, EOFError, ValueError) as error:
        raise InputError(f"VOICEVOX sent a sound that cannot be read ({error}): restart it") from error
