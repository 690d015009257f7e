"""What ``docs/writing.md`` teaches: every file of its example is made, and every row of its tables is so."""

import math
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from tiny import TINY, records_of

from chainreel.command import main
from chainreel.errors import UnknownNumber
from chainreel.languages.discovery import known_languages, language_named
from chainreel.lecture import Lecture
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.script import load_script
from chainreel.script.condition import Judge
from chainreel.script.expression import Sources
from chainreel.script.markup import read_words
from chainreel.script.variant import text_complaints
from chainreel.show import show

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`((?:\w+/)?\w+\.(?:toml|py))`.*?^```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading of the page, without its head."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    cells = [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in lines[1:]]
    assert cells, f"no table under {heading}"
    return cells


def sources() -> Sources:
    """What the tiny lecture's chapter may show."""
    return Sources(records_of(Lecture.load(TINY)))


@pytest.mark.parametrize(("written", "read"), rows("Markup"))
def test_markup_reads_as_the_page_says(written: str, read: str) -> None:
    """On the record of the tiny lecture, in English."""
    assert read_words(written, sources(), "en", (), "docs").plain == read


@pytest.mark.parametrize(("word", "tag"), [("two", "en"), ("second", "en"), ("half", "en"), ("二つ", "ja")])
def test_a_number_word_is_refused_as_the_page_says(word: str, tag: str) -> None:
    """As a digit that is typed."""
    assert f"`{word}`" in PAGE
    with pytest.raises(UnknownNumber, match=word):
        read_words(word, sources(), tag, (), "docs")


def test_a_word_that_counts_loosely_may_be_listed() -> None:
    """And a turn of phrase that counts nothing needs no list."""
    assert read_words("one by one", sources(), "en", (), "docs").plain == "one by one"
    with pytest.raises(UnknownNumber, match="both"):
        read_words("both", sources(), "en", (), "docs")
    assert read_words("both", sources(), "en", ("both",), "docs").plain == "both"


@pytest.mark.parametrize(("style", "value", "english", "japanese"), rows("Number styles"))
def test_a_number_style_shows_what_the_page_says(style: str, value: str, english: str, japanese: str) -> None:
    """The same value in both languages."""
    number = counted(float(value) if "." in value else int(value), "example")
    assert (show(number, style, "en").text, show(number, style, "ja").text) == (english, japanese)


@pytest.mark.parametrize(("condition", "holds"), rows("Conditions and variants"))
def test_a_condition_holds_as_the_page_says(condition: str, holds: str) -> None:
    """Asked in the tiny lecture's second beat."""
    lecture = Lecture.load(TINY)
    beats = load_script(lecture, "slopes").beats
    assert Judge(sources(), lecture, "slopes", beats).verdict(condition, beats[1]).holds == (holds == "yes")


def test_the_three_forms_of_a_text_are_forms_that_a_script_may_have() -> None:
    """As they stand on the page."""
    (forms,) = re.findall(r"```toml\n(say\.en = .*?)```", PAGE, re.DOTALL)
    texts = tomllib.loads(forms)["say"]["en"]
    assert len(texts) == 3
    assert [list(text_complaints("say", text)) for text in texts] == [[], [], []]


@pytest.fixture(scope="module")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's own lecture."""
    root = tmp_path_factory.mktemp("mine")
    files = FILE.findall(PAGE)
    assert [name for name, _ in files] == [
        "lecture.toml", "experiments/descent.py", "scenes/downhill.toml", "scenes/downhill.py",
    ]  # fmt: skip
    for name, text in files:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def run(*arguments: str) -> int:
    """The command's exit code."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert isinstance(left.value.code, int)
    return left.value.code


def test_the_beat_comes_from_nothing_to_its_clip(
    lecture: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Measured, looked at, checked without a finding, rendered to the file that the page names."""
    monkeypatch.chdir(lecture)
    assert run("measure", "--accept", "--jobs", "1") == 0
    capsys.readouterr()
    assert run("records", "descent") == 0
    assert f"```\n{capsys.readouterr().out}```" in PAGE
    assert run("check", "--jobs", "1") == 0
    assert run("stills", "pictures", "downhill.steps", "--jobs", "1") == 0
    assert run("render", "downhill.steps", "--jobs", "1") == 0
    (clip,) = re.findall(r"`(out/en/\S+\.mp4)`", PAGE)
    assert (lecture / clip).is_file()


def test_the_page_tells_the_limits_that_hold() -> None:
    """Each number of its table is the one that the library has."""
    from chainreel.captions.breaking import LONGEST
    from chainreel.check.timing import LONGEST_BEAT, LONGEST_SILENT_MOTION, LONGEST_STILL
    from chainreel.draw.charts.bars import MANY
    from chainreel.publish.slides import MOST
    from chainreel.theme import MIN_CONTRAST, TEXT_FLOOR

    told = {what: limit for what, limit, _ in rows("Limits")}
    limits = {
        "A sentence": language_named("ja").pace.a_breath,
        "A beat": LONGEST_BEAT,
        "A picture that stands still": LONGEST_STILL,
        "Motion after the last word": LONGEST_SILENT_MOTION,
        "Text": TEXT_FLOOR,
        "Contrast": MIN_CONTRAST,
        "Bars whose numbers are compared on a linear axis": MANY,
        "What a slide weighs": MOST / 1e6,
    }
    found = {what: float(re.findall(r"[\d.]+", told[what])[0]) for what in limits}
    assert found == {what: float(limit) for what, limit in limits.items()}
    assert f"{LONGEST:.0f} s" in told["A caption"]
    assert all(a != b for a, b in pairwise(told))


def test_a_model_s_pass_is_recorded_as_the_page_says() -> None:
    """The example's own claims hold."""
    section = PAGE.split("## What happens within a model\n")[1].split("\n## ")[0]
    (source,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert source.count("assert ") == 4
    with torch.random.fork_rng():
        exec(source, {})


def test_every_language_has_its_row_with_its_limits() -> None:
    """What it may say in a sentence, a minute and a caption, and with whose voice; in the order of tags."""
    table = rows("Languages")
    assert [tag for tag, *_ in table] == sorted(known_languages())
    for tag, *told, voices in table:
        language = language_named(tag)
        pace, captions = language.pace, language.captions
        limits = [pace.a_breath, pace.a_minute, captions.widest, math.ceil(captions.fastest)]
        assert [float(re.findall(r"[\d.]+", cell)[0]) for cell in told] == limits
        assert [cell.split()[-1] for cell in told[:2]] == [pace.unit] * 2
        assert {*re.findall(r"\w+", voices), "recordings", "none"} == {*language.voices}


def test_a_scene_may_call_what_the_page_says() -> None:
    """Each name behind ``self.`` is of every scene."""
    called = [name for cell, _ in rows("What a scene may call") for name in re.findall(r"self\.(\w+)", cell)]
    assert len(called) > 10
    assert [name for name in called if not hasattr(LectureScene, name)] == []
