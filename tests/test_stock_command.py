"""``chainreel scene``: manim's options, read as manim reads them, and what is said of what goes wrong."""

import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import manim.manager
import numpy as np
import pytest
from manim import config
from stock_oracle import decoded

from chainreel.command import main
from chainreel.stock.options import NOT_TAKEN

SCENES = """
from manim import *

class One(Scene):
    def construct(self):
        self.play(Create(Square()), run_time=0.2)

class Two(Scene):
    def construct(self):
        self.play(FadeIn(Dot(np.random.uniform(-2, 2, 3))), run_time=0.2)
"""
FAILS = """
class Fails(Scene):
    def construct(self):
        self.play(FadeIn(Dot()), run_time=0.2)
        nonsense
"""
TALL = "\nconfig.pixel_width, config.pixel_height, config.frame_width = 120, 214, 4.5\n"
SMALL = ("-r", "214,120", "--fps", "15")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user's folder with a file of scenes, and manim's settings put back afterwards."""
    (tmp_path / "mine.py").write_text(SCENES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = config.copy()
    yield tmp_path
    config.update(before)


def run(*arguments: str) -> int:
    """The command's exit code; each run is a session of its own, as in a shell."""
    before = config.copy()
    with pytest.raises(SystemExit) as left:
        main(["scene", *arguments])
    config.update(before)
    return left.value.code


def films(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.mp4"))


def test_named_scenes_are_rendered_and_their_files_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The film lies where manim would put it; plays, frames and path are said."""
    assert run("mine.py", "One", *SMALL) == 0
    film = folder / "media" / "videos" / "mine" / "120p15" / "One.mp4"
    assert films(folder) == ["One.mp4"]
    assert "One: 1 plays, 3 frames" in capsys.readouterr().out
    assert len(decoded(film)) == 3


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_all_scenes_of_a_file_are_rendered(jobs: str, folder: Path) -> None:
    """-a takes every scene, one after another or in processes."""
    assert run("mine.py", "-a", "--jobs", jobs, *SMALL) == 0
    assert films(folder) == ["One.mp4", "Two.mp4"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_scene_that_fails_does_not_stop_the_others(
    jobs: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its error is said with the line in the user's file; the others are rendered; the code is 1."""
    (folder / "mine.py").write_text(SCENES + FAILS)
    assert run("mine.py", "-a", "--jobs", jobs, *SMALL) == 1
    assert films(folder) == ["One.mp4", "Two.mp4"]
    said = capsys.readouterr().err
    assert "Fails: NameError: name 'nonsense' is not defined (mine.py, line 15)" in said


def test_a_scene_that_fails_while_it_changes_speed_leaves_no_trace(folder: Path) -> None:
    """What manim notes in a class while an animation is under way is not there for the next scene."""
    slow = "ChangeSpeed(FadeIn(Dot(), run_time=0.2), speedinfo={1: 0.5})"
    (folder / "mine.py").write_text(
        "from manim import *\n"
        f"class First(Scene):\n    def construct(self):\n        {slow}\n        nonsense\n"
        f"class Second(Scene):\n    def construct(self):\n        self.play({slow})\n"
    )
    assert run("mine.py", "-a", "--jobs", "1", *SMALL) == 1
    assert films(folder) == ["Second.mp4"]


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [("24", Fraction(24)), ("30000/1001", Fraction(30000, 1001)), ("29.97", Fraction(30000, 1001))],
)
def test_frame_rates_may_be_fractions(rate: str, wanted: Fraction, folder: Path) -> None:
    """The film runs at the very fraction."""
    assert run("mine.py", "One", "-r", "214,120", "--fps", rate) == 0
    with av.open(str(next(folder.rglob("One.mp4")))) as container:
        assert container.streams.video[0].average_rate == wanted


@pytest.mark.parametrize("quality", ["l", "low_quality"])
def test_qualities_have_manim_s_letters_and_names(quality: str, folder: Path) -> None:
    """Both mean manim's size and rate."""
    assert run("mine.py", "One", "-q", quality) == 0
    assert (folder / "media/videos/mine/480p15/One.mp4").is_file()


def test_settings_in_the_file_are_respected(folder: Path) -> None:
    """A file that sets config's size, as people do for upright films, gets it."""
    (folder / "mine.py").write_text(SCENES + TALL)
    assert run("mine.py", "One", "--fps", "15") == 0
    assert decoded(next(folder.rglob("One.mp4")))[0].shape == (214, 120, 3)


