"""The number guard in six languages: what states a number is found, and ordinary prose passes."""

import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainreel.languages.discovery import language_named
from chainreel.languages.myriads import in_characters
from chainreel.languages.number_guard import Found, composed_text, numbers_in, unknown_numbers

TAGS = ("en", "es", "fr", "ja", "ko", "zh-Hans")
FEWEST = 40  # sentences a language, either way
FOLDER = Path(__file__).parent / "number_sentences"
COUNTED = {
    "en": "It has {} of them.", "es": "Hay {} capas.", "fr": "Il y a {} couches.",
    "ja": "ここに{}個あります。", "zh-Hans": "这里有{}个。", "ko": "여기 {} 개가 있습니다.",
}  # fmt: skip
STANDING = {
    "en": "What is left is {}.", "es": "Lo que queda es {}.", "fr": "Il reste {}.", "ja": "残りは{}です。",
    "zh-Hans": "剩下的是{}。", "ko": "남은 것은 {}입니다.",
}  # fmt: skip


def found(text: str, tag: str, names: tuple[str, ...] = ()) -> list[str]:
    return unknown_numbers(text, language_named(tag).number_words, names)


def stated(tag: str) -> list[tuple[list[str], str]]:
    """Sentences with the numbers that must be found in them."""
    lines = (FOLDER / f"{tag}.txt").read_text("utf-8").partition("# innocent\n")[0].splitlines()[1:]
    pairs = [line.split(" | ", 1) for line in lines]
    return [(numbers.split(" + "), sentence) for numbers, sentence in pairs]


def innocent(tag: str) -> list[str]:
    """Sentences that state no number."""
    return (FOLDER / f"{tag}.txt").read_text("utf-8").partition("# innocent\n")[2].splitlines()


@pytest.mark.parametrize("tag", TAGS)
def test_there_are_enough_sentences(tag: str) -> None:
    """Each language is tried on at least forty sentences of either kind, none of them twice."""
    for sentences in ([sentence for _, sentence in stated(tag)], innocent(tag)):
        assert len(set(sentences)) == len(sentences) >= FEWEST


@pytest.mark.parametrize(("tag", "numbers", "sentence"), [(t, n, s) for t in TAGS for n, s in stated(t)])
def test_a_stated_number_is_found(tag: str, numbers: list[str], sentence: str) -> None:
    """Cardinals, decimals, fractions, percents, powers, counters, multiples: each as one whole."""
    assert [n.casefold() for n in found(sentence, tag)] == [n.casefold() for n in numbers]


@pytest.mark.parametrize(("tag", "sentence"), [(t, s) for t in TAGS for s in innocent(t)])
def test_ordinary_prose_passes(tag: str, sentence: str) -> None:
    """Articles, fixed words and words that only look like numerals state no number."""
    assert found(sentence, tag) == []


@pytest.mark.parametrize("tag", TAGS)
def test_no_number_in_words_slips_through(tag: str) -> None:
    """Every whole number that a language can write is found in a sentence, in all its forms."""
    numerals = language_named(tag).numerals
    numbers = [
        *range(10, 131),
        200,
        999,
        1001,
        1797,
        2000,
        9999,
        12345,
        20000,
        99999,
        393216,
        10**6,
        3 * 10**9,
    ]
    for number in numbers:
        for form in (numerals.cardinal, numerals.counting, numerals.ordinal):
            assert found(COUNTED[tag].format(form(number)), tag), form(number)
        assert found(STANDING[tag].format(numerals.part(number)), tag), numerals.part(number)
    for number in range(2, 10):
        assert found(COUNTED[tag].format(numerals.counting(number)), tag), numerals.counting(number)
        assert found(STANDING[tag].format(numerals.part(number)), tag), numerals.part(number)


@pytest.mark.parametrize("tag", TAGS)
def test_no_spoken_decimal_slips_through(tag: str) -> None:
    """A decimal put in words, as a voice would say it, is a number as well."""
    language = language_named(tag)
    for digits in ("0.25", "1.5", "96.9", "0.04", "12.345"):
        said = language.speech.figures(digits)
        assert found(STANDING[tag].format(said), tag), said
        assert found(STANDING[tag].format(language.speech.percent(said)), tag), said


NUMBERS = [chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c))[0] == "N"]


