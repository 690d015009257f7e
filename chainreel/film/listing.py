"""Chapters, beats, lengths and what is stale, without drawing anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console

from chainreel.film.chapter import Chapter
from chainreel.film.edition import Edition


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
        missing = chapter.missing()
        for beat in chapter.beats:
            seconds, state = _beat(edition, chapter, beat, beat in missing)
            total += seconds
            length = f"{seconds:6.1f} s" if seconds else "     ? s"
            yield f"   {length}  {chapter.name}.{beat}: {state}"
    yield f"{total:9.1f} s in all of what is drawn"


def _beat(edition: Edition, chapter: Chapter, beat: str, missing: bool) -> tuple[float, str]:
    if missing:
        return 0.0, "to be drawn"
    clip = edition.clip(chapter, beat)
    state = "ready" if edition.encode(clip) is None else "drawn, to be encoded"
    return clip.plan.length / clip.take.fps, state
