"""A film under fire: kills at random, Ctrl-C, a failing encoder, a full disk; what is left is never wrong."""

import contextlib
import errno
import hashlib
import itertools
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from film_runner import Runner
from film_scenes import SMALL, Beats, manim_for
from test_film_render import copy_of_tiny, film, hashes, out
from test_film_video import master, plan_of
from waiting import PATIENCE

from chainreel.errors import ChainreelError
from chainreel.film.encode import EncodedPictures, film_encoding
from chainreel.film.h264.video import VideoWriter
from chainreel.film.recipe import Source
from chainreel.film.tasks import Make
from chainreel.frames.master import MasterWriter
from chainreel.frames.renderer import FrameRenderer
from chainreel.frames.sink import MasterSink
from chainreel.lecture import QUALITIES, Quality
from chainreel.work.worker import Failed, _outcome

SEEDS, KILLS = 5, 16  # at random; with those at the places below more than a hundred
PLACES = (
    "masters/*/factors.master", "masters/*/product.json", "sheet.png", "pictures/*.mp4", "pictures/*.sha256",
    "clips/*/01-factors.mp4", "lecture.mp4", "manifest.json", "ledger.json", "lecture.ja.vtt",
)  # fmt: skip
HERE = Path(__file__).parent
LINUX = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds workers as Linux lists them")


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


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """Renders in forked processes."""
    made = Runner()
    yield made
    made.close()


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


def await_end(pids: list[int], seconds: float = PATIENCE) -> None:
    """Orphans notice that their parent is gone once they have loaded, and go themselves."""
    until = time.monotonic() + seconds
    while left := [pid for pid in pids if runs(pid)]:
        assert time.monotonic() < until, f"processes {left} go on after {seconds:.0f} s"
        time.sleep(0.05)


def await_workers(parent: int) -> list[int]:
    """The workers, once there are some, or the parent is gone: nothing is written before."""
    while not (found := workers_of(parent)) and runs(parent):
        time.sleep(0.005)
    return found


def kill_at_random(parent: int, usual: float, chance: random.Random) -> None:
    """Kill the parent, its whole group or one worker while it would usually be at work."""
    time.sleep(chance.uniform(0, usual))
    victims = workers_of(parent)
    way = chance.choice(("tree", "tree", "parent", "worker") if victims else ("tree", "parent"))
    with contextlib.suppress(ProcessLookupError):  # it was done before
        if way == "tree":
            os.killpg(parent, signal.SIGKILL)
        else:
            os.kill(parent if way == "parent" else chance.choice(victims), signal.SIGKILL)


def wrong_files(root: Path, whole: dict[str, str]) -> Iterator[str]:
    """Files of the film under their final names whose bytes are not those of an undisturbed run.

    Parts are not read: a worker that outlives its parent may just be renaming one.
    """
    for path in sorted(out(root).rglob("*")):
        name = path.relative_to(out(root)).as_posix()
        if name in ("manifest.json", ".lock") or ".part" in name or not path.is_file():
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() != whole.get(name):
            yield name


@pytest.fixture(scope="module")
def usual(runner: Runner, whole: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that an undisturbed render takes here; forked, it has the bytes of any other."""
    root = copy_of_tiny(tmp_path_factory.mktemp("forked") / "lecture")
    before = time.monotonic()
    assert runner.run(root) == 0, runner.said()
    assert hashes(out(root)) == whole
    return time.monotonic() - before


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("seed", range(SEEDS))
def test_kills_at_random_leave_no_wrong_film(
    seed: int, runner: Runner, usual: float, whole: dict[str, str], tmp_path: Path
) -> None:
    """SIGKILL of parent, tree or one worker: no wrong file at any time, and at last the undisturbed bytes."""
    chance, kills, films = random.Random(seed), 0, 0
    root = copy_of_tiny(tmp_path / "killed-0")
    while kills < KILLS:
        kill_at_random(runner.start(root), usual, chance)
        if runner.wait() == 0:
            assert hashes(out(root)) == whole
            films += 1
            root = copy_of_tiny(tmp_path / f"killed-{films}")
        else:
            kills += 1
            assert list(wrong_files(root, whole)) == []
    assert runner.run(root) == 0, runner.said()
    assert hashes(out(root)) == whole


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("tree", [False, True])
def test_a_kill_as_a_file_gets_its_name_leaves_no_wrong_film(
    tree: bool, runner: Runner, whole: dict[str, str], tmp_path: Path
) -> None:
    """Just before and just after, in every phase, one after the other on the same film."""
    root = copy_of_tiny(tmp_path / "named")
    for place, after in itertools.product(PLACES, (False, True)):
        for made in root.rglob(place):
            made.unlink()  # so that it is made now
        assert runner.run(root, place=place, after=after, tree=tree) != 0, place
        assert list(wrong_files(root, whole)) == []
    assert runner.run(root) == 0, runner.said()
    assert hashes(out(root)) == whole


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("share", [0.0, 0.3, 0.7])
def test_ctrl_c_leaves_nothing_half_written_and_no_process(
    share: float, runner: Runner, usual: float, whole: dict[str, str], tmp_path: Path
) -> None:
    """The terminal interrupts the whole group; parts and workers are gone, and the next run goes on."""
    root = copy_of_tiny(tmp_path / "interrupted")
    parent = runner.start(root)
    workers = await_workers(parent)
    time.sleep(share * usual)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(parent, signal.SIGINT)
    assert runner.wait() != 0 or hashes(out(root)) == whole
    await_end(workers)
    assert list(wrong_files(root, whole)) == []
    assert not list(root.rglob("*.part*"))
    assert runner.run(root) == 0, runner.said()
    assert hashes(out(root)) == whole


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("room", [100, 3_000, 12_000, 30_000])
def test_a_full_disk_is_a_sentence_and_leaves_no_wrong_film(
    room: int, runner: Runner, whole: dict[str, str], tmp_path: Path
) -> None:
    """No file may grow past so many bytes: what was being written is named and gone, the rest right."""
    root = copy_of_tiny(tmp_path / "full")
    assert runner.run(root, room=room) != 0
    said = runner.said()
    assert "there is no room to write" in said or "frames arrived in it" in said, said
    assert list(wrong_files(root, whole)) == []
    assert not list(root.rglob("*.part*"))
    assert runner.run(root) == 0, runner.said()
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
    source, size = Source(tmp_path / "beat.master", "frames"), (take.width, take.height, take.fps)
    pictures = EncodedPictures(source, *size, plan.parts, film_encoding(take.fps))
    task = Make(pictures, clip, "encode", "a.beat", "en")
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
