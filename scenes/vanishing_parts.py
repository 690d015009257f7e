"""The parts of chapter ``vanishing``, filled from the records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from manim import DOWN, RIGHT, VGroup

from chainreel.draw.axis import Logarithmic, decades
from chainreel.draw.bars import Bars, Lit
from chainreel.draw.counter import counter
from chainreel.draw.dial import Range, TwoDials
from chainreel.draw.digit_cloud import DigitCloud
from chainreel.draw.gates import GateChain
from chainreel.draw.lettering import Lettering
from chainreel.draw.outcomes import Outcome, Outcomes
from chainreel.draw.ruler import Ruler
from chainreel.draw.shapes import arrow, bracket, right_triangle
from chainreel.draw.sigmoid_dots import SigmoidDots
from chainreel.draw.tower_batch import BatchTower
from chainreel.number import Number, counted
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, MARGIN_X, STROKE_LIT, at, px
from chainreel.words import maths

MIDDLE, CHAIN_Y, RULER_Y = 960, 412, 650
DIALS, DIALS_FIRST, DOTS, OUTCOMES = (1440, 380), (960, 500), (520, 500), (1412, 718)
DIRECTION_LINE, PRODUCT_LINE, FACTORS_LINE, LAYER_LINE = 210, 740, 836, 210
BARS, SPREAD, CLOUD, TOWER = (960, 540), (1290, 530), (416, 540), (1390, 440)
LARGER = 1.3  # the dials, while they are alone
CASES = ("w4", "w4_moved", "w6", "w6_moved")  # of the chain's record
SAMPLE = (0, 1, 2, 6, 7)  # the hook's digits


class VanishingParts(LectureScene):
    """What the chapter's beats show; each part stands in its place, not yet in the picture."""

    def _chain(self) -> GateChain:
        record, language = self.record("chain"), self.look.language
        running = [show(n, ".4f" if k else "d", language) for k, n in enumerate(record.numbers("w1.running"))]
        factors = [show(n, ".4f", language) for n in record.numbers("w1.factors")]
        return GateChain(self.look, running, factors, trail=True, width_px=1722).put_at(MIDDLE, CHAIN_Y)

    def _ruler(self) -> Ruler:
        linear, log = self.words("linear"), self.words("log")
        running = self.record("chain").numbers("w1.running")
        ruler = Ruler(self.look, running, -8, linear_name=linear, log_name=log, landed=0.0, digits=0.0)
        return ruler.shift(at(MIDDLE, RULER_Y) - ruler.linear.line.get_center())

    def _gate(self, case: str) -> tuple[Number, Number, Number]:
        """Slope, weight and factor of the last gate, which the coin meets first."""
        paths = ("slope.last", "weight", "factors.last")
        slope, weight, factor = (self.number(f"chain.{case}.{path}") for path in paths)
        return slope, weight, factor

    def _dials(self) -> TwoDials:
        rest = counted(0, "a dial at rest")
        dials = TwoDials(
            self.look, rest, rest, names=[self.words(key) for key in ("slope", "weight", "factor")],
            slope_range=Range((rest, self.number("chain.bound.factor")), "s2", ".3f"),
            weight_range=Range(tuple(counted(k, "mark of a dial") for k in (0, 2, 4, 6)), "d", ".1f"),
            radius_px=112, pitch_px=400, below=True,
        )  # fmt: skip
        dials.take(told=0.0)
        return dials.scale(LARGER).put_at(*DIALS_FIRST)

    def _dots(self) -> SigmoidDots:
        record, z = self.record("chain"), maths("z", self.look.language)
        dots = SigmoidDots(
            self.look, record.numbers("w1.z"), record.numbers("w1.slope"), width_px=760, height_px=470,
            x_name=z, y_name=self.words("slope"),
        )  # fmt: skip
        return dots.move_to(at(*DOTS))

    def _outcomes(self) -> Outcomes:
        rows = [self._outcome("w4", "d", ".2f"), self._outcome("w6", ".1f", ".3f")]
        chart = Outcomes(
            self.look, rows, (-5, 4), self.words("x0"), self.words("x1"), width_px=814, row_px=66
        )  # fmt: skip
        return chart.put_at(*OUTCOMES)

    def _outcome(self, case: str, before: str, after: str) -> Outcome:
        products = (
            self.shown(f"chain.{case}.product", before),
            self.shown(f"chain.{case}_moved.product", after),
        )
        return Outcome(self.words(case), *products)

    def _layer_chart(self, path: str, floor: int, top: int, lit: Mapping[int, Lit], **options: Any) -> Bars:
        """A bar a layer on an axis of digits, empty yet."""
        values = self.record("profiles").numbers(path)
        names = {k: self._layer(k + 1) for k in (0, 9, 19, len(values) - 1)}
        scale, marks = Logarithmic(10.0**floor, 10.0**top), decades(floor, floor + 8, 2)
        options |= {"lit": lit, "names": names, "x_name": self.words("layer"), "at_once": 5}
        bars = Bars(self.look, values, scale, marks, **options)
        bars.take(grown=0.0)
        return bars

    def _layer(self, number: int) -> Shown:
        return show(counted(number, "layer"), "d", self.look.language)

    def _gradients(self) -> Bars:
        lit = {0: Lit("e2", "result_small", "backward"), 29: Lit("s2", "result_small")}
        return self._layer_chart("plain.dloss_dw.median", -9, -1, lit, order="leftwards").move_to(at(*BARS))

    def _spread(self) -> Bars:
        lit = {0: Lit("s2"), 29: Lit("e2", "result_small", "forward")}
        bars = self._layer_chart(
            "plain.distance.median", -8, 1, lit, width_px=920, height_px=470, color="forward",
            y_name=self.words("spread"),
        )  # fmt: skip
        return bars.move_to(at(*SPREAD))

    def _direction(self) -> VGroup:
        name = self.text("direction", color="backward").put(1100, DIRECTION_LINE, "right")
        start, tip = (at(x, DIRECTION_LINE - 14) for x in (1700, 1140))
        return VGroup(name, arrow(self.look, start, tip, "backward", STROKE_LIT))

    def _pythagoras(self) -> tuple[VGroup, VGroup]:
        """Two slopes as legs, and the length that they make."""
        angle, legs, side = right_triangle(self.look, at(760, 500), -px(330), px(190))
        below = self.text("leg", color="sub").put(595, 574, "center")
        beside = self.text("leg", color="sub").put(784, 450)
        length = self.text("hypotenuse", color="backward").put(568, 380, "right")
        return VGroup(angle, legs, below, beside), VGroup(side, length)

    def _cloud(self) -> DigitCloud:
        record = self.record("profiles")
        layers = [record.rows(f"points.plain.{k}") for k in range(len(record.array("points.plain")))]
        cloud = DigitCloud(self.look, record.rows("points.pixels"), layers, reach=0.34, side_px=600)
        return cloud.move_to(at(*CLOUD))

    def _layer_counter(self) -> VGroup:
        name = self.text("layer", color="sub").put(MARGIN_X + GAP_M, LAYER_LINE)
        number = counter(self.look, self._layer(1), "result_small").put(MARGIN_X, LAYER_LINE)
        return VGroup(name, number.shift((name.get_right()[0] + px(GAP_M) - number.get_left()[0]) * RIGHT))

    def _tower(self) -> BatchTower:
        record = self.record("headline")
        pixels, labels = record.rows("sample.pixels"), record.numbers("sample.labels")
        answers = record.numbers("plain.sample.answers.0")
        tower = BatchTower(
            self.look, self.number("headline.settings.depth"), digits=[pixels[i] for i in SAMPLE],
            labels=[labels[i] for i in SAMPLE], answers=[answers[i] for i in SAMPLE], height_px=340,
        )  # fmt: skip
        return tower.put_at(*TOWER)

    def _left_tower(self, tower: BatchTower) -> Lettering:
        return self.text("left", "label", color="sub").next_to(tower.below_point(), DOWN, buff=px(GAP_M))

    def _product(self) -> VGroup:
        """All factors and what they make, under the answer."""
        formula = self.text("product", "formula").put(MARGIN_X + 3, PRODUCT_LINE)
        first, last = (formula.part(f"chain.w1.factors.{k}") for k in ("0", "last"))
        held = bracket(self.look, VGroup(first, last), "bottom")
        name = self.text("factors", color="sub").put(MARGIN_X, FACTORS_LINE)
        return VGroup(formula, held, name.set_x(held.get_x()))
