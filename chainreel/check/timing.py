"""Rules for time, on the plan of whole frames: cues, late plays, long stills, long beats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from chainreel.check.finding import Finding
from chainreel.errors import InputError
from chainreel.script import FilledBeat, FilledScript
from chainreel.sound.narrator import Narrator
from chainreel.timeline import Plan, Segment, Speech, begins, plan_narrated

LATE = 2  # frames that a play may begin after its word
LONGEST_SILENT_MOTION = 3.0  # seconds that something moves after the last word
LONGEST_STILL = 8.0  # seconds without motion
LONGEST_BEAT = 25.0  # seconds


def time_findings(
    script: FilledScript,
    beat: FilledBeat,
    segments: Sequence[Segment],
    fps: int,
    answered: bool,
    narrator: Narrator,
) -> Iterator[Finding]:
    """What is wrong with a beat's time; ``answered`` says that its still is the answer card."""
    waited = [s.cue for s in segments if s.cue is not None]
    found = list(cue_complaints(beat.cues, waited))
    if set(waited) <= set(beat.cues):
        try:
            speech = narrator.narration(script, beat.name, segments, fps).speech(fps)
        except InputError as error:
            found.append(("voice", str(error)))
        else:
            found += timing_complaints(segments, speech, fps, beat.holds, answered)
    for rule, message in found:
        yield Finding(script.chapter, beat.name, script.language, rule, (), message)


def timing_complaints(
    segments: Sequence[Segment], speech: Speech, fps: int, holds: str, answered: bool
) -> Iterator[tuple[str, str]]:
    """What is wrong with the plan of a beat that is spoken so."""
    yield from plan_complaints(plan_narrated(segments, speech, fps), fps, holds, answered)
    yield from length_complaints(segments, speech, fps)


def cue_complaints(said: Sequence[str], waited: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Cues that are said in another order than the scene plays, said twice, or never waited for."""
    for cue, times in Counter(said).items():
        if times > 1:
            yield "cue", f"[[{cue}]] is said {times} times: give each moment a name of its own"
    for cue in dict.fromkeys(said):
        if cue not in waited:
            yield "cue", f"[[{cue}]] is said, but no play waits for it"
    shared = [c for c in said if c in waited]
    played = [c for c in dict.fromkeys(waited) if c in said]
    if len(set(said)) == len(said) and shared != played:
        yield "cue order", f"the words say {' '.join(shared)}, the scene plays {' '.join(played)}"


def plan_complaints(plan: Plan, fps: int, holds: str, answered: bool) -> Iterator[tuple[str, str]]:
    """Late plays, stills that last too long without a reason, a beat that lasts too long."""
    for cue, frames in plan.late.items():
        if frames > LATE:
            yield "late", f"the play of [[{cue}]] begins {frames / fps:.1f} s after its word"
    stills = list(still_runs(plan))
    excused = bool(holds)
    for place, (start, frames) in enumerate(stills):
        last = place == len(stills) - 1 and start + frames == plan.length
        if frames > LONGEST_STILL * fps and not excused and not (last and answered):
            yield (
                "long still",
                (
                    f"nothing moves for {frames / fps:.1f} s from second {start / fps:.1f} on (at most "
                    f'{LONGEST_STILL:.0f} s; a beat may say why with holds = "reason")'
                ),
            )
    if plan.length > LONGEST_BEAT * fps:
        yield "long beat", f"it lasts {plan.length / fps:.1f} s, at most {LONGEST_BEAT:.0f} s are one thought"


def length_complaints(segments: Sequence[Segment], speech: Speech, fps: int) -> Iterator[tuple[str, str]]:
    """A voice that is silent while much still moves at the beat's end."""
    end = motion_end(segments, speech)
    if speech.length and end - speech.length > LONGEST_SILENT_MOTION * fps:
        seconds = (end - speech.length) / fps
        yield "short voice", f"the voice ends {seconds:.1f} s before the motion: say more, or move faster"


def motion_end(segments: Sequence[Segment], speech: Speech) -> int:
    """The frame at which the last play that moves ends."""
    played = zip(segments, begins(segments, speech), strict=True)
    return max((start + segment.frames for segment, start in played if segment.stored > 1), default=0)


def still_runs(plan: Plan) -> Iterator[tuple[int, int]]:
    """First frame and length of each time without motion; neighbouring stills are one."""
    at = start = 0
    for part in plan.parts:
        if part.frames > 1:
            if at > start:
                yield start, at - start
            start = at + part.length
        at += part.length
    if at > start:
        yield start, at - start
