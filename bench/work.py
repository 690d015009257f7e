"""One measurement, in a process of its own: `python -m bench.work KIND SUBJECT FOLDER` prints a JSON line."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.plain import PlainRenderer, set_up_plain
from bench.synthetic import growing
from chainreel.film.edition import Edition
from chainreel.film.encode import encode_clip, film_encoding, shown
from chainreel.film.h264.video import VideoWriter
from chainreel.film.request import editions, request_of
from chainreel.film.stage import scene_of
from chainreel.frames.building import BuildRenderer
from chainreel.frames.canvas import set_up
from chainreel.frames.master import MasterReader, MasterWriter
from chainreel.frames.renderer import FrameRenderer, SegmentRenderer
from chainreel.frames.sink import MasterSink
from chainreel.frames.take import Take, load_take, master_path
from chainreel.lecture import QUALITIES, Lecture
from chainreel.records.fresh import fresh_records
from chainreel.timeline import Plan, Segment, plan_live

QUALITY = "1080p60"
Measured = dict[str, float]


class Subject:
    """What is filmed: ``chapter``, ``chapter.beat`` or ``growing-<objects>-<plays>``."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.quality = QUALITIES[QUALITY]
        self.edition = None if name.startswith("growing-") else edition_of(name)
        self.chapter = self.edition.chapters[0] if self.edition else None
        self.beats = self.chapter.beats if self.chapter else ("only",)

    @property
    def masters(self) -> Path:
        return self.folder / "masters"

    def perform(self, renderer: Any) -> Callable[[], None]:
        """The scene on a renderer, ready to run."""
        if self.chapter:
            scene = scene_of(self.chapter, renderer)
            return lambda: scene.perform(self.beats)
        _, objects, plays = self.name.split("-")
        scene = growing(int(objects), int(plays))(renderer=renderer)
        return lambda: one_beat(scene, renderer)

    def plan(self, beat: str, segments: tuple[Segment, ...]) -> Plan:
        q = self.quality
        if self.edition is None or self.chapter is None:
            return plan_live(segments, q.fps)
        take = Take(beat, q.fps, q.width, q.height, segments, ())
        return self.edition.plan(self.chapter, take).plan

    def takes(self) -> Iterator[tuple[Path, Take, Plan]]:
        for beat in self.beats:
            take = load_take(self.masters, beat)
            assert take is not None, f"{beat} has not been drawn"
            yield master_path(self.masters, beat), take, self.plan(beat, take.segments)


def edition_of(name: str) -> Edition:
    """A chapter's or beat's English film, timed for readers: who speaks is no part of what is measured."""
    lecture = Lecture.load(Path.cwd())
    wish = request_of(lecture, "en", QUALITY, None, [name], voice="none")
    return editions(wish, fresh_records(lecture, wish.records()))[0]


def one_beat(scene: Any, renderer: SegmentRenderer | PlainRenderer) -> None:
    renderer.begin_beat(scene, "only")
    scene.construct()
    renderer.end_beat(scene, "only")


@contextmanager
def measured(into: Measured, key: str) -> Iterator[None]:
    """Add the block's CPU seconds, of all threads, to ``into[key]``."""
    before = time.process_time()
    yield
    into[key] = into.get(key, 0.0) + time.process_time() - before


def draw(subject: Subject) -> Measured:
    """Masters: drawing, colour and keeping; the last counted apart."""
    found: Measured = {}
    keep = MasterWriter.write

    def counted(*given: Any) -> None:
        with measured(found, "masters"):
            keep(*given)

    MasterWriter.write = counted  # type: ignore[method-assign]
    set_up(subject.quality)
    with MasterSink(subject.masters, subject.quality, lambda _: None, lambda _: None) as sink:
        run = subject.perform(FrameRenderer(sink))
        with measured(found, "all"):
            run()
    found["drawing"] = found.pop("all") - found["masters"]
    found["master bytes"] = sum(master.stat().st_size for master, _, _ in subject.takes())
    return found


def encode(subject: Subject) -> Measured:
    """Clips from masters, as the film is made."""
    found: Measured = {"frames": 0, "drawn": 0, "bytes": 0}
    for number, (master, take, clip) in enumerate(subject.takes()):
        path = subject.folder / f"{number}.mp4"
        with measured(found, "encoding"):
            encode_clip(master, take, clip, path)
        found["frames"] += clip.length
        found["drawn"] += take.stored_frames
        found["bytes"] += path.stat().st_size
    return found


def x264(subject: Subject) -> Measured:
    """The same frames from memory through PyAV's x264 with the film's settings, every one encoded."""
    found: Measured = {}
    for master, take, clip in subject.takes():
        path = subject.folder / "all.mp4"
        options = film_encoding(take.fps).options
        with (
            MasterReader(master) as frames,
            VideoWriter(path, take.width, take.height, take.fps, options) as w,
        ):
            for index, count in shown(clip):
                frame = frames.at(index)
                with measured(found, "x264"):
                    w.write(frame, count)
    return found


def manim(subject: Subject) -> Measured:
    """Plain manim, from the first play to its film."""
    found: Measured = {}
    segments: dict[str, tuple[Segment, ...]] = {}
    set_up(subject.quality)
    build = BuildRenderer(on_still=lambda _, beat: segments.update({beat: tuple(build.segments)}))
    subject.perform(build)()
    plans = {beat: (subject.plan(beat, segments[beat]), segments[beat]) for beat in subject.beats}
    set_up_plain(subject.quality, subject.folder / "manim")
    renderer = PlainRenderer(plans)
    run = subject.perform(renderer)
    with measured(found, "manim"):
        run()
        renderer.file_writer.finish()
    found["manim frames"] = renderer.frames
    found["manim bytes"] = renderer.file_writer.movie_file_path.stat().st_size
    return found


KINDS = {"draw": draw, "encode": encode, "x264": x264, "manim": manim}


def main() -> None:
    """Measure, and print what was found with the peak memory in MiB."""
    kind, name, folder = sys.argv[1:]
    found = KINDS[kind](Subject(name, Path(folder)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, f"memory {kind}": peak}))


if __name__ == "__main__":
    main()
