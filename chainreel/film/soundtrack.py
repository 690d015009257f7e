"""Soundtrack of a film: every beat's sound at its place, all with one gain; clips have the same.

The gain follows from how loud the beats are at the gains that are tried, so it is the same whatever was
kept from earlier renders: what was kept only saves encoding again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np

from chainreel.film.beat import PlannedBeat
from chainreel.film.movie import SoundRow
from chainreel.film.recipe import Source
from chainreel.film.sounding import SoundFile
from chainreel.film.tasks import Make
from chainreel.sound.aac import BIT_RATE
from chainreel.sound.beat import packet_counts
from chainreel.sound.levels import RATE, TARGET, gain_to, integrated_loudness
from chainreel.sound.narrator import Narrator
from chainreel.sound.store import load_sound


class Soundtrack:
    """The sound of a film's ``beats``. A silent film has none."""

    def __init__(self, narrator: Narrator, beats: Sequence[PlannedBeat], cache: Path) -> None:
        self._narrator, self._beats = narrator, tuple(beats)
        self._folder = cache / "sound"
        self._gain: float | None = None

    @property
    def silent(self) -> bool:
        """Whether nothing is to be heard."""
        return self._narrator.silent

    def next_tasks(self) -> list[Make]:
        """What the film's gain waits for next; nothing once it is known and all is encoded with it."""
        missing: list[Make] = []

        def loudness_at(gain: float) -> float:
            """The film's loudness (LUFS) at a gain (dB); the target, until all is encoded with that gain."""
            found = [load_sound(self._file(beat, gain)) for beat in self._beats]
            missing.extend(self.tasks(self._beats, gain))
            return TARGET if missing else integrated_loudness(np.concatenate([f.powers for f in found if f]))

        if not self.silent and self._gain is None:
            gain = gain_to(loudness_at)
            self._gain = None if missing else gain
        return missing

    def find_gain(self) -> float:
        """The film's gain in dB; what it waits for is encoded now, which may take long."""
        while tasks := self.next_tasks():
            _run(tasks)
        assert self._gain is not None
        return self._gain

    def row(self, beats: Sequence[PlannedBeat], bit_rate: int = BIT_RATE) -> SoundRow | None:
        """Those beats one after another as they are heard; None if they are silent."""
        if self.silent:
            return None
        ends = accumulate(beat.plan.length for beat in beats)
        *firsts, total = [frames * RATE // beats[0].take.fps for frames in (0, *ends)]
        recipes = [self._recipe(beat, self.find_gain(), bit_rate) for beat in beats]
        files = tuple(Source(recipe.cache_path(self._folder, ".npz"), recipe.key) for recipe in recipes)
        return SoundRow(files, tuple(packet_counts(firsts, total)))

    def encode(self, beats: Sequence[PlannedBeat], bit_rate: int = BIT_RATE) -> None:
        """Encode now what is not there of those beats."""
        if not self.silent:
            _run(self.tasks(beats, self.find_gain(), bit_rate))

    def tasks(self, beats: Sequence[PlannedBeat], gain: float, bit_rate: int = BIT_RATE) -> list[Make]:
        """The tasks that encode those beats at a gain, without what is there already."""
        return [
            self._task(beat, self._recipe(beat, gain, bit_rate))
            for beat in beats
            if load_sound(self._file(beat, gain, bit_rate)) is None
        ]

    def _file(self, beat: PlannedBeat, gain: float, bit_rate: int = BIT_RATE) -> Path:
        return self._recipe(beat, gain, bit_rate).cache_path(self._folder, ".npz")

    def _recipe(self, beat: PlannedBeat, gain: float, bit_rate: int) -> SoundFile:
        """How a beat's sound is made, but for the voice itself."""
        take, tones = beat.take, self._narrator.tones
        return SoundFile(
            spoken=tuple(self._narrator.key(beat.chapter.script, take.beat)),
            starts=tuple(sentence.start for sentence in beat.narration.sentences),
            segments=take.segments if tones else (),
            speech=beat.narration.speech(take.fps) if tones else None,
            fps=take.fps, frames=beat.plan.length, gain=gain, bit_rate=bit_rate,
        )  # fmt: skip

    def _task(self, beat: PlannedBeat, recipe: SoundFile) -> Make:
        take, script = beat.take, beat.chapter.script
        said = self._narrator.narration(script, take.beat, take.segments, take.fps, sound=True)
        voiced = replace(recipe, voice=said.samples, rate=said.rate)
        file = recipe.cache_path(self._folder, ".npz")
        return Make(voiced, file, "sound of", beat.place, beat.chapter.version.language)


def _run(tasks: Sequence[Make]) -> None:
    for task in tasks:
        task.run(lambda message: None)  # noqa: ARG005  nobody follows it
