"""The verbs of the command: what each is for, and what a flag that became a verb is answered with."""

import re
import shutil
from pathlib import Path

import click
import pytest
from tiny import change, copy_of_tiny

from chainreel.command import main
from chainreel.command.command import command
from chainreel.command.moved import MOVED, VERBS
from chainreel.records.record import load

Printed = pytest.CaptureFixture[str]
PNG = b"\x89PNG"


@pytest.fixture
def lecture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tiny lecture, and the current folder in it."""
    root = copy_of_tiny(tmp_path / "lecture")
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> int:
    """The command's exit code."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert isinstance(left.value.code, int)
    return left.value.code


GROUPS = ["Options", "Start", "Films", "Scenes of manim", "Words", "Numbers"]
WITHOUT_LECTURE = ("new", "model", "scene")


def test_alone_it_shows_its_verbs(capsys: Printed) -> None:
    """Each with a line that is whole, in groups; that is no error."""
    assert run() == 0
    printed = capsys.readouterr().out
    assert re.findall(r"^(\w[\w ]+):$", printed, re.MULTILINE) == GROUPS
    assert re.findall(r"^  (\w+)  +\w.*\.$", printed, re.MULTILINE) == list(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_tells_its_options(verb: str, capsys: Printed) -> None:
    """Every option has its line of help, and all that have a lecture take it, its settings, ``--debug``."""
    assert run(verb, "--help") == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"Usage: chainreel {verb} ")
    wanted = ["--debug"] if verb in WITHOUT_LECTURE else ["--lecture FILE", "--set KEY=VALUE", "--debug"]
    assert all(option in printed for option in wanted)
    options = [p for p in command.commands[verb].params if isinstance(p, click.Option)]
    assert all(option.help for option in options)


def test_a_shared_option_is_the_same_for_every_verb() -> None:
    """Said twice, it would in time be said otherwise."""
    told: dict[str, set[str | None]] = {}
    for verb in (verb for verb in VERBS if verb != "new"):  # whose options say what is to be
        for option in command.commands[verb].params:
            if isinstance(option, click.Option):
                told.setdefault(option.opts[0], set()).add(option.help)
    assert {name: texts for name, texts in told.items() if len(texts) > 1} == {}
    assert "--language" in told


@pytest.mark.parametrize(("flag", "new"), MOVED.items())
@pytest.mark.parametrize("before", [(), ("render",)])
def test_a_flag_that_moved_names_its_verb(
    lecture: Path, capsys: Printed, flag: str, new: str, before: tuple[str, ...]
) -> None:
    """One sentence, exit code 2, whether it stood behind ``render.py`` or behind ``chainreel``."""
    assert run(*before, flag, "slopes") == 2
    assert capsys.readouterr().err == f"Error: {flag} moved: write {new}\n"
    verb = new.split()[1]
    assert verb in VERBS


def test_an_unknown_verb_is_told_the_known_ones(capsys: Printed) -> None:
    """With the nearest, if one is near."""
    assert run("chek") == 2
    assert capsys.readouterr().err == (
        "Error: unknown verb 'chek': did you mean 'check'? the verbs are new, render, model, list, check, "
        "stills, watch, scene, read, lines, measure, records\n"
    )


def test_a_verb_in_the_place_of_a_chapter_is_told_where_it_belongs(lecture: Path, capsys: Printed) -> None:
    """As in ``python render.py check``; a chapter of that name is a chapter."""
    assert run("render", "check") == 2
    assert capsys.readouterr().err == "Error: 'check' is a verb, not a chapter: write chainreel check\n"
    for kind in ("py", "toml"):
        shutil.copy(lecture / "scenes" / f"slopes.{kind}", lecture / "scenes" / f"check.{kind}")
    change(lecture / "lecture.toml", '["slopes"]', '["check"]')
    assert run("render", "check.nothing") == 2
    assert "unknown beat 'nothing'" in capsys.readouterr().err


