"""For VRChat: the right page at every seek, a film that any player streams, times to pause at, a guide."""

import json
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from published import made_for, probe, tracks, with_node

from chainreel.film.recipe import Source
from chainreel.film.sheet import Still, picture_of
from chainreel.frames.master import whole_master
from chainreel.publish.pages import SLIDE_PLAYERS, WIDEST, SlidePlayer, without_band, write_page
from chainreel.publish.rendered import Rendered

Picture = NDArray[np.uint8]
pytestmark = pytest.mark.xdist_group("vrchat")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The tiny lecture with its files for VRChat."""
    return made_for("vrchat", tmp_path_factory)


@pytest.fixture
def folder(tiny: Rendered) -> Path:
    return tiny.edition.folder / "vrchat"


def seen(path: Path, seconds: float, edit_lists: bool) -> Picture:
    """What a player shows that seeks there: the last frame that is due."""
    options = {} if edit_lists else {"ignore_editlist": "1"}
    with av.open(str(path), options=options) as container:
        stream = container.streams.video[0]
        container.seek(int(seconds * av.time_base), backward=True)
        due = [f for f in container.decode(stream) if f.time is not None and f.time <= seconds]
        return due[-1].to_ndarray(format="rgb24")


def stills(tiny: Rendered) -> list[Picture]:
    return [np.asarray(picture_of(clip.still)) for clip in tiny.clips]


def nearest(picture: Picture, candidates: list[Picture]) -> int:
    """Which of the pictures it is; it must be one of them."""
    apart = [float(np.abs(picture.astype(int) - c.astype(int)).mean()) for c in candidates]
    assert min(apart) < 3
    return int(np.argmin(apart))


@pytest.mark.parametrize("player", SLIDE_PLAYERS, ids=lambda player: player.name)
@pytest.mark.parametrize("edit_lists", [True, False], ids=["edit lists read", "edit lists ignored"])
def test_a_slide_player_finds_each_page_where_it_seeks(
    tiny: Rendered, folder: Path, player: SlidePlayer, edit_lists: bool
) -> None:
    """Each page is there at its player's own times, and from its first to its last frame."""
    pages, file = stills(tiny), folder / player.file
    for number in range(len(pages)):
        first = number * player.seconds
        for seconds in (player.seeks(number), first + 0.001, first + player.seconds - 0.001):
            assert nearest(seen(file, seconds, edit_lists), pages) == number


@pytest.mark.parametrize("player", SLIDE_PLAYERS, ids=lambda player: player.name)
def test_slides_have_no_b_frames_and_a_keyframe_at_each_page(
    tiny: Rendered, folder: Path, player: SlidePlayer
) -> None:
    """Pictures are stored as they are shown, 30 a second, and GOPs last a second at most."""
    with av.open(str(folder / player.file)) as container:
        packets = [p for p in container.demux(video=0) if p.size]
        assert container.streams.video[0].average_rate == 30
    times = [float(p.pts * p.time_base) for p in packets if p.pts is not None]
    assert [p.pts for p in packets] == [p.dts for p in packets]
    assert times == pytest.approx([k / 30 for k in range(30 * player.seconds * len(tiny.clips))])
    keys = [time for time, packet in zip(times, packets, strict=True) if packet.is_keyframe]
    assert {float(n * player.seconds) for n in range(len(tiny.clips))} <= set(keys)
    assert max(np.diff([*keys, times[-1]])) <= 1


@pytest.mark.parametrize("name", ["player.mp4", "slides.mp4", "slides-2s.mp4"])
def test_videos_stream_and_hold_no_edit_list(folder: Path, name: str) -> None:
    """The index comes before the pictures, and nothing in it tells a player to skip."""
    file = (folder / name).read_bytes()
    assert 0 < file.find(b"moov") < file.find(b"mdat")
    assert b"elst" not in file


def test_the_film_has_a_keyframe_where_each_beat_begins(tiny: Rendered, folder: Path) -> None:
    """A player that jumps to a beat's start shows the beat at once."""
    with av.open(str(folder / "player.mp4")) as container:
        keys = {round(float(p.pts * p.time_base), 3) for p in container.demux(video=0) if p.is_keyframe}
    assert {round(float(row["start_s"]), 3) for row in times(folder)} <= keys


def times(folder: Path) -> list[dict[str, str]]:
    head, *rows = (folder / "times.txt").read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), row.split("\t"), strict=True)) for row in rows]


def by_clock(text: str) -> int:
    minutes, seconds = text.split(":")
    return 60 * int(minutes) + int(seconds)


