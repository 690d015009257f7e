"""Masters, clips and the joined film: counts, times, tags and bytes."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from chainreel.errors import ChainreelError
from chainreel.files import file_hash
from chainreel.film.encode import encode_clip, film_encoding
from chainreel.film.h264.video import FilmWriter, whole_video
from chainreel.film.join import Mark, Tracks, join_clips
from chainreel.frames.master import MasterReader, whole_master
from chainreel.frames.take import Take, load_take, master_path, save_take
from chainreel.frames.video_colour import Converter
from chainreel.timeline import FrameSpan, Plan, Segment

WIDTH, HEIGHT = 256, 144


def painted(count: int) -> list[np.ndarray]:
    """Frames in which a bright bar moves over a dark ground."""
    frames = []
    for index in range(count):
        frame = np.full((HEIGHT, WIDTH, 4), (15, 20, 27, 255), np.uint8)
        frame[40:100, 4 * index : 4 * index + 16] = (240, 180, 60, 255)
        frames.append(frame)
    return frames


def master(folder: Path, beat: str = "beat", moving: int = 20, fps: int = 30) -> Take:
    """A finished take: an opening still, a motion and a hold of 15 frames."""
    frames, converter = painted(moving + 2), Converter()
    with whole_master(master_path(folder, beat), WIDTH, HEIGHT) as kept:
        for frame in frames:
            kept.write(converter.video(frame))
    take = Take(beat, fps, WIDTH, HEIGHT, (Segment(moving, None, moving), Segment(15, None, 1)), ())
    save_take(take, folder)
    return take


def plan_of(*parts: tuple[int, int, int]) -> Plan:
    return Plan(tuple(FrameSpan(*part) for part in parts), {})


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


def kept_in(path: Path, count: int) -> list[np.ndarray]:
    with MasterReader(path) as reader:
        return [reader.at(index).to_ndarray() for index in range(count)]


def frame_times(path: Path, fps: int) -> list[object]:
    with av.open(str(path)) as container:
        return [frame.pts * frame.time_base * fps for frame in container.decode(video=0)]


def test_a_master_keeps_every_level_of_the_converted_picture(tmp_path: Path) -> None:
    """What is encoded later starts from the very pixels that were drawn, converted once."""
    master(tmp_path)
    wanted = [Converter().video(frame).to_ndarray() for frame in painted(22)]
    assert all(
        np.array_equal(a, b) for a, b in zip(kept_in(tmp_path / "beat.master", 22), wanted, strict=True)
    )


def test_colours_are_bt709_in_limited_range() -> None:
    """(200, 100, 50) becomes Y 117, Cb 96, Cr 174, by the standard's formula."""
    frame = Converter().video(np.full((4, 4, 4), (200, 100, 50, 255), np.uint8))
    luma, blue, red = (np.asarray(plane, np.uint8)[0] for plane in frame.planes)
    assert (luma, blue, red) == (117, 96, 174)
    picture = Converter().picture(frame)
    assert np.abs(picture.astype(int) - (200, 100, 50)).max() <= 1


def test_a_clip_shows_the_frames_its_plan_names(tmp_path: Path) -> None:
    """Holds and motions come out in the plan's order and for its length, each frame at index/fps."""
    take = master(tmp_path)
    plan = plan_of((0, 1, 10), (1, 20, 1), (20, 1, 4), (21, 1, 15))
    encode_clip(tmp_path / "beat.master", take, plan, tmp_path / "clip.mp4")
    assert frame_times(tmp_path / "clip.mp4", 30) == list(range(plan.length))
    source, shown = kept_in(tmp_path / "beat.master", 22), decoded(tmp_path / "clip.mp4")
    order = [0] * 10 + list(range(1, 21)) + [20] * 4 + [21] * 15
    errors = [np.abs(source[i].astype(int) - frame).mean() for i, frame in zip(order, shown, strict=True)]
    assert max(errors) < 1.0


def test_a_clip_is_made_of_the_frames_as_they_were_when_given(tmp_path: Path) -> None:
    """A master is read into one frame that changes; x264 keeps none of it while it looks ahead."""
    take, encoding = master(tmp_path), film_encoding(30)
    encode_clip(tmp_path / "beat.master", take, plan_of((0, 22, 1)), tmp_path / "clip.mp4")
    with whole_video(tmp_path / "apart.mp4", WIDTH, HEIGHT, 30, encoding.options, FilmWriter) as video:
        apart = [Converter().video(frame) for frame in painted(22)]
        for frame in apart:
            video.write(frame)
    assert (tmp_path / "clip.mp4").read_bytes() == (tmp_path / "apart.mp4").read_bytes()


