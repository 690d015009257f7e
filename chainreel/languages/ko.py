"""Korean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

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
from chainreel.languages.number_guard import IDEOGRAPHS, read_idioms

HERE = Path(__file__).parent

# --- numbers in text -------------------------------------------------------------------------------
# One syllable says little in Korean: 이 is two and this, 일 one and work, 한 one and done. So a numeral
# counts where its form or what follows it leaves no doubt: a power of ten, a counter, another numeral.

START = r"(?<![가-힣])"
COUNTERS = (
    "(?:개월|개|명|번째|번|배|층|장|쌍|시간|초|권|대|마리|퍼센트|프로|분의|제곱|승|차원|단계|회|년|원|비트|바퀴|줄"
    "|칸|살|곳|걸음|가지|자리|조각|사람|종류|단어|문장|글자|층짜리|겹)"
)
SINO = "[일이삼사오육륙칠팔구]"
TENS = rf"(?:{SINO}?십{SINO}?)"
NATIVE_TENS = "(?:스물|스무|서른|마흔|예순|일흔|여든|아흔)"
NATIVE_UNITS = "(?:하나|한|둘|두|셋|세|석|넷|네|넉|다섯|여섯|일곱|여덟|아홉)"
PARTICLES = "(?:이|가|은|는|을|를|의|도|과|와|로|만|뿐|씩|째|이다|입니다|이고|이서|부터|까지|에|보다|다)"
STATED = re.compile(
    # 삼십, 백만, 이천, 수백: with a power of ten that is clear by itself
    rf"{START}(?:[수몇]|{SINO})?(?:{SINO}십|[수몇]십|{SINO}백|[수몇]백|{SINO}천|[수몇]천|[십백천]만|[십백천]억|{SINO}억|백{SINO}?십|천{SINO}?[백십]|만(?=\s{SINO}?[천백십]))"
    rf"[일이삼사오육륙칠팔구십백천만억조]*"
    rf"|{START}만\s[천백십]"
    # 백 개, 만 명, 십 배, 수만 개
    rf"|{START}[수몇]?{SINO}?[십백천만억조](?=\s?{COUNTERS}(?![가-힣])|\s?{COUNTERS}{PARTICLES})"
    rf"|{START}[십백천]{SINO}(?=\s?{COUNTERS})"
    # 삼 층, 오 퍼센트, 구 년; 이 and 일 only where the counter is joined to them
    rf"|{START}[삼사오육칠팔구](?=\s?(?:층|배|퍼센트|프로|년|초|회|차원|제곱|승|비트|번째|단계|장|명|개월|분의))"
    rf"|{START}[이일](?=(?:층|배|퍼센트|프로|차원|제곱|승|비트)|\s?분의\s?{SINO}|\s퍼센트)"
    rf"|(?:(?<=[{SINO[1:-1]}십백천만억\d□\s]분의)|(?<=[{SINO[1:-1]}십백천만억\d□\s]분의\s)|(?<=\A분의\s))[영{SINO[1:-1]}십백천]+"
    # 이차 함수, 삼차원; 오차 is the error, unless it is plainly of the fifth degree
    rf"|{START}[이삼사]차(?=\s|원|식|항|함수|방|미분|도)|{START}오차(?=원|방정식|다항식)"
    rf"|{START}[이삼사]중(?=\s|으|주|구|나)|[세네]제곱"
    # 영점 이오, 삼 점 일사
    rf"|{START}[영공일이삼사오육칠팔구십백]+\s?점\s?[영공일이삼사오육칠팔구]+(?![가-힣])"
    rf"|{START}[영일이삼사오육칠팔구십백]+\s?점\s?"
    rf"(?:[영공일이삼사오육칠팔구]{{2,}}|[영공일이삼사오육칠팔구](?=입니다|이다|\s?배|{PARTICLES}(?![가-힣])))"
    rf"|{START}영(?=(?:이|으로|에|보다|과|의)?(?:\s|[.,?!]|\Z)|입니다)"
    # 스물, 서른둘, 열두, 다섯
    rf"|{START}{NATIVE_TENS}{NATIVE_UNITS}?|{START}열{NATIVE_UNITS}|{START}열(?=\s?{COUNTERS}{PARTICLES}?(?![가-힣])|\s번)"
    rf"|{START}(?:다섯|여섯|일곱|여덟|아홉)|{START}쉰(?=\s?{COUNTERS}|{NATIVE_UNITS})"
    rf"|{START}(?:둘|셋|넷)째"
    rf"|{START}(?:둘|셋|넷)(?={PARTICLES}(?![가-힣])|입니다|[^가-힣\s]|\Z|\s(?:다|모두|이상|이하|중|사이|가운데)(?![가-힣]))"
    rf"|{START}하나(?=[가는를만뿐도]?(?![가-힣])|뿐|입니다|이다|만)"
    # 두 배, 세 층, 네 개; 한 only with a counter
    rf"|{START}(?:두|세|석|네|넉)(?=\s[가-힣□])|{START}(?:두|세|석|네|넉)(?=(?:개|명|번|배|가지|층|장|쌍|시간|줄|곳)(?!리))"
    rf"|{START}한(?=\s?(?:개|명|층|장|배|쌍|시간|초|권|대|마리|퍼센트|줄|칸)(?=[가-힣]?(?![가-힣])|\s|{PARTICLES}))"
    rf"|{START}(?:한두|두어|두세|서너|너댓|대여섯|예닐곱|여남은|한둘|두셋|서넛)"
    rf"|절반|갑절|곱절|{START}반(?=으로|만큼|씩|\s이상|\s이하|에\s)|(?<=[은는이가을를]\s)배(?=로\s|가\s(?:되|됩|될|된))|더블|트리플"
    rf"|{START}(?:제로|원|투|쓰리)(?=샷)|[{IDEOGRAPHS}]+"
)
ARGUABLE = re.compile(r"양쪽|양측|양단|양끝|쌍방|쌍둥이|(?<![가-힣])쌍(?=으로|을 이)")
PASSES = re.compile(
    r"(?:중|중의|가운데)\s하나|하나의(?=\s)|하나씩|하나하나|또\s하나|또\s하나의|하나로(?=\s(?:합|묶|모|이어|통))"
    r"|(?<=\s)네,|\A네,"
)

# --- numbers in words and as they are said -----------------------------------------------------------

COUNTING_UNITS = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
COUNTING_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")


def cardinal(number: int) -> str:
    """``삼십일``, ``이만 오천``"""
    return str(num2words(number, lang="ko"))


def counting(number: int) -> str:
    """The native numeral before a counter: ``세``, ``스무``; from a hundred on as ``cardinal``."""
    if not 0 < number < 100:
        return cardinal(number)
    if number == 20:
        return "스무"
    return COUNTING_TENS[number // 10] + COUNTING_UNITS[number % 10]


def ordinal(number: int) -> str:
    """``첫 번째``, ``서른한 번째``"""
    return f"{'첫' if number == 1 else counting(number)} 번째"


def figures(digits: str) -> str:
    """``0.25`` is 영 점 이오."""
    whole, _, decimals = digits.partition(".")
    said = "".join(cardinal(int(digit)) for digit in decimals)
    return f"{cardinal(int(whole))} 점 {said}" if decimals else cardinal(int(whole))


def power(base: str, exponent: str, minus: str) -> str:
    """``십의 마이너스 육 제곱``, ``엑스의 세제곱``"""
    bare = exponent.lstrip("-")
    if exponent in ("2", "3"):
        return f"{base}의 {'제곱' if exponent == '2' else '세제곱'}"
    said = cardinal(int(bare)) if bare.isdigit() else bare
    return f"{base}의 {minus + ' ' if exponent.startswith('-') else ''}{said} 제곱"


def grid(sides: Sequence[str], times: str) -> str:
    """``삼 곱하기 삼``"""
    return f" {times} ".join(sides)


LANGUAGE = Language(
    tag="ko",
    name="한국어",
    locale=Locale(iso639="kor", region="ko-KR", typst='lang: "ko"', direction="ltr"),
    number_words=NumberWords(
        stated=STATED, arguable=ARGUABLE, passes=PASSES,
        idioms=read_idioms(HERE / "ko.idioms.txt"), joints=re.compile(r" ?(?:분의)? ?"),
    ),
    numerals=Numerals(
        decimal=".", thousands=",", percent="%",
        cardinal=cardinal, counting=counting, ordinal=ordinal,
        part=lambda n: f"{cardinal(n)} 분의 일", plural=lambda _: "other",
    ),
    speech=SpeechForms(
        figures=figures,
        year=lambda digits: cardinal(int(digits)),
        percent=lambda number: f"{number} 퍼센트",
        power=power,
        grid=grid,
        chain=", ".join,
        fraction=lambda above, below: f"{below} 분의 {above}",
        argument="",
        after_name=" ",
        between_words=" ",
        parting=" ",
        runs_together=lambda before, after: before[-1:].isalnum() and after[:1].isalnum(),
        spells_latin=True,
        keeps_blanks=True,
        sayable=re.compile(r"[가-힣 ,.:;?!'\"()…\n-]"),
        punctuation=str.maketrans("“”‘’、。，．？！：（）", "\"\"'',.,.?!:()"),
        readable=re.compile(r"[가-힣 ]+"),
        reading_kind="Hangul",
        breaths=(r"(?<=[.?!]) ", r"(?<=[,:;…)]) ", r" "),
    ),
    lines=Lines(
        phrases=breaking.words,  # Korean lines break between eojeol
        never_first=breaking.ALL_NEVER_FIRST,
        never_last=breaking.ALL_NEVER_LAST,
        glued=breaking.one_word,
        gap_to_maths=lambda _: False,  # a particle clings to its formula
        pauses=",.:;",
    ),
    # Netflix's timed text guide for Korean: 16 characters, 12 a second; just under it
    captions=Captions(
        widest=16.0, lines=2, fastest=11.8, width=breaking.full_widths, endings=breaking.ENDINGS,
        parting=breaking.nowhere,
    ),
    # a calm lecturer: 300 syllables a minute (newsreaders speak 340 and more)
    pace=Pace(
        unit="characters", said=breaking.characters_but(r"[\s,.?!]"), a_minute=300,
        read=breaking.characters_but(r"[\s,.:;?!·“”‘’\"'()…—]"), a_breath=40, a_screen=80,
    ),
    fonts=Fonts(
        families='((name: "Inter", covers: "latin-in-cjk"), "Noto Sans KR", "Inter", "Noto Sans JP", '
        '"Chainreel Maths")',
        lightest=500,
        files=(
            "Inter_500Medium.ttf", "NotoSansKR_500Medium.ttf", "NotoSansJP_500Medium.ttf",
            "ChainreelMaths-Regular.otf",
        ),
        credit="Inter, Noto Sans KR, Noto Sans JP (SIL Open Font License 1.1); "
        "New Computer Modern (GUST Font License)",
    ),
    labels=read_labels(HERE / "ko.toml"),
    voices={"recordings": "", "none": ""},
    between_sentences=" ",
    readings=HERE.parent / "readings" / "ko.toml",
    documents=HERE / "documents",
)  # fmt: skip
