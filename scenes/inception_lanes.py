"""The parts of chapter ``inception`` that show the digit: windows, what they see, lanes and their maps."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from manim import Animation, VGroup

from chainreel.draw.images.digit import DigitPicture
from chainreel.draw.images.feature_map import FeatureMap
from chainreel.draw.images.lanes import LANES, Lanes
from chainreel.draw.images.sliding_window import SlidingWindow
from chainreel.draw.motion import appear, glide
from chainreel.draw.part.posing import Point
from chainreel.draw.text.lettering import Lettering
from chainreel.number import counted, largest_of
from chainreel.scene import LectureScene
from chainreel.theme import GAP_M, at, px

SIZES: Mapping[int, str] = MappingProxyType({1: "lane_1x1", 3: "lane_3x3", 5: "lane_5x5"})
WINDOWS = ((1, "lane_1x1"), (3, "lane_3x3"), (5, "lane_5x5"), (3, "lane_pool"))
BRANCHES = ("ones", "threes", "fives", "pool")
CELLS = (8, 8)  # of the digit
SEEN = (2, 4)  # row and column of the pixel that all windows stand on at first

# Layout in pixels.
DIGIT, SIDE, DIGIT_SMALL, SMALL_SIDE = (1584, 490), 480, (228, 490), 264
VIEWS: Mapping[int, int] = MappingProxyType({1: 146, 3: 483, 5: 970})  # none lies in a later one's way
VIEW_Y, VIEW_CELL, VIEW_NAMES, WHICH = 430, 75, 706, (96, 806)
SAME_LINE, BEFORE_LINE, LANES_AT, LANE_PX, CHIP_PX, ROWS = (
    748,
    796,
    (645, 490),
    554,
    (309, 250),
    (-234, -78, 78, 234),
)
MAP_SIDE, MAP_PITCH, FIRST_MAP = 124, 152, 994
PILE, PILE_STEP = (524, 446), (44, 15)
BLANK_DROP = 13  # from a row's middle down to the baseline of what is said of its last map
POOL_OUTSET = 7  # of pooling's window, whose size another lane's has


def digit(scene: LectureScene) -> DigitPicture:
    pixels = scene.record("inception").rows("full.example.pixels")
    return DigitPicture(scene.look, pixels, SIDE).move_to(at(*DIGIT))


def window_on(scene: LectureScene, over: DigitPicture, size: int, lane: str) -> SlidingWindow:
    """A window in its lane's colour, on the pixel that all of them see first."""
    outset = POOL_OUTSET if lane == "lane_pool" else 0
    window = SlidingWindow(
        scene.look, over, CELLS, CELLS, size=(size, size), outside=size // 2, color=lane,
        outset_px=outset,
    )  # fmt: skip
    window.stand_at(*SEEN)
    return window


def windows(scene: LectureScene, over: DigitPicture) -> list[SlidingWindow]:
    """All four, where their sweep begins."""
    windows = [window_on(scene, over, size, lane) for size, lane in WINDOWS]
    for window in windows:
        window.stand_at(0, 0)
    return windows


def view(scene: LectureScene, digit: DigitPicture, size: int) -> VGroup:
    """What a window sees, in its frame, at the place and size that it has in the picture."""
    rows, reach = scene.record("inception").rows("full.example.pixels"), size // 2
    row, column = SEEN
    cut = [list(r[column - reach : column + reach + 1]) for r in rows[row - reach : row + reach + 1]]
    picture = DigitPicture(scene.look, cut, SIDE / CELLS[0] * size).move_to(digit.cell(row, column))
    ground, frame = (
        SlidingWindow(
            scene.look, picture, (size, size), (1, 1), size=(size, size), color=SIZES[size], ground=fill
        )
        for fill in ("bg", None)
    )
    return VGroup(ground, picture, frame)


def lift(scene: LectureScene, view: VGroup, size: int) -> list[Animation]:
    """The view leaves the picture for its own place, and gets its name."""
    name = scene.text(f"size_{size}", "result_small", color=SIZES[size])
    name.put(VIEWS[size], VIEW_NAMES, "center")
    return [glide(view, at(VIEWS[size], VIEW_Y), VIEW_CELL * CELLS[0] / SIDE), appear(name)]


def lane_figure(scene: LectureScene) -> Lanes:
    names = [scene.words(branch) for branch in BRANCHES]
    lanes = Lanes(scene.look, names, ROWS, lane_px=LANE_PX, chip_px=CHIP_PX)
    return lanes.put_at(*LANES_AT)


def maps(scene: LectureScene) -> VGroup:
    """Every map of every lane in its row, the last lane's last map first, so that it lies lowest."""
    cards = [
        map_card(scene, branch, lane, row, index)
        for lane, (branch, row) in enumerate(zip(BRANCHES, ROWS, strict=True))
        for index in range(len(scene.record("inception").array(f"full.{branch}.maps")))
    ]
    return VGroup(*reversed(cards))


def blank_names(scene: LectureScene) -> list[Lettering]:
    """Beside each row with maps that are all 0, what such a map is."""
    record, names = scene.record("inception"), []
    for branch, row in zip(BRANCHES, ROWS, strict=True):
        maps = record.array(f"full.{branch}.maps")
        if any(one.max() <= 0 for one in maps):
            name = scene.text("blank", "label", color="sub")
            names.append(
                name.put(FIRST_MAP + MAP_PITCH * (len(maps) - 0.5) + GAP_M, LANES_AT[1] + row + BLANK_DROP)
            )
    return names


def map_card(scene: LectureScene, branch: str, lane: int, row: float, index: int) -> FeatureMap:
    """A map, its shades relative to its own largest value; one that is all 0 stays dark."""
    rows = scene.record("inception").rows(f"full.{branch}.maps.{index}")
    largest = largest_of(n for r in rows for n in r)
    dark = counted(1, "the shade of a map that is all 0")
    card = FeatureMap(scene.look, rows, largest if largest.value > 0 else dark, MAP_SIDE, LANES[lane])
    return card.put_at(FIRST_MAP + MAP_PITCH * index, LANES_AT[1] + row)


def card_place(index: int, count: int) -> Point:
    """Where card ``index`` of a pile lies, from the front: further right and up for each behind it."""
    step = px(1) * np.array([PILE_STEP[0], PILE_STEP[1], 0.0])
    return np.asarray(at(*PILE) + (index - (count - 1) / 2) * step)
