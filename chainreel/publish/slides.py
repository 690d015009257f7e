"""Clips as slides: a beat each, live (motion alone, for a lecturer who speaks) and narrated (with sound).

PowerPoint, Keynote and Impress want H.264 without B-frames and the index in front (publishing.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from chainreel.film.clip import Clip, starts
from chainreel.film.encode import CAREFUL, Encoding
from chainreel.film.join import Tracks, join_clips
from chainreel.film.key import source_texts, versions
from chainreel.film.soundtrack import SOUND_LIBRARIES
from chainreel.provenance import LIBRARY
from chainreel.publish.folder import TargetFolder
from chainreel.publish.rendered import Rendered

MOST = 20_000_000  # bytes of one slide: what a presentation still starts without a pause
KEYFRAMES = 2  # seconds between keyframes at most: for jumping about in a slide


def slide_encoding(fps: int, height: int = 0) -> Encoding:
    """Pictures for presenters: no B-frames, a keyframe at the start, under 20 MB; ``height`` 0: as drawn."""
    params = f"keyint={KEYFRAMES * fps}:open-gop=0:bframes=0:deblock=1,1"
    return Encoding({**CAREFUL, "bf": "0", "x264-params": params}, height, MOST)


def make_slides(rendered: Rendered) -> list[Path]:
    """Write ``slides/live`` and ``slides/narrated``: one MP4 a beat, named as the film's clips are."""
    encoding = slide_encoding(rendered.clips[0].take.fps)
    live, narrated = rendered.encoded(encoding, live=True), rendered.encoded(encoding)
    with TargetFolder(rendered.edition.folder / "slides") as folder:
        for clip in live:
            slide_file(folder, slide_name("live", clip), rendered, clip)
        for clip, first in zip(narrated, starts(narrated), strict=True):
            slide_file(folder, slide_name("narrated", clip), rendered, clip, first)
    return folder.files


def slide_name(kind: str, clip: Clip) -> str:
    """``<kind>/<nn>-<chapter>/<nn>-<beat>.mp4``"""
    return clip.name.replace("clips", kind, 1)


def slide_file(
    folder: TargetFolder, name: str, rendered: Rendered, clip: Clip, first: int | None = None
) -> Path:
    """A slide's file; with sound if ``first`` is given, the first frame of a narrated clip in the film."""
    title = rendered.words(clip).title.plain
    sound = "" if first is None else rendered.soundtrack.key
    made_from = [clip.pictures.name, title, sound, first, joining(), versions(SOUND_LIBRARIES)]
    return folder.file(name, made_from, partial(_write, rendered, clip, first, title))


def joining() -> dict[str, str]:
    """The sources that put pictures and sound together."""
    return source_texts([LIBRARY / "film" / "join.py"])


def _write(rendered: Rendered, clip: Clip, first: int | None, title: str, path: Path) -> None:
    sound = None if first is None else rendered.soundtrack.part(first, clip.plan.length)
    lengths: Sequence[int] = [clip.plan.length]
    join_clips([clip.pictures], lengths, [], title, path, Tracks(rendered.language, sound))
