"""Board: what the page shows, as messages come in; the last good pictures stay until there are newer ones."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chainreel.watch.messages import (
    Judged,
    Notice,
    Outline,
    PicturesDrawn,
    SpottedFinding,
    Stumble,
    Taken,
    WatchedBeat,
)

DRAWING, JUDGING, READY, STUMBLED = "drawing", "checking", "ready", "stumbled"


@dataclass
class _Hung:
    """A beat on the board: its words and the names of its pictures, with whether they are of this order."""

    beat: WatchedBeat
    names: tuple[str, ...]
    number: int


class Board:
    """What is known of the watched beats; every change counts ``version`` up and wakes who waits for it."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._changed = threading.Condition()
        self._version, self._number, self._is_closed = 0, 0, False
        self._state, self._notice = DRAWING, "starting"
        self._seconds: float | None = None
        self._outline = Outline((), "", "")
        self._beats: dict[str, _Hung] = {}
        self._pictures: dict[str, bytes] = {}
        self._findings: tuple[SpottedFinding, ...] = ()
        self._stumble: Stumble | None = None

    def hear(self, message: object) -> None:
        """Take a message from the studio."""
        with self._changed:
            self._take(message)
            self._version += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing comes any more: let go who waits."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def after(self, version: int, patience: float) -> tuple[int, dict[str, Any]] | None:
        """The newest version after ``version`` and what it shows; None if there is none within ``patience``.

        Raises:
            EOFError: the board is closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._version != version, patience)
            if self._is_closed:
                raise EOFError
            return None if self._version == version else (self._version, self.content())

    def picture(self, name: str) -> bytes | None:
        """The PNG of that name, if the board still shows it."""
        with self._changed:
            return self._pictures.get(name)

    def content(self) -> dict[str, Any]:
        """All that the page shows, as plain values."""
        places = [place for place in self._outline.places if place in self._beats]
        return {
            "title": self._title,
            "language": self._outline.language,
            "theme": self._outline.theme,
            "state": self._state,
            "notice": self._notice,
            "seconds": self._seconds,
            "order": self._number,
            "beats": [self._beat(self._beats[place]) for place in places],
            "findings": [_finding(found) for found in self._findings],
            "stumble": self._stumble and _finding(self._stumble),
        }

    def _take(self, message: object) -> None:
        match message:
            case Taken(number):
                self._number, self._state, self._notice, self._seconds = number, DRAWING, "", None
            case Notice(text):
                self._notice = text
            case Outline():
                self._outline = message
            case WatchedBeat():
                self._hang(message)
            case PicturesDrawn(seconds):
                self._state, self._seconds, self._stumble = JUDGING, seconds, None
                self._drop_others()
            case Judged(findings, _):
                self._state, self._notice, self._findings = READY, "", findings
            case Stumble():
                self._state, self._notice, self._stumble = STUMBLED, "", message

    def _hang(self, beat: WatchedBeat) -> None:
        names = tuple(hashlib.sha256(shot.png).hexdigest()[:32] for shot in beat.shots)
        self._beats[beat.place] = _Hung(beat, names, self._number)
        self._pictures.update(zip(names, (shot.png for shot in beat.shots), strict=True))

    def _drop_others(self) -> None:
        """Take off the beats that this order did not draw, and the pictures that nothing shows."""
        self._beats = {place: hung for place, hung in self._beats.items() if hung.number == self._number}
        shown = {name for hung in self._beats.values() for name in hung.names}
        self._pictures = {name: png for name, png in self._pictures.items() if name in shown}

    def _beat(self, hung: _Hung) -> dict[str, Any]:
        shots = zip(hung.names, hung.beat.shots, strict=True)
        return {
            "place": hung.beat.place,
            "title": hung.beat.title,
            "sentences": list(hung.beat.sentences),
            "shots": [{"picture": f"/shots/{name}.png", "label": shot.label} for name, shot in shots],
            "current": hung.number == self._number,
        }


def _finding(found: SpottedFinding | Stumble) -> dict[str, str]:
    return {"spot": str(found.spot or ""), "text": found.text}


def lines_of(findings: Sequence[SpottedFinding | Stumble]) -> list[str]:
    """Findings as a terminal shows them, which makes links of their spots."""
    return [f"{found.spot}: {found.text}" if found.spot else found.text for found in findings]


def as_json(shown: dict[str, Any]) -> str:
    """What the page is sent, on one line."""
    return json.dumps(shown, ensure_ascii=False)
