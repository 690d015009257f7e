"""Stage of a chapter: its scene, its words and numbers, on a renderer."""

from __future__ import annotations

from collections.abc import Callable, Collection

from chainreel.errors import ChainreelError
from chainreel.film.chapter import Chapter, masters_of
from chainreel.frames.canvas import set_up
from chainreel.frames.renderer import FrameRenderer, SegmentRenderer
from chainreel.frames.sink import MasterSink
from chainreel.frames.take import Take
from chainreel.scene import LectureScene
from chainreel.scene.loading import load_scene, noted_scene_files
from chainreel.theme import THEMES, Look


def draw_beats(
    chapter: Chapter,
    beats: Collection[str],
    drawn: Callable[[str], None],
    finished: Callable[[Take], None],
) -> None:
    """Draw ``beats`` of a chapter into masters, building what lies before and between them.

    Raises:
        ChainreelError: a source is no longer what the masters' key says.
    """
    quality = chapter.version.quality
    set_up(quality)
    with (
        noted_scene_files(chapter.lecture) as reads,
        MasterSink(chapter.masters, quality, drawn, finished, reads) as sink,
    ):
        scene = scene_of(chapter, FrameRenderer(sink))
        require_unchanged(chapter)
        scene.perform(beats)


def require_unchanged(chapter: Chapter) -> None:
    """Refuse to draw from sources that were edited after the chapter's key was made.

    Asked once all is imported, so that no picture of new sources lies under the key of old ones.
    """
    if masters_of(chapter.lecture, chapter.version, chapter.script) != chapter.masters:
        raise ChainreelError(
            f"a source of chapter {chapter.name} changed while the render was under way: "
            "run the same command again, what is finished stays"
        )


def scene_of(chapter: Chapter, renderer: SegmentRenderer) -> LectureScene:
    """The chapter's scene before its first beat, on ``renderer``; manim must be set up for it."""
    version = chapter.version
    scene_class = load_scene(chapter.lecture, chapter.name)
    look = Look(THEMES[version.theme], version.language)
    return scene_class(
        renderer=renderer,
        script=chapter.script,
        look=look,
        fps=version.quality.fps,
        number=chapter.number,
    )
