"""The parts of chapter ``cnn``, filled from the records."""

from __future__ import annotations

from manim import UP, VGroup, VMobject

from chainreel.draw.digit import DigitPicture
from chainreel.draw.feature_map import FeatureMap, MapPile
from chainreel.draw.kernel_step import KernelNames, KernelStep
from chainreel.draw.photo import Photo
from chainreel.draw.pooling import Pooling
from chainreel.draw.sliding_window import SlidingWindow
from chainreel.draw.tiles import TileGrid
from chainreel.number import Number, add, counted, ratio
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, at, px

# Layout in pixels.
PHOTO, PHOTO_WIDTH, EDGES, EDGES_WIDTH = (456, 440), 720, (1471, 440), 705
FILTERS = ((967, 326), (967, 594))
DIGIT, DIGIT_SIDE, STEP = (251, 335), 310, (960, 505)
PICTURE, SIDE, KERNEL, PILE, PILE_STEP = (306, 470), 400, (800, 470), (1430, 470), (52, 22)
POOLING, LARGER, POOLED, LIFTED = (360, 450), 1.25, (1610, 450), (985, 450)
CELLS, POOLED_CELLS = (8, 8), (4, 4)  # of a feature map, and of what pooling makes of it
EDGES_LEFT = 1119
FILTER_TILE, KERNEL_TILE = (76, 54), (146, 84)
WHITE, HUNDRED = 255, 100


class CnnParts(LectureScene):
    """What the chapter's beats show; each part stands in its place, not yet in the picture."""

    def _photo(self) -> Photo:
        white = counted(WHITE, "grey level that is white")
        photo = Photo(self.look, self.record("sobel").rows("grey"), white, width_px=PHOTO_WIDTH)
        return photo.put_at(*PHOTO)

    def _edges(self) -> Photo:
        rows = self.record("sobel").rows("magnitude")
        strongest = max((n for row in rows for n in row), key=lambda n: n.value)
        edges = Photo(
            self.look, rows, strongest, width_px=EDGES_WIDTH, darkest="panel", lightest="text"
        )  # fmt: skip
        edges.take(developed=0.0)
        return edges.put_at(*EDGES)

    def _band(self, photo: Photo) -> SlidingWindow:
        """The three rows of pixels that the filters stand on while they pass from left to right."""
        rows = self.record("sobel").rows("grey")
        high, wide = len(rows), len(rows[0])
        return SlidingWindow(self.look, photo, (high, wide), (high - 2, 1), size=(3, wide))

    def _filters(self) -> VGroup:
        """Both filters, each with its name over it."""
        filters = VGroup()
        for axis, place in zip(("x", "y"), FILTERS, strict=True):
            grid = TileGrid(self.look, self._shown_rows(f"sobel.filter.{axis}", "d"), "product", FILTER_TILE)
            name = self.text(axis, "label").next_to(grid.move_to(at(*place)), UP, buff=px(GAP_M))
            filters.add(VGroup(grid, name))
        return filters

    def _same_kernel(self) -> VGroup:
        """The kernel of the step before, under words that say so."""
        kernel = TileGrid(self.look, self._shown_rows("cnn.step.weights", ".2f"), "weight", KERNEL_TILE)
        same = self.text("same", color="weight").next_to(kernel.move_to(at(*KERNEL)), UP, buff=px(GAP_M))
        return VGroup(kernel, same)

    def _shown_rows(self, path: str, style: str) -> list[list[Shown]]:
        record, rows = path.split(".", 1)
        language = self.look.language
        return [[show(n, style, language) for n in row] for row in self.record(record).rows(rows)]

    def _shown(self, path: str, style: str) -> list[Shown]:
        return [shown for row in self._shown_rows(path, style) for shown in row]

    def _digit(self) -> DigitPicture:
        return DigitPicture(self.look, self.record("cnn").rows("example.pixels"), DIGIT_SIDE).move_to(
            at(*DIGIT)
        )

    def _kernel_window(self, over: VMobject) -> SlidingWindow:
        return SlidingWindow(self.look, over, CELLS, CELLS, outside=1)

    def _index(self, path: str) -> int:
        return int(self.number(path).value)

    def _step(self, digit: DigitPicture) -> KernelStep:
        row, column = self._index("cnn.step.row"), self._index("cnn.step.column")
        cells = [digit.cell(row + r, column + c) for r in (-1, 0, 1) for c in (-1, 0, 1)]
        names = KernelNames(*(self.words(key) for key in ("pixels", "weights", "products", "bias", "sum")))
        step = KernelStep(
            self.look, self._shown("cnn.step.pixels", ".2f"), self._shown("cnn.step.weights", ".2f"),
            self._shown("cnn.step.products", ".2f"), self.shown("cnn.step.bias", ".2f"), self._totals(),
            names, [cell.get_center() for cell in cells], DIGIT_SIDE / CELLS[0],
        )  # fmt: skip
        return step.put_at(*STEP)

    def _totals(self) -> list[Shown]:
        """What the terms shown so far add up to; the last one is the sum itself."""
        hundredths = [n for row in self.record("cnn").rows("step.shown.products") for n in row]
        hundred = counted(HUNDRED, "hundredths in a whole")
        sums = [ratio(add(*hundredths[: k + 1]), hundred) for k in range(len(hundredths))]
        return [show(n, ".2f", self.look.language) for n in (*sums, self.number("cnn.step.sum"))]

    def _largest(self, path: str) -> Number:
        values = [n for rows in self._maps(path) for row in rows for n in row]
        return max(values, key=lambda n: n.value)

    def _maps(self, path: str) -> list[tuple[tuple[Number, ...], ...]]:
        record = self.record("cnn")
        return [record.rows(f"{path}.{k}") for k in range(len(record.array(path)))]

    def _pile(self, path: str, side: float, step: tuple[float, float]) -> MapPile:
        return MapPile(self.look, self._maps(path), self._largest(path), side, step)

    def _six_maps(self) -> MapPile:
        """The maps of the first convolution before ReLU, the kernel's own in front and still empty."""
        maps, own = self._maps("first.before"), self._index("cnn.step.channel")
        maps.insert(0, maps.pop(own))
        pile = MapPile(self.look, maps, self._largest("first.before"), SIDE, PILE_STEP)
        for one in pile.maps[1:]:
            one.take(rectified=1.0)
        pile.maps[0].take(known=0.0)
        pile.move_to(at(*PILE))
        return pile

    def _pooled(self) -> FeatureMap:
        rows = self.record("cnn").rows(f"first.pooled.{self._index('cnn.step.channel')}")
        pooled = FeatureMap(self.look, rows, self._largest("first.before"), LARGER * SIDE / 2)
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
            pooled.middle_of(row, column), LARGER * SIDE / CELLS[0],
        )  # fmt: skip
        return pooling.put_at(*LIFTED)

    def _pooling_values(self) -> list[list[Shown]]:
        """The four values in each pooling window, window by window in reading order."""
        rows = self._shown_rows(f"cnn.first.after.{self._index('cnn.step.channel')}", ".2f")
        corners = [(r, c) for r in range(0, len(rows), 2) for c in range(0, len(rows), 2)]
        return [[*rows[r][c : c + 2], *rows[r + 1][c : c + 2]] for r, c in corners]
