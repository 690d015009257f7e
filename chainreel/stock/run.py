"""Run of one stock scene, from its class to its file, and of several in processes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from manim import Scene, config, tempconfig
from manim.manager import Manager

from chainreel.errors import ChainreelError, InputError, in_a_sentence
from chainreel.frames.canvas import forget_unfinished
from chainreel.stock.loading import choose, scenes_of
from chainreel.stock.options import OPEN_GL, apply
from chainreel.stock.renderer import painted_scenes
from chainreel.stock.writer import StraightWriter

EVERY = 0.1  # seconds between two words about one scene's frames


@dataclass(frozen=True)
class SceneProgress:
    """A scene is under way: plays begun, frames written, and those of its film of last time (0: none)."""

    scene: str
    plays: int
    frames: int
    before: int


@dataclass(frozen=True)
class SceneRendered:
    """A scene is done: its file, if it has one."""

    scene: str
    path: Path | None
    plays: int
    frames: int
    seconds: float


@dataclass(frozen=True)
class SceneFailed:
    """A scene could not be rendered: why."""

    scene: str
    why: str


Tell = Callable[[object], None]


@dataclass(frozen=True)
class RenderScene:
    """One scene as a task for a worker."""

    given: Mapping[str, Any]
    scene: str
    label: str = field(default="")

    def run(self, report: Tell) -> None:
        """Load the file here, and render."""
        file = apply(self.given)
        _own_folders(int(Path(os.environ["CHAINREEL_MEDIA"]).name))
        render_scene(scenes_of(file)[self.scene], file, report)


def render_scene(scene_class: type[Scene], file: Path, report: Tell) -> None:
    """Render a scene as manim's command does; reports progress, then ``SceneRendered`` or ``SceneFailed``."""
    name = scene_class.__name__
    try:
        report(_rendered(scene_class, report))
    except ChainreelError as error:
        report(SceneFailed(name, str(error)))
    except Exception as error:  # noqa: BLE001  a scene may raise anything: the others still go on
        report(SceneFailed(name, in_a_sentence(error, file.parent.name)))


def _rendered(scene_class: type[Scene], report: Tell) -> SceneRendered:
    if str(config.renderer.value) == "opengl":
        raise InputError(OPEN_GL)
    begin = time.monotonic()
    forget_unfinished()
    with tempconfig({}), painted_scenes():
        scene = scene_class()
        Manager(scene)
        StraightWriter.listen = staticmethod(_listener(scene, report))
        writer = scene.renderer.file_writer
        try:
            scene.render()
        except BaseException:
            writer.abort_encode_jobs()  # manim does not if it is the end of a scene that fails
            raise
    path = getattr(writer, "final_file_path", None)
    return SceneRendered(
        scene_class.__name__, path, scene.renderer.num_plays, getattr(writer, "frames_written", 0),
        time.monotonic() - begin,
    )  # fmt: skip


def _listener(scene: Scene, report: Tell) -> Callable[[int, int], None]:
    """Passes on what the writer says, now and then."""
    name, before, last = type(scene).__name__, _frames_before(scene), time.monotonic()

    def listen(plays: int, frames: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            report(SceneProgress(name, plays, frames, before))

    return listen


def _frames_before(scene: Scene) -> int:
    """How many frames the film has that will be replaced; unchanged scenes take as many again."""
    import av

    path = scene.output_plan.primary_artifact
    if path is None or not path.is_file():
        return 0
    try:
        with av.open(str(path)) as container:
            return int(container.streams.video[0].frames)
    except (av.FFmpegError, IndexError):
        return 0


def _own_folders(number: int) -> None:
    """Manim writes text and formulas by name into folders that processes must not share."""
    if number:
        for key in ("tex_dir", "text_dir"):
            shared = config.get_dir(key)
            own = shared.with_name(f"{shared.name}-{number}")
            own.mkdir(parents=True, exist_ok=True)
            config[key] = own


def render_file(given: Mapping[str, Any], report: Tell) -> None:
    """Render what the command was given; several scenes share the cores, a process each.

    Raises:
        InputError: a wrong option, file or name.
    """
    file = apply(given)
    scenes = scenes_of(file)
    names = choose(scenes, given["scene_names"], config.write_all)
    if len(names) == 1 or given["jobs"] == 1 or str(file) == "-":
        for name in names:
            render_scene(scenes[name], file, report)
    else:
        _in_processes(given, names, report)


def _in_processes(given: Mapping[str, Any], names: Sequence[str], report: Tell) -> None:
    from chainreel.work.pool import Job, run_jobs

    jobs = [Job(0, -float(n), RenderScene(given, name, f"scene {name}")) for n, name in enumerate(names)]

    def listen(job: Job, message: object) -> None:  # noqa: ARG001
        if isinstance(message, SceneProgress | SceneRendered | SceneFailed):
            report(message)

    with TemporaryDirectory() as folder:
        run_jobs(jobs, min(given["jobs"], len(names)), Path(folder), listen)
