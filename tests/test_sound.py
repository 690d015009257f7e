"""Sound: one loudness under a true peak, measured on what AAC leaves; a voice that meets its plays."""

from pathlib import Path

import av
import numpy as np
import pyloudnorm
import pytest
from rich.console import Console
from scipy.signal import resample_poly
from tiny import TINY, copy_of_tiny, filled, records_of

from chainreel.errors import ChainreelError
from chainreel.film.render import render
from chainreel.film.request import editions, request_of
from chainreel.film.sounding import SoundFile
from chainreel.film.tasks import Make
from chainreel.lecture import QUALITIES, Lecture, Quality
from chainreel.sound import aac
from chainreel.sound.aac import FRAME, HIGHEST, decode, encode, encode_below_peak
from chainreel.sound.beat import BeatSound, packet_counts
from chainreel.sound.levels import (
    RATE,
    START,
    STEP,
    Sound,
    amplify,
    gain_to,
    integrated_loudness,
    limit,
    loudness,
    powers,
    true_peak,
)
from chainreel.sound.mix import mix
from chainreel.sound.narrator import Narrator
from chainreel.sound.padding import at_constant_rate, widen
from chainreel.timeline import Segment, Speech, plan_narrated, sentence_waits
from chainreel.voice.kokoro import Kokoro

pytestmark = pytest.mark.xdist_group("kokoro")  # the model is loaded in one process

SECONDS = 8
BEATS = ((6.23, 1.0), (3.51, 0.4), (7.97, 0.7))  # seconds, and how loud


def speechlike() -> Sound:
    """Bursts of noise with sharp peaks and pauses between: (2, count)."""
    noise = np.random.Generator(np.random.PCG64(4)).standard_normal(SECONDS * RATE) * 0.05
    noise *= np.sin(np.arange(noise.size) / RATE * 4) > -0.3
    noise[5000::24000] = 0.8
    return np.stack([noise, noise]).astype(np.float32)


def sound_of(path: Path) -> Sound:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


def test_a_peak_between_two_samples_counts() -> None:
    """A sine at a quarter of the rate, sampled off its crests, peaks 3 dB above its samples."""
    sine = np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4).astype(np.float32) * np.hanning(RATE)
    sound = np.stack([sine, sine]).astype(np.float32)
    assert 20 * np.log10(np.abs(sound).max()) == pytest.approx(-3.0, abs=0.05)
    assert true_peak(sound) == pytest.approx(0.0, abs=0.1)


def test_loudness_and_peak_are_those_of_the_standard_and_of_a_whole_oversampling() -> None:
    """Measured in blocks, and only where a peak may be: as pyloudnorm and one resampling of all find them."""
    sound = np.tile(speechlike(), 3)
    meter = pyloudnorm.Meter(RATE)
    assert loudness(sound) == pytest.approx(meter.integrated_loudness(sound.T.astype(float)), abs=0.01)
    assert loudness(sound[:1]) == pytest.approx(loudness(sound), abs=1e-9)
    whole = 20 * np.log10(np.abs(resample_poly(sound, 4, 1, axis=1)).max())
    assert true_peak(sound) == pytest.approx(whole, abs=1e-4)


def test_a_changed_word_seldom_changes_the_gain() -> None:
    """Gains go in steps of half a decibel, so that beats that say the same keep their sound."""
    sound = speechlike()
    other = sound.copy()
    other[:, :4000] *= 0.5
    gain = gain_of(sound)
    assert gain / STEP == round(gain / STEP)
    assert gain_of(other) == gain


def gain_of(sound: Sound) -> float:
    """The gain that brings a sound to the lecture's loudness."""
    return gain_to(lambda gain: loudness(decode(encode_below_peak(sound, gain))))


def test_the_gain_comes_within_half_a_step() -> None:
    """However loud a sound is, with the limiter at work."""
    for quieter in (0.05, 0.3, 0.7, 2.0):
        sound = speechlike() * np.float32(quieter)
        made = decode(encode_below_peak(sound, gain_of(sound)))
        assert loudness(made) == pytest.approx(-14.0, abs=STEP / 2 + 1e-6)


