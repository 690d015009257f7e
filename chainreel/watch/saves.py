"""Saves of a lecture's files, as the system tells of them."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

from watchfiles import DefaultFilter, watch

STEP, SETTLING = 10, 100  # milliseconds: between two looks for more, and at most from the first change on
MADE = ("out", "node_modules")  # folders at the top of a lecture that nobody edits


class Saves:
    """Hears of saves below a lecture's folder until it is closed."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._heard: queue.Queue[set[Path] | None] = queue.Queue()
        self._stop = Event()
        self._filter = _LectureFilter(self._root)
        for paths, deep in (((self._root,), False), (watched_folders(self._root), True)):
            if paths:
                Thread(target=self._hear, args=(paths, deep), daemon=True).start()

    def __iter__(self) -> Iterator[set[Path]]:
        """The files of each save, as it comes."""
        while (files := self._heard.get()) is not None:
            yield files

    def close(self) -> None:
        """Hear no more."""
        self._stop.set()
        self._heard.put(None)

    def _hear(self, paths: tuple[Path, ...], deep: bool) -> None:
        changes = watch(
            *paths, recursive=deep, watch_filter=self._filter, stop_event=self._stop,
            step=STEP, debounce=SETTLING, rust_timeout=200, raise_interrupt=False,
        )  # fmt: skip
        for found in changes:
            self._heard.put({Path(path) for _, path in found})


class _LectureFilter(DefaultFilter):
    """All but what editors, Python and Chainreel leave beside a lecture's files."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    def __call__(self, change: object, path: str) -> bool:
        """Whether a change counts."""
        parts = Path(path).relative_to(self._root).parts
        hidden = any(part.startswith(".") for part in parts)
        return not hidden and parts[0] not in MADE and super().__call__(change, path)  # type: ignore[arg-type]


def watched_folders(root: Path) -> tuple[Path, ...]:
    """The folders at the top of a lecture that may hold something of it."""
    folders = (entry for entry in sorted(root.iterdir()) if entry.is_dir() and entry.name not in MADE)
    return tuple(
        folder for folder in folders
        if not folder.name.startswith((".", "__")) and not (folder / "pyvenv.cfg").exists()
    )  # fmt: skip
