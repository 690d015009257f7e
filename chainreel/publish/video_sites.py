"""Video sites' limits, and whether a film and its words stay within them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import av
from PIL import Image

from chainreel.languages.discovery import language_named
from chainreel.languages.labels import Labels
from chainreel.publish.cover import MOST as THUMBNAIL_MOST
from chainreel.publish.description import DESCRIPTION_MOST, TAGS_MOST, TITLE_MOST, About

WORDS = frozenset(field.name for field in fields(Labels))


def word(name: str, labels: Labels) -> str:
    """What is called ``name`` here, as the labels call it; units shared by all languages keep their names."""
    return str(getattr(labels, name)) if name in WORDS else name


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

    def __str__(self) -> str:
        """For the user of the command."""
        allowed = f"{'at least' if self.least else 'at most'} {self.bound:g} {self.unit}"
        return f"{self.site}, {self.what}, {figure(self.found)} {self.unit}, {allowed}"

    def cells(self, language: str) -> tuple[str, str, str, str, str]:
        """Site, what, found, allowed, verdict."""
        own = language_named(language)
        labels, unit = own.labels, word(self.unit, own.labels)
        found, bound = (
            f"{own.numerals.localise(text)} {unit}" for text in (figure(self.found), f"{self.bound:g}")
        )
        allowed = (labels.at_least if self.least else labels.at_most).format(bound)
        verdict = labels.within if self.holds else labels.beyond
        return self.site, word(self.what, labels), found, allowed, verdict

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
        Limit("niconico", "length", upload.minutes, 30, "minutes"),
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
