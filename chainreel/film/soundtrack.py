"""A film's sound: every beat's mix at its place, all with one gain; clips have the same."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from chainreel.film.clip import Clip, starts
from chainreel.film.key import digest, library_hash, versions
from chainreel.film.wholefile import write_text
from chainreel.provenance import LIBRARY
from chainreel.script import FilledScript
from chainreel.sound.aac import Mastering, mastering, safe
from chainreel.sound.levels import RATE, Sound
from chainreel.sound.mix import mixed
from chainreel.sound.narrator import Narrator
from chainreel.sound.tones import toned
from chainreel.timeline import Segment, Speech
from chainreel.voice.spoken import Samples

SOUND_LIBRARIES = ("av", "numpy", "pydub", "pyloudnorm", "scipy")


@dataclass(frozen=True)
class BeatSound:
    """What a beat's mix is made of: a voice from its start, and tones if ``speech`` says where."""

    voice: Samples | None
    rate: int
    segments: tuple[Segment, ...]
    speech: Speech | None
    fps: int
    frames: int

    def mix(self) -> Sound:
        """(1, count) at 48 kHz."""
        count = self.frames * RATE // self.fps
        tones = toned(self.segments, self.speech, self.fps, count) if self.speech else None
        return mixed(self.voice, self.rate, tones, count)


@dataclass(frozen=True)
class Heard:
    """Beats one after another, as they are heard; ``alone`` is what is not the whole film."""

    beats: tuple[BeatSound, ...]
    mastering: Mastering
    alone: bool

    def sound(self) -> Sound:
        """(1, count) at 48 kHz."""
        made = np.concatenate([self.mastering.of(beat.mix()) for beat in self.beats], axis=1)
        return safe(made) if self.alone else made


def mastering_of(beats: Sequence[BeatSound]) -> Mastering:
    """The gain and the ceiling of a film of those beats."""
    return mastering(np.concatenate([beat.mix() for beat in beats], axis=1))


class Soundtrack:
    """The sound of clips one after another. A silent film has none."""

    def __init__(
        self, narrator: Narrator, scripts: Mapping[str, FilledScript], clips: Sequence[Clip], cache: Path
    ) -> None:
        self._narrator, self._scripts, self._clips = narrator, scripts, tuple(clips)
        self._folder = cache / "sound"

    @property
    def silent(self) -> bool:
        """Whether nothing is to be heard."""
        return self._narrator.silent

    @cached_property
    def key(self) -> str:
        """All that the sound depends on."""
        return "" if self.silent else digest([self._made_from(clip) for clip in self._clips])

    def clip_key(self, clip: Clip) -> str:
        """All that one clip's sound depends on: its own mix, and the film's gain."""
        return "" if self.silent else digest([self._made_from(clip), asdict(self.mastering)])

    @property
    def kept(self) -> Path:
        """Where the film's gain and ceiling lie, once they have been found."""
        return self._folder / f"{self.key[:32]}.json"

    @property
    def known(self) -> bool:
        """Whether they have been found, or are not needed; then they count as used today."""
        return self.silent or _read(self.kept) is not None

    @cached_property
    def mastering(self) -> Mastering:
        """The film's gain and ceiling; found now if they are not kept."""
        found = _read(self.kept)
        if found is None:
            found = mastering_of(self.beats(self._clips))
            keep(found, self.kept)
        return found

    def beats(self, clips: Sequence[Clip]) -> tuple[BeatSound, ...]:
        """What the mixes of those clips are made of."""
        return tuple(self._beat(clip) for clip in clips)

    def heard(self, clips: Sequence[Clip], alone: bool) -> Heard | None:
        """Those clips as they are heard; None if they are silent."""
        return None if self.silent else Heard(self.beats(clips), self.mastering, alone)

    def whole(self) -> Sound | None:
        """The film's sound, None if it is silent."""
        heard = self.heard(self._clips, alone=False)
        return heard.sound() if heard else None

    def part(self, first: int) -> Sound | None:
        """The sound of the clip that begins at a frame of the film, with the whole film's gain."""
        heard = self.heard([self._clips[starts(self._clips).index(first)]], alone=True)
        return heard.sound() if heard else None

    @cached_property
    def _sources(self) -> list[object]:
        modules = sorted(f"sound/{path.stem}" for path in (LIBRARY / "sound").glob("*.py"))
        return [library_hash(*modules), versions(SOUND_LIBRARIES)]

    def _made_from(self, clip: Clip) -> list[object]:
        words = self._narrator.key(self._scripts[clip.chapter.name], clip.take.beat)
        said = [sentence.start for sentence in clip.narration.sentences]
        return [words, clip.plan.length, clip.take.fps, said, self._tones(clip), self._sources]

    def _tones(self, clip: Clip) -> list[object]:
        heard = clip.take.segments if self._narrator.tones else ()
        return [[s.frames, s.cue, [asdict(tone) for tone in s.tones]] for s in heard]

    def _beat(self, clip: Clip) -> BeatSound:
        take, script = clip.take, self._scripts[clip.chapter.name]
        said = self._narrator.narration(script, take.beat, take.segments, take.fps, sound=True)
        speech = said.speech(take.fps) if self._narrator.tones else None
        return BeatSound(said.samples, said.rate, take.segments, speech, take.fps, clip.plan.length)


def keep(found: Mastering, path: Path) -> None:
    """Write a film's gain and ceiling where ``Soundtrack`` looks for them."""
    write_text(path, json.dumps(asdict(found)) + "\n")


def _read(path: Path) -> Mastering | None:
    try:
        found = Mastering(**json.loads(path.read_text(encoding="utf-8")))
        os.utime(path)
    except (OSError, ValueError, TypeError):
        return None
    return found
