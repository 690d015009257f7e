"""Pictures of the drawing parts for ``docs/parts.md``: ``python tools/part_pictures.py [PART ...]``.

The page names for each part a beat of the lecture, or an example model that it draws. That beat is built
without being drawn; as the part stands in its still, or stood last in its motions, it is drawn alone, cut out
and made small.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from manim import Camera, Mobject, Scene
from model_stills import parts_of
from PIL import Image

from chainreel.frames.building import BuildRenderer
from chainreel.frames.canvas import set_up
from chainreel.lecture import QUALITIES, Lecture
from chainreel.model.making.film import lecture_of_model
from chainreel.model.target import Conduct, target_of
from chainreel.records.record import Record, load
from chainreel.scene import LectureScene
from chainreel.scene.loading import load_scene
from chainreel.script import load_script
from chainreel.theme import THEMES, Look

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "parts.md"
ROW = re.compile(r"^\| `(?P<part>\w+)` .*\| `(?P<beat>\w+\.\w+)`(?: of `(?P<film>[^`]+)`)? \|$", re.MULTILINE)
WHOLE = "lecture-talk-order.toml"  # leaves nothing out
LANGUAGE, THEME, QUALITY = "en", "dark", "1080p30"
MARGIN, WIDEST, HIGHEST, COLOURS = 24, 640, 360, 64  # pixels; colours of the palette


@dataclass(frozen=True)
class Wanted:
    """A part, and the beat in whose still it is seen: of the lecture, or of the ``film`` of a model."""

    part: str
    beat: str
    film: str = ""


def wanted_parts(page: str) -> list[Wanted]:
    """The parts that a page shows a picture of, in its order."""
    return [Wanted(row["part"], row["beat"], row["film"] or "") for row in ROW.finditer(page)]


def lecture_with(film: str) -> Lecture:
    """The lecture, or the film of a model (``FILE.py:FUNCTION``), measured where it does not stand."""
    if not film:
        return Lecture.load(ROOT, WHOLE)
    target = target_of(str(ROOT / film))
    return lecture_of_model(target, Conduct(), ROOT / ".cache" / "models" / target.slug, (LANGUAGE,), print)


def build(lecture: Lecture, chapter: str, renderer: BuildRenderer) -> None:
    """Run a chapter's scene without drawing it.

    The committed records are taken as they are: no run is repeated for a picture of a part.
    """
    records: dict[str, Record] = {p.stem: load(p) for p in lecture.records_dir.glob("*.json")}
    script = load_script(lecture, chapter)
    own = {name: records[name] for name in script.records}
    set_up(QUALITIES[QUALITY])
    scene: type[LectureScene] = load_scene(lecture, chapter)
    scene(
        renderer=renderer,
        script=script.fill(LANGUAGE, own, lecture.citations()),
        look=Look(THEMES[THEME], LANGUAGE),
        fps=QUALITIES[QUALITY].fps,
    ).construct()


def found_in(scene: Scene, part: str) -> Mobject | None:
    """The largest part of that class which the scene shows now."""
    shown = [m for top in scene.mobjects for m in top.get_family() if type(m).__name__ == part]
    seen = [m for m in shown if m.family_members_with_points()]
    return max(seen, key=lambda m: m.width * m.height, default=None)


def drawn_alone(part: Mobject, background: str) -> Image.Image:
    """The part, cut out of a frame in which nothing else stands."""
    quality = QUALITIES[QUALITY]
    camera = Camera(pixel_width=quality.width, pixel_height=quality.height, background_color=background)
    camera.capture_mobjects([part])
    frame = np.asarray(camera.pixel_array)[:, :, :3]
    rows, columns = np.nonzero(np.any(frame != frame[0, 0], axis=2))
    left, upper = max(0, columns.min() - MARGIN), max(0, rows.min() - MARGIN)
    return Image.fromarray(frame[upper : rows.max() + MARGIN, left : columns.max() + MARGIN])


def small(picture: Image.Image) -> Image.Image:
    """The picture at half its size, or at what a page can bear, in few colours."""
    share = min(0.5, WIDEST / picture.width, HIGHEST / picture.height)
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    return picture.resize(size, Image.Resampling.LANCZOS).quantize(COLOURS, dither=Image.Dither.NONE)


def parts_seen(lecture: Lecture, chapter: str, wanted: Sequence[Wanted]) -> dict[str, Mobject]:
    """The wanted parts of a chapter's beats, each as it stands in its still, or stood last.

    A part that no chapter has yet is seen in an example model, whose file stands in place of a beat.
    """
    if all(each.beat == f"{chapter}.py" for each in wanted):
        return dict(parts_of(f"{chapter}.py"))
    seen: dict[str, Mobject] = {}

    def look_at(scene: Any, _: object) -> None:
        place = f"{chapter}.{scene.beat.name}"
        for part in (each.part for each in wanted if each.beat == place):
            if found := found_in(scene, part):
                seen[part] = found.copy()

    build(lecture, chapter, BuildRenderer(on_segment=look_at, on_still=look_at, samples=(0.5,)))
    return seen


def write_pictures(wanted: Sequence[Wanted], folder: Path) -> list[Path]:
    """Write ``<Part>.png`` for each; a chapter is built once.

    Raises:
        SystemExit: a part that its beat does not show.
    """
    written: list[Path] = []
    folder.mkdir(parents=True, exist_ok=True)
    for film, chapter in dict.fromkeys((each.film, each.beat.partition(".")[0]) for each in wanted):
        own = [each for each in wanted if each.film == film and each.beat.startswith(f"{chapter}.")]
        seen = parts_seen(lecture_with(film), chapter, own)
        for each in own:
            if each.part not in seen:
                raise SystemExit(f"{each.beat} shows no {each.part}: name another beat in {PAGE.name}")
            path = folder / f"{each.part}.png"
            small(drawn_alone(seen[each.part], THEMES[THEME].color("bg"))).save(path, optimize=True)
            written.append(path)
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help="default: all of the page")
    parser.add_argument("--folder", type=Path, default=PAGE.parent / "pictures" / "parts")
    given = parser.parse_args()
    wanted = wanted_parts(PAGE.read_text(encoding="utf-8"))
    chosen = [each for each in wanted if not given.parts or each.part in given.parts]
    for path in write_pictures(chosen, given.folder):
        print(f"{path}: {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
