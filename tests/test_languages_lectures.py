"""A lecture in one language, in three, in one of its own: films, captions, guides, decks and ledgers."""

import dataclasses
import io
import json
import re
from pathlib import Path

import av
import pytest
from published import rendered
from rich.console import Console
from tiny import change, records_of
from worded import ESPERANTO, TAGS, lecture_in, words_in, write_esperanto

from chainreel.check import findings
from chainreel.command.command import main
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.film.edition import FILM
from chainreel.film.listing import list_editions
from chainreel.film.request import editions, request_of
from chainreel.languages.discovery import language_named
from chainreel.lecture import Lecture
from chainreel.publish.rendered import Rendered
from chainreel.publish.targets import TARGETS
from chainreel.script import load_script
from chainreel.theme import THEMES, Look

THREE = ("es", "en", "zh-Hans")
RIGHT_TO_LEFT = (
    ESPERANTO
    + """
LANGUAGE = dataclasses.replace(
    LANGUAGE, locale=dataclasses.replace(LANGUAGE.locale, iso639="heb", direction="rtl")
)
"""
)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def subtitles_of(film: Path) -> list[str]:
    """The languages of a film's soft captions, in the order of its tracks."""
    with av.open(str(film)) as container:
        return [stream.metadata["language"] for stream in container.streams.subtitles]


def said(root: Path, *arguments: str) -> int:
    """The exit code of the command in a lecture."""
    with pytest.raises(SystemExit) as ending:
        main([*arguments, "--lecture", str(root / "lecture.toml")])
    assert isinstance(ending.value.code, int)
    return ending.value.code


# --- one language -------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
def test_a_lecture_of_one_language_passes_the_check(tag: str, tmp_path: Path) -> None:
    """Its texts bear no tags; no language is missed, no number word and no glyph is unknown."""
    lecture = Lecture.load(lecture_in(tmp_path / "lecture", [tag]))
    assert f".{tag}" not in text(lecture.script_path("slopes"))
    assert findings(lecture, lecture.languages) == []


@pytest.mark.parametrize("tag", TAGS)
def test_a_lecture_of_one_language_becomes_a_film(tag: str, tmp_path: Path) -> None:
    """With its captions in that language alone, and every number in the ledger as it is written there."""
    made = rendered(lecture_in(tmp_path / "lecture", [tag]), tag, voice="none")
    folder, language = made.edition.folder, language_named(tag)
    assert subtitles_of(folder / FILM) == [language.locale.iso639]
    assert sorted(path.name for path in folder.glob("lecture.*")) == [
        "lecture.mp4", "lecture.srt", "lecture.vtt",
    ]  # fmt: skip
    assert words_in(tag)["factors"]["say"][0][:8] in text(folder / "lecture.srt")
    shown = {row["text"] for row in json.loads(text(folder / "ledger.json"))}
    assert {language.numerals.localise("0.012"), language.numerals.localise("1.2%")} <= shown


def test_a_number_word_is_refused_in_every_language(tmp_path: Path) -> None:
    """Three layers, typed as a word, are found in what any of them says."""
    typed = {"en": "three", "ja": "三つ", "es": "tres", "fr": "trois", "ko": "세 개", "zh-Hans": "三个"}
    for tag in TAGS:
        root = lecture_in(tmp_path / tag, [tag])
        change(root / "scenes" / "slopes.toml", "[[multiply]]", f"[[multiply]]{typed[tag]} ")
        (found,) = findings(Lecture.load(root), [tag])
        assert "has no source" in found.message, tag


# --- three languages ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """A lecture in Spanish, English and Chinese, its Spanish film made for every target."""
    root = lecture_in(tmp_path_factory.mktemp("three") / "lecture", THREE)
    made = rendered(root, "es", voice="none")
    for target in TARGETS.values():
        target(made)
    return made


def test_every_other_language_has_its_captions(three: Rendered) -> None:
    """Within the film, the film's own first, and beside it; sentence by sentence at the same times."""
    folder = three.edition.folder
    assert subtitles_of(folder / FILM) == ["spa", "eng", "zho"]
    assert "Multiplied, they make about 0.012." in text(folder / "lecture.en.srt").replace("\n", " ")
    assert "0.012" in text(folder / "lecture.zh-Hans.srt")
    assert "0,012" in text(folder / "lecture.srt")
    starts = {
        name: text(folder / name).split("\n\n")[0].split(" --> ")[0]
        for name in ("lecture.srt", "lecture.en.srt", "lecture.zh-Hans.srt")
    }
    assert len(set(starts.values())) == 1


