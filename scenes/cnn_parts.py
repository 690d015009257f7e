"""The parts of chapter ``cnn``, filled from the records."""

from __future__ import annotations

from manim import UP, VGroup, VMobject

from chainreel.draw.images.digit import DigitPicture
from chainreel.draw.images.feature_map import MapPile
from chainreel.draw.images.kernel_step import KernelNames, KernelStep
from chainreel.draw.images.photo import Photo
from chainreel.draw.images.sliding_window import SlidingWindow
from chainreel.draw.images.tiles import TileGrid
from chainreel.number import Number, add, counted, ratio
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, at, px

# Layout in pixels.
PHOTO, PHOTO_WIDTH, EDGES = (429, 440), 666, (1491, 440)
FILTERS, FILTER_TILE = ((960, 331), (960, 582)), (76, 48)
DIGIT, DIGIT_SIDE, STEP = (251, 335), 310, (960, 505)
PICTURE, SIDE, KERNEL, PILE, PILE_STEP = (296, 470), 400, (824, 470), (1486, 470), (52, 22)
KERNEL_TILE = (146, 84)
CELLS = (8, 8)  # of the digit and of a feature map
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
            self.look, rows, strongest, width_px=PHOTO_WIDTH, darkest="panel", lightest="text",
            rim=1,  # the filters do not fit on the photo's outermost pixels
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

    def _pile(self, path: str, side: float, step: tuple[float, float], front: int = 0) -> MapPile:
        maps = self._maps(path)
        maps.insert(0, maps.pop(front))
        return MapPile(self.look, maps, self._largest(path), side, step)

    def _six_maps(self) -> MapPile:
        """The maps of the first convolution before ReLU, the kernel's own in front and still empty."""
        pile = self._pile("first.before", SIDE, PILE_STEP, self._index("cnn.step.channel"))
        for one in pile.maps[1:]:
            one.take(rectified=1.0)
        pile.maps[0].take(known=0.0)
        pile.move_to(at(*PILE))
        return pile
