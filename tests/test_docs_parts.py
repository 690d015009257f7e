"""The page of drawing parts: all of them are on it, as they are, with pictures that the tool draws."""

import importlib
import inspect
import pkgutil
import re
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from chainreel import draw
from chainreel.draw.part.posing import Posed
from chainreel.draw.part.staging import Staged

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "parts.md").read_text(encoding="utf-8")
PICTURES = ROOT / "docs" / "pictures" / "parts"
ROW = re.compile(
    r"^\| `(\w+)` \(\[file\]\(\.\./([\w/]+\.py)\)\) \| (Posed|Staged) \| .* \| ((?:`\w+` ?)+) \| !",
    re.MULTILINE,
)
MOST = 3_000_000  # bytes of all pictures together


@cache
def posed() -> dict[str, type[Posed]]:
    """Every posed part by name: what scenes make, and what no other part is built upon."""
    modules = [
        importlib.import_module(m.name) for m in pkgutil.walk_packages(draw.__path__, "chainreel.draw.")
    ]
    every = {c for m in modules for c in vars(m).values() if inspect.isclass(c) and issubclass(c, Posed)}
    called = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "scenes").glob("*.py"))
    made = {c for c in every if re.search(rf"\b{c.__name__}\(", called)}
    ends = {c for c in every if not any(other is not c and issubclass(other, c) for other in every)}
    return {c.__name__: c for c in made | ends}


def test_every_part_is_on_the_page() -> None:
    """Once; a part that is new is missed here."""
    told = [name for name, *_ in ROW.findall(PAGE)]
    assert sorted(told) == sorted(posed())


@pytest.mark.parametrize(("name", "file", "idiom", "motions"), ROW.findall(PAGE))
def test_a_part_is_as_the_page_says(name: str, file: str, idiom: str, motions: str) -> None:
    """Its file, its idiom, and motions that it has."""
    part = posed()[name]
    assert Path(inspect.getfile(part)) == ROOT / file
    assert issubclass(part, Staged) == (idiom == "Staged")
    assert all(hasattr(part, motion) for motion in re.findall(r"\w+", motions))


def test_every_picture_is_there_and_named_on_the_page() -> None:
    """None is left over, and together they are small."""
    shown = set(re.findall(r"!\[(\w+)\]\(pictures/parts/\1\.png\)", PAGE))
    assert {path.stem for path in PICTURES.iterdir()} == shown
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < MOST


def test_a_picture_is_what_the_tool_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the last chapter, drawn again: the same picture but for smoothed edges."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    tool = importlib.import_module("part_pictures")
    monkeypatch.delitem(sys.modules, "part_pictures")
    wanted = [each for each in tool.wanted_parts(PAGE) if each.beat.startswith("summary.")]
    assert wanted
    for path in tool.write_pictures(wanted, tmp_path):
        again, kept = (Image.open(p).convert("RGB") for p in (path, PICTURES / path.name))
        assert again.size == kept.size
        assert np.abs(np.asarray(again, float) - np.asarray(kept, float)).mean() < 2
