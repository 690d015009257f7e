"""Towers of chapter ``resnet``'s last two beats, filled from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from manim import LEFT, RIGHT, VGroup

from chainreel.draw.axes.axis import Logarithmic, decades
from chainreel.draw.axes.plot import NO_TICKS
from chainreel.draw.charts.bar_labels import Lit
from chainreel.draw.charts.bars import Bars
from chainreel.draw.networks.tower import Tower
from chainreel.draw.networks.tower_layers import TowerLayers
from chainreel.draw.networks.tower_lit import LitTower
from chainreel.draw.part.shapes import verdict
from chainreel.draw.text.counter import Counter, counter
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.number import Number, counted, power
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import GAP_M, at, px
from scenes.headline_tower import WIDTH, Run, lit_tower

RUNS: tuple[Run, ...] = ("plain", "skips")  # the left tower and the right one
NEAR = 3  # layers of a tower that are seen from near

# Layout in pixels: middles, edges, baselines.
COLUMNS: Mapping[str, int] = MappingProxyType({"plain": 354, "skips": 1566})  # as in the hook
LAYERS: Mapping[str, tuple[int, int]] = MappingProxyType({"plain": (800, 330), "skips": (1122, 330)})
MIDDLE, TOWER_Y, HEIGHT = 960, 400, 264  # the towers are lower than the hook's: there is a title above
CENTRES = (COLUMNS["plain"], MIDDLE, COLUMNS["skips"])
RESULT_LINE, NAME_LINE, FORMULA_LINE = 746, 810, 606
ANSWER_LINE = 742
POWERS, BARS_LEFT, BARS_TOP, BARS_WIDTH, BARS_HEIGHT = (-9, 1), 250, 280, 1480, 470
BARS_NAMES: Mapping[str, tuple[int, int]] = MappingProxyType({"plain": (500, 590), "skips": (800, 262)})
BEHIND = 0.4  # how bright the bars are that stand behind others
BARS = 32  # from the middle of a tower with digits and answers down to that of its bars


def hook_tower(scene: LectureScene, run: Run) -> LitTower:
    """The opening's tower, lit as in training, with its digits and answers."""
    tower = lit_tower(scene.look, scene.record("headline"), scene.record("light"), run, HEIGHT)
    every = float(len(tower.digits))
    tower.take(waiting=every, given=every, lit=1.0)
    return tower.put_at(COLUMNS[run], TOWER_Y)


def layers_from_near(scene: LectureScene, tower: LitTower, run: Run) -> TowerLayers:
    """The first layers of a run's tower, which stands already, from near."""
    numbers = [show(counted(k + 1, "layer"), "d", scene.look.language) for k in range(NEAR)]
    return TowerLayers(scene.look, tower, numbers, alive=run == "skips").put_at(*LAYERS[run])


def level_bars(scene: LectureScene, run: Run) -> Bars:
    """The gradients that arrive at a tower's layers; those with bridges stand behind, on the same ruler."""
    values = scene.record("profiles").numbers(f"{run}.dloss_dh.median")
    last, front = len(values) - 1, run == "plain"
    lit = {0: Lit("e2", "result_small") if front else Lit("s2", "result_small", "backward")}
    if front:
        lit[last] = Lit("s2", "result_small", "backward")
    color = "backward" if front else scene.look.theme.mix("backward", "bg", BEHIND)
    names = {k: show(counted(k + 1, "layer"), "d", scene.look.language) for k in (0, 9, 19, last)}
    said = (
        {"names": names, "x_name": scene.words("layer"), "y_name": scene.words("gradient")} if front else {}
    )
    bars = Bars(
        scene.look, values, Logarithmic(10.0 ** POWERS[0], 10.0 ** POWERS[1]),
        decades(*POWERS, 2) if front else NO_TICKS, lit=lit, width_px=BARS_WIDTH, height_px=BARS_HEIGHT,
        order="leftwards", at_once=5, color=color, **said,
    )  # fmt: skip
    bars.take(grown=0.0)
    return bars.shift(at(BARS_LEFT, BARS_TOP) - bars.plot.at(0, 10.0 ** POWERS[1]))


def bars_name(scene: LectureScene, run: Run) -> Lettering:
    key = {"plain": "plain", "skips": "bridged"}[run]
    return scene.text(key, "body").put(*BARS_NAMES[run])


def accuracy(scene: LectureScene, run: str) -> VGroup:
    """What a tower reached, and what that number is."""
    learns = scene.holds("right_learns" if run == "skips" else "left_learns")
    result = percentage(scene, f"headline.{run}.train_accuracy.median", "%1", learns, COLUMNS[run])
    return VGroup(result, scene.text("accuracy", color="sub").put(COLUMNS[run], NAME_LINE, "center"))


def percentage(scene: LectureScene, path: str, style: str, good: bool, column: float) -> VGroup:
    color = "correct" if good else "wrong"
    text = lettering(scene.look, scene.show_number(path, style), "result_large", color=color)
    return judged(scene, text, good, column)


def judged(scene: LectureScene, text: Lettering, good: bool, column: float) -> VGroup:
    """A result with its verdict, both together under a column's middle."""
    mark = verdict(scene.look, good, 64)
    text.put(column, RESULT_LINE, "center")
    mark.next_to(text, LEFT, buff=px(GAP_M))
    both = VGroup(mark, text)
    return both.shift((at(column, 0)[0] - both.get_x()) * RIGHT)


def formulas(scene: LectureScene) -> list[Lettering]:
    """What each tower's layers compute, under those seen from near."""
    keys = zip(("left", "right"), RUNS, strict=True)
    return [scene.text(key, "formula").put(LAYERS[run][0], FORMULA_LINE, "center") for key, run in keys]


def in_columns(scene: LectureScene, keys: Sequence[str], baseline: float, color: str) -> list[Lettering]:
    """A text for each of the last beat's columns, on one baseline."""
    pairs = zip(keys, CENTRES, strict=True)
    return [scene.text(key, color=color).put(x, baseline, "center") for key, x in pairs]


def column_tower(scene: LectureScene, path: str, column: float) -> Tower:
    """A tower with bridges, beside the hook's right one."""
    tower = Tower(scene.look, scene.number(path), width_px=WIDTH, height_px=HEIGHT)
    tower.take(bridged=1.0)
    return tower.put_at(column, TOWER_Y + BARS)


def thousand(scene: LectureScene) -> Tower:
    return column_tower(scene, "deep_residual.blocks1000.blocks", CENTRES[0])


def raw(scene: LectureScene) -> Tower:
    return column_tower(scene, "deep_residual.raw.blocks", CENTRES[1])


def thousand_result(scene: LectureScene) -> VGroup:
    path = "deep_residual.blocks1000.train_accuracy.median"
    return percentage(scene, path, "%0", scene.holds("begins"), CENTRES[0])


def too_fast(scene: LectureScene) -> VGroup:
    path = "depths.by_rate.skips.train_accuracy.median.last"
    return percentage(scene, path, "%0", not scene.holds("too_fast"), CENTRES[2])


def losses(scene: LectureScene) -> list[Number]:
    """The loss of the raw network after each step, as long as it is a number."""
    powers = scene.record("deep_residual").numbers("raw.loss.log10.median")
    return [power(counted(10, "base of the powers"), p) for p in powers]


def loss_counter(scene: LectureScene) -> Counter:
    first = show(losses(scene)[0], "e1", scene.look.language)
    return counter(scene.look, first, "result", "text").put(MIDDLE, RESULT_LINE, "center")


def overflow(scene: LectureScene) -> VGroup:
    return judged(scene, scene.text("overflow", "result", color="wrong"), False, MIDDLE)
