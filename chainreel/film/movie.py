"""Movie of encoded pictures one after another, with their sound: a clip, a slide or a whole film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chainreel.captions.caption import Caption
from chainreel.errors import ChainreelError
from chainreel.film.join import Mark, Tracks, join_clips
from chainreel.film.recipe import Recipe, Source
from chainreel.languages.discovery import language_named
from chainreel.sound.aac import BIT_RATE, Packets
from chainreel.sound.padding import at_constant_rate
from chainreel.sound.store import load_sound


@dataclass(frozen=True)
class SoundRow:
    """Encoded sounds of beats one after another, and how many packets each gives."""

    files: tuple[Source, ...]
    counts: tuple[int, ...]

    def packets(self) -> Packets:
        """All of them; the first begins before the sound."""
        pairs = zip(self.files, self.counts, strict=True)
        return tuple(packet for file, count in pairs for packet in _read(file.path)[:count])


@dataclass(frozen=True)
class Movie(Recipe):
    """An MP4 of ``pictures``, each so many frames long, with sound, chapter marks and captions by language.

    Its sound has ``bit_rate`` bits a second at most, or exactly if ``constant``.
    """

    language: str
    title: str
    pictures: tuple[Source, ...]
    lengths: tuple[int, ...]
    sound: SoundRow | None = None
    credit: str = ""
    marks: tuple[Mark, ...] = ()
    captions: Mapping[str, Sequence[Caption]] = field(default_factory=dict)
    bit_rate: int = BIT_RATE
    constant: bool = False
    edit_list: bool = True

    locales: Mapping[str, str] = field(default_factory=dict)  # how the file calls its languages

    libraries = ("av",)

    def __post_init__(self) -> None:
        if not self.locales:
            languages = (self.language, *self.captions)
            locales = {language: language_named(language).locale.iso639 for language in languages}
            object.__setattr__(self, "locales", locales)

    def make(self, path: Path) -> None:
        """Put them together.

        Raises:
            ChainreelError: pictures or a sound are gone or spoilt, or the file cannot be written.
        """
        sound = self.sound.packets() if self.sound else None
        if sound is not None and self.constant:
            sound = at_constant_rate(sound, self.bit_rate)
        tracks = Tracks(self.language, sound, self.captions, self.credit, self.bit_rate, self.edit_list)
        files = [pictures.path for pictures in self.pictures]
        join_clips(files, self.lengths, self.marks, self.title, path, tracks)


def _read(file: Path) -> Packets:
    found = load_sound(file)
    if found is None:
        raise ChainreelError(f"{file} was removed or spoilt while it was needed: run again")
    return found.packets
