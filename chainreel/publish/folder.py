"""A target's folder: its files are made when something changed, and removed when no longer made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Self

from chainreel.files import remove_abandoned, write_text
from chainreel.film.key import digest
from chainreel.film.manifest import Manifest

Write = Callable[[Path], None]  # writes a file that appears whole, see chainreel/files.py


class TargetFolder:
    """Use as a context: what was made once and is not asked for by its end is removed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self._manifest = Manifest(folder)
        self._asked: list[str] = []

    @property
    def files(self) -> list[Path]:
        """The files that were asked for, in that order."""
        return [self.path / name for name in self._asked]

    def file(self, name: str, made_from: object, write: Write) -> Path:
        """``write`` the file, unless it is there already and was made from the same plain values."""
        key, path = digest(made_from), self.path / name
        self._manifest.claim([name])
        self._asked.append(name)
        if not self._manifest.current(name, key):
            write(path)
            self._manifest.record(name, key)
        return path

    def text(self, name: str, text: str) -> Path:
        """Write a text file."""
        return self.file(name, text, lambda path: write_text(path, text))

    def __enter__(self) -> Self:
        remove_abandoned(self.path, older_than=0)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._manifest.keep_only(self._asked)
