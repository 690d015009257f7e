"""The tiny lecture, rendered small, with what a target is made from; and other people's programs."""

import io
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tiny import copy_of_tiny, records_of

from chainreel.film.render import render
from chainreel.film.request import editions, request_of
from chainreel.lecture import QUALITIES, Lecture, Quality
from chainreel.publish.rendered import Choices, Rendered
from chainreel.publish.targets import TARGETS

SMALL = Quality("small", 256, 144, 15)  # quick to draw
CHECKERS = Path(__file__).parents[2] / ".venv" / "slow" / "node_modules"  # tools/setup.sh slow


def rendered(
    root: Path,
    language: str = "en",
    quality: Quality = SMALL,
    voice: str | None = None,
    overrides: Sequence[str] = (),
    burn_captions: bool = False,
) -> Rendered:
    """A lecture's film, rendered; what is said goes into ``rendered.console.file``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(QUALITIES, quality.name, quality)
        lecture = Lecture.load(root, overrides=overrides)
        wish = request_of(lecture, language, quality.name, None, (), voice, burn_captions=burn_captions)
        made = editions(wish, records_of(lecture))
    console = Console(file=io.StringIO(), width=200)
    render(made, 2, lecture.cache_dir, console)
    return Rendered(lecture, made[0], Choices(), 2, console)


def made_for(target: str, folders: pytest.TempPathFactory, **options: Any) -> Rendered:
    """The tiny lecture with its files for a target; ``options`` are those of ``rendered``."""
    made = rendered(copy_of_tiny(folders.mktemp(target) / "lecture"), **options)
    TARGETS[target](made)
    return made


def program(name: str) -> str:
    """A program's path; the test is skipped on a machine without it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: tools/setup.sh slow does it")
    return found


def said(*command: str | Path) -> str:
    """What a program says."""
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def probe(path: Path, *options: str) -> dict[str, Any]:
    """What ffprobe finds."""
    answer = said(program("ffprobe"), "-v", "error", *options, "-of", "json", path)
    return dict(json.loads(answer))


def tracks(path: Path) -> dict[str, dict[str, str]]:
    """What mediainfo says of each track, by its kind."""
    answer = json.loads(said(program("mediainfo"), "--Output=JSON", path))
    return {track["@type"]: track for track in answer["media"]["track"]}


def with_node(script: str, package: str, arguments: Sequence[str | Path]) -> str:
    """What a script says that may ``require`` a package of the checkers."""
    if not (CHECKERS / package).is_dir():
        pytest.skip(f"{package} is not installed: tools/setup.sh slow does it")
    command = [program("node"), "-e", script, "--", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKERS.parent, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
