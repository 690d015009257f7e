"""The timeline of a beat: when what is seen and heard, in whole frames, planned without drawing.

A beat's motion is a list of segments, whose lengths never depend on the voice. Speech gives each
cue a frame. The plan puts holds between the segments so that a play begins on the word that its
cue names; only holds stretch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from chainreel.errors import ChainreelError
from chainreel.script.markup import Sentence

LEAD_IN = 0.3  # seconds before the first word of a beat
SENTENCE_GAP = 0.35  # seconds between two sentences
BREATH = 0.5  # seconds from the last word to the next beat
FINAL_STILL = 1.0  # the least that a beat's last picture stands, in seconds
CHARACTERS_A_MINUTE_JA = 330  # a calm pace (docs/writing.md, Limits)
WORDS_A_MINUTE_EN = 140


@dataclass(frozen=True)
class Tone:
    """A quiet tone ``at`` seconds of a play: ``seconds`` long, gliding from ``start_hz`` to ``end_hz``."""

    at: float
    seconds: float
    start_hz: float
    end_hz: float


@dataclass(frozen=True)
class Segment:
    """One play: ``frames`` on screen, ``stored`` of them drawn (1 if it stands still), its cue and tones.

    Left at 0, ``stored`` is every frame.
    """

    frames: int
    cue: str | None = None
    stored: int = 0
    tones: tuple[Tone, ...] = ()

    def __post_init__(self) -> None:
        if not self.stored:
            object.__setattr__(self, "stored", self.frames)


@dataclass(frozen=True)
class Speech:
    """What is heard in a beat, in frames: its length, each cue's frame, each sentence's span."""

    length: int
    cues: Mapping[str, int]
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class FrameSpan:
    """Master frames ``first`` to ``first + frames - 1``, each shown ``repeat`` times."""

    first: int
    frames: int
    repeat: int = 1

    @property
    def length(self) -> int:
        """Frames on screen."""
        return self.frames * self.repeat


@dataclass(frozen=True)
class Plan:
    """A beat's clip, part by part; ``late`` lists cues whose play began after their word, in frames."""

    parts: tuple[FrameSpan, ...]
    late: Mapping[str, int]

    @property
    def length(self) -> int:
        """Frames on screen."""
        return sum(part.length for part in self.parts)


def seconds_to_frames(seconds: float, fps: int) -> int:
    """Whole frames, at least one."""
    return max(1, round(seconds * fps))


def reading_seconds(sentence: Sentence) -> float:
    """How long a calm speaker takes for a sentence, from its letters or words."""
    text = sentence.words.plain
    if sentence.words.language == "ja":
        return 60 * len(re.sub(r"[\s、。]", "", text)) / CHARACTERS_A_MINUTE_JA
    return 60 * len(text.split()) / WORDS_A_MINUTE_EN


def plan_narrated(segments: Sequence[Segment], speech: Speech, fps: int) -> Plan:
    """Each cued play on its word, the last still held until the voice has ended and breathed.

    Raises:
        ChainreelError: a play waits for a cue that the speech does not have.
    """
    parts: list[FrameSpan] = []
    late: dict[str, int] = {}
    now, first = 0, 1
    for segment, start in zip(segments, begins(segments, speech), strict=True):
        parts += hold(first - 1, start - now)
        if segment.cue is not None and start > (word := cue_frame(segment.cue, speech)):
            late[segment.cue] = start - word
        parts.append(frame_span(segment, first))
        now, first = start + segment.frames, first + segment.stored
    end = max(speech.length + seconds_to_frames(BREATH, fps), now + seconds_to_frames(FINAL_STILL, fps))
    return Plan((*parts, *hold(first - 1, end - now)), late)


def begins(segments: Sequence[Segment], speech: Speech) -> list[int]:
    """The frame at which each play begins: on its cue's word, or when the play before it ends.

    Raises:
        ChainreelError: a play waits for a cue that the speech does not have.
    """
    found, now = list[int](), 0
    for segment in segments:
        now = max(now, cue_frame(segment.cue, speech)) if segment.cue is not None else now
        found.append(now)
        now += segment.frames
    return found


def sentence_waits(segments: Sequence[Segment], speech: Speech, pauses: Sequence[int] = ()) -> list[int]:
    """How many frames later each sentence begins, for the motion before its first cue to end.

    ``pauses`` are waits that each sentence has anyway. A later cue of the same sentence cannot be waited
    for: its play is late, and the check says so.
    """
    found = list(accumulate(pauses or [0] * len(speech.sentences)))
    now = 0
    begun: set[int] = set()
    for segment in segments:
        if segment.cue is not None and segment.cue in speech.cues:
            word = speech.cues[segment.cue]
            index = sentence_at(word, speech)
            if index not in begun:
                begun.add(index)
                late = max(0, now - word - found[index])
                found[index:] = [wait + late for wait in found[index:]]
            now = max(now, word + found[index])
        now += segment.frames
    return found


def sentence_at(frame: int, speech: Speech) -> int:
    """The sentence in which a frame of the speech falls."""
    return max((i for i, (start, _) in enumerate(speech.sentences) if start <= frame), default=0)


def plan_live(segments: Sequence[Segment], fps: int) -> Plan:
    """The motion alone, for a lecturer who speaks: no holds but the last still."""
    parts, first = [], 1
    for segment in segments:
        parts.append(frame_span(segment, first))
        first += segment.stored
    return Plan((*parts, *hold(first - 1, seconds_to_frames(FINAL_STILL, fps))), {})


def frame_span(segment: Segment, first: int) -> FrameSpan:
    """A segment's part of the plan: its frames, or its one still for its whole time."""
    if segment.stored == 1 and segment.frames > 1:
        return FrameSpan(first, 1, segment.frames)
    return FrameSpan(first, segment.frames)


def hold(frame: int, count: int) -> list[FrameSpan]:
    """A frame held for ``count`` frames, if any."""
    return [FrameSpan(frame, 1, count)] if count > 0 else []


def cue_frame(cue: str, speech: Speech) -> int:
    """The frame of a cue's word.

    Raises:
        ChainreelError: the script never says it.
    """
    if cue not in speech.cues:
        known = ", ".join(speech.cues) or "none"
        raise ChainreelError(
            f"a play waits for the cue [[{cue}]], which the script never says; it has: {known}: write "
            f"[[{cue}]] before a word of its say, or take the cue from the play"
        )
    return speech.cues[cue]
