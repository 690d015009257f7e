"""The command: what it says, what it makes, and how it ends."""

import io
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tiny import change, copy_of_tiny
from waiting import PATIENCE

from chainreel.command import main
from chainreel.command.moved import VERBS

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def lecture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tiny lecture, and the current folder in it."""
    root = copy_of_tiny(tmp_path / "lecture")
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> int:
    """The command's exit code; without a verb that of ``render``."""
    return (
        chainreel(*arguments) if arguments[:1] and arguments[0] in VERBS else chainreel("render", *arguments)
    )


def chainreel(*arguments: str) -> int:
    """The exit code of the command with exactly these arguments."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    code = left.value.code
    assert isinstance(code, int)
    return code


def start(root: Path, *arguments: str, room: int | None = None) -> subprocess.Popen[str]:
    """The command as a process of its own; no file may grow beyond ``room`` bytes."""

    def limit() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # deaf to it where a shell runs the suite behind itself
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    return subprocess.Popen(
        [sys.executable, str(REPOSITORY / "render.py"), *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=limit,
    )


def ended(group: int) -> bool:
    """Whether every process of the group goes, sooner or later."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def writer(root: Path) -> int:
    """The process that draws a master: its number is in the part's name."""
    return int(next(root.rglob("*.part.master")).name.split(".")[2].split("-")[0])


def until_drawing(root: Path) -> None:
    """Wait until a master is being written."""
    deadline = time.monotonic() + PATIENCE
    while not list(root.rglob("*.part.master")):
        assert time.monotonic() < deadline, f"nothing is drawn after {PATIENCE} s"
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["slopse"], "unknown chapter 'slopse': did you mean 'slopes'?"),
        (["slopes.produkt"], "unknown beat 'produkt': did you mean 'product'?"),
        (["--language", "fr"], "the lecture has no 'fr': choose from its languages, en, ja"),
        (["--language", "xx"], "unknown language 'xx'; known: en, es, fr, ja, ko, zh-Hans; to add it"),
        (["--quality", "4k"], "unknown quality '4k'; known: draft, 720p30"),
        (["--theme", "sepia"], "unknown theme 'sepia'; known: dark, light"),
        (["--for", "keynote"], "unknown target 'keynote'; known: film, slides,"),
        (["--with-voice"], "--with-voice is for decks: write --for deck --with-voice"),
        (["--for", "deck", "--with-voice", "--voice", "none"], "--with-voice needs a voice"),
        (["--voice", "kokoru"], "unknown voice 'kokoru'; known: kokoro, openjtalk"),
        (["--set", "runs.gates.depth=4"], "runs.gates has no setting 'depth'; it has x, gates"),
        (["--set", "runs.gates.gates=many"], "runs.gates.gates"),
        (["--lecture", "talk.toml"], "talk.toml does not exist"),
        (["--jobs", "0"], "0 is not in the range"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_wrong_input_is_one_sentence_and_exit_code_2(
    lecture: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """What was found, where, and what would be right; nothing is written."""
    assert run(*arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("Error: ")
    assert printed.err.count("\n") == 1
    assert said in printed.err
    assert not (lecture / "out").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("lecture.toml", "[lecture]", "[lecture", "lecture.toml"),
        ("lecture.toml", 'quality = "draft"', 'qualtiy = "draft"', "did you mean 'quality'?"),
        ("scenes/slopes.toml", 'title.en = "Multiplied, they shrink"', "", "[product] title.en is missing"),
        ("scenes/slopes.toml", "{gates.product:.3f}", "{gates.prodct:.3f}", "prodct"),
        ("lecture.toml", "[runs.gates]", "[runs.gate]", "unknown experiment 'gate': did you mean 'gates'?"),
        ("scenes/slopes.toml", 'records = ["gates"]', 'records = ["gate"]', "no experiment 'gate': write "),
        ("scenes/slopes.py", "class Slopes(", "class Slopes((", "slopes.py, line 10, is no Python"),
        ("assets/records/gates.json", '"schema": 2', '"schema": 99', "schema 99"),
        ("assets/records/gates.json", "{", "", "cannot be read"),
    ],
)
def test_a_faulty_file_is_one_sentence_with_its_name(
    lecture: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, said: str
) -> None:
    """Broken or unknown keys, missing languages, placeholders without a record, foreign records: exit 2."""
    change(lecture / file, old, new)
    assert run() == 2
    error = capsys.readouterr().err
    assert error.startswith("Error: ")
    assert said in error
    assert "Traceback" not in error


def test_debug_adds_the_traceback(lecture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without it there is none."""
    assert run("nothing", "--debug") == 2
    assert "Traceback" in capsys.readouterr().err


def test_the_list_names_chapters_and_beats_and_what_is_stale(
    lecture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is drawn for it."""
    assert run("list", "--language", "all") == 0
    printed = capsys.readouterr().out
    assert "slopes.factors: to be drawn" in printed
    assert "傾きのくさり (ja, draft, dark)" in printed
    assert not (lecture / "out").exists()


def test_a_terminal_without_japanese_shows_question_marks(
    lecture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows pipes what is printed in its own encoding: what that lacks is no reason to stop."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", printed)
    assert run("list", "--language", "ja") == 0
    printed.seek(0)
    assert printed.read().startswith("?????? (ja, draft, dark)\n01 slopes: ")


def test_a_film_is_made_without_torch_when_records_are_fresh(lecture: Path) -> None:
    """The whole command, as a process: film, exit code, plain lines, and no torch in it or its workers."""
    (lecture / "torch.py").write_text("raise RuntimeError('torch was imported')\n")
    environment = {**os.environ, "PYTHONPATH": f"{lecture}{os.pathsep}{REPOSITORY}"}
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "render.py"), "--jobs", "2"],
        cwd=lecture, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "drew slopes.product" in done.stdout
    assert "frames/s" in done.stdout
    assert (lecture / "out" / "en" / "draft" / "lecture.mp4").exists()