def test_sentences_wait_for_the_longest_of_all_captions(tmp_path: Path) -> None:
    """Each language that is shown has the time that it takes to be read."""
    slow = words_in("zh-Hans")
    slow["product"]["say"] = [one + "慢" * 30 for one in slow["product"]["say"]]
    lengths = []
    for languages, given in ((("en",), {}), (("en", "es"), {}), (("en", "es", "zh-Hans"), {"zh-Hans": slow})):
        lecture = Lecture.load(lecture_in(tmp_path / "lecture", languages, given))
        wish = request_of(lecture, None, "draft", None, ())
        (edition,) = editions(wish, records_of(lecture))
        narration = edition.narrator.narration(edition.scripts["slopes"], "product", (), 30)
        lengths.append(narration.seconds + narration.rest)
    assert lengths[0] <= lengths[1] < lengths[2]


def test_the_kit_speaks_all_languages(three: Rendered) -> None:
    """Titles, descriptions, articles and guides in each, in its own words, the film's without a tag."""
    folder = three.edition.folder / "publish"
    for tag in THREE:
        middle = "" if tag == "es" else f".{tag}"
        labels = language_named(tag).labels
        assert text(folder / f"title{middle}.txt") == f"{words_in(tag)['lecture']}\n"
        assert labels.fonts in text(folder / f"description{middle}.txt")
        assert words_in(tag)["product"]["title"] in text(folder / f"article{middle}.md")
        guide = text(folder / f"guide{middle}.md")
        assert labels.within in guide
        assert all(f"captions.{other}.srt" in guide for other in THREE)
        assert labels.list_of([labels.languages[other] for other in THREE]) in guide
        assert (folder / f"captions.{tag}.vtt").is_file()
    assert not list(folder.glob("*.ja.*"))


def test_guides_and_decks_are_labelled_in_the_films_language(three: Rendered) -> None:
    """The page's buttons, the notes and the world's guide; a comma in decimal figures."""
    folder, labels = three.edition.folder, language_named("es").labels
    page = text(folder / "deck" / "index.html")
    assert '<html lang="es"' in page
    assert labels.start in page
    assert f"{labels.ask}: {words_in('es')['factors']['notes']['ask']}" in page
    assert {path.name for path in (folder / "vrchat").glob("guide*.md")} == {
        "guide.md", "guide.en.md", "guide.zh-Hans.md",
    }  # fmt: skip
    assert re.search(r"\d,\d MB", text(folder / "vrchat" / "guide.md"))
    assert (folder / "deck" / "deck.pdf").stat().st_size > 10_000


def test_the_kits_ledger_holds_every_language(three: Rendered) -> None:
    """A number that only the Chinese words say is in it too."""
    rows = json.loads(text(three.edition.folder / "publish" / "ledger.json"))
    assert {row["language"] for row in rows} == set(THREE)


@pytest.mark.parametrize("tag", ["zh-Hans", "ko", "ja"])
def test_a_handout_is_set_in_its_languages_fonts(tag: str, tmp_path: Path) -> None:
    """Typst is told a language that it knows, and glyphs of its script."""
    made = rendered(lecture_in(tmp_path / "lecture", [tag]), tag, voice="none")
    TARGETS["deck"](made)
    pdf = (made.edition.folder / "deck" / "deck.pdf").read_bytes()
    family = language_named(tag).fonts.files[1].split("_")[0].encode()
    assert family in pdf


# --- which languages there are --------------------------------------------------------------------------


def test_all_is_the_lectures_own_languages(tmp_path: Path) -> None:
    """In the lecture's order; without a word the main one is meant."""
    lecture = Lecture.load(lecture_in(tmp_path / "lecture", THREE))
    assert request_of(lecture, "all", None, None, ()).languages == THREE
    assert request_of(lecture, None, None, None, ()).languages == ("es",)


