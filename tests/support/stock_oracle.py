"""What manim writes of a scene, and what we write: pictures with their counts, sections, captions, clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from manim import Scene, config, tempconfig
from manim.manager import Manager
from manim.scene.scene_file_writer import SceneFileWriter

from chainreel.frames.canvas import forget_unfinished
from chainreel.stock.renderer import painted_scenes
from chainreel.stock.writer import StraightWriter

SMALL = {"pixel_width": 214, "pixel_height": 120, "frame_rate": 15}


@dataclass
class Written:
    """All that a writer was given, and the files it made."""

    pictures: list[np.ndarray] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    sections: list[tuple[str, bool]] = field(default_factory=list)
    captions: list[tuple[str, float, float]] = field(default_factory=list)
    time: float = 0.0
    plays: int = 0
    folder: Path = Path()
    film: Path | None = None

    @property
    def frames(self) -> int:
        return sum(self.counts)


def written_by_manim(make: Callable[[], type[Scene]], folder: Path, **settings: Any) -> Written:
    """Manim's own render with caching off."""
    return _written(make, folder, SceneFileWriter, settings)


def written_by_us(make: Callable[[], type[Scene]], folder: Path, **settings: Any) -> Written:
    """Our render; what it says has not changed must not have changed."""
    with painted_scenes():
        return _written(make, folder, StraightWriter, settings)


def _written(
    make: Callable[[], type[Scene]], folder: Path, writer: type, settings: dict[str, Any]
) -> Written:
    quiet = {
        "media_dir": folder,
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "seed": 7,
    }
    forget_unfinished()
    with tempconfig({}), _listening(writer) as found:
        for key, value in {**SMALL, **quiet, **settings}.items():
            config[key] = value
        config.frame_width = 8 * config.pixel_width / config.pixel_height
        scene = make()()
        Manager(scene)
        scene.render()
        made = scene.renderer.file_writer
    found.sections = [(s.name, s.skip_animations) for s in made.sections]
    found.captions = [(s.content, s.start.total_seconds(), s.end.total_seconds()) for s in made.subcaptions]
    found.time, found.plays, found.folder = scene.renderer.time, scene.renderer.num_plays, folder
    found.film = getattr(made, "final_file_path", None)
    return found


@contextmanager
def _listening(writer: type) -> Iterator[Written]:
    """Note what ``writer`` is given."""
    found, before = Written(), writer.write_frame

    def note(self: Any, pixels: np.ndarray, *, repeat: int = 1, **more: Any) -> None:
        found.pictures.append(pixels.copy())
        found.counts.append(repeat)
        if more.get("changed") is not None:
            _require_true(*found.pictures[-2:], more["changed"])
        before(self, pixels, repeat=repeat, **more)

    writer.write_frame = note
    try:
        yield found
    finally:
        writer.write_frame = before


def _require_true(last: np.ndarray, now: np.ndarray, changed: Any) -> None:
    patched = last.copy()
    for rect in changed:
        patched[rect.at] = now[rect.at]
    assert np.array_equal(patched, now), "a picture changed where the renderer said it had not"


def both(make: Callable[[], type[Scene]], folder: Path, **settings: Any) -> tuple[Written, Written]:
    """Manim's render and ours, each of a scene class made anew."""
    return written_by_manim(make, folder / "manim", **settings), written_by_us(
        make, folder / "us", **settings
    )


def require_same(manims: Written, ours: Written) -> None:
    """Every picture, count and time is the same."""
    assert manims.counts == ours.counts
    differing = [
        (i, int(np.abs(a.astype(int) - b).max()))
        for i, (a, b) in enumerate(zip(manims.pictures, ours.pictures, strict=True))
        if not np.array_equal(a, b)
    ]
    assert differing == []
    assert (manims.time, manims.plays) == (ours.time, ours.plays)
    assert (manims.sections, manims.captions) == (ours.sections, ours.captions)


def decoded(path: Path) -> list[np.ndarray]:
    """A film's pictures, RGB."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def rate_of(path: Path) -> Fraction | None:
    with av.open(str(path)) as container:
        return container.streams.video[0].average_rate


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    """In decibels; of equal pictures 99."""
    error = float(((one.astype(float) - other) ** 2).mean())
    return 10 * np.log10(255**2 / error) if error else 99.0
