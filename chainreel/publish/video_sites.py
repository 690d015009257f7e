"""Video sites' limits, and whether a film and its words stay within them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image

from chainreel.lecture import LANGUAGES
from chainreel.publish.cover import MOST as THUMBNAIL_MOST
from chainreel.publish.description import DESCRIPTION_MOST, TAGS_MOST, TITLE_MOST, About

# In Japanese and English; what is not here is the same in both.
WORDS = {
    "length": ("長さ", "length"),
    "file": ("ファイル", "file"),
    "picture": ("映像", "picture"),
    "height": ("高さ", "height"),
    "frames": ("フレーム", "frames"),
    "sound": ("音声", "sound"),
    "title": ("題名", "title"),
    "description": ("説明文", "description"),
    "tags": ("タグ", "tags"),
    "cover": ("サムネイル", "thumbnail"),
    "width": ("サムネイルの幅", "thumbnail's width"),
    "min": ("分", "min"),
    "characters": ("文字", "characters"),
    "bytes": ("バイト", "bytes"),
    "most": ("{}以下", "at most {}"),
    "least": ("{}以上", "at least {}"),
    "yes": ("収まる", "within"),
    "no": ("**超える**", "**beyond**"),
}


def word(name: str, language: str) -> str:
    """A word of the table in a language."""
    return WORDS[name][LANGUAGES.index(language)] if name in WORDS else name


@dataclass(frozen=True)
class Limit:
    """What a site takes of something, and what there is of it, in ``unit``.

    With ``least`` the bound is the least it takes, else the most.
    """

    site: str
    what: str
    found: float
    bound: float
    unit: str
    least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the site takes it."""
        return self.found >= self.bound if self.least else self.found <= self.bound

    def cells(self, language: str) -> tuple[str, str, str, str, str]:
        """Site, what, found, allowed, verdict."""
        unit = word(self.unit, language)
        allowed = word("least" if self.least else "most", language).format(f"{self.bound:g} {unit}")
        verdict = word("yes" if self.holds else "no", language)
        return self.site, word(self.what, language), f"{figure(self.found)} {unit}", allowed, verdict

    def row(self, language: str) -> str:
        """As a row of a table."""
        return f"| {' | '.join(self.cells(language))} |"


def figure(value: float) -> str:
    """Three digits, or all of a whole number."""
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


@dataclass(frozen=True)
class Upload:
    """A finished upload: minutes, gigabytes, Mbit/s, kbit/s, pixels, frames a second."""

    minutes: float
    size: float
    picture_rate: float
    sound_rate: float
    height: int
    fps: float


def measure_upload(path: Path) -> Upload:
    """Read an upload."""
    size = path.stat().st_size
    with av.open(str(path)) as container:
        seconds = float(container.duration or 0) / av.time_base
        video, sounds = container.streams.video[0], container.streams.audio
        sound = float(sounds[0].bit_rate or 0) if sounds else 0.0
        return Upload(
            seconds / 60, size / 1e9, float(video.bit_rate or 0) / 1e6, sound / 1e3,
            video.codec_context.height, float(video.average_rate or 0),
        )  # fmt: skip


def limits(upload: Upload, abouts: Sequence[About], thumbnail: Path | None) -> list[Limit]:
    """Every limit of YouTube, bilibili and niconico (its figures of 2018)."""
    found = [
        *(limit for about in abouts for limit in words_within(about)),
        Limit("bilibili", "file", upload.size, 4, "GB"),
        Limit("bilibili", "picture", upload.picture_rate, 60, "Mbit/s"),
        Limit("bilibili", "sound", upload.sound_rate, 320, "kbit/s"),
        Limit("niconico", "length", upload.minutes, 30, "min"),
        Limit("niconico", "file", upload.size, 3, "GB"),
        Limit("niconico", "height", upload.height, 1080, "px"),
        Limit("niconico", "frames", upload.fps, 60, "fps"),
    ]
    return found if thumbnail is None else [*found, *thumbnail_within(thumbnail)]


def words_within(about: About) -> list[Limit]:
    """YouTube's limits of words in one language."""
    site = f"YouTube ({about.language})"
    return [
        Limit(site, "title", len(about.title_line), TITLE_MOST, "characters"),
        Limit(site, "description", len(about.description.encode()), DESCRIPTION_MOST, "bytes"),
        Limit(site, "tags", len(about.tag_line), TAGS_MOST, "characters"),
    ]


def thumbnail_within(path: Path) -> list[Limit]:
    """The thumbnail's limits."""
    with Image.open(path) as picture:
        width = picture.width
    return [
        Limit("YouTube", "cover", path.stat().st_size / 1e6, THUMBNAIL_MOST / 1e6, "MB"),
        Limit("bilibili", "width", width, 960, "px", least=True),
    ]
