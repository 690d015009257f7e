"""Data files of a lecture: which paths are some, their names and hashes, and what became of them."""

from __future__ import annotations

import functools
import hashlib
import os
import site
import stat
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path

from chainreel.files import file_hash
from chainreel.records.provenance import LIBRARY

Hashes = Mapping[str, str]  # of files by name, and of the names in a folder by its name with a / behind it
SYSTEM = ("/bin", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sbin", "/sys", "/usr", "/System")
METADATA = (".egg-info", ".dist-info")  # of installed packages, wherever they lie
BYTECODE = (".pyc", ".pyo")


class DataFolder:
    """A lecture's folder, as the place that its data files are named from.

    All below it is data, and all outside but what belongs to Python, to this library or to the system;
    folders of ``others`` are none either. Caches are not: folders whose names begin with a dot.
    """

    def __init__(self, root: Path, others: Iterable[Path] = ()) -> None:
        self.root = root.resolve()
        self._folders = dict.fromkeys((*_of_python(), *map(os.path.realpath, others)), False)
        self._folders[str(self.root)] = True

    def name_of(self, path: str) -> str | None:
        """The path from the lecture's folder, with forward slashes; None if no data lie there."""
        absolute = os.path.abspath(path)  # noqa: PTH100  a link below the folder keeps its name
        if not _lies_in(absolute, str(self.root)):
            folder, name = os.path.split(absolute)
            absolute = os.path.join(os.path.realpath(folder), name)  # noqa: PTH118
        around = [folder for folder in self._folders if _lies_in(absolute, folder)]
        if around and not self._folders[max(around, key=len)]:
            return None
        try:
            name = Path(os.path.relpath(absolute, self.root)).as_posix()
        except ValueError:  # on Windows, another drive
            name = Path(absolute).as_posix()
        return None if _is_cache(name) else name

    def now(self, name: str) -> str | None:
        """The hash of what bears that name today; None if there is no such file or folder."""
        path = self.root / name
        try:
            state = path.stat()
            if name.endswith("/"):
                return names_hash(path)
            return _hash_of(path, state.st_mtime_ns, state.st_size) if stat.S_ISREG(state.st_mode) else None
        except OSError:
            return None


def what_changed(files: Hashes, root: Path) -> str | None:
    """The first of the files that is not as it was, and what became of it; None if all are."""
    folder = DataFolder(root) if files else None
    for name, before in sorted(files.items()):
        now = folder.now(name) if folder else None
        if now is None:
            return f"{name}, which it reads, is missing"
        if now != before:
            return f"{name}, which it reads, {'holds other files' if name.endswith('/') else 'changed'}"
    return None


def first_missing(files: Hashes, root: Path) -> str | None:
    """The first of the files that is no longer there; None if all are."""
    folder = DataFolder(root) if files else None
    return next((name for name in sorted(files) if folder and folder.now(name) is None), None)


def names_hash(folder: Path) -> str:
    """A hash over the names of what lies in a folder, but for caches."""
    names = (entry.name for entry in folder.iterdir())
    shown = sorted(name for name in names if not _is_cache(f"{name}/"))
    return hashlib.sha256("\n".join(shown).encode()).hexdigest()


@functools.lru_cache(4096)  # asked for again and again while nothing changes
def _hash_of(path: Path, changed: int, size: int) -> str:  # noqa: ARG001
    return file_hash(path)


def _is_cache(name: str) -> bool:
    """Whether a file lies in a folder that only keeps what can be made again; a folder ends in a slash."""
    *folders, last = name.split("/")
    hidden = any(part.startswith(".") and part.strip(".") for part in folders)
    return hidden or "__pycache__" in folders or last.endswith(BYTECODE) or _has_metadata(folders)


def _has_metadata(folders: Iterable[str]) -> bool:
    return any(part.endswith(METADATA) for part in folders)


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


@functools.cache
def _of_python() -> tuple[str, ...]:
    """Folders of Python, of its packages, of this library and of the system."""
    installed = [sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(sys.executable).parent)]
    installed += [
        path for key, path in sysconfig.get_paths().items() if key in ("stdlib", "purelib", "platlib")
    ]
    installed += [*site.getsitepackages(), site.getusersitepackages(), str(LIBRARY)]
    system = [*SYSTEM, os.environ.get("SYSTEMROOT", "")]
    return tuple({os.path.realpath(path) for path in (*installed, *system) if path})
