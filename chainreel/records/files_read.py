"""Files that a run opens to read, heard of by Python's audit hook, whichever library opens them."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chainreel.records.data_files import DataFolder

# Whoever opens a module's source, or looks for one, stands in these files.
IMPORTING = ("<frozen importlib", str(Path(importlib.__file__).parent), str(pkgutil.__file__))
NEW = os.O_TRUNC | os.O_EXCL  # what was there before, if anything, goes


class FilesRead:
    """Data files with their hashes, as they were when this process, or one that it forked, opened them.

    What the run itself wrote before, and what is gone when it ends, is its own and no data.
    """

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._read: dict[str, str] = {}
        self._settled = set[tuple[str, bool]]()  # paths of which all is known
        self._written = set[str]()
        self._process, self._forked = os.getpid(), dict[str, str]()
        self._from_forks = tempfile.TemporaryFile("a+b", buffering=0)  # noqa: SIM115  see close()

    def add(self, path: str, listed: bool = False) -> None:
        """Count a file that is about to be read, or a folder whose names are about to be ``listed``."""
        if (path, listed) in self._settled:
            return
        self._settled.add((path, listed))
        name = self._folder.name_of(path)
        if name is None or name == "." or self._is_own(path):
            return
        name += "/" if listed else ""
        hashed = self._folder.now(name)
        if hashed is not None:
            self._note(name, hashed)

    def disown(self, path: str) -> None:
        """Count a file or folder that is about to be made: what is read of it later is no input."""
        self._written.add(os.path.abspath(path))  # noqa: PTH100

    def note_move(self, path: str, to: str) -> None:
        """Count a file that is about to get another name."""
        if self._is_own(path):
            self.disown(to)

    def hashes(self) -> dict[str, str]:
        """Every data file that was read and is still there, by name."""
        if not self._from_forks.closed:
            self._from_forks.seek(0)
            self._forked |= dict(json.loads(line) for line in self._from_forks)
        read = {**self._forked, **self._read}
        sources = _module_files() if read else ()
        data = (name for name in sorted(read) if os.path.realpath(self._folder.root / name) not in sources)
        return {name: read[name] for name in data if self._folder.now(name)}

    def close(self) -> None:
        """Hear the last of forked processes."""
        self.hashes()
        self._from_forks.close()

    def _is_own(self, path: str) -> bool:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100
        return any(str(own) in self._written for own in (absolute, *absolute.parents))

    def _note(self, name: str, hashed: str) -> None:
        if os.getpid() == self._process:
            self._read.setdefault(name, hashed)
        else:
            self._from_forks.write(json.dumps([name, hashed]).encode() + b"\n")


_listening: list[FilesRead] = []
_hearing = threading.local()  # what the hook itself opens is not heard


@contextmanager
def noted_files(root: Path, declared: Iterable[str] = (), others: Iterable[Path] = ()) -> Iterator[FilesRead]:
    """Note the data files that the block reads, named from ``root``, and the ``declared`` ones.

    Folders of ``others`` hold no data.
    """
    _listen()
    reads = FilesRead(DataFolder(root, others))
    for name in declared:
        reads.add(str(root / name), (root / name).is_dir())
    _listening.append(reads)
    try:
        yield reads
    finally:
        _listening.remove(reads)
        reads.close()


def _listen() -> None:
    """Hang the hook in, once: Python has no way to take one out."""
    if not getattr(_listen, "hangs", False):
        sys.addaudithook(_hear)
        _listen.hangs = True  # type: ignore[attr-defined]


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    """Hear of what Python does; an error in here would be one of the run's, so there is none."""
    if not _listening or event not in _EVENTS or getattr(_hearing, "busy", False):
        return
    path, other = (_path_of(argument) for argument in (*arguments, None)[:2])
    if path is None or sys._getframe(1).f_code.co_filename.startswith(IMPORTING):
        return
    _hearing.busy = True
    try:
        for reads in tuple(_listening):
            _EVENTS[event](reads, path, other, arguments)
    except (OSError, ValueError):  # no such file, or a path that none can have: the run will hear of it
        return
    finally:
        _hearing.busy = False


def _path_of(argument: object) -> str | None:
    """A path that was given; None for a number of an open file."""
    return os.fsdecode(argument) if isinstance(argument, str | bytes | os.PathLike) else None


def _opened(reads: FilesRead, path: str, _other: str | None, arguments: tuple[Any, ...]) -> None:
    flags = arguments[2]
    if Path(path).is_dir():  # on Linux a temporary file without a name is opened so
        return
    if flags & NEW or (flags & os.O_CREAT and not Path(path).exists()):
        reads.disown(path)
    elif not flags & os.O_WRONLY:
        reads.add(path)


def _connected(reads: FilesRead, path: str, _other: str | None, _arguments: tuple[Any, ...]) -> None:
    reads.add(path)


def _listed(reads: FilesRead, path: str, _other: str | None, _arguments: tuple[Any, ...]) -> None:
    reads.add(path, listed=True)


def _made(reads: FilesRead, path: str, _other: str | None, _arguments: tuple[Any, ...]) -> None:
    if not Path(path).exists():
        reads.disown(path)


def _moved(reads: FilesRead, path: str, other: str | None, _arguments: tuple[Any, ...]) -> None:
    if other is not None:
        reads.note_move(path, other)


_EVENTS = {
    "open": _opened,
    "os.listdir": _listed,
    "os.scandir": _listed,
    "sqlite3.connect": _connected,
    "os.mkdir": _made,
    "os.rename": _moved,
}


def _module_files() -> set[str]:
    """Where the modules that are loaded come from."""
    files = (getattr(module, "__file__", None) for module in tuple(sys.modules.values()))
    return {os.path.realpath(file) for file in files if isinstance(file, str)}