def test_at_the_times_to_pause_a_beat_s_still_stands(tiny: Rendered, folder: Path) -> None:
    """Paused there, by the clock or exactly, the film shows the beat's last picture."""
    pages = stills(tiny)
    for number, row in enumerate(times(folder)):
        for seconds in (float(row["pause_s"]), by_clock(row["pause"])):
            assert nearest(seen(folder / "player.mp4", seconds, True), pages) == number
        assert float(row["start_s"]) <= by_clock(row["start"]) < float(row["pause_s"])
        assert row["beat"] == tiny.clips[number].place


def test_pages_are_the_stills(tiny: Rendered, folder: Path) -> None:
    """One PNG a beat, in the film's order."""
    files = sorted((folder / "pages").iterdir())
    assert [file.name for file in files] == ["01-slopes.factors.png", "02-slopes.product.png"]
    for file, still in zip(files, stills(tiny), strict=True):
        assert np.array_equal(np.asarray(Image.open(file)), still)


def test_no_page_is_wider_than_vrchat_loads(tmp_path: Path) -> None:
    """A still of 3840 pixels becomes a page of 2048."""
    master = tmp_path / "large.master"
    with whole_master(master, 3840, 2160) as kept:
        kept.write(av.VideoFrame(3840, 2160, "yuv420p"))
    write_page(Still("large", Source(master, "frames"), 0), tmp_path / "page.png")
    assert Image.open(tmp_path / "page.png").size == (WIDEST, WIDEST * 9 // 16)


def test_a_picture_for_an_article_ends_where_captions_would_begin(tiny: Rendered, tmp_path: Path) -> None:
    """The band that every scene leaves empty is cut off; a picture with something in it stays whole."""
    write_page(tiny.clips[0].still, tmp_path / "page.png", trimmed=True)
    whole = picture_of(tiny.clips[0].still)
    assert Image.open(tmp_path / "page.png").height == whole.height * 912 // 1080
    whole.putpixel((0, whole.height - 1), (255, 0, 0))
    assert without_band(whole).size == whole.size


@pytest.mark.parametrize("name", ["guide.md", "guide.ja.md"])
def test_the_guide_names_every_file_and_player(folder: Path, name: str) -> None:
    """In both languages, with nothing left to fill in."""
    text = (folder / name).read_text(encoding="utf-8")
    for word in ("player.mp4", "times.txt", "pages/", *(p.file for p in SLIDE_PLAYERS)):
        assert f"`{word}`" in text
    assert all(player.name in text for player in SLIDE_PLAYERS)
    assert "{" not in text


@pytest.mark.slow
def test_mediainfo_and_ffprobe_read_the_slides_as_players_need_them(folder: Path) -> None:
    """High@4.0, 30 frames a second without variation, no B-frames, BT.709, from time 0."""
    for player in SLIDE_PLAYERS:
        video = tracks(folder / player.file)["Video"]
        assert (video["Format_Profile"], video["Format_Level"]) == ("High", "4")
        assert (video["FrameRate_Mode"], float(video["FrameRate"])) == ("CFR", 30)
        assert video["ColorSpace"] == "YUV"
        assert video["matrix_coefficients"] == "BT.709"
        stream = probe(folder / player.file, "-show_streams")["streams"][0]
        assert (stream["has_b_frames"], float(stream["start_time"])) == (0, 0)
        frames = probe(folder / player.file, "-show_entries", "frame=pict_type")["frames"]
        assert {frame["pict_type"] for frame in frames} <= {"I", "P"}


@pytest.mark.slow
def test_mp4box_finds_each_page_in_the_file(tiny: Rendered, folder: Path) -> None:
    """GPAC's reader sees the samples, their sync points, and no edits."""
    script = """
const MP4Box = require('mp4box'), fs = require('fs');
const bytes = fs.readFileSync(process.argv[1]), file = MP4Box.createFile();
file.onReady = info => {
  const track = file.getTrackById(info.tracks[0].id), samples = file.getTrackSamplesInfo(track.tkhd.track_id);
  console.log(JSON.stringify({progressive: info.isProgressive, edits: Boolean(track.edts),
    sync: samples.filter(s => s.is_sync).map(s => s.cts / s.timescale)}));
};
const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
data.fileStart = 0; file.appendBuffer(data); file.flush();
"""
    for player in SLIDE_PLAYERS:
        found = json.loads(with_node(script, "mp4box", [folder / player.file]))
        assert (found["progressive"], found["edits"]) == (True, False)
        assert {n * player.seconds for n in range(len(tiny.clips))} <= set(found["sync"])
