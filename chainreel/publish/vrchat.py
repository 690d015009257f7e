"""VRChat world: the film for video players, its stills for slide players, and a guide."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path

from chainreel.film.clip import Clip, starts
from chainreel.languages.discovery import language_named
from chainreel.publish import documents
from chainreel.publish.folder import TargetFolder
from chainreel.publish.pages import SLIDE_PLAYERS, TALLEST, Page, SlidePlayer, SlideVideo
from chainreel.publish.rendered import Rendered
from chainreel.publish.slides import slide_encoding
from chainreel.publish.wholefilm import film_file

PAUSE = 0.25  # seconds before a beat's end, where its last still stands


def make_vrchat(rendered: Rendered) -> list[Path]:
    """Write ``vrchat``: ``player.mp4`` with ``times.txt``, slide videos, pages, and a guide a language."""
    with TargetFolder(rendered.edition.folder / "vrchat") as folder:
        player = player_file(folder, rendered)
        folder.text("times.txt", times(rendered))
        for kind in SLIDE_PLAYERS:
            slides_file(folder, rendered, kind)
        pages = [page_file(folder, rendered, number) for number in range(1, len(rendered.clips) + 1)]
        for language in rendered.lecture.languages:
            text = guide(rendered, language, player, len(pages))
            folder.text(documents.file_name("guide.md", language, rendered.language), text)
    return folder.files


# --- the film ------------------------------------------------------------------------------------


def player_file(folder: TargetFolder, rendered: Rendered) -> Path:
    """The film for any video player: at most 1080p, no B-frames, no edit list, a keyframe at each beat."""
    return film_file(folder, "player.mp4", rendered, player_clips(rendered))


def player_clips(rendered: Rendered) -> Sequence[Clip]:
    """The film's clips without B-frames, of which slides are made too."""
    take = rendered.clips[0].take
    return rendered.edition.clips(slide_encoding(take.fps, TALLEST if take.height > TALLEST else 0))


def times(rendered: Rendered) -> str:
    """When each beat begins and when to pause, tab-separated: by the clock within the beat, and exactly."""
    rows = ["\t".join(("page", "start", "pause", "start_s", "pause_s", "beat", "title"))]
    for number, (clip, first) in enumerate(zip(rendered.clips, starts(rendered.clips), strict=True), 1):
        start = first / clip.take.fps
        pause = start + clip.seconds - PAUSE
        marks = (documents.clock(ceil(start)), documents.clock(pause), f"{start:.3f}", f"{pause:.3f}")
        rows.append("\t".join((str(number), *marks, clip.place, rendered.words(clip).title.plain)))
    return "\n".join(rows) + "\n"


# --- the stills ----------------------------------------------------------------------------------


def slides_file(folder: TargetFolder, rendered: Rendered, player: SlidePlayer) -> Path:
    """The slide video for one kind of slide player."""
    stills = tuple(clip.still for clip in rendered.clips)
    return folder.make(player.file, SlideVideo(stills, player.seconds)).path


def page_file(folder: TargetFolder, rendered: Rendered, number: int) -> Path:
    """One page as a picture."""
    clip = rendered.clips[number - 1]
    return folder.make(f"pages/{number:02}-{clip.place}.png", Page(clip.still)).path


# --- the guide -----------------------------------------------------------------------------------


def guide(rendered: Rendered, language: str, player: Path, pages: int) -> str:
    """What to upload, which address to enter, which settings."""
    clips = player_clips(rendered)
    seconds, labels = sum(clip.seconds for clip in clips), language_named(language).labels
    return documents.fill(
        "guide.md", language, title=rendered.lecture.title(language),
        height=clips[0].recipe.encoding.size(clips[0].take)[1], length=documents.length(seconds, language),
        player_size=documents.megabytes(player.stat().st_size, language), pages=pages,
        slides_table="\n".join(labels.slides_row.format(kind) for kind in SLIDE_PLAYERS),
        slides_list="\n".join(labels.slides_item.format(kind) for kind in SLIDE_PLAYERS),
    )  # fmt: skip
