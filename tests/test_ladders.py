"""Ladders of base classes: a base with one child splits a class; scenes call functions and parts instead."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
WITHOUT_LADDERS = ("chainreel/draw", "chainreel/scene", "scenes")
JUSTIFIED: dict[str, str] = {}  # by class: why it is a base with one child


def trees(root: Path) -> dict[Path, ast.Module]:
    """Every file of library and scenes, by its path from ``root``."""
    files = sorted(file for top in ("chainreel", "scenes") for file in (root / top).rglob("*.py"))
    return {file.relative_to(root): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def last_name(node: ast.expr) -> str:
    """``C`` of ``C``, ``module.C`` and ``C[T]``."""
    if isinstance(node, ast.Subscript):
        return last_name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def ladders(root: Path) -> list[str]:
    """Base classes that have one child and are built nowhere by themselves."""
    files = trees(root)
    where = {c.name: file for file, tree in files.items() for c in classes(tree)}
    children: dict[str, set[str]] = {}
    for tree in files.values():
        for child in classes(tree):
            for base in child.bases:
                children.setdefault(last_name(base), set()).add(child.name)
    nodes = (node for tree in files.values() for node in ast.walk(tree))
    built = {last_name(node.func) for node in nodes if isinstance(node, ast.Call)}
    return [
        f"{base} ({where[base].as_posix()}) is only a base of {child} ({where[child].as_posix()}): "
        "make one class of them, or a part that is called"
        for base, (child, *others) in sorted((b, sorted(c)) for b, c in children.items())
        if not others and base in where and base not in built and base not in JUSTIFIED
        if where[base].as_posix().startswith(WITHOUT_LADDERS)
    ]


def borrowed(root: Path) -> list[str]:
    """Private names of one scene file that another uses."""
    files = {file: tree for file, tree in trees(root).items() if file.parts[0] == "scenes"}
    own = {file: {n.name for n in ast.walk(t) if isinstance(n, ast.FunctionDef)} for file, t in files.items()}
    return [
        f"{file.as_posix()} uses {node.attr} of {other.as_posix()}: give it a public name, or its own"
        for file, tree in files.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and node.attr not in own[file]
        for other in files
        if node.attr in own[other]
    ]


def undeclared(root: Path) -> list[str]:
    """Attributes that beats set without the chapter's class saying that they leave them."""
    found = []
    for file, tree in trees(root).items():
        for scene in classes(tree) if file.parts[0] == "scenes" else ():
            said = {
                n.target.id
                for n in scene.body
                if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)
            }
            left = {
                n.attr
                for n in ast.walk(scene)
                if isinstance(n, ast.Attribute)
                and isinstance(n.ctx, ast.Store)
                and last_name(n.value) == "self"
            }
            found += [
                f"{file.as_posix()}: {scene.name} leaves self.{name}, but does not declare it"
                for name in sorted(left - said)
            ]
            found += [
                f"{file.as_posix()}: {scene.name} declares {name}, which no beat leaves"
                for name in sorted(said - left)
            ]
    return found


def test_no_base_class_has_one_child() -> None:
    """In the parts, in what scenes stand on, and in the scenes."""
    assert ladders(ROOT) == []


def test_no_scene_file_uses_private_names_of_another() -> None:
    """What is shared has a public name."""
    assert borrowed(ROOT) == []


def test_what_a_beat_leaves_is_declared_by_its_chapter() -> None:
    """In one place, at the head of the class."""
    assert undeclared(ROOT) == []


def planted(root: Path, **files: str) -> Path:
    """A small project with these scene files."""
    for name, text in files.items():
        file = root / "scenes" / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def test_a_ladder_is_found_with_both_files(tmp_path: Path) -> None:
    """A base that is built by itself, or has two children, is none."""
    root = planted(
        tmp_path,
        one="class Parts: ...\nclass Ground: ...\nclass Bars: ...\nbars = Bars()\n",
        two="from scenes.one import *\nclass Chapter(Parts): ...\nclass A(Ground): ...\n"
        "class B(Ground): ...\nclass Turning(Bars): ...\n",
    )
    (found,) = ladders(root)
    assert found.startswith("Parts (scenes/one.py) is only a base of Chapter (scenes/two.py)")


def test_a_borrowed_name_and_an_undeclared_part_are_found(tmp_path: Path) -> None:
    """And a part that is declared and never left."""
    root = planted(
        tmp_path,
        one="class Chapter:\n    there: int\n    def beat(self):\n        self.left = self._made()\n",
        two="def _made(): ...\n",
    )
    assert borrowed(root) == ["scenes/one.py uses _made of scenes/two.py: give it a public name, or its own"]
    assert undeclared(root) == [
        "scenes/one.py: Chapter leaves self.left, but does not declare it",
        "scenes/one.py: Chapter declares there, which no beat leaves",
    ]
