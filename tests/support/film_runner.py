"""Renders of small films in forked processes that have imported everything already: to be killed at will.

As a program it reads wishes, a JSON line each, and answers with a process's id and then its exit status.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from waiting import PATIENCE

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Wish:
    """A render; ``room`` is the most bytes of a file, ``place`` a pattern: naming such a file is deadly."""

    root: str
    room: int = 0
    place: str = ""
    after: bool = False  # it has its final name by then
    tree: bool = False  # all are killed, not the writer alone


class Runner:
    """The program, and the one render that it has under way."""

    def __init__(self) -> None:
        path = os.pathsep.join(map(str, (HERE.parents[1], HERE.parent, HERE)))
        self._program = subprocess.Popen(
            [sys.executable, __file__],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._root = Path()

    def start(self, root: Path, **more: object) -> int:
        """Begin a render in a process group of its own, whose id is given."""
        self._root = root
        assert self._program.stdin is not None
        print(json.dumps(asdict(Wish(str(root), **more))), file=self._program.stdin, flush=True)
        return int(self._line())

    def wait(self) -> int:
        """The render's exit status; minus the signal that ended it."""
        return os.waitstatus_to_exitcode(int(self._line()))

    def said(self) -> str:
        """What went wrong, in its own words."""
        return said_by(str(self._root)).read_text(encoding="utf-8")

    def run(self, root: Path, **more: object) -> int:
        """A render from begin to end."""
        self.start(root, **more)
        return self.wait()

    def close(self) -> None:
        """End the program."""
        self._program.communicate(timeout=PATIENCE)

    def _line(self) -> str:
        assert self._program.stdout is not None
        return self._program.stdout.readline()


def said_by(root: str) -> Path:
    return Path(root).with_suffix(".said")


def main() -> None:
    """Fork a render for every wish."""
    from film_scenes import manim_for  # noqa: F401  manim is imported once for all
    from test_film_render import film  # noqa: F401

    import chainreel.film.stage

    assert chainreel.film.stage
    for line in sys.stdin:
        process = os.fork()
        if not process:
            render(Wish(**json.loads(line)))
        print(process, flush=True)
        print(os.waitpid(process, 0)[1], flush=True)


def render(wish: Wish) -> None:
    """Render as the command does, with forked workers; never comes back."""
    from test_film_render import film

    from chainreel.lecture import QUALITIES, Quality
    from chainreel.work import pool

    os.setsid()
    QUALITIES["small"] = Quality("small", 256, 144, 15)
    pool._start = start_forked
    if wish.room:
        limit(wish.room)
    if wish.place:
        die_at(wish)
    code = 1
    try:
        film(Path(wish.root), jobs=2)
        code = 0
    except BaseException:  # noqa: BLE001  whatever it is, it is told and ends only this process
        if wish.room:
            limit(-1)  # there is room to tell it
        said_by(wish.root).write_text(traceback.format_exc(), encoding="utf-8")
    os._exit(code)


def limit(room: int) -> None:
    """No file grows past so many bytes; -1 is no limit."""
    import resource  # Windows has none

    resource.setrlimit(resource.RLIMIT_FSIZE, (room, -1))


_ends: list[Connection] = []  # the parent's, which a forked worker must not hold open


def start_forked(media: Path) -> object:
    """A worker as the pool starts it, but forked."""
    from chainreel.work.pool import _Worker

    context = get_context("fork")
    here, there = context.Pipe()
    _ends.append(here)
    process = context.Process(target=serve_forked, args=(there, media), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def serve_forked(connection: Connection, media: Path) -> None:
    from chainreel.work.worker import serve

    for end in _ends:
        end.close()
    serve(connection, media)


def die_at(wish: Wish) -> None:
    """Whoever is about to give a file under ``place`` its final name, or just has, is killed."""
    replace = Path.replace

    def fatal(self: Path, target: Path) -> Path:
        fits = Path(target).match(wish.place)
        if fits and not wish.after:
            kill(wish.tree)
        made = replace(self, target)
        if fits:
            kill(wish.tree)
        return made

    Path.replace = fatal


def kill(tree: bool) -> None:
    if tree:
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
