"""Files that appear under their final name only when they are whole, and one render to a folder."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from chainreel.errors import ChainreelError, InputError

PART = ".part"
ABANDONED = 3600  # seconds since the last write, after which a part has no writer
_serial = itertools.count()


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; it becomes ``path`` when the block ends well.

    Raises:
        ChainreelError: no room or no right to write.
    """
    part = path.with_name(f".{path.stem}.{os.getpid()}-{next(_serial)}{PART}{path.suffix}")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            _flush(part)
            part.replace(path)
            _flush_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a whole text file, UTF-8 with plain line ends."""
    with whole(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says about writing ``path`` into one sentence."""
    try:
        yield
    except OSError as error:
        raise ChainreelError(_sentence(error, path)) from error


def _sentence(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"there is no room to write {path}: free some space and run again, what is finished stays"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"{path} may not be written: close it if a program has it open, or give this user the right to "
            f"write in {path.parent}"
        )
    return f"{path} cannot be written: {error.strerror or error}"


def remove_abandoned(folder: Path, older_than: float = ABANDONED) -> None:
    """Remove parts that a killed run left in ``folder`` and below, unwritten for ``older_than`` seconds."""
    for part in folder.rglob(f".*{PART}*"):
        try:
            if time.time() - part.stat().st_mtime >= older_than:
                part.unlink()
        except OSError:  # another run removed it, or still writes it
            continue


def file_hash(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def sole_render(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for one render; the system frees it when the process ends, however it ends.

    Raises:
        InputError: another render holds it.
    """
    lock = folder / ".lock"
    with writing(lock):
        folder.mkdir(parents=True, exist_ok=True)
        file = lock.open("a+b")
    with file:
        if not _take(file):
            raise InputError(f"another render is writing to {folder}: wait for it, or stop it")
        yield


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _flush_folder(folder: Path) -> None:
        """Windows has no such call."""

else:
    import fcntl

    def _take(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _flush_folder(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