def test_the_loudness_of_beats_in_a_row_follows_from_each_one_s_own() -> None:
    """Tenths of a second that are cut at a beat's end, and filters that begin anew, hardly matter."""
    beats = [speechlike()[:, : round(seconds * RATE)] * np.float32(g) for seconds, g in BEATS]
    together = integrated_loudness(np.concatenate([powers(beat) for beat in beats]))
    assert together == pytest.approx(loudness(np.concatenate(beats, axis=1)), abs=0.05)


def test_the_limiter_keeps_peaks_under_its_ceiling_and_the_rest_as_it_is() -> None:
    """Looking ahead, it turns down smoothly around a peak and nowhere else."""
    sound = np.full((2, RATE), 0.1, np.float32)
    sound[:, RATE // 2] = 1.0
    made = limit(sound, -6.0)
    assert true_peak(made) <= -5.9
    assert np.array_equal(made[:, : RATE // 2 - 1500], sound[:, : RATE // 2 - 1500])
    steps = np.abs(np.diff(np.delete(made[0], RATE // 2)))
    assert steps.max() < 0.002


def test_encoded_sound_has_the_lecture_s_loudness_and_peak() -> None:
    """-14 LUFS within 0.5 and at most -1 dBTP, on what a player hears of the AAC."""
    sound = speechlike()
    made = decode(encode_below_peak(sound, gain_of(sound)))
    assert loudness(made) == pytest.approx(-14.0, abs=0.5)
    assert true_peak(made) <= HIGHEST


def test_an_encoding_that_overshoots_is_limited_further() -> None:
    """AAC at a low bit rate peaks above the limiter's ceiling; what is kept does not."""
    noise = np.random.Generator(np.random.PCG64(4)).standard_normal((1, 4 * RATE)).astype(np.float32)
    sound = np.clip(noise / 2, -1, 1)
    assert true_peak(decode(encode(amplify(sound, 6.0), 64_000))) > HIGHEST
    assert true_peak(decode(encode_below_peak(sound, 6.0, 64_000))) <= HIGHEST


def test_a_peak_that_stays_too_high_is_told_with_its_beat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be brought under -1 dBTP is neither kept nor passed on in silence."""
    monkeypatch.setattr(aac, "HIGHEST", -30.0)
    monkeypatch.setattr(aac, "ROUNDS", 2)
    beat = SoundFile((), (), (), None, 30, 60, 6.0, 64_000, voice(2), 24_000)
    task = Make(beat, tmp_path / "kept.npz", "sound of", "line.machine", "en")
    with pytest.raises(ChainreelError, match=r"^sound of line\.machine \(en\): .* over -30, after 2 tries"):
        task.run(lambda message: None)
    assert not list(tmp_path.iterdir())


def test_a_loudness_that_no_gain_reaches_is_told() -> None:
    """Clicks alone never come to -14 LUFS: that is said, and nothing is turned up by 200 dB."""
    clicks = np.zeros((1, 4 * RATE), np.float32)
    clicks[0, ::24_001] = 1.0
    with pytest.raises(ChainreelError, match=r"stays at -3\d\.\d LUFS.* not at -14: record again"):
        gain_of(clicks)


def test_packets_of_beats_one_after_another_are_heard_as_each_alone() -> None:
    """Each begins at most half a packet from its start, to the sample as it is by itself, and none drifts."""
    spoken = [BeatSound(voice(seconds), 24_000, (), None, 30, 30 * seconds) for seconds in (2, 3, 1, 2)]
    starts = [0, 2 * RATE, 5 * RATE, 6 * RATE]
    packets = [beat.encode(3.0, 256_000).packets for beat in spoken]
    counts = packet_counts(starts, 8 * RATE)
    film = decode(tuple(p for own, count in zip(packets, counts, strict=True) for p in own[:count]))
    assert 8 * RATE <= film.shape[1] < 8 * RATE + FRAME
    for start, own in zip(starts, packets, strict=True):
        at, alone = round(start / FRAME) * FRAME, decode(own)
        alone = alone[:, : film.shape[1] - at]
        assert abs(at - start) <= FRAME / 2
        assert np.abs(film[:, at : at + alone.shape[1] - 2 * FRAME] - alone[:, : -2 * FRAME]).max() < 1e-4


def voice(seconds: int) -> np.ndarray:
    """Something like a voice up to half a second before the end."""
    tone = np.sin(np.arange(seconds * 24_000) * 0.06) * np.hanning(seconds * 24_000)
    tone[-12_000:] = 0
    return (0.2 * tone).astype(np.float32)


def test_filled_packets_sound_as_before_at_the_rate_that_is_asked() -> None:
    """Not a sample changes, and all along it is less than a packet off, in the end at most a byte."""
    packets = encode(speechlike(), 320_000)
    made = at_constant_rate(packets, 320_000)
    assert np.array_equal(decode(made), decode(packets))
    assert sum(map(len, packets)) < 0.8 * sum(map(len, made))
    sizes = np.cumsum([len(packet) for packet in made])
    off = np.abs(sizes - np.arange(1, len(made) + 1) * 320_000 * FRAME / (8 * RATE))
    assert off.max() < 320_000 * FRAME / (8 * RATE)
    assert off[-1] <= 1


@pytest.mark.parametrize("more", [1, 2, 15, 16, 17, 269, 270, 271, 272, 600])
def test_a_packet_widens_by_any_number_of_bytes(more: int) -> None:
    """Fill elements, of which the longest has 269 bytes, make up any difference, and sound like nothing."""
    packets = encode(speechlike()[:, :RATE])
    made = tuple(widen(packet, len(packet) + more) for packet in packets)
    assert {len(wide) - len(packet) for wide, packet in zip(made, packets, strict=True)} == {more}
    assert np.array_equal(decode(made), decode(packets))


def test_a_packet_larger_than_its_share_is_made_up_for_by_the_next_ones() -> None:
    """The rate holds on the whole, since players' buffers and sites' limits look at that."""
    packets = encode(speechlike(), 320_000)
    large = (packets[0], widen(packets[1], 1400), *packets[2:])
    sizes = np.cumsum([len(packet) for packet in at_constant_rate(large, 320_000)])
    assert sizes[1] > 1400
    assert abs(sizes[9] - 10 * 320_000 * FRAME / (8 * RATE)) <= 1


def test_what_is_no_packet_is_not_filled() -> None:
    """Bytes without the element that ends a packet are refused, not made worse."""
    with pytest.raises(ValueError, match="AAC packet of 3 bytes has no end element"):
        widen(b"\x21\x10\x00", 10)


def test_silence_stays_silence() -> None:
    """Nothing is raised where there is nothing."""
    silence = np.zeros((2, RATE), np.float32)
    assert loudness(silence) == -np.inf
    assert gain_of(silence) == START
    assert np.abs(decode(encode_below_peak(silence, 3.0))).max() < 1e-6


def test_tones_lie_beneath_the_voice() -> None:
    """A tone is quieter while somebody speaks, and as loud as it was before."""
    tone = (0.1 * np.sin(np.arange(4 * RATE) * 0.05)).astype(np.float32)
    voice = np.zeros(4 * 24_000, np.float32)
    voice[48_000:] = 0.002
    both = mix(voice, 24_000, tone, 4 * RATE)
    alone, beneath = (np.abs(both[0, a * RATE : (a + 1) * RATE]).max() for a in (0, 3))
    assert alone == pytest.approx(0.1, abs=0.003)
    assert 0.03 < beneath < 0.06
    assert np.abs(both[:, [0, -1]]).max() < 1e-3


def test_a_sentence_waits_for_the_motion_before_its_first_cue() -> None:
    """The play is on its word; a later sentence waits as long, an earlier one does not."""
    speech = Speech(300, {"gate": 40, "coin": 150}, ((9, 100), (120, 200), (220, 300)))
    segments = [Segment(30, "gate"), Segment(130), Segment(10, "coin")]
    assert sentence_waits(segments, speech) == [0, 50, 50]
    assert sentence_waits(segments, speech, [0, 20, 10]) == [0, 50, 60]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_play_begins_on_its_word(language: str) -> None:
    """However long the motion before it: not one frame late, and the sound of the word is there."""
    script, narrator = filled(TINY, language), Narrator(Kokoro())
    segments = [Segment(200), Segment(20, "first")]
    narration = narrator.narration(script, "factors", segments, 30, sound=True)
    plan = plan_narrated(segments, narration.speech(30), 30)
    assert plan.late == {}
    assert narration.speech(30).cues["first"] >= 200
    assert narration.samples is not None
    said = narration.sentences[1]
    quiet = narration.samples[: round(said.start * 24_000)][round(narration.sentences[0].end * 24_000) + 1 :]
    assert not quiet.any()
    assert np.abs(narration.samples[round(said.start * 24_000) :]).max() > 0.05


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny lecture with the draft voice, which costs a tenth of Kokoro, in its folder."""
    root = copy_of_tiny(tmp_path_factory.mktemp("spoken") / "lecture")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(QUALITIES, "small", Quality("small", 256, 144, 15))
        lecture = Lecture.load(root)
        made = editions(request_of(lecture, "ja", "small", None, (), "openjtalk"), records_of(lecture))
        with (root / "said").open("w") as said:
            render(made, 1, lecture.cache_dir, Console(file=said))
    return made[0].folder


def test_every_file_of_a_spoken_film_is_loud_enough_and_none_too_loud(spoken: Path) -> None:
    """The film at -14 LUFS; clips have its gain, and no file peaks above -1 dBTP."""
    film = sound_of(spoken / "lecture.mp4")
    assert loudness(film) == pytest.approx(-14.0, abs=0.5)
    clips = [sound_of(path) for path in sorted(spoken.glob("clips/*/*.mp4"))]
    assert max(true_peak(one) for one in [film, *clips]) <= HIGHEST
    assert len({round(loudness(clip), 2) for clip in clips}) == 2


def test_clips_are_cut_out_of_the_film_s_sound(spoken: Path) -> None:
    """The same samples, at most 11 ms from their pictures, and quiet at both ends."""
    film, at = sound_of(spoken / "lecture.mp4"), 0
    for path in sorted(spoken.glob("clips/*/*.mp4")):
        with av.open(str(path)) as container:
            count = container.streams.video[0].frames * RATE // 15
        clip, first = sound_of(path)[:, : count - 2 * FRAME], round(at / FRAME) * FRAME
        assert np.abs(clip - film[:, first : first + clip.shape[1]]).max() < 1e-4
        assert np.abs(clip[:, [*range(50), *range(-50, 0)]]).max() < 0.01
        at += count
    assert at > SECONDS * RATE / 2


def test_a_film_has_tracks_with_language_tags(spoken: Path) -> None:
    """48 kHz stereo in the voice's language; captions in it first, then in the other."""
    with av.open(str(spoken / "lecture.mp4")) as container:
        audio, *_ = container.streams.audio
        assert (audio.rate, audio.channels, audio.metadata["language"]) == (RATE, 2, "jpn")
        assert [s.metadata["language"] for s in container.streams.subtitles] == ["jpn", "eng"]
        texts = [bytes(packet)[2:].decode() for packet in container.demux(subtitles=0) if packet.size > 2]
        ends = [float(s.duration * s.time_base) for s in (audio, container.streams.video[0])]
    assert texts[0] == "傾きをかけ続けると、\nどうなるでしょうか。"
    assert ends[0] == pytest.approx(ends[1], abs=0.03)
    assert texts[0] in (spoken / "lecture.srt").read_text(encoding="utf-8")
    assert "What happens when slopes multiply?" in (spoken / "lecture.en.vtt").read_text(encoding="utf-8")
