"""What becomes of a beat's sound in a worker process, and what of it goes into a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chainreel.errors import ChainreelError, named_in_errors
from chainreel.sound.aac import Packets
from chainreel.sound.beat import BeatSound
from chainreel.sound.store import load_sound, save_sound
from chainreel.work.worker import Tell


@dataclass(frozen=True)
class Master:
    """Encode a beat's sound at a gain, into the cache."""

    place: str
    language: str
    beat: BeatSound
    gain: float
    bit_rate: int
    path: Path

    @property
    def label(self) -> str:
        """What is being done, for the user."""
        return f"sound of {self.place} ({self.language})"

    def run(self, report: Tell) -> None:  # noqa: ARG002
        """Encode it, and keep it.

        Raises:
            ChainreelError: naming the beat, where its sound cannot be brought under the peak.
        """
        with named_in_errors(self.label):
            made = self.beat.encode(self.gain, self.bit_rate)
        save_sound(made, self.path)


@dataclass(frozen=True)
class Heard:
    """Encoded sounds of beats one after another, and how many packets each gives."""

    files: tuple[Path, ...]
    taken: tuple[int, ...]

    def packets(self) -> Packets:
        """All of them; the first begins before the sound."""
        pairs = zip(self.files, self.taken, strict=True)
        return tuple(packet for file, count in pairs for packet in _read(file)[:count])


def _read(file: Path) -> Packets:
    found = load_sound(file)
    if found is None:
        raise ChainreelError(f"{file} was removed or spoilt while it was needed: run again")
    return found.packets
