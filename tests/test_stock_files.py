"""The files that ``chainreel scene`` leaves are those that manim would, each whole or not there."""

import json
import wave
from pathlib import Path

import av
import numpy as np
import pytest
import stock_scenes
from manim import Circle, Create, FadeIn, Scene, Square, config
from PIL import Image
from stock_oracle import both, decoded, psnr, require_same, written_by_manim, written_by_us

from chainreel.stock.run import render_scene


def files_in(folder: Path) -> list[str]:
    """Every file, but for what manim keeps of single plays and letters."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        str(path) for path in found if not {"partial_movie_files", "texts", "Tex"} & set(path.parts)
    )


@pytest.fixture
def beep(tmp_path: Path) -> Path:
    path = tmp_path / "beep.wav"
    tone = (8000 * np.sin(np.arange(4410) / 10)).astype(np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(44100)
        file.writeframes(tone.tobytes())
    return path


@pytest.mark.parametrize("kind", ["mp4", "mov", "webm", "gif", "png", "png-sequence"])
def test_every_format_has_manim_s_files(kind: str, tmp_path: Path) -> None:
    """Same names in the same folders, and as many pictures in them."""
    manims, ours = both(lambda: stock_scenes.TimeUpdaters, tmp_path, format=kind)
    assert files_in(manims.folder) == files_in(ours.folder)
    require_same(manims, ours)
    if kind == "png-sequence":
        pairs = zip(sorted(manims.film.iterdir()), sorted(ours.film.iterdir()), strict=True)
        assert all(a.read_bytes() == b.read_bytes() for a, b in pairs)
    elif kind == "png":
        assert manims.film.read_bytes() == ours.film.read_bytes()
    else:
        assert len(decoded(manims.film)) == len(decoded(ours.film)) == ours.frames


def test_a_scene_without_plays_becomes_a_still(tmp_path: Path) -> None:
    """As manim does, the picture is saved instead of a film."""
    manims, ours = both(lambda: stock_scenes.OnlyStill, tmp_path)
    assert files_in(manims.folder) == files_in(ours.folder)
    assert np.array_equal(Image.open(manims.film), Image.open(ours.film))


def test_sections_are_films_of_their_own(tmp_path: Path) -> None:
    """Their films and index are manim's; a section whose animations are skipped has none."""
    manims, ours = both(lambda: stock_scenes.Sections, tmp_path, save_sections=True)
    assert files_in(manims.folder) == files_in(ours.folder)
    indices = [json.loads(next(w.folder.rglob("sections/*.json")).read_text()) for w in (manims, ours)]
    told = [[(e["name"], e["type"], e["video"], e["nb_frames"]) for e in index] for index in indices]
    assert told[0] == told[1]
    assert [name for name, *_ in told[1]] == ["first", "last"]


def test_subcaptions_are_written_at_manim_s_times(tmp_path: Path) -> None:
    """The file beside the film is manim's to the last byte."""
    manims, ours = both(lambda: stock_scenes.Sections, tmp_path)
    assert manims.film.with_suffix(".srt").read_bytes() == ours.film.with_suffix(".srt").read_bytes()


@pytest.mark.parametrize("kind", ["mp4", "mov", "webm"])
def test_sound_is_heard_where_manim_puts_it(kind: str, beep: Path, tmp_path: Path) -> None:
    """The track of the film has manim's samples, and its pictures are all there."""

    class Heard(Scene):
        def construct(self) -> None:
            self.play(Create(Square()), run_time=0.4)
            self.add_sound(str(beep), gain=-3)
            self.play(FadeIn(Circle()), run_time=0.4)
            self.add_sound(str(beep), time_offset=0.1)
            self.wait(0.4)

    manims, ours = both(lambda: Heard, tmp_path, format=kind)
    require_same(manims, ours)
    heard = [samples_of(written.film) for written in (manims, ours)]
    assert heard[0].any()
    assert np.array_equal(heard[0], heard[1])
    assert len(decoded(ours.film)) == ours.frames
    kept = [name for name in files_in(manims.folder) if not name.endswith(".wav")]  # manim forgets one
    assert kept == files_in(ours.folder)


def samples_of(film: Path) -> np.ndarray:
    with av.open(str(film)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


@pytest.mark.parametrize(("first", "last"), [(1, -1), (0, 1), (1, 2)])
def test_a_part_of_the_plays_is_manim_s_part(first: int, last: int, tmp_path: Path) -> None:
    """-n skips to a play and stops after one, with the clock that manim has then."""
    settings = {"from_animation_number": first, "upto_animation_number": last}
    require_same(*both(lambda: stock_scenes.TimeUpdaters, tmp_path, **settings))


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_the_encoder_that_a_user_names_is_used(codec: str, tmp_path: Path) -> None:
    """Options for the encoder go to it as they would in manim, and the films are alike to the byte."""
    options = {"video_codec": codec, "video_encoder_options": {"threads": "1", "g": "5"}}
    manims, ours = both(lambda: stock_scenes.Counting, tmp_path, **options)
    with av.open(str(ours.film)) as container:
        assert container.streams.video[0].codec_context.codec.canonical_name in ("h264", "mpeg4")
    pairs = zip(decoded(manims.film), decoded(ours.film), strict=True)
    assert min(psnr(a, b) for a, b in pairs) > 30


def test_a_scene_that_fails_leaves_no_half_film(tmp_path: Path) -> None:
    """What was drawn before an error is removed, in sections too."""

    class Fails(Scene):
        def construct(self) -> None:
            self.play(Create(Square()), run_time=0.2)
            self.next_section("more")
            self.play(Create(Circle()), run_time=0.2)
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        written_by_us(lambda: Fails, tmp_path, save_sections=True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_error_at_the_very_end_leaves_no_half_film(tmp_path: Path) -> None:
    """Nor does one in ``tear_down``, of which manim does not tell its writer."""

    class FailsLate(Scene):
        def construct(self) -> None:
            self.play(Create(Square()), run_time=0.2)

        def tear_down(self) -> None:
            raise KeyError("mine")

    heard: list[object] = []
    before = config.copy()
    config.update({"media_dir": tmp_path, "pixel_width": 214, "pixel_height": 120, "frame_rate": 15})
    config.disable_caching = True
    render_scene(FailsLate, Path("mine.py"), heard.append)
    config.update(before)
    assert [type(said).__name__ for said in heard] == ["SceneFailed"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_manim_has_cached_is_drawn_all_the_same(tmp_path: Path) -> None:
    """Films of single plays that manim left behind do not shorten ours, even if caching is wanted."""

    class Cached(Scene):
        def construct(self) -> None:
            self.play(Create(Square()), run_time=0.2)
            self.wait(0.4)

    first = written_by_manim(lambda: Cached, tmp_path, disable_caching=False)
    ours = written_by_us(lambda: Cached, tmp_path, disable_caching=False)
    assert list(tmp_path.rglob("partial_movie_files/**/*.mp4"))
    require_same(first, ours)
    assert len(decoded(ours.film)) == ours.frames


def test_the_same_scene_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in a film depends on when, or how busily, it was made."""
    films = [written_by_us(lambda: stock_scenes.ManyShapes, tmp_path / n).film for n in ("a", "b")]
    assert films[0].read_bytes() == films[1].read_bytes()


def test_dry_runs_write_nothing(tmp_path: Path) -> None:
    """The scene is gone through, to its end."""
    ours = written_by_us(lambda: stock_scenes.Counting, tmp_path, dry_run=True)
    assert ours.plays == 3
    assert files_in(tmp_path) == []
