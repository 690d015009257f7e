"""One slide of a deck: its words, and its pictures and clip as they lie beside the deck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from chainreel.film.clip import Clip
from chainreel.film.sheet import Still, save_still
from chainreel.publish.folder import TargetFolder
from chainreel.publish.notes import alternative, said, speaker_notes
from chainreel.publish.rendered import Rendered
from chainreel.publish.slides import movies, slide_encoding

MEDIA = "media"  # the folder of clips and pictures, in the deck's


@dataclass(frozen=True)
class DeckSlide:
    """A beat as a slide. ``opening`` and ``still`` are its clip's first and last picture; ``seconds`` long.

    ``chapter`` is the name of its files, for two chapters may have the same title. ``loops``: it plays
    again and again until the click.
    """

    anchor: str
    chapter: str
    chapter_title: str
    title: str
    alternative: str
    said: tuple[str, ...]
    notes: str
    movie: Path
    opening: Path
    still: Path
    seconds: float
    loops: bool

    @property
    def words(self) -> list[object]:
        """What the slide is made of beside its files, in plain values."""
        return [self.anchor, self.chapter, self.chapter_title, self.title, self.alternative, self.said,
                self.notes, self.seconds, self.loops]  # fmt: skip


def deck_slides(folder: TargetFolder, rendered: Rendered) -> list[DeckSlide]:
    """Write each beat's clip and its two pictures into the deck's folder, and tell the slides."""
    voiced = rendered.choices.with_voice
    clips = rendered.encoded(slide_encoding(rendered.clips[0].take.fps), live=not voiced)
    names = [media_name(clip) for clip in clips]
    files = movies(folder, [f"{name}.mp4" for name in names], rendered, clips, voiced)
    return [
        deck_slide(rendered, clip, movie, *pictures(folder, name, clip))
        for clip, name, movie in zip(clips, names, files, strict=True)
    ]


def deck_slide(rendered: Rendered, clip: Clip, movie: Path, opening: Path, still: Path) -> DeckSlide:
    """A clip with its words and its files as a slide."""
    words, chapter = rendered.words(clip), rendered.scripts()[clip.chapter.name]
    notes = speaker_notes(words, rendered.language)
    loops = clip.place in rendered.lecture.loops and not rendered.choices.with_voice
    return DeckSlide(
        clip.place.replace(".", "-"), chapter.chapter, chapter.title.plain, words.title.plain,
        alternative(words), tuple(said(words)), notes, movie, opening, still, clip.seconds, loops,
    )  # fmt: skip


def pictures(folder: TargetFolder, name: str, clip: Clip) -> tuple[Path, Path]:
    """The clip's first frame and its still, as PNG."""
    frames = {f"{name}-opening.png": clip.plan.parts[0].first, f"{name}.png": clip.still.frame}
    opening, still = (
        folder.file(
            file,
            [clip.chapter.master_hash(clip.take.beat), frame],
            partial(save_still, Still(clip.place, clip.master, frame)),
        )
        for file, frame in frames.items()
    )
    return opening, still


def media_name(clip: Clip) -> str:
    """``media/<nn>-<chapter>/<nn>-<beat>``"""
    return clip.name.removesuffix(".mp4").replace("clips", MEDIA, 1)


def by_chapter(slides: Sequence[DeckSlide]) -> list[list[DeckSlide]]:
    """Slides that follow one another in a chapter, together; none of the lists is empty."""
    return [list(own) for _, own in groupby(slides, key=lambda slide: slide.chapter)]
