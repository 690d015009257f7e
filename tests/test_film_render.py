"""A whole small lecture to film: cached, gone on with, and the same bytes however it is made."""

import contextlib
import hashlib
import io
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from film_runner import Runner
from PIL import Image
from rich.console import Console
from tiny import change, copy_of_tiny, records_of

from chainreel.errors import ChainreelError, InputError
from chainreel.files import sole_render
from chainreel.film.render import draw_only, render
from chainreel.film.request import editions, request_of
from chainreel.film.stills import save_stills, spread
from chainreel.frames.take import Take
from chainreel.lecture import QUALITIES, Lecture, Quality
from chainreel.timeline import Segment

pytestmark = pytest.mark.xdist_group("film")  # one film for all

FPS = 15
Film = Callable[..., tuple[Path, str]]


@pytest.fixture(autouse=True)
def small_quality(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture format that is quick to draw."""
    monkeypatch.setitem(QUALITIES, "small", Quality("small", 256, 144, FPS))


def film(root: Path, *selection: str, jobs: int = 1, language: str = "en") -> tuple[Path, str]:
    """Render a lecture; its folder and what was said on the way."""
    lecture = Lecture.load(root)
    wish = request_of(lecture, language, "small", None, selection)
    said = io.StringIO()
    made = editions(wish, records_of(lecture))
    render(made, jobs, lecture.cache_dir, Console(file=said, width=200))
    return made[0].folder, said.getvalue()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny lecture, rendered once; tests copy it and never change it."""
    root = copy_of_tiny(tmp_path_factory.mktemp("film") / "lecture")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(QUALITIES, "small", Quality("small", 256, 144, FPS))
        film(root)
    return root


@pytest.fixture
def lecture(finished: Path, tmp_path: Path) -> Path:
    """A copy of the rendered lecture that a test may spoil."""
    subprocess.run(["cp", "-r", str(finished), str(tmp_path / "lecture")], check=True)
    return tmp_path / "lecture"


def hashes(folder: Path) -> dict[str, str]:
    """Every file below a folder, its name and its hash."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != ".lock")
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def out(root: Path, language: str = "en") -> Path:
    return root / "out" / language / "small"


def test_a_film_comes_with_its_clips_sheet_ledger_and_manifest(finished: Path) -> None:
    """What comes out, under the names that the design gives."""
    assert set(hashes(out(finished))) == {
        "clips/01-slopes/01-factors.mp4", "clips/01-slopes/02-product.mp4",
        "ledger.json", "lecture.mp4", "manifest.json", "sheet.png",
        "lecture.srt", "lecture.vtt", "lecture.ja.srt", "lecture.ja.vtt",
    }  # fmt: skip


def test_the_film_is_its_clips_in_order_at_whole_frames(finished: Path) -> None:
    """Every frame stands at index/fps, and there are as many as in the clips."""
    counts = []
    for clip in sorted(out(finished).glob("clips/*/*.mp4")):
        with av.open(str(clip)) as container:
            counts.append(sum(1 for _ in container.decode(video=0)))
    with av.open(str(out(finished) / "lecture.mp4")) as container:
        times = [frame.pts * frame.time_base * FPS for frame in container.decode(video=0)]
        assert times == list(range(sum(counts)))
        assert [c["metadata"]["title"] for c in container.chapters()] == ["A chain of slopes"]


def test_the_ledger_lists_what_was_shown_and_what_was_said(finished: Path) -> None:
    """Numbers in pictures come from the takes, numbers in speech from the script."""
    rows = json.loads((out(finished) / "ledger.json").read_text(encoding="utf-8"))
    assert {row["how"] for row in rows} >= {"text", "speech"}
    assert {row["beat"] for row in rows} == {"factors", "product"}


def test_the_sheet_shows_each_beat_s_last_frame(finished: Path) -> None:
    """Two beats, two pictures side by side under their labels, and they are not empty."""
    sheet = np.asarray(Image.open(out(finished) / "sheet.png"))
    assert sheet.shape[1] > 2 * 480
    left, right = sheet[60:-20, 20:490].astype(int), sheet[60:-20, 516:980].astype(int)
    assert np.ptp(left) > 50
    assert np.ptp(right) > 50


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_a_clean_render_gives_the_same_bytes_for_any_number_of_jobs(
    finished: Path, tmp_path: Path, jobs: int
) -> None:
    """Every file, masters included, however the work is cut."""
    root = copy_of_tiny(tmp_path / "again")
    film(root, jobs=jobs)
    assert hashes(out(root)) == hashes(out(finished))
    assert hashes(root / ".cache" / "masters") == hashes(finished / ".cache" / "masters")


def test_an_unchanged_lecture_is_not_made_again(lecture: Path) -> None:
    """A second run draws nothing, encodes nothing and touches no file."""
    before = {p: p.stat().st_mtime_ns for p in out(lecture).rglob("*") if p.is_file()}
    _, said = film(lecture)
    assert said == ""
    assert {p: p.stat().st_mtime_ns for p in out(lecture).rglob("*") if p.is_file()} == before


def test_changed_narration_draws_nothing(lecture: Path) -> None:
    """Longer speech holds the same pictures longer: the clip is encoded again from its master."""
    script = lecture / "scenes" / "slopes.toml"
    change(script, "Multiplied, they make about", "Now, multiplied with one another, they make about")
    masters = hashes(lecture / ".cache" / "masters")
    _, said = film(lecture)
    assert "drew" not in said
    assert "encoded slopes.product" in said
    assert "encoded slopes.factors" not in said
    assert hashes(lecture / ".cache" / "masters") == masters


def test_a_word_that_a_play_waits_for_and_nobody_says_is_told_with_its_beat(lecture: Path) -> None:
    """The pictures are there; the sentence says beat, language, cue and what to do."""
    change(lecture / "scenes" / "slopes.toml", "[[multiply]]Multiplied", "Multiplied")
    with pytest.raises(
        ChainreelError, match=r"^slopes\.product \(en\): .*\[\[multiply\]\].* it has: answer: write \[\["
    ):
        film(lecture)


def test_a_comment_in_a_scene_draws_nothing_and_a_change_draws_its_chapter(lecture: Path) -> None:
    """What cannot change a picture is not in the key; what can is."""
    scene = lecture / "scenes" / "slopes.py"
    change(scene, "class Slopes", "# a remark\nclass Slopes")
    assert film(lecture)[1] == ""
    change(scene, "GAP_XL)", "GAP_XL) * 0.5")
    assert "drew slopes.factors" in film(lecture)[1]


def test_a_source_that_changes_under_way_stops_the_render(lecture: Path) -> None:
    """No picture of new sources may be kept under the key of the old ones."""
    loaded = Lecture.load(lecture)
    change(lecture / "scenes" / "slopes.py", "GAP_XL)", "GAP_XL) * 0.4")
    made = editions(request_of(loaded, "en", "small", None, ()), records_of(loaded))
    change(lecture / "scenes" / "slopes.py", "GAP_XL) * 0.4", "GAP_XL) * 0.3")
    with pytest.raises(ChainreelError, match="changed while the render was under way"):
        render(made, 1, loaded.cache_dir, Console(file=io.StringIO()))
    assert not list(made[0].chapters[0].masters.glob("*"))


def test_a_number_that_scenes_may_ask_for_by_name_is_in_the_key(lecture: Path) -> None:
    """A changed expression under [numbers] draws its chapter, even if no text shows it."""
    change(lecture / "scenes" / "slopes.toml", "[numbers]", '[numbers]\nlast = "gates.slopes.2"')
    assert "drew slopes.factors" in film(lecture)[1]


def test_a_selection_has_a_folder_of_its_own_and_uses_the_same_masters(lecture: Path) -> None:
    """One beat's film draws nothing that the whole lecture has drawn, and overwrites nothing."""
    before = hashes(out(lecture))
    folder, said = film(lecture, "slopes.product")
    assert folder != out(lecture)
    assert "drew" not in said
    assert hashes(out(lecture)) == before
    assert (folder / "clips/01-slopes/02-product.mp4").read_bytes() == (
        out(lecture) / "clips/01-slopes/02-product.mp4"
    ).read_bytes()


def test_a_beat_drawn_alone_is_the_beat_of_the_whole_lecture(finished: Path, tmp_path: Path) -> None:
    """Beats before it are only built: its master has the same bytes."""
    root = copy_of_tiny(tmp_path / "alone")
    film(root, "slopes.product")
    alone, whole = hashes(root / ".cache" / "masters"), hashes(finished / ".cache" / "masters")
    assert alone == {name: value for name, value in whole.items() if "product" in name}


@pytest.mark.parametrize(
    "victim", ["lecture.mp4", "clips/01-slopes/01-factors.mp4", "sheet.png", "ledger.json"]
)
@pytest.mark.parametrize("spoil", ["truncate", "remove"])
def test_a_spoilt_output_is_made_again(finished: Path, lecture: Path, victim: str, spoil: str) -> None:
    """A file that was cut short or removed comes back with the same bytes, and nothing is drawn."""
    path = out(lecture) / victim
    path.unlink() if spoil == "remove" else path.write_bytes(path.read_bytes()[:-50])
    assert "drew" not in film(lecture)[1]
    assert hashes(out(lecture)) == hashes(out(finished))


def test_a_truncated_master_is_made_again(finished: Path, lecture: Path) -> None:
    """Only the beat whose master is spoilt is drawn, and the film stays as it was."""
    master = next((lecture / ".cache" / "masters").rglob("product.master"))
    master.write_bytes(master.read_bytes()[:-200])
    _, said = film(lecture)
    assert "drew slopes.product" in said
    assert "drew slopes.factors" not in said
    assert hashes(lecture / ".cache" / "masters") == hashes(finished / ".cache" / "masters")
    assert hashes(out(lecture)) == hashes(out(finished))


def test_a_file_of_the_lecturer_s_own_is_left_alone(lecture: Path) -> None:
    """Only what the manifest lists is ever removed, also when a beat is taken out."""
    own = out(lecture) / "clips" / "01-slopes" / "mine.mp4"
    own.write_text("mine")
    text = (lecture / "scenes" / "slopes.toml").read_text(encoding="utf-8")
    (lecture / "scenes" / "slopes.toml").write_text(text[: text.index("[product]")], encoding="utf-8")
    film(lecture)
    assert own.read_text() == "mine"
    assert not (out(lecture) / "clips" / "01-slopes" / "02-product.mp4").exists()
    assert (out(lecture) / "clips" / "01-slopes" / "01-factors.mp4").exists()


def test_an_error_in_a_scene_is_a_sentence_with_its_place_and_loses_nothing(lecture: Path) -> None:
    """A fault in the second beat says file and line; the film of before is still there, no part is left."""
    before = hashes(out(lecture))
    change(lecture / "scenes" / "slopes.py", "        product =", "        1 / 0\n        product =")
    with pytest.raises(ChainreelError, match=r"ZeroDivisionError.*slopes\.py, line \d+"):
        film(lecture)
    after = hashes(out(lecture))
    assert {name: after[name] for name in before if name != "manifest.json"} == {
        name: value for name, value in before.items() if name != "manifest.json"
    }
    assert not list(lecture.rglob("*.part*"))
    assert not list((lecture / ".cache").glob("media-*"))


def test_a_second_render_of_the_same_output_is_refused(lecture: Path) -> None:
    """Two at once would write the same files."""
    with sole_render(out(lecture)), pytest.raises(InputError, match="another render"):
        film(lecture)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the renders that are killed are forked")
@pytest.mark.parametrize("kill", [os.kill, os.killpg])  # the parent alone, or all of the process tree
def test_a_killed_render_is_gone_on_with_to_the_same_bytes(
    finished: Path, tmp_path: Path, kill: Callable[[int, int], None]
) -> None:
    """SIGKILL at any moment leaves no wrong film, and the next run ends where an undisturbed one does."""
    runner, whole = Runner(), hashes(out(finished))
    root = copy_of_tiny(tmp_path / "killed")
    for moment in (0.4, 0.8, 1.2):
        parent = runner.start(root)
        time.sleep(moment)
        with contextlib.suppress(ProcessLookupError):  # it was done before
            kill(parent, signal.SIGKILL)
        runner.wait()
        left = hashes(out(root)) if out(root).exists() else {}
        made = {name: v for name, v in left.items() if name != "manifest.json" and ".part" not in name}
        assert made.items() <= whole.items()
    assert runner.run(root) == 0, runner.said()
    assert hashes(out(root)) == whole
    runner.close()


def test_stills_are_the_last_frames_and_some_of_the_motion(lecture: Path, tmp_path: Path) -> None:
    """Pictures for looking at come from masters, and no film is made for them."""
    loaded = Lecture.load(lecture)
    made = editions(request_of(loaded, "en", "small", None, ["slopes.product"]), records_of(loaded))
    draw_only(made, 1, loaded.cache_dir, Console(file=io.StringIO()))
    names = sorted(path.name for path in save_stills(made, tmp_path / "stills", 2))
    assert names[-1] == "en.slopes.product.png"
    assert len(names) == 3
    assert all(Image.open(tmp_path / "stills" / name).size == (256, 144) for name in names)


def test_frames_of_a_motion_are_spread_inside_its_plays() -> None:
    """Neither an opening still, nor a hold, nor a play's end counts as motion."""
    take = Take("b", 30, 2, 2, (Segment(10, None, 1), Segment(5, None, 5), Segment(1, None, 1)), ())
    assert spread(take, 2) == [3, 5]
    assert spread(take, 0) == []
    assert spread(Take("b", 30, 2, 2, (Segment(10, None, 1),), ()), 3) == []
