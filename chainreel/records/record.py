"""Records: the numbers of one run with their provenance, read as ``Number`` or array."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from chainreel.errors import InputError
from chainreel.measured import Array, Measured, Tolerance, Value, value
from chainreel.number import Number, Recorded, counted

SCHEMA = 2
REMEDY = "restore it from git, or measure it again with chainreel measure --accept"


@dataclass(frozen=True)
class Record:
    """What one experiment measured; ``run`` is a short plain line that names the run.

    A path is a value's dotted name with indices, from 0, behind it: ``w1.factors.3``;
    ``w1.factors.last`` is the last of them, ``w1.factors.count`` how many there are. Numeric
    settings are reached as ``settings.depth``. ``files`` are the data files that the run read, by their
    names from the lecture's folder, with their hashes.
    """

    name: str
    run: str
    settings: Mapping[str, Any]
    values: Mapping[str, Value]
    versions: Mapping[str, str]
    source_hash: str
    files: Mapping[str, str] = field(default_factory=dict)

    def array(self, path: str) -> Array:
        """All that lies at ``path``, read only. Raises: InputError for a path that is not there."""
        key, indices = self._split(path)
        array = self._value(key).array if key in self._keys() else self._unknown(path)
        if len(indices) > array.ndim or any(i >= n for i, n in zip(indices, array.shape, strict=False)):
            raise InputError(f"record {self.name}: {path!r} points outside {key!r}, of shape {array.shape}")
        return np.asarray(array[indices])

    def number(self, path: str) -> Number:
        """The one number at ``path``, knowing its record, path and run."""
        head, _, tail = path.rpartition(".")
        if tail == "count" and path not in self._keys():
            return counted(len(self.array(head)), f"entries of {self.name}.{head}")
        if tail == "last" and path not in self._keys():
            path = f"{head}.{len(self.array(head)) - 1}"
        array = self.array(path)
        if array.ndim:
            raise InputError(
                f"record {self.name}: {path!r} is not one number but has shape {array.shape}: add an index"
            )
        return Number(array.item(), Recorded(self.name, path, self.run, self._spread(path)))

    def _spread(self, path: str) -> float:
        """How far the one number at ``path`` was seen to move on other processors."""
        key, indices = self._split(path)
        spread = self._value(key).spread
        return 0.0 if spread is None else float(spread[indices])

    def numbers(self, path: str) -> tuple[Number, ...]:
        """Every number of the one-dimensional array at ``path``."""
        return tuple(self.number(f"{path}.{i}") for i in range(self._length(path, 1)))

    def rows(self, path: str) -> tuple[tuple[Number, ...], ...]:
        """Every number of the two-dimensional array at ``path``, row by row."""
        return tuple(self.numbers(f"{path}.{i}") for i in range(self._length(path, 2)))

    def unit(self, path: str) -> str:
        """The unit of what lies at ``path``; empty for a setting or a bare number."""
        key, _ = self._split(path)
        return self.values[key].unit if key in self.values else ""

    def paths(self) -> tuple[str, ...]:
        """Every value's name, and every numeric setting's, without indices."""
        return self._keys()

    def _keys(self) -> tuple[str, ...]:
        return (*self.values, *_numeric_settings(self.settings))

    def _value(self, key: str) -> Value:
        return self.values[key] if key in self.values else _numeric_settings(self.settings)[key]

    def _length(self, path: str, dimensions: int) -> int:
        array = self.array(path)
        if array.ndim != dimensions:
            raise InputError(
                f"record {self.name}: {path!r} has shape {array.shape}, not {dimensions} dimension(s)"
            )
        return len(array)

    def _split(self, path: str) -> tuple[str, tuple[int, ...]]:
        parts = path.split(".")
        cut = len(parts)
        while cut and parts[cut - 1].isdecimal():
            cut -= 1
        return ".".join(parts[:cut]), tuple(int(p) for p in parts[cut:])

    def _unknown(self, path: str) -> Array:
        near = difflib.get_close_matches(path, self._keys(), 3, 0.3) or list(self._keys())[:3]
        raise InputError(f"record {self.name} has nothing at {path!r}; the nearest are {', '.join(near)}")


def _numeric_settings(settings: Mapping[str, Any], prefix: str = "settings") -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, setting in settings.items():
        key = f"{prefix}.{name}"
        if isinstance(setting, Mapping):
            found |= _numeric_settings(setting, key)
        elif (array := _numeric(setting)) is not None:
            found[key] = array
    return found


def _numeric(setting: Any) -> Value | None:
    try:
        array = np.array(setting)
    except ValueError:  # lists of different lengths are no array
        return None
    return value(array, Tolerance.EXACT) if array.dtype.kind in "if" and array.size else None


def record_of(
    measured: Measured,
    name: str,
    settings: Mapping[str, Any],
    versions: Mapping[str, str],
    source_hash: str,
    files: Mapping[str, str] | None = None,
) -> Record:
    """A run's values with their provenance."""
    plain = json.loads(json.dumps(settings))
    return Record(name, measured.run, plain, measured.values, versions, source_hash, files or {})


