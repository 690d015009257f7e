"""The hash of an experiment's source: what can change a number counts, how it is told does not."""

from __future__ import annotations

import ast
import functools
import hashlib
import io
import os
import threading
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path

from chainreel.errors import InputError

LIBRARY = Path(__file__).resolve().parents[1]
PARSING = threading.Lock()  # Python 3.11 counts a tree's depth once for all threads (gh-106905)


def source_hash(experiment: Path) -> str:
    """A hash over the experiment and every project module it imports, at any depth.

    Comments, docstrings, blank lines, trailing blanks and line ends do not count. A package's ``__init__``
    counts only when it is imported by name, so that a new version number makes nothing stale.
    """
    digest = hashlib.sha256()
    for name, file in sorted(project_modules(experiment).items()):
        digest.update(f"{name}\n{significant_text(file)}\n".encode())
    return digest.hexdigest()


def project_modules(experiment: Path) -> dict[str, Path]:
    """Dotted names and files of the experiment and all it imports from its project or this library."""
    root = experiment.resolve().parent.parent
    if not experiment.is_file():
        raise InputError(f"there is no experiment {experiment}")
    found: dict[str, Path] = {}
    waiting = [_dotted(experiment.resolve(), root)]
    while waiting:
        name = waiting.pop()
        file = _file_of(name, root)
        if file is not None and name not in found:
            found[name] = file
            waiting.extend(_imports(file, name, root))
    return found


def significant_text(file: Path) -> str:
    """The file's text without comments, docstrings, blank lines and trailing blanks, with plain line ends."""
    state = _state(file)
    return _significant_text(file, state.st_mtime_ns, state.st_size)


@functools.cache  # experiments, and chapters, share most of what they import
def _significant_text(file: Path, changed: int, size: int) -> str:  # noqa: ARG001  they tell whether it changed
    text = _read(file)
    lines = text.split("\n")
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                lines[row - 1] = lines[row - 1][:column]
    except (tokenize.TokenError, SyntaxError) as error:
        raise InputError(f"{file} is not Python that can be read: {error}") from None
    told = {number for first, last in _docstrings(parse(file), lines) for number in range(first, last + 1)}
    kept = (line.rstrip() for number, line in enumerate(lines, 1) if number not in told)
    return "\n".join(line for line in kept if line)


def _docstrings(tree: ast.Module, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and last line of each docstring that has its lines to itself."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        told = node.body[0] if node.body else None
        if isinstance(told, ast.Expr) and isinstance(getattr(told.value, "value", None), str):
            last = told.end_lineno or told.lineno
            before = lines[told.lineno - 1].encode()[: told.col_offset]
            after = lines[last - 1].encode()[told.end_col_offset :]
            if not before.strip() and not after.strip():
                yield told.lineno, last


def parse(file: Path) -> ast.Module:
    """The file's syntax tree, which nobody changes. Raises: InputError when it has none."""
    state = _state(file)
    return _parsed(file, state.st_mtime_ns, state.st_size)


@functools.cache
def _parsed(file: Path, changed: int, size: int) -> ast.Module:  # noqa: ARG001
    source = _read(file)
    try:
        with PARSING:
            return ast.parse(source)
    except SyntaxError as error:
        raise InputError(f"{file}, line {error.lineno}, is no Python: {error.msg}") from None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {error}") from None


def _dotted(file: Path, root: Path) -> str:
    return ".".join(file.relative_to(root).with_suffix("").parts)


def _file_of(name: str, root: Path) -> Path | None:
    """The file of a module of the project under ``root`` or of this library; None for any other."""
    parts = name.split(".")
    stem = (LIBRARY.parent if parts[0] == LIBRARY.name else root).joinpath(*parts)
    files = (stem.with_name(f"{stem.name}.py"), stem / "__init__.py")
    return next((file for file in files if file.is_file()), None)


def _imports(file: Path, name: str, root: Path) -> Iterator[str]:
    package = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
    for level, module, names in _import_statements(file):
        if level is None:
            yield from names
        else:
            base = package[: len(package) - level + 1] if level else []
            yield from _imported_from(".".join([*base, *([module] if module else [])]), names, root)


Statement = tuple[int | None, str | None, tuple[str, ...]]  # level (None: a plain import), module, names


def _import_statements(file: Path) -> tuple[Statement, ...]:
    state = _state(file)
    return _statements_of(file, state.st_mtime_ns, state.st_size)


def _state(file: Path) -> os.stat_result:
    try:
        return file.stat()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error}") from None


@functools.cache  # a lecture's chapters share most of what they import
def _statements_of(file: Path, changed: int, size: int) -> tuple[Statement, ...]:  # noqa: ARG001
    found: list[Statement] = []
    for node in ast.walk(parse(file)):
        if isinstance(node, ast.Import):
            found.append((None, None, tuple(alias.name for alias in node.names)))
        elif isinstance(node, ast.ImportFrom):
            found.append((node.level, node.module, tuple(alias.name for alias in node.names)))
    return tuple(found)


def _imported_from(module: str, names: tuple[str, ...], root: Path) -> Iterator[str]:
    """``from m import a``: the module m.a if there is one, else m itself."""
    for name in names:
        inner = f"{module}.{name}"
        yield inner if _file_of(inner, root) else module
