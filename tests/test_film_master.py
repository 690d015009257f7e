"""Masters: every level of every frame, in few bytes that follow from the pixels alone."""

from pathlib import Path

import av
import numpy as np
import pytest

from chainreel.errors import ChainreelError
from chainreel.frames.master import AFRESH, LENGTH, MasterReader, frame_at, whole_master
from chainreel.frames.region import TILE, Rect
from chainreel.frames.video_colour import Converter, blank_video, planes_of

SIZES = [(256, 144), (854, 480), (1920, 1080), (2, 2)]  # some end within a tile


def noise(width: int, height: int, count: int) -> list[tuple[av.VideoFrame, Rect]]:
    """Frames that differ from the one before in a random rectangle, and that rectangle."""
    rng = np.random.default_rng(7)
    frames = []
    planes = [rng.integers(0, 256, (height // s, width // s), np.uint8) for s in (1, 2, 2)]
    for _ in range(count):
        x, y = (2 * int(rng.integers(0, n // 2)) for n in (width, height))
        rect = Rect(x, y, min(width, x + 100), min(height, y + 60))
        for plane, step in zip(planes, (1, 2, 2), strict=True):
            at = rect.in_plane(step)
            plane[at] = rng.integers(0, 256, plane[at].shape, np.uint8)
        frame = blank_video(width, height)
        for target, plane in zip(planes_of(frame), planes, strict=True):
            target[:] = plane
        frames.append((frame, rect))
    return frames


def keep(path: Path, frames: list[tuple[av.VideoFrame, Rect]], told: bool = True) -> Path:
    first = frames[0][0]
    with whole_master(path, first.width, first.height) as master:
        for frame, rect in frames:
            master.write(frame, [rect] if told else None)
    return path


def same(a: av.VideoFrame, b: av.VideoFrame) -> bool:
    return all(np.array_equal(p, q) for p, q in zip(planes_of(a), planes_of(b), strict=True))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_level_comes_back(tmp_path: Path, width: int, height: int) -> None:
    """Frames of any even size are read as they were written, past the frame that is kept whole too."""
    frames = noise(width, height, AFRESH + 5 if width < 300 else 5)
    path = keep(tmp_path / "m", frames)
    with MasterReader(path) as reader:
        assert all(same(reader.at(index), frame) for index, (frame, _) in enumerate(frames))


def test_a_frame_is_reached_by_jumping(tmp_path: Path) -> None:
    """Whatever is passed over, the frame is the one that was written; none is found past the end."""
    frames = noise(256, 144, 2 * AFRESH + 9)
    path = keep(tmp_path / "m", frames)
    for index in (0, AFRESH - 1, AFRESH, AFRESH + 1, len(frames) - 1):
        assert same(frame_at(path, index), frames[index][0])
    with MasterReader(path) as reader:
        assert all(same(reader.at(i), frames[i][0]) for i in (3, 3, 2 * AFRESH - 1, 2 * AFRESH + 2))
        with pytest.raises(ValueError, match="asked for after"):
            reader.at(1)
    with pytest.raises(ChainreelError, match=f"ends after {len(frames)} frames: remove it and run again"):
        frame_at(path, len(frames))


def test_the_bytes_follow_from_the_pixels_alone(tmp_path: Path) -> None:
    """Whether it is known where a frame differs, or not, makes no difference to its master."""
    frames = noise(854, 480, 6)
    told, untold = (keep(tmp_path / str(t), frames, t).read_bytes() for t in (True, False))
    assert told == untold


def test_a_frame_that_stands_still_costs_next_to_nothing(tmp_path: Path) -> None:
    """Only what changes is kept: a second frame of the same pixels takes under 100 bytes."""
    frame = Converter().video(np.full((1080, 1920, 4), 30, np.uint8))
    whole = Rect(0, 0, 1920, 1080)
    one = keep(tmp_path / "one", [(frame, whole)]).stat().st_size
    two = keep(tmp_path / "two", [(frame, whole)] * 2).stat().st_size
    assert two - one < 100


def test_one_pixel_keeps_one_tile(tmp_path: Path) -> None:
    """A change is kept to its tile, wherever else it might have been."""
    first, second = noise(256, 144, 1)[0][0], blank_video(256, 144)
    for target, plane in zip(planes_of(second), planes_of(first), strict=True):
        target[:] = plane
    planes_of(second)[0][100, 200] ^= 255
    whole = Rect(0, 0, 256, 144)
    sizes = [keep(tmp_path / "m", [(first, whole), (f, whole)]).stat().st_size for f in (first, second)]
    assert 0 < sizes[1] - sizes[0] < TILE


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda content: content[:-40], "is damaged at frame 2"),
        (lambda content: content[:-1] + bytes([content[-1] ^ 1]), "is damaged at frame 2"),
        (lambda content: b"CRM0" + content[4:], "is no master of this version"),
        (lambda content: content[:3], "is no master of this version"),
        (lambda content: content[: -LENGTH.size], "is damaged at frame 2"),
    ],
)
def test_a_spoilt_master_is_one_sentence(tmp_path: Path, spoil, says: str) -> None:
    """Cut short, changed or of another format: which file, what is wrong, what to do."""
    path = keep(tmp_path / "m", noise(256, 144, 3))
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(ChainreelError, match=says) as said:
        frame_at(path, 2)
    assert str(said.value).endswith(": remove it and run again")