def save(record: Record, path: Path) -> None:
    """Write ``record``; the file appears whole or not at all, also beside a second writer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(_text(record))
        Path(temporary).chmod(0o644)  # mkstemp gives 0600, which git would not keep but a shared disk would
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _text(record: Record) -> str:
    head: dict[str, Any] = {
        "schema": SCHEMA,
        "name": record.name,
        "run": record.run,
        "settings": record.settings,
        "versions": record.versions,
        "source_hash": record.source_hash,
    }
    if record.files:  # a run that reads none says nothing of them
        head["files"] = record.files
    values = {key: _fields(held) for key, held in record.values.items()}
    head["hash"] = _hash({**head, "values": values})
    lines = [f"{_json(key)}: {_json(part)}," for key, part in head.items()]
    rows = ",\n".join(f"{_json(key)}: {_json(fields)}" for key, fields in values.items())
    return "\n".join(["{", *lines, '"values": {', rows, "}", "}", ""])


def _hash(fields: Mapping[str, Any]) -> str:
    """A hash over all that a record says, however its lines are laid out: a digit typed into it shows."""
    told = {key: part for key, part in fields.items() if key != "hash"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _json(part: Any) -> str:
    return json.dumps(part, ensure_ascii=False, allow_nan=False)


def _fields(held: Value) -> dict[str, Any]:
    fields: dict[str, Any] = {"tolerance": held.tolerance.value, "unit": held.unit}
    if held.floor:
        fields["floor"] = held.floor
    fields |= {"shape": list(held.array.shape), "value": held.array.tolist()}
    return fields if held.spread is None else {**fields, "spread": held.spread.tolist()}


def load(path: Path) -> Record:
    """Read a record.

    Raises:
        InputError: it is missing, is not a whole record of this schema, bears another name, or does not say
            what was measured.
    """
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"record {path} is missing: measure it with chainreel measure --accept") from None
    except RecursionError:
        raise InputError(f"record {path} is nested deeper than any record: {REMEDY}") from None
    except (ValueError, OSError) as error:
        raise InputError(f"record {path} cannot be read ({error}): {REMEDY}") from None
    _require_schema(fields, path)
    try:
        found = _record(fields)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"record {path} is not a whole record ({error!r}): {REMEDY}") from None
    if fields.get("hash") != _hash(fields):
        raise InputError(f"record {path} was changed after it was measured: {REMEDY}")
    return found


def _require_schema(fields: Any, path: Path) -> None:
    schema = fields.get("schema") if isinstance(fields, dict) else None
    if schema != SCHEMA:
        raise InputError(f"record {path} has schema {schema!r} where {SCHEMA} is read: {REMEDY}")
    if fields.get("name") != path.stem:
        raise InputError(
            f"record {path} names itself {fields.get('name')!r}, not {path.stem!r} as its file does: {REMEDY}"
        )


def _record(fields: Mapping[str, Any]) -> Record:
    values = {key: _read_value(key, held) for key, held in fields["values"].items()}
    measured = Measured(str(fields["run"]), values)
    settings, versions = dict(fields["settings"]), dict(fields["versions"])
    files = {str(name): str(hashed) for name, hashed in fields.get("files", {}).items()}
    return Record(fields["name"], measured.run, settings, values, versions, str(fields["source_hash"]), files)


def _read_value(key: str, held: Mapping[str, Any]) -> Value:
    read = value(held["value"], Tolerance(held["tolerance"]), held["unit"], held.get("floor", 0.0))
    if list(read.array.shape) != held["shape"]:
        raise ValueError(f"{key} has shape {list(read.array.shape)}, not {held['shape']}")
    if "spread" not in held:
        return read
    spread = np.array(held["spread"], dtype=np.float64)
    if spread.shape != read.array.shape or not np.all(spread >= 0):
        raise ValueError(f"the spread of {key} is no size of each of its numbers")
    spread.setflags(write=False)
    return replace(read, spread=spread)