def test_a_manim_cfg_is_respected(folder: Path) -> None:
    """The file beside the scenes is read as manim reads it."""
    (folder / "manim.cfg").write_text(
        "[CLI]\npixel_width = 214\npixel_height = 120\nframe_rate = 15\nbackground_color = RED\n"
    )
    root = str(Path(__file__).parent.parent)
    subprocess.run(
        [sys.executable, "-c", "from chainreel.command import main; main()", "scene", "mine.py", "One"],
        check=True, env={**os.environ, "PYTHONPATH": root}, cwd=folder, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    picture = decoded(folder / "media/videos/mine/120p15/One.mp4")[0]
    assert picture[0, 0, 0] > 200
    assert picture[0, 0, 2] < 130


def test_a_seed_makes_chance_repeat(folder: Path) -> None:
    """The same seed gives the same film, another one another."""
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert run("mine.py", "Two", "-o", name, "--seed", seed, *SMALL) == 0
    one, again, other = (next(folder.rglob(f"{name}.mp4")).read_bytes() for name in "abc")
    assert one == again
    assert one != other


def test_the_last_frame_alone_is_a_still(folder: Path) -> None:
    """-s goes through the scene and saves its last picture."""
    assert run("mine.py", "One", "-s", *SMALL) == 0
    assert films(folder) == []
    assert len(list((folder / "media" / "images").rglob("*.png"))) == 1


def test_preview_opens_the_film(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """-p gives the finished file to what manim opens files with."""
    opened: list[str] = []
    show = lambda writer, **how: opened.append(Path(writer.final_file_path).name)  # noqa: E731
    monkeypatch.setattr(manim.manager, "open_media_file", show)
    assert run("mine.py", "One", "-p", *SMALL) == 0
    assert opened == ["One.mp4"]


def test_a_dry_run_leaves_no_file(folder: Path) -> None:
    """Everything runs, nothing is written."""
    assert run("mine.py", "One", "--dry_run", *SMALL) == 0
    assert films(folder) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("absent.py",), "absent.py does not exist: name a Python file with manim scenes"),
        (("mine.py",), "which scene? name one or more of One, Two, or write -a for all"),
        (("mine.py", "Won"), "unknown scene 'Won': the scenes are One, Two"),
        (("mine.py", "one"), "unknown scene 'one': did you mean 'One'? the scenes are One, Two"),
        (("mine.py", "One", "Two", "-o", "x"), "-o names the film of one scene"),
        (("mine.py", "One", "--fps", "0"), "'0' is not above 0"),
        (("mine.py", "One", "--fps", "a/b"), "'a/b' is no number and no fraction"),
        (("mine.py", "One", "-q", "x"), "'x' is not one of k, p, h, m, l"),
        (("mine.py", "One", "--renderer", "opengl"), "manim's OpenGL renderer is not Chainreel's"),
        (("none.py",), "none.py has no scenes"),
        (("broken.py",), "broken.py cannot be run: broken.py, line 1, is no Python"),
        (("mine.py", "One", "--format", "nonsense"), "'nonsense' is not one of"),
    ],
)
def test_wrong_input_is_told_in_a_sentence(
    arguments: tuple[str, ...], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What, where and what to do; the code is 2, and no film is made."""
    (folder / "none.py").write_text("x = 1\n")
    (folder / "broken.py").write_text("x = = 1\n")
    assert run(*arguments) == 2
    assert said in capsys.readouterr().err.replace("\n", " ")
    assert films(folder) == []


def test_odd_sizes_are_refused_before_they_are_drawn(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half the colour of half a pixel cannot be written."""
    assert run("mine.py", "One", "-r", "213,121", "--fps", "15") == 1
    assert "213x121 pixels cannot be encoded as yuv420p" in capsys.readouterr().err


@pytest.mark.parametrize("option", sorted(NOT_TAKEN))
def test_what_is_not_taken_is_said_with_its_reason(
    option: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each option of manim's that does nothing here is refused by name."""
    flag = "--live-preview" if option == "live_preview" else f"--{option}"
    assert run("mine.py", "One", flag) == 2
    assert NOT_TAKEN[option] in capsys.readouterr().err.replace("\n", " ")


def test_every_option_of_manim_is_there() -> None:
    """Whoever knows manim's command knows this one."""
    from manim.cli.render.commands import render

    from chainreel.stock.options import command_for

    ours = {flag for parameter in command_for(print).params for flag in parameter.opts}
    theirs = {flag for parameter in render.params for flag in parameter.opts}
    assert theirs <= ours
    assert np.array_equal(sorted(ours - theirs), ["--debug", "--jobs"])


PLUGIN = "[manim.plugins]\nchainreel = chainreel.stock.plugin\n"
WHO_DRAWS = "from manim import Scene; print(type(Scene().renderer).__name__)"


@pytest.mark.parametrize(("asked", "who"), [(True, "PaintedRenderer"), (False, "CairoRenderer")])
def test_manim_s_own_command_paints_if_its_plugin_is_asked_for(asked: bool, who: str, folder: Path) -> None:
    """The plugin changes nothing until a manim.cfg names it."""
    root = Path(__file__).parent.parent
    assert 'chainreel = "chainreel.stock.plugin"' in (root / "pyproject.toml").read_text()
    installed = folder / "installed" / "painted-1.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: painted\nVersion: 1\n")
    (installed / "entry_points.txt").write_text(PLUGIN)
    (folder / "manim.cfg").write_text("[CLI]\nplugins = chainreel\n" if asked else "[CLI]\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(root), str(installed.parent)))}
    told = subprocess.run(
        [sys.executable, "-c", WHO_DRAWS],
        check=True,
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert told.stdout.split()[-1] == who
    done = [sys.executable, "-m", "manim", "mine.py", "One", *SMALL, "--progress_bar", "none"]
    subprocess.run(done, check=True, env=environment, cwd=folder, capture_output=True)
    parts = list((folder / "media").rglob("partial_movie_files"))
    assert films(folder)[-1:] == ["One.mp4"] if asked else films(folder)
    assert bool(parts) is not asked
