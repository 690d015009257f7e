"""The parts of chapter ``inception`` that show counts: channels, costs, weights, and wrong answers."""

from __future__ import annotations

import math
from typing import TypeVar

from manim import UP

from chainreel.draw.axes.axis import Linear, ticks
from chainreel.draw.charts.bar_labels import Lit
from chainreel.draw.charts.bars import Bars
from chainreel.draw.charts.dot_rows import DotRow, DotRows
from chainreel.draw.charts.rows import RowEntry, Rows
from chainreel.draw.images.channel_stack import ChannelStack
from chainreel.draw.images.squeeze import SqueezedLane
from chainreel.draw.text.layout import place_left, place_right
from chainreel.number import Number, subtract
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, MARGIN_X, at
from scenes.inception_lanes import BRANCHES

KINDS = ("full", "reduced")  # without the 1x1 first, and with it

C = TypeVar("C", Bars, DotRows)

# Layout in pixels.
RIGHT = FRAME_WIDTH - MARGIN_X
COLUMN, COLUMN_HEIGHT = (1458, 490), 480
LANE, COST_LEFT, COST_LINES, COST_ROW, COST_LENGTH = (960, 326), 430, (612, 698), 84, 720
COST_LINE, RATIO_LINE = 548, 700
CHART_FOOT, CHART_HEIGHT, WEIGHTS_WIDTH, MISSED_WIDTH = 754, 430, 560, 600
NUMBER_OVER = 78  # over a chart's tallest bar, for its number


def column(scene: LectureScene) -> ChannelStack:
    counts = [scene.show_number(f"counts.inception.outputs.{k}", "d") for k in range(len(BRANCHES))]
    names, total = (
        [scene.words(k) for k in BRANCHES],
        scene.show_number("counts.inception.full.channels", "d"),
    )
    column = ChannelStack(scene.look, counts, names, total, COLUMN_HEIGHT)
    return column.put_at(*COLUMN)


def lane(scene: LectureScene) -> SqueezedLane:
    shown = [
        scene.show_number(f"counts.inception.{path}", "d") for path in ("inputs", "reductions.1", "outputs.2")
    ]
    told = [scene.words(key) for key in ("inputs", "squeezed", "outputs")]
    lane = SqueezedLane(scene.look, shown, told, scene.words("ones"), scene.words("fives"))
    return lane.put_at(*LANE)


def costs(scene: LectureScene) -> list[Rows]:
    """Multiply-adds of the 5x5 lane, as it is and squeezed, on one scale."""
    most = scene.number("counts.inception.full.fives.multiply_adds")
    costs = []
    for kind, line in zip(KINDS, COST_LINES, strict=True):
        value = scene.number(f"counts.inception.{kind}.fives.multiply_adds")
        rows = Rows(
            scene.look, [RowEntry(scene.words(kind), value, "lane_5x5")], most, "d", length_px=COST_LENGTH,
            row_px=COST_ROW,
        )  # fmt: skip
        rows.take(grown=0.0)
        costs.append(rows.shift(at(COST_LEFT, line)))
    return costs


def weights(scene: LectureScene) -> Bars:
    """How many weights and biases there are without the squeeze and with it, side by side."""
    values = [scene.number(f"inception.{kind}.parameters") for kind in KINDS]
    names = {k: scene.words(kind) for k, kind in enumerate(KINDS)}
    full = max(value.value for value in values)
    top = full * CHART_HEIGHT / (CHART_HEIGHT - NUMBER_OVER)
    bars = Bars(
        scene.look, values, Linear(0, top), ticks(0, full, round_step(full)), color="weight",
        lit={k: Lit("d", "result") for k in names}, names=names, y_name=scene.words("parameters"),
        width_px=WEIGHTS_WIDTH, height_px=CHART_HEIGHT, at_once=1,
    )  # fmt: skip
    bars.take(grown=0.0)
    return place_left(on_foot(bars), MARGIN_X)


def missed(scene: LectureScene) -> DotRows:
    """How many unseen digits each seed's run got wrong, without the squeeze and with it."""
    rows = [DotRow(scene.words(k), missed_of(scene, k), scene.words(f"missed_{k}")) for k in KINDS]
    most = max(value.value for row in rows for value in row.values)
    step = round_step(most)
    last = step * math.ceil(most / step)
    dots = DotRows(
        scene.look, rows, last, ticks(0, last, step), name=scene.words("missed"),
        width_px=MISSED_WIDTH, row_px=CHART_HEIGHT / len(rows),
    )  # fmt: skip
    dots.take(there=0.0)
    return place_right(on_foot(dots), RIGHT)


def missed_of(scene: LectureScene, kind: str) -> tuple[Number, ...]:
    shown, record = scene.number("inception.test_digits"), scene.record("inception")
    return tuple(subtract(shown, right) for right in record.numbers(f"{kind}.test_right"))


def on_foot(chart: C) -> C:
    """The chart with its area's foot on the height that both charts share."""
    chart.shift((at(0, CHART_FOOT)[1] - chart.plot.box.bottom) * UP)
    return chart


def round_step(full: float) -> int:
    """The least round number of which four or fewer make ``full``."""
    power = 10 ** math.floor(math.log10(full / 4))
    return int(next(k * power for k in (1, 2, 5, 10) if 4 * k * power >= full))
