"""A new lecture: whole, in exactly the languages asked for, measured there, and never over something else."""

import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from published import rendered

from chainreel.check import findings
from chainreel.command import main
from chainreel.errors import ChainreelError
from chainreel.film.edition import FILM
from chainreel.languages.discovery import known_languages
from chainreel.lecture import Lecture
from chainreel.records.fresh import fresh_records, measurements
from chainreel.script.scripts import Scripts
from chainreel.starter import RUNS, TEMPLATES, folder, make_lecture, plan_of, written_languages
from chainreel.starter.pages import HERE, leaves, read_words, toml
from chainreel.starter.plan import BLANK

ALL = tuple(sorted(known_languages()))
EVERY_RUN = (*RUNS, BLANK)
Printed = pytest.CaptureFixture[str]


def run(*arguments: str | Path) -> int:
    """The command's exit code."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    assert isinstance(left.value.code, int)
    return left.value.code


def made(place: Path, name: str, languages: tuple[str, ...] = ALL, template: str = "short") -> Lecture:
    """A new lecture about one of the runs, that of the template ``blank`` among them."""
    blank = name == BLANK
    return make_lecture(
        plan_of(place / "new", languages, run="" if blank else name, template="blank" if blank else template)
    )


def files_in(place: Path) -> list[str]:
    """Every file and folder below a place."""
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*"))


# --- what is made -----------------------------------------------------------------------------------


def test_every_language_that_the_library_knows_has_words() -> None:
    """For each run the same tables and keys, each text as many sentences, a README in it."""
    assert written_languages() == ALL
    for name in EVERY_RUN:
        shapes = {}
        for tag in ALL:
            texts = dict(leaves(read_words(name, tag)))
            shapes[tag] = {key: len(text) if isinstance(text, list) else 1 for key, text in texts.items()}
        assert all(shape == shapes["en"] for shape in shapes.values()), name
    assert all((HERE / "pages" / f"README.{tag}.md").is_file() for tag in ALL)


@pytest.mark.parametrize("name", EVERY_RUN)
def test_a_new_lecture_is_whole(name: str, tmp_path: Path) -> None:
    """Settings, a chapter of three beats, experiment, README, and a record that stands for its run."""
    lecture = made(tmp_path, name)
    assert files_in(tmp_path / "new") == sorted([
        ".gitignore", "README.md", "assets", "assets/records", f"assets/records/{name}.json", "experiments",
        f"experiments/{name}.py", "lecture.toml", "scenes", f"scenes/{name}.py", f"scenes/{name}.toml",
    ])  # fmt: skip
    assert lecture.languages == ALL
    assert len(Scripts(lecture).script(name).beats) == 3
    assert measurements(lecture).stale(name, lecture.runs[name]) is None
    assert not list(HERE.rglob("*.json")), "a record would be a copy"


@pytest.mark.parametrize("name", EVERY_RUN)
def test_its_words_can_be_filled_in_every_language(name: str, tmp_path: Path) -> None:
    """With the numbers that were measured there, and no beat left out."""
    lecture = made(tmp_path, name)
    records = fresh_records(lecture, [name])
    for tag in ALL:
        assert len(Scripts(lecture).fill(name, tag, records).shown_beats) == 3


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY_RUN)
def test_it_passes_the_check_in_every_language(name: str, tmp_path: Path) -> None:
    """Nothing to be found: no number word, no glyph, no margin, no wait."""
    assert [str(found) for found in findings(made(tmp_path, name, template="talk"), ALL)] == []


def test_it_becomes_a_film(tmp_path: Path) -> None:
    """The smallest, in one language, without a tag in its script."""
    lecture = made(tmp_path, BLANK, ("fr",))
    assert not re.search(r"\.fr\b", (lecture.root / "scenes" / f"{BLANK}.toml").read_text(encoding="utf-8"))
    film = rendered(lecture.root, "fr", voice="none").edition.folder / FILM
    assert film.stat().st_size > 10_000


@pytest.mark.parametrize("languages", [("en",), ("ko", "en"), ("zh-Hans", "ja", "es")])
def test_the_script_has_exactly_the_languages_asked_for(languages: tuple[str, ...], tmp_path: Path) -> None:
    """The first is the main one, whose README it is; titles stand in each."""
    lecture = made(tmp_path, "line", languages)
    assert lecture.languages == languages
    assert set(lecture.titles) == set(languages)
    readme = (lecture.root / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {read_words('line', languages[0])['lecture']}\n")
    assert "@{" not in readme


def test_a_title_is_the_authors_own(tmp_path: Path) -> None:
    """In the main language, or with a tag in another; quotes and backslashes are kept."""
    plan = plan_of(tmp_path / "new", ["en,fr", "ja"], ['My "first" \\ try', "fr=Le mien"])
    titles = make_lecture(plan).titles
    assert titles == {"en": 'My "first" \\ try', "fr": "Le mien", "ja": read_words("line", "ja")["lecture"]}


def test_a_talk_has_notes_and_no_voice(tmp_path: Path) -> None:
    """The lecturer speaks; a film speaks itself in languages with a voice, else it is timed to be read."""
    for number, (template, languages, voice, notes) in enumerate((
        ("talk", ("en",), "none", True),
        ("short", ("en", "ja"), "kokoro", False),
        ("short", ("ko",), "none", False),
    )):  # fmt: skip
        (tmp_path / str(number)).mkdir()
        lecture = made(tmp_path / str(number), "gates", languages, template)
        assert lecture.voice == voice
        assert ("notes.ask" in (lecture.root / "scenes" / "gates.toml").read_text(encoding="utf-8")) == notes


@pytest.mark.parametrize(
    "value",
    ["plain", 'a "quote"', "back\\slash", "tab\t, del \x7f", "№1 講義", 3, 0.5, True, ["a"], ["a" * 90, "b"]],
)
def test_what_is_written_as_toml_is_read_as_it_was(value: object) -> None:
    """Texts, numbers and lists, and the tables of variants in them."""
    variants = [value, {"text": value, "when": "a < 1"}]
    assert tomllib.loads(f"value = {toml(value)}\nvariants = {toml(variants)}") == {
        "value": value, "variants": variants,
    }  # fmt: skip


# --- what is refused, and what is left then ------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["taken"], "taken is not empty: name a new folder, for nothing is ever overwritten"),
        (["file"], "file is a file: name a new folder"),
        (["."], "is the current folder: go one up, and name it there"),
        (["no/where"], "no is no folder: make it first, then name a lecture in it"),
        (["x", "--language", "xx"], "unknown language 'xx'"),
        (["x", "--language", "en,en"], "--language names 'en' more than once: name each language once"),
        (["x", "--run", "lines"], "unknown run 'lines': did you mean 'line'? the runs are line, gates, net"),
        (["x", "--template", "long"], f"unknown template 'long': the templates are {', '.join(TEMPLATES)}"),
        (["x", "--template", "blank", "--run", "net"], "--template blank has a run of its own"),
        (["x", "--title", "en="], "--title 'en=' says nothing"),
    ],
)
def test_what_cannot_be_made_is_one_sentence(
    arguments: list[str], complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """Exit code 2, and all is as it was."""
    here = tmp_path / "here"
    (here / "taken").mkdir(parents=True)
    (here / "taken" / "mine.txt").write_text("mine")
    (here / "file").write_text("mine too")
    monkeypatch.chdir(here)
    before = files_in(tmp_path)
    assert run("new", *arguments) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1
    assert files_in(tmp_path) == before
    assert (here / "taken" / "mine.txt").read_text() == "mine"


def fail(*_: object) -> None:
    """A run that fails."""
    raise ChainreelError("the experiment failed")


def interrupt(*_: object) -> None:
    """Ctrl-C while the run goes on."""
    raise KeyboardInterrupt


def terminate(*_: object) -> None:
    """A request to end while the run goes on."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)


