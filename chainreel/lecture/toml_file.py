"""TOML files as they are read, and settings of one that the command line changes."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from chainreel.errors import InputError, did_you_mean


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary; what cannot be read is an ``InputError`` with its place."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad may write a mark in front
    except FileNotFoundError:
        raise InputError(f"{path} does not exist") from None
    except RecursionError:
        raise InputError(f"{path} is nested too deep to be read: write its tables flat") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path}: {error}") from error


def apply_override(raw: dict[str, Any], override: str, experiments: Collection[str]) -> None:
    """Set ``a.b.c=value`` in ``raw``; the value is read as TOML, else as text.

    The key must exist, unless it is a limit, or a setting of one of the ``experiments``: which of them there
    are is known elsewhere.

    Raises:
        InputError: there is no such setting.
    """
    key, equals, text = override.partition("=")
    *parents, last = key.strip().split(".")
    if not equals or not last:
        raise InputError(f"--set {override}: write key=value, such as --set runs.headline.depth=50")
    table: Any = raw
    of_a_run = parents[:1] == ["runs"] and len(parents) > 1 and parents[1] in experiments
    is_of_runs = of_a_run or parents == ["limits"]
    for parent in parents:
        if is_of_runs and isinstance(table, dict):
            table.setdefault(parent, {})
        table = table.get(parent) if isinstance(table, dict) else None
    if not isinstance(table, dict) or (last not in table and not is_of_runs):
        raise InputError(
            f"--set {override}: {key.strip()!r} is no setting of the lecture file{near(key.strip(), raw)}"
        )
    table[last] = read_value(text.strip())


def near(key: str, raw: Mapping[str, Any]) -> str:
    """A hint at the setting that was meant, if one is close."""
    hint = did_you_mean(key, flat_keys(raw), alike=0.5)
    return f"; {hint}" if hint else ""


def flat_keys(table: Mapping[str, Any], prefix: str = "") -> Iterable[str]:
    """Every key of nested tables, dotted."""
    for key, value in table.items():
        yield f"{prefix}{key}"
        if isinstance(value, dict):
            yield from flat_keys(value, f"{prefix}{key}.")


def read_value(text: str) -> Any:
    """What stands after ``=`` in TOML, or else as text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
