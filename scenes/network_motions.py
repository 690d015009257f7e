"""What several parts of chapter ``network`` do together."""

from __future__ import annotations

from chainreel.draw.axes.curve import Curve
from chainreel.draw.axes.line_formula import LineFormula
from chainreel.draw.motion import appear, ease_in_out_cubic
from chainreel.draw.part.posing import between
from chainreel.draw.part.shapes import arrow
from chainreel.draw.text.counter import count_through, follow
from chainreel.draw.text.layout import in_line
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.number import counted, sigmoid_slope
from chainreel.theme import at
from scenes.bending import MIDDLE
from scenes.network_parts import NetworkParts

RIGHT = 1410  # the middle of the right half, in pixels
BIAS_LINE = 826
START = "curve.z.35"  # where the tangent sets out: clear of the axis's labels


class NetworkMotions(NetworkParts):
    """The motions that a beat calls by name."""

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
            seconds=2.8,
        )

    def _steepest(self, curve: Curve) -> None:
        """The tangent slides up the curve to where it is steepest."""
        start, steepest = (self.number(f"collapse.{path}") for path in (START, MIDDLE))
        slope = self._counter(sigmoid_slope(start), ".2f", "result_small")
        name, most = (self.text(key, "result_small") for key in ("slope", "most"))
        in_line([name, slope, most], left_px=430, baseline_px=800, gap_px=18)
        curve.take(at=start)
        self.play(curve.grow(tangent=1.0), appear(name), appear(slope), cue="slope")
        self.play(
            curve.slide(steepest),
            follow(slope, lambda t: sigmoid_slope(between(start, steepest, ease_in_out_cubic(t))), ".2f"),
            seconds=1.8,
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

    def _accuracy(self, name: str, y_px: float, *heading: Lettering) -> None:
        """What the trained network reaches; the first accuracy brings a heading."""
        reached = self.shown(f"digits_net.{name}_accuracy", "%1")
        accuracy = lettering(self.look, reached, "result_large").put(1824, y_px, "right")
        label = self.text(name, color="sub").put(1470, y_px, "right")
        self.play(*(appear(part) for part in (*heading, label, accuracy)), cue=name)
