"""Kokoro: times from its own durations, the same with and without sound, nothing cut, kept on disk."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chainreel.errors import ChainreelError, InputError
from chainreel.voice import onnxgraph
from chainreel.voice.cache import Cached
from chainreel.voice.choice import open_voice
from chainreel.voice.kokoro import LONGEST, RATE, UNIT, Kokoro, chunks, inference, model_file, session
from chainreel.voice.pauses import phrases
from chainreel.voice.silent import Silent
from chainreel.voice.spoken import Spoken, Voice

pytestmark = pytest.mark.xdist_group("kokoro")  # the model is loaded in one process

LINES = [
    ("ja", "もう、何も見えません。"),
    ("ja", "ワイ・イコール・エー・エックス・プラス・ビーです。"),
    ("en", "Each bar is the length of a layer's gradient."),
]


@pytest.fixture(scope="module")
def spoken() -> dict[str, Spoken]:
    voice = Kokoro()
    return {text: voice.speak(text, language) for language, text in LINES}


@pytest.mark.parametrize(("language", "text"), LINES)
def test_the_duration_model_foretells_the_sound_to_the_sample(
    language: str, text: str, spoken: dict[str, Spoken]
) -> None:
    """Plans and checks get the same seconds and word times as the film, without synthesis."""
    sound, timed = spoken[text], Kokoro().timing(text, language)
    assert (timed.seconds, timed.times) == (sound.seconds, sound.times)
    assert len(sound.samples) == round(timed.seconds * sound.rate)


@pytest.mark.parametrize(("language", "text"), LINES)
def test_every_word_has_its_time_in_order(language: str, text: str, spoken: dict[str, Spoken]) -> None:
    """Words follow one another within the sound, and cover every letter of the text."""
    times = spoken[text].times
    assert all(word.start_s < word.end_s for word in times)
    assert all(a.end_s <= b.start_s for a, b in pairwise(times))
    assert 0 <= times[0].start_s < 0.1
    assert times[-1].end_s <= spoken[text].seconds
    said = {i for word in times for i in range(word.start, word.end)}
    assert said == {i for i, character in enumerate(text) if character.isalnum() or character in "ー'"}


def test_a_word_after_a_pause_is_heard_when_its_time_says() -> None:
    """The sound rises within two frames (30 a second) of the first word behind the comma."""
    text = "深い塔には、なぜ届かないのでしょうか。"
    sound = Kokoro().speak(text, "ja")
    word = next(w for w in sound.times if text[w.start] == "な")
    level = np.convolve(np.abs(sound.samples), np.ones(240) / 240, mode="same")
    pause = round((word.start_s - 0.15) * RATE)
    assert level[pause] < 0.003
    assert abs((pause + int(np.argmax(level[pause:] > 0.02))) / RATE - word.start_s) < 2 / 30


@pytest.mark.parametrize(("language", "text"), LINES)
def test_only_silence_is_cut_and_no_end_clicks(language: str, text: str, spoken: dict[str, Spoken]) -> None:
    """The sound begins and ends in silence and never reaches full scale."""
    samples = spoken[text].samples
    assert samples.dtype == np.float32
    assert np.abs(samples[-1200:]).max() < 0.01
    assert samples[0] == samples[-1] == 0
    assert 0.1 < np.abs(samples).max() < 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "傾きに学習率を掛けた分だけ、重みを動かします。" * 14),
        ("en", "we walk down the hill of the loss " * 24),
    ],
)
def test_a_long_line_is_parted_and_nothing_is_lost(language: str, text: str) -> None:
    """Lines beyond the model's 500 phonemes are split at punctuation and phrases; every word is timed."""
    parts = chunks(text, language)
    assert len(parts) > 1
    assert all(sum(len(p) for _, _, p in part) <= LONGEST for part in parts)
    times = Kokoro().timing(text, language).times
    said = {i for word in times for i in range(word.start, word.end)}
    assert said == {i for i, character in enumerate(text) if character.isalnum()}


def test_phrases_cover_the_text() -> None:
    """Parts lie side by side, break at punctuation first, and a text with no place to part is refused."""
    text = "あいう、えおか。きくけ、こさし。"
    assert [text[a:b] for a, b in phrases(text, "ja", lambda part: len(part) <= 8)] == [
        "あいう、えおか。", "きくけ、こさし。",
    ]  # fmt: skip
    with pytest.raises(InputError, match="commas"):
        phrases("ア" * 20, "ja", lambda part: len(part) <= 8)


def test_the_voice_is_the_one_that_is_chosen(tmp_path: Path) -> None:
    """Another voice sounds different; an unknown one is refused with those there are."""
    text = "Yes."
    one, other = Kokoro(), Kokoro({"ja": "jf_alpha", "en": "af_heart"})
    assert one.identity("en") != other.identity("en")
    assert not np.array_equal(one.speak(text, "en").samples, other.speak(text, "en").samples)
    with pytest.raises(InputError, match="af_heart, am_michael, jf_alpha"):
        open_voice("kokoro", {"kokoro": {"en": "nobody"}}, tmp_path, tmp_path)


