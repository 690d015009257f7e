"""What chapter ``cnn`` shows of max pooling, filled from the record."""

from __future__ import annotations

from chainreel.draw.images.feature_map import FeatureMap
from chainreel.draw.images.pooling import Pooling
from chainreel.draw.images.sliding_window import SlidingWindow
from chainreel.show import Shown
from scenes.cnn_parts import CELLS, CnnParts

POOLED_CELLS = (4, 4)  # of what pooling makes of a feature map

# Layout in pixels: middles, and the side of the map that is pooled.
POOLING, LIFTED, POOLED, POOLING_SIDE = (354, 450), (1085, 450), (1692, 450), 500


class CnnPooling(CnnParts):
    """The map that is pooled, its windows and what they see; each part stands in its place."""

    def _pooled(self) -> FeatureMap:
        rows = self.record("cnn").rows(f"first.pooled.{self._index('cnn.step.channel')}")
        pooled = FeatureMap(self.look, rows, self._largest("first.before"), POOLING_SIDE / 2)
        pooled.take(known=0.0)
        return pooled.put_at(*POOLED)

    def _pooling_windows(self, source: FeatureMap, pooled: FeatureMap) -> tuple[SlidingWindow, SlidingWindow]:
        """The four cells that are pooled, and the cell that they become."""
        windows = (
            SlidingWindow(self.look, source.stage, CELLS, POOLED_CELLS, size=(2, 2), stride=2, color="text"),
            SlidingWindow(self.look, pooled.stage, POOLED_CELLS, POOLED_CELLS, size=(1, 1), color="text"),
        )
        for window in windows:
            window.stand_at(self._index("cnn.pool.row"), self._index("cnn.pool.column"))
        return windows

    def _pooling(self, source: FeatureMap, pooled: FeatureMap) -> Pooling:
        row, column = self._index("cnn.pool.row"), self._index("cnn.pool.column")
        origins = [source.middle_of(2 * row + r, 2 * column + c) for r in (0, 1) for c in (0, 1)]
        pooling = Pooling(
            self.look, self._pooling_values(), row * pooled.side + column, origins,
            pooled.middle_of(row, column), POOLING_SIDE / CELLS[0],
        )  # fmt: skip
        return pooling.put_at(*LIFTED)

    def _pooling_values(self) -> list[list[Shown]]:
        """The four values in each pooling window, window by window in reading order."""
        rows = self._shown_rows(f"cnn.first.after.{self._index('cnn.step.channel')}", ".2f")
        corners = [(r, c) for r in range(0, len(rows), 2) for c in range(0, len(rows), 2)]
        return [[*rows[r][c : c + 2], *rows[r + 1][c : c + 2]] for r, c in corners]
