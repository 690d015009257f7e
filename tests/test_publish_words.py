"""What a kit says: chapters long enough, limits, credits and papers; and sound without an edit list."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from tiny import TINY, change, copy_of_tiny, records_of

from chainreel.draw.text.text import Text
from chainreel.errors import InputError
from chainreel.film.h264.video import VideoWriter, whole_video
from chainreel.film.join import Tracks, join_clips
from chainreel.film.stage import scene_of
from chainreel.frames.building import BuildRenderer
from chainreel.frames.canvas import set_up
from chainreel.lecture import LANGUAGES, Lecture
from chainreel.publish.chaptermarks import FEWEST, SHORTEST, ChapterMark, long_enough
from chainreel.publish.cover import DRAWN, cover_of
from chainreel.publish.credits import credits_of, papers
from chainreel.publish.description import About
from chainreel.publish.documents import clock, length
from chainreel.publish.video_sites import Limit, Upload, limits
from chainreel.sound.aac import encode

REPOSITORY = Path(__file__).parent.parent


def marks(*seconds: float) -> list[ChapterMark]:
    ends = np.cumsum(seconds)
    return [
        ChapterMark(f"c{n}", float(end - s), float(end))
        for n, (s, end) in enumerate(zip(seconds, ends, strict=True))
    ]


@pytest.mark.parametrize(
    ("seconds", "titles"),
    [
        ((12, 30, 15), ["c0", "c1", "c2"]),
        ((4, 30, 15), ["c0 / c1", "c2"]),
        ((12, 3, 4, 30), ["c0", "c1 / c2 / c3"]),
        ((12, 30, 5), ["c0", "c1 / c2"]),
        ((3, 4), ["c0 / c1"]),
        ((10.9, 9.2, 20), ["c0", "c1", "c2"]),  # 0:00, 0:10, 0:20: ten seconds each by the clock
        ((10.2, 9.7, 20), ["c0", "c1 / c2"]),
    ],
)
def test_chapters_are_merged_until_each_lasts_ten_seconds(
    seconds: tuple[float, ...], titles: list[str]
) -> None:
    """A short one with the next, a short last one with the one before; nothing is lost; each is told."""
    told: list[str] = []
    made = long_enough(marks(*seconds), told.append)
    assert [mark.title for mark in made] == titles
    assert made[0].start == 0
    assert all(a.end == pytest.approx(b.start) for a, b in pairwise(made))
    assert len(told) == len(seconds) - len(titles)
    if len(made) > 1:
        assert all(mark.seconds >= SHORTEST for mark in made)


def test_a_description_lists_chapters_as_youtube_reads_them() -> None:
    """Time, space, title; the first at 0:00; no angle brackets anywhere."""
    about = About("en", "p < q", ["x > y"], marks(12, 3700, 15), ["A paper"], ["Somebody's, CC BY"], ["tag"])
    lines = about.description.splitlines()
    assert lines[2:6] == ["Chapters", "0:00 c0", "0:12 c1", "1:01:52 c2"]
    assert not set("<>") & set(about.description + about.title_line + about.tag_line)
    assert len(about.chapters) >= FEWEST


def test_times_are_written_as_sites_read_them() -> None:
    """Rounded down, hours only if there are any."""
    assert [clock(s) for s in (0, 9.99, 605, 3723)] == ["0:00", "0:09", "10:05", "1:02:03"]


def test_lengths_are_told_in_the_language() -> None:
    """Minutes only if there are any."""
    assert [length(s, "ja") for s in (16, 125)] == ["16秒", "2分5秒"]
    assert [length(s, "en") for s in (16, 125)] == ["16 s", "2 min 5 s"]


def about(language: str) -> About:
    return About(language, "title", ["opening"], [], [], [])


def test_a_film_beyond_a_site_s_limits_is_found_out() -> None:
    """31 minutes in 2160 lines at 70 Mbit/s: niconico and bilibili refuse it, and the table says so."""
    upload = Upload(31, 3.5, 70, 320, 2160, 60)
    beyond = {(one.site, one.what) for one in limits(upload, [about("ja")], None) if not one.kept}
    assert beyond == {
        ("bilibili", "picture"),
        ("niconico", "length"),
        ("niconico", "file"),
        ("niconico", "height"),
    }
    row = Limit("niconico", "length", 31, 30, "min").row("ja")
    assert row == "| niconico | 長さ | 31 分 | 30 分以下 | **超える** |"


def test_a_film_within_every_limit_is_not_complained_about() -> None:
    """12 minutes in 1080 lines."""
    upload = Upload(12, 1.1, 12, 320, 1080, 60)
    assert all(one.kept for one in limits(upload, [about(language) for language in LANGUAGES], None))


# --- credits and papers --------------------------------------------------------------------------


def test_every_record_made_from_other_people_s_data_has_its_credit() -> None:
    """The digits and the photo are named wherever they were used."""
    lecture = Lecture.load(REPOSITORY)
    for name, record in records_of(lecture).items():
        borrowed = "digits" in record.run or "china.jpg" in record.run
        assert bool(credits_of(lecture, [name])) == borrowed, name


def test_a_credit_is_given_where_its_work_is_used_and_only_there() -> None:
    """Whose, which licence, what was changed, in either language."""
    lecture = Lecture.load(REPOSITORY)
    (photo,) = credits_of(lecture, ["sobel", "line"])
    assert "CC BY 2.0 https://creativecommons.org/licenses/by/2.0/" in photo.line("ja")
    assert photo.line("en").endswith("(changed: cropped, shrunk and made grey)")
    assert credits_of(lecture, ["line"]) == credits_of(Lecture.load(TINY), ["gates"]) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('licence = "CC BY 2.0"\n', "", "a credit has what, whose"),
        ('licence = "CC BY 2.0"', "licence = 2", "licence is 2, expected a str"),
        ('what.en = "Photo of a temple"\n', "", "what needs ja and en"),
    ],
)
def test_a_credit_with_something_wrong_is_refused(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    """The file, the credit and what is wrong."""
    root = copy_of_tiny(tmp_path / "lecture")
    file = root / "assets" / "credits.toml"
    file.write_text((REPOSITORY / "assets" / "credits.toml").read_text(encoding="utf-8"), encoding="utf-8")
    change(file, old, new)
    with pytest.raises(InputError, match=rf"credits.toml, \[photo\]: {complaint}"):
        credits_of(Lecture.load(root), ["gates"])


def test_papers_are_those_that_numbers_stand_on_each_once_with_its_address() -> None:
    """Also where a number was computed from a cited one."""
    cited = {"kind": "cited", "paper": "He et al. 2015, arXiv 1512.03385", "place": "Table 6"}
    other = {"kind": "cited", "paper": "Krizhevsky et al. 2012, NIPS 25", "place": "abstract"}
    derived = {"kind": "derived", "function": "ratio", "arguments": [other, cited]}
    rows = [{"source": source} for source in (cited, {"kind": "counted", "what": "x"}, derived)]
    assert papers(rows) == [
        "He et al. 2015, arXiv 1512.03385, https://arxiv.org/abs/1512.03385",
        "Krizhevsky et al. 2012, NIPS 25",
    ]


# --- the lecture's own cover ------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cover_is_legible_at_320_pixels(language: str) -> None:
    """No text is lower than 12 of them, and none stands where sites put the film's length."""
    cover = cover_of(Lecture.load(REPOSITORY), language, "dark")
    assert cover is not None
    set_up(DRAWN)
    scene = scene_of(cover.chapter, BuildRenderer())
    scene.perform(["thumbnail"])
    texts = [m for drawn in scene.mobjects for m in drawn.get_family() if isinstance(m, Text)]
    assert len(texts) >= 4
    for one in texts:
        assert one.font_px * 320 / 1920 >= 11.99
        right, below = one.get_right()[0] * 135 + 960, 540 - one.get_bottom()[1] * 135
        assert not (right > 1600 and below > 940)
        assert abs(one.get_center()[0]) * 135 + one.width * 135 / 2 <= 960 - 90


