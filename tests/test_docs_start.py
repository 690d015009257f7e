"""The page ``docs/start.md``: what it says of a new lecture is so."""

import re
import shlex
from pathlib import Path

import pytest

from chainreel.command import main
from chainreel.lecture import QUALITIES, Lecture, Quality
from chainreel.script import load_script
from chainreel.starter import RUNS, TEMPLATES, written_languages

PAGE = (Path(__file__).parent.parent / "docs" / "start.md").read_text(encoding="utf-8")


def run(*arguments: str) -> int:
    """The command's exit code."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert isinstance(left.value.code, int)
    return left.value.code


def options() -> dict[str, list[str]]:
    """What each option takes, by the page's table."""
    rows = re.findall(r"^\| `(--\w+)` \| (.*?) \|", PAGE, re.MULTILINE)
    return {option: re.findall(r"`([^`]+)`", takes) for option, takes in rows}


def test_the_options_take_what_the_page_says() -> None:
    """All languages, runs and templates, and no others."""
    told = options()
    assert tuple(told["--language"]) == written_languages()
    assert tuple(told["--run"]) == RUNS
    assert tuple(told["--template"]) == TEMPLATES


def test_the_pages_commands_make_the_film_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its order; silent and small here. The beats, tables and records that it names are there."""
    (block,) = re.findall(r"```\n(chainreel new .*?)```", PAGE, re.DOTALL)
    new, render = (shlex.split(line)[1:] for line in block.splitlines())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(QUALITIES, "draft", Quality("draft", 256, 144, 15))
    assert run(*new) == 0
    lecture = Lecture.load(tmp_path / "my-lecture")
    assert lecture.titles["en"] == "My lecture"
    assert "[runs.line]" in (lecture.root / "lecture.toml").read_text(encoding="utf-8")
    assert "steps" in load_script(lecture, "line").beats
    assert run(*render, "line.steps", "--voice", "none", "--jobs", "1") == 0
    assert list((lecture.root / "out" / "en").glob("draft*/lecture.mp4"))
    monkeypatch.chdir(lecture.root)
    assert run("records", "line") == 0
