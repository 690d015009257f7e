"""Sink that drawing ends in: one lossless master a beat, vouched for when it is whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from manim import Scene

from chainreel.frames.master import MasterWriter, whole_master
from chainreel.frames.region import Changed
from chainreel.frames.renderer import Frame, Rows
from chainreel.frames.take import Take, master_path, save_take
from chainreel.frames.video_colour import RunningVideo
from chainreel.lecture import Quality
from chainreel.timeline import Segment


class MasterSink:
    """Writes each beat's frames to ``folder``; colour is converted here, once.

    ``drawn(beat)`` is called after every frame, ``finished(take)`` after every beat; ``files`` says, with
    their hashes, which files the scene has read so far.
    """

    def __init__(
        self,
        folder: Path,
        quality: Quality,
        drawn: Callable[[str], None],
        finished: Callable[[Take], None],
        files: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._folder, self._quality, self._files = folder, quality, files
        self._drawn, self._finished = drawn, finished
        self._video = RunningVideo()
        self._open = ExitStack()
        self._beat = ""
        self._writer: MasterWriter | None = None

    def begin_beat(self, scene: Scene, beat: str) -> None:  # noqa: ARG002
        """Start the beat's master."""
        q = self._quality
        self._beat = beat
        master = whole_master(master_path(self._folder, beat), q.width, q.height)
        self._writer = self._open.enter_context(master)

    def opening(self, frame: Frame, changed: Changed = None) -> None:
        """Master frame 0."""
        self.frame(frame, changed=changed)

    def frame(self, frame: Frame, repeat: int = 1, changed: Changed = None) -> None:  # noqa: ARG002
        """One stored frame, however long it stands: a hold is a count in the take."""
        assert self._writer is not None
        self._writer.write(*self._video.after(frame, changed))
        self._drawn(self._beat)

    def end_beat(
        self,
        scene: Scene,  # noqa: ARG002
        beat: str,
        segments: tuple[Segment, ...],
        rows: Rows,
    ) -> None:
        """Finish the master, then vouch for it."""
        self._open.close()
        q = self._quality
        take = Take(beat, q.fps, q.width, q.height, segments, tuple(rows), files=self._files())
        self._finished(save_take(take, self._folder))

    def __enter__(self) -> MasterSink:
        return self

    def __exit__(self, *error: object) -> None:
        """After an error elsewhere, drop the half-written master."""
        self._open.__exit__(*error)  # type: ignore[arg-type]
