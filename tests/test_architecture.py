"""The table of ``docs/architecture.md``: which package may import which, held for every file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from import_rules import (
    CHECKS,
    ROOT_LIMIT,
    TABLE,
    Rules,
    Tree,
    circles_of_files,
    circles_of_packages,
    crowded_root,
    forbidden_imports,
    forbidden_reach,
    imports_against_the_flow,
    read_rules,
    rows_and_folders,
    unused_permissions,
)

ROOT = Path(__file__).parent.parent
SMALL = """
| Package | Holds | May import | Never |
|---|---|---|---|
| `errors` | errors | | `manim` |
| `draw` | parts | `errors`, `manim` | `torch` |
| `voice` | speech | `errors` | `manim` |
"""
FILES = {
    "chainreel/__init__.py": "",
    "chainreel/errors.py": "import sys\n",
    "chainreel/draw/__init__.py": "",
    "chainreel/draw/axis.py": "import manim\nfrom chainreel.errors import Error\n",
    "chainreel/voice/__init__.py": "",
    "chainreel/voice/speaker.py": "from chainreel import errors\n",
}
Check = Callable[[Tree, Rules], list[str]]


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree(ROOT)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return read_rules((ROOT / TABLE).read_text(encoding="utf-8"))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_import_keeps_to_the_table(check: Check, tree: Tree, rules: Rules) -> None:
    """No file of library, scenes or experiments breaks it, and the table says no more than is so."""
    assert check(tree, rules) == []


def test_all_files_and_rows_are_read(tree: Tree, rules: Rules) -> None:
    """A table that is not found, or an empty folder, would pass every check."""
    assert {"errors", "draw.text", "film", "scenes", "experiments"} <= set(rules)
    assert {"chainreel.number", "chainreel.draw.text.text", "scenes.line"} <= set(tree.files)
    assert "torch" in rules["scenes"].never


def planted(folder: Path, changed: dict[str, str], table: str = SMALL) -> tuple[Tree, Rules]:
    """A small tree that keeps to its table, but for the files of the library that are given."""
    texts = FILES | {f"chainreel/{name}": text for name, text in changed.items()}
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Tree(folder), read_rules(table)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_tree_that_keeps_to_its_table_passes(check: Check, tmp_path: Path) -> None:
    """Modules of the standard library need no permission."""
    assert check(*planted(tmp_path, {})) == []


@pytest.mark.parametrize(
    "text",
    [
        "from chainreel.draw.axis import Axis\n",
        "from chainreel.draw import axis\n",
        "import chainreel.draw.axis\n",
        "from ..draw import axis\n",
        "from ..draw.axis import Axis\n",
        "def speak():\n    from chainreel.draw import axis\n",
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from chainreel.draw.axis import Axis\n",
    ],
)
def test_a_forbidden_import_is_named_with_both_files_and_the_rule(text: str, tmp_path: Path) -> None:
    """However it is written: in a function, for types only, relative."""
    found = forbidden_imports(*planted(tmp_path, {"voice/speaker.py": text}))
    rule = "voice may import only: errors"
    assert found == [f"chainreel/voice/speaker.py imports chainreel/draw/axis.py, but {rule}"]


def test_a_forbidden_package_from_outside_is_named_with_the_rule(tmp_path: Path) -> None:
    """By the package, whatever part of it is imported."""
    found = forbidden_imports(*planted(tmp_path, {"voice/speaker.py": "import torch.nn as nn\n"}))
    assert found == ["chainreel/voice/speaker.py imports torch, but voice may import only: errors"]


def test_what_must_never_be_loaded_is_found_behind_allowed_imports(tmp_path: Path) -> None:
    """The shortest way to it is told."""
    table = SMALL.replace("| errors | | `manim` |", "| errors | `manim` | |")
    tree, rules = planted(tmp_path, {"errors.py": "import manim\n"}, table)
    assert forbidden_imports(tree, rules) == []
    way = "chainreel/voice/speaker.py > chainreel/errors.py > manim"
    assert forbidden_reach(tree, rules) == [f"{way}: voice must never come to manim"]


def test_what_a_package_loads_comes_with_each_of_its_modules(tmp_path: Path) -> None:
    """Python runs the ``__init__`` around a module before the module."""
    table = SMALL + "| `scene` | scenes | `draw` | `torch` |\n"
    files = {"draw/__init__.py": "import torch\n", "scene/stage.py": "import chainreel.draw.axis\n"}
    found = forbidden_reach(*planted(tmp_path, files, table))
    way = "chainreel/scene/stage.py > chainreel/draw/axis.py > chainreel/draw/__init__.py > torch"
    assert f"{way}: scene must never come to torch" in found


def test_files_that_import_each_other_are_found(tmp_path: Path) -> None:
    """Types included, and by way of a third."""
    files = {
        "draw/axis.py": "from chainreel.draw import plot\n",
        "draw/plot.py": "from chainreel.draw import view\n",
        "draw/view.py": "if False:\n    from chainreel.draw.axis import Axis\n",
    }
    tree, rules = planted(tmp_path, files)
    way = "chainreel/draw/axis.py > chainreel/draw/plot.py > chainreel/draw/view.py > chainreel/draw/axis.py"
    assert circles_of_files(tree, rules) == [f"{way}: no files import each other"]
    assert circles_of_packages(tree, rules) == []


def test_packages_that_import_each_other_are_found(tmp_path: Path) -> None:
    """Also where no two files do."""
    files = {
        "draw/plot.py": "from chainreel.voice import speaker\n",
        "voice/sound.py": "from chainreel.draw import axis\n",
    }
    tree, rules = planted(tmp_path, files)
    assert circles_of_files(tree, rules) == []
    assert circles_of_packages(tree, rules) == [
        "draw > voice > draw: no packages import each other, but chainreel/draw/plot.py imports "
        "chainreel/voice/speaker.py; chainreel/voice/sound.py imports chainreel/draw/axis.py"
    ]


def test_a_row_that_allows_a_later_one_is_found(tmp_path: Path) -> None:
    """The table reads from the ground up, so that it cannot allow a circle."""
    table = SMALL.replace("`errors`, `manim`", "`errors`, `manim`, `voice`")
    found = imports_against_the_flow(*planted(tmp_path, {}, table))
    assert found == [f"{TABLE} lets draw import voice, whose row comes later"]


def test_a_package_without_a_row_and_a_row_without_a_package_are_found(tmp_path: Path) -> None:
    """A module in the root is a package by itself."""
    found = rows_and_folders(*planted(tmp_path, {}, SMALL.replace("`errors` |", "`mistakes` |", 1)))
    assert found == [
        f"{TABLE} has no row for errors: say what it holds and may import",
        f"{TABLE} has a row for mistakes, which is not there",
    ]


def test_a_permission_that_nobody_uses_is_found(tmp_path: Path) -> None:
    """So that what the table shows is what there is."""
    found = unused_permissions(*planted(tmp_path, {"draw/axis.py": "import manim\n"}))
    assert found == [f"{TABLE} lets draw import errors, which no file of it does: take it out"]


def test_a_crowded_root_is_found(tmp_path: Path) -> None:
    """The package's own ``__init__`` does not count."""
    extra = {f"module{number}.py": "" for number in range(ROOT_LIMIT - 1)}
    assert crowded_root(*planted(tmp_path, extra)) == []
    (found,) = crowded_root(*planted(tmp_path, {"one_more.py": "", **extra}))
    assert found.startswith("chainreel/ itself has 16 modules, 15 at most: ")
