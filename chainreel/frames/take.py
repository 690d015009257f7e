"""Take of a drawn beat: its segments, its numbers and its lossless master."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from chainreel.files import file_hash, write_text
from chainreel.timeline import Segment, Tone

SCHEMA = 3


@dataclass(frozen=True)
class Take:
    """One beat as drawn; master frame 0 is the opening still, then come the segments' stored frames.

    ``files`` are what the scene read up to the beat's end, by name from the lecture's folder, with hashes.
    """

    beat: str
    fps: int
    width: int
    height: int
    segments: tuple[Segment, ...]
    ledger: tuple[dict[str, Any], ...]
    sha256: str = ""  # of its master, once that is vouched for
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def stored_frames(self) -> int:
        """Frames in the master."""
        return 1 + sum(segment.stored for segment in self.segments)


def master_path(folder: Path, beat: str) -> Path:
    """Where a beat's lossless frames lie."""
    return folder / f"{beat}.master"


def save_take(take: Take, folder: Path) -> Take:
    """Vouch for a finished master: written last, with the master's hash; the take as it will be read."""
    vouched = replace(take, sha256=file_hash(master_path(folder, take.beat)))
    text = json.dumps({"schema": SCHEMA, **asdict(vouched)}, ensure_ascii=False, indent=1, sort_keys=True)
    write_text(folder / f"{take.beat}.json", text + "\n")
    return take_in(json.loads(text))


def read_take(folder: Path, beat: str) -> Take | None:
    """The take that ``folder`` vouches for, without reading its master."""
    try:
        entry = json.loads((folder / f"{beat}.json").read_text(encoding="utf-8"))
        return take_in(entry) if entry["schema"] == SCHEMA else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # never finished, or damaged: it is drawn again


def take_in(entry: dict[str, Any]) -> Take:
    """A take as ``save_take`` wrote it."""
    own = {name: value for name, value in entry.items() if name != "schema"}
    segments = tuple(read_segment(segment) for segment in own.pop("segments"))
    return Take(segments=segments, ledger=tuple(own.pop("ledger")), **own)


def read_segment(entry: dict[str, Any]) -> Segment:
    """A segment as ``save_take`` wrote it."""
    tones = tuple(Tone(**tone) for tone in entry.pop("tones"))
    return Segment(tones=tones, **entry)


def load_take(folder: Path, beat: str) -> Take | None:
    """The beat's take if its master is whole, else None: then it is drawn again."""
    take = read_take(folder, beat)
    try:
        return take if take and file_hash(master_path(folder, beat)) == take.sha256 else None
    except OSError:
        return None
