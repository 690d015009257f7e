"""Folder of a target: its files are made when something changed, and removed when no longer made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Self

from chainreel.files import remove_abandoned
from chainreel.film.manifest import Manifest
from chainreel.film.recipe import Recipe, Source, TextFile


def do_nothing() -> None:
    """Where nothing has to be prepared or cleared away."""


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

    def make(
        self,
        name: str,
        recipe: Recipe,
        before: Callable[[], object] = do_nothing,
        after: Callable[[], object] = do_nothing,
    ) -> Source:
        """Make the file, unless it is there already as its recipe makes it.

        ``before`` prepares what only the making needs, ``after`` clears it away.
        """
        path = self.path / name
        self._manifest.claim([name])
        self._asked.append(name)
        if not self._manifest.current(name, recipe.key):
            before()
            recipe.make(path)
            self._manifest.record(name, recipe.key)
            after()
        return Source(path, self._manifest.hash(name))

    def text(self, name: str, text: str) -> Path:
        """Write a text file."""
        return self.make(name, TextFile(text)).path

    def __enter__(self) -> Self:
        remove_abandoned(self.path, older_than=0)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._manifest.keep_only(self._asked)
