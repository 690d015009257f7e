"""A language is one whole value; others are found in the library, in packages and in a lecture's folder."""

import dataclasses
import string
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from worded import write_esperanto

from chainreel.draw.text.glyphs import FONTS, missing
from chainreel.errors import InputError
from chainreel.languages import breaking
from chainreel.languages.discovery import (
    described_language,
    known_languages,
    language_named,
    packaged_languages,
    require_language,
)
from chainreel.languages.labels import Labels, read_labels
from chainreel.languages.language import DOCUMENTS, Language, Locale

TAGS = ("en", "es", "fr", "ja", "ko", "zh-Hans")
SAMPLES = {
    "en": "“It’s naïve” — 96.9% (a café)…",
    "es": "¿Se desvanece? ¡Sí! «señal», 96,9\N{NARROW NO-BREAK SPACE}%; pingüino…",
    "fr": "Où\u202f? «\u00a0œuvre\u00a0» ÀÉÇ, 1\u202f234,5…",
    "ja": "「勾配消失」は、なぜ？（々〆ー・…）",
    "ko": "기울기 소실은 왜 일어날까요? 똠방각하, 펲시, 漢字 …",
    "zh-Hans": "“梯度消失”是为什么？《论文》——骨、直、令、复杂……",
}


def places_in(template: str) -> set[str]:
    """The names that a template leaves open."""
    return {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_the_library_knows_six_languages() -> None:
    """Japanese, English, simplified Chinese, Korean, Spanish and French are there, each under its own tag."""
    assert tuple(sorted(known_languages())) == TAGS
    assert all(language.tag == tag for tag, language in known_languages().items())


@pytest.mark.parametrize("tag", ["de", "zh", "EN", ""])
def test_an_unknown_language_is_refused_and_never_english(tag: str) -> None:
    """The error lists what is known and everything that a new language has to say."""
    with pytest.raises(
        InputError, match=rf"unknown language '{tag}'.*known: en, es, fr, ja, ko, zh-Hans"
    ) as caught:
        language_named(tag)
    assert all(one.name in str(caught.value) for one in dataclasses.fields(Language))


def test_a_language_has_no_default() -> None:
    """No field of a language, or of what it is made of, is filled in in silence."""
    made_of = [
        Language,
        *(type(v) for v in vars(language_named("en")).values() if dataclasses.is_dataclass(v)),
    ]
    for kind in made_of:
        for one in dataclasses.fields(kind):
            assert one.default is dataclasses.MISSING, f"{kind.__name__}.{one.name}"
            assert one.default_factory is dataclasses.MISSING, f"{kind.__name__}.{one.name}"


def test_an_empty_field_is_named() -> None:
    """A language that leaves something out is refused with the field's dotted name."""
    english = language_named("en")
    with pytest.raises(InputError, match=r"'en' leaves name, fonts\.files empty"):
        dataclasses.replace(english, name="", fonts=dataclasses.replace(english.fonts, files=()))


def test_a_missing_document_is_named(tmp_path: Path) -> None:
    """A language's guides and readings must lie where it says."""
    with pytest.raises(InputError, match=r"'en' lacks .*guide\.en\.md, .*upload\.en\.md"):
        dataclasses.replace(language_named("en"), documents=tmp_path)


def test_a_language_that_runs_from_right_to_left_is_refused() -> None:
    """Hebrew would come out reversed: it is refused in a sentence."""
    english = language_named("en")
    hebrew = Locale(iso639="heb", region="he-IL", typst='lang: "he"', direction="rtl")
    with pytest.raises(InputError, match=r"עברית \(he\) runs from right to left"):
        dataclasses.replace(english, tag="he", name="עברית", locale=hebrew)


# --- finding them -----------------------------------------------------------------------------------


def test_a_lecture_adds_a_language(tmp_path: Path) -> None:
    """A module in the lecture's folder `languages` is enough, and only that lecture has it."""
    path = write_esperanto(tmp_path / "languages")
    assert language_named("eo", tmp_path).name == "Esperanto"
    assert (described_language("eo", tmp_path).place, described_language("eo", tmp_path).file) == (
        str(path),
        path,
    )
    with pytest.raises(InputError, match="unknown language 'eo'"):
        language_named("eo")


def test_a_changed_language_is_read_again(tmp_path: Path) -> None:
    """Who edits a language's file sees it at the next look."""
    path = write_esperanto(tmp_path / "languages")
    assert language_named("eo", tmp_path).name == "Esperanto"
    path.write_text(path.read_text().replace("Esperanto", "La internacia"))
    assert language_named("eo", tmp_path).name == "La internacia"


def test_a_tag_that_is_taken_is_refused(tmp_path: Path) -> None:
    """A lecture does not replace a language of the library without being told."""
    write_esperanto(tmp_path / "languages", tag="fr")
    with pytest.raises(InputError, match=r"chainreel\.languages\.fr and .*esperanto\.py both describe 'fr'"):
        known_languages(tmp_path)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("LANGUAGE = 3", "holds no language: write LANGUAGE"),
        ("", "holds no language"),
        ("1 / 0", "cannot be read: ZeroDivisionError"),
        ("def", "cannot be read: SyntaxError"),
        (
            "from chainreel.languages.language import Language\nLANGUAGE = Language(tag='xx')",
            "missing .*'voices'",
        ),
    ],
)
def test_a_broken_language_is_named_with_its_file(tmp_path: Path, source: str, complaint: str) -> None:
    """What is wrong with a lecture's own language is one sentence that begins with its file."""
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "xx.py").write_text(source)
    with pytest.raises(InputError, match=rf"^.*xx\.py .*{complaint}"):
        known_languages(tmp_path)


