"""A film's sound: every beat's mix at its place, at one loudness; clips are cut out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import numpy as np

from chainreel.film.clip import Clip
from chainreel.film.key import digest, source_texts, versions
from chainreel.provenance import LIBRARY
from chainreel.script import FilledScript
from chainreel.sound.aac import master, safe
from chainreel.sound.levels import RATE, Sound
from chainreel.sound.mix import mixed
from chainreel.sound.narrator import Narrator
from chainreel.sound.tones import toned

SOUND_LIBRARIES = ("av", "numpy", "pydub", "pyloudnorm", "scipy")


class Soundtrack:
    """The sound of clips one after another; made when it is first asked for. A silent film has none."""

    def __init__(
        self, narrator: Narrator, scripts: Mapping[str, FilledScript], clips: Sequence[Clip]
    ) -> None:
        self._narrator, self._scripts, self._clips = narrator, scripts, clips

    @cached_property
    def key(self) -> str:
        """All that the sound depends on."""
        if self._narrator.silent:
            return ""
        beats = [[self._narrator.key(self._scripts[c.chapter.name], c.take.beat), c.plan.length,
                  [s.start for s in c.narration.sentences], self._tones(c)] for c in self._clips]  # fmt: skip
        sources = source_texts(sorted(Path(LIBRARY / "sound").glob("*.py")))
        return digest([beats, sources, versions(SOUND_LIBRARIES)])

    @cached_property
    def levelled(self) -> Sound:
        """(2, count) at 48 kHz, the whole at its loudness."""
        return master(np.concatenate([self._mix(clip) for clip in self._clips], axis=1))

    def whole(self) -> Sound | None:
        """The film's sound, None if it is silent."""
        return None if self._narrator.silent else self.levelled

    def part(self, first: int, frames: int) -> Sound | None:
        """The sound of ``frames`` frames, with the whole film's gain."""
        if self._narrator.silent:
            return None
        each = RATE // self._clips[0].take.fps
        return safe(self.levelled[:, first * each : (first + frames) * each])

    def _tones(self, clip: Clip) -> list[object]:
        heard = clip.take.segments if self._narrator.tones else ()
        return [[s.frames, s.cue, [asdict(tone) for tone in s.tones]] for s in heard]

    def _mix(self, clip: Clip) -> Sound:
        take, script = clip.take, self._scripts[clip.chapter.name]
        said = self._narrator.narration(script, take.beat, take.segments, take.fps, sound=True)
        count = clip.plan.length * RATE // take.fps
        tones = toned(take.segments, said.speech(take.fps), take.fps, count) if self._narrator.tones else None
        return mixed(said.samples, said.rate, tones, count)
