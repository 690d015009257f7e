"""The library as a wheel, installed elsewhere: nothing is missing, and nothing is written but the lecture."""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from import_rules import Tree
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Quotes, blanks, a number sign and Japanese; locales in which letters, commas and clocks are others.
PLACES = ('it\'s a "place" №1', "講義 の 場所")
SURROUNDINGS = (
    {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"},  # without HOME
    {"LC_ALL": "C", "TZ": "America/St_Johns", "HOME": "home"},
)
SILENT = ("--quality", "draft", "--voice", "none", "--jobs", "1")


# --- what the metadata asks for -------------------------------------------------------------------------


def requirements() -> dict[str, Requirement]:
    """What the library and its runs ask for, by the package's name."""
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["measure"]]
    return {canonicalize_name(one.name): one for one in map(Requirement, asked)}


def outside() -> set[str]:
    """Every package from outside that a file of the library imports, in functions too."""
    tree = Tree(REPOSITORY)
    names = (target for name in tree.files if name.startswith("chainreel") for target in tree.imports[name])
    return {name for name in names if name.partition(".")[0] != "chainreel"} - set(sys.stdlib_module_names)


def test_the_metadata_asks_for_all_that_is_imported() -> None:
    """Else an installation fails elsewhere, where nothing else happens to bring it."""
    imported, asked = outside(), set(requirements())
    assert {"numpy", "manim", "torch"} <= imported
    providers = packages_distributions()
    lacking = {name for name in imported if not {canonicalize_name(p) for p in providers[name]} & asked}
    assert lacking == set()


def test_what_runs_here_is_what_the_metadata_allows() -> None:
    """These tests speak for an installation only as far as its versions may be these."""
    here = {
        name: version(name) for name, one in requirements().items() if not one.marker or one.marker.evaluate()
    }
    assert {name: v for name, v in here.items() if not requirements()[name].specifier.contains(v, True)} == {}


# --- the wheel elsewhere -----------------------------------------------------------------------------------


def snapshot(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file below a folder: when it was written, and a hash of what is in it."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in files
    }  # fmt: skip


def change_rights(folder: Path, writable: bool) -> None:
    """Let nobody write below a folder, or its owner again."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IWUSR if writable else mode & ~0o222)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An environment of its own with the wheel, which nobody may write to; other packages are shared."""
    place = tmp_path_factory.mktemp("installed")
    source = place / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, source)
    shutil.copytree(
        REPOSITORY / "chainreel", source / "chainreel", ignore=shutil.ignore_patterns("__pycache__")
    )
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = ["wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(place), str(source)]
    subprocess.run([*pip, *build], check=True)
    shutil.rmtree(source)
    environment = place / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    (wheel,) = place.glob("*.whl")
    subprocess.run([*pip, "--python", str(python), "install", "-q", "--no-deps", str(wheel)], check=True)
    packages = next(environment.glob("lib/python*/site-packages"))
    (packages / "shared.pth").write_text(sysconfig.get_path("purelib"))
    before = snapshot(environment)
    change_rights(environment, writable=False)
    yield environment
    change_rights(environment, writable=True)
    assert snapshot(environment) == before, "the installation was written to"


def chainreel(installed: Path, place: Path, surroundings: dict[str, str], *arguments: str) -> str:
    """What the installed command says, in a place and in surroundings."""
    done = subprocess.run(
        [installed / "bin" / "chainreel", *arguments],
        cwd=place, env={"PATH": os.defpath, **surroundings}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_new_lecture_renders_alike_anywhere(installed: Path, tmp_path: Path) -> None:
    """Same bytes in any folder, language and time zone of the machine, with a home or without."""
    made = []
    home = tmp_path / "home"
    home.mkdir()
    for name, surroundings in zip(PLACES, SURROUNDINGS, strict=True):
        given = {
            key: str(tmp_path / value) if key == "HOME" else value for key, value in surroundings.items()
        }
        place = tmp_path / name
        place.mkdir()
        chainreel(installed, place, given, "new", "x №1", "--language", "en,ja")
        chainreel(installed, place, given, "render", "x №1", *SILENT)
        lecture = place / "x №1"
        files = {
            name: hash_
            for name, (_, hash_) in snapshot(lecture).items()
            if not name.startswith(".cache/") and "__pycache__" not in name
        }
        assert any(name.endswith("/lecture.mp4") for name in files)
        made.append(files)
    assert made[0] == made[1]
    assert list(home.rglob("*")) == []


@pytest.mark.slow
def test_the_installed_voice_speaks_and_leaves_nothing_behind(installed: Path, tmp_path: Path) -> None:
    """Its model, dictionaries and voice files came with the packages; the home folder stays empty."""
    home = tmp_path / "home"
    home.mkdir()
    surroundings = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(home)}
    chainreel(installed, tmp_path, surroundings, "new", "x", "--language", "en,ja", "--template", "blank")
    said = chainreel(installed, tmp_path, surroundings, "render", "x", "shrink.later", "--quality", "draft")
    assert ".mp4" in said or list((tmp_path / "x" / "out").rglob("*.mp4"))
    assert list(home.rglob("*")) == []
