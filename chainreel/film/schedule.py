"""Schedule of the drawing: cut so that no core waits while another still has a long chapter."""

from __future__ import annotations

import heapq
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chainreel.files import write_text
from chainreel.film.chapter import Version

EVEN_ENOUGH = 1.08  # of the time that a perfect cut would take
BUILD_SHARE = 0.15  # of a beat's drawing time, when it is only built
PIXELS_A_SECOND = 25e6  # drawn, on a machine that nothing is known of


@dataclass(frozen=True)
class Stretch:
    """Beats of one chapter drawn in one go: their expected seconds, and those of building up to them."""

    chapter: int
    beats: tuple[str, ...]
    seconds: tuple[float, ...]
    lead: float = 0.0

    @property
    def cost(self) -> float:
        """Expected seconds, building included."""
        return self.lead + sum(self.seconds)


def cut(stretches: Sequence[Stretch], workers: int) -> list[Stretch]:
    """Split stretches at beats until ``workers`` are about evenly busy; the longest first."""
    pieces = list(stretches)
    while pieces:
        ideal = sum(p.cost for p in pieces) / workers
        longest = max(pieces, key=lambda p: p.cost if len(p.beats) > 1 else 0.0)
        if makespan(pieces, workers) <= EVEN_ENOUGH * ideal or len(longest.beats) < 2:
            break
        halves = split(longest)
        tried = [*(p for p in pieces if p is not longest), *halves]
        if makespan(tried, workers) >= makespan(pieces, workers):
            break
        pieces = tried
    return sorted(pieces, key=lambda p: -p.cost)


def split(stretch: Stretch) -> tuple[Stretch, Stretch]:
    """The stretch in two at the beat that makes both about equally long."""
    at = min(range(1, len(stretch.beats)), key=lambda i: max(h.cost for h in halves(stretch, i)))
    return halves(stretch, at)


def halves(stretch: Stretch, at: int) -> tuple[Stretch, Stretch]:
    """The beats before ``at``, and those from it on, which have to be built up to."""
    head, tail = stretch.seconds[:at], stretch.seconds[at:]
    lead = stretch.lead + BUILD_SHARE * sum(head)
    first = Stretch(stretch.chapter, stretch.beats[:at], head, stretch.lead)
    return first, Stretch(stretch.chapter, stretch.beats[at:], tail, lead)


def makespan(stretches: Sequence[Stretch], workers: int) -> float:
    """When the last worker is done if each takes the longest stretch left."""
    ends = [0.0] * workers
    for cost in sorted((s.cost for s in stretches), reverse=True):
        heapq.heapreplace(ends, ends[0] + cost)
    return max(ends)


class Estimates:
    """How long each beat took to draw the last time, in seconds, by quality; kept in the cache."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seconds: dict[str, float] = _read(path)

    def beat(self, version: Version, place: str, speech_frames: int) -> float:
        """Expected seconds for drawing a beat; before it was ever drawn, from how long is spoken."""
        q = version.quality
        guess = 0.6 * speech_frames * q.width * q.height / PIXELS_A_SECOND
        return self._seconds.get(_entry(version, place), guess)

    def learn(self, version: Version, place: str, seconds: float) -> None:
        """Note how long a beat took."""
        self._seconds[_entry(version, place)] = round(seconds, 2)

    def save(self) -> None:
        """Write what was learnt."""
        write_text(self._path, json.dumps(self._seconds, indent=1, sort_keys=True))


def _entry(version: Version, place: str) -> str:
    return f"{version.quality.name}/{version.language}/{place}"


def _read(path: Path) -> dict[str, float]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(entries, Mapping):
        return {}
    return {str(k): float(v) for k, v in entries.items() if isinstance(v, int | float)}
