"""Clips as slides: a beat each, live (motion alone, for a lecturer who speaks) and narrated (with sound).

PowerPoint, Keynote and Impress want H.264 without B-frames and the index in front (docs/facts/publishing.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from chainreel.film.clip import Clip
from chainreel.film.encode import CAREFUL, Encoding
from chainreel.film.join import Tracks, join_clips
from chainreel.publish.folder import TargetFolder
from chainreel.publish.presenter import presentation
from chainreel.publish.rendered import Rendered
from chainreel.publish.wholefilm import joining

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
            clips = rendered.encoded(encoding, live=kind == "live")
            names = [clip.name.replace("clips", kind, 1) for clip in clips]
            files = movies(folder, names, rendered, clips, sound=kind == "narrated")
            folder.text(f"{kind}.json", presentation(rendered, clips, files, live=kind == "live"))
    return folder.files


def movies(
    folder: TargetFolder, names: Sequence[str], rendered: Rendered, clips: Sequence[Clip], sound: bool
) -> list[Path]:
    """Clips as MP4 files with their beats' titles; ``sound`` is for narrated ones."""
    files = []
    for name, clip in zip(names, clips, strict=True):
        title = rendered.words(clip).title.plain
        made_from = [
            clip.pictures.name, title, rendered.language, joining(),
            rendered.soundtrack.clip_key(clip) if sound else "",
        ]  # fmt: skip
        write = partial(write_movie, rendered, clip, sound)
        files.append(folder.file(name, made_from, write))
    return files


def write_movie(rendered: Rendered, clip: Clip, heard: bool, path: Path) -> None:
    """Write a clip as MP4, with the film's sound for it if it is to be heard."""
    sound = rendered.soundtrack.packets([clip]) if heard else None
    credit = rendered.edition.credit if sound is not None else ""
    tracks = Tracks(rendered.language, sound, {}, credit)
    title = rendered.words(clip).title.plain
    join_clips([clip.pictures], [clip.plan.length], [], title, path, tracks)
