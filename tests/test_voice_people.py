"""Voices from outside: the lecturer's own recordings, and VOICEVOX over HTTP."""

import io
import json
import threading
import wave
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import av
import numpy as np
import pytest
from tiny import TINY, filled

from chainreel.errors import InputError
from chainreel.timeline import LEAD_IN
from chainreel.voice import sound
from chainreel.voice.narration import narrate
from chainreel.voice.recordings import Recordings, lines_to_read, missing_recordings
from chainreel.voice.voicevox import Voicevox

KINDS = {"wav": "pcm_s16le", "mp3": "mp3", "flac": "flac", "m4a": "aac"}
RATES = pytest.mark.parametrize(
    ("kind", "rate", "channels"),
    [
        ("wav", 11025, 1),
        ("wav", 44100, 2),
        ("wav", 96000, 6),
        ("flac", 22050, 2),
        ("mp3", 44100, 1),
        ("m4a", 48000, 2),
    ],
)


def hum(seconds: float, rate: int, level: float = 0.2) -> np.ndarray:
    """Something like a voice: a tone whose loudness comes and goes."""
    t = np.arange(round(seconds * rate)) / rate
    return level * np.sin(2 * np.pi * 150 * t) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * t))


def two_sentences(rate: int, level: float = 0.2) -> np.ndarray:
    """Silence, a sentence of 2 s, a pause of 0.6 s, a sentence of 2.4 s, silence."""
    still = [np.zeros(round(s * rate)) for s in (1.0, 0.6, 1.5)]
    return np.concatenate([still[0], hum(2.0, rate, level), still[1], hum(2.4, rate, level), still[2]])


def write(path: Path, samples: np.ndarray, rate: int, channels: int = 1) -> Path:
    """A sound file of the kind that its name says, the same in every channel."""
    path.parent.mkdir(parents=True, exist_ok=True)
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(KINDS[path.suffix[1:]], rate=rate, layout=layout)
        resampler = av.AudioResampler(format=stream.format.name, layout=layout, rate=rate)
        data = np.repeat(samples[None].astype(np.float32), channels, axis=0)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(data), format="fltp", layout=layout)
        frame.sample_rate = rate
        fifo = av.AudioFifo()
        for block in resampler.resample(frame):
            fifo.write(block)
        size = stream.codec_context.frame_size or 1024
        while block := fifo.read(size, partial=True):
            container.mux(stream.encode(block))
        container.mux(stream.encode(None))
    return path


@RATES
def test_recordings_of_any_rate_and_channels_are_heard(
    kind: str, rate: int, channels: int, tmp_path: Path
) -> None:
    """Trimmed at both ends, brought to the level of speech, parted at the pause between the sentences."""
    write(tmp_path / "en" / f"slopes.factors.{kind}", two_sentences(rate), rate, channels)
    narration = narrate(filled(TINY, "en"), "factors", Recordings(tmp_path), sound=True)
    first, second = narration.sentences
    assert first.start == LEAD_IN
    assert first.end - first.start == pytest.approx(2.0 + 0.3 + sound.EDGE, abs=0.08)
    assert second.end - second.start == pytest.approx(2.4 + 0.3 + sound.EDGE, abs=0.08)
    assert narration.rate == sound.RATE
    assert narration.samples is not None
    spoken = narration.samples[np.abs(narration.samples) > 1e-3]
    assert np.sqrt((spoken**2).mean()) == pytest.approx(sound.SPEECH, rel=0.15)
    assert second.start < narration.cues["first"] < second.end


def test_a_quiet_recording_is_brought_to_the_same_level(tmp_path: Path) -> None:
    """Twenty decibels less on the tape make no difference in the film."""
    heard = []
    for level in (0.4, 0.04):
        write(tmp_path / "en" / "slopes.factors.wav", two_sentences(48000, level), 48000)
        heard.append(narrate(filled(TINY, "en"), "factors", Recordings(tmp_path), sound=True).samples)
    assert np.abs(heard[0]).max() == pytest.approx(np.abs(heard[1]).max(), rel=0.02)


def test_a_recording_without_pauses_is_parted_by_reading_time(tmp_path: Path) -> None:
    """Somebody who never stops for breath is parted where reading would be."""
    write(tmp_path / "en" / "slopes.factors.wav", hum(4.0, 48000), 48000)
    first, second = narrate(filled(TINY, "en"), "factors", Recordings(tmp_path)).sentences
    assert (first.end - first.start) / (second.end - second.start) == pytest.approx(5 / 10, rel=0.1)


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda path: write(path, np.zeros(48000), 48000), "silent"),
        (lambda path: write(path, np.clip(two_sentences(48000, 3.0), -1, 1), 48000), "clipped"),
        (lambda path: path.write_bytes(b"RIFF but no sound at all" * 20), "cannot be read"),
        (lambda path: path.write_bytes(b""), "cannot be read"),
        (lambda path: path.unlink(), "missing"),
    ],
)
def test_a_recording_that_cannot_be_used_is_refused(spoil: Any, complaint: str, tmp_path: Path) -> None:
    """Silent, clipped, corrupt, empty and missing files are named, with what to do."""
    path = write(tmp_path / "en" / "slopes.factors.wav", two_sentences(48000), 48000)
    spoil(path)
    with pytest.raises(InputError, match=f"slopes.factors.wav.*{complaint}"):
        narrate(filled(TINY, "en"), "factors", Recordings(tmp_path))


