"""Chinese, simplified."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import budoux

from chainreel.languages import breaking
from chainreel.languages.labels import read_labels
from chainreel.languages.language import (
    Captions,
    Fonts,
    Language,
    Lines,
    Locale,
    NumberWords,
    Numerals,
    Pace,
    SpeechForms,
)
from chainreel.languages.myriads import digit_by_digit, in_characters
from chainreel.languages.number_guard import read_idioms

HERE = Path(__file__).parent

# --- numbers in text -------------------------------------------------------------------------------

NUMERALS = "零〇一二三四五六七八九十百千万亿兆两半俩仨廿卅"
FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
STATED = re.compile(
    rf"一对|[几数]?[{NUMERALS}]+(?:分之[{NUMERALS}]+)?(?:点[{NUMERALS}]+)?|[{FORMAL}萬億]{{2,}}|[壹贰叁佰仟萬億]"
    r"|双[倍层]|翻[倍番]|加倍|倍增|成双"
)
ARGUABLE = re.compile(r"双方|双边|一双")
# 一 before a measure word is an article (一个网络: a network), unless the text insists that it is one only.
INSISTING = "只有 仅有 共有 至少 至多 最多 最少 正好 恰好 刚好 不到 超过 等于 大于 小于 多于 少于 总共 一共"
NOT_INSISTING = "".join(f"(?<!{word})" for word in INSISTING.split()) + rf"(?<![只仅共第{NUMERALS}])"
MEASURES = (
    "[个种条张次位点段句项件组类步行列份套幅棵座片块根枝支台颗章节门层场群批串束道处家款遍趟声笔口把本"
    "页名头只圈环]"
)
PASSES = re.compile(
    rf"{NOT_INSISTING}一[小大整]?(?:{MEASURES}|部分|系列|连串|方面)(?!半)"
    rf"|(?<![{NUMERALS}])(?:一共|总共|[十万]分(?!之|钟|[{NUMERALS}]))"
    r"|(?<!分)之一"  # one of; 三分之一 is a third
    r"|百分之(?=\Z|几)"  # the percent sign before a number
    r"|(?:星期|周|礼拜)[一二三四五六]"
    r"|([看想试算比说走问猜找听学做画])一\1"
    r"|一(?=看就|到了|听就|想到|遇到|碰到|开始|出现)"
)

# --- numbers in words and as they are said -----------------------------------------------------------


def counting(number: int) -> str:
    """``两`` before a measure word; all else as ``in_characters``."""
    return "两" if number == 2 else in_characters(number)


def figures(digits: str) -> str:
    """``0.25`` is 零点二五."""
    whole, _, decimals = digits.partition(".")
    return (
        f"{in_characters(int(whole))}点{digit_by_digit(decimals)}" if decimals else in_characters(int(whole))
    )


def power(base: str, exponent: str, minus: str) -> str:
    """``十的负六次方``, ``x的平方``"""
    bare = exponent.lstrip("-")
    if exponent in ("2", "3"):
        return f"{base}的{'平方' if exponent == '2' else '立方'}"
    said = in_characters(int(bare)) if bare.isdigit() else bare
    return f"{base}的{minus if exponent.startswith('-') else ''}{said}次方"


def grid(sides: Sequence[str], times: str) -> str:
    """``三乘三``"""
    return times.join(sides)


def is_latin(character: str) -> bool:
    """Whether a character is an unaccented letter or figure."""
    return character.isascii() and character.isalnum()


LANGUAGE = Language(
    tag="zh-Hans",
    name="简体中文",
    locale=Locale(iso639="zho", region="zh-CN", typst='lang: "zh", region: "CN"', direction="ltr"),
    number_words=NumberWords(
        stated=STATED, arguable=ARGUABLE, passes=PASSES,
        idioms=read_idioms(HERE / "zh_hans.idioms.txt"), joints=re.compile("点|分之|、"),
    ),
    numerals=Numerals(
        decimal=".", thousands=",", percent="%",
        cardinal=in_characters, counting=counting, ordinal=lambda n: f"第{in_characters(n)}",
        part=lambda n: f"{in_characters(n)}分之一", plural=lambda _: "other",
    ),
    speech=SpeechForms(
        figures=figures,
        year=digit_by_digit,
        percent=lambda number: f"百分之{number}",
        power=power,
        grid=grid,
        chain="、".join,
        fraction=lambda above, below: f"{below}分之{above}",
        argument="",
        after_name="",
        between_words="",
        parting=" ",
        runs_together=lambda before, after: is_latin(before[-1:]) and is_latin(after[:1]),
        spells_latin=True,
        keeps_blanks=False,
        sayable=re.compile(r"[A-Za-z一-鿿、，。？！：；“”‘’《》（）…—\n ]"),
        punctuation=str.maketrans(",.:;?!()", "，。：；？！（）"),
        readable=re.compile(r"[一-鿿A-Za-z ]+"),
        reading_kind="Chinese characters or Latin words",
        breaths=(r"(?<=[。！？；])", r"(?<=[，、：…）”])", r"(?<=[的了在和与是])"),
    ),
    lines=Lines(
        phrases=breaking.phrases(budoux.load_default_simplified_chinese_parser),
        never_first=breaking.ALL_NEVER_FIRST + "”’",
        never_last=breaking.ALL_NEVER_LAST + "“‘",
        glued=breaking.one_ascii_word,
        gap_to_maths=breaking.is_han_or_kana,
        pauses="，、。：；,.:;",
    ),
    # Netflix's timed text guide for Simplified Chinese: 16 characters, 9 a second; just under it
    captions=Captions(
        widest=16.0, lines=2, fastest=8.9, width=breaking.full_widths, endings=breaking.ENDINGS + "：；”",
        parting=breaking.nowhere,
    ),
    # a calm lecturer: 240 characters a minute (newsreaders speak 280 to 300)
    pace=Pace(
        unit="characters", said=breaking.characters_but(r"[\s，、。：；？！]"), a_minute=240,
        read=breaking.characters_but(r"[\s、。，．·：；？！“”‘’《》（）…—]"), a_breath=35, a_screen=70,
    ),
    fonts=Fonts(
        families='((name: "Inter", covers: "latin-in-cjk"), "Noto Sans SC", "Inter", "Chainreel Maths")',
        lightest=500,
        files=("Inter_500Medium.ttf", "NotoSansSC_500Medium.ttf", "ChainreelMaths-Regular.otf"),
        credit="Inter, Noto Sans SC (SIL Open Font License 1.1); New Computer Modern (GUST Font License)",
    ),
    labels=read_labels(HERE / "zh_hans.toml"),
    voices={"recordings": "", "none": ""},
    between_sentences="",
    readings=HERE.parent / "readings" / "zh-Hans.toml",
    documents=HERE / "documents",
)  # fmt: skip