class Counting(Kokoro):
    """Kokoro that counts how often it speaks."""

    spoken: list[str] = []  # noqa: RUF012  one list for all, to be seen from the test

    def speak(self, text: str, language: str) -> Spoken:
        self.spoken.append(text)
        return super().speak(text, language)


def test_the_same_words_are_spoken_once(tmp_path: Path) -> None:
    """The second time the sound comes from the folder, bit for bit; another speed is another sound."""
    voice = Cached(Counting(), tmp_path)
    first, again = voice.speak("Yes.", "en"), voice.speak("Yes.", "en")
    assert Counting.spoken == ["Yes."]
    assert np.array_equal(first.samples, again.samples)
    assert (first.times, first.rate, first.seconds) == (again.times, again.rate, again.seconds)
    assert not Cached(Kokoro(speed=1.2), tmp_path).has("Yes.", "en")
    assert not list(tmp_path.rglob("*.part*"))


def test_a_damaged_sound_is_made_again(tmp_path: Path) -> None:
    """A file that was cut off does not stop a render."""
    voice = Cached(Kokoro(), tmp_path)
    voice.speak("Yes.", "en")
    path = voice.path("Yes.", "en", ".npz")
    path.write_bytes(path.read_bytes()[:100])
    assert voice.speak("Yes.", "en").samples.size
    voice.path("Yes.", "en", ".json").write_text("[1")
    assert voice.timing("Yes.", "en").times


def test_a_cache_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """With the file and what to do, as for every other file; nothing half-written stays."""
    (tmp_path / "speech").write_text("a file where the folder belongs", encoding="utf-8")
    with pytest.raises(ChainreelError, match=r"speech.*cannot be written"):
        Cached(Silent(), tmp_path / "speech").timing("Yes.", "en")


@pytest.mark.parametrize(
    ("name", "table", "complaint"),
    [
        ("kokro", {}, "unknown voice 'kokro'"),
        ("kokoro", {"sped": 1}, "did you mean 'speed'"),
        ("kokoro", {"speed": "fast"}, "expected a number"),
        ("kokoro", {"speed": 9}, "between 0.5 and 2"),
        ("voicevox", {}, "needs voicevox.speaker"),
        ("voicevox", {"voicevox": {"speaker": 3}}, "needs voicevox.credit"),
    ],
)
def test_a_wrong_setting_is_refused(
    name: str, table: dict[str, object], complaint: str, tmp_path: Path
) -> None:
    """Unknown voices, keys and values name themselves and what would be right."""
    with pytest.raises(InputError, match=complaint):
        open_voice(name, table, tmp_path, tmp_path)


def test_a_language_may_have_a_speed_of_its_own(tmp_path: Path) -> None:
    """``speed.ja`` is heard in Japanese only: faster there, in English as it was."""
    table = {"speed": {"ja": 1.25}}
    ja, en = (open_voice("kokoro", table, tmp_path, tmp_path, language=la) for la in ("ja", "en"))
    assert ja.length("傾きを足す。", "ja") < 0.9 * Kokoro().length("傾きを足す。", "ja")
    assert en.length("Add the slope.", "en") == Kokoro().length("Add the slope.", "en")


def test_none_needs_no_engine(tmp_path: Path) -> None:
    """The silent voice lasts as long as reading and is silent."""
    voice: Voice = open_voice("none", {}, tmp_path, tmp_path)
    sound = voice.speak("傾きを足す。", "ja")
    assert sound.seconds == pytest.approx(60 * 5 / 330)
    assert not sound.samples.any()


@pytest.mark.parametrize(("language", "text"), LINES)
def test_asking_for_times_does_not_touch_the_sound(language: str, text: str) -> None:
    """The published model and the one whose inner tensor is an output say the same samples, bit for bit."""
    feed = Kokoro().feed(chunks(text, language)[0], language)
    (plain,) = published().run(None, feed)
    audio, durations = session(sound=True).run(None, feed)
    (alone,) = session(sound=False).run(None, feed)
    assert plain.tobytes() == audio.tobytes()
    assert durations.tobytes() == alone.tobytes()
    assert int(durations.sum()) * UNIT == audio.size


@cache
def published() -> Any:
    """Kokoro as its package brings it, with one output."""
    return inference(model_file())


def test_a_model_without_the_wanted_tensor_is_refused() -> None:
    """Another model than the known one names what it lacks, instead of speaking without times."""
    with pytest.raises(InputError, match=r"another one than this version knows: .*/encoder/Nothing"):
        onnxgraph.part_with_outputs(model_file(), ("/encoder/Nothing",))