def test_a_clip_is_h264_high_420_bt709_with_the_index_first(tmp_path: Path) -> None:
    """What video sites ask for is in the stream and in the file's order."""
    take = master(tmp_path)
    clip = tmp_path / "clip.mp4"
    encode_clip(tmp_path / "beat.master", take, plan_of((0, 22, 1)), clip)
    with av.open(str(clip)) as container:
        context = container.streams.video[0].codec_context
        first = next(iter(container.demux(video=0)))
        assert (context.profile, context.pix_fmt) == ("High", "yuv420p")
        assert (context.colorspace, context.color_primaries, context.color_trc, context.color_range) == (
            1,
        ) * 4
        assert first.is_keyframe
    content = clip.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    """Masters, clips and films hold no time of making, version or chance."""
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        take = master(folder)
        encode_clip(folder / "beat.master", take, plan_of((0, 22, 3)), folder / "clip.mp4")
        join_clips(
            [folder / "clip.mp4"] * 2, [66, 66], [Mark("a", 0)], "t", folder / "film.mp4", Tracks("en")
        )
        made.append([(folder / f).read_bytes() for f in ("beat.master", "beat.json", "clip.mp4", "film.mp4")])
    assert made[0] == made[1]


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_joined_clips_have_no_gap_and_no_overlap(tmp_path: Path, fps: int) -> None:
    """Every frame of the film, after clips of any length, even one frame, stands at index/fps."""
    take, lengths, clips = master(tmp_path, fps=fps), [], []
    for index, plan in enumerate(
        [
            plan_of((0, 22, 1)),
            plan_of((3, 1, 1)),
            plan_of((5, 2, 1)),
            plan_of((0, 1, 40)),
            plan_of((0, 22, 2)),
        ]
    ):
        clips.append(tmp_path / f"{index}.mp4")
        encode_clip(tmp_path / "beat.master", take, plan, clips[-1])
        lengths.append(plan.length)
    join_clips(clips, lengths, [Mark("a", 0)], "title", tmp_path / "film.mp4", Tracks("en"))
    assert frame_times(tmp_path / "film.mp4", fps) == list(range(sum(lengths)))
    apart = [frame for clip in clips for frame in decoded(clip)]
    joined = decoded(tmp_path / "film.mp4")
    assert all(np.array_equal(a, b) for a, b in zip(apart, joined, strict=True))


def test_a_film_carries_its_chapters_and_title(tmp_path: Path) -> None:
    """Chapter marks lie inside the MP4, in the film's language, from frame to frame."""
    take = master(tmp_path)
    encode_clip(tmp_path / "beat.master", take, plan_of((0, 1, 60)), tmp_path / "clip.mp4")
    marks = [Mark("直線", 0), Mark("逆伝播", 60)]
    join_clips([tmp_path / "clip.mp4"] * 3, [60] * 3, marks, "講義", tmp_path / "film.mp4", Tracks("en"))
    with av.open(str(tmp_path / "film.mp4")) as film:
        found = [
            (c["metadata"]["title"], c["start"] * c["time_base"], c["end"] * c["time_base"])
            for c in film.chapters()
        ]
        assert found == [("直線", 0, 2), ("逆伝播", 2, 6)]
        assert film.metadata["title"] == "講義"


def test_a_clip_of_another_length_is_not_joined(tmp_path: Path) -> None:
    """A clip that does not hold what its plan says stops the film, and no film appears."""
    take = master(tmp_path)
    encode_clip(tmp_path / "beat.master", take, plan_of((0, 22, 1)), tmp_path / "clip.mp4")
    with pytest.raises(ChainreelError, match="22 frames instead of 23"):
        join_clips([tmp_path / "clip.mp4"], [23], [Mark("a", 0)], "t", tmp_path / "film.mp4", Tracks("en"))
    assert not (tmp_path / "film.mp4").exists()


@pytest.mark.parametrize("spoil", ["truncate", "flip", "remove", "unvouched", "garbled"])
def test_a_damaged_master_is_not_believed(tmp_path: Path, spoil: str) -> None:
    """A master that is cut short, changed, gone or not vouched for counts as not drawn."""
    master(tmp_path)
    path, witness = tmp_path / "beat.master", tmp_path / "beat.json"
    content = path.read_bytes()
    assert load_take(tmp_path, "beat") is not None
    {
        "truncate": lambda: path.write_bytes(content[:-100]),
        "flip": lambda: path.write_bytes(content[:-1] + bytes([content[-1] ^ 1])),
        "remove": path.unlink,
        "unvouched": witness.unlink,
        "garbled": lambda: witness.write_text("{"),
    }[spoil]()
    assert load_take(tmp_path, "beat") is None


def test_a_take_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    """Segments, cues and ledger rows survive the disk; what saving gives knows its master's hash."""
    (tmp_path / "b.master").write_bytes(b"x")
    take = Take("b", 30, 2, 2, (Segment(4, "重み", 4), Segment(9, None, 1)), ({"text": "≈ 3"},))
    saved = save_take(take, tmp_path)
    assert load_take(tmp_path, "b") == saved == replace(take, sha256=file_hash(tmp_path / "b.master"))
    assert take.stored_frames == 6
