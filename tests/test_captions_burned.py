"""Captions in the pictures: in their band, at their times, and nothing else changed."""

from pathlib import Path

import av
import numpy as np
import pytest

from chainreel.captions.caption import Caption
from chainreel.film.burned import Burned, band_rows
from chainreel.film.encode import encode_clip
from chainreel.frames.master import whole_master
from chainreel.frames.take import Take, master_path
from chainreel.frames.video_colour import Converter
from chainreel.lecture import Quality
from chainreel.theme import DARK, LIGHT
from chainreel.timeline import FrameSpan, Plan, Segment

SMALL = Quality("small", 854, 480, 15)
LINES = ("0.25 を10回かけると、", "y = ax + b の傾きは消えます。")


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> tuple[Take, Path]:
    """A beat of two frames, plain but for a bright bar that moves."""
    folder = tmp_path_factory.mktemp("master")
    with whole_master(master_path(folder, "beat"), 854, 480) as kept:
        for index in range(3):
            frame = np.full((480, 854, 4), (*bytes.fromhex(DARK.bg[1:]), 255), np.uint8)
            frame[100:200, 100 * index : 100 * index + 50] = 255
            kept.write(Converter().video(frame))
    return Take("beat", 15, 854, 480, (Segment(2),), ()), master_path(folder, "beat")


def frames(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [f.to_ndarray(format="gray").astype(int) for f in container.decode(video=0)]


def encoded(take: tuple[Take, Path], path: Path, *captions: Caption, theme: str = "dark") -> list[np.ndarray]:
    plan = Plan((FrameSpan(1, 1), FrameSpan(2, 1), FrameSpan(2, 1, 58)), {})
    encode_clip(take[1], take[0], plan, path, Burned(captions, "ja", theme, SMALL))
    return frames(path)


def test_captions_stand_in_their_band_and_at_their_times(take: tuple[Take, Path], tmp_path: Path) -> None:
    """From the caption's first frame to its last; outside the band the picture is what it was."""
    bare = encoded(take, tmp_path / "bare.mp4")
    read = encoded(take, tmp_path / "read.mp4", Caption(1.0, 2.0, LINES), Caption(2.0, 3.0, LINES[:1]))
    assert len(bare) == len(read) == 60
    top, bottom = band_rows(SMALL)
    changed = [int((np.abs(a - b)[top:bottom] > 40).sum()) for a, b in zip(bare, read, strict=True)]
    assert [index for index, count in enumerate(changed) if count] == list(range(15, 45))
    assert changed[20] > 1.5 * changed[40] > 0
    elsewhere = [
        np.delete(np.abs(a - b), slice(top, bottom), axis=0) for a, b in zip(bare, read, strict=True)
    ]
    assert max(difference.max() for difference in elsewhere) < 32  # two encodings of the same edges
    assert max(difference.mean() for difference in elsewhere) < 0.1


def test_captions_are_centred_and_keep_clear_of_the_edges(take: tuple[Take, Path], tmp_path: Path) -> None:
    """Both lines whole within the margins, as far from the left as from the right."""
    bare, read = (
        encoded(take, tmp_path / "a.mp4"),
        encoded(take, tmp_path / "b.mp4", Caption(0.0, 4.0, LINES)),
    )
    rows, columns = np.nonzero(np.abs(read[30] - bare[30]) > 40)
    top, bottom = band_rows(SMALL)
    assert top < rows.min()
    assert rows.max() < bottom - 1
    assert columns.min() == pytest.approx(853 - columns.max(), abs=6)
    assert columns.min() > 0.05 * 854


def test_a_light_film_has_dark_captions(take: tuple[Take, Path], tmp_path: Path) -> None:
    """The theme's own colours, so that they can be read."""
    read = encoded(take, tmp_path / "light.mp4", Caption(0.0, 4.0, LINES), theme="light")
    top, bottom = band_rows(SMALL)
    band = read[30][top:bottom]
    assert np.median(band) > 200 > 90 > band.min()
    assert LIGHT.bg != DARK.bg
