"""Stills: single pictures from masters, for looking at: each beat's last, and some from its motion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from chainreel.film.edition import Edition
from chainreel.film.recipe import Source
from chainreel.film.sheet import Still, save_still
from chainreel.frames.take import Take, master_path


def save_stills(editions: Sequence[Edition], folder: Path, between: int) -> list[Path]:
    """Write ``<language>.<chapter>.<beat>.png``, and ``between`` frames of each beat's plays."""
    saved = []
    for edition in editions:
        for name, still in _stills(edition, between):
            path = folder / f"{name}.png"
            save_still(still, path)
            saved.append(path)
    return saved


def _stills(edition: Edition, between: int) -> Iterator[tuple[str, Still]]:
    for chapter in edition.chapters:
        for beat in chapter.beats:
            take = chapter.drawn_take(beat)
            if take is None:
                continue
            name = f"{chapter.version.language}.{chapter.name}.{beat}"
            master = Source(master_path(chapter.masters, beat), take.sha256)
            yield name, Still(name, master, take.stored_frames - 1)
            for frame in spread(take, between):
                yield f"{name}.{frame:05}", Still(name, master, frame)


def spread(take: Take, count: int) -> list[int]:
    """``count`` master frames, evenly spread over the frames inside the beat's plays."""
    moving: list[int] = []
    first = 1
    for segment in take.segments:
        if segment.stored > 1:
            moving += range(first, first + segment.stored - 1)
        first += segment.stored
    steps = [round((i + 1) * len(moving) / (count + 1)) for i in range(count)] if moving else []
    return sorted({moving[min(step, len(moving) - 1)] for step in steps})
