"""Cover of a lecture: what it shows and says of itself to those who have not seen it.

``scenes/cover.toml`` is a script of one beat, ``thumbnail``: its ``show`` is for the picture that
``scenes/cover.py`` draws, its ``say`` opens the description and the article, and ``show.tags`` lists
tags. A lecture may go without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from rich.console import Console

from chainreel.errors import ChainreelError
from chainreel.files import whole
from chainreel.film.chapter import Chapter, Version, chapter_of
from chainreel.film.recipe import Recipe, Source
from chainreel.film.render import draw_chapter
from chainreel.film.sheet import Still, picture_of
from chainreel.frames.take import master_path, read_take
from chainreel.lecture import COVER, Lecture, Quality
from chainreel.ledger import LedgerRow, speech_rows
from chainreel.publish.documents import paragraph
from chainreel.records.fresh import fresh_records
from chainreel.script.filled_script import FilledBeat, FilledScript
from chainreel.script.scripts import Scripts

THUMBNAIL, TAGS = "thumbnail", "tags"
SIZE, MOST = (1280, 720), 2_000_000  # pixels, bytes: what YouTube takes
DRAWN = Quality("thumbnail", 2 * SIZE[0], 2 * SIZE[1], 30)  # twice as large: edges and colours stay sharp


@dataclass(frozen=True)
class Cover:
    """The cover in one language and theme, with its words in every language."""

    chapter: Chapter
    scripts: Mapping[str, FilledScript]

    def words(self, language: str) -> FilledBeat:
        """What it shows and says."""
        return self.scripts[language].beat(THUMBNAIL)

    def opening(self, language: str) -> str:
        """What it says, as a paragraph."""
        return paragraph([sentence.words.plain for sentence in self.words(language).say], language)

    def tags(self, language: str) -> tuple[str, ...]:
        """Its tags."""
        shown = self.words(language).show.get(TAGS)
        return tuple(tag.strip() for tag in shown.plain.split(",") if tag.strip()) if shown else ()

    def ledger(self, language: str) -> list[LedgerRow]:
        """Every number that is shown, or said in a language."""
        take = self.chapter.drawn_take(THUMBNAIL)
        script = self.scripts[language]
        return [*(take.ledger if take else ()), *speech_rows(script, [script.beat(THUMBNAIL)])]

    def thumbnail(self) -> Thumbnail:
        """How its picture is made."""
        return Thumbnail(Source(self.chapter.masters, self.chapter.masters.name))

    def draw_master(self, console: Console) -> None:
        """Draw its master, unless it is whole."""
        draw_chapter(self.chapter, self.chapter.lecture.cache_dir, console)


@dataclass(frozen=True)
class Thumbnail(Recipe):
    """The cover's picture as sites take it; ``masters`` is the folder of its master, named by its key."""

    masters: Source

    libraries = ("av", "pillow")

    def make(self, path: Path) -> None:
        """Write it as PNG, from the master, which has been drawn.

        Raises:
            ChainreelError: it has too many bytes.
        """
        take = read_take(self.masters.path, THUMBNAIL)
        assert take is not None, "it was just drawn"
        master = Source(master_path(self.masters.path, THUMBNAIL), take.sha256)
        still = Still(COVER, master, take.stored_frames - 1)
        with whole(path) as part:
            picture = picture_of(still).resize(SIZE, Image.Resampling.LANCZOS)
            picture.save(part, "PNG", optimize=True)
            require_bytes(part.stat().st_size)


def require_bytes(found: int) -> None:
    """Refuse a thumbnail that YouTube would refuse."""
    if found > MOST:
        raise ChainreelError(f"the thumbnail has {found} bytes, at most {MOST} are taken: draw less in it")


def cover_of(lecture: Lecture, language: str, theme: str) -> Cover | None:
    """The lecture's cover, if it has one.

    Raises:
        ChainreelError: its words cannot be filled, or it has no beat ``thumbnail``.
    """
    path = lecture.script_path(COVER)
    if not path.exists():
        return None
    scripts = Scripts(lecture)
    records = fresh_records(lecture, scripts.records((COVER,)))
    words = {la: scripts.fill(COVER, la, records) for la in lecture.languages}
    chapter = chapter_of(lecture, Version(language, DRAWN, theme), COVER, (THUMBNAIL,), words[language])
    if not chapter.beats:
        raise ChainreelError(f"{path.name} has no beat [{THUMBNAIL}] at these settings: give it one")
    return Cover(chapter, words)
