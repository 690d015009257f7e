"""TOML text of a script or a lecture file: tables, texts in every language, variants with conditions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

SHORT = 88  # letters of a list that stands on one line


def toml_text(tables: Mapping[str, Any]) -> str:
    """The tables as a TOML file; nested tables become dotted keys, tables with a ``text`` stay inline."""
    return "\n\n".join("\n".join([f"[{name}]", *_lines(table)]) for name, table in tables.items()) + "\n"


def _lines(table: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, Mapping) and "text" not in value:
            yield from _lines(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key} = {_value(value)}"


def _value(value: Any, indent: str = "") -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_value(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        parts = [_value(part, indent + "    ") for part in value]
        line = f"[{', '.join(parts)}]"
        if len(line) <= SHORT and "\n" not in line:
            return line
        return "[\n" + "".join(f"{indent}    {part},\n" for part in parts) + f"{indent}]"
    return json.dumps(value, ensure_ascii=False)
