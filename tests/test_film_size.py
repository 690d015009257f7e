"""After encoding: as good as drawn, no larger than plain manim's, and it costs what changes, no more."""

from pathlib import Path

import av
import numpy as np
import pytest
from film_scenes import manim_for, play_once
from manim import DARK_BLUE, Create, Rectangle, Scene, Square

from chainreel.film.encode import encode_clip
from chainreel.frames.master import MasterReader
from chainreel.frames.renderer import FrameRenderer
from chainreel.frames.sink import MasterSink
from chainreel.frames.take import load_take, master_path
from chainreel.lecture import Quality
from chainreel.timeline import plan_live

HD = Quality("hd", 1280, 720, 30)
SSIM = 0.99
BLOCK = 8


class DarkPlane(Scene):
    """Large flat dark areas, next to one another, and something that moves on them."""

    def construct(self) -> None:
        self.camera.background_color = "#101418"
        self.add(Rectangle(width=9, height=5, fill_color="#14191f", fill_opacity=1, stroke_width=0))
        square = Square(color=DARK_BLUE)
        self.play(Create(square), run_time=0.5)
        self.play(square.animate.shift([3, 0, 0]), run_time=0.5)
        self.wait(1)


def luma(frame: av.VideoFrame) -> np.ndarray:
    return frame.to_ndarray()[: frame.height].astype(float)


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    """Structural similarity in blocks (Wang et al. 2004), the mean over the picture."""
    h, w = (n - n % BLOCK for n in a.shape)

    def mean(z: np.ndarray) -> np.ndarray:
        return z[:h, :w].reshape(h // BLOCK, BLOCK, w // BLOCK, BLOCK).mean((1, 3))

    ma, mb, c1, c2 = mean(a), mean(b), (0.01 * 255) ** 2, (0.03 * 255) ** 2
    va, vb, both = mean(a * a) - ma**2, mean(b * b) - mb**2, mean(a * b) - ma * mb
    return float(((2 * ma * mb + c1) * (2 * both + c2) / ((ma**2 + mb**2 + c1) * (va + vb + c2))).mean())


@pytest.fixture(scope="module")
def drawn_and_filmed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Luma of each frame of the dark plane, before and after encoding."""
    folder = tmp_path_factory.mktemp("dark")
    with manim_for(HD), MasterSink(folder, HD, lambda _: None, lambda _: None) as sink:
        play_once(FrameRenderer(sink), DarkPlane)
    take = load_take(folder, "only")
    assert take is not None
    plan, clip = plan_live(take.segments, HD.fps), folder / "clip.mp4"
    encode_clip(master_path(folder, "only"), take, plan, clip)
    with MasterReader(master_path(folder, "only")) as reader:
        drawn = [luma(reader.at(index)) for index in range(take.stored_frames)]
    return drawn, [luma(f) for f in decoded(clip)]


def decoded(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def test_encoded_frames_look_as_drawn(drawn_and_filmed) -> None:
    """SSIM of every moving frame with the drawn one is at least 0.99."""
    drawn, filmed = drawn_and_filmed
    assert min(ssim(a, b) for a, b in zip(drawn[1:31], filmed[:30], strict=True)) >= SSIM


def test_flat_dark_areas_stay_flat(drawn_and_filmed) -> None:
    """No blocks and no bands: where the drawing has one level, so has the film, within one of 255."""
    drawn, filmed = drawn_and_filmed
    for a, b in zip(drawn[1:31], filmed[:30], strict=True):
        corner = np.s_[:80, :]  # background alone
        assert np.ptp(a[corner]) == 0
        assert np.abs(b[corner] - a[corner]).max() <= 1