def test_ctrl_c_ends_the_workers_and_leaves_nothing_half_written(lecture: Path) -> None:
    """Exit code 130, a sentence, no parts, no workers; the next run goes on."""
    child = start(lecture, "--quality", "1080p60", "--jobs", "2")
    until_drawing(lecture)
    os.killpg(child.pid, signal.SIGINT)
    _, error = child.communicate(timeout=PATIENCE)
    assert child.returncode == 130
    assert "Traceback" not in error
    assert "Stopped" in error
    assert not list(lecture.rglob("*.part*"))
    assert not list((lecture / ".cache").glob("media-*"))
    assert ended(child.pid)


def test_ctrl_c_while_workers_load_is_one_sentence(lecture: Path) -> None:
    """They are deaf to it before they could say so themselves, and print nothing."""
    child = start(lecture, "--jobs", "2")
    deadline = time.monotonic() + PATIENCE
    while not (loading := loading_workers(child.pid)):
        assert time.monotonic() < deadline, f"no worker starts within {PATIENCE} s"
        time.sleep(0.005)
    time.sleep(0.3)  # Python itself is there by now, and what the worker imports is not
    assert {*loading} <= {*loading_workers(child.pid)}, "the worker has gone already"
    os.killpg(child.pid, signal.SIGINT)
    _, error = child.communicate(timeout=PATIENCE)
    assert child.returncode == 130
    assert error.strip() == "Stopped: what is finished stays; run the same command to go on."
    assert ended(child.pid)


def loading_workers(group: int) -> list[int]:
    """The worker processes of a command, by what its process group runs."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended since
            if os.getpgid(int(folder.name)) == group and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return sorted(found)


def test_no_room_is_a_sentence_with_the_file_and_loses_nothing(lecture: Path) -> None:
    """A file that cannot grow, as on a full disk: exit 1, no part is left, and the next run goes on."""
    child = start(lecture, "--quality", "720p30", "--jobs", "1", room=60_000)
    _, error = child.communicate(timeout=PATIENCE)
    assert child.returncode == 1
    assert "there is no room to write" in error
    assert error.count("\n") == 1
    assert not list(lecture.rglob("*.part*"))
    assert not list(lecture.rglob("lecture.mp4"))


def test_a_worker_that_dies_is_told_and_the_next_run_goes_on(lecture: Path) -> None:
    """One killed process of the tree, as by a lack of memory: exit 1, the others end, no wrong file."""
    child = start(lecture, "--quality", "720p30", "--jobs", "2")
    until_drawing(lecture)
    os.kill(writer(lecture), signal.SIGKILL)
    _, error = child.communicate(timeout=PATIENCE)
    assert child.returncode == 1
    assert "a worker process ended in the middle" in error
    assert ended(child.pid)
    again = start(lecture, "--quality", "720p30", "--jobs", "2")
    assert again.communicate(timeout=PATIENCE)[1] == ""
    assert (lecture / "out" / "en" / "720p30" / "lecture.mp4").exists()


def test_a_second_render_at_the_same_time_is_refused(lecture: Path) -> None:
    """The first holds the folder; the second says so with exit code 2 and harms nothing."""
    first = start(lecture, "--quality", "1080p60", "--jobs", "1")
    try:
        until_drawing(lecture)
        second = start(lecture, "--quality", "1080p60")
        _, error = second.communicate(timeout=PATIENCE)
        assert second.returncode == 2
        assert "another render" in error
    finally:
        os.killpg(first.pid, signal.SIGINT)
        first.communicate(timeout=PATIENCE)


def test_a_target_of_a_film_that_is_not_rendered_has_it_rendered_first(
    lecture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says so; the next time nothing is drawn, and what is there is not written again."""
    assert run("--for", "slides", "--jobs", "2") == 0
    assert capsys.readouterr().out.startswith(
        "slides: the film is not rendered yet, so it is rendered first."
    )
    slide = lecture / "out" / "en" / "draft" / "slides" / "live" / "01-slopes" / "01-factors.mp4"
    written = slide.stat().st_mtime_ns
    assert run("--for", "slides", "--jobs", "2") == 0
    printed = capsys.readouterr().out
    assert "rendered first" not in printed
    assert "drew" not in printed
    assert slide.stat().st_mtime_ns == written
