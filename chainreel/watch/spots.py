"""Spots in a lecture's files where an author looks first: for a finding, and for an error."""

from __future__ import annotations

import ast
import re
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path

from chainreel.check.finding import Finding
from chainreel.lecture import Lecture
from chainreel.watch.messages import SourceLine

TABLE = re.compile(r"\s*\[([\w.\-]+)\]")
KEY = re.compile(r"\s*([\w.\-]+)\s*=")
SENTENCE = re.compile(r"(say), sentence (\d+)(\.[\w-]+)?")
TOML_LINE = re.compile(r"at line (\d+), column")
PYTHON_LINE = re.compile(r"\b([\w-]+\.py), line (\d+)")
SCRIPT = re.compile(r"\b([\w-]+\.toml)\b")


def spot_of_finding(finding: Finding, lecture: Lecture) -> SourceLine | None:
    """Where to mend a finding: the text of the script, or the beat's method."""
    if not finding.chapter:
        return spot_named_in(finding.message, lecture)
    if said := spot_named_in(finding.message, lecture):
        return said
    script = lecture.script_path(finding.chapter)
    lines = toml_lines(script)
    for name in finding.objects:
        key = SENTENCE.sub(r"\1\3", name)
        if line := _nearest(lines, f"{finding.beat or 'chapter'}.{key}"):
            return _spot(script, line, lecture)
    scene = lecture.scene_path(finding.chapter)
    if line := method_line(scene, finding.beat):
        return _spot(scene, line, lecture)
    return _spot(script, lines.get(finding.beat or "chapter", 0), lecture)


def spot_of_error(error: BaseException, lecture: Lecture) -> SourceLine | None:
    """Where an error arose: the last line of the lecture's own files on its way, or what its text names."""
    if isinstance(error, SyntaxError) and error.filename and _is_own(error.filename, lecture):
        return _spot(Path(error.filename), error.lineno or 0, lecture)
    own = [f for f in traceback.extract_tb(error.__traceback__) if _is_own(f.filename, lecture)]
    if own:
        return _spot(Path(own[-1].filename), own[-1].lineno or 0, lecture)
    return spot_named_in(str(error), lecture)


def spot_named_in(text: str, lecture: Lecture) -> SourceLine | None:
    """The file that a sentence names, with the line that it gives or whose key it names."""
    if found := PYTHON_LINE.search(text):
        for folder in (lecture.root / "scenes", lecture.experiments_dir):
            if (folder / found[1]).is_file():
                return _spot(folder / found[1], int(found[2]), lecture)
    for name in SCRIPT.findall(text):
        for file in (lecture.root / "scenes" / name, lecture.root / name):
            if file.is_file():
                return _spot(file, _line_named(text, file), lecture)
    return None


def _line_named(text: str, file: Path) -> int:
    """The line that a text about a TOML file means; 0 if none can be told."""
    if found := TOML_LINE.search(text):
        return int(found[1])
    words = re.findall(r"[\w.\-]+", SENTENCE.sub(r"\1\3", text.partition(file.name)[2]))
    lines = toml_lines(file)
    tables = [word for word in words if word in lines and "." not in word]
    for table in tables:
        for word in words:
            if line := _nearest(lines, f"{table}.{word}"):
                return line
    return lines[tables[0]] if tables else 0


def _nearest(lines: Mapping[str, int], key: str) -> int:
    """The line of a dotted key, or of the part of it that stands there, without the table alone."""
    while key.count("."):
        if key in lines:
            return lines[key]
        key = key.rpartition(".")[0]
    return 0


def toml_lines(file: Path) -> dict[str, int]:
    """The line, from 1, of each table and of each key, dotted, in a file that need not be whole."""
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return {}
    return dict(reversed([*_toml_lines(text)]))  # the first of each counts


def _toml_lines(text: str) -> Iterator[tuple[str, int]]:
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if found := TABLE.match(line):
            table = found[1]
            yield table, number
        elif found := KEY.match(line):
            yield f"{table}.{found[1]}" if table else found[1], number


def method_line(scene: Path, beat: str) -> int:
    """The line of the method that bears a beat's name; 0 if there is none, or the file cannot be read."""
    try:
        tree = ast.parse(scene.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, SyntaxError):
        return 0
    named = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == beat)
    return next((node.lineno for node in named), 0)


def _is_own(file: str, lecture: Lecture) -> bool:
    path = Path(file)
    return path.parent.name in ("scenes", "experiments") and path.is_relative_to(lecture.root.resolve())


def _spot(file: Path, line: int, lecture: Lecture) -> SourceLine:
    resolved, root = file.resolve(), lecture.root.resolve()
    name = resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else file.name
    return SourceLine(name, line)
