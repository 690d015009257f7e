"""A chapter performed: its scene, its words and numbers, on a renderer."""

from __future__ import annotations

from collections.abc import Callable, Collection

from chainreel.film.canvas import set_up
from chainreel.film.chapter import Chapter
from chainreel.film.master import MasterSink
from chainreel.film.renderer import FrameRenderer, SegmentRenderer
from chainreel.scene import LectureScene, load_scene
from chainreel.theme import THEMES, Look


def draw_beats(
    chapter: Chapter,
    beats: Collection[str],
    drawn: Callable[[str], None],
    finished: Callable[[str], None],
) -> None:
    """Draw ``beats`` of a chapter into masters, building what lies before and between them."""
    set_up(chapter.version.quality)
    with MasterSink(chapter.masters, chapter.version.quality, drawn, finished) as sink:
        scene_of(chapter, FrameRenderer(sink)).perform(beats)


def scene_of(chapter: Chapter, renderer: SegmentRenderer) -> LectureScene:
    """The chapter's scene before its first beat, on ``renderer``; manim must be set up for it."""
    version = chapter.version
    scene_class = load_scene(chapter.lecture, chapter.name)
    look = Look(THEMES[version.theme], version.language)
    return scene_class(
        renderer=renderer,
        script=chapter.script(),
        look=look,
        fps=version.quality.fps,
        number=chapter.number,
    )