@pytest.mark.parametrize("tag", TAGS)
def test_every_character_that_unicode_calls_a_number_is_one(tag: str) -> None:
    """Digits of every script, enclosed, raised, Roman, fractions: none passes, alone or in a word."""
    assert len(NUMBERS) > 1500
    passed = [c for c in NUMBERS if not found(f"a {c} b", tag)]
    assert passed == []


@pytest.mark.parametrize(
    "sign",
    [
        "①",
        "⑩",
        "❼",
        "㊿",
        "㋂",
        "㏠",
        "㍘",
        "⒊",
        "⑷",
        "Ⅻ",
        "ⅷ",
        "½",
        "⅐",
        "⅓",
        "²",
        "₃",
        "３",
        "𝟗",
        "🄂",
        "⚂",
        "🔟",
        "💯",
        "〇",
        "〣",
        "٣",
        "३",
        "㎡",
    ],
)
def test_numbers_in_disguise(sign: str) -> None:
    """A number in a circle, a square, a month's or an hour's sign, on a die, in another script."""
    assert found(f"see {sign} there", "en") == [sign]


@pytest.mark.parametrize("text", ["Gate III", "phase VII", "part XIV", "in MMXXVI", "(iii)", "see iv"])
def test_roman_numerals_in_letters(text: str) -> None:
    """Roman numerals of two letters and more are numbers in every language."""
    assert all(len(found(text, tag)) == 1 for tag in TAGS)


@pytest.mark.parametrize(
    "text", ["CV", "MI", "a DC offset", "MC dropout", "LCD", "I see", "X and V", "CIVIL", "mix", "xi", "vi"]
)
def test_letters_that_are_no_roman_numerals(text: str) -> None:
    """Abbreviations, single letters and Greek names pass."""
    assert all(found(text, tag) == [] for tag in TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_a_listed_name_is_allowed_and_shelters_nothing_else(tag: str) -> None:
    """ResNet-50 and a loose count pass where the lecture names them; what stands beside them does not."""
    assert found("ResNet-50 W1", tag, ("ResNet-50", "W1")) == []
    assert found("ResNet-501", tag, ("ResNet-50",)) == ["501"]
    assert found("W1 W12", tag, ("W1",)) == ["W12"]


def test_loose_counts_are_marked_and_may_be_named() -> None:
    """Both, 両方, 양쪽 are refused unless the lecture lists them; a finding says that it is arguable."""
    for tag, text, word in (
        ("en", "Train both.", "both"), ("ja", "両方を学ぶ。", "両方"), ("ko", "양쪽을 본다.", "양쪽"),
        ("es", "Vemos ambas.", "ambas"), ("zh-Hans", "双方都学会了。", "双方"),
    ):  # fmt: skip
        words = language_named(tag).number_words
        (one,) = numbers_in(text, words)
        assert (one.text, one.arguable) == (word, True)
        assert numbers_in(text, words, (word,)) == ()
    assert found("Both the weight and the bias move.", "en") == []


def test_numbers_come_with_their_places() -> None:
    """A finding's span cuts its number out of the text."""
    text = "It has thirty-two layers, or ③."
    assert numbers_in(text, language_named("en").number_words) == (
        Found(7, 17, "thirty-two"),
        Found(29, 30, "③"),
    )


def test_characters_that_nobody_sees_part_no_word() -> None:
    """A soft hyphen, a zero-width space or a letter with its accent apart hides nothing."""
    assert found("thir\N{SOFT HYPHEN}ty and six\N{ZERO WIDTH SPACE}teen", "en") == ["thirty and sixteen"]
    assert found(unicodedata.normalize("NFD", "Il vaut zéro."), "fr") == ["zéro"]
    assert found(unicodedata.normalize("NFD", "이백 층"), "ko") == ["이백"]


@given(st.text(max_size=60))
def test_any_text_can_be_scanned(text: str) -> None:
    """Whatever stands in a text, findings lie side by side in it, in order."""
    for tag in TAGS:
        numbers = numbers_in(text, language_named(tag).number_words)
        assert all(a.end <= b.start for a, b in pairwise(numbers))
        assert all(composed_text(text)[n.start : n.end].startswith(n.text) for n in numbers)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
        (1001, "一千零一"), (1015, "一千零一十五"), (1797, "一千七百九十七"), (10_000, "一万"),
        (10_001, "一万零一"), (20_500, "二万零五百"), (393_216, "三十九万三千二百一十六"),
        (2_000_000, "二百万"), (100_000_000, "一亿"), (100_010_000, "一亿零一万"),
        (60_000_000_000, "六百亿"), (-7, "负七"),
    ],
)  # fmt: skip
def test_chinese_numerals(number: int, text: str) -> None:
    """Whole numbers count by ten thousands, with one zero between digits that are apart."""
    assert in_characters(number) == text


