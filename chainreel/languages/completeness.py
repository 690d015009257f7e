"""Completeness of a language: which of its fields hold nothing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any


def empty_fields(value: Any, name: str = "") -> list[str]:
    """The dotted names of fields that hold nothing, in a dataclass and those within it."""
    found = []
    for one in fields(value):
        held, dotted = getattr(value, one.name), f"{name}{one.name}"
        if is_dataclass(held):
            found += empty_fields(held, f"{dotted}.")
        elif not one.metadata.get("may_be_empty") and is_empty(held):
            found.append(dotted)
    return found


def is_empty(held: Any) -> bool:
    """Whether a field's value holds nothing: None, or a text or collection without anything in it."""
    return held is None or (hasattr(held, "__len__") and not len(held))
