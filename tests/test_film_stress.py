"""A film under fire: kills at random, Ctrl-C, a failing encoder, a full disk; what is left is never wrong."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from film_scenes import SMALL, Beats, manim_for
from test_film_render import KILLED, copy_of_tiny, film, hashes, out
from test_film_video import master, plan_of

from chainreel.errors import ChainreelError
from chainreel.film.encode import film_encoding
from chainreel.film.master import MasterWriter
from chainreel.film.renderer import FrameRenderer
from chainreel.film.sink import MasterSink
from chainreel.film.video import VideoWriter
from chainreel.film.worker import Encode, Failed, _outcome
from chainreel.lecture import QUALITIES, Quality

SEEDS, KILLS = 5, 20  # a hundred in all
HERE = Path(__file__).parent
LINUX = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds workers as Linux lists them")
LIMITED = KILLED.replace("import sys\n", "import resource, sys\n").replace(
    "sys.path[:0] = sys.argv[2:]",
    "room = int(sys.argv[4])\nresource.setrlimit(resource.RLIMIT_FSIZE, (room, room))\n"
    "sys.path[:0] = sys.argv[2:4]",
)


@pytest.fixture(autouse=True)
def small_quality(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUALITIES, "small", Quality("small", 256, 144, 15))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of an undisturbed film."""
    root = copy_of_tiny(tmp_path_factory.mktemp("undisturbed") / "lecture")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(QUALITIES, "small", Quality("small", 256, 144, 15))
        film(root, jobs=2)
    return hashes(out(root))


def start(root: Path, code: str = KILLED, *more: str) -> subprocess.Popen[str]:
    """A render of ``root`` on two workers, in a process group of its own."""
    script = root.with_suffix(".py")
    script.write_text(code)
    return subprocess.Popen(
        [sys.executable, str(script), str(root), str(HERE.parent), str(HERE), *more],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE)])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def workers_of(pid: int) -> list[int]:
    """Processes that a process started, as Linux lists them."""
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def runs(pid: int) -> bool:
    """Whether a process has not ended; one whose end nobody has asked for still has a name."""
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def await_end(pids: list[int], seconds: float = 30) -> None:
    """Orphans notice that their parent is gone once they have loaded, and go themselves."""
    until = time.monotonic() + seconds
    while left := [pid for pid in pids if runs(pid)]:
        assert time.monotonic() < until, f"{left} go on"
        time.sleep(0.05)


def await_workers(child: subprocess.Popen[str]) -> None:
    """Come back once there are workers, or nothing is left to do: nothing is written before."""
    while not workers_of(child.pid) and child.poll() is None:
        time.sleep(0.02)


def await_writing(child: subprocess.Popen[str], root: Path) -> None:
    """Come back while a file is being written, or when nothing is left to do."""
    while not next(root.rglob("*.part*"), None) and child.poll() is None:
        time.sleep(0.01)


def killed_at_random(child: subprocess.Popen[str], root: Path, chance: random.Random) -> bool:
    """Kill the parent, its whole group or one worker after a while; false if it was done before."""
    await_workers(child)
    if chance.random() < 0.7:
        await_writing(child, root)
    time.sleep(chance.uniform(0, 1.0) ** 2)
    victims = workers_of(child.pid)
    if child.poll() is not None:
        return False
    way = chance.choice(("tree", "tree", "parent", "worker") if victims else ("tree", "parent"))
    if way == "tree":
        os.killpg(child.pid, signal.SIGKILL)
    else:
        os.kill(child.pid if way == "parent" else chance.choice(victims), signal.SIGKILL)
    child.communicate(timeout=60)
    return True


