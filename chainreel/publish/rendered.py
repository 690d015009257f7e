"""Film that has been rendered, with all that a target is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rich.console import Console

from chainreel.captions.caption import Caption
from chainreel.film.captioning import captions_of
from chainreel.film.clip import Clip
from chainreel.film.edition import FILM, Edition
from chainreel.film.encode import Encoding
from chainreel.film.render import encode_clips
from chainreel.film.soundtrack import Soundtrack
from chainreel.lecture import Lecture
from chainreel.script.filled_script import FilledBeat, FilledScript


@dataclass(frozen=True)
class Choices:
    """What a user may choose of a target's making."""

    with_voice: bool = False


@dataclass(frozen=True)
class Rendered:
    """One edition of a lecture whose masters and film are whole, and how to make things from it."""

    lecture: Lecture
    edition: Edition
    choices: Choices
    jobs: int
    console: Console

    @property
    def language(self) -> str:
        """The film's language."""
        return self.edition.language

    @property
    def title(self) -> str:
        """The lecture's title in that language."""
        return self.edition.title

    @property
    def film(self) -> Path:
        """The finished film."""
        return self.edition.folder / FILM

    @cached_property
    def clips(self) -> tuple[Clip, ...]:
        """The film's clips in its order: takes, plans, narration, masters and stills."""
        return tuple(self.edition.clips())

    @property
    def soundtrack(self) -> Soundtrack:
        """The film's sound, encoded as far as somebody asked for it."""
        return self.edition.soundtrack()

    @cached_property
    def captions(self) -> dict[str, list[Caption]]:
        """The film's captions by language."""
        return captions_of(self.edition.beats())

    def scripts(self, language: str = "") -> Mapping[str, FilledScript]:
        """The filled scripts by chapter, in the film's language if no other is asked for."""
        return self.edition.all_scripts[language or self.language]

    def words(self, clip: Clip, language: str = "") -> FilledBeat:
        """A clip's words."""
        return self.scripts(language)[clip.chapter.name].beat(clip.take.beat)

    def encoded_clips(self, encoding: Encoding, live: bool = False) -> list[Clip]:
        """All clips with pictures encoded so, from the masters; ``live`` has the motion alone.

        Raises:
            ChainreelError: something cannot be written.
        """
        clips = self.edition.clips(encoding, live)
        self.encode(clips)
        return clips

    def encode(self, clips: Sequence[Clip]) -> None:
        """Encode clips' pictures that are not there yet, on all processes."""
        encode_clips(clips, self.jobs, self.lecture.cache_dir, self.console)

    def say(self, line: str) -> None:
        """Tell the user a line."""
        self.console.print(line, markup=False, highlight=False, soft_wrap=True)
