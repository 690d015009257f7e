"""Files that a scene reads from outside its lecture's assets: a picture that changed is drawn again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from tiny import change, copy_of_tiny, records_of

from chainreel.check.running import ChapterCheck, files_of, reports, stored_report
from chainreel.film.chapter import Chapter, Version, chapter_of
from chainreel.film.stage import draw_beats
from chainreel.lecture import Lecture, Quality
from chainreel.scene.loading import leave_scenes
from chainreel.script import load_script

QUALITY = Quality("test", 64, 36, 5)
READ = 'Image.open(Path(__file__).parents[1] / "photos" / "dot.png").convert("L")'
FIRST, LAST = "    def factors(self) -> None:\n", "    def product(self) -> None:\n"
WAYS = {
    "at import": ("from manim import DOWN\n", f"from manim import DOWN\n\nDOT = {READ}\n"),
    "in a module": ("from manim import DOWN\n", "from manim import DOWN\n\nfrom scenes.dot import DOT\n"),
    "in the first beat": (FIRST, f"{FIRST}        {READ}\n"),
    "in the last beat": (LAST, f"{LAST}        {READ}\n"),
}


def lecture_with(root: Path, way: str) -> Lecture:
    """The tiny lecture, with a scene that reads a picture so."""
    lecture = Lecture.load(copy_of_tiny(root))
    (root / "photos").mkdir()
    Image.new("L", (3, 3)).save(root / "photos" / "dot.png")
    scene = root / "scenes" / "slopes.py"
    change(scene, *WAYS[way])
    change(scene, '"""\n\nfrom manim', '"""\n\nfrom pathlib import Path\n\nfrom PIL import Image\nfrom manim')
    lines = ["from pathlib import Path", "from PIL import Image", f"DOT = {READ}", ""]
    (root / "scenes" / "dot.py").write_text("\n".join(lines))
    leave_scenes()
    return lecture


def chapter(lecture: Lecture) -> Chapter:
    script = load_script(lecture, "slopes").fill("en", records_of(lecture), {})
    return chapter_of(lecture, Version("en", QUALITY, "dark"), "slopes", script.shown_beats, script)


@pytest.mark.parametrize("way", WAYS)
def test_beats_that_a_changed_picture_may_be_in_are_drawn_again(way: str, tmp_path: Path) -> None:
    """Those from the beat on that reads it, and no others; the same picture put back, none."""
    drawn = chapter(lecture_with(tmp_path / "lecture", way))
    assert drawn.missing() == ("factors", "product")
    draw_beats(drawn, drawn.missing(), lambda _: None, lambda _: None)
    assert drawn.missing() == ()
    after = ("product",) if way == "in the last beat" else ("factors", "product")
    photo = tmp_path / "lecture" / "photos" / "dot.png"
    before = photo.read_bytes()
    Image.new("L", (3, 3), 255).save(photo)
    assert drawn.missing() == after
    photo.rename(photo.with_name("other.png"))
    assert drawn.missing() == after
    assert [drawn.drawn_take(beat) for beat in after] == [None] * len(after)
    photo.write_bytes(before)
    assert drawn.missing() == ()


@pytest.mark.parametrize("way", WAYS)
def test_a_stored_check_is_not_taken_after_a_picture_changed(way: str, tmp_path: Path) -> None:
    """The chapter is checked again; without the picture it is found."""
    lecture = lecture_with(tmp_path / "lecture", way)
    task = ChapterCheck(lecture, "slopes", "en", "dark", records_of(lecture))
    assert reports([task], tmp_path / "cache", 1)[0].findings == ()
    (stored,) = files_of([task], tmp_path / "cache")
    assert stored_report(stored, lecture.root) is not None
    (tmp_path / "lecture" / "photos" / "dot.png").unlink()
    assert stored_report(stored, lecture.root) is None
    leave_scenes()
    (found,) = reports([replace(task, theme="dark")], tmp_path / "cache", 1)[0].findings
    assert found.rule == "scene"
    assert "dot.png" in found.message
