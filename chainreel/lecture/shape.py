"""The shape of a lecture file: known tables and keys, and the kind of value that each takes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chainreel.errors import InputError, did_you_mean

TABLES = ("lecture", "runs", "voice", "limits")
KEYS: Mapping[str, tuple[type, ...]] = {
    "languages": (list,), "title": (dict, str), "chapters": (list,), "quality": (str,),
    "theme": (str,), "voice": (str,), "tones": (str,),
    "names": (list,), "leave_out": (list,), "beats": (dict,), "loops": (list,),
}  # fmt: skip
NEEDED: Mapping[str, str] = {  # and an example of each
    "languages": 'languages = ["en"], the main one first',
    "title": 'title.en = "From a line to a network"',
    "chapters": 'chapters = ["line"]',
}


def require_shape(where: str, raw: Mapping[str, Any]) -> None:
    """Refuse tables, keys and kinds of values that a lecture file does not have; ``where`` is its name.

    Raises:
        InputError: naming the first fault and what was expected.
    """
    for key in sorted(set(raw) - set(TABLES)):
        raise InputError(
            f"{where}: unknown table [{key}]; known: [lecture], [runs.<experiment>], [voice], [limits]"
        )
    require_tables(where, raw)
    table = raw.get("lecture", {})
    for key, value in table.items():
        require_key(where, key, value)
    for key, example in NEEDED.items():
        if key not in table:
            raise InputError(f"{where}: [lecture] lacks {key!r}: write {example}")


def require_tables(where: str, raw: Mapping[str, Any]) -> None:
    """Refuse values where tables belong.

    Raises:
        InputError: naming the first.
    """
    runs = raw.get("runs", {})
    inner = {f"runs.{name}": run for name, run in runs.items()} if isinstance(runs, dict) else {}
    for name, table in {**raw, **inner}.items():
        if not isinstance(table, dict):
            raise InputError(f"{where}: {name} is {table!r}: write a table [{name}]")


def require_key(where: str, key: str, value: Any) -> None:
    """Refuse an unknown key of ``[lecture]``, or a value of the wrong kind.

    Raises:
        InputError: naming the key and what was expected.
    """
    if key == "language":
        raise InputError(
            f"{where}: [lecture] language is no key any more: name the main language first in languages"
        )
    if key not in KEYS:
        hint = did_you_mean(key, KEYS) or f"known: {', '.join(KEYS)}"
        raise InputError(f"{where}: [lecture] has an unknown key {key!r}; {hint}")
    if not isinstance(value, KEYS[key]):
        kinds = " or a ".join(kind.__name__ for kind in KEYS[key])
        raise InputError(f"{where}: [lecture] {key} is {json.dumps(value)}, expected a {kinds}")
