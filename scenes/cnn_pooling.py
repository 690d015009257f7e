"""What chapter ``cnn`` shows of max pooling, filled from the record."""

from __future__ import annotations

from chainreel.draw.images.feature_map import FeatureMap
from chainreel.draw.images.pooling import Pooling
from chainreel.draw.images.sliding_window import SlidingWindow
from chainreel.scene import LectureScene
from chainreel.show import Shown
from scenes import cnn_parts as parts
from scenes.cnn_parts import CELLS

POOLED_CELLS = (4, 4)  # of what pooling makes of a feature map

# Layout in pixels: middles, and the side of the map that is pooled.
POOLING, LIFTED, POOLED, POOLING_SIDE = (354, 450), (1085, 450), (1692, 450), 500


def pooled(scene: LectureScene) -> FeatureMap:
    rows = scene.record("cnn").rows(f"first.pooled.{parts.index_at(scene, 'cnn.step.channel')}")
    pooled = FeatureMap(scene.look, rows, parts.largest_in(scene, "first.before"), POOLING_SIDE / 2)
    pooled.take(known=0.0)
    return pooled.put_at(*POOLED)


def pooling_windows(
    scene: LectureScene, source: FeatureMap, pooled: FeatureMap
) -> tuple[SlidingWindow, SlidingWindow]:
    """The four cells that are pooled, and the cell that they become."""
    windows = (
        SlidingWindow(scene.look, source.stage, CELLS, POOLED_CELLS, size=(2, 2), stride=2, color="text"),
        SlidingWindow(scene.look, pooled.stage, POOLED_CELLS, POOLED_CELLS, size=(1, 1), color="text"),
    )
    for window in windows:
        parts.stand_at(scene, window, "cnn.pool")
    return windows


def pooling_step(scene: LectureScene, source: FeatureMap, pooled: FeatureMap) -> Pooling:
    row, column = parts.index_at(scene, "cnn.pool.row"), parts.index_at(scene, "cnn.pool.column")
    origins = [source.middle_of(2 * row + r, 2 * column + c) for r in (0, 1) for c in (0, 1)]
    pooling = Pooling(
        scene.look, pooling_values(scene), row * pooled.side + column, origins,
        pooled.middle_of(row, column), POOLING_SIDE / CELLS[0],
    )  # fmt: skip
    return pooling.put_at(*LIFTED)


def pooling_values(scene: LectureScene) -> list[list[Shown]]:
    """The four values in each pooling window, window by window in reading order."""
    rows = parts.shown_rows(scene, f"cnn.first.after.{parts.index_at(scene, 'cnn.step.channel')}", ".2f")
    corners = [(r, c) for r in range(0, len(rows), 2) for c in range(0, len(rows), 2)]
    return [[*rows[r][c : c + 2], *rows[r + 1][c : c + 2]] for r, c in corners]
