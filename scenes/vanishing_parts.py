"""The parts of chapter ``vanishing``, filled from the records."""

from __future__ import annotations

from typing import Any

from manim import RIGHT, VGroup

from chainreel.draw.axis import Linear, Logarithmic, decades, ticks
from chainreel.draw.bars import Bars, Lit
from chainreel.draw.bars_turning import TurningBars
from chainreel.draw.counter import counter
from chainreel.draw.dial import Range, TwoDials
from chainreel.draw.digit_cloud import DigitCloud
from chainreel.draw.gates import GateChain
from chainreel.draw.outcomes import Outcome, Outcomes
from chainreel.draw.ruler import Ruler
from chainreel.draw.shapes import arrow, right_triangle
from chainreel.draw.sigmoid_dots import SigmoidDots
from chainreel.draw.tower_batch import BatchTower
from chainreel.number import Number, counted
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, MARGIN_X, STROKE_LIT, at, px
from chainreel.words import maths
from scenes.headline_tower import headline_tower

MIDDLE, CHAIN_Y, RULER_Y = 960, 412, 650
DIALS, DIALS_FIRST, DIALS_LAST = (1440, 380), (960, 500), (470, 536)
DOTS, OUTCOMES = (520, 500), (1370, 560)
DIRECTION_LINE, LAYER_LINE = 210, 210
BARS, SPREAD, CLOUD, TOWER = (960, 540), (1310, 530), (426, 540), (412, 440)
LARGER = 1.3  # the dials, while they are alone
CASES = ("w4", "w4_moved", "w6", "w6_moved")  # of the chain's record


class VanishingParts(LectureScene):
    """What the chapter's beats show; each part stands in its place, not yet in the picture."""

    def _chain(self) -> GateChain:
        record, language = self.record("chain"), self.look.language
        running = [
            show(n, "<.4f" if k else "d", language) for k, n in enumerate(record.numbers("w1.running"))
        ]
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
        rest, whole = counted(0, "a dial at rest"), counted(1, "what leaves a coin as it is")
        dials = TwoDials(
            self.look, rest, rest, names=[self.words(key) for key in ("slope", "weight", "factor")],
            slope_range=Range((rest, self.number("chain.bound.factor"), whole), "s2", ".3f"),
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
            self.look, rows, (-5, 4), self.words("x0"), self.words("x1"), width_px=900, row_px=130
        )  # fmt: skip
        return chart.put_at(*OUTCOMES)

    def _outcome(self, case: str, before: str, after: str) -> Outcome:
        products = (
            self.shown(f"chain.{case}.product", before),
            self.shown(f"chain.{case}_moved.product", after),
        )
        return Outcome(self.words(case), *products)

    def _layer_options(self, count: int) -> dict[str, Any]:
        """What charts with a bar a layer have in common."""
        names = {k: self._layer(k + 1) for k in (0, 9, 19, count - 1)}
        return {"names": names, "x_name": self.words("layer"), "at_once": 5}

    def _layer(self, number: int) -> Shown:
        return show(counted(number, "layer"), "d", self.look.language)

    def _gradients(self) -> TurningBars:
        values = self.record("profiles").numbers("plain.dloss_dw.median")
        bars = TurningBars(
            self.look, values, Logarithmic(1e-9, 1e-1), decades(-9, -1, 2), y_name=self.words("log"),
            plain=Linear(0, 0.035), plain_ticks=ticks(0, 0.03, 0.01, ".2f"), plain_name=self.words("linear"),
            lit={0: Lit("e2", "result_small", "backward"), 29: Lit("s2", "result_small")},
            order="leftwards", **self._layer_options(len(values)),
        )  # fmt: skip
        bars.take(grown=0.0)
        return bars.move_to(at(*BARS))

    def _spread(self) -> Bars:
        values = self.record("profiles").numbers("plain.distance.median")
        bars = Bars(
            self.look, values, Logarithmic(1e-8, 1e1), decades(-8, 0, 2), width_px=850, height_px=470,
            lit={0: Lit("s2"), 29: Lit("e2", "result_small", "forward")}, color="forward",
            y_name=self.words("spread"), **self._layer_options(len(values)),
        )  # fmt: skip
        bars.take(grown=0.0)
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
        cloud = DigitCloud(self.look, record.rows("points.pixels"), layers, reach=0.34, side_px=560)
        return cloud.move_to(at(*CLOUD))

    def _layer_counter(self) -> VGroup:
        name = self.text("layer", color="sub").put(MARGIN_X + GAP_M, LAYER_LINE)
        number = counter(self.look, self._layer(1), "result_small").put(MARGIN_X, LAYER_LINE)
        return VGroup(name, number.shift((name.get_right()[0] + px(GAP_M) - number.get_left()[0]) * RIGHT))

    def _tower(self) -> BatchTower:
        return headline_tower(self.look, self.record("headline"), "plain").put_at(*TOWER)
