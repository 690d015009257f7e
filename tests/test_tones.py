"""Tones: a number's pitch, heard at the moment its picture changes, and listed in the ledger."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from manim import AnimationGroup
from moved import JA, number, record, shown
from tiny import change, copy_of_tiny, records_of

from chainreel.draw.axes.ruler import Ruler
from chainreel.draw.gradients.gate_state import APPROACHED, PASS, ChainState
from chainreel.draw.gradients.gates import GateChain
from chainreel.draw.text.counter import count_through, counter
from chainreel.film.request import editions, request_of
from chainreel.lecture import Lecture
from chainreel.pitch import HIGHEST, LOWEST, ONE, heard_in, pitch
from chainreel.show import show
from chainreel.sound.levels import RATE
from chainreel.sound.tones import VOLUME, strike, strokes
from chainreel.timeline import Segment, Speech, Tone, begins

RUNNING = record("chain").numbers("w1.running")


def tones_of(animation: object, start: float = 0.0) -> list[Tone]:
    return [tone for _, tone in heard_in(animation, start)]


def pitches(sound: np.ndarray) -> float:
    """The strongest frequency of a sound, in hertz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.argmax(spectrum)) * RATE / len(sound)


def test_a_number_a_hundred_times_smaller_is_an_octave_lower() -> None:
    """Equal ratios are equal intervals, within what can be heard; the sign has no say."""
    assert pitch(number(1.0)) == ONE
    assert pitch(number(0.01)) == pytest.approx(ONE / 2)
    assert pitch(number(-0.01)) == pytest.approx(ONE / 2)
    assert [pitch(number(v)) for v in (0.0, 1e-12, 1e6)] == [LOWEST, LOWEST, HIGHEST]


def test_each_gate_s_factor_is_heard_when_the_coin_touches_it() -> None:
    """Three gates: three falls, each from the coin's value before to the one behind, one after the other."""
    running = [show(n, "s3" if i else "d", "ja") for i, n in enumerate(RUNNING)]
    factors = [show(n, ".3f", "ja") for n in record("chain").numbers("w1.factors")]
    chain = GateChain(JA, running, factors, state=ChainState(passed=1, coin=1.0))
    found = tones_of(chain.pass_many(3, PASS))
    assert [(t.start_hz, t.end_hz) for t in found] == list(pairwise(map(pitch, RUNNING[1:5])))
    assert [t.at for t in found] == pytest.approx([(k + APPROACHED) * PASS for k in range(3)])
    assert all(t.end_hz < t.start_hz for t in found)


def test_the_turn_to_the_log_ruler_glides_once_and_its_steps_are_heard_one_by_one() -> None:
    """From the largest value to the smallest while the coins travel; then a fall for every hop."""
    ruler = Ruler(JA, RUNNING, -7)
    (glide,) = tones_of(ruler.turn(2.0))
    assert (glide.at, glide.seconds) == (0.0, 2.0)
    assert (glide.start_hz, glide.end_hz) == (pitch(RUNNING[0]), pitch(RUNNING[-1]))
    assert len(tones_of(ruler.hop())) == len(RUNNING) - 1


def test_a_counter_lands_on_its_last_number() -> None:
    """One stroke at the end, at the number that stays; also from within a group that starts it later."""
    made = counter(JA, shown(1.0))
    count = count_through(made, [number(1.0), number(0.1)], ".3f", run_time=2.0)
    assert tones_of(count, 1.0) == [Tone(3.0, 0.5, pitch(number(0.1)), pitch(number(0.1)))]
    late = AnimationGroup(count, count_through(counter(JA, shown(1.0)), [number(1.0)], "d"), lag_ratio=1.0)
    assert [t.at for t in tones_of(late)] == pytest.approx([2.0, 3.0])


def test_a_tone_begins_softly_glides_and_dies_away() -> None:
    """No click at either end, the pitches it was given, never louder than its volume and overtones."""
    sound = strike(Tone(0, 0.6, 880.0, 440.0))
    assert np.abs(sound[[0, -1]]).max() < 1e-4
    assert np.abs(sound).max() <= 1.3 * VOLUME
    assert pitches(sound[: RATE // 20]) == pytest.approx(860, abs=40)
    assert pitches(sound[round(0.6 * RATE) :][: RATE // 10]) == pytest.approx(440, abs=12)


def test_tones_fall_where_their_play_begins() -> None:
    """A play that waits for its word takes its tones with it; a beat without tones has no sound of them."""
    tone = Tone(0.5, 0.2, 440.0, 440.0)
    segments = [Segment(30), Segment(30, "word", tones=(tone,))]
    speech = Speech(120, {"word": 90}, ((0, 120),))
    assert begins(segments, speech) == [0, 90]
    sound = strokes(segments, speech, 30, 5 * RATE)
    assert sound is not None
    assert np.flatnonzero(np.abs(sound) > 1e-4)[0] == pytest.approx(3.5 * RATE, abs=0.02 * RATE)
    assert strokes(segments[:1], speech, 30, RATE) is None
    assert strokes([replace(segments[1], cue=None)], speech, 30, RATE // 4) is not None


def test_tones_can_be_left_out_and_the_film_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """``--tones none``, or the lecture's own setting."""
    root = copy_of_tiny(tmp_path / "lecture")
    made = editions(request_of(Lecture.load(root), "en", "draft", None, (), tones="none"),
                    records_of(Lecture.load(root)))  # fmt: skip
    assert not made[0].narrator.tones
    assert made[0].folder.name == "draft--with-tones=none"
    change(root / "lecture.toml", "[lecture]\n", '[lecture]\ntones = "none"\n')
    assert request_of(Lecture.load(root), "en", "draft", None, ()).tones == "none"
