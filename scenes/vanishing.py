"""Chapter ``vanishing``: a coin goes back through gates and is lost, and digits melt on their way forward."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from manim import RIGHT, Animation, VGroup

from chainreel.draw.axis import Logarithmic, decades
from chainreel.draw.bars import Bars, Lit
from chainreel.draw.counter import counter, follow
from chainreel.draw.dial import Range, TwoDials
from chainreel.draw.digit_cloud import DigitCloud
from chainreel.draw.gates import GateChain
from chainreel.draw.motion import APPEAR, CAMERA, STILL_BEFORE_LOG_RULER, appear, glide, leave
from chainreel.draw.outcomes import Outcome, Outcomes
from chainreel.draw.posing import last_reached
from chainreel.draw.ruler import Ruler
from chainreel.draw.shapes import arrow, bracket, right_triangle
from chainreel.draw.sigmoid_dots import SigmoidDots
from chainreel.draw.tower_batch import BatchTower
from chainreel.number import Number, counted
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, MARGIN_X, STROKE_LIT, at, px
from chainreel.words import maths

SAMPLE = (0, 1, 2, 6, 7)  # the hook's digits
CHAIN_Y, RULER_Y, LINEAR_Y, LABEL_LINE = 400, 645, 277, 790
DIALS, DIALS_FIRST, DOTS, INPUT = (1440, 380), (960, 500), (520, 500), (200, 262)
OUTCOMES, CLOUD, TOWER_X, CORNER = (1440, 724), (426, 540), 1390, (1680, 730)
LARGER = 1.3  # the dials, while they are alone
CASES = ("w4", "w4_moved", "w6", "w6_moved")
MELTED = 8  # layers until the digits lie on one another


class Vanishing(LectureScene):
    """Why does a deep plain tower hear nothing, in either direction?"""

    def coin_first(self) -> None:
        self.chain, self.note = self._chain(), self.run_note()
        self.chain.take(near=1.0)
        gates = self.text("gates", "body", color="sub").put(MARGIN_X, LABEL_LINE)
        self.open_with_question(until="coin")
        self.play(appear(self.title()), appear(self.chain), appear(gates), appear(self.note))
        self.play(self.chain.drop_coin())
        self.play(self.chain.pass_gate(1.8), cue="gate")
        self.play(self.chain.pass_many(2, 1.1), cue="three")

    def coin_gone(self) -> None:
        self.ruler = self._ruler()
        pile = self.ruler.pile_label(self.words("zero"), "result")
        self.clear_picture(self.chain, self.note)
        self.play(appear(self.title()), self.chain.grow(near=0.0, run_time=CAMERA))
        self.play(self.chain.pass_many(seconds_each=0.42), cue="ten")
        self.still(APPEAR, cue="gone")
        self.play(appear(self.ruler), cue="ruler")
        self.play(self.ruler.land([self.chain.rest_point(k) for k in range(self.chain.count + 1)]))
        self.play(appear(pile), cue="zero")

    def log_turn(self) -> None:
        ruler = self.ruler
        self.clear_picture(ruler)
        up = at(960, LINEAR_Y) - ruler.linear.line.get_center()
        self.play(appear(self.title()), appear(self.run_note()), glide(ruler, ruler.get_center() + up))
        self.still(STILL_BEFORE_LOG_RULER)
        self.play(ruler.turn(), cue="turn")
        self.play(ruler.light_hero(), cue="there")
        self.play(ruler.hop(), cue="step", seconds=2.0)
        self.play(appear(ruler.note(self.words("step"))))
        self.play(appear(ruler.hero_label("e2")), cue="hero")
        self.play(appear(ruler.bound(self.number("chain.bound.all"), self.words("bound"))))

    def two_dials(self) -> None:
        self.dials, self.dots = self._dials(), self._dots()
        self.peak = self.dots.bound(self.number("chain.bound.factor"), self.words("peak"))
        shrink = self.text("shrink", "result_small", color="backward").put(DIALS[0], 690, "center")
        slope, weight, factor = self._gate("w1")
        self.clear_picture()
        self.play(appear(self.title()), appear(self.dials), cue="dials")
        self.play(self.dials.turn(slope=slope), cue="slope")
        self.play(self.dials.turn(weight=weight, factor=factor), cue="weight")
        self.play(self.dials.grow(APPEAR, told=1.0))
        self.play(glide(self.dials, at(*DIALS), 1 / LARGER), cue="z")
        self.play(appear(self.dots), appear(self.run_note()))
        self.play(self.dots.drop(run_time=2.0))
        self.play(appear(self.peak))
        self.play(appear(shrink), cue="shrink")

    def not_always(self) -> None:
        outcomes = self._outcomes()
        product = self.text("product", color="sub").put(OUTCOMES[0], 572, "center")
        inputs = {
            case: self.text(key, color="forward").put(*INPUT) for case, key in zip(CASES, ("x0", "x1") * 2)
        }
        self.clear_picture(self.dials, self.dots, self.peak)
        self.play(
            appear(self.title()), self.dials.grow(APPEAR, told=0.0), appear(self.run_note()), cue="maybe"
        )
        self.play(appear(product), appear(outcomes))
        gone: list[Animation] = []
        for case in CASES:
            self.play(*self._turned(case), appear(inputs[case]), *gone, cue=case)
            self.play(outcomes.advance(0.8))
            gone = [leave(inputs[case])]

    def _turned(self, case: str) -> list[Animation]:
        """Dials and dots go to another weight or input."""
        slope, weight, factor = self._gate(case)
        places, heights = (self.record("chain").numbers(f"{case}.{k}") for k in ("z", "slope"))
        turn = self.dials.turn(slope=slope, weight=weight, factor=factor, run_time=1.2)
        return [turn, self.dots.slide(places, heights, run_time=1.2)]

    def real_net(self) -> None:
        bars, head, triangle = self._gradients(), self._direction(), self._pythagoras()
        ratio = self.text("ratio", "result_large", color="backward").put(330, 436)
        self.clear_picture()
        self.play(appear(self.title()), appear(bars), appear(head), appear(self.run_note()), cue="net")
        self.play(bars.grow_all(3.0), cue="bars")
        self.play(appear(triangle), cue="length", seconds=0.8)
        self.play(leave(triangle), cue="ratio")
        self.play(appear(ratio))

    def same_on_the_way(self) -> None:
        cloud, bars, layer, tower = self._cloud(), self._spread(), self._layer_counter(), self._tower()
        every = self.text("every", "result_small").put(TOWER_X, 800, "center")
        parts = [self.title(), cloud, layer, bars, self.run_note()]
        self.clear_picture()
        self.play(*(appear(part) for part in parts), cue="forward")
        self._melt(cloud, bars, layer, MELTED, 3.4, "melt")
        self._melt(cloud, bars, layer, len(cloud.layers) - 1, 2.6, "last")
        self.play(leave(bars), appear(tower), cue="same")
        self.play(tower.line_up())
        self.play(tower.answer_each(3.0))
        self.play(appear(every))
        self.clear_picture(tower, cue="answer")
        self.play(tower.grow(waiting=0.0, given=0.0, run_time=APPEAR))
        self.play(tower.turn(alive=False), glide(tower, at(*CORNER), 0.5), self.answer_card().land())
        left = self.text("left", "label", color="sub").put(CORNER[0], 846, "center")
        self.play(appear(self._product()), appear(left))

    def _melt(self, cloud: DigitCloud, bars: Bars, layer: VGroup, to: int, seconds: float, cue: str) -> None:
        """Go on to a layer: the digits, how far apart they are, and the layer's number."""
        first, last = cloud.state.layer, len(cloud.layers) - 1
        passed = [counted(k + 1, "layer") for k in range(first, to + 1)]
        self.play(
            cloud.run_to(to, seconds), bars.grow(seconds, grown=to / last),
            follow(layer[1], last_reached(passed), "d", run_time=seconds), cue=cue,
        )  # fmt: skip

    # --- the parts, filled from the records -------------------------------------------------------

    def _chain(self) -> GateChain:
        record, language = self.record("chain"), self.look.language
        running = [show(n, ".4f" if k else "d", language) for k, n in enumerate(record.numbers("w1.running"))]
        factors = [show(n, ".4f", language) for n in record.numbers("w1.factors")]
        return GateChain(self.look, running, factors, trail=True).put_at(960, CHAIN_Y)

    def _ruler(self) -> Ruler:
        running = self.record("chain").numbers("w1.running")
        ruler = Ruler(
            self.look,
            running,
            -8,
            linear_name=self.words("linear"),
            log_name=self.words("log"),
            landed=0.0,
            digits=0.0,
        )
        return ruler.shift(at(960, RULER_Y) - ruler.linear.line.get_center())

    def _gate(self, case: str) -> tuple[Number, Number, Number]:
        """Slope, weight and factor of the last gate, which the coin meets first."""
        slope, weight, factor = (
            self.number(f"chain.{case}.{k}") for k in ("slope.last", "weight", "factors.last")
        )
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
        record, language = self.record("chain"), self.look.language
        dots = SigmoidDots(
            self.look, record.numbers("w1.z"), record.numbers("w1.slope"), width_px=760, height_px=470,
            x_name=maths("z", language), y_name=self.words("slope"),
        )  # fmt: skip
        return dots.move_to(at(*DOTS))

    def _outcomes(self) -> Outcomes:
        styles = {"w4": ("d", ".2f"), "w6": (".1f", ".3f")}
        rows = [
            Outcome(
                self.words(w), self.shown(f"chain.{w}.product", a), self.shown(f"chain.{w}_moved.product", b)
            )
            for w, (a, b) in styles.items()
        ]
        return Outcomes(self.look, rows, (-4, 4), self.words("x0"), self.words("x1")).put_at(*OUTCOMES)

    def _layer_chart(self, path: str, scale: Logarithmic, lit: Mapping[int, Lit], **options: Any) -> Bars:
        values = self.record("profiles").numbers(path)
        labelled = (0, 9, 19, len(values) - 1)
        names = {k: self._layer(k + 1) for k in labelled}
        return Bars(
            self.look, values, scale, lit=lit, names=names, x_name=self.words("layer"), at_once=5, **options
        )

    def _layer(self, number: int) -> Shown:
        return show(counted(number, "layer"), "d", self.look.language)

    def _gradients(self) -> Bars:
        lit = {0: Lit("e2", "result_small", "backward"), 29: Lit("s2", "result_small")}
        bars = self._layer_chart("plain.dloss_dw.median", Logarithmic(1e-9, 1e-1), lit, ticks=decades(-9, -1, 2),
                                 order="leftwards")  # fmt: skip
        bars.take(grown=0.0)
        return bars.move_to(at(960, 540))

    def _direction(self) -> VGroup:
        name = self.text("direction", color="backward").put(1100, 210, "right")
        return VGroup(name, arrow(self.look, at(1700, 196), at(1140, 196), "backward", STROKE_LIT))

    def _pythagoras(self) -> VGroup:
        """Two slopes as legs, their length as the third side."""
        triangle = right_triangle(self.look, at(760, 500), -px(330), px(190))
        below = self.text("leg", color="sub").put(595, 552, "center")
        beside = self.text("leg", color="sub").put(784, 420)
        length = self.text("hypotenuse", color="backward").put(560, 380, "right")
        return VGroup(triangle, below, beside, length)

    def _cloud(self) -> DigitCloud:
        record = self.record("profiles")
        layers = [record.rows(f"points.plain.{k}") for k in range(len(record.array("points.plain")))]
        return DigitCloud(self.look, record.rows("points.pixels"), layers, reach=0.34, side_px=600).move_to(
            at(*CLOUD)
        )

    def _layer_counter(self) -> VGroup:
        name = self.text("layer", "body", color="sub").put(MARGIN_X, 210)
        number = counter(self.look, self._layer(1), "result_small").put(MARGIN_X, 210)
        return VGroup(name, number.shift((name.get_right()[0] + px(GAP_M) - number.get_left()[0]) * RIGHT))

    def _spread(self) -> Bars:
        lit = {0: Lit("s2", "body"), 29: Lit("e2", "result_small", "forward")}
        bars = self._layer_chart("plain.distance.median", Logarithmic(1e-8, 10), lit, ticks=decades(-8, 0, 2),
                                 width_px=920, height_px=470, color="forward", y_name=self.words("spread"))  # fmt: skip
        bars.take(grown=0.0)
        return bars.move_to(at(1290, 520))

    def _tower(self) -> BatchTower:
        record = self.record("headline")
        pixels, labels = record.rows("sample.pixels"), record.numbers("sample.labels")
        answers = record.numbers("plain.sample.answers.0")
        tower = BatchTower(
            self.look, self.number("headline.settings.depth"), digits=[pixels[i] for i in SAMPLE],
            labels=[labels[i] for i in SAMPLE], answers=[answers[i] for i in SAMPLE], height_px=330,
        )  # fmt: skip
        return tower.put_at(TOWER_X, 450)

    def _product(self) -> VGroup:
        """All factors and what they make, under the answer."""
        formula = self.text("product", "formula").put(MARGIN_X, 740)
        first, last = (formula.part(f"chain.w1.factors.{k}") for k in ("0", "last"))
        held = bracket(self.look, VGroup(first, last), "bottom")
        name = self.text("factors", "body", color="sub").put(MARGIN_X, 836)
        return VGroup(formula, held, name.set_x(held.get_x()))
