"""The parts of chapter ``hook``, filled from the record ``headline``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from manim import VGroup

from chainreel.draw.axes.axis import Linear, ticks
from chainreel.draw.charts.learning_curves import LearningCurves, Series
from chainreel.draw.charts.light_legend import LightLegend
from chainreel.draw.evidence import bear
from chainreel.draw.networks.tower_lit import LitTower
from chainreel.draw.part.shapes import verdict
from chainreel.draw.text.counter import Counter, counter
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import at
from scenes.headline_tower import WIDTH, Run, lit_tower

RUNS: tuple[Run, ...] = ("plain", "skips")  # left and right
COLORS: Mapping[str, str] = MappingProxyType({"plain": "wrong", "skips": "correct"})

# Layout in pixels: middles, sizes, baselines.
COLUMNS: Mapping[str, int] = MappingProxyType({"plain": 354, "skips": 1566})
MIDDLE, STACK_Y = 960, 430
CHART_LEFT, CHART_TOP, CHART_WIDTH, CHART_HEIGHT = 736, 210, 516, 350
KINDS_LINE, KINDS_PITCH = 690, 124
TRAINED_LINE, UNSEEN_LINE = 726, 801
LEGEND_LINE, LEGEND_Y = 720, 756


def tower(scene: LectureScene, run: Run) -> LitTower:
    tower = lit_tower(scene.look, scene.record("headline"), scene.record("light"), run)
    return tower.put_at(MIDDLE, STACK_Y)


def legend(scene: LectureScene) -> VGroup:
    """Which light stands for which length of a gradient, with its name."""
    name = scene.text("light", "label", color="sub").put(MIDDLE, LEGEND_LINE, "center")
    return VGroup(name, LightLegend(scene.look, CHART_WIDTH).shift(at(MIDDLE, LEGEND_Y)))


def kinds(scene: LectureScene) -> list[Lettering]:
    """Every digit there is, in a row."""
    classes = scene.number("headline.classes")
    count = int(classes.value)
    shown = [show(counted(k, "kind of digit"), "d", scene.look.language) for k in range(count)]
    texts = [lettering(scene.look, kind, "result", color="sub") for kind in shown]
    bear(texts[-1], "length", classes)
    left = MIDDLE - KINDS_PITCH * (count - 1) / 2
    return [text.put(left + KINDS_PITCH * k, KINDS_LINE, "center") for k, text in enumerate(texts)]


def chart(scene: LectureScene) -> LearningCurves:
    record = scene.record("headline")
    steps = record.numbers("curve.step")
    series = [Series(run, steps, record.numbers(f"{run}.curve.train.median"), COLORS[run]) for run in RUNS]
    chart = LearningCurves(
        scene.look, series, Linear(0, steps[-1].value), Linear(0, 1), style="%1", labelled=False,
        width_px=CHART_WIDTH, height_px=CHART_HEIGHT, x_ticks=ticks(0, steps[-1].value, 100),
        y_ticks=ticks(0, 1, 0.5, "%0"), x_name=scene.words("step"), y_name=scene.words("accuracy"),
    )  # fmt: skip
    return chart.shift(at(CHART_LEFT, CHART_TOP) - chart.plot.at(0, 1))


def name_over(scene: LectureScene, key: str, run: str, baseline: float) -> Lettering:
    return scene.text(key, "label").put(COLUMNS[run] - WIDTH / 2, baseline)


def accuracy(scene: LectureScene, run: str) -> Counter:
    first = scene.show_number(f"headline.{run}.curve.train.median.0", "%1")
    made = counter(scene.look, first, "result_large", COLORS[run], "right")
    return made.put(COLUMNS[run] + WIDTH / 2, TRAINED_LINE, "right")


def unseen(scene: LectureScene, run: str) -> Lettering:
    accuracy = scene.show_number(f"headline.{run}.test_accuracy.median", "%1")
    text = lettering(scene.look, accuracy, "result_small", color=COLORS[run])
    return text.put(COLUMNS[run] + WIDTH / 2, UNSEEN_LINE, "right")


def mark(scene: LectureScene, run: str, size_px: float) -> VGroup:
    """Whether the run learns, told by shape and not by colour alone."""
    learns = scene.holds("right_learns" if run == "skips" else "left_learns")
    mark: VGroup = verdict(scene.look, learns, size_px)
    return mark
