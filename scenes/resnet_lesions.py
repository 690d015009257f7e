"""Towers of chapter ``resnet`` from which layers are pulled, filled from the record ``lesion``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from manim import VGroup

from chainreel.draw.networks.tower_lesion import LesionTower
from chainreel.draw.text.lettering import Lettering
from chainreel.scene import LectureScene
from scenes.headline_tower import Run

LAST, OTHERS, HELD = (30, 29, 28), tuple(range(27, 1, -1)), 16  # layers: pulled slowly, pulled fast, held out
PULL, EACH = 1.0, 0.1  # seconds a layer
COLORS: Mapping[str, str] = MappingProxyType({"plain": "wrong", "skips": "correct"})

# Layout in pixels: middles, baselines.
PLACES: Mapping[str, int] = MappingProxyType({"plain": 488, "skips": 1380})
TOWER_Y, HEAD_LINE, OUT_LINE, RESULT_LINE, READING_LINE = 482, 190, 410, 530, 846
OUT_OF_MIDDLE: Mapping[str, int] = MappingProxyType({"plain": 225, "skips": 150})


def tower(scene: LectureScene, run: Run) -> LesionTower:
    record = scene.record("lesion")
    tower = LesionTower(
        scene.look, record.number("settings.depth"), record.numbers("layers"), record.rows(f"{run}.without"),
        scene.number("headline.chance"), bridged=run == "skips", color=COLORS[run], tower_px=(190, 520),
    )  # fmt: skip
    return tower.put_at(PLACES[run], TOWER_Y)


def heads(scene: LectureScene, run: Run) -> tuple[Lettering, Lettering]:
    """The tower's name, and what it reads as a whole."""
    left, right = (PLACES[run] + end for end in (-304, 390))
    return scene.text(run, "body").put(left, HEAD_LINE), scene.text(f"{run}_whole").put(
        right, HEAD_LINE, "right"
    )


def result(scene: LectureScene, run: Run) -> VGroup:
    """What the tower reads without a layer, large, with its name."""
    middle = PLACES[run] + OUT_OF_MIDDLE[run]
    name = scene.text("out", color="sub").put(middle, OUT_LINE, "center")
    return VGroup(
        name, scene.text(f"{run}_out", "result_large", color=COLORS[run]).put(middle, RESULT_LINE, "center")
    )
