"""Slides from clips: a beat each, live (motion alone, for a lecturer who speaks) and narrated (with sound).

PowerPoint, Keynote and Impress want H.264 without B-frames and the index in front (docs/facts/publishing.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from chainreel.film.clip import Clip
from chainreel.film.encode import CAREFUL, Encoding
from chainreel.film.movie import Movie
from chainreel.film.recipe import Source
from chainreel.publish.folder import TargetFolder
from chainreel.publish.presenter import presentation
from chainreel.publish.rendered import Rendered

MOST = 20_000_000  # bytes of one slide: what a presentation still starts without a pause
KEYFRAMES = 2  # seconds between keyframes at most: for jumping about in a slide


def slide_encoding(fps: int, height: int = 0) -> Encoding:
    """Pictures for presenters: no B-frames, a keyframe at the start, under 20 MB; ``height`` 0: as drawn."""
    params = f"keyint={KEYFRAMES * fps}:open-gop=0:bframes=0:deblock=1,1"
    return Encoding({**CAREFUL, "bf": "0", "x264-params": params}, height, MOST)


def make_slides(rendered: Rendered) -> list[Path]:
    """Write ``slides/live`` and ``slides/narrated``, an MP4 a beat, and what manim-slides shows them by."""
    encoding = slide_encoding(rendered.clips[0].take.fps)
    with TargetFolder(rendered.edition.folder / "slides") as folder:
        for kind in ("live", "narrated"):
            clips = rendered.encoded_clips(encoding, live=kind == "live")
            names = [clip.name.replace("clips", kind, 1) for clip in clips]
            files = movies(folder, names, rendered, clips, sound=kind == "narrated")
            paths = [file.path for file in files]
            folder.text(f"{kind}.json", presentation(rendered, clips, paths, live=kind == "live"))
    return folder.files


def movies(
    folder: TargetFolder, names: Sequence[str], rendered: Rendered, clips: Sequence[Clip], sound: bool
) -> list[Source]:
    """Clips as MP4 files with their beats' titles; ``sound`` is for narrated ones."""
    return [
        folder.make(name, movie_of(rendered, clip, sound), partial(encode_sound, rendered, clip, sound))
        for name, clip in zip(names, clips, strict=True)
    ]


def movie_of(rendered: Rendered, clip: Clip, sound: bool) -> Movie:
    """A clip as MP4, with the film's sound for it if it is to be heard."""
    row = rendered.soundtrack.row([clip.beat]) if sound else None
    credit = rendered.edition.credit if row else ""
    title = rendered.words(clip).title.plain
    return Movie(rendered.language, title, (clip.source,), (clip.plan.length,), row, credit)


def encode_sound(rendered: Rendered, clip: Clip, sound: bool) -> None:
    """Encode what is missing of a clip's sound, if it is to be heard."""
    if sound:
        rendered.soundtrack.encode([clip.beat])
