"""Manifest of an output folder, what we made and from what: only that is replaced as stale, or removed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from chainreel.files import file_hash, write_text, writing

SCHEMA = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Entry:
    """A file we made: the key of all it was made from, and its own hash; empty until it is whole."""

    key: str = ""
    sha256: str = ""


class Manifest:
    """The list beside the files, written anew at every change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._entries = _read(folder / NAME)

    def claim(self, names: Collection[str]) -> None:
        """List files before they are made, so that a killed run leaves nothing unlisted."""
        new = {name: Entry() for name in names if name not in self._entries}
        if new:
            self._entries |= new
            self._save()

    def current(self, name: str, key: str) -> bool:
        """Whether the file was made from ``key`` and is whole."""
        entry = self._entries.get(name)
        if entry is None or not key or entry.key != key:
            return False
        try:
            return file_hash(self.folder / name) == entry.sha256
        except OSError:
            return False

    def record(self, name: str, key: str) -> None:
        """Note a finished file."""
        self._entries[name] = Entry(key, file_hash(self.folder / name))
        self._save()

    def hash(self, name: str) -> str:
        """A finished file's hash."""
        return self._entries[name].sha256

    def keep_only(self, names: Collection[str]) -> None:
        """Remove what we made once and no longer make, and folders that this empties."""
        stale = sorted(set(self._entries) - set(names))
        for name in stale:
            path = self.folder / name
            with writing(path):
                path.unlink(missing_ok=True)
            _remove_empty(path.parent, self.folder)
            del self._entries[name]
        if stale:
            self._save()

    def _save(self) -> None:
        files = {name: asdict(entry) for name, entry in self._entries.items()}
        text = json.dumps({"schema": SCHEMA, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
        write_text(self.folder / NAME, text + "\n")


def _read(path: Path) -> dict[str, Entry]:
    """What the manifest lists; a name that would lead out of the folder is not ours."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        files: Mapping[str, Mapping[str, str]] = listed["files"] if listed["schema"] == SCHEMA else {}
        return {name: Entry(**entry) for name, entry in files.items() if _inside(name)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _inside(name: str) -> bool:
    return not Path(name).is_absolute() and ".." not in Path(name).parts


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