def test_an_installed_package_adds_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point of the group names a language; one that cannot be loaded is named."""
    write_esperanto(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "esperanto", raising=False)
    point = EntryPoint("eo", "esperanto:LANGUAGE", "chainreel.languages")
    ((place, language, file),) = packaged_languages([point])
    assert (place, language.tag) == ("the entry point eo = esperanto:LANGUAGE", "eo")
    assert file == tmp_path / "esperanto.py"
    with pytest.raises(
        InputError, match=r"entry point eo = nowhere:LANGUAGE cannot be loaded: ModuleNotFoundError"
    ):
        list(packaged_languages([EntryPoint("eo", "nowhere:LANGUAGE", "chainreel.languages")]))


def test_what_is_no_language_is_refused() -> None:
    """An entry point that names something else says so."""
    with pytest.raises(InputError, match="here holds no language"):
        require_language("en", "here")


# --- what they hold ---------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
def test_labels_are_whole(tag: str) -> None:
    """Every language names every setting and every other language, and leaves the same places open."""
    labels, english = language_named(tag).labels, language_named("en").labels
    assert set(labels.languages) == set(TAGS)
    assert set(labels.settings) == set(english.settings)
    for one in dataclasses.fields(Labels):
        text, other = getattr(labels, one.name), getattr(english, one.name)
        if isinstance(text, str):
            assert places_in(text) == places_in(other), one.name


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_leave_the_same_places_open(name: str) -> None:
    """Guides of all languages are filled with the same values."""
    found = {tag: places_in(language_named(tag).document(name).read_text(encoding="utf-8")) for tag in TAGS}
    assert len({frozenset(places) for places in found.values()}) == 1, found


@pytest.mark.parametrize("tag", TAGS)
def test_readings_say_the_same_things(tag: str) -> None:
    """Every language says each letter, sign, unit and word of mathematics that English says."""
    language = language_named(tag)
    own, english = (tomllib.loads(x.readings.read_text("utf-8")) for x in (language, language_named("en")))
    for table in ("letters", "signs", "units", "mathematics"):
        assert set(english[table]) <= set(own[table]), table
    if tag != "ja":  # whose voice reads kanji as well, so its library's readings may hold some
        for reading in (r for table in own.values() for r in table.values()):
            assert language.speech.readable.fullmatch(reading), reading


def test_a_label_that_is_missing_or_unknown_is_named(tmp_path: Path) -> None:
    """Labels are whole, or refused by name."""
    source = Path(str(known_languages()["en"].documents.parent / "en.toml")).read_text("utf-8")
    (tmp_path / "lacks.toml").write_text(source.replace('ask = "Ask"\n', ""))
    (tmp_path / "more.toml").write_text('whatever = "?"\n' + source)
    (tmp_path / "empty.toml").write_text(source.replace('"Ask"', '""'))
    for name, complaint in (("lacks", "lacks ask"), ("more", "unknown whatever"), ("empty", "ask is ''")):
        with pytest.raises(InputError, match=complaint):
            read_labels(tmp_path / f"{name}.toml")


@pytest.mark.parametrize("tag", TAGS)
def test_the_librarys_fonts_set_the_language(tag: str) -> None:
    """What the language writes, its labels and its guides can be set in the fonts that it names."""
    language = language_named(tag)
    texts = [SAMPLES[tag], *(t for t in vars(language.labels).values() if isinstance(t, str))]
    texts += [
        *language.labels.languages.values(),
        *(language.document(n).read_text("utf-8") for n in DOCUMENTS),
    ]
    assert missing("".join(texts), language.fonts.files) == []
    families = {name.split("_")[0].split("-")[0] for name in language.fonts.files}
    assert all((FONTS / f"LICENSE-{family}.txt").is_file() for family in families)
    weights = {
        int(path.stem.split("_")[1][:3]) for path in FONTS.glob(f"{language.fonts.files[1][:10]}_*.ttf")
    }
    assert min(weights) == language.fonts.lightest


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "393,216.5 96.9%"),
        ("ja", "393,216.5 96.9%"),
        ("zh-Hans", "393,216.5 96.9%"),
        ("ko", "393,216.5 96.9%"),
        ("es", "393\N{NARROW NO-BREAK SPACE}216,5 96,9\N{NARROW NO-BREAK SPACE}%"),
        ("fr", "393\N{NARROW NO-BREAK SPACE}216,5 96,9\N{NARROW NO-BREAK SPACE}%"),
    ],
)
def test_figures_bear_the_languages_marks(tag: str, written: str) -> None:
    """Decimal and thousands marks and the percent sign are the language's, and can be read back."""
    numerals = language_named(tag).numerals
    assert numerals.localise("393,216.5 96.9%") == written
    assert numerals.plain(written) == "393,216.5 96.9%"