@pytest.mark.parametrize(
    ("language", "complaint"),
    [
        ("ko", "the lecture has no 'ko': choose from its languages, es, en, zh-Hans"),
        ("xx", "unknown language 'xx'; known: en, es, fr, ja, ko, zh-Hans; to add it, write languages/xx.py"),
    ],
)
def test_a_language_that_the_lecture_lacks_is_one_sentence(
    language: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names what the lecture has, or what is known at all."""
    root = lecture_in(tmp_path / "lecture", THREE)
    assert said(root, "list", "--language", language) == 2
    error = " ".join(capsys.readouterr().err.split())
    assert complaint in error
    assert "Traceback" not in error


def test_the_script_has_exactly_the_lectures_languages(tmp_path: Path) -> None:
    """One that is missing, one that is too many, and a text without its tag are named."""
    root = lecture_in(tmp_path / "lecture", ["en", "fr"])
    for languages, complaint in (
        ('["en", "fr", "ko"]', r"\[chapter\] title.ko is missing"),
        ('["en"]', r"title.fr: the lecture has no 'fr'; its languages are en"),
    ):
        lecture = dataclasses.replace(Lecture.load(root), languages=tuple(json.loads(languages)))
        with pytest.raises(InputError, match=complaint):
            load_script(lecture, "slopes")
    change(root / "scenes" / "slopes.toml", 'title.en = "A chain of slopes"\ntitle.fr =', "title =")
    with pytest.raises(InputError, match=r"\[chapter\] title is missing: write title.en and title.fr"):
        load_script(Lecture.load(root), "slopes")


# --- voices ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("voice", ["kokoro", "openjtalk", "voicevox"])
def test_a_voice_that_does_not_speak_the_language_is_one_sentence(voice: str, tmp_path: Path) -> None:
    """It says which do; no other language's voice steps in."""
    lecture = Lecture.load(lecture_in(tmp_path / "lecture", ["ko"]))
    wish = request_of(lecture, None, None, None, (), voice)
    with pytest.raises(
        InputError, match=rf"the voice {voice} does not speak 한국어 \(ko\): choose recordings or none"
    ):
        editions(wish, records_of(lecture))


def test_the_listing_says_which_voices_there_are(tmp_path: Path) -> None:
    """Of the language of the film."""
    for tag, voices in (("fr", "recordings, none"), ("ja", "kokoro, openjtalk, voicevox, recordings, none")):
        lecture = Lecture.load(lecture_in(tmp_path / "lecture", [tag]))
        console = Console(file=io.StringIO(), width=200)
        list_editions(editions(request_of(lecture, None, None, None, ()), records_of(lecture)), console)
        told = console.file.getvalue()  # type: ignore[attr-defined]
        assert f"voices of {language_named(tag).name}: {voices}\n" in told


# --- a language of the lecture's own ----------------------------------------------------------------------


def test_a_language_of_the_lectures_own_becomes_a_film(tmp_path: Path) -> None:
    """Also in worker processes, which draw its captions into the pictures, and beside a known one."""
    root = lecture_in(tmp_path / "lecture", ["eo", "fr"], {"eo": words_in("en")})
    (root / "languages").mkdir()
    write_esperanto(root / "languages")
    made = rendered(root, "eo", voice="none", burn_captions=True)
    assert subtitles_of(made.edition.folder / FILM) == ["fra"]
    assert "Multiplied" in text(made.edition.folder / "lecture.srt")
    assert (root / ".cache").is_dir()


def test_a_changed_language_draws_its_pictures_again_and_no_others(tmp_path: Path) -> None:
    """The sources of a language are part of the key of its masters alone."""
    root = lecture_in(tmp_path / "lecture", ["eo", "fr"], {"eo": words_in("en")})
    (root / "languages").mkdir()
    path = write_esperanto(root / "languages")
    before = masters(root)
    path.write_text(path.read_text() + "\nMORE = 1\n")
    after = masters(root)
    assert before["eo"] != after["eo"]
    assert before["fr"] == after["fr"]


def masters(root: Path) -> dict[str, str]:
    """Where the masters of each language's chapter lie."""
    lecture = Lecture.load(root)
    wish = request_of(lecture, "all", "draft", None, ())
    return {e.language: e.chapters[0].masters.name for e in editions(wish, records_of(lecture))}


def test_a_language_that_runs_from_right_to_left_stops_the_lecture(tmp_path: Path) -> None:
    """In one sentence, with the file that describes it."""
    root = lecture_in(tmp_path / "lecture", ["en"])
    (root / "languages").mkdir()
    path = write_esperanto(root / "languages")
    path.write_text(RIGHT_TO_LEFT.format(tag="eo"))
    with pytest.raises(InputError, match=r"esperanto.py cannot be read: .* runs from right to left"):
        Lecture.load(root)


# --- numbers and text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
def test_a_languages_text_is_drawn(tag: str, tmp_path: Path) -> None:
    """Its words, its marks of decimals and percents, in text and in formulas; broken where it may be."""
    lecture = Lecture.load(lecture_in(tmp_path / "lecture", [tag]))
    script = load_script(lecture, "slopes").fill(tag, records_of(lecture), {})
    look = Look(THEMES["dark"], tag)
    beat = script.beat("factors")
    for words in (script.question, beat.title, beat.show["run"], beat.show["slopes"]):
        drawn = lettering(look, words, "body")
        assert len(drawn.glyphs) >= len(words.plain.replace(" ", "")) * 0.6
    narrow = lettering(look, script.answer, "body", width_px=420)
    lines = {round(float(glyph.get_center()[1]) / 0.3) for glyph in narrow.glyphs}
    assert len(lines) > 1
