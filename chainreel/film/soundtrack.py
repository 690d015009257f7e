"""A film's sound: every beat's at its place, all with one gain; clips have the same.

The gain follows from how loud the beats are at the gains that are tried, so it is the same whatever was
kept from earlier renders: what was kept only saves encoding again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import numpy as np

from chainreel.film.clip import Clip, starts
from chainreel.film.key import digest, library_hash, versions
from chainreel.film.sounding import Heard, Master
from chainreel.records.provenance import LIBRARY
from chainreel.script import FilledScript
from chainreel.sound.aac import BIT_RATE, Packets
from chainreel.sound.beat import BeatSound, packet_counts
from chainreel.sound.levels import RATE, TARGET, gain_to, integrated_loudness
from chainreel.sound.narrator import Narrator
from chainreel.sound.store import load_sound

SOUND_LIBRARIES = ("av", "numpy", "pydub", "pyloudnorm", "scipy")


class Soundtrack:
    """The sound of clips one after another. A silent film has none."""

    def __init__(
        self, narrator: Narrator, scripts: Mapping[str, FilledScript], clips: Sequence[Clip], cache: Path
    ) -> None:
        self._narrator, self._scripts, self._clips = narrator, scripts, tuple(clips)
        self._folder = cache / "sound"
        self._gain: float | None = None

    @property
    def silent(self) -> bool:
        """Whether nothing is to be heard."""
        return self._narrator.silent

    @cached_property
    def key(self) -> str:
        """All that the sound depends on."""
        return "" if self.silent else digest([self._key_of(clip) for clip in self._clips])

    def clip_key(self, clip: Clip) -> str:
        """All that one clip's sound depends on: its own mix, and the film's gain."""
        return "" if self.silent else digest([self._key_of(clip), self.gain])

    def masters(self) -> list[Master]:
        """The tasks that the film's gain waits for next; none once it is known and all is encoded with it."""
        missing: list[Master] = []

        def loudness_at(gain: float) -> float:
            """The film's loudness (LUFS) at a gain (dB); the target, until all is encoded with that gain."""
            found = [load_sound(file) for file in self._files(self._clips, gain)]
            missing.extend(self._masters(self._clips, gain))
            return TARGET if missing else integrated_loudness(np.concatenate([f.powers for f in found if f]))

        if not self.silent and self._gain is None:
            gain = gain_to(loudness_at)
            self._gain = None if missing else gain
        return missing

    @property
    def gain(self) -> float:
        """The film's gain in dB; what it waits for is made now."""
        while tasks := self.masters():
            _run(tasks)
        assert self._gain is not None
        return self._gain

    def heard(self, clips: Sequence[Clip], bit_rate: int = BIT_RATE) -> Heard | None:
        """Those clips one after another as they are heard; None if they are silent."""
        if self.silent:
            return None
        samples = [first * RATE // clip.take.fps for first, clip in zip(starts(clips), clips, strict=True)]
        total = samples[-1] + clips[-1].plan.length * RATE // clips[-1].take.fps
        return Heard(tuple(self._files(clips, self.gain, bit_rate)), tuple(packet_counts(samples, total)))

    def packets(self, clips: Sequence[Clip], bit_rate: int = BIT_RATE) -> Packets | None:
        """The same, encoded now where that was not done yet."""
        heard = self.heard(clips, bit_rate)
        if heard is None:
            return None
        _run(self._masters(clips, self.gain, bit_rate))
        return heard.packets()

    def _masters(self, clips: Sequence[Clip], gain: float, bit_rate: int = BIT_RATE) -> list[Master]:
        return [
            Master(clip.place, clip.chapter.version.language, self._beat(clip), gain, bit_rate, file)
            for clip, file in zip(clips, self._files(clips, gain, bit_rate), strict=True)
            if load_sound(file) is None
        ]

    def _files(self, clips: Sequence[Clip], gain: float, bit_rate: int = BIT_RATE) -> list[Path]:
        """Where those clips' encoded sounds lie."""
        names = [digest([self._key_of(clip), gain, bit_rate]) for clip in clips]
        return [self._folder / f"{name[:32]}.npz" for name in names]

    @cached_property
    def _sources(self) -> list[object]:
        modules = sorted(f"sound/{path.stem}" for path in (LIBRARY / "sound").glob("*.py"))
        return [library_hash(*modules), versions(SOUND_LIBRARIES)]

    def _key_of(self, clip: Clip) -> str:
        words = self._narrator.key(self._scripts[clip.chapter.name], clip.take.beat)
        said = [sentence.start for sentence in clip.narration.sentences]
        return digest([words, clip.plan.length, clip.take.fps, said, self._tones(clip), self._sources])

    def _tones(self, clip: Clip) -> list[object]:
        heard = clip.take.segments if self._narrator.tones else ()
        return [[s.frames, s.cue, [asdict(tone) for tone in s.tones]] for s in heard]

    def _beat(self, clip: Clip) -> BeatSound:
        take, script = clip.take, self._scripts[clip.chapter.name]
        said = self._narrator.narration(script, take.beat, take.segments, take.fps, sound=True)
        speech = said.speech(take.fps) if self._narrator.tones else None
        return BeatSound(said.samples, said.rate, take.segments, speech, take.fps, clip.plan.length)


def _run(tasks: Sequence[Master]) -> None:
    for task in tasks:
        task.run(lambda message: None)  # noqa: ARG005  nobody follows it
