"""Japanese and English say, measure and print exactly what the modules do that decide by language today.

Goes when those modules read ``Language``: then their own tests hold it.
"""

import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chainreel.captions import breaking as captions_breaking
from chainreel.captions import track
from chainreel.check import watch, wording
from chainreel.draw.text import phrases, typesetting, typst_markup
from chainreel.draw.text.glyphs import TEXT_FONTS
from chainreel.languages import breaking
from chainreel.languages.discovery import language_named
from chainreel.languages.number_guard import numbers_in
from chainreel.publish import credits, description, documents, kit, notes, pptxml, vrchat, webpage
from chainreel.publish import video_sites as limits
from chainreel.script.expression import NAMES
from chainreel.script.markup import MARK, Sentence
from chainreel.script.number_words import ENGLISH_IDIOMS, JAPANESE_IDIOMS
from chainreel.script.number_words import unknown_numbers as unknown_today
from chainreel.show import in_words, parts_of_one, require_whole, significant, text_of
from chainreel.timeline import reading_seconds
from chainreel.voice import kokoro, numerals, readings, spokenform
from chainreel.voice import pauses as voice_phrases
from chainreel.words import Words

ROOT = Path(__file__).parent.parent
BOTH = ("ja", "en")
DRAWN = random.Random(5)
WHOLE = [
    *range(130),
    *(10**k * m for k in range(2, 13) for m in (1, 2, 7)),
    *(DRAWN.randrange(10**9) for _ in range(300)),
]
SMALL = [1 / n for n in range(2, 60)] + [10 ** -(8 * DRAWN.random()) for _ in range(200)]
# What the guard finds now and let pass before: both and zero, in words.
NEWLY_FOUND = {"both", "Both", "両方", "ゼロ"}


def texts_in(value: Any, language: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a script's table, with its language if it has one."""
    if isinstance(value, str):
        yield language, value
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one, language)
    elif "text" in value:
        yield from texts_in(value["text"], language)
    else:
        for key, inner in value.items():
            if key not in ("records", "names", "when", "holds", "numbers", "conditions"):
                yield from texts_in(inner, key if key in BOTH else language)


