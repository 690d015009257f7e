"""Frames that say "the last one again": any decoder shows the very picture that was held."""

import itertools
import random
from pathlib import Path

import av
import numpy as np
import pytest
from av.bitstream import BitStreamFilterContext

from chainreel.errors import ChainreelError
from chainreel.film.encode import Encoding, film_encoding, shown_frames
from chainreel.film.h264.bits import BitReader, BitWriter, escape, unescape, units
from chainreel.film.h264.standing import Stream
from chainreel.film.h264.video import LONG, SETTLE, FilmWriter, whole_video
from chainreel.publish.slides import slide_encoding
from chainreel.timeline import FrameSpan, Plan

FPS = 30
FILM, SLIDE = film_encoding(FPS), slide_encoding(FPS)  # with and without B-frames
Run = tuple[int, int]  # frames in motion, then frames that stand


def noisy(index: int, width: int, height: int) -> av.VideoFrame:
    """A picture with a moving patch of noise."""
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    planes[:height] = 30
    left = 8 * index % (width - 32)
    planes[16:48, left : left + 32] = np.random.default_rng(index).integers(16, 235, (32, 32))
    return av.VideoFrame.from_ndarray(planes, "yuv420p")


def film_of(
    path: Path, runs: list[Run], width: int = 256, height: int = 144, encoding: Encoding = FILM
) -> Path:
    index = 0
    with whole_video(path, width, height, FPS, encoding.options, FilmWriter) as video:
        for moving, standing in runs:
            for _ in range(moving):
                video.write(noisy(index, width, height))
                index += 1
            video.stand(standing)
    return path


def strictly_decoded(path: Path) -> list[np.ndarray]:
    """The frames, by a decoder that stops at the first fault."""
    with av.open(str(path)) as container:
        container.streams.video[0].codec_context.options = {"err_detect": "explode+bitstream+buffer"}
        return [frame.to_ndarray() for frame in container.decode(video=0)]


def held_spans(runs: list[Run]) -> list[tuple[int, int]]:
    """From the last moving frame before each standstill to its end."""
    spans, at = [], 0
    for moving, standing in runs:
        spans.append((at + moving - 1, at + moving + standing))
        at += moving + standing
    return spans


@pytest.mark.parametrize(
    "runs",
    [
        [(1, 50)],
        [(1, 1), (1, 1), (1, 1)],
        [(20, 40), (3, 7), (30, 0), (2, 100)],
        [(7, 900)],  # numbers of frames and of their order wrap around many times
        [(n, 17) for n in range(1, 9)],  # every place of the last frame among B-frames
    ],
)
@pytest.mark.parametrize("encoding", [FILM, SLIDE], ids=["film", "slide"])
def test_a_standing_picture_is_the_last_one_to_the_last_level(
    tmp_path: Path, runs: list[Run], encoding: Encoding
) -> None:
    """Decoded strictly, all frames of a standstill are equal, and all others are there."""
    frames = strictly_decoded(film_of(tmp_path / "film.mp4", runs, encoding=encoding))
    assert len(frames) == sum(moving + standing for moving, standing in runs)
    for first, end in held_spans(runs):
        assert all(np.array_equal(frames[first], frame) for frame in frames[first:end])


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_motion_and_standstill_is_shown_in_time(tmp_path: Path, seed: int) -> None:
    """Times go on in even steps, decoding times too, and motion after a standstill is the motion drawn."""
    chance = random.Random(seed)
    runs = [(chance.randrange(1, 30), chance.choice((0, 1, 5, 60))) for _ in range(8)]
    path, length = film_of(tmp_path / "film.mp4", runs), sum(map(sum, runs))
    with av.open(str(path)) as container:
        packets = [p for p in container.demux(video=0) if p.size]
        steps = {b.dts - a.dts for a, b in itertools.pairwise(packets)}
        assert len(steps) == 1
        assert all(p.dts <= p.pts for p in packets)
        assert sorted(p.pts for p in packets) == [i * steps.copy().pop() for i in range(length)]
    frames, index = strictly_decoded(path), 0
    for (moving, _), (last, _) in zip(runs, held_spans(runs), strict=True):
        for at in range(last - moving + 1, last + 1):
            wanted = noisy(index, 256, 144).to_ndarray().astype(int)
            assert np.abs(frames[at] - wanted).mean() < 3
            index += 1


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (854, 480), (640, 360)])
def test_a_standing_frame_costs_less_than_a_hundred_bytes(tmp_path: Path, width: int, height: int) -> None:
    """Sizes that are no multiples of a block too: a second of standstill at 1080p is under 3 kB."""
    path = film_of(tmp_path / "film.mp4", [(2, 6)], width, height)
    with av.open(str(path)) as container:
        sizes = [p.size for p in container.demux(video=0) if p.size]
    assert max(sizes[-6:]) < 100
    frames = strictly_decoded(path)
    assert all(np.array_equal(frames[1], frame) for frame in frames[1:])


@pytest.mark.parametrize("encoding", [FILM, SLIDE], ids=["film", "slide"])
def test_every_unit_is_read_by_a_second_parser(tmp_path: Path, encoding: Encoding) -> None:
    """FFmpeg's bitstream filters parse each header by the standard's tables, and refuse what does not fit."""
    path = film_of(tmp_path / "film.mp4", [(5, 300), (4, 40)], encoding=encoding)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        parsed = BitStreamFilterContext("h264_metadata=aud=remove", stream)
        found = [p for packet in container.demux(stream) if packet.size for p in parsed.filter(packet)]
    assert len(found) == 349


def test_a_hold_is_encoded_at_its_start_only() -> None:
    """Neighbouring holds of one picture are one; what is short stays with the encoder."""
    plan = Plan(
        (FrameSpan(0, 1, 30), FrameSpan(0, 1, 10), FrameSpan(1, 3), FrameSpan(3, 1, 4), FrameSpan(3, 1, 5)),
        {},
    )
    assert list(shown_frames(plan)) == [(0, 40), (1, 1), (2, 1), (3, 10)]
    assert SETTLE < LONG


@pytest.mark.parametrize("payload", [bytes(9), b"\x00\x00\x01\x00\x00\x02\x00\x00\x03", bytes(range(256))])
def test_escaped_payloads_hold_no_start_code_and_come_back(payload: bytes) -> None:
    """Two zeros are never followed by 0, 1 or 2, and what was put in is taken out again."""
    escaped = escape(payload)
    assert not any(code in escaped for code in (b"\0\0\0", b"\0\0\1", b"\0\0\2"))
    assert unescape(b"\x41" + escaped) == payload
    assert units(b"\0\0\0\1\x41" + escaped) == [b"\x41" + escaped]


def test_numbers_come_back_from_their_codes() -> None:
    """Fixed, unsigned and signed codes, one after another."""
    writer = BitWriter()
    for value in range(40):
        writer.golomb(value)
        writer.signed_golomb(value - 20)
        writer.number(value, 7)
    reader = BitReader(writer.to_bytes("0"))
    read = [(reader.golomb(), reader.signed_golomb(), reader.number(7)) for _ in range(40)]
    assert read == [(v, v - 20, v) for v in range(40)]


def test_an_encoder_of_another_kind_is_refused() -> None:
    """Parameter sets that repeated frames are not written for stop the film instead of spoiling it."""
    with pytest.raises(ChainreelError, match="no parameter sets"):
        Stream.of(b"")
    baseline = b"\0\0\0\1\x67\x42\xc0\x1e" + bytes(8) + b"\0\0\0\1\x68\xce\x3c\x80"
    with pytest.raises(ChainreelError, match="profile High"):
        Stream.of(baseline)
