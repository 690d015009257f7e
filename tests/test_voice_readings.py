"""What is said: thirty technical terms a language, the way back to the plain text, nothing dropped."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainreel.errors import InputError
from chainreel.voice.japanese import pronunciation
from chainreel.voice.readings import language_readings, readings_of
from chainreel.voice.spokenform import SpokenForm, spoken_form
from chainreel.words import Maths, Piece, Words

JAPANESE: list[tuple[Piece, str]] = [
    ("0.25¹⁰", "レー テン ニー ゴー ノ ジュー ジョー"),
    (Maths(("0.25^10",)), "レー テン ニー ゴー ノ ジュー ジョー"),
    ("1.4×10⁻⁶", "イッ テン ヨン カケル ジュー ノ マイナス ロク ジョー"),
    (Maths(("y = a x + b",)), "ワイ イコール エー エックス プラス ビー"),
    ("y=ax+b", "ワイ イコール エー エックス プラス ビー"),
    ("dL/dw", "ディー エル ディー ダブリュー"),
    (Maths(("(partial cal(L))/(partial w)",)), "ラウンド エル ラウンド ダブリュー"),
    (Maths(("sigma'(z)",)), "シグマ ダッシュ ゼット"),
    (Maths(("W_1 x",)), "ダブリュー イチ エックス"),
    (Maths(("a/b",)), "ビー ブン ノ エー"),
    (Maths(("x^2",)), "エックス ノ ニ ジョー"),
    (Maths(("x approx -0.5",)), "エックス ニアリーイコール マイナス レー テン ゴ"),
    ("1x1の畳み込み", "イチ カケル イチ ノ タタミコミ"),
    ("3×3の畳み込み", "サン カケル サン ノ タタミコミ"),
    ("LeNet", "ルネット"),
    ("ResNet", "レズ ネット"),
    ("ResNet-50", "レズ ネット ゴ ジュー"),
    ("GoogLeNet", "グーグルネット"),
    ("ReLU", "レルー"),
    ("Inception", "インセプション"),
    ("σの傾き", "シグマ ノ カタムキ"),
    ("その値を足す", "ソノ アタイ ヲ タス"),
    ("数値と初期値", "スーチ ト ショキ チ"),
    ("99.6%に正解", "キュー ジュー キュー テン ロク パーセント ニ セーカイ"),
    ("−0.00168", "マイナス レー テン ゼロ ゼロ イチ ロク ハチ"),
    ("1,797枚", "セン ナナ ヒャク キュー ジュー ナナ マイ"),
    ("64個の画素", "ロク ジュー ヨン コ ノ ガソ"),
    ("2-3-2-1のネット", "ニ、 サン、 ニ、 イチ ノ ネット"),
    ("約二百万分の一", "ヤク ニ ヒャク マン ブン ノ イチ"),
    ("PyTorchの自動微分", "パイ トーチ ノ ジドー ビブン"),
    ("CNNとGPU", "シーエヌエヌ ト ジーピーユー"),
    ("5msと64 px", "ゴ ミリ ビョー ト ロク ジュー ヨン ピクセル"),
    ("３％です", "サン パーセント デス"),
]
ENGLISH: list[tuple[Piece, str]] = [
    ("0.25¹⁰", "zero point two five to the tenth"),
    (Maths(("0.25^10",)), "zero point two five to the tenth"),
    ("1.4×10⁻⁶", "one point four times ten to the minus six"),
    (Maths(("y = a x + b",)), "why equals ay ex plus bee"),
    ("y=ax+b", "why equals ay ex plus bee"),
    ("dL/dw", "dee ell dee double-u"),
    (Maths(("(partial cal(L))/(partial w)",)), "partial ell partial double-u"),
    (Maths(("sigma'(z)",)), "sigma prime of zee"),
    (Maths(("W_1 x",)), "double-u one ex"),
    (Maths(("a/b",)), "ay over bee"),
    (Maths(("x^2",)), "ex squared"),
    (Maths(("sqrt(x)",)), "the square root of ex"),
    (Maths(("x approx -0.5",)), "ex is about minus zero point five"),
    (Maths(("x <= 3",)), "ex is at most three"),
    ("a 1x1 kernel", "a one by one kernel"),
    ("a 3×3 kernel", "a three by three kernel"),
    ("ResNet", "rez net"),
    ("CNN", "see en en"),
    ("ResNet-50.", "rez net fifty."),
    ("GoogLeNet", "google net"),
    ("ReLU", "rell oo"),
    ("Inception", "Inception"),
    ("σ is steep", "sigma is steep"),
    ("99.6% of them", "ninety-nine point six percent of them"),
    ("it is −0.5 now", "it is minus zero point five now"),
    ("1,797 digits", "one thousand seven hundred and ninety-seven digits"),
    ("a 2-3-2-1 net", "a two, three, two, one net"),
    ("PyTorch's autograd", "pie torch's auto grad"),
    ("tanh", "tanch"),
    ("5ms at 64 px", "five milliseconds at sixty-four pixels"),
    ("x = 3", "ex equals three"),
    ("about ×0.24, always", "about times zero point two four, always"),
]


def form_of(piece: Piece, language: str) -> SpokenForm:
    return spoken_form(Words((piece,), language), None, "here")


@pytest.mark.parametrize(("piece", "kana"), JAPANESE, ids=lambda value: str(value))
def test_technical_terms_are_said_as_a_japanese_lecturer_says_them(piece: Piece, kana: str) -> None:
    """Numbers, formulas, Latin words and 値 come out in the right kana."""
    assert pronunciation(form_of(piece, "ja").text) == kana


@pytest.mark.parametrize(("piece", "words"), ENGLISH, ids=lambda value: str(value))
def test_technical_terms_are_said_as_an_english_lecturer_says_them(piece: Piece, words: str) -> None:
    """Numbers, formulas, letters and names come out as ordinary words."""
    assert form_of(piece, "en").text == words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("すごい😀", "ja"), ("한국어です", "ja"), ("привет", "ja"), ("foobarです", "ja"),
        ("", "ja"), ("。", "ja"), ("nice 😀", "en"), ("привет", "en"), ("café", "en"), (" ", "en"),
    ],
)  # fmt: skip
def test_what_no_voice_says_is_refused_with_its_place(text: str, language: str) -> None:
    """Emoji, foreign scripts, unknown Latin words and empty lines are errors, not silence."""
    with pytest.raises(InputError, match=r"chain\.toml, sentence 2"):
        spoken_form(Words((text,), language), None, "chain.toml, sentence 2")


@pytest.mark.parametrize("source", ["foo", "a + ((x)", "x)", "x^", "a | b"])
def test_a_formula_that_cannot_be_read_is_refused(source: str) -> None:
    """An unknown name, a bracket or an end too early is an error."""
    with pytest.raises(InputError, match="here"):
        form_of(Maths((source,)), "en")


PARTS = st.sampled_from(
    [
        "0.25",
        "その値",
        "は",
        "、",
        " ",
        "ResNetの",
        "σ",
        "xを",
        "1.4×10⁻⁶",
        "3x3",
        "重み",
        "97%",
        "−2",
        "です。",
    ]
)


@settings(deadline=None)  # the first call reads the dictionary
@given(st.lists(PARTS, min_size=1, max_size=8), st.sampled_from(["a x + b", "w_1", "sigma(z)"]))
def test_every_plain_character_has_its_place_in_what_is_said(parts: list[str], formula: str) -> None:
    """The fragments lie side by side over both texts, and offsets never go back."""
    words = Words(("".join(parts), Maths((formula,)), "です"), "ja")
    form = spoken_form(words, None, "here")
    edges = [(f.start, f.end, f.said, f.said_end) for f in form.fragments]
    assert edges[0][0] == edges[0][2] == 0
    assert all(a[1] == b[0] and a[3] == b[2] for a, b in pairwise(edges))
    assert (edges[-1][1], edges[-1][3]) == (len(words.plain), len(form.text))
    offsets = [form.offset(i) for i in range(len(words.plain) + 1)]
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(form.text)


def test_a_plain_offset_finds_its_word() -> None:
    """Behind a number that became longer, a cue still falls on its own word, and back."""
    words = Words(("その値は1,797枚の", Maths(("y = a x",)), "です"), "ja")
    form = spoken_form(words, None, "here")
    for word in ("枚", "です"):
        assert form.text[form.offset(words.plain.index(word)) :].startswith(word)
    start, end = form.text.index("アタイ"), form.text.index("アタイ") + 3
    assert words.plain[slice(*form.plain_span(start, end))] == "値"
    assert (
        words.plain[slice(*form.plain_span(form.text.index("1797"), form.text.index("1797") + 1))] == "1,797"
    )


def test_a_lecture_adds_its_own_readings(tmp_path: Path) -> None:
    """A lecture's readings.toml adds to the library's and overrules it, in its own language only."""
    (tmp_path / "readings.toml").write_text(
        '[ja]\n"Foobar" = "フーバー"\n"ReLU" = "ランプ"\n', encoding="utf-8"
    )
    readings = readings_of(tmp_path, "ja")
    form = spoken_form(Words(("foobarとReLUとResNet",), "ja"), readings, "here")
    assert form.text == "フーバーとランプとレズネット"
    assert readings_of(tmp_path, "en") == language_readings("en")


@pytest.mark.parametrize(
    "table", ['[de]\n"a" = "b"\n', '[ja]\n"ReLU" = "relu"\n', '[en]\n"x" = 3\n', '[en]\n"x" = "σ"\n', "[ja\n"]
)
def test_a_reading_that_no_voice_can_read_is_refused(tmp_path: Path, table: str) -> None:
    """Readings are katakana or English respellings; anything else names the file."""
    (tmp_path / "readings.toml").write_text(table, encoding="utf-8")
    with pytest.raises(InputError, match=r"readings\.toml"):
        [readings_of(tmp_path, language) for language in ("ja", "en")]
