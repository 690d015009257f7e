"""The parts of chapter ``remedies``, filled from the records; each stands in its place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from manim import DOWN, RIGHT, UP, VGroup

from chainreel.draw.axes.axis import Linear, ticks
from chainreel.draw.charts.bar_labels import Lit
from chainreel.draw.charts.bars import Bars
from chainreel.draw.charts.length_ring import LengthRing
from chainreel.draw.charts.pile import Heap, Pile
from chainreel.draw.networks.living_tower import LivingTower
from chainreel.draw.part.shapes import verdict
from chainreel.draw.text.layout import place_right
from chainreel.draw.text.lettering import Lettering
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, GAP_M, GAP_S, MARGIN_X, at, px

WHOLE_AND_ROOM = 1.02  # the end of the factors' axis: the line at 1 keeps clear of it
KINDS = ("sigmoid", "relu", "tanh")  # of activation functions, the kindest last
STARTS = ("default", "xavier", "orthogonal")  # of first weights
RUNS = ("plain", "xavier", "orthogonal", "normalised")
TOWERS = ("left", "right")

# Layout in pixels: middles, baselines, sizes.
CURVE, FACTORS, ACCURACY, PILE, RING = (440, 530), (1400, 520), (1400, 506), (460, 700), (460, 545)
OVER_VALUES = 56
BELOW_LINE = (1290, 420)
DIE, THROW = (960, 330), (1076, 346)
NAME_LINE, UNDER_LINE = 290, 806
RIGHT_EDGE = FRAME_WIDTH - MARGIN_X - 4
EVEN_X: Mapping[str, int] = MappingProxyType({"mean": 300, "spread": 620})
TOWER_X: Mapping[str, int] = MappingProxyType({"left": 250, "right": 610})
TOWER_Y, TOWER_SIZE = 520, (300, 300)


def factors(scene: LectureScene) -> Bars:
    """What a layer multiplies the gradient by, for each curve."""
    values = [scene.number(f"profiles.{kind}_default.factor.median.2") for kind in KINDS]
    names = {k: scene.words(kind) for k, kind in enumerate(KINDS)}
    lit = {k: Lit(".2f", "result_small") for k in names}
    bars = Bars(
        scene.look, values, Linear(0, WHOLE_AND_ROOM), ticks(0, 1, 0.5, ".1f"), lit=lit, names=names,
        width_px=760, height_px=450, y_name=scene.words("factor"), at_once=1,
    )  # fmt: skip
    bars.take(grown=0.0)
    return place_right(bars.move_to(at(*FACTORS)), RIGHT_EDGE)


def weights(scene: LectureScene) -> Pile:
    heaps = [Heap(scene.record("cures").numbers(f"{start}.weights")) for start in STARTS[:2]]
    pile = Pile(scene.look, heaps, (-0.4, 0.4), ticks(-0.4, 0.4, 0.2, ".1f"), width_px=640, size_px=24)
    pile.take(fallen=0.0)
    return pile.shift(at(*PILE))


def batch(scene: LectureScene) -> Pile:
    """One neuron's values for a batch: as they are, with mean 0, and with spread 1 as well."""
    heaps = [
        Heap(scene.record("cures").numbers(f"batch.{values}"), scene.number(mean), scene.number(spread))
        for values, mean, spread in (
            ("before", "cures.batch.mean", "cures.batch.spread"),
            ("centred", "cures.batch.after_mean", "cures.batch.spread"),
            ("after", "cures.batch.after_mean", "cures.batch.after_spread"),
        )
    ]
    pile = Pile(
        scene.look, heaps, (-3, 3), ticks(-3, 3, 1), weights=False, width_px=640, size_px=12, mark_px=350
    )
    return pile.shift(at(*PILE))


def ring(scene: LectureScene) -> LengthRing:
    """What each kind of first weights makes of values of length 1."""
    rings = [scene.record("cures").numbers(f"{start}.lengths") for start in STARTS]
    words = (scene.words("one"), scene.words("name_plain"))
    return LengthRing(scene.look, rings, one=words[0], first=words[1], radius_px=180).put_at(*RING)


def name_over_pile(scene: LectureScene, key: str) -> Lettering:
    """The name of what the pile shows, over its middle or as near to it as the margin lets it."""
    name = scene.text(key, "result_small", color="weight").put(PILE[0], NAME_LINE, "center")
    into_margin = at(MARGIN_X, 0)[0] - name.get_left()[0]
    return name.shift(max(0.0, into_margin) * RIGHT)


def accuracies(scene: LectureScene) -> Bars:
    late = [f"{run}.late.train_accuracy" for run in RUNS]
    values = [scene.number(f"headline.{path}.median") for path in late]
    seeds = {k: scene.record("headline").numbers(path) for k, path in enumerate(late)}
    names = {k: scene.words(f"name_{run}") for k, run in enumerate(RUNS)}
    lit = {k: Lit("%0", "result_small") for k in names}
    lit[RUNS.index("normalised")] = Lit("%s1", "result_small", words=scene.words("reach"))
    bars = Bars(
        scene.look, values, Linear(0, 1), ticks(0, 1, 0.5, "%0"), color="forward",
        colors={0: "mute"} if scene.holds("guesses") else None,
        lit=lit, names=names, seeds=seeds,
        width_px=860, height_px=430, y_name=scene.words("accuracy"), at_once=1,
    )  # fmt: skip
    bars.take(grown=0.0)
    bars.plot.names.shift(px(OVER_VALUES) * UP)  # beside them it would seem to name the first one
    return place_right(bars.move_to(at(*ACCURACY)), RIGHT_EDGE)


def tower(scene: LectureScene, side: str) -> LivingTower:
    width, height = TOWER_SIZE
    tower = LivingTower(scene.look, scene.number("headline.settings.depth"), width_px=width, height_px=height)
    tower.take(alive=float(side == "right"))
    return tower.put_at(TOWER_X[side], TOWER_Y)


def named(scene: LectureScene, side: str, tower: LivingTower) -> Lettering:
    return scene.text(side, "label", color="sub").next_to(tower.below_point(), DOWN, buff=px(GAP_M))


def verdicts(scene: LectureScene, accuracy: Bars) -> list[VGroup]:
    """A mark over each bar's number."""
    marks = []
    for k, run in enumerate(RUNS):
        mark = verdict(scene.look, scene.holds(f"{run}_learns"), 54)
        marks.append(mark.next_to(accuracy.labels[k], UP, buff=px(GAP_S)))
    return marks
