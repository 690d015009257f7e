"""An overview of a record for authors: which paths it has, and what may be shown of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chainreel.measured import Array, Value
from chainreel.records.record import Record

HEADINGS = ("path", "shape", "unit", "tolerance", "value", "spread")
SETTING = "setting"


def headline(record: Record) -> str:
    """The record's name, how much it holds, and its run, in a line."""
    read = f" · reads {', '.join(record.files)}" if record.files else ""
    return f"{record.name}: {len(record.values)} values · {record.run}{read}"


def table(record: Record) -> list[str]:
    """A line for each path: its shape, unit, tolerance class, value or range, and widest spread."""
    rows = [HEADINGS, *_rows(record)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    padded = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows)
    return ["  ".join(cells).rstrip() for cells in padded]


def _rows(record: Record) -> Iterator[tuple[str, ...]]:
    for path, held in record.values.items():
        yield path, _shape(held.array), held.unit, held.tolerance.value, _range(held.array), _spread(held)
    for path in record.paths():
        if path not in record.values:
            array = record.array(path)
            yield path, _shape(array), "", SETTING, _range(array), ""
    for path, word in _words(record.settings, "settings"):
        yield path, "", "", SETTING, f'"{word}"', ""


def _shape(array: Array) -> str:
    return " x ".join(map(str, array.shape)) or "one"


def _range(array: Array) -> str:
    if not array.size:
        return "empty"
    low, high = array.min(), array.max()
    return f"{low:.6g}" if low == high else f"{low:.4g} to {high:.4g}"


def _spread(held: Value) -> str:
    if not held.tolerance.is_chaotic:
        return ""
    return "not measured" if held.spread is None else f"{held.spread.max():.2g}"


def _words(settings: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, setting in settings.items():
        if isinstance(setting, Mapping):
            yield from _words(setting, f"{prefix}.{name}")
        elif isinstance(setting, str):
            yield f"{prefix}.{name}", setting