def test_check_ends_with_1_on_a_finding(lecture: Path, capsys: Printed) -> None:
    """It prints a line for each, and the count; without one it says so."""
    assert run("check", "--jobs", "1") == 0
    assert capsys.readouterr().out == "Nothing found.\n"
    change(lecture / "scenes" / "slopes.toml", 'records = ["gates"]', 'records = ["gates"]\nnames = ["x"]')
    (lecture / "assets" / "records" / "other.json").write_text("{}")
    assert run("check", "--jobs", "1") == 1
    printed = capsys.readouterr()
    assert "other: there is a record, but no experiment that measures it" in printed.out
    assert printed.err == "Error: the check found 1 fault(s)\n"


def test_stills_writes_pictures_and_no_film(lecture: Path, capsys: Printed) -> None:
    """The last picture of what is named, and so many of its motion; the paths are printed."""
    assert run("stills", "pictures", "slopes.product", "--frames", "1", "--jobs", "1") == 0
    written = sorted(path.name for path in (lecture / "pictures").iterdir())
    assert len(written) == 2
    assert "en.slopes.product.png" in written
    assert all((lecture / "pictures" / name).read_bytes().startswith(PNG) for name in written)
    assert str(Path("pictures") / "en.slopes.product.png") in capsys.readouterr().out
    assert not list(lecture.rglob("*.mp4"))


def test_read_prints_what_is_said_beat_by_beat(lecture: Path, capsys: Printed) -> None:
    """With numbers as words, for the voice that will say it."""
    assert run("read", "slopes", "--voice", "none") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("[factors]\n  What happens when slopes multiply?\n")
    assert "[product]\n  Multiplied, they make about " in printed


def test_lines_lists_what_is_to_be_recorded(lecture: Path, capsys: Printed) -> None:
    """And writes the lines; nothing is missing after that but the recordings."""
    assert run("lines") == 0
    printed = capsys.readouterr().out
    assert f"missing: {lecture / 'recordings' / 'en' / 'slopes.factors'}.wav" in printed
    assert printed.endswith("2 recordings are missing.\n")
    assert (lecture / "recordings" / "en" / "lines.txt").read_text("utf-8").startswith("slopes.factors\n")


def test_measure_tells_of_each_experiment_and_ends_with_1_if_one_differs(
    lecture: Path, capsys: Printed
) -> None:
    """Old and new, and the command that takes the new numbers, which then does."""
    record = lecture / "assets" / "records" / "gates.json"
    assert run("measure", "gates", "--jobs", "1") == 0
    assert capsys.readouterr().out == "gates: started\ngates: done\n"
    change(lecture / "experiments" / "gates.py", '"product": exact(running[-1])', '"product": exact(0.5)')
    assert run("measure") == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("gates: started\ngates: differs\ngates: product was 0.0")
    assert "take the new numbers with chainreel measure gates --accept" in printed.err
    assert run("measure", "gates", "--accept") == 0
    assert load(record).number("product").value == 0.5
    assert run("measure", "gate") == 2


def test_records_names_every_record_with_its_run(lecture: Path, capsys: Printed) -> None:
    """And says of one that is stale why it is."""
    assert run("records") == 0
    assert capsys.readouterr().out == "gates: 5 values · 3 sigmoids in a chain · x = 0.5\n"
    assert run("records", "--set", "runs.gates.gates=4") == 0
    assert capsys.readouterr().out.endswith("x = 0.5 · stale: its settings differ\n")


def test_records_shows_what_may_be_shown_of_one(lecture: Path, capsys: Printed) -> None:
    """Every path with shape, unit, tolerance class and value, settings among them."""
    assert run("records", "gates") == 0
    rows = [re.split(r" {2,}", line.strip()) for line in capsys.readouterr().out.splitlines()[1:]]
    assert rows[0] == ["path", "shape", "unit", "tolerance", "value", "spread"]
    assert ["slopes", "3", "exact", "0.2253 to 0.235"] in rows
    assert ["nudge", "one", "central difference", "exact", "0.0120325"] in rows
    assert ["settings.gates", "one", "setting", "3"] in rows
    assert run("records", "gate") == 2
    assert capsys.readouterr().err == (
        "Error: there is no record 'gate': did you mean 'gates'? the records are gates\n"
    )
