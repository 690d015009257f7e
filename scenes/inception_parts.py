"""The parts of chapter ``inception``, filled from the records."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from manim import Animation, VGroup

from chainreel.draw.axis import Linear, ticks
from chainreel.draw.bars import Bars, Lit
from chainreel.draw.channel_stack import ChannelStack
from chainreel.draw.digit import DigitPicture
from chainreel.draw.dot_rows import DotRow, DotRows
from chainreel.draw.feature_map import FeatureMap
from chainreel.draw.lanes import LANES, Lanes
from chainreel.draw.layout import place_left, place_right
from chainreel.draw.motion import appear, glide
from chainreel.draw.posing import Point
from chainreel.draw.rows import Entry, Rows
from chainreel.draw.sliding_window import SlidingWindow
from chainreel.draw.squeeze import SqueezedLane
from chainreel.number import Number, counted, subtract
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, MARGIN_X, at, px

SIZES: Mapping[int, str] = MappingProxyType({1: "lane_1x1", 3: "lane_3x3", 5: "lane_5x5"})
WINDOWS = ((1, "lane_1x1"), (3, "lane_3x3"), (5, "lane_5x5"), (3, "lane_pool"))
BRANCHES = ("ones", "threes", "fives", "pool")
KINDS = ("full", "reduced")
SEEN = (2, 4)  # row and column of the pixel that all windows stand on at first

# Layout in pixels.
DIGIT, SIDE, DIGIT_SMALL, SMALL_SIDE = (1550, 490), 480, (300, 490), 264
VIEWS: Mapping[int, int] = MappingProxyType({1: 180, 3: 480, 5: 930})  # none lies in a later one's way
VIEW_Y, VIEW_GROWN, VIEW_NAMES, WHICH = 430, 1.25, 706, (556, 806)
SAME_LINE, LANES_AT, LANE_PX, CHIP_PX, ROWS = 748, (667, 490), 454, (309, 250), (-234, -78, 78, 234)
MAP_SIDE, MAP_PITCH, FIRST_MAP = 124, 152, 962
PILE, PILE_STEP, CARD_GROWN = (524, 446), (44, 15), 1.35
NET_LINE, FORMULA_LINE, CONCAT_LINE, COLUMN, COLUMN_LEFT = 216, 730, 818, (1440, 490), 1125
LANE, COST_LEFT, COST_LINES, COST_LENGTH, WHOLE_LINE = (960, 332), 430, (556, 656), 720, 812
COST_LINE, RATIO_LINE, RIGHT = 560, 660, FRAME_WIDTH - MARGIN_X
POOL_OUTSET = 7
CHART, CHART_HEIGHT, WEIGHTS_WIDTH, MISSED_WIDTH = (960, 528), 430, 560, 600
HEADROOM = 1.22  # of a chart, over its tallest bar


class InceptionParts(LectureScene):
    """What the chapter's beats show; each part stands in its place, not yet in the picture."""

    def _digit(self) -> DigitPicture:
        pixels = self.record("inception").rows("full.example.pixels")
        return DigitPicture(self.look, pixels, SIDE).move_to(at(*DIGIT))

    def _window(self, over: DigitPicture, size: int, lane: str) -> SlidingWindow:
        """A window in its lane's colour, on the pixel that all of them see first."""
        outset = POOL_OUTSET if lane == "lane_pool" else 0
        window = SlidingWindow(
            self.look, over, (8, 8), (8, 8), size=(size, size), outside=size // 2, color=lane,
            outset_px=outset,
        )  # fmt: skip
        window.stand_at(*SEEN)
        return window

    def _windows(self, over: DigitPicture) -> list[SlidingWindow]:
        """All four, where their sweep begins."""
        windows = [self._window(over, size, lane) for size, lane in WINDOWS]
        for window in windows:
            window.stand_at(0, 0)
        return windows

    def _view(self, digit: DigitPicture, size: int) -> VGroup:
        """What a window sees, in its frame, at the place and size that it has in the picture."""
        rows, reach = self.record("inception").rows("full.example.pixels"), size // 2
        row, column = SEEN
        cut = [list(r[column - reach : column + reach + 1]) for r in rows[row - reach : row + reach + 1]]
        picture = DigitPicture(self.look, cut, SIDE / 8 * size).move_to(digit.cell(row, column))
        frame = SlidingWindow(self.look, picture, (size, size), (1, 1), size=(size, size), color=SIZES[size])
        return VGroup(picture, frame)

    def _lift(self, view: VGroup, size: int) -> list[Animation]:
        """The view leaves the picture for its own place, and gets its name."""
        name = self.text(f"size_{size}", "result_small", color=SIZES[size])
        name.put(VIEWS[size], VIEW_NAMES, "center")
        return [glide(view, at(VIEWS[size], VIEW_Y), VIEW_GROWN), appear(name)]

    def _lanes(self) -> Lanes:
        names = [self.words(branch) for branch in BRANCHES]
        lanes = Lanes(self.look, names, ROWS, lane_px=LANE_PX, chip_px=CHIP_PX)
        return lanes.put_at(*LANES_AT)

    def _maps(self) -> VGroup:
        """Every map of every lane in its row, the last lane's last map first, so that it lies lowest."""
        cards = [
            self._map(branch, lane, row, index)
            for lane, (branch, row) in enumerate(zip(BRANCHES, ROWS, strict=True))
            for index in range(len(self.record("inception").array(f"full.{branch}.maps")))
        ]
        return VGroup(*reversed(cards))

    def _map(self, branch: str, lane: int, row: float, index: int) -> FeatureMap:
        """A map, its shades relative to its own largest value; one that is all 0 stays dark."""
        rows = self.record("inception").rows(f"full.{branch}.maps.{index}")
        largest = max((n for r in rows for n in r), key=lambda n: n.value)
        dark = counted(1, "the shade of a map that is all 0")
        card = FeatureMap(self.look, rows, largest if largest.value > 0 else dark, MAP_SIDE, LANES[lane])
        return card.put_at(FIRST_MAP + MAP_PITCH * index, LANES_AT[1] + row)

    def _column(self) -> ChannelStack:
        counts = [self.shown(f"counts.inception.outputs.{k}", "d") for k in range(len(BRANCHES))]
        column = ChannelStack(self.look, counts, self.shown("counts.inception.full.channels", "d"), 480)
        return column.put_at(*COLUMN)

    def _lane(self) -> SqueezedLane:
        shown = [
            self.shown(f"counts.inception.{path}", "d") for path in ("inputs", "reductions.1", "outputs.2")
        ]
        told = [self.words(key) for key in ("inputs", "squeezed", "outputs")]
        lane = SqueezedLane(self.look, shown, told, self.words("ones"), self.words("fives"))
        return lane.put_at(*LANE)

    def _costs(self) -> list[Rows]:
        """Multiply-adds of the 5x5 lane, as it is and squeezed, on one scale."""
        most = self.number("counts.inception.full.fives.multiply_adds")
        costs = []
        for kind, line in zip(KINDS, COST_LINES, strict=True):
            value = self.number(f"counts.inception.{kind}.fives.multiply_adds")
            rows = Rows(
                self.look, [Entry(self.words(kind), value, "lane_5x5")], most, "d", length_px=COST_LENGTH,
                row_px=96,
            )  # fmt: skip
            costs.append(rows.shift(at(COST_LEFT, line)))
        return costs

    def _ratio(self) -> VGroup:
        """What the squeeze divides the cost by, under its name."""
        ratio = self.text("ratio", "result_large", color="lane_5x5").put(RIGHT, RATIO_LINE, "right")
        return VGroup(self.text("cost", color="sub").put(RIGHT, COST_LINE, "right"), ratio)

    def _weights(self) -> Bars:
        """How many weights and biases there are without the squeeze and with it, side by side."""
        values = [self.number(f"inception.{kind}.parameters") for kind in KINDS]
        names = {k: self.words(kind) for k, kind in enumerate(KINDS)}
        full = max(value.value for value in values)
        bars = Bars(
            self.look, values, Linear(0, HEADROOM * full), ticks(0, full, round_step(full)), color="weight",
            lit={k: Lit("d", "result") for k in names}, names=names, y_name=self.words("parameters"),
            width_px=WEIGHTS_WIDTH, height_px=CHART_HEIGHT, at_once=1,
        )  # fmt: skip
        bars.take(grown=0.0)
        return place_left(bars.move_to(at(*CHART)), MARGIN_X)

    def _missed(self) -> DotRows:
        """How many unseen digits each seed's run got wrong, without the squeeze and with it."""
        rows = [DotRow(self.words(k), self._missed_of(k), self.words(f"missed_{k}")) for k in KINDS]
        most = max(value.value for row in rows for value in row.values)
        step = round_step(most)
        last = step * math.ceil(most / step)
        dots = DotRows(
            self.look, rows, last, ticks(0, last, step), name=self.words("missed"),
            width_px=MISSED_WIDTH, row_px=CHART_HEIGHT / len(rows),
        )  # fmt: skip
        dots.take(there=0.0)
        return place_right(dots.move_to(at(*CHART)), RIGHT)

    def _missed_of(self, kind: str) -> tuple[Number, ...]:
        shown, record = self.number("inception.test_digits"), self.record("inception")
        return tuple(subtract(shown, right) for right in record.numbers(f"{kind}.test_right"))


def round_step(full: float) -> int:
    """The least round number of which four or fewer make ``full``."""
    power = 10 ** math.floor(math.log10(full / 4))
    return int(next(k * power for k in (1, 2, 5, 10) if 4 * k * power >= full))


def card_place(index: int, count: int) -> Point:
    """Where card ``index`` of a pile lies, from the front: further right and up for each behind it."""
    step = px(1) * np.array([PILE_STEP[0], PILE_STEP[1], 0.0])
    return np.asarray(at(*PILE) + (index - (count - 1) / 2) * step)
