"""Captions: short lines parted at phrases, on the voice's words, in both languages for one voice."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from tiny import TINY, filled

from chainreel.captions import breaking
from chainreel.captions.breaking import LONGEST, SHORTEST, blocks, fastest, widest, width
from chainreel.captions.caption import Caption, captions, foreign_captions
from chainreel.captions.files import srt, vtt
from chainreel.errors import InputError
from chainreel.languages.discovery import language_named
from chainreel.sound.narrator import Narrator
from chainreel.timeline import BREATH
from chainreel.voice.kokoro import Kokoro
from chainreel.voice.narration import Narration, narrate
from chainreel.voice.silent import Silent, evenly
from chainreel.voice.spoken import Timed, WordTime

pytestmark = pytest.mark.xdist_group("kokoro")  # the model is loaded in one process

LONG_JA = (
    "重みを掛けて足し、シグモイドで曲げて、次の層へ渡します。それを三十回くり返すと、勾配はほとんど消えます。"
)
LONG_EN = "Multiply by the weights, add, bend it, and hand it on; after thirty layers, very little is left."
SENTENCES = Path(__file__).parent / "number_sentences"
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


def other(language: str) -> str:
    return "en" if language == "ja" else "ja"


def said(language: str, beat: str = "factors") -> Narration:
    """A beat of the tiny lecture, with pauses for the other language's captions."""
    narrator = Narrator(Kokoro(), beside={"slopes": (filled(TINY, other(language)),)})
    return narrator.narration(filled(TINY, language), beat, (), 30)


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("数字は十種類なので、当てずっぽうでも一割は当たります。", "当てずっぽう"),
        ("ただしシグモイドという曲線の傾きは、一番急な所でも四分の一です。", "という"),
        ("信号の長さを変えない直交初期化なら、もっと上がります。", "直交初期化"),
        ("初めて見る数字での間違いに、はっきりした差は出ませんでした。", "はっきりした"),
        ("浮かび上がるのは、両どなりで明るさの差が大きい所だけです。", "浮かび上がる"),
        ("最小二乗法の答えとほぼ同じで、それより小さい損失はありません。", "最小二乗法"),
    ],
)
@pytest.mark.parametrize("narrow", [16.0, 12.0, 9.0])
def test_no_line_parts_a_word(
    sentence: str, whole: str, narrow: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words, compounds and what is bound to the word before stay on one line, however narrow lines are."""
    japanese = language_named("ja")
    slim = replace(japanese, captions=replace(japanese.captions, widest=narrow))
    monkeypatch.setattr(breaking, "language_named", lambda _: slim)
    lines = [line for block in blocks(sentence, "ja", lambda a, b: (b - a) / 6) for line in block.lines]
    assert "".join(lines) == sentence
    assert any(whole in line for line in lines)


LEANING = {
    "en": "a an the i", "es": "a e o u y el la los las un una unos unas del de en",
    "fr": "à a y le la les un une des du de et ou",
}  # fmt: skip


@pytest.mark.parametrize("language", LEANING)
def test_no_article_hangs_at_a_line_s_end(language: str) -> None:
    """Nor a word of one letter, in any pair of sentences that are set together."""
    text = (SENTENCES / f"{language}.txt").read_text(encoding="utf-8").partition("# innocent\n")[2]
    lines = [
        line
        for pair in pairwise(text.splitlines())
        for block in blocks(" ".join(pair), language, lambda a, b: (b - a) / 14)
        for line in block.lines
    ]
    assert len(lines) > 40
    ends = [line.split()[-1].casefold() for line in lines if len(line.split()) > 1]
    assert [end for end in ends if end in LEANING[language].split()] == []


@pytest.mark.parametrize(("text", "language"), [(LONG_JA, "ja"), (LONG_EN, "en")])
def test_lines_are_short_and_no_word_is_lost(text: str, language: str) -> None:
    """At most two lines of the language's width, none begins with what may not, and all is there."""
    found = blocks(text, language, lambda a, b: (b - a) / 6)
    lines = [line for block in found for line in block.lines]
    assert max(width(line, language) for line in lines) <= widest(language)
    assert max(len(block.lines) for block in found) <= 2
    assert not any(line[0] in language_named(language).lines.never_first for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(found) > 1


@pytest.mark.parametrize(
    ("text", "language"),
    [("See https://example.org/" + "a" * 60 + " now.", "en"), ("1" * 40, "ja"), ("あー" + "ー" * 20, "ja")],
)
def test_what_is_wider_than_a_line_is_cut_rather_than_lost(text: str, language: str) -> None:
    """An address or a very long number has no place to break at; its sentence is still captioned."""
    lines = [line for block in blocks(text, language, lambda a, b: (b - a) / 6) for line in block.lines]
    assert max(width(line, language) for line in lines) <= widest(language)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_japanese_is_parted_at_phrases() -> None:
    """Never within a word: every line ends where a phrase does."""
    lines = [line for block in blocks(LONG_JA, "ja", lambda a, b: 3.0) for line in block.lines]
    assert all(line[-1] in "、。てでをはと" for line in lines)


def test_half_width_characters_count_one_half() -> None:
    """Digits and Latin letters take half of a Japanese character's room."""
    assert width("約0.25の", "ja") == 4.0
    assert width("about", "en") == 5.0


@LANGUAGES
@pytest.mark.parametrize("beat", ["factors", "product"])
def test_both_languages_captions_can_be_read(language: str, beat: str) -> None:
    """With either voice: long enough, not too fast, never two at once."""
    narration = said(language, beat)
    length = narration.speech(30).length / 30 + BREATH
    texts = [s.words.plain for s in filled(TINY, other(language)).beat(beat).say]
    own = captions(narration, language, length)
    foreign = foreign_captions(narration, texts, other(language), length)
    for found, tongue in ((own, language), (foreign, other(language))):
        for caption in found:
            seconds = caption.end - caption.start
            assert SHORTEST - 0.01 <= seconds <= LONGEST
            assert width("".join(caption.lines), tongue) / seconds <= fastest(tongue) + 0.05
        assert all(before.end <= after.start for before, after in pairwise(found))
        assert found[-1].end <= length


@LANGUAGES
def test_a_caption_begins_on_its_first_word(language: str) -> None:
    """Within 0.15 s in the voice's own language, within its sentence in the other."""
    narration = said(language)
    own = captions(narration, language, 60.0)
    for caption in own:
        sentence = next(s for s in narration.sentences if caption.lines[0][:4] in s.plain)
        at = sentence.plain.index(caption.lines[0])
        word = next(w for w in sentence.words if at < w.end)
        assert abs(caption.start - word.start_s) < 0.15
    texts = [s.words.plain for s in filled(TINY, other(language)).beat("factors").say]
    foreign = foreign_captions(narration, texts, other(language), 60.0)
    for caption in foreign:
        assert any(s.start <= caption.start < s.end for s in narration.sentences)


def test_the_voice_waits_until_the_other_caption_can_be_read() -> None:
    """A short English sentence with a long Japanese caption is followed by a longer pause."""
    script = filled(TINY, "en")
    alone = narrate(script, "factors", Kokoro())
    beside = said("en")
    assert beside.sentences[1].start > alone.sentences[1].start + 0.3
    assert beside.sentences[0].end == alone.sentences[0].end


class Hurried(Silent):
    """A voice that is silent for 0.4 s before each sentence and has said it within a second."""

    def timing(self, text: str, language: str) -> Timed:
        words = evenly(text, 0.6)
        late = (WordTime(w.start, w.end, w.start_s + 0.4, w.end_s + 0.4) for w in words)
        return Timed(1.0, tuple(late))


@LANGUAGES
def test_a_caption_can_be_read_though_its_first_word_is_late(language: str) -> None:
    """It begins on the word, so the pause after the sentence is longer by what came before the word."""
    narrator = Narrator(Hurried(), beside={"slopes": (filled(TINY, other(language)),)})
    narration = narrator.narration(filled(TINY, language), "factors", (), 30)
    found = captions(narration, language, narration.speech(30).length / 30 + BREATH)
    speeds = [width("".join(c.lines), language) / (c.end - c.start) for c in found]
    assert max(speeds) <= fastest(language) + 0.01


def test_another_number_of_sentences_is_refused() -> None:
    """Captions of one language cannot fit the voice of the other then."""
    with pytest.raises(InputError, match="give all languages the same sentences"):
        foreign_captions(said("en"), ["一つだけ。"], "ja", 9.0)


def test_files_are_subrip_and_webvtt() -> None:
    """Numbers, commas and no markup in one; the language, points and escaped signs in the other."""
    found = [Caption(0.35, 3.5, ("a < b,", "so")), Caption(3661.0, 3662.5, ("x & y",))]
    assert srt(found) == (
        "1\n00:00:00,350 --> 00:00:03,500\na < b,\nso\n\n2\n01:01:01,000 --> 01:01:02,500\nx & y\n"
    )
    assert vtt(found, "en").startswith(
        "WEBVTT\n\nNOTE Language: en\n\n00:00:00.350 --> 00:00:03.500\na &lt; b,\nso\n"
    )
    assert "x &amp; y" in vtt(found, "en")
