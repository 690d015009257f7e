"""Japanese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import budoux
from num2words import num2words

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
from chainreel.languages.number_guard import read_idioms

HERE = Path(__file__).parent
UNREAD = 8  # characters between two words that are read otherwise than they are written
PARTING = "・"  # parts words without a pause (voice/japanese.py)
TSU = ("ゼロ", "ひとつ", "ふたつ", "三つ", "四つ", "五つ", "六つ", "七つ", "八つ", "九つ", "十")

# --- numbers in text -------------------------------------------------------------------------------

STATED = re.compile(
    r"[数幾何]?[〇零一二三四五六七八九十百千万億兆半]+"
    r"|[壱弐廿卅萬]+|[壱弐参拾]+(?=[つ人個本枚回層倍階通]|分の)"
    r"|(?:ひと|ふた|みっ|よっ|むっ|なな|ここの)つ|(?<![一-鿿ていし])いつつ|やっつ(?!け)|ひとり|ふたり|(?:まっ|真っ)ぷたつ"
    r"|(?<![ァ-ヴー])(?:ゼロ|ワン|ツー|スリー|フォー|ファイブ|シックス|セブン|エイト|ナイン|テン|ハーフ"
    r"|ダブル|トリプル|ダース)(?![ァ-ヴー])"
    r"|倍増|倍加|(?<=[がをはもの、])倍(?=[にの])"
)
ARGUABLE = re.compile(r"両[方者側端辺隣面極]|双方|双子")
# enough; a tenth and ten minutes are numbers
PASSES = re.compile(r"(?<![一二三四五六七八九])十分(?!の[一二三四五六七八九]|間)")

# --- numbers in words and as they are said -----------------------------------------------------------


def cardinal(number: int) -> str:
    """``三十一``"""
    return str(num2words(number, lang="ja"))


def counting(number: int) -> str:
    """``ゼロ``, ``ひとつ``, ``三つ``; beyond ten as ``cardinal``."""
    return TSU[number] if 0 <= number < len(TSU) else cardinal(number)


def ordinal(number: int) -> str:
    """``三十一番目``"""
    return str(num2words(number, lang="ja", to="ordinal"))


def part(denominator: int) -> str:
    """``二百万分の一``"""
    return f"{cardinal(denominator)}分の一"


def power(base: str, exponent: str, minus: str) -> str:
    """``10のマイナス6乗``"""
    return f"{base}の{minus if exponent.startswith('-') else ''}{exponent.lstrip('-')}乗"


def runs_together(before: str, after: str) -> bool:
    """Whether two stretches would be read as one word: kana by kana, a digit by a digit."""
    return bool(before and after and re.fullmatch(r"[ァ-ヴー]{2}|\d\d", before[-1] + after[0]))


def grid(sides: Sequence[str], times: str) -> str:
    """``3かける3``"""
    return times.join(sides)


def find_bindings(text: str) -> dict[int, int]:
    """The offsets within words and compounds, by Open JTalk's dictionary: 当|てずっぽう, 直交|初期化."""
    from pyopenjtalk import run_frontend  # loads a dictionary of 100 MB

    plain = "".join(full if len(full := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)
    found, place, before = dict[int, int](), 0, None
    for word in run_frontend(text):
        said = unicodedata.normalize("NFKC", word["string"])
        at = plain.find(said, place)
        if not 0 <= at - place <= UNREAD:  # figures come back in words
            continue
        found |= dict.fromkeys(range(at + 1, at + len(said)), 2)
        if before is not None and at == place and leans(word, before):
            found[at] = 2 if word["pos"] == "助動詞" or word["pos_group1"] == "接続助詞" else 1  # まねれ|ば
        place, before = at + len(said), word
    return found


def leans(word: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether a word makes one with that before it: と|いう, はっきり|した, 直交|初期化."""
    if word["pos"] in ("助詞", "助動詞") or word["pos_group1"] in ("非自立", "接尾"):
        return True
    if word["orig"] in ("いう", "言う"):
        return bool(before["string"] == "と")
    if word["string"][0] in "しす" and before["pos"] == "副詞":
        return True
    return bool(word["pos"] == before["pos"] == "名詞" and before["pos_group1"] != "副詞可能")


LANGUAGE = Language(
    tag="ja",
    name="日本語",
    locale=Locale(iso639="jpn", region="ja-JP", typst='lang: "ja"', direction="ltr"),
    number_words=NumberWords(
        stated=STATED, arguable=ARGUABLE, passes=PASSES,
        idioms=read_idioms(HERE / "ja.idioms.txt"), joints=re.compile("分の|・"),
    ),
    numerals=Numerals(
        decimal=".", thousands=",", percent="%",
        cardinal=cardinal, counting=counting, ordinal=ordinal, part=part, plural=lambda _: "other",
    ),
    speech=SpeechForms(
        figures=lambda digits: digits,  # the dictionary reads them with their counters
        year=lambda digits: digits,
        percent=lambda number: f"{number}パーセント",
        power=power,
        grid=grid,
        chain="、".join,
        fraction=lambda above, below: f"{below}分の{above}",
        argument="",
        after_name="",
        between_words="",
        parting=PARTING,
        runs_together=runs_together,
        spells_latin=True,
        keeps_blanks=False,
        sayable=re.compile(r"[ぁ-ゖァ-ヺー々〆ヶ一-鿿、。？！「」『』（）・…\n ]"),
        punctuation=str.maketrans(",.:;?!()“”", "、。、、？！（）「」"),
        readable=re.compile(r"[ァ-ヴー・0-9]+"),
        reading_kind="katakana",
        breaths=(r"(?<=[。！？])", r"(?<=[、…）」])", r"(?<=[はがをにでともへ])(?=[^ぁ-ん])"),
    ),
    lines=Lines(
        phrases=breaking.phrases(budoux.load_default_japanese_parser),
        never_first=breaking.ALL_NEVER_FIRST,
        never_last=breaking.ALL_NEVER_LAST,
        glued=breaking.one_ascii_word,
        gap_to_maths=breaking.is_han_or_kana,
        pauses="、。,.:;",
    ),
    # Japanese broadcast and subtitling practice: 16 full-width characters, 7 a second (publishing facts)
    captions=Captions(
        widest=16.0, lines=2, fastest=6.9, width=breaking.full_widths, endings=breaking.ENDINGS,
        parting=find_bindings,
    ),
    pace=Pace(
        unit="characters", said=breaking.characters_but(r"[\s、。]"), a_minute=330,
        read=breaking.characters_but(r"[\s、。，．・：；？！「」『』（）…—]"), a_breath=40, a_screen=80,
    ),
    fonts=Fonts(
        families='((name: "Inter", covers: "latin-in-cjk"), "Noto Sans JP", "Inter", "Chainreel Maths")',
        lightest=400,
        files=("Inter_500Medium.ttf", "NotoSansJP_500Medium.ttf", "ChainreelMaths-Regular.otf"),
        credit="Inter, Noto Sans JP (SIL Open Font License 1.1); New Computer Modern (GUST Font License)",
    ),
    labels=read_labels(HERE / "ja.toml"),
    voices={"kokoro": "jf_alpha", "openjtalk": "Mei", "voicevox": "", "recordings": "", "none": ""},
    between_sentences="",
    readings=HERE.parent / "readings" / "ja.toml",
    documents=HERE / "documents",
)  # fmt: skip