@pytest.mark.parametrize(("end", "code"), [(fail, 1), (interrupt, 130), (terminate, 143)])
@pytest.mark.parametrize("empty", [False, True])
def test_nothing_half_written_stays(
    end: object, code: int, empty: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it ends; an empty folder that was there is there, and empty."""
    if empty:
        (tmp_path / "new").mkdir()
    monkeypatch.setattr(folder, "remeasure", end)
    before = signal.getsignal(signal.SIGTERM)
    assert run("new", tmp_path / "new", "--language", "en") == code
    assert files_in(tmp_path) == (["new"] if empty else [])
    assert signal.getsignal(signal.SIGTERM) == before


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    """As one that was made beforehand."""
    (tmp_path / "new").mkdir()
    assert made(tmp_path, BLANK, ("en",)).root == tmp_path / "new"


# --- the next command ------------------------------------------------------------------------------------


def test_the_next_command_can_be_typed_as_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """From where it was made, whatever the folder is called, for any verb's first name may be a folder."""
    monkeypatch.chdir(tmp_path)
    assert run("new", "it's №1 講義", "--template", "blank") == 0
    said = capsys.readouterr().out
    assert said.endswith("""Next: chainreel render 'it'"'"'s №1 講義'\n""")
    assert run("list", "it's №1 講義") == 0
    assert "shrink" in capsys.readouterr().out
    assert run("records", "it's №1 講義", "shrink") == 0
    assert "value" in capsys.readouterr().out
    assert run("read", "it's №1 講義", "shrink", "--voice", "none") == 0


def test_a_chapter_is_never_taken_for_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """Beside a lecture with a chapter of that name lies a folder of that name, which is a lecture too."""
    lecture = made(tmp_path, "line", ("en",))
    make_lecture(plan_of(lecture.root / "line", ["ja"], template="blank"))
    monkeypatch.chdir(lecture.root)
    assert run("read", "line", "--voice", "none") == 0
    assert "How does a line learn" in capsys.readouterr().out


def test_python_runs_the_package(tmp_path: Path) -> None:
    """``python -m chainreel`` is the command."""
    command = [sys.executable, "-m", "chainreel", "new", "x", "--template", "blank"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Next: chainreel render x" in done.stdout
    assert Lecture.load(tmp_path / "x").languages == ("en",)