def wrong_files(root: Path, whole: dict[str, str]) -> Iterator[str]:
    """Files of the film under their final names whose bytes are not those of an undisturbed run."""
    for name, value in (hashes(out(root)) if out(root).exists() else {}).items():
        if name != "manifest.json" and ".part" not in name and whole.get(name) != value:
            yield name


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("seed", range(SEEDS))
def test_kills_at_random_leave_no_wrong_film(seed: int, whole: dict[str, str], tmp_path: Path) -> None:
    """SIGKILL of parent, tree or one worker: no wrong file at any time, and at last the undisturbed bytes."""
    chance, kills, films = random.Random(seed), 0, 0
    root = copy_of_tiny(tmp_path / "killed-0")
    while kills < KILLS:
        child = start(root)
        if killed_at_random(child, root, chance):
            kills += 1
            assert list(wrong_files(root, whole)) == []
            continue
        assert child.returncode == 0, child.communicate()[1]
        assert hashes(out(root)) == whole
        films += 1
        root = copy_of_tiny(tmp_path / f"killed-{films}")
    film(root, jobs=2)
    assert hashes(out(root)) == whole


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("moment", [0.0, 1.0, 2.0])
def test_ctrl_c_leaves_nothing_half_written_and_no_process(
    moment: float, whole: dict[str, str], tmp_path: Path
) -> None:
    """The terminal interrupts the whole group; parts and workers are gone, and the next run goes on."""
    root = copy_of_tiny(tmp_path / "interrupted")
    child = start(root)
    await_workers(child)
    workers = workers_of(child.pid)
    time.sleep(moment)
    os.killpg(child.pid, signal.SIGINT)
    child.communicate(timeout=60)
    assert child.returncode != 0 or hashes(out(root)) == whole
    await_end(workers)
    assert list(wrong_files(root, whole)) == []
    assert not list(root.rglob("*.part*"))
    film(root, jobs=2)
    assert hashes(out(root)) == whole


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit on a file's size")
@pytest.mark.parametrize("room", [100, 3_000, 12_000, 30_000])
def test_a_full_disk_is_a_sentence_and_leaves_no_wrong_film(
    room: int, whole: dict[str, str], tmp_path: Path
) -> None:
    """No file may grow past so many bytes: what was being written is named and gone, the rest right."""
    root = copy_of_tiny(tmp_path / "full")
    child = start(root, LIMITED, str(room))
    said = child.communicate(timeout=120)[1]
    assert child.returncode != 0
    assert "there is no room to write" in said or "frames arrived in it" in said, said
    assert list(wrong_files(root, whole)) == []
    assert not list(root.rglob("*.part*"))
    film(root, jobs=2)
    assert hashes(out(root)) == whole


def fail_after_a_dozen(monkeypatch: pytest.MonkeyPatch, writer: type, error: OSError) -> None:
    """From now on that kind of writer gives up after twelve frames."""
    write = writer.write

    def failing(self: VideoWriter | MasterWriter, *given: object) -> None:
        if self.frames >= 12:
            raise error
        write(self, *given)

    monkeypatch.setattr(writer, "write", failing)


def test_an_encoder_that_fails_leaves_no_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The task says which clip, no part of it stays, and a sound encoder then makes it."""
    take, plan, clip = master(tmp_path), plan_of((0, 1, 10), (1, 20, 1)), tmp_path / "clips" / "beat.mp4"
    task = Encode("a.beat", "en", tmp_path / "beat.master", take, plan, clip, None, film_encoding(take.fps))
    gives_up = av.error.ExternalError(1, "Generic error in an external library")
    fail_after_a_dozen(monkeypatch, VideoWriter, gives_up)
    said = _outcome(task, lambda _: None)
    assert isinstance(said, Failed)
    assert "beat" in str(said.error)
    assert list(clip.parent.iterdir()) == []
    monkeypatch.undo()
    assert not isinstance(_outcome(task, lambda _: None), Failed)
    assert clip.exists()


def test_a_frame_that_cannot_be_kept_leaves_no_master(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawing stops where a frame cannot be kept; the beat has neither master nor take."""
    fail_after_a_dozen(monkeypatch, MasterWriter, OSError(errno.ENOSPC, "No space left on device"))
    with (
        manim_for(SMALL),
        pytest.raises(ChainreelError, match="there is no room to write"),
        MasterSink(tmp_path, SMALL, lambda _: None, lambda _: None) as sink,
    ):
        Beats(renderer=FrameRenderer(sink)).perform()
    assert list(tmp_path.iterdir()) == []
