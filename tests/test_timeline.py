"""The plan of whole frames: plays on their words, holds that stretch, nothing lost, no drawing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainreel.errors import ChainreelError
from chainreel.script.markup import Cue, Sentence
from chainreel.timeline import (
    BREATH,
    FINAL_STILL,
    Plan,
    Segment,
    Speech,
    plan_live,
    plan_narrated,
    reading_seconds,
    seconds_to_frames,
)
from chainreel.words import Words

RATES = pytest.mark.parametrize("fps", [24, 30, 60])


def sentence(text: str, language: str, *cues: Cue) -> Sentence:
    return Sentence(Words((text,), language), cues)


def frames_shown(plan: Plan) -> list[int]:
    """The master frame on screen at each frame of the clip."""
    return [
        f
        for part in plan.parts
        for f in range(part.first, part.first + part.frames)
        for _ in range(part.repeat)
    ]


def speech(fps: int, seconds: float, **cues: float) -> Speech:
    return Speech(round(seconds * fps), {k: round(v * fps) for k, v in cues.items()}, ())


@RATES
def test_a_cued_play_begins_on_its_word(fps: int) -> None:
    """The picture before it is held until the word is said."""
    plan = plan_narrated([Segment(fps, "go")], speech(fps, 6, go=2), fps)
    shown = frames_shown(plan)
    assert shown[: 2 * fps] == [0] * (2 * fps)
    assert shown[2 * fps : 3 * fps] == list(range(1, fps + 1))
    assert plan.late == {}


@RATES
def test_the_last_still_is_held_until_the_voice_has_breathed(fps: int) -> None:
    """A short motion waits for the speech and a breath."""
    plan = plan_narrated([Segment(fps)], speech(fps, 6), fps)
    assert plan.length == 6 * fps + round(BREATH * fps)
    assert frames_shown(plan)[-1] == fps


@RATES
def test_the_last_still_stands_when_the_motion_outlasts_the_voice(fps: int) -> None:
    """A long motion is never cut, and its end is seen."""
    plan = plan_narrated([Segment(8 * fps)], speech(fps, 2), fps)
    assert plan.length == 8 * fps + round(FINAL_STILL * fps)


@RATES
def test_a_play_that_misses_its_word_is_told(fps: int) -> None:
    """When motion runs over the next cue, the play begins at once, late, and the plan says by how much."""
    plan = plan_narrated([Segment(3 * fps, "a"), Segment(fps, "b")], speech(fps, 9, a=1, b=2.5), fps)
    assert plan.late == {"b": round(1.5 * fps)}
    assert frames_shown(plan)[: 5 * fps] == [0] * fps + list(range(1, 4 * fps + 1))


@RATES
def test_a_still_is_one_drawn_frame_and_a_count(fps: int) -> None:
    """What stands still is stored once, and the frames after it follow it."""
    plan = plan_live([Segment(fps), Segment(2 * fps, stored=1), Segment(fps)], fps)
    motion, still, more = range(1, fps + 1), [fps + 1] * (2 * fps), range(fps + 2, 2 * fps + 2)
    assert frames_shown(plan) == [*motion, *still, *more, *[2 * fps + 1] * round(FINAL_STILL * fps)]


def test_stored_frames_are_all_frames_unless_told() -> None:
    """A motion's every frame is drawn."""
    assert Segment(12).stored == 12
    assert Segment(12, stored=1).stored == 1


def test_a_cue_that_is_never_said_is_refused() -> None:
    """A play cannot wait for a word that does not come; the words that come are listed."""
    with pytest.raises(ChainreelError, match=r"\[\[gone\]\].*it has: here"):
        plan_narrated([Segment(5, "gone")], speech(30, 2, here=1), 30)


@given(
    st.lists(st.tuples(st.integers(1, 90), st.booleans(), st.integers(0, 200)), max_size=6),
    st.integers(0, 400),
    st.sampled_from([24, 30, 60]),
)
def test_motion_is_never_stretched_cut_or_reordered(
    plays: list[tuple[int, bool, int]], length: int, fps: int
) -> None:
    """Whatever the voice does, each drawn frame of a motion shows once in order; the rest are holds."""
    segments = [
        Segment(n, f"c{i}" if cue else None, stored=1 if cue and n > 60 else 0)
        for i, (n, cue, _) in enumerate(plays)
    ]
    heard = Speech(length, {f"c{i}": at for i, (_, _, at) in enumerate(plays)}, ())
    for plan in (plan_narrated(segments, heard, fps), plan_live(segments, fps)):
        shown = frames_shown(plan)
        assert shown == sorted(shown)
        assert set(shown) >= set(range(1, sum(s.stored for s in segments) + 1))
        assert plan.length == len(shown)
    assert plan_narrated(segments, heard, fps).length >= max(length, sum(s.frames for s in segments))


@pytest.mark.parametrize(
    ("language", "text", "seconds"),
    [
        ("ja", "傾きをかけ続けると、どうなるでしょうか。", 60 * 18 / 330),
        ("en", "What happens when slopes multiply?", 60 * 5 / 140),
    ],
)
def test_reading_speed_stands_in_for_a_voice(language: str, text: str, seconds: float) -> None:
    """Japanese is timed by characters without punctuation, English by words."""
    assert reading_seconds(sentence(text, language)) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("seconds", "fps", "frames"), [(0.4, 30, 12), (0.4, 24, 10), (0.001, 60, 1), (0, 30, 1)]
)
def test_seconds_become_whole_frames(seconds: float, fps: int, frames: int) -> None:
    """Every play has at least one frame."""
    assert seconds_to_frames(seconds, fps) == frames
