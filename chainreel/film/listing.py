"""List of chapters, beats, lengths and what is stale, without drawing anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from manim import Scene
from rich.console import Console

from chainreel.film.chapter import Chapter
from chainreel.film.clip import Clip
from chainreel.film.edition import Edition
from chainreel.film.encode import is_whole
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
    yield f"{edition.title} ({version.language}, {version.quality.name}, {version.theme})"
    total = 0.0
    for chapter in edition.chapters:
        yield f"{chapter.number:02} {chapter.name}: {edition.scripts[chapter.name].title.plain}"
        missing = edition.find_drawn(chapter)
        built = build_takes(chapter) if missing else {}
        for name in chapter.beats:
            is_drawn = name not in missing
            beat = edition.beat(chapter, name) if is_drawn else edition.plan(chapter, built[name])
            total += beat.seconds
            yield f"   {beat.seconds:6.1f} s  {beat.place}: {state_of(edition.clip(beat), is_drawn)}"
    yield f"{total:9.1f} s in all"
    language = language_named(version.language)
    yield f"voices of {language.name}: {', '.join(language.voices)}"


def state_of(clip: Clip, is_drawn: bool) -> str:
    """How far a clip is."""
    if not is_drawn:
        return "to be drawn"
    return "ready" if is_whole(clip.pictures) else "drawn, to be encoded"


def build_takes(chapter: Chapter) -> dict[str, Take]:
    """Every beat's segments, from building the chapter's scene without drawing it."""
    quality, takes = chapter.version.quality, {}

    def keep(scene: Scene, beat: str) -> None:
        """Keep a beat's segments as a take without pictures."""
        segments: tuple[Segment, ...] = tuple(scene.renderer.segments)  # type: ignore[union-attr]
        takes[beat] = Take(beat, quality.fps, quality.width, quality.height, segments, ())

    set_up(quality)
    scene_of(chapter, BuildRenderer(on_still=keep)).perform(chapter.beats)
    return takes
