"""What ``docs/targets.md`` tells of targets, and the target that it teaches to write."""

import re
from pathlib import Path
from types import ModuleType

import pytest
from published import rendered
from tiny import copy_of_tiny

from chainreel.publish import targets

PAGE = (Path(__file__).parent.parent / "docs" / "targets.md").read_text(encoding="utf-8")


def test_every_target_has_its_row() -> None:
    """In the order in which they are made."""
    told = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert tuple(told) == tuple(name for name in targets.NAMES if name != "all")


def test_the_page_s_own_target_makes_its_files_once(tmp_path: Path) -> None:
    """An outline and a picture a beat; a second making writes nothing anew."""
    (source,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    module = ModuleType("outline")
    exec(source, module.__dict__)
    made = rendered(copy_of_tiny(tmp_path / "lecture"))
    files = module.make_outline(made)
    assert [file.name for file in files] == ["outline.md", "slopes.factors.png", "slopes.product.png"]
    assert files[0].read_text("utf-8").startswith("# A chain of slopes\n\n- 0.0 s: Each gate has its slope\n")
    before = [file.stat().st_mtime_ns for file in files]
    assert [file.stat().st_mtime_ns for file in module.make_outline(made)] == before


@pytest.mark.parametrize("name", targets.TARGETS)
def test_a_target_says_what_it_makes(name: str) -> None:
    """The page's folder is the one that the target's own sentence is about."""
    assert targets.TARGETS[name].__doc__
    assert f"| `{name}` | `{name}/` |" in PAGE
