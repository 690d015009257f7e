"""A script file: its shape is checked as it is read, its numbers as it is filled."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny import change, copy_of_tiny, filled, records_of

from chainreel.errors import ChainreelError, InputError, UnknownNumber
from chainreel.lecture import Lecture
from chainreel.script import load_script
from chainreel.script.shape import shape_complaints

GOOD = """
[chapter]
title = {ja = "題", en = "Title"}
question = {ja = "問", en = "Question"}
answer = {ja = "答", en = "Answer"}
[first]
title = {ja = "題", en = "Title"}
say = {ja = ["言う"], en = ["Say"]}
show.note = {ja = "示す", en = "Show"}
show.formula = "$a x$"
"""


@pytest.fixture
def script_file(tmp_path: Path) -> Path:
    """The script of a copy of the tiny lecture."""
    return copy_of_tiny(tmp_path / "lecture") / "scenes" / "slopes.toml"


def test_a_whole_script_has_no_complaint() -> None:
    """A file with all it needs passes."""
    assert list(shape_complaints(tomllib.loads(GOOD))) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[chapter]", "[chapters]", r"\[chapter\] is missing"),
        ('question = {ja = "問", ', "question = {", r"\[chapter\] question.ja is missing"),
        (
            'answer = {ja = "答", en = "Answer"}',
            "",
            r"\[chapter\] answer is missing: write answer.ja and answer.en",
        ),
        (
            'title = {ja = "題", en = "Title"}\nq',
            'subtitle = "x"\nq',
            r"\[chapter\] has an unknown key 'subtitle'",
        ),
        (
            "\n[first]",
            '\nrecords = "chain"\n[first]',
            r"\[chapter\] records is 'chain': write a list of texts",
        ),
        ("\n[first]", "\nnames = [50]\n[first]", r"\[chapter\] names is \[50\]: write a list of texts"),
        ("\n[first]", "\n[numbers]\nbound = 0.25\n[first]", r"\[numbers\] holds names and expressions"),
        ('show.formula = "$a x$"', 'shows = "x"', r"\[first\] has an unknown key 'shows'; known: .*show"),
        ('show.note = {ja = "示す", ', "show.note = {", r"\[first\] show.note.ja is missing"),
        ('en = "Show"', 'en = "Show", fr = "x"', r"\[first\] show.note.fr: unknown language; known: ja, en"),
        ('ja = ["言う"], ', "", r"\[first\] say.ja is missing"),
        ('ja = ["言う"]', 'ja = "言う"', r"\[first\] say.ja is no list of sentences"),
        ('en = ["Say"]', "en = [3]", r"\[first\] say.en, sentence 1 is 3: write a text, or {text"),
        (
            'en = ["Say"]',
            'en = ["Say", "More"]',
            r"\[first\] say has 1 in ja, 2 in en: .* the same sentences",
        ),
        (
            'show.note = {ja = "示す", en = "Show"}\nshow.formula = "$a x$"',
            'show = "x"',
            r"\[first\] show is 'x': write show.<key>",
        ),
    ],
)
def test_a_fault_of_shape_is_named(old: str, new: str, complaint: str) -> None:
    """Each wrong key, missing language or uneven count of sentences is one sentence with its table."""
    assert old in GOOD
    found = list(shape_complaints(tomllib.loads(GOOD.replace(old, new))))
    assert any(re.search(complaint, f) for f in found), found


def test_a_script_without_beats_is_refused() -> None:
    """A chapter needs a beat."""
    assert "it has no beat" in list(shape_complaints(tomllib.loads(GOOD.split("[first]")[0])))


def broken_toml(file: Path) -> None:
    file.write_text("[chapter\n", encoding="utf-8")


def foreign_letters(file: Path) -> None:
    file.write_bytes("[chapter]\ntitle.ja = '題'".encode("shift_jis"))


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (Path.unlink, "the script of chapter 'slopes' is missing"),
        (broken_toml, r"slopes.toml: .*line 1"),
        (foreign_letters, r"slopes.toml: 'utf-8' codec"),
    ],
)
def test_an_unreadable_script_is_one_sentence(
    script_file: Path, spoil: Callable[[Path], None], complaint: str
) -> None:
    """A missing, broken or wrongly encoded file is wrong input, named by its path."""
    lecture = Lecture.load(script_file.parent.parent)
    spoil(script_file)
    with pytest.raises(InputError, match=complaint):
        load_script(lecture, "slopes")


@pytest.mark.parametrize(
    ("old", "new", "error", "complaint"),
    [
        ("sigmoids, [[first]]and", "sigmoids, 3 of them, [[first]]and", UnknownNumber, "'3' in"),
        ("[[first]]and each one has", "[[first]]and thirty have", UnknownNumber, "'thirty' in"),
        ("gates.product:.3f}になります", "gates.produce:.3f}になります", InputError, "nothing at 'produce'"),
        ("records = [", "#records = [", InputError, "names no number; known here: whole"),
    ],
)  # fmt: skip
def test_a_number_that_nobody_measured_stops_the_script(
    script_file: Path, old: str, new: str, error: type[ChainreelError], complaint: str
) -> None:
    """A typed digit, a number word, an unknown path or record is refused with file, beat and sentence."""
    change(script_file, old, new)
    lecture = Lecture.load(script_file.parent.parent)
    script = load_script(lecture, "slopes")
    records = {name: r for name, r in records_of(lecture).items() if name in script.records}
    language = "ja" if "なります" in old else "en"
    with pytest.raises(error, match=complaint) as caught:
        script.fill(language, records, {})
    assert str(caught.value).startswith("slopes.toml, [")


def test_both_languages_are_filled_from_the_same_record() -> None:
    """The numbers said are the same in every language, beat by beat."""
    ja, en = filled(language="ja"), filled(language="en")
    for one, other in zip(ja.beats, en.beats, strict=True):
        values = [{s.number.value for sentence in b.say for s in sentence.words.shown} for b in (one, other)]
        assert values[0] == values[1]
    assert en.beat("product").say[0].words.plain == "Multiplied, they make about 0.012."
    assert ja.beat("product").say[0].words.plain == "かけると、約0.012になります。"


def test_cues_come_in_the_order_of_speech() -> None:
    """A beat lists its cues as they are said."""
    assert filled().beat("product").cues == ("multiply", "answer")


def test_a_beat_may_say_why_it_holds(script_file: Path) -> None:
    """The reason for a long still is part of the beat."""
    change(script_file, "[product]", '[product]\nholds = "the answer is read"')
    assert filled(script_file.parent.parent).beat("product").holds == "the answer is read"


def fingerprint(file: Path) -> str:
    lecture = Lecture.load(file.parent.parent)
    return load_script(lecture, "slopes").fill("en", records_of(lecture), {}).shown_fingerprint


@pytest.mark.parametrize(
    ("old", "new", "redrawn"),
    [
        ("Multiplied, they make about", "Together they make about", False),
        ("Each gate has its slope", "Every gate has its slope", True),
        ("approx {whole:.3f}", "approx {whole:.4f}", True),
        ("What happens when slopes multiply?\"\nanswer", "What comes of it?\"\nanswer", True),
        ("門ごとに、傾きがあります", "門には、傾きがあります", False),
    ],
)  # fmt: skip
def test_the_fingerprint_is_of_what_is_shown(script_file: Path, old: str, new: str, redrawn: bool) -> None:
    """Other shown words or numbers draw a chapter again; other speech, or another language's, does not."""
    before = fingerprint(script_file)
    change(script_file, old, new)
    assert (fingerprint(script_file) != before) is redrawn
