"""A beat's encoded sound, kept on disk under the hash of all that it is made of."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from chainreel.files import whole
from chainreel.sound.aac import Packets
from chainreel.sound.levels import Powers


@dataclass(frozen=True)
class EncodedSound:
    """A beat's sound as films have it: its AAC, and what its loudness follows from."""

    packets: Packets
    powers: Powers


def save_sound(made: EncodedSound, path: Path) -> None:
    """Write a beat's encoded sound."""
    data = np.frombuffer(b"".join(made.packets), np.uint8)
    sizes = np.array([len(packet) for packet in made.packets])
    with whole(path) as part, part.open("wb") as file:
        np.savez(file, data=data, sizes=sizes, powers=made.powers)


def load_sound(path: Path) -> EncodedSound | None:
    """What was kept, which then counts as used today; None if there is nothing that can be read."""
    try:
        with np.load(path) as found:
            packets = np.split(found["data"], np.cumsum(found["sizes"])[:-1])
            made = EncodedSound(tuple(packet.tobytes() for packet in packets), found["powers"])
        os.utime(path)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return made
