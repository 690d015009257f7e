"""Slides for any presenter: what is in their files, and that they come from the masters."""

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from published import SMALL, made_for

from chainreel.film import render as rendering
from chainreel.film.encode import Encoding, encode_within, film_encoding
from chainreel.publish import targets
from chainreel.publish.rendered import Rendered
from chainreel.publish.slides import MOST, make_slides, slide_encoding
from chainreel.timeline import plan_live

pytestmark = pytest.mark.xdist_group("slides")  # one deck of slides for all

I_FRAME, P_FRAME = 1, 2


@pytest.fixture(scope="module")
def voiced(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The tiny lecture spoken by the draft voice, with slides."""
    return made_for("slides", tmp_path_factory, language="ja", voice="openjtalk")


def slide(rendered: Rendered, kind: str, beat: str = "01-factors") -> Path:
    return rendered.edition.folder / "slides" / kind / "01-slopes" / f"{beat}.mp4"


def boxes(path: Path) -> list[str]:
    """The kinds of an MP4's outermost boxes, in order."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        found.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4], "big")
    return found


@pytest.mark.parametrize("kind", ["live", "narrated"])
def test_a_slide_has_no_b_frames_begins_with_a_keyframe_and_its_index(voiced: Rendered, kind: str) -> None:
    """What PowerPoint, Keynote and Impress want; every frame is decoded in the order it is shown in."""
    path = slide(voiced, kind)
    assert boxes(path)[:2] == ["ftyp", "moov"]
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [p for p in container.demux(stream) if p.size]
        assert (stream.codec_context.profile, stream.codec_context.pix_fmt) == ("High", "yuv420p")
        assert packets[0].is_keyframe
        assert all(p.pts == p.dts for p in packets)
    with av.open(str(path)) as container:
        assert {frame.pict_type for frame in container.decode(video=0)} <= {I_FRAME, P_FRAME}


def test_a_live_slide_is_the_motion_and_its_still_without_pauses_or_sound(voiced: Rendered) -> None:
    """As long as the plays, and a second of the last picture."""
    for clip, beat in zip(voiced.clips, ("01-factors", "02-product"), strict=True):
        with av.open(str(slide(voiced, "live", beat))) as container:
            assert not container.streams.audio
            frames = [frame.to_ndarray() for frame in container.decode(video=0)]
        assert len(frames) == plan_live(clip.take.segments, clip.take.fps).length < clip.plan.length
        assert all(np.array_equal(frames[-15], frame) for frame in frames[-15:])


def test_a_narrated_slide_sounds_as_long_as_it_is_shown(voiced: Rendered) -> None:
    """The voice is inside, and the slide is as long as the beat in the film."""
    with av.open(str(slide(voiced, "narrated"))) as container:
        sound = container.streams.audio[0]
        assert (sound.codec_context.name, sound.rate) == ("aac", 48000)
        samples = np.concatenate([f.to_ndarray() for f in container.decode(sound)], axis=1)
    assert np.abs(samples).max() > 0.05
    assert Fraction(samples.shape[1], 48000) == pytest.approx(voiced.clips[0].seconds, abs=0.1)


def test_manim_slides_is_told_every_slide_its_words_and_what_it_does_at_its_end(voiced: Rendered) -> None:
    """Live slides wait for the click; narrated ones go on by themselves. ASCII, whatever the system reads."""
    folder = voiced.edition.folder
    for kind, by_itself in (("live", False), ("narrated", True)):
        text = (folder / "slides" / f"{kind}.json").read_bytes().decode("ascii")
        told = json.loads(text)
        assert [s["auto_next"] for s in told["slides"]] == [by_itself] * 2
        assert all((folder / s["file"]).is_file() for s in told["slides"])
        assert "どうなるでしょうか" in told["slides"][0]["notes"]
        assert told["resolution"] == [SMALL.width, SMALL.height]


def test_slides_are_made_without_drawing_and_only_once(
    voiced: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No task but encoding runs, and the second time none at all."""
    labels: list[str] = []
    run = rendering.run_jobs
    monkeypatch.setattr(
        rendering,
        "run_jobs",
        lambda jobs, *rest: (labels.extend(j.task.label for j in jobs), run(jobs, *rest)),
    )
    make_slides(voiced)
    assert labels == []
    voiced.encoded_clips(slide_encoding(SMALL.fps, 90))
    assert labels == ["encode slopes.factors (ja)", "encode slopes.product (ja)"]


def test_a_slide_that_would_be_too_large_is_encoded_with_fewer_bytes(
    voiced: Rendered, tmp_path: Path
) -> None:
    """Under the limit if any quality is, and with every frame."""
    assert MOST < 20 * 1024 * 1024
    clip, path = voiced.clips[0], tmp_path / "clip.mp4"
    master = clip.beat.master.path
    plain = film_encoding(clip.take.fps)
    encode_within(master, clip.take, clip.plan, path, None, plain)
    large = path.stat().st_size
    encode_within(
        clip.beat.master.path, clip.take, clip.plan, path, None, Encoding(plain.options, most=large - 1000)
    )
    assert path.stat().st_size < large
    with av.open(str(path)) as container:
        assert sum(1 for _ in container.decode(video=0)) == clip.plan.length


def test_slides_may_be_smaller_than_what_was_drawn(voiced: Rendered) -> None:
    """Scaled from the masters, in proportion, with the same colours."""
    small = voiced.encoded_clips(slide_encoding(SMALL.fps, 90))[0]
    with av.open(str(small.pictures)) as container:
        frame = next(container.decode(video=0))
    assert (frame.width, frame.height) == (160, 90)
    with av.open(str(voiced.clips[0].pictures)) as container:
        whole = next(container.decode(video=0))
    assert frame.to_ndarray().mean() == pytest.approx(whole.to_ndarray().mean(), abs=1.5)


def test_every_target_is_named_and_all_is_all_of_them() -> None:
    """What --for takes, in the order of making."""
    assert targets.names_for("film") == ()
    assert targets.names_for("slides") == ("slides",)
    assert targets.names_for("all") == tuple(targets.TARGETS)
    assert targets.NAMES[0] == "film"
