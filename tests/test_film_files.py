"""Files that are whole or absent, one render to a folder, and the list of what we made."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chainreel.errors import ChainreelError, InputError
from chainreel.files import remove_abandoned, sole_render, whole, write_text
from chainreel.film.manifest import Manifest

HOLD = """
import sys, time
from pathlib import Path
from chainreel.files import sole_render
with sole_render(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(3600)
"""


def break_off(path: Path) -> None:
    with whole(path) as part:
        part.write_text("half")
        assert path.read_text() == "old"
        raise ZeroDivisionError


def test_a_file_appears_under_its_name_only_when_its_block_ends_well(tmp_path: Path) -> None:
    """An error half-way leaves the old file, and no other."""
    path = tmp_path / "film.mp4"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError):
        break_off(path)
    assert [p.name for p in tmp_path.iterdir()] == ["film.mp4"]
    assert path.read_text() == "old"
    write_text(path, "new\n")
    assert path.read_bytes() == b"new\n"


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "no room"), (errno.EACCES, "may not be written"), (errno.EIO, "cannot be")],
)
def test_a_failed_write_is_one_sentence_with_the_file(tmp_path: Path, number: int, said: str) -> None:
    """No room, no right to write and other failures say which file, and what to do."""
    with pytest.raises(ChainreelError, match=said) as caught, whole(tmp_path / "a" / "film.mp4"):
        raise OSError(number, os.strerror(number))
    assert "film.mp4" in str(caught.value)


def test_a_folder_that_is_a_file_cannot_be_written_to(tmp_path: Path) -> None:
    """The real thing: what the system refuses is told in a sentence."""
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(ChainreelError, match="cannot be written"), sole_render(tmp_path / "out" / "en"):
        pass


def test_a_folder_is_held_by_one_render_until_its_process_ends(tmp_path: Path) -> None:
    """A second render is told so; when the first is killed, nothing has to be cleaned up by hand."""
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(InputError, match="another render"), sole_render(tmp_path):
            pass
    finally:
        holder.kill()
        holder.wait()
    with sole_render(tmp_path):
        pass
    with sole_render(tmp_path):  # and a finished render lets go
        pass


def test_parts_of_a_killed_run_are_removed_but_not_those_being_written(tmp_path: Path) -> None:
    """Only our own parts, and only when nobody has written to them for a while."""
    old, new, other = tmp_path / ".a.1-0.part.mp4", tmp_path / ".b.2-0.part.mp4", tmp_path / "c.mp4"
    for path in (old, new, other):
        path.write_text("x")
    os.utime(old, (time.time() - 7200,) * 2)
    os.utime(other, (time.time() - 7200,) * 2)
    remove_abandoned(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [new.name, other.name]
    remove_abandoned(tmp_path, older_than=0)
    assert [p.name for p in tmp_path.iterdir()] == ["c.mp4"]


def test_only_what_the_manifest_lists_is_removed(tmp_path: Path) -> None:
    """A clip that the lecture no longer has goes, with its folder; a lecturer's own file stays."""
    manifest = Manifest(tmp_path)
    names = ["clips/01-line/01-a.mp4", "clips/02-old/01-b.mp4", "lecture.mp4"]
    manifest.claim(names)
    for name in names:
        write_text(tmp_path / name, name)
        manifest.record(name, "key")
    (tmp_path / "clips" / "01-line" / "mine.mp4").write_text("mine")
    manifest = Manifest(tmp_path)
    manifest.keep_only(["lecture.mp4"])
    left = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file())
    assert left == ["clips/01-line/mine.mp4", "lecture.mp4", "manifest.json"]
    assert not (tmp_path / "clips" / "02-old").exists()


def test_a_file_is_current_only_with_its_key_and_its_bytes(tmp_path: Path) -> None:
    """Another key, a changed file, a missing file and a file that was never finished are made again."""
    manifest = Manifest(tmp_path)
    manifest.claim(["a", "b"])
    write_text(tmp_path / "a", "bytes")
    assert not manifest.current("a", "")
    manifest.record("a", "key")
    manifest = Manifest(tmp_path)
    assert manifest.current("a", "key")
    assert not manifest.current("a", "other")
    assert not manifest.current("b", "key")
    assert not manifest.current("never", "key")
    (tmp_path / "a").write_text("other")
    assert not manifest.current("a", "key")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": 1}', '{"schema": 1, "files": {"../../x": {}, "/etc/y": {}}}']
)
def test_a_spoilt_manifest_removes_nothing(tmp_path: Path, text: str) -> None:
    """A manifest that cannot be read, or that points out of its folder, lists nothing."""
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (tmp_path / "x").write_text("x")
    (folder / "manifest.json").write_text(text)
    Manifest(folder).keep_only([])
    assert (tmp_path / "x").exists()
