"""The page of drawing parts: all of them are on it, as they are, with pictures that the tool draws."""

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import numpy as np
import pytest
from moved import JA, faults, finish, number, same_at_half, shown
from PIL import Image

from chainreel import draw
from chainreel.draw.evidence import evidence_in
from chainreel.draw.part.posing import Posed
from chainreel.draw.part.staging import Staged
from chainreel.errors import InputError, UnknownNumber

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


@pytest.fixture
def share_ring(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The class that the page teaches to write."""
    (source,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    module = ModuleType("share_ring")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(source, module.__dict__)
    return cast(Callable[..., Any], module.__dict__["ShareRing"])


def test_the_page_s_own_part_draws_its_number(share_ring: Callable[..., Any]) -> None:
    """A quarter of the ring ends on the right; it is known as angle and as text, and layout has no fault."""

    def empty() -> Any:
        part = share_ring(JA, shown(0.25, "%0")).put_at(960, 500)
        part.take(grown=0.0)
        return part

    part = empty()
    assert not list(evidence_in(part))
    finish(part.fill())
    assert np.allclose(part.from_scene(part.arc.points[-1]), [part.radius, 0, 0], atol=1e-6)
    assert {(e.how, e.number.value) for e in evidence_in(part)} == {("angle", 0.25), ("text", 0.25)}
    assert same_at_half(empty, lambda p: p.fill())  # type: ignore[attr-defined]
    assert not faults(part)


def test_the_page_s_own_part_refuses_what_is_no_share(share_ring: Callable[..., Any]) -> None:
    """A share has a source and lies between 0 and 1."""
    with pytest.raises(InputError, match="from 0 to 1"):
        share_ring(JA, shown(1.5))
    with pytest.raises(UnknownNumber):
        share_ring(JA, number(0.5))
