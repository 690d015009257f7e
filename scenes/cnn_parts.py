"""The parts of chapter ``cnn``, filled from the records."""

from __future__ import annotations

from manim import UP, VGroup, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.images.digit import DigitPicture
from chainreel.draw.images.feature_map import MapPile
from chainreel.draw.images.kernel_step import KernelNames, KernelStep
from chainreel.draw.images.photo import Photo
from chainreel.draw.images.sliding_window import SlidingWindow
from chainreel.draw.images.tiles import TileGrid
from chainreel.number import Number, add, counted, largest_of, ratio
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


def photo(scene: LectureScene) -> Photo:
    white = counted(WHITE, "grey level that is white")
    photo = Photo(scene.look, scene.record("sobel").rows("grey"), white, width_px=PHOTO_WIDTH)
    return photo.put_at(*PHOTO)


def edges(scene: LectureScene) -> Photo:
    rows = scene.record("sobel").rows("magnitude")
    strongest = largest_of(n for row in rows for n in row)
    edges = Photo(
        scene.look, rows, strongest, width_px=PHOTO_WIDTH, darkest="panel", lightest="text",
        rim=1,  # the filters do not fit on the photo's outermost pixels
    )  # fmt: skip
    edges.take(developed=0.0)
    return edges.put_at(*EDGES)


def band(scene: LectureScene, photo: Photo) -> SlidingWindow:
    """The three rows of pixels that the filters stand on while they pass from left to right."""
    rows = scene.record("sobel").rows("grey")
    high, wide = len(rows), len(rows[0])
    return SlidingWindow(scene.look, photo, (high, wide), (high - 2, 1), size=(3, wide))


def filters(scene: LectureScene) -> VGroup:
    """Both filters, each with its name over it."""
    filters = VGroup()
    for axis, place in zip(("x", "y"), FILTERS, strict=True):
        grid = TileGrid(scene.look, shown_rows(scene, f"sobel.filter.{axis}", "d"), "product", FILTER_TILE)
        name = scene.text(axis, "label").next_to(grid.move_to(at(*place)), UP, buff=px(GAP_M))
        filters.add(VGroup(grid, name))
    return filters


def same_kernel(scene: LectureScene) -> VGroup:
    """The kernel of the step before, under words that say so."""
    kernel = TileGrid(scene.look, shown_rows(scene, "cnn.step.weights", ".2f"), "weight", KERNEL_TILE)
    same = scene.text("same", color="weight").next_to(kernel.move_to(at(*KERNEL)), UP, buff=px(GAP_M))
    return VGroup(kernel, same)


def shown_rows(scene: LectureScene, path: str, style: str) -> list[list[Shown]]:
    record, rows = path.split(".", 1)
    language = scene.look.language
    return [[show(n, style, language) for n in row] for row in scene.record(record).rows(rows)]


def shown_numbers(scene: LectureScene, path: str, style: str) -> list[Shown]:
    return [shown for row in shown_rows(scene, path, style) for shown in row]


def digit(scene: LectureScene) -> DigitPicture:
    return DigitPicture(scene.look, scene.record("cnn").rows("example.pixels"), DIGIT_SIDE).move_to(
        at(*DIGIT)
    )


def kernel_window(scene: LectureScene, over: VMobject) -> SlidingWindow:
    return SlidingWindow(scene.look, over, CELLS, CELLS, outside=1)


def stand_at(scene: LectureScene, window: SlidingWindow, place: str) -> SlidingWindow:
    """The window where the record says: in the row and the column of ``place``."""
    window.stand_at(index_at(scene, f"{place}.row"), index_at(scene, f"{place}.column"))
    bear(window.stage, "position", *(scene.number(f"{place}.{side}") for side in ("row", "column")))
    return window


def index_at(scene: LectureScene, path: str) -> int:
    return int(scene.number(path).value)


def step(scene: LectureScene, digit: DigitPicture) -> KernelStep:
    row, column = index_at(scene, "cnn.step.row"), index_at(scene, "cnn.step.column")
    cells = [digit.cell(row + r, column + c) for r in (-1, 0, 1) for c in (-1, 0, 1)]
    names = KernelNames(*(scene.words(key) for key in ("pixels", "weights", "products", "bias", "sum")))
    pixels, weights, products = (
        shown_numbers(scene, f"cnn.step.{terms}", ".2f") for terms in ("pixels", "weights", "products")
    )
    step = KernelStep(
        scene.look, pixels, weights, products, scene.show_number("cnn.step.bias", ".2f"), totals(scene),
        names, [cell.get_center() for cell in cells], DIGIT_SIDE / CELLS[0],
    )  # fmt: skip
    return step.put_at(*STEP)


def totals(scene: LectureScene) -> list[Shown]:
    """What the terms shown so far add up to; the last one is the sum itself."""
    hundredths = [n for row in scene.record("cnn").rows("step.shown.products") for n in row]
    hundred = counted(HUNDRED, "hundredths in a whole")
    sums = [ratio(add(*hundredths[: k + 1]), hundred) for k in range(len(hundredths))]
    return [show(n, ".2f", scene.look.language) for n in (*sums, scene.number("cnn.step.sum"))]


def largest_in(scene: LectureScene, path: str) -> Number:
    return largest_of(n for rows in feature_maps(scene, path) for row in rows for n in row)


def feature_maps(scene: LectureScene, path: str) -> list[tuple[tuple[Number, ...], ...]]:
    record = scene.record("cnn")
    return [record.rows(f"{path}.{k}") for k in range(len(record.array(path)))]


def pile_of_maps(
    scene: LectureScene, path: str, side: float, step: tuple[float, float], front: int = 0
) -> MapPile:
    maps = feature_maps(scene, path)
    maps.insert(0, maps.pop(front))
    return MapPile(scene.look, maps, largest_in(scene, path), side, step)


def six_maps(scene: LectureScene) -> MapPile:
    """The maps of the first convolution before ReLU, the kernel's own in front and still empty."""
    pile = pile_of_maps(scene, "first.before", SIDE, PILE_STEP, index_at(scene, "cnn.step.channel"))
    for one in pile.maps[1:]:
        one.take(rectified=1.0)
    pile.maps[0].take(known=0.0)
    bear(pile.maps[0].stage, "position", scene.number("cnn.step.channel"))
    pile.move_to(at(*PILE))
    return pile