def test_missing_recordings_are_listed(tmp_path: Path) -> None:
    """Those that are wanted, and an error for a recording of a beat that does not exist."""
    scripts = [filled(TINY, language) for language in ("ja", "en")]
    beats = {"slopes.factors", "slopes.product", "other.beat"}
    write(tmp_path / "en" / "other.beat.wav", two_sentences(8000), 8000)  # of a chapter not asked about
    write(tmp_path / "en" / "slopes.factors.flac", two_sentences(8000), 8000)
    assert missing_recordings(tmp_path, scripts, {"slopes.factors"}, beats) == ["ja/slopes.factors"]
    assert missing_recordings(tmp_path, scripts, beats, beats) == [
        "en/slopes.product",
        "ja/slopes.factors",
        "ja/slopes.product",
    ]
    write(tmp_path / "en" / "slopes.facts.wav", two_sentences(8000), 8000)
    with pytest.raises(InputError, match=r"facts.*no beat"):
        missing_recordings(tmp_path, scripts, set(), beats)


def test_the_lines_to_read_are_plain_text() -> None:
    """Every beat's sentences under the name that its recording must have, numbers as shown."""
    text = lines_to_read(filled(TINY, "en"))
    assert text.startswith(
        "slopes.factors\nWhat happens when slopes multiply?\nWe chain three sigmoids, and each"
    )
    assert "\n\nslopes.product\nMultiplied, they make about 0.0" in text
    assert "[[" not in text


MORA, PAUSE, EDGE, RATE = 0.15, 0.4, 0.1, 24000


class Engine(BaseHTTPRequestHandler):
    """VOICEVOX's API: queries with a mora of 0.15 s for each kana, sounds of the query's length."""

    def do_GET(self) -> None:
        self.answer(b'"0.24.1"')

    def do_POST(self) -> None:
        url = urlparse(self.path)
        options = parse_qs(url.query)
        if options["speaker"] != ["3"]:
            self.send_error(422)
        elif url.path == "/audio_query":
            self.answer(json.dumps(query_of(options["text"][0])).encode())
        else:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.answer(wave_of(query))

    def answer(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def query_of(text: str) -> dict[str, Any]:
    mora = {"text": "カ", "consonant": "k", "consonant_length": 0.05, "vowel": "a", "vowel_length": 0.1}
    phrases = [
        {"moras": [dict(mora, text=c) for c in part], "accent": 1, "pause_mora": None}
        for part in text.strip("。").split("、")
    ]
    for phrase in phrases[:-1]:
        phrase["pause_mora"] = {"text": "、", "consonant_length": None, "vowel": "pau", "vowel_length": PAUSE}
    return {
        "accent_phrases": phrases, "speedScale": 1.0, "prePhonemeLength": EDGE, "postPhonemeLength": EDGE,
        "outputSamplingRate": RATE, "outputStereo": False,
    }  # fmt: skip


def wave_of(query: dict[str, Any]) -> bytes:
    moras = sum(len(p["moras"]) for p in query["accent_phrases"])
    pauses = sum(p["pause_mora"] is not None for p in query["accent_phrases"])
    seconds = (2 * EDGE + MORA * moras + PAUSE * pauses) / query["speedScale"]
    data = (hum(seconds, RATE) * 32767).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(data.tobytes())
    return file.getvalue()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Engine)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("speed", [1.0, 1.25])
def test_voicevox_speaks_with_the_times_of_its_moras(port: int, speed: float) -> None:
    """A word begins where its moras do, pauses and speed included; the query foretells the length."""
    voice, text = Voicevox(3, "VOICEVOX:ずんだもん", speed, port), "アタイ、モンハ。"
    spoken = voice.speak(text, "ja")
    assert voice.timing(text, "ja").seconds == pytest.approx(spoken.seconds, abs=1 / RATE)
    assert len(spoken.samples) == round(spoken.seconds * spoken.rate)
    word = next(w for w in spoken.times if w.start == text.index("モ"))
    assert word.start_s == pytest.approx((EDGE + 3 * MORA + PAUSE) / speed)
    assert spoken.times[-1].end_s == pytest.approx(spoken.seconds - EDGE / speed, abs=1e-3)
    assert "0.24.1" in voice.identity("ja")


def test_voicevox_that_does_not_run_is_told() -> None:
    """One sentence with the address and what to do."""
    with pytest.raises(InputError, match=r"does not answer on 127.0.0.1:9: start it"):
        Voicevox(3, "", 1.0, 9).timing("アタイ。", "ja")


def test_an_unknown_speaker_is_told(port: int) -> None:
    """The engine's refusal names the speaker."""
    with pytest.raises(InputError, match="is 99 the number of a speaker"):
        Voicevox(99, "", 1.0, port).speak("アタイ。", "ja")


def test_voicevox_speaks_japanese_only(port: int) -> None:
    """English is refused before anything is asked."""
    with pytest.raises(InputError, match="Japanese only"):
        Voicevox(3, "", 1.0, port).timing("Yes.", "en")
