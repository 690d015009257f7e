"""Sound of a beat as a file in the cache: mixed, at the film's gain, encoded."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from chainreel.film.recipe import NOT_KEYED, Recipe
from chainreel.sound.aac import BIT_RATE
from chainreel.sound.beat import BeatSound
from chainreel.sound.store import save_sound
from chainreel.timeline import Segment, Speech
from chainreel.voice.spoken import Samples


@dataclass(frozen=True)
class SoundFile(Recipe):
    """A beat's sound, encoded at a gain (dB): ``spoken`` is who says what, from the ``starts`` (seconds) on.

    ``segments`` with their tones, and ``speech``, are there if tones are heard. ``voice`` is what is spoken
    as sound, at ``rate``: it is made only when the file has to be.
    """

    spoken: tuple[object, ...]
    starts: tuple[float, ...]
    segments: tuple[Segment, ...]
    speech: Speech | None
    fps: int
    frames: int
    gain: float
    bit_rate: int = BIT_RATE
    voice: Samples | None = field(default=None, metadata=NOT_KEYED, compare=False)
    rate: int = field(default=0, metadata=NOT_KEYED)

    libraries = ("av", "numpy", "pydub", "pyloudnorm", "scipy")

    def make(self, path: Path) -> None:
        """Encode it, and keep it.

        Raises:
            ChainreelError: it cannot be brought under the peak.
        """
        beat = BeatSound(self.voice, self.rate, self.segments, self.speech, self.fps, self.frames)
        save_sound(beat.encode(self.gain, self.bit_rate), path)