# --- sound without an edit list ----------------------------------------------------------------------


@pytest.mark.parametrize("edit_list", [True, False])
def test_sound_is_on_time_with_and_without_an_edit_list(tmp_path: Path, edit_list: bool) -> None:
    """A click at 0.5 s is heard at 0.5 s; without edit list also by players that ignore such lists."""
    clip, film = tmp_path / "clip.mp4", tmp_path / "film.mp4"
    with whole_video(clip, 64, 64, 30, {"preset": "ultrafast"}, VideoWriter) as video:
        video.write(av.VideoFrame(64, 64, "yuv420p"), 30)
    click = np.zeros((2, 48000), np.float32)
    click[:, 24000:24480] = np.sin(np.arange(480) * 0.3) * 0.5
    join_clips([clip], [30], [], "click", film, Tracks(sound=encode(click), edit_list=edit_list))
    heard = sound_of(film, {} if edit_list else {"ignore_editlist": "1"})
    lag = np.correlate(heard[0, 23000:26000], click[0, 24000:24480], "valid").argmax() - 1000
    assert abs(lag) <= 2


def sound_of(path: Path, options: dict[str, str]):
    """What is heard, from the film's first moment."""
    with av.open(str(path), options=options) as container:
        frames = list(container.decode(container.streams.audio[0]))
    first = frames[0].pts or 0
    heard = np.concatenate([frame.to_ndarray() for frame in frames], axis=1)
    return np.pad(heard, ((0, 0), (max(0, first), 0)))[:, max(0, -first) :]
