"""Target of a model's film: the function that builds the model, and how it is to be run."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chainreel.errors import InputError, did_you_mean
from chainreel.records.provenance import parse, significant_text

MODES = ("eval", "train")
WRITTEN_AS = "write FILE.py:FUNCTION, such as nets.py:build"


@dataclass(frozen=True)
class Target:
    """A function of a file, which builds a model."""

    file: Path
    function: str

    def __str__(self) -> str:
        return f"{self.file.name}:{self.function}"

    @property
    def slug(self) -> str:
        """Its name where folders are named: ``nets.build``."""
        return re.sub(r"[^\w.-]+", "_", f"{self.file.stem}.{self.function}")


@dataclass(frozen=True)
class Conduct:
    """How the model is run: the seed of all random generators, its mode, and what it may take.

    ``steps`` is how many batches are trained on at the most, ``seconds`` and ``gigabytes`` what the
    process that runs the user's code may take before it is stopped.
    """

    seed: int = 0
    mode: str = "eval"
    steps: int = 60
    seconds: float = 300.0
    gigabytes: float = 8.0


def target_of(text: str) -> Target:
    """The target that ``FILE.py:FUNCTION`` names.

    Raises:
        InputError: it is written otherwise, or there is no such file or function in it.
    """
    name, colon, function = text.rpartition(":")
    if not colon or not name.endswith(".py") or not function.isidentifier():
        raise InputError(f"{text!r} names no function of a file: {WRITTEN_AS}")
    file = Path(name).absolute()
    if not file.is_file():
        raise InputError(f"there is no file {name}: {WRITTEN_AS}")
    known = sorted(_names_defined(parse(file)))
    if function not in known:
        hint = did_you_mean(function, known) or f"it has {', '.join(known[:8]) or 'none'}"
        raise InputError(f"{name} has no function {function!r}: {hint}")
    return Target(file, function)


def _names_defined(tree: ast.Module) -> Iterator[str]:
    """What a file defines at its top: functions, classes, names that are assigned or imported."""
    for statement in ast.walk(tree):
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            yield statement.name
        elif isinstance(statement, ast.ImportFrom | ast.Import):
            yield from ((alias.asname or alias.name) for alias in statement.names)
        elif isinstance(statement, ast.Assign):
            yield from (t.id for t in statement.targets if isinstance(t, ast.Name))


def source_hash_of(file: Path) -> str:
    """A hash over a user's file and every file beside it that it imports, comments left out."""
    digest = hashlib.sha256()
    for found in sorted(_files_of(file)):
        digest.update(f"{found.name}\n{significant_text(found)}\n".encode())
    return digest.hexdigest()[:16]


def _files_of(file: Path) -> set[Path]:
    found: set[Path] = set()
    waiting = [file]
    while waiting:
        one = waiting.pop()
        if one in found or not one.is_file():
            continue
        found.add(one)
        for name in _imports(parse(one)):
            waiting += [file.parent / f"{name.replace('.', '/')}.py"]
            waiting += [file.parent / name.replace(".", "/") / "__init__.py"]
    return found


def _imports(tree: ast.Module) -> Iterator[str]:
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            yield statement.module
            yield from (f"{statement.module}.{alias.name}" for alias in statement.names)
