"""Statements of the project about itself: what docstrings, comments, texts in code and pages name."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Members = dict[str, Any]  # a name that is defined, and the names within it

NAME = re.compile(r"(?<![\w./-])(?:chainreel|scenes|experiments)(?:\.\w+)+\b")
FOLDERS = ("chainreel", "scenes", "experiments", "tests", "tools", "bench", "docs", "assets", "requirements")
PATH = re.compile(rf"(?<![\w./<>-])(?:{'|'.join(FOLDERS)})(?:/[\w.-]*\w)+/?(?![\w/]*[<*{{])")
MODULE = re.compile(r"(?<![\w./<>*-])(?:\w+/)*\w+\.py\b(?!:\d|, line)")  # nets.py:12 is an example of a place
FLAG = re.compile(r"(?<![\w-])--[a-z][\w-]*")
VERB = re.compile(r"(?:`|\b(?:run|write|with|and|do|see|say) )chainreel ([a-z]+)")
MEMBER = re.compile(r"`([A-Z]\w*[a-z]\w*)\.(\w+)(?:\(|`)")
STEP = re.compile(r"`((?:\w+/)*\w+\.py)`((?:,? (?:and )?`[\w.]+`)+)")  # a file, and what is met in it


@dataclass(frozen=True)
class Statement:
    """A text and where it stands; ``kind`` is docstring, comment, text (a string of code) or page."""

    file: str
    kind: str
    text: str

    def __str__(self) -> str:
        return self.file


def in_code(root: Path, path: Path) -> Iterator[Statement]:
    """What a Python file says: its comments, its docstrings, its other strings."""
    source, file = path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Statement(file, "comment", token.string)
    tree = ast.parse(source)
    docstrings = {id(node) for each in ast.walk(tree) for node in docstring_of(each)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Statement(file, "docstring" if id(node) in docstrings else "text", node.value)


def docstring_of(node: ast.AST) -> Iterator[ast.AST]:
    """The docstring of a module, a class or a function, if it has one."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            yield first.value


@cache
def defined_in(path: Path) -> Members:
    """The names that a module defines or imports, and those that its classes have."""
    return members_of(ast.parse(path.read_text(encoding="utf-8")).body)


def members_of(body: Iterable[ast.AST]) -> Members:
    """The names that statements define; a method's ``self.name = ...`` counts for its class."""
    found: Members = {}
    for node in body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = members_of(node.body) | {name: {} for name in own_attributes(node)}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found[node.name] = {}
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).split(".")[0]: {} for alias in node.names}
        elif isinstance(node, ast.If | ast.Try):
            found |= members_of([*node.body, *node.orelse])
        else:
            found |= {n.id: {} for n in ast.walk(node) if isinstance(n, ast.Name) and stored(n)}
    return found


def own_attributes(node: ast.ClassDef) -> set[str]:
    """What a class's methods set on ``self``."""
    return {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and stored(n)}


def stored(node: ast.Name | ast.Attribute) -> bool:
    """Whether a name is given a value here."""
    return isinstance(node.ctx, ast.Store)


class Classes:
    """The classes of some modules, with what they inherit from each other."""

    def __init__(self, modules: Iterable[Path]) -> None:
        self._nodes: dict[str, list[ast.ClassDef]] = {}
        for path in modules:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    self._nodes.setdefault(node.name, []).append(node)

    def lacks(self, owner: str, name: str) -> bool:
        """Whether a class of ours has no such member; of a class with a stranger's base nobody knows."""
        return owner in self._nodes and not any(self._has(node, name) for node in self._nodes[owner])

    def _has(self, node: ast.ClassDef, name: str) -> bool:
        if name in members_of([node])[node.name]:
            return True
        bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
        return any(not isinstance(base, ast.Name) or not self.lacks(base.id, name) for base in bases)


def exists(root: Path, dotted: str) -> bool:
    """Whether ``package.module.name.member`` is there, as far as it is told."""
    folder, parts = root, dotted.split(".")
    for index, part in enumerate(parts):
        if (folder / part).is_dir():
            folder /= part
            continue
        module = folder / f"{part}.py"
        rest = parts[index + 1 :] if module.is_file() else parts[index:]
        module = module if module.is_file() else folder / "__init__.py"
        return module.is_file() and has(defined_in(module), rest)
    return True


def has(members: Members, names: Iterable[str]) -> bool:
    """Whether the names lie within one another."""
    for name in names:
        if name not in members:
            return False
        members = members[name]
    return True
