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
from chainreel.scene import LectureScene
from chainreel.theme import at
from scenes import network_parts as parts
from scenes.bending import MIDDLE

# Layout in pixels: middles, edges and baselines.
RIGHT, PLANE_Y = 1410, 560  # the middle of the right half
COUNT, UNIT_LEFT, FORMULA_LEFT = (1180, 262), 1198, 1360  # over it, on one baseline
SLOPE, SLOPE_GAP = (430, 800), 18
SUM, SUM_ARROWS, ARROW_LENGTH, ARROWS_Y, BIAS_LINE = (96, 770), (1130, 1565), 70, 751, 826
REACHED_RIGHT, NAME_RIGHT = 1824, 1470
START = "curve.z.35"  # where the tangent sets out: clear of the axis's labels


def stack_a_hundred(scene: LectureScene) -> None:
    """The line of the first 1, 2, ... 100 lines as one, with its formula."""
    lines = [(a, b) for a, b in scene.record("collapse").rows("hundred.running")]
    stacked = [counted(k + 1, "lines stacked") for k in range(len(lines))]
    plane = parts.plane(scene, lines[0])
    plane.move_to(at(RIGHT, PLANE_Y))
    count = parts.counter_from(scene, stacked[0], "d", "result", "right").put(*COUNT, "right")
    unit = scene.text("lines").put(UNIT_LEFT, COUNT[1])
    formula = LineFormula(scene.look, lines[0], left_px=FORMULA_LEFT, baseline_px=COUNT[1])
    scene.play(*(appear(part) for part in (plane, count, unit, formula, scene.run_note())))
    scene.play(
        plane.step_through(lines[1:]),
        count_through(count, stacked, "d"),
        formula.step_through(lines),
        seconds=2.8,
    )


def slide_to_the_steepest(scene: LectureScene, curve: Curve) -> None:
    """The tangent slides up the curve to where it is steepest."""
    start, steepest = (scene.number(f"collapse.{path}") for path in (START, MIDDLE))
    slope = parts.counter_from(scene, sigmoid_slope(start), ".2f", "result_small")
    name, most = (scene.text(key, "result_small") for key in ("slope", "most"))
    in_line([name, slope, most], left_px=SLOPE[0], baseline_px=SLOPE[1], gap_px=SLOPE_GAP)
    curve.take(at=start)
    scene.play(curve.grow(tangent=1.0), appear(name), appear(slope), cue="slope")
    scene.play(
        curve.slide(steepest),
        follow(slope, lambda t: sigmoid_slope(between(start, steepest, ease_in_out_cubic(t))), ".2f"),
        seconds=1.8,
    )
    scene.play(curve.grow(rise=1.0), appear(most))
    scene.play(appear(curve.rise_labels("d", ".2f")))


def write_the_sum(scene: LectureScene) -> Lettering:
    """Weights times values, and the bias, then the sigmoid, term by term; its value is to come."""
    total = scene.text("sum", "result_small").put(*SUM)
    curve = parts.small_sigmoid(scene)
    into, out = (
        arrow(scene.look, at(x, ARROWS_Y), at(x + ARROW_LENGTH, ARROWS_Y), "forward") for x in SUM_ARROWS
    )
    bias = scene.text("bias", color="weight").put(0, BIAS_LINE).set_x(total.part("bias").get_x())
    for term, cue in (("first", "fill"), ("second", None)):
        scene.play(appear(total.part(term)), cue=cue)
    scene.play(appear(total.part("bias")), appear(bias), cue="bias")
    scene.play(appear(total.part("z")))
    scene.play(appear(into), appear(curve), cue="curve")
    scene.play(curve.slide(scene.number("small_network.z1.0")))
    scene.play(appear(out))
    return scene.text("result", "result_small", color="forward").put(REACHED_RIGHT, SUM[1], "right")


def show_accuracy(scene: LectureScene, name: str, y_px: float, *heading: Lettering) -> None:
    """What the trained network reaches; the first accuracy brings a heading."""
    reached = scene.show_number(f"digits_net.{name}_accuracy", "%1")
    accuracy = lettering(scene.look, reached, "result_large").put(REACHED_RIGHT, y_px, "right")
    label = scene.text(name, color="sub").put(NAME_RIGHT, y_px, "right")
    scene.play(*(appear(part) for part in (*heading, label, accuracy)), cue=name)