# --- lines and captions -----------------------------------------------------------------------------

SENTENCES = {
    "en": "The gradient (the slope) shrinks at every layer, and nobody sees it.",
    "es": "¿Por qué no aprende? El gradiente «se desvanece» en cada capa, ¡y nadie lo ve!",
    "fr": "Pourquoi\u202f? Le gradient «\u00a0s’évanouit\u00a0» couche après couche.",
    "ja": "勾配は「層」を通るたびに、少しずつ縮んでいきます。",
    "ko": "기울기(경사)는 층을 지날 때마다, 조금씩 줄어듭니다.",
    "zh-Hans": "梯度（斜率）每经过这样的层，就会缩小“一点”，没有人看见。",
}


@pytest.mark.parametrize("tag", TAGS)
def test_lines_break_between_words_or_phrases(tag: str) -> None:
    """No line begins with a closing mark or ends with an opening one, and words stay whole."""
    lines, text = language_named(tag).lines, SENTENCES[tag]
    places = breaking.break_places(text, lines)
    assert len(places) >= 4
    assert "".join(lines.phrases(text)).strip() == text
    for place in places:
        assert text[place] not in "、。，」”）)»?!？！,."
        assert text[place - 1] not in "「“（(«¿¡"
        if tag not in ("ja", "zh-Hans"):
            assert text[place - 1] == " "


def test_korean_breaks_between_eojeol() -> None:
    """A particle stays with its word."""
    text = "오차의 기울기가 층을 지날 때"
    found = [text[:p].split()[-1] for p in breaking.break_places(text, language_named("ko").lines)]
    assert found == ["오차의", "기울기가", "층을", "지날"]


@pytest.mark.parametrize(
    ("tag", "text", "width"),
    [("en", "gradient", 8), ("es", "señal", 5), ("fr", "œuvre", 5), ("ja", "勾配ab", 3),
     ("ko", "기울기 a", 4), ("zh-Hans", "梯度：ab", 4)],
)  # fmt: skip
def test_captions_are_measured_by_the_languages_convention(tag: str, text: str, width: float) -> None:
    """East Asian lines count full-width characters, others letters."""
    captions = language_named(tag).captions
    assert captions.width(text) == width
    assert captions.widest == (16 if tag in ("ja", "ko", "zh-Hans") else 42)
    assert captions.lines == 2


def test_lists_and_names_of_languages() -> None:
    """A language is called by its name in the other, and by its own where nobody has said."""
    english, french, japanese = (language_named(tag) for tag in ("en", "fr", "ja"))
    assert (
        english.labels.list_of([english.name_of(x) for x in (japanese, french, english)])
        == "Japanese, French and English"
    )
    assert french.labels.list_of([french.name_of(japanese)]) == "japonais"
    assert japanese.labels.list_of([japanese.name_of(x) for x in (japanese, english)]) == "日本語と英語"
    stranger = dataclasses.replace(
        english, labels=dataclasses.replace(english.labels, languages={"en": "English"})
    )
    assert stranger.name_of(french) == "français"


def test_voices_are_those_that_speak_the_language() -> None:
    """VOICEVOX and OpenJTalk speak Japanese alone; everyone may record, or stay silent."""
    voices = {tag: language_named(tag).voices for tag in TAGS}
    assert {tag for tag in TAGS if "voicevox" in voices[tag]} == {"ja"}
    assert {tag for tag in TAGS if "openjtalk" in voices[tag]} == {"ja"}
    assert all({"recordings", "none"} <= set(own) for own in voices.values())
    assert (voices["ja"]["kokoro"], voices["en"]["kokoro"]) == ("jf_alpha", "am_michael")


def test_an_engine_that_does_not_speak_the_language_is_refused() -> None:
    """The error says which voices there are; no other language's voice steps in."""
    assert language_named("ja").voice("openjtalk") == "Mei"
    with pytest.raises(InputError, match=r"voicevox does not speak 한국어 \(ko\): choose recordings or none"):
        language_named("ko").voice("voicevox")


def test_languages_are_read_without_drawing_or_measuring() -> None:
    """Whoever checks words needs neither manim nor PyTorch."""
    code = "import sys, chainreel.languages.discovery as d; d.known_languages(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"manim", "torch", "av", "onnxruntime", "chainreel.film", "chainreel.draw"} & set(loaded)
