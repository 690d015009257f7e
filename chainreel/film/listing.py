"""Chapters, beats, lengths and what is stale, without drawing anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from manim import Scene
from rich.console import Console

from chainreel.film.chapter import Chapter, plan
from chainreel.film.clip import is_whole
from chainreel.film.edition import Edition
from chainreel.film.stage import scene_of
from chainreel.frames.building import BuildRenderer
from chainreel.frames.canvas import set_up
from chainreel.frames.take import Take
from chainreel.languages.discovery import language_named
from chainreel.timeline import Segment


def list_editions(editions: Sequence[Edition], console: Console) -> None:
    """Print one line a beat."""
    for edition in editions:
        for line in _lines(edition):
            console.print(line, markup=False, soft_wrap=True)


def _lines(edition: Edition) -> Iterator[str]:
    version = edition.chapters[0].version
    language = language_named(version.language)
    yield f"{edition.title} ({version.language}, {version.quality.name}, {version.theme})"
    yield f"voices of {language.name}: {', '.join(language.voices)}"
    total = 0.0
    for chapter in edition.chapters:
        yield f"{chapter.number:02} {chapter.name}: {edition.scripts[chapter.name].title.plain}"
        missing = chapter.missing()
        built = takes_built(chapter) if missing else {}
        for beat in chapter.beats:
            seconds, state = (
                _built(edition, chapter, built[beat]) if beat in missing else _drawn(edition, chapter, beat)
            )
            total += seconds
            yield f"   {seconds:6.1f} s  {chapter.name}.{beat}: {state}"
    yield f"{total:9.1f} s in all"


def _built(edition: Edition, chapter: Chapter, take: Take) -> tuple[float, str]:
    script = edition.scripts[chapter.name]
    said = edition.narrator.narration(script, take.beat, take.segments, take.fps)
    return plan(take, said).length / take.fps, "to be drawn"


def _drawn(edition: Edition, chapter: Chapter, beat: str) -> tuple[float, str]:
    clip = edition.clip(chapter, beat)
    state = "ready" if is_whole(clip.pictures) else "drawn, to be encoded"
    return clip.plan.length / clip.take.fps, state


def takes_built(chapter: Chapter) -> dict[str, Take]:
    """Every beat's segments, from building the chapter's scene without drawing it."""
    quality, takes = chapter.version.quality, {}

    def keep(scene: Scene, beat: str) -> None:
        """Keep a beat's segments as a take without pictures."""
        segments: tuple[Segment, ...] = tuple(scene.renderer.segments)  # type: ignore[union-attr]
        takes[beat] = Take(beat, quality.fps, quality.width, quality.height, segments, ())

    set_up(quality)
    scene_of(chapter, BuildRenderer(on_still=keep)).perform(chapter.beats)
    return takes
