"""Charts and towers of chapter ``resnet``'s first two beats, filled from the records."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from manim import RIGHT, VGroup

from chainreel.draw.axes.axis import Linear, Ticks, ticks
from chainreel.draw.axes.digit_ruler import DigitRuler, Landmark
from chainreel.draw.charts.learning_curves import LearningCurves, Series
from chainreel.draw.networks.tower import Tower
from chainreel.draw.networks.tower_copies import TowerWithCopies
from chainreel.draw.part.shapes import bracket
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, GAP_M, at, px
from scenes.resnet_blocks import RULER_WIDTH

SIZES = ("shallow", "deep")
ERRORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "shallow": ("correct", "%0"),
        "deep": ("wrong", "%s1"),
        "plain": ("wrong", "%s1"),
        "residual": ("correct", "%0"),
    }
)
EPOCHS = (0, 20, 40)  # that are labelled; the axis ends with its name
POWERS = (0, 5)  # of ten, between which the ruler of gradients lies

# Layout in pixels: middles, sizes, baselines.
CHART_LEFT, CHART_TOP, CHART_SIZE, RULER = 212, 238, (1160, 400), (FRAME_WIDTH / 2, 700)
DEEP_LEFT, DEEP_TOP, DEEP_SIZE = 812, 238, (640, 500)
DEEP_TOWER, DEEP_PLACE = (360, 560), (330, 500)
COPY_SIZE, COPIED = (360, 500), ((276, 420), (776, 420), (1644, 420))
COPY_NAME_LINE, COPY_ERROR_LINE, SAME, NOTHING = 814, 746, (1210, 218), (1210, 346)


#     # --- deeper and worse -------------------------------------------------------------------------
def errors_by_epoch(scene: LectureScene) -> LearningCurves:
    chart = error_chart(scene, [error_series(scene, "plain", size, size) for size in SIZES], CHART_SIZE)
    return chart.shift(at(CHART_LEFT, CHART_TOP) - chart.plot.at(0, 1))


def deep_errors(scene: LectureScene) -> LearningCurves:
    """The deep network's errors, without bridges and with them."""
    series = [error_series(scene, kind, "deep", kind) for kind in ("plain", "residual")]
    chart = error_chart(scene, series, DEEP_SIZE)
    return chart.shift(at(DEEP_LEFT, DEEP_TOP) - chart.plot.at(0, 1))


def deep_tower(scene: LectureScene) -> Tower:
    """The deep network, a bar a layer; its bridges span the two layers of a block, from the second on."""
    depth = scene.number("degradation.residual.deep.layers")
    tower = Tower(
        scene.look, depth, width_px=DEEP_TOWER[0], height_px=DEEP_TOWER[1], bridged_from=2, bridge_span=2
    )
    return tower.put_at(*DEEP_PLACE)


def error_series(scene: LectureScene, kind: str, size: str, name: str) -> Series:
    """The training errors of a kind of network, by epoch, under the name that a text gives it."""
    record = scene.record("degradation")
    return Series(
        scene.words(name),
        record.numbers("curve.epoch"),
        record.numbers(f"{kind}.{size}.curve.train.median"),
        *ERRORS[name],
        said=record.number(f"{kind}.{size}.late.train_error.median"),
    )


def error_chart(scene: LectureScene, series: list[Series], size_px: tuple[int, int]) -> LearningCurves:
    """Errors on training digits by epoch."""
    epochs = series[0].steps
    marks = Ticks((*EPOCHS, epochs[-1].value), "d", EPOCHS)
    return LearningCurves(
        scene.look, series, Linear(0, epochs[-1].value), Linear(0, 1), style="%0",
        width_px=size_px[0], height_px=size_px[1], x_ticks=marks,
        y_ticks=ticks(0, 1, 0.5, "%0"), x_name=scene.words("epoch"), y_name=scene.words("error"),
    )  # fmt: skip


def gradient_ruler(scene: LectureScene) -> DigitRuler:
    """How large the gradient is before training: the shallow network's, then the deep one's."""
    gradients = (scene.show_number(f"degradation.plain.{size}.gradient.first.median", "s2") for size in SIZES)
    names = (scene.words(f"{size}_gradient") for size in SIZES)
    marks = [Landmark(name, gradient) for name, gradient in zip(names, gradients, strict=True)]
    ruler = DigitRuler(scene.look, marks, POWERS, width_px=RULER_WIDTH)
    return ruler.shift(at(*RULER))


# --- layers that copy -------------------------------------------------------------------------


def copied_tower(scene: LectureScene) -> TowerWithCopies:
    layers, copies = (scene.number(f"degradation.{k}") for k in ("plain.shallow.layers", "copied.copies"))
    tower = TowerWithCopies(scene.look, layers, copies, width_px=COPY_SIZE[0], height_px=COPY_SIZE[1])
    return tower.put_at(*COPIED[0])


def learned_tower(scene: LectureScene) -> Tower:
    depth = scene.number("degradation.plain.deep.layers")
    tower = Tower(scene.look, depth, width_px=COPY_SIZE[0], height_px=COPY_SIZE[1])
    tower.take(alive=0.0)
    return tower.put_at(*COPIED[2])


def copy_name(scene: LectureScene, key: str, column: int) -> Lettering:
    return scene.text(key).put(COPIED[column][0], COPY_NAME_LINE, "center")


def copy_error(scene: LectureScene, column: int) -> VGroup:
    """The error on training digits of the network in a column, with its name."""
    kind = ("plain.shallow", "copied", "plain.deep.late")[column]
    style, color = ("%s1", "wrong") if column == 2 else ("%0", "correct")
    value = scene.show_number(f"degradation.{kind}.train_error.median", style)
    half = COPY_SIZE[0] / 2
    name = scene.text("error", "label", color="sub").put(COPIED[column][0] - half, COPY_ERROR_LINE)
    number = lettering(scene.look, value, "result_small", color=color)
    return VGroup(name, number.put(COPIED[column][0] + half, COPY_ERROR_LINE, "right"))


def copy_line(scene: LectureScene, deepened: TowerWithCopies) -> VGroup:
    """What each of the copying layers does, beside them."""
    held = bracket(scene.look, VGroup(*deepened.copies), "right")
    return VGroup(held, scene.text("line", "formula").next_to(held, RIGHT, buff=px(GAP_M)))


def difference(scene: LectureScene) -> VGroup:
    """How far the outputs of the net with copies lie from those without, beside it."""
    name = scene.text("same", "label", color="text").put(*SAME, "center")
    value = lettering(scene.look, scene.show_number("degradation.copied.apart_max", "d"), "hero")
    return VGroup(name, value.put(*NOTHING, "center"))