def strings_of(text: str) -> list[str]:
    """What stands between the marks of a text: the stretches that the guard scans."""
    edges = [0, *(e for match in MARK.finditer(text) for e in match.span()), len(text)]
    return [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


SCRIPTS = sorted([*(ROOT / "scenes").glob("*.toml"), *(ROOT / "tests/tiny_lecture/scenes").glob("*.toml")])


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_guard_finds_in_the_lectures_scripts_what_it_found(path: Path) -> None:
    """Nothing but both and zero in words is found anew in what the lecture says and shows today."""
    raw = tomllib.loads(path.read_text("utf-8"))
    names = tomllib.loads((ROOT / "lecture.toml").read_text("utf-8"))["lecture"]["names"]
    own, scanned = (*names, *raw["chapter"].get("names", ())), 0
    for language, text in texts_in(raw):
        for tag in [language] if language else BOTH:
            for string in strings_of(text):
                scanned += 1
                found = {one.text for one in numbers_in(string, language_named(tag).number_words, own)}
                assert found - NEWLY_FOUND == set(unknown_today(string, tag, own)), string
    assert scanned > 10


@pytest.mark.parametrize("language", BOTH)
def test_idioms_are_kept(language: str) -> None:
    """What passed as an idiom passes still."""
    idioms = JAPANESE_IDIOMS if language == "ja" else ENGLISH_IDIOMS
    words = language_named(language).number_words
    assert [idiom for idiom in idioms if numbers_in(idiom, words)] == []


# --- numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", BOTH)
def test_numbers_in_words(language: str) -> None:
    """The styles word, Word, tsu, rough and part give the same text."""
    own = language_named(language).numerals
    for value in WHOLE:
        assert own.cardinal(require_whole(value, "word")) == in_words(value, "word", 0, language)
        assert own.cardinal(value).capitalize() == in_words(value, "Word", 0, language)
        assert own.counting(value) == in_words(value, "tsu", 0, language)
        assert own.cardinal(int(significant(value, 2))) == in_words(value, "rough", 2, language)
    for value in SMALL:
        assert own.part(int(significant(parts_of_one(value), 1))) == in_words(value, "part", 1, language)


@pytest.mark.parametrize("language", BOTH)
def test_numbers_in_figures(language: str) -> None:
    """Their marks are the ones that every language has today."""
    own = language_named(language).numerals
    for value in [*WHOLE, *SMALL, *(-v for v in SMALL)]:
        for style in ("d", "s3", "e2", ".2f", "+.3f", "<.3f", "%1")[0 if value in WHOLE else 1 :]:
            text = text_of(value, style, language)
            assert own.localise(text) == text == own.plain(text)


@pytest.mark.parametrize("language", BOTH)
def test_numbers_as_they_are_said(language: str) -> None:
    """Figures, powers, joints and shapes are said in the same words."""
    speech, given = language_named(language).speech, readings.library_readings(language)
    figures = [str(v) for v in WHOLE] + [f"{v:.4f}" for v in SMALL]
    for digits in figures:
        assert speech.figures(digits) == numerals.cardinal(digits, language)
        assert speech.year(digits) == numerals.cardinal(digits, language)
    for base in ("10", "x", "エックス", "ten"):
        for exponent in (*map(str, range(-12, 31)), "n", "-n"):
            minus = given.signs["−"]
            assert speech.power(base, exponent, minus) == numerals.power_in_words(base, exponent, given)
    for words in (["a", "b"], ["シグマ", "ゼット"], ["3", "4"], ["値", "ゼット", "5", "6"], ["x"], []):
        assert speech.join(words) == numerals.join_words(words, language)
    between = given.signs["×"] if language == "ja" else " by "
    assert speech.grid(["3", "4"], given.signs["×"]) == between.join(["3", "4"])
    assert speech.chain(["2", "3"]) == ("、" if language == "ja" else ", ").join(["2", "3"])
    for before, after in (
        ("シグマ", "ゼット"),
        ("6", "4"),
        ("値", "は"),
        ("ab", "cd"),
        ("", "a"),
        ("a", ","),
    ):
        together = (
            numerals.needs_parting(before, after)
            if language == "ja"
            else bool(before[-1:].isalnum() and after[:1].isalnum())
        )
        assert speech.runs_together(before, after) == together


@pytest.mark.parametrize("language", BOTH)
def test_what_a_voice_says(language: str) -> None:
    """Characters, punctuation, readings and places to breathe are the same."""
    speech = language_named(language).speech
    assert speech.breaths == voice_phrases.BREAKS[language]
    assert speech.readable.pattern == (readings.KANA if language == "ja" else readings.RESPELLING).pattern
    table = spokenform.PUNCTUATION_JA if language == "ja" else spokenform.PUNCTUATION_EN
    assert speech.punctuation == table
    characters = [chr(c) for c in range(0x20, 0xFFFF)]
    assert [c for c in characters if speech.sayable.match(c)] == [
        c for c in characters if spokenform.ALLOWED[language].match(c)
    ]
    assert language_named(language).voices["kokoro"] == kokoro.DEFAULTS[language]
    assert language_named(language).readings == readings.LISTS / f"{language}.toml"


# --- text -----------------------------------------------------------------------------------------------


def sentences(language: str) -> list[str]:
    """Every text of the lecture in a language, without its marks."""
    found = [
        t for path in SCRIPTS for la, t in texts_in(tomllib.loads(path.read_text("utf-8"))) if la == language
    ]
    return [re.sub(r"\[\[\w+\]\]|[{}$<>]", "", text) for text in found]


@pytest.mark.parametrize("language", BOTH)
def test_texts_are_broken_and_measured_alike(language: str) -> None:
    """Breaks, widths, lengths and paces are the same for all that the lecture says and shows."""
    own = language_named(language)
    texts = sentences(language)
    assert len(texts) > 500
    for text in texts:
        assert breaking.break_places(text, own.lines) == phrases.break_places(text, language)
        assert own.captions.width(text) == captions_breaking.width(text, language)
        words = Words((text,), language)
        assert own.pace.read(text) == wording.measure(words)
        assert 60 * own.pace.said(text) / own.pace.a_minute == reading_seconds(Sentence(words, ()))
    for character in "あ漢a1、。（）・：！ーé":
        assert own.lines.gap_to_maths(character) == typst_markup.is_japanese(character)


@pytest.mark.parametrize("language", BOTH)
def test_limits_and_fonts_are_the_same(language: str) -> None:
    """Limits of captions and texts, fonts and locales stay."""
    own = language_named(language)
    assert own.captions.widest == captions_breaking.WIDEST[language]
    assert own.captions.fastest == captions_breaking.FASTEST[language]
    assert tuple(own.captions.endings) == captions_breaking.ENDINGS
    assert own.pace.a_breath == wording.LONGEST_SENTENCE[language]
    assert own.pace.a_screen == watch.FAR_OVER[language]
    assert own.pace.unit == ("characters" if language == "ja" else "words")
    assert (own.lines.never_first, own.lines.never_last) == (phrases.NEVER_FIRST, phrases.NEVER_LAST)
    assert own.fonts.families == typesetting.TEXT_FONTS
    assert own.fonts.files == TEXT_FONTS
    assert own.fonts.credit == credits.FONTS
    assert own.locale.region == pptxml.LOCALES[language]
    assert own.locale.iso639 == track.TAGS[language]
    assert own.locale.typst == f'lang: "{language}"'


# --- labels -----------------------------------------------------------------------------------------------

LIMITS = {"min": "minutes", "most": "at_most", "least": "at_least", "yes": "within", "no": "beyond"}
CREDITS = {"voice": "voice_synthetic", "spoken": "voice"}


@pytest.mark.parametrize("language", BOTH)
def test_labels_are_the_same(language: str) -> None:
    """Every word that decks, guides and kits print stays."""
    labels = vars(language_named(language).labels)
    today = {
        **{CREDITS.get(key, key): text for key, text in credits.NAMES[language].items()},
        **description.HEADINGS[language],
        **notes.TALK[language],
        **{LIMITS.get(key, key): limits.word(key, language) for key in limits.WORDS},
        "replay": webpage.REPLAY[language],
        "start": webpage.START[language],
        "slides_row": vrchat.TABLE[language],
        "slides_item": vrchat.LIST[language],
        "settings": {word: names[language] for word, names in NAMES.items()},
    }
    assert {key: labels[key] for key in today} == today
    assert labels["thumbnail_row"].format(picture=kit.PICTURE) == kit.THUMBNAIL_ROW[language]
    assert labels["credited"].format(what="a", credit="b") == credits.named("a", "b", language)
    assert labels["minutes_and_seconds"].format(minutes=2, seconds=5) == documents.length(125, language)
    assert labels["seconds"].format(seconds=16) == documents.length(16, language)
    assert language_named(language).between_sentences.join("ab") == documents.paragraph("ab", language)


@pytest.mark.parametrize("language", BOTH)
def test_guides_are_the_same(language: str) -> None:
    """VRChat's guide is the one of today; the upload's says which languages there are, and else the same."""
    here, there = language_named(language).documents, Path(documents.__file__).parent
    name = f"guide.{language}.md"
    assert (here / name).read_text("utf-8") == (there / name).read_text("utf-8")
    own, today = (
        (folder / f"upload.{language}.md").read_text("utf-8").splitlines() for folder in (here, there)
    )
    assert len(own) == len(today)
    assert sum(a != b for a, b in zip(own, today, strict=True)) <= 4
