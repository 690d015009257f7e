"""A stock scene gives the film that manim writes of it with caching off: pictures, counts, clock."""

from pathlib import Path

import numpy as np
import pytest
import stock_scenes
from manim import Scene
from manim._config.video_encoder import to_av_frame_rate
from stock_oracle import both, decoded, psnr, rate_of, require_same

from chainreel.stock.renderer import painted_scenes


@pytest.mark.parametrize("scene", stock_scenes.SCENES, ids=lambda scene: scene.__name__)
def test_every_frame_is_the_one_that_manim_writes(scene: type[Scene], tmp_path: Path) -> None:
    """Whatever a scene's frames depend on, all of them are drawn, in order, to the last level."""
    manims, ours = both(lambda: scene, tmp_path)
    assert manims.frames > 1
    require_same(manims, ours)


@pytest.mark.parametrize("rate", [15, 24, 25, 29.97, 30, 60])
def test_a_film_has_manim_s_count_of_frames_at_its_rate(rate: float, tmp_path: Path) -> None:
    """The file itself holds as many frames as manim's, at the same rate, and shows the same pictures."""
    manims, ours = both(lambda: stock_scenes.TimeUpdaters, tmp_path, frame_rate=rate)
    require_same(manims, ours)
    theirs, here = decoded(manims.film), decoded(ours.film)
    assert len(theirs) == len(here) == ours.frames
    assert rate_of(ours.film) == to_av_frame_rate(rate)  # manim's own says of 60: 184320/3071
    assert min(psnr(a, b) for a, b in zip(theirs, here, strict=True)) > 30


def test_long_holds_stand_for_as_long_as_manim_s(tmp_path: Path) -> None:
    """Frames that x264 never sees are in the film all the same."""

    class Holds(Scene):
        def construct(self) -> None:
            square = stock_scenes.Square(fill_opacity=1)
            self.add(square)
            self.wait(2)
            self.play(square.animate.shift(stock_scenes.RIGHT), run_time=0.2)
            self.wait(3)

    manims, ours = both(lambda: Holds, tmp_path)
    require_same(manims, ours)
    theirs, here = decoded(manims.film), decoded(ours.film)
    assert len(theirs) == len(here)
    assert min(psnr(a, b) for a, b in zip(theirs, here, strict=True)) > 30


def test_scenes_outside_are_manim_s_again(tmp_path: Path) -> None:
    """Nothing of ours stays in manim when a scene is done."""
    with painted_scenes():
        inside = type(Scene().renderer).__name__
    assert (inside, type(Scene().renderer).__name__) == ("PaintedRenderer", "CairoRenderer")


def test_a_transparent_film_keeps_every_pixel(tmp_path: Path) -> None:
    """Without a background, pictures and their opacity are manim's, in a file without loss."""
    import av

    settings = {"background_opacity": 0.0, "transparent": True}
    manims, ours = both(lambda: stock_scenes.TimeUpdaters, tmp_path, **settings)
    require_same(manims, ours)
    with av.open(str(manims.film)) as theirs, av.open(str(ours.film)) as here:
        pairs = list(zip(theirs.decode(video=0), here.decode(video=0), strict=True))
    assert len(pairs) == ours.frames
    assert all(np.array_equal(a.to_ndarray(), b.to_ndarray()) for a, b in pairs)
    assert not pairs[0][1].to_ndarray()[0, 0].any()
