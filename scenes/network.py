"""Chapter ``network``: lines stacked are a line; bend between them, and a network reads digits."""

from __future__ import annotations

from manim import VGroup

from chainreel.draw.counter import count_through, follow
from chainreel.draw.curve import Curve
from chainreel.draw.digit import DigitPicture
from chainreel.draw.layout import in_line
from chainreel.draw.lettering import Lettering
from chainreel.draw.line_formula import LineFormula
from chainreel.draw.motion import appear, ease_in_out_cubic, leave
from chainreel.draw.posing import between
from chainreel.draw.shapes import arrow
from chainreel.number import counted, sigmoid_slope
from chainreel.theme import at
from scenes.bending import MIDDLE, first_layer, hill_curve, sigmoid_to_scale
from scenes.network_parts import NetworkParts
from scenes.small_network import network_of

FIRST = ((0, 0, 0), (0, 1, 0))  # the weights into the neuron whose sum is read
LEFT, RIGHT = 510, 1410  # the middles of the two halves, in pixels
BIAS_LINE = 826
WIDE, NARROW = 620, 1522  # and of two parts of which the left is the wider


class NetworkChapter(NetworkParts):
    """What does stacking give?"""

    def lines_collapse(self) -> None:
        two = self._machine("xyz", self.number("collapse.two.a.0"), self.number("collapse.two.a.1"))
        one = self._machine("xz", self.number("collapse.two.slope"))
        two.move_to(at(LEFT, 488))
        one.move_to(at(RIGHT, 488))
        self.open_with_question(until="stack")
        self.play(appear(self.title()), appear(two))
        self.play(two.grow(reach=1.0), seconds=0.9)
        self.play(two.grow(reach=2.0), seconds=0.9)
        self.play(two.grow(stretch=1.0), seconds=1.0)
        self.play(appear(two.stretch_labels("d", middle=True)))
        self.play(appear(one), cue="one")
        self.play(one.grow(reach=1.0), seconds=0.9)
        self.play(one.grow(stretch=1.0), seconds=0.9)
        lengths = one.stretch_labels("d")
        self.play(appear(lengths))
        self.play(leave(one), leave(lengths), cue="hundred")
        self._stack_a_hundred()

    def bend(self) -> None:
        record = self.record("collapse")
        curve, hill = sigmoid_to_scale(self.look, record, 1000), hill_curve(self.look, record, 560, 440)
        for part, x_px in ((curve, WIDE), (hill, NARROW)):
            part.move_to(at(x_px, 490))
            part.take(bent=0.0)
        first = VGroup(*(hill.ghost(neuron) for neuron in first_layer(record)))
        name = self.text("sigmoid").put(WIDE, 262, "center")
        layers = self.text("bent").put(NARROW, 205, "center")
        self.clear_picture()
        self.play(appear(self.title()), appear(curve), appear(self.run_note()))
        self.play(curve.grow(bent=1.0), appear(name), cue="sigmoid", seconds=1.6)
        self.play(appear(hill), appear(first), appear(layers), cue="bend")
        self.play(hill.grow(bent=1.0), seconds=1.8)
        self._steepest(curve)

    def fill_forward(self) -> None:
        network = network_of(self.look, self.record("small_network"))
        value = self.text("value", color="forward").put(171, 225, "center")
        weight = self.text("weight", color="weight").put(330, 225, "center")
        self.clear_picture()
        self.play(appear(self.title()), appear(network), appear(self.run_note()))
        self.play(network.fill_forward(last_layer=0), appear(value), cue="net")
        self.play(network.show_weights(*FIRST), appear(weight))
        self.play(network.highlight(*FIRST))
        self.play(appear(self._sum()), network.fill((1, 0)))
        self.play(network.highlight())
        self.play(network.fill((1, 1), (1, 2)))
        self.play(network.fill_forward(first_layer=2), cue="stay")
        self.play(appear(self.text("output", color="forward").put(1430, 427)))

    def digits_net(self) -> None:
        digit = DigitPicture(self.look, self.record("digits_net").rows("example.pixels"), 250)
        digit.move_to(at(221, 480))
        network = self._digits_network().put_at(980, 490)
        self.clear_picture()
        self.play(appear(self.title()), appear(self.run_note()), appear(digit), cue="digit")
        self.play(appear(network))
        pixels = digit.copy()
        self.play(pixels.fly(network.layer_point(0), 40), cue="pixels")
        self.play(leave(pixels))
        self.play(network.run(), cue="outputs")
        self._count_accuracy("train", 640)
        self._count_accuracy("test", 780)
        self.close_with_answer(cue="answer")

    # --- motions of several parts ------------------------------------------------------------------

    def _stack_a_hundred(self) -> None:
        """The line of the first 1, 2, ... 100 lines as one, with its formula."""
        lines = [(a, b) for a, b in self.record("collapse").rows("hundred.running")]
        stacked = [counted(k + 1, "lines stacked") for k in range(len(lines))]
        plane = self._plane(lines[0])
        plane.move_to(at(RIGHT, 560))
        count = self._counter(stacked[0], "d", "result", "right").put(1180, 262, "right")
        unit = self.text("lines").put(1198, 262)
        formula = LineFormula(self.look, lines[0], left_px=1360, baseline_px=262)
        self.play(*(appear(part) for part in (plane, count, unit, formula, self.run_note())))
        self.play(
            plane.step_through(lines[1:]),
            count_through(count, stacked, "d"),
            formula.step_through(lines),
            seconds=3.4,
        )

    def _steepest(self, curve: Curve) -> None:
        """The tangent slides up the curve to where it is steepest."""
        start, steepest = (self.number(f"collapse.{path}") for path in ("curve.z.30", MIDDLE))
        slope = self._counter(sigmoid_slope(start), ".2f", "result_small")
        name, most = (self.text(key, "result_small") for key in ("slope", "most"))
        in_line([name, slope, most], left_px=430, baseline_px=800, gap_px=18)
        curve.take(at=start)
        self.play(curve.grow(tangent=1.0), appear(name), appear(slope), cue="slope")
        self.play(
            curve.slide(steepest),
            follow(slope, lambda t: sigmoid_slope(between(start, steepest, ease_in_out_cubic(t))), ".2f"),
            seconds=2.4,
        )
        self.play(curve.grow(rise=1.0), appear(most))
        self.play(appear(curve.rise_labels("d", ".2f")))

    def _sum(self) -> Lettering:
        """Weights times values, and the bias, then the sigmoid, term by term; its value is to come."""
        total = self.text("sum", "result_small").put(96, 770)
        curve = self._small_sigmoid()
        into, out = (arrow(self.look, at(x, 751), at(x + 70, 751), "forward") for x in (1130, 1565))
        bias = self.text("bias", color="weight").put(0, BIAS_LINE).set_x(total.part("bias").get_x())
        for term, cue in (("first", "fill"), ("second", None)):
            self.play(appear(total.part(term)), cue=cue)
        self.play(appear(total.part("bias")), appear(bias), cue="bias")
        self.play(appear(total.part("z")))
        self.play(appear(into), appear(curve), cue="curve")
        self.play(curve.slide(self.number("small_network.z1.0")))
        self.play(appear(out))
        return self.text("result", "result_small", color="forward").put(1824, 770, "right")

    def _count_accuracy(self, name: str, y_px: float) -> None:
        """An accuracy over the epochs of training, up to its last value."""
        epochs = self.record("digits_net").numbers(f"curve.{name}")
        accuracy = self._counter(epochs[0], "%1", "result_large", "right").put(1824, y_px, "right")
        label = self.text(name, color="sub").put(1470, y_px, "right")
        self.play(appear(label), appear(accuracy), cue=name)
        self.play(count_through(accuracy, epochs, "%1"), seconds=1.6)