def test_a_number_with_too_many_digits_is_refused() -> None:
    """Chinese has no everyday word for more than twenty digits."""
    with pytest.raises(ValueError, match="too many digits"):
        in_characters(10**20)


@pytest.mark.parametrize(
    ("tag", "counting", "ordinal", "part"),
    [
        ("en", "twenty-one", "twenty-first", "one twenty-first"),
        ("ja", "二十一", "二十一番目", "二十一分の一"),
        ("zh-Hans", "二十一", "第二十一", "二十一分之一"),
        ("ko", "스물한", "스물한 번째", "이십일 분의 일"),
        ("es", "veintiún", "número veintiuno", "una parte entre veintiuno"),
        ("fr", "vingt et un", "vingt et unième", "un vingt-et-unième"),
    ],
)
def test_numbers_in_their_forms(tag: str, counting: str, ordinal: str, part: str) -> None:
    """Counting, ordering and parting, each as the language says it."""
    numerals = language_named(tag).numerals
    assert (numerals.counting(21), numerals.ordinal(21), numerals.part(21)) == (counting, ordinal, part)


@pytest.mark.parametrize(
    ("tag", "two", "third", "thousands", "millionth"),
    [
        ("en", "two", "one third", "twenty-one thousand", "one two-millionth"),
        ("ja", "ふたつ", "三分の一", "二万千", "二百万分の一"),
        ("zh-Hans", "两", "三分之一", "二万一千", "二百万分之一"),
        ("ko", "두", "삼 분의 일", "이만 천", "이백만 분의 일"),
        ("es", "dos", "un tercio", "veintiún mil", "una parte entre dos millones"),
        ("fr", "deux", "un tiers", "vingt et un mille", "un deux-millionième"),
    ],
)
def test_numbers_with_forms_of_their_own(
    tag: str, two: str, third: str, thousands: str, millionth: str
) -> None:
    """Two before its noun, a third, thousands and millionths follow the language's own rules."""
    n = language_named(tag).numerals
    assert (n.counting(2), n.part(3), n.cardinal(21_000), n.part(2_000_000)) == (
        two,
        third,
        thousands,
        millionth,
    )


@pytest.mark.parametrize(
    ("tag", "decimal", "percent", "power", "square", "fraction", "year"),
    [
        ("zh-Hans", "零点二五", "百分之九十六点九", "十的负六次方", "x的平方", "b分之a", "二零一五"),
        ("ko", "영 점 이오", "구십육 점 구 퍼센트", "십의 마이너스 육 제곱", "x의 제곱",
         "b 분의 a", "이천십오"),
        ("es", "cero coma veinticinco", "noventa y seis coma nueve por ciento", "diez elevado a menos seis",
         "x al cuadrado", "a entre b", "dos mil quince"),
        ("fr", "zéro virgule vingt-cinq", "quatre-vingt-seize virgule neuf pour cent",
         "dix puissance moins six", "x au carré", "a sur b", "deux mille quinze"),
        ("en", "zero point two five", "ninety-six point nine percent", "ten to the minus six",
         "x squared", "a over b", "two thousand and fifteen"),
        ("ja", "0.25", "96.9パーセント", "10のマイナス6乗", "xの2乗", "b分のa", "2015"),
    ],
)  # fmt: skip
def test_numbers_as_they_are_said(
    tag: str, decimal: str, percent: str, power: str, square: str, fraction: str, year: str
) -> None:
    """Decimals, percents, powers, fractions and years in each language's idiom."""
    speech = language_named(tag).speech
    minus = {
        "zh-Hans": "负",
        "ko": "마이너스",
        "es": "menos",
        "fr": "moins",
        "en": "minus",
        "ja": "マイナス",
    }[tag]
    assert speech.figures("0.25") == decimal
    assert speech.percent(speech.figures("96.9")) == percent
    assert speech.power(speech.figures("10"), "-6", minus) == power
    assert speech.power("x", "2", minus) == square
    assert speech.fraction("a", "b") == fraction
    assert speech.year("2015") == year
