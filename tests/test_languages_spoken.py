"""What a voice would say in each language: figures with its marks, percents, powers, shapes, listed words."""

from pathlib import Path

import pytest

from chainreel.errors import InputError
from chainreel.number import counted
from chainreel.show import show
from chainreel.voice.readings import language_readings, readings_of
from chainreel.voice.spokenform import spoken_form
from chainreel.words import Maths, Words

SAID = {  # a decimal; a percentage; a power of ten; a grouped number; a shape; a formula
    "en": ("zero point two five", "twelve point five percent", "two point zero times ten to the minus three",
           "twenty-five thousand six hundred", "three by three", "ex squared"),
    "ja": ("0.25", "12.5パーセント", "2.0かける10のマイナス3乗", "25600", "3かける3", "エックスの2乗"),
    "es": ("cero coma veinticinco", "doce coma cinco por ciento",
           "dos coma cero por diez elevado a menos tres", "veinticinco mil seiscientos",
           "tres por tres", "equis al cuadrado"),
    "fr": ("zéro virgule vingt-cinq", "douze virgule cinq pour cent",
           "deux virgule zéro fois dix puissance moins trois", "vingt-cinq mille six cents",
           "trois par trois", "iks au carré"),
    "zh-Hans": ("零点二五", "百分之十二点五", "二点零乘十的减三次方", "二万五千六百", "三乘三", "的平方"),
    "ko": ("영 점 이오", "십이 점 오 퍼센트", "이 점 영 곱하기 십의 마이너스 삼 제곱",
           "이만 오천육백", "삼 곱하기 삼", "엑스의 제곱"),
}  # fmt: skip


def spoken(words: Words) -> str:
    return spoken_form(words, None, "here").text


def shown(value: float, style: str, tag: str) -> Words:
    return Words((show(counted(value, "things"), style, tag),), tag)


@pytest.mark.parametrize("tag", SAID)
def test_numbers_are_said_in_the_languages_words(tag: str) -> None:
    """As they stand there, with the language's own marks: nothing is dropped and nothing is English."""
    decimal, percent, power, grouped, shape, formula = SAID[tag]
    assert spoken(shown(0.25, ".2f", tag)) == decimal
    assert spoken(shown(0.125, "%1", tag)) == percent
    assert spoken(shown(0.002, "e2", tag)) == power
    assert spoken(shown(25600, "d", tag)).replace(",", "") == grouped
    assert spoken(Words(("3x3",), tag, ("3x3",))) == shape
    assert spoken(Words((Maths(("x^2",)),), tag)).endswith(formula)


@pytest.mark.parametrize("tag", SAID)
def test_what_nobody_says_is_refused(tag: str) -> None:
    """A sign without a reading is named, in every language."""
    with pytest.raises(InputError, match="no voice says '☃'"):
        spoken(Words(("☃",), tag))


@pytest.mark.parametrize(
    ("tag", "word", "reading", "text", "said"),
    [
        ("es", "señal", "señal bonita", "La señal pasa.", "La señal bonita pasa."),
        ("es", "se", "sé", "La señal se va.", "La señal sé va."),
        ("fr", "ResNet", "rèsse-nette", "Voici ResNet.", "Voici rèsse-nette."),
        ("zh-Hans", "ResNet", "残差网络", "这是ResNet。", "这是残差网络。"),
        ("ko", "ResNet", "레스넷", "이것은 ResNet 모델입니다.", "이것은 레스넷 모델입니다."),
    ],
)
def test_a_lectures_readings_count_in_every_language(
    tag: str, word: str, reading: str, text: str, said: str, tmp_path: Path
) -> None:
    """Listed words are read so, and only where they are whole words."""
    (tmp_path / "readings.toml").write_text(f'["{tag}"]\n"{word}" = "{reading}"\n', encoding="utf-8")
    own = readings_of(tmp_path, tag)
    assert own.words[word.lower()] == reading
    assert language_readings(tag).words != own.words
    assert spoken_form(Words((text,), tag), own, "here").text == said


def test_readings_of_an_unknown_language_are_refused(tmp_path: Path) -> None:
    """With the file, the table and what is known."""
    (tmp_path / "readings.toml").write_text('[xx]\na = "b"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"readings.toml, \[xx\]: unknown language 'xx'; .*known: en, es"):
        readings_of(tmp_path, "en")
