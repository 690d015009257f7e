"""Slide of a deck: its words, and its pictures and clip as they lie beside the deck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from chainreel.film.clip import Clip
from chainreel.film.recipe import Source
from chainreel.film.sheet import StillPicture
from chainreel.publish.folder import TargetFolder
from chainreel.publish.notes import alternative, sentences, speaker_notes
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
    movie: Source
    opening: Source
    still: Source
    seconds: float
    loops: bool


def deck_slides(folder: TargetFolder, rendered: Rendered) -> list[DeckSlide]:
    """Write each beat's clip and its two pictures into the deck's folder, and tell the slides."""
    voiced = rendered.choices.with_voice
    clips = rendered.encoded_clips(slide_encoding(rendered.clips[0].take.fps), live=not voiced)
    names = [media_name(clip) for clip in clips]
    files = movies(folder, [f"{name}.mp4" for name in names], rendered, clips, voiced)
    return [
        deck_slide(rendered, clip, movie, *pictures(folder, name, clip))
        for clip, name, movie in zip(clips, names, files, strict=True)
    ]


def deck_slide(rendered: Rendered, clip: Clip, movie: Source, opening: Source, still: Source) -> DeckSlide:
    """A clip with its words and its files as a slide."""
    words, chapter = rendered.words(clip), rendered.scripts()[clip.chapter.name]
    notes = speaker_notes(words, rendered.language)
    loops = clip.place in rendered.lecture.loops and not rendered.choices.with_voice
    return DeckSlide(
        clip.place.replace(".", "-"), chapter.chapter, chapter.title.plain, words.title.plain,
        alternative(words), tuple(sentences(words)), notes, movie, opening, still, clip.seconds, loops,
    )  # fmt: skip


def pictures(folder: TargetFolder, name: str, clip: Clip) -> tuple[Source, Source]:
    """The clip's first frame and its still, as PNG."""
    opening = clip.beat.frame(clip.plan.parts[0].first)
    return (
        folder.make(f"{name}-opening.png", StillPicture(opening)),
        folder.make(f"{name}.png", StillPicture(clip.still)),
    )


def media_name(clip: Clip) -> str:
    """``media/<nn>-<chapter>/<nn>-<beat>``"""
    return clip.name.removesuffix(".mp4").replace("clips", MEDIA, 1)


def by_chapter(slides: Sequence[DeckSlide]) -> list[list[DeckSlide]]:
    """Slides that follow one another in a chapter, together; none of the lists is empty."""
    return [list(own) for _, own in groupby(slides, key=lambda slide: slide.chapter)]
