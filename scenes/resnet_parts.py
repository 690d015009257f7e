"""Charts and towers of chapter ``resnet``, filled from the records."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from manim import LEFT, RIGHT, VGroup

from chainreel.draw.axis import Linear, Ticks, ticks
from chainreel.draw.counter import Counter, counter
from chainreel.draw.digit_ruler import DigitRuler, Landmark
from chainreel.draw.learning_curves import LearningCurves, Series
from chainreel.draw.lettering import Lettering, lettering
from chainreel.draw.shapes import bracket, verdict
from chainreel.draw.tower import Tower
from chainreel.draw.tower_batch import BatchTower
from chainreel.draw.tower_copies import TowerWithCopies
from chainreel.number import Number, counted, power
from chainreel.show import show
from chainreel.theme import GAP_M, at, px
from scenes.headline_tower import HEIGHT, WIDTH, Run, headline_tower
from scenes.resnet_blocks import ResNetBlocks

RUNS: tuple[Run, ...] = ("plain", "skips")  # the left tower and the right one
COLORS: Mapping[str, str] = MappingProxyType({"plain": "wrong", "skips": "correct"})
SIZES = ("shallow", "deep")
ERRORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"shallow": ("correct", "%1"), "deep": ("wrong", "%0")}
)

# Layout in pixels: middles, sizes, baselines.
COLUMNS: Mapping[str, int] = MappingProxyType({"plain": 354, "skips": 1566})  # as in the hook
MIDDLE, TOWER_Y, LOWER = 960, 332, 44
CENTRES = (COLUMNS["plain"], MIDDLE, COLUMNS["skips"])
RESULT_LINE = 726
BARS = 32  # from the middle of a tower with digits and answers down to that of its bars
CHART_LEFT, CHART_TOP, CHART_SIZE, RULER_Y = 212, 222, (1160, 236), 772
EPOCHS = (0, 20, 40)  # that are labelled; the axis ends with its name
COPY_SIZE, COPIED = (360, 500), ((300, 430), (800, 430), (1560, 430))


class ResNetParts(ResNetBlocks):
    """What the chapter's beats show; each part stands in its place, not yet in the picture."""

    # --- deeper and worse -------------------------------------------------------------------------

    def _errors(self) -> LearningCurves:
        record = self.record("degradation")
        epochs = record.numbers("curve.epoch")
        series = [
            Series(
                self.words(size), epochs, record.numbers(f"plain.{size}.curve.train.median"), *ERRORS[size]
            )
            for size in SIZES
        ]
        marks = Ticks((*EPOCHS, epochs[-1].value), "d", EPOCHS)
        chart = LearningCurves(
            self.look, series, Linear(0, epochs[-1].value), Linear(0, 1), style="%0",
            width_px=CHART_SIZE[0], height_px=CHART_SIZE[1], x_ticks=marks,
            y_ticks=ticks(0, 1, 0.5, "%0"), x_name=self.words("epoch"), y_name=self.words("error"),
        )  # fmt: skip
        return chart.shift(at(CHART_LEFT, CHART_TOP) - chart.plot.at(0, 1))

    def _gradient_ruler(self) -> DigitRuler:
        first = {size: f"degradation.plain.{size}.gradient.first.median" for size in SIZES}
        vanished = self.shown("profiles.plain.dloss_dw.median.0", "e2")
        marks = [
            Landmark(self.words("vanished"), vanished, lit=False),
            *(Landmark(self.words(size), self.shown(path, "s2")) for size, path in first.items()),
        ]
        return DigitRuler(self.look, marks, (-9, 5), width_px=1560).shift(at(MIDDLE, RULER_Y))

    # --- layers that copy -------------------------------------------------------------------------

    def _copied_tower(self) -> TowerWithCopies:
        layers, copies = (self.number(f"degradation.{k}") for k in ("plain.shallow.layers", "copied.copies"))
        tower = TowerWithCopies(self.look, layers, copies, width_px=COPY_SIZE[0], height_px=COPY_SIZE[1])
        return tower.put_at(*COPIED[0])

    def _learned_tower(self) -> Tower:
        depth = self.number("degradation.plain.deep.layers")
        tower = Tower(self.look, depth, width_px=COPY_SIZE[0], height_px=COPY_SIZE[1])
        tower.take(alive=0.0)
        return tower.put_at(*COPIED[2])

    def _copy_name(self, key: str, column: int) -> Lettering:
        return self.text(key).put(COPIED[column][0], 826, "center")

    def _copy_error(self, column: int) -> VGroup:
        """The error on training digits of the network in a column, with its name."""
        kind = ("plain.shallow", "copied", "plain.deep")[column]
        style, color = ("%0", "wrong") if column == 2 else ("%1", "correct")
        value = self.shown(f"degradation.{kind}.train_error.median", style)
        half = COPY_SIZE[0] / 2
        name = self.text("error", "label", color="sub").put(COPIED[column][0] - half, 756)
        number = lettering(self.look, value, "result_small", color=color)
        return VGroup(name, number.put(COPIED[column][0] + half, 756, "right"))

    def _copy_line(self, deepened: TowerWithCopies) -> VGroup:
        """What each of the copying layers does, beside them."""
        held = bracket(self.look, VGroup(*deepened.copies), "right")
        return VGroup(held, self.text("line", "formula").next_to(held, RIGHT, buff=px(GAP_M)))

    def _difference(self) -> VGroup:
        name = self.text("same").put(COPIED[0][0], 456, "center")
        value = lettering(self.look, self.shown("degradation.copied.apart_max", "d"), "hero")
        return VGroup(name, value.put(COPIED[0][0], 590, "center"))

    # --- towers -----------------------------------------------------------------------------------

    def _hook_tower(self, run: Run) -> BatchTower:
        tower = headline_tower(self.look, self.record("headline"), run)
        alive = float(run == "skips" or not self.holds("guesses"))
        every = float(len(tower.digits))
        tower.take(waiting=every, given=every, alive=alive)
        return tower.put_at(COLUMNS[run], TOWER_Y)

    def _accuracy(self, run: str) -> VGroup:
        learns = self.holds("right_learns" if run == "skips" else "left_learns")
        return self._percentage(f"headline.{run}.train_accuracy.median", "%1", learns, COLUMNS[run])

    def _percentage(self, path: str, style: str, good: bool, column: float) -> VGroup:
        color = "correct" if good else "wrong"
        text = lettering(self.look, self.shown(path, style), "result_large", color=color)
        return self._judged(text, good, column)

    def _judged(self, text: Lettering, good: bool, column: float) -> VGroup:
        """A result with its verdict, both together under a column's middle."""
        mark = verdict(self.look, good, 64)
        text.put(column, RESULT_LINE, "center")
        mark.next_to(text, LEFT, buff=px(GAP_M))
        both = VGroup(mark, text)
        return both.shift((at(column, 0)[0] - both.get_x()) * RIGHT)

    def _cures(self) -> VGroup:
        """Two remedies and what they reached without a bridge."""
        rows = VGroup()
        for baseline, run in zip((690, 770), ("orthogonal", "normalised"), strict=True):
            value = self.shown(f"headline.{run}.train_accuracy.median", "%1")
            name = self.text(run, "body", color="sub").put(640, baseline)
            rows.add(VGroup(name, lettering(self.look, value, "result_small").put(1280, baseline, "right")))
        return rows

    def _column_tower(self, path: str, column: float) -> Tower:
        """A tower with bridges, beside the hook's right one."""
        tower = Tower(self.look, self.number(path), width_px=WIDTH, height_px=HEIGHT)
        tower.take(bridged=1.0)
        return tower.put_at(column, TOWER_Y + BARS + LOWER)

    def _thousand(self) -> Tower:
        return self._column_tower("deep_residual.blocks1000.blocks", CENTRES[0])

    def _raw(self) -> Tower:
        return self._column_tower("deep_residual.raw.blocks", CENTRES[1])

    def _thousand_result(self) -> VGroup:
        path = "deep_residual.blocks1000.train_accuracy.median"
        return self._percentage(path, "%0", self.holds("begins"), CENTRES[0])

    def _too_fast(self) -> VGroup:
        path = "depths.by_rate.skips.train_accuracy.median.last"
        return self._percentage(path, "%0", not self.holds("too_fast"), CENTRES[2])

    def _losses(self) -> list[Number]:
        """The loss of the raw network after each step, as long as it is a number."""
        powers = self.record("deep_residual").numbers("raw.loss.log10.median")
        return [power(counted(10, "base of the powers"), p) for p in powers]

    def _loss(self) -> Counter:
        first = show(self._losses()[0], "e1", self.look.language)
        return counter(self.look, first, "result", "text").put(MIDDLE, RESULT_LINE, "center")

    def _overflow(self) -> VGroup:
        return self._judged(self.text("overflow", "result", color="wrong"), False, MIDDLE)
