"""A beat as it is heard: cues on their words, the same times with and without sound, words for captions."""

from pathlib import Path

import pytest
from tiny import TINY, change, copy_of_tiny, filled, records_of

from chainreel.errors import InputError
from chainreel.lecture import Lecture
from chainreel.timeline import LEAD_IN, SENTENCE_GAP, reading_seconds
from chainreel.voice.kokoro import Kokoro
from chainreel.voice.narration import narrate
from chainreel.voice.openjtalk import OpenJTalk
from chainreel.voice.readaloud import read_aloud
from chainreel.voice.silent import Silent

pytestmark = pytest.mark.xdist_group("kokoro")  # the model is loaded in one process

LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


@LANGUAGES
def test_a_cue_falls_on_its_word(language: str) -> None:
    """The cue's time is the beginning of the word that it stands before."""
    script = filled(TINY, language)
    narration = narrate(script, "factors", Kokoro())
    sentence = narration.sentences[1]
    cue = script.beat("factors").say[1].cues[0]
    word = next(w for w in sentence.words if w.start <= cue.offset < w.end)
    assert word.start == cue.offset
    assert narration.cues["first"] == pytest.approx(word.start_s)


@LANGUAGES
def test_words_carry_plain_characters(language: str) -> None:
    """Captions find every word of the plain text, numbers whole, within the sentence's time."""
    narration = narrate(filled(TINY, language), "product", Kokoro())
    sentence = narration.sentences[0]
    said = [sentence.plain[w.start : w.end] for w in sentence.words]
    assert "".join(said) == "".join(c for c in sentence.plain if c not in "、。 ,").rstrip(".")
    assert any(part.startswith("0.0") for part in said)
    assert sentence.words[0].start_s >= sentence.start
    assert sentence.words[-1].end_s <= sentence.end + 1e-9


def test_the_plan_with_sound_is_the_plan_without() -> None:
    """Speech in frames is the same from the duration model and from synthesis; the samples fit it."""
    script = filled(TINY, "en")
    planned = narrate(script, "factors", Kokoro()).speech(30)
    heard = narrate(script, "factors", Kokoro(), sound=True)
    assert heard.speech(30) == planned
    assert heard.samples is not None
    assert len(heard.samples) == pytest.approx(heard.seconds * heard.rate, abs=1)
    first, second = heard.sentences
    assert first.start == LEAD_IN
    assert second.start == pytest.approx(first.end + SENTENCE_GAP)
    gap = heard.samples[round(first.end * heard.rate) + 1 : round(second.start * heard.rate) - 1]
    assert not gap.any()


@LANGUAGES
def test_without_a_voice_words_have_their_share_of_the_reading_time(language: str) -> None:
    """Sentences last as long as reading them aloud, one after the other; a cue falls within its own."""
    script = filled(TINY, language)
    for beat in script.beats:
        narration, at = narrate(script, beat.name, Silent()), LEAD_IN
        for sentence, said in zip(beat.say, narration.sentences, strict=True):
            assert (said.start, said.end) == pytest.approx((at, at + reading_seconds(sentence)))
            for cue in sentence.cues:
                share = cue.offset / len(said.plain)
                assert narration.cues[cue.name] == pytest.approx(at + share * reading_seconds(sentence))
            at = said.end + SENTENCE_GAP


def test_an_unspeakable_line_is_refused_with_its_place(tmp_path: Path) -> None:
    """An emoji names chapter, beat, language and sentence."""
    root = copy_of_tiny(tmp_path / "lecture")
    change(
        root / "scenes" / "slopes.toml",
        '傾きをかけ続けると、どうなるでしょうか。",\n    "シ',
        '傾き😀。",\n    "シ',
    )
    with pytest.raises(InputError, match=r"slopes.toml, \[factors\] say.ja, sentence 1: .*😀"):
        narrate(filled(root, "ja"), "factors", Kokoro())


def test_an_unknown_kanji_is_refused_with_its_place(tmp_path: Path) -> None:
    """What only the dictionary can know to be unreadable is an error as well."""
    root = copy_of_tiny(tmp_path / "lecture")
    change(root / "scenes" / "slopes.toml", "[[multiply]]かけると", "[[multiply]]冇かけると")
    with pytest.raises(InputError, match=r"slopes.toml, \[product\] say.ja, sentence 1: .*冇"):
        narrate(filled(root, "ja"), "product", Kokoro())


def test_read_aloud_prints_every_line_as_it_is_pronounced() -> None:
    """One line a sentence under its beat's name, numbers as they are said."""
    lecture = Lecture.load(TINY)
    lines = read_aloud(lecture, "slopes", "ja", records_of(lecture), Kokoro())
    assert lines[0] == "[factors]"
    assert lines[2] == "  シグモイド ヲ ミッツ ツナグ ト、 カタムキ モ ミッツ デ テ キ マス。"
    assert any("レー テン ゼロ" in line for line in lines)
    english = read_aloud(lecture, "slopes", "en", records_of(lecture), Kokoro())
    assert "  We chain three sigmoids, and each one has a slope." in english


def test_mei_is_timed_to_the_sample() -> None:
    """The draft voice's times add up to its sound, and it is Japanese only."""
    text = "傾きは、0.25の10乗です。"
    sound = OpenJTalk().speak(text, "ja")
    assert len(sound.samples) == round(sound.seconds * sound.rate)
    word = next(w for w in sound.times if text[w.start] == "0")
    begun = sound.samples[round(word.start_s * sound.rate) - 4800 : round(word.start_s * sound.rate) - 960]
    assert abs(begun).max() < 0.02  # the comma's pause lies before it
    assert sound.times[-1].end_s == pytest.approx(sound.seconds - 0.05, abs=0.01)
    with pytest.raises(InputError, match="Japanese only"):
        OpenJTalk().timing("Yes.", "en")
