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
    Numerals,
    NumberWords,
    Pace,
    Speech,
)
from chainreel.languages.myriads import digit_by_digit, in_characters

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
MEASURES = "[个种条张次位点段句项件组类步行列份套幅棵座片块根枝支台颗章节门层场群批串束道处家款遍趟声笔口把本页名头只圈环]"
PASSES = re.compile(
    rf"{NOT_INSISTING}一[小大整]?(?:{MEASURES}|部分|系列|连串|方面)(?!半)"
    rf"|(?<![{NUMERALS}])(?:一共|总共|[十万]分(?!之|钟|[{NUMERALS}]))"
    r"|(?<!分)之一"  # one of; 三分之一 is a third
    r"|百分之(?=\Z|几)"  # the percent sign before a number
    r"|(?:星期|周|礼拜)[一二三四五六]"
    r"|([看想试算比说走问猜找听学做画])一\1"
    r"|一(?=看就|到了|听就|想到|遇到|碰到|开始|出现)"
)
IDIOMS = (
    "一样", "一起", "一般", "一直", "一些", "一定", "一致", "一旦", "一方面", "一切", "一边", "一面", "一时",
    "一向", "一律", "一再", "一生", "一体", "一度", "一带", "一概", "一举", "一流", "一口气", "一阵", "一味",
    "一经", "一同", "一并", "一眼", "一会儿", "一下", "一下子", "一路", "一心", "一贯", "一模一样", "一应",
    "一目了然", "一步步", "一步一步", "一个个", "一一", "一对一", "一连", "一旁", "一线", "一瞬", "一番",
    "统一", "唯一", "同一", "单一", "均一", "逐一", "万一", "任一", "另一", "每一", "某一", "这一", "那一",
    "哪一", "下一", "上一", "前一", "后一", "第一", "进一步", "独一无二", "始终如一", "百里挑一",
    "一一对应", "十足", "十字", "百般", "百科", "百姓", "百度", "百货", "百分比", "百分点", "百分号",
    "千方百计", "千差万别", "千万别", "千变万化", "千篇一律", "成千上万", "万能", "万物", "万岁",
    "万维网", "万事", "万花筒", "亿万", "三角", "四边形", "四周", "四处", "四面八方", "四季", "四川",
    "四舍五入", "五颜六色", "七上八下", "乱七八糟", "三心二意", "一心一意", "九牛一毛", "三明治", "三文鱼",
    "三番五次", "再三", "半导体", "半径", "半监督", "半天", "半途", "大半", "前半", "后半", "上半", "下半",
    "半圆", "半角", "半透明", "半信半疑", "两难", "零件", "零售", "零散", "零食", "零星", "零碎", "零样本",
    "征兆", "预兆", "先兆", "兆头", "兆字节", "兆赫", "千克", "千米", "千瓦", "千字节", "千赫",
    "张三", "李四", "二进制", "八进制", "十进制", "十六进制", "第三方", "从零开始", "千万不要", "千万别", "一词", "二维码", "不三不四", "说一不二", "丢三落四", "举一反三", "接二连三", "一来二去", "一五一十",
)  # fmt: skip

# --- numbers in words and as they are said -----------------------------------------------------------


def counting(number: int) -> str:
    """``两`` before a measure word; all else as ``in_characters``."""
    return "两" if number == 2 else in_characters(number)


def figures(digits: str) -> str:
    """``0.25`` is 零点二五."""
    whole, _, decimals = digits.partition(".")
    return f"{in_characters(int(whole))}点{digit_by_digit(decimals)}" if decimals else in_characters(int(whole))


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
        stated=STATED, arguable=ARGUABLE, passes=PASSES, idioms=IDIOMS, joints=re.compile("点|分之|、"),
    ),
    numerals=Numerals(
        decimal=".", thousands=",", percent="%",
        cardinal=in_characters, counting=counting, ordinal=lambda n: f"第{in_characters(n)}",
        part=lambda n: f"{in_characters(n)}分之一", plural=lambda _: "other",
    ),
    speech=Speech(
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
        widest=16.0, lines=2, fastest=8.9, width=breaking.full_widths, endings=breaking.ENDINGS + "：；”"
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
