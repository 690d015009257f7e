"""The parts of chapter ``vanishing``, filled from the records."""

from __future__ import annotations

from manim import VGroup

from chainreel.draw.axes.ruler import Ruler
from chainreel.draw.axes.sigmoid_dots import SigmoidDots
from chainreel.draw.geometry import vec
from chainreel.draw.gradients.dial import Range, TwoDials
from chainreel.draw.gradients.gates import GateChain
from chainreel.draw.part.shapes import divider
from chainreel.draw.text.counter import Counter, counter
from chainreel.number import Number, counted
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import at, px

MIDDLE, CHAIN_Y, RULER_Y, WHOLE_Y = 960, 412, 650, 500
DIALS, DIALS_FIRST = (1440, 380), (960, 500)
DOTS = (520, 500)
DOT_COUNT = (232, 182, 166, 24)  # pixels over the last dot: the baselines, the ends of the line down to it
LARGER = 1.3  # the dials when they stand alone


def chain(scene: LectureScene) -> GateChain:
    record, language = scene.record("chain"), scene.look.language
    running = [show(n, "<.3f" if k else "d", language) for k, n in enumerate(record.numbers("w1.running"))]
    factors = [show(n, ".3f", language) for n in record.numbers("w1.factors")]
    return GateChain(scene.look, running, factors, trail=True, width_px=1722).put_at(MIDDLE, CHAIN_Y)


def ruler(scene: LectureScene) -> Ruler:
    linear, log = scene.words("linear"), scene.words("log")
    running = scene.record("chain").numbers("w1.running")
    ruler = Ruler(scene.look, running, -8, linear_name=linear, log_name=log, landed=0.0, digits=0.0)
    return ruler.shift(at(MIDDLE, RULER_Y) - ruler.linear.line.get_center())


def last_gate(scene: LectureScene, case: str) -> tuple[Number, Number, Number]:
    """Slope, weight and factor of the last gate, which the coin meets first."""
    paths = ("slope.last", "weight", "factors.last")
    slope, weight, factor = (scene.number(f"chain.{case}.{path}") for path in paths)
    return slope, weight, factor


def dials(scene: LectureScene) -> TwoDials:
    rest, whole = counted(0, "a dial at rest"), counted(1, "what leaves a coin as it is")
    dials = TwoDials(
        scene.look, rest, rest, names=[scene.words(key) for key in ("slope", "weight", "factor")],
        slope_range=Range((rest, scene.number("chain.bound.factor"), whole), "s2", ".3f"),
        weight_range=Range(tuple(counted(k, "mark of a dial") for k in (0, 2, 4, 6)), "d", ".1f"),
        radius_px=112, pitch_px=400, below=True,
    )  # fmt: skip
    dials.take(told=0.0)
    return dials.scale(LARGER).put_at(*DIALS_FIRST)


def dots(scene: LectureScene) -> SigmoidDots:
    record = scene.record("chain")
    dots = SigmoidDots(
        scene.look, record.numbers("w1.z"), record.numbers("w1.slope"), width_px=760, height_px=470,
        x_name=scene.words("into"), y_name=scene.words("slope"),
    )  # fmt: skip
    return dots.move_to(at(*DOTS))


def dot_count(scene: LectureScene, dots: SigmoidDots) -> tuple[Counter, VGroup]:
    """How many dots have landed: over the place where most of them lie on one another, tied to it."""
    shown = show(dots.count_landed(0.0), "d", scene.look.language)
    count = counter(scene.look, shown, "result_small", "text", "center")
    name, (x, y, _) = scene.text("dots"), dots.place_of(len(dots.places) - 1)
    aside = dots.plot.at(counted(1, "place of a label"), 0)[0]
    count.put_baseline(y + px(DOT_COUNT[0])).set_x(aside)
    name.put_baseline(y + px(DOT_COUNT[1])).set_x(aside)
    tie = divider(scene.look, *(vec(x, y + px(end)) for end in DOT_COUNT[2:]), "sub")
    return count, VGroup(name, tie)


def whole_road(scene: LectureScene) -> GateChain:
    """The road on which every gate leaves the coin as it is."""
    record, language = scene.record("chain"), scene.look.language
    running = [show(n, "d", language) for n in record.numbers("w4.running")]
    factors = [show(n, "d", language) for n in record.numbers("w4.factors")]
    return GateChain(scene.look, running, factors, trail=True, width_px=1722, coin_px=62).put_at(
        MIDDLE, WHOLE_Y
    )
