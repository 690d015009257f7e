"""An experiment's settings: its own defaults, and what a lecture or an option changes in them."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chainreel.errors import InputError
from chainreel.records.provenance import parse


def default_settings(experiment: Path) -> dict[str, Any]:
    """The literal ``SETTINGS`` of an experiment, read without running it.

    Raises:
        InputError: there is no experiment of that name, or its SETTINGS are no plain literal.
    """
    for statement in parse(experiment).body:
        if _assigned(statement) == "SETTINGS":
            return _literal(experiment, statement)
    raise InputError(f"{experiment} has no SETTINGS: give it a dictionary of that name")


def declared_files(experiment: Path) -> tuple[str, ...]:
    """The literal ``FILES`` of an experiment: data it reads unseen, by name from its lecture's folder.

    Raises:
        InputError: FILES is no list of names, or there is no such file.
    """
    for statement in parse(experiment).body:
        if _assigned(statement) == "FILES":
            names = _literal_value(experiment, statement, "FILES")
            if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
                raise InputError(f"{experiment}: FILES must be a list of files' names, not {names!r}")
            for name in names:
                if not (experiment.resolve().parent.parent / name).exists():
                    raise InputError(f"{experiment}: FILES names {name!r}, but there is no such file")
            return tuple(names)
    return ()


def is_experiment(file: Path) -> bool:
    """Whether the file defines ``measure`` and ``SETTINGS``."""
    body = parse(file).body
    functions = {s.name for s in body if isinstance(s, ast.FunctionDef)}
    return "measure" in functions and any(_assigned(s) == "SETTINGS" for s in body)


def half_experiment(file: Path) -> str | None:
    """What a file lacks that is half an experiment; None for a whole one, and for a file that is none."""
    body = parse(file).body
    measures = "measure" in {s.name for s in body if isinstance(s, ast.FunctionDef)}
    has_settings = any(_assigned(s) == "SETTINGS" for s in body)
    if measures == has_settings:
        return None
    lacks = "SETTINGS: write SETTINGS = {}, or what may be set" if measures else "measure(settings): write it"
    return f"{file.parent.name}/{file.name} has {'measure()' if measures else 'SETTINGS'} but no {lacks}"


def _assigned(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.AnnAssign):
        targets: list[ast.expr] = [statement.target] if statement.value else []
    else:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else None


def _literal_value(experiment: Path, statement: ast.stmt, name: str) -> Any:
    assert isinstance(statement, ast.Assign | ast.AnnAssign)
    assert statement.value is not None, f"{name} was found by its value"
    try:
        return ast.literal_eval(statement.value)
    except ValueError:
        raise InputError(f"{experiment}: {name} must be literal values, with nothing computed") from None


def _literal(experiment: Path, statement: ast.stmt) -> dict[str, Any]:
    settings = _literal_value(experiment, statement, "SETTINGS")
    if not isinstance(settings, dict):
        raise InputError(f"{experiment}: SETTINGS must be a dictionary, not {type(settings).__name__}")
    return after_json(settings)


def after_json(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as a record holds them, after JSON."""
    made: dict[str, Any] = json.loads(json.dumps(settings))
    return made


def with_changes(defaults: Mapping[str, Any], changes: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The defaults with ``changes`` in them; a table may be changed in part.

    Raises:
        InputError: a setting that the experiment does not have, or a value of another kind.
    """
    merged = dict(defaults)
    for name, new in changes.items():
        if name not in defaults:
            raise InputError(f"{where} has no setting {name!r}; it has {', '.join(defaults)}")
        merged[name] = _like(defaults[name], new, f"{where}.{name}")
    return after_json(merged)


def _like(default: Any, new: Any, where: str) -> Any:
    if isinstance(default, Mapping) and isinstance(new, Mapping):
        return with_changes(default, new, where)
    if type(default) is float and type(new) is int:
        return float(new)
    if type(default) is not type(new):
        raise InputError(f"{where} is {new!r}, but takes {_kind(default)} such as {default!r}")
    return new


def _kind(value: Any) -> str:
    kinds = {bool: "true or false", int: "a whole number", float: "a number", str: "a word", list: "a list"}
    return kinds.get(type(value), "a table")
