"""Chapter ``vanishing``: a coin goes back through gates and is lost, and digits melt on their way forward."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, VGroup

from chainreel.draw.axes.ruler import Ruler
from chainreel.draw.charts.bars import Bars
from chainreel.draw.charts.digit_cloud import DigitCloud
from chainreel.draw.gradients.dial import TwoDials
from chainreel.draw.gradients.gates import GateChain
from chainreel.draw.motion import APPEAR, CAMERA, STILL_BEFORE_LOG_RULER, appear, glide, leave, linear
from chainreel.draw.part.posing import last_reached
from chainreel.draw.text.counter import follow
from chainreel.draw.text.lettering import Lettering
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.theme import GAP_L, MARGIN_X, at, px
from scenes import vanishing_net as net
from scenes import vanishing_parts as parts
from scenes.vanishing_net import TOWER
from scenes.vanishing_parts import DIALS, LARGER, MIDDLE

LINEAR_Y, GATES_LINE, SHRINK_LINE, BOUND_LINE = 277, 790, 690, 780
PRODUCT, HERO_LINE = (1378, 236), 396  # over the line at 1
ALONG = np.array([1, 0, 0])  # sideways only
INPUT, RATIO, LAYERS, FACTOR = (408, 244), (330, 366), (425, 456), (1735, 420)  # edges and baselines
EVERY_LINE = 814
EQUATION_LINE, BEFORE_LINE, MOVED_LINE = 260, 690, 780  # of the road on which nothing is lost
TIMES_X, WHOLE_LINE, LAYER_NAME = 1210, 560, (124, 306)
TIMES, READ = (
    {"first": 344, "second": 412, "third": 480},
    (("right", "result_large", 696), ("nearest", "label", 750)),
)
MELTED = 8  # layers until the digits' dots lie on one another


class Vanishing(LectureScene):
    """Why does a deep plain tower hear nothing, in either direction?"""

    # What a beat leaves on the stage for later ones.
    chain: GateChain
    note: Lettering
    ruler: Ruler
    dials: TwoDials

    def coin_first(self) -> None:
        self.chain, self.note = parts.chain(self), self.run_note()
        self.chain.take(near=1.0)
        gates = self.text("gates", color="sub").put(MARGIN_X, GATES_LINE)
        self.open_with_question(until="coin")
        self.play(appear(self.title()), appear(self.chain), appear(gates), appear(self.note))
        self.play(self.chain.drop_coin())
        self.play(self.chain.pass_gate(1.8), cue="gate")
        self.play(self.chain.pass_many(2, 1.1), cue="three")

    def coin_gone(self) -> None:
        self.ruler = parts.ruler(self)
        pile = self.ruler.pile_label(self.words("zero"), "result")
        self.clear_picture(self.chain, self.note)
        self.play(appear(self.title()), self.chain.grow(near=0.0, run_time=CAMERA))
        self.play(self.chain.pass_many(seconds_each=0.42), cue="ten")
        self.play(appear(self.ruler), leave(self.note), cue="ruler")
        landing = self.ruler.land([self.chain.rest_point(k) for k in range(self.chain.count + 1)])
        self.play(landing, appear(self.run_note()))
        self.play(appear(pile), cue="zero")

    def log_turn(self) -> None:
        ruler = self.ruler
        up = at(MIDDLE, LINEAR_Y) - ruler.linear.line.get_center()
        self.clear_picture(ruler)
        self.play(appear(self.title()), appear(self.run_note()), glide(ruler, ruler.get_center() + up))
        self.still(STILL_BEFORE_LOG_RULER)
        self.play(ruler.turn(), cue="turn")
        self.play(ruler.light_hero(), cue="there")
        self.play(ruler.hop(), cue="step", seconds=2.0)
        self.play(appear(ruler.note(self.words("step"))))
        whole = ruler.hero_label(self.words("parts"))
        power = self.text("power", color="sub").put_baseline(ruler.foot)
        power.next_to(whole, RIGHT, buff=px(GAP_L), coor_mask=ALONG)
        self.play(appear(whole), appear(power), cue="hero")

    def two_dials(self) -> None:
        self.dials, dots = parts.dials(self), parts.dots(self)
        shrink = self.text("shrink", "result_small", color="backward").put(DIALS[0], SHRINK_LINE, "center")
        bound = self.text("bound").put(DIALS[0], BOUND_LINE, "center")
        slope, weight, factor = parts.last_gate(self, "w1")
        self.clear_picture()
        self.play(appear(self.title()), appear(self.dials), cue="dials")
        self.play(self.dials.turn(slope=slope), cue="slope")
        self.play(self.dials.turn(weight=weight, factor=factor), cue="weight")
        self.play(self.dials.grow(APPEAR, told=1.0))
        self.play(glide(self.dials, at(*DIALS), 1 / LARGER), cue="z")
        count, counted_as = parts.dot_count(self, dots)
        self.play(appear(dots), appear(self.run_note()), appear(count), appear(counted_as))
        self.play(dots.drop(run_time=2.0), follow(count, dots.count_landed, "d", run_time=2.0))
        self.play(appear(dots.bound_line(self.number("chain.bound.factor"), self.words("peak"))))
        self.play(appear(shrink), appear(bound), cue="shrink")

    def not_always(self) -> None:
        road, equation = (
            parts.whole_road(self),
            self.text("equation", "formula_lead").put(MIDDLE, EQUATION_LINE, "center"),
        )
        before = self.text("before", color="sub").put(MIDDLE, BEFORE_LINE, "center")
        moved = self.text("moved", "result_small").put(MIDDLE, MOVED_LINE, "center")
        self.clear_picture()
        self.play(appear(self.title()), appear(road), appear(self.run_note()))
        self.play(appear(equation), cue="one")
        self.play(road.drop_coin())
        self.play(road.pass_many(seconds_each=0.42), cue="same")
        self.play(appear(before))
        self.play(appear(moved), cue="edge")

    def real_net(self) -> None:
        bars, head, (legs, side) = net.gradients(self), net.direction(self), net.pythagoras(self)
        ratio = self.text("ratio", "result_large", color="backward").put(*RATIO)
        layers = self.text("layers", color="sub").put(*LAYERS)
        self.clear_picture()
        self.play(appear(self.title()), appear(bars), appear(head), appear(self.run_note()), cue="net")
        self.play(bars.grow_all(2.4), cue="bars")
        self.play(appear(legs), cue="length", seconds=0.8)
        self.play(appear(side), seconds=0.8)
        self.play(leave(legs), leave(side), cue="plain")
        self.play(bars.turn(), cue="turn")
        self.play(appear(ratio), appear(layers), cue="ratio")

    def same_on_the_way(self) -> None:
        cloud, bars, layer, tower = (
            net.cloud(self),
            net.spread(self),
            net.layer_counter(self),
            net.tower_of_ones(self),
        )
        factor = self.text("factor", "result_small").put(*FACTOR, "right")
        every = self.text("every", "result_small").put(TOWER[0], EVERY_LINE, "center")
        note, trained = self.run_note(), self.run_note("trained")
        self.clear_picture()
        self.play(*(appear(part) for part in (self.title(), cloud, layer, bars, note)), cue="forward")
        self._melt(cloud, bars, layer, MELTED, 3.0, "melt")
        self.play(appear(factor))
        self._melt(cloud, bars, layer, len(cloud.layers) - 1, 2.2, "last")
        self.play(leave(cloud), leave(layer), leave(note), cue="same")
        self.play(appear(tower), appear(trained))
        self.play(tower.line_up())
        self.play(tower.answer_each(2.4))
        self.play(appear(every), tower.turn(alive=False))

    def powers_of_ten(self) -> None:
        zoom, note = net.digit_zoom(self), self.run_note()
        steps = [self.text(key, "result").put(TIMES_X, y) for key, y in TIMES.items()]
        names = [self.text(f"layer_{k}", "body").put(*LAYER_NAME) for k in range(len(TIMES) + 1)]
        whole = self.text("whole", "result").put(TIMES_X, WHOLE_LINE)
        right = [self.text(key, role).put(TIMES_X, y) for key, role, y in READ]
        self.clear_picture()
        self.play(appear(self.title()), appear(zoom), appear(names[0]), appear(note), cue="zoom")
        for k, (step, cue) in enumerate(zip(steps, (None, "again", None), strict=True), 1):
            self.play(leave(names[k - 1]), zoom.go_in(k, 1.8), appear(step), cue=cue)
            self.play(appear(names[k]))
        self.play(zoom.tell_digits(1.0), appear(whole), cue="there")
        self.play(*map(appear, right), cue="right")
        self.close_with_answer(cue="answer")

    # --- motions of several parts -----------------------------------------------------------------

    def _melt(self, cloud: DigitCloud, bars: Bars, layer: VGroup, to: int, seconds: float, cue: str) -> None:
        """Go on to a layer: the digits, how far apart they are, and the layer's number."""
        first, last = cloud.state.layer, len(cloud.layers) - 1
        passed = [counted(k + 1, "layer") for k in range(first, to + 1)]
        self.play(
            cloud.run_to(to, seconds), bars.grow(seconds, grown=to / last).set_rate_func(linear),
            follow(layer[1], last_reached(passed), "d", run_time=seconds), cue=cue,
        )  # fmt: skip
