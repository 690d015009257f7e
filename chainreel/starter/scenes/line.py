"""A line that is fitted to points: how wrong it is, the way down, and the loss on that way."""

from manim import RIGHT, VGroup

from chainreel.draw.axes.axis import Linear, ticks
from chainreel.draw.axes.line_formula import LineFormula
from chainreel.draw.axes.plane import Line, Plane
from chainreel.draw.charts.learning_curves import LearningCurves, Series
from chainreel.draw.motion import appear
from chainreel.draw.part.posing import last_reached
from chainreel.draw.text.counter import Counter, counter, follow
from chainreel.draw.text.lettering import Lettering
from chainreel.scene import LectureScene
from chainreel.theme import GAP_M, at, px
from chainreel.words import maths

# Layout in pixels: middles, the right column's left edge and its baselines.
PLANE, PLANE_SIZE = (640, 500), (980, 590)
COLUMN, FORMULA_LINE, LOSS_LINE = 1270, 400, 540
CORNER, CURVE_SIZE = (230, 250), (1200, 500)  # the curve's upper left, its size


class StraightLine(LectureScene):
    """How does a line learn to fit its points?"""

    # What a beat leaves on the stage for later ones.
    plane: Plane
    formula: LineFormula
    count: Counter
    loss: VGroup
    note: Lettering

    def misses(self) -> None:
        self.plane, self.note = self._points(), self.run_note()
        self.formula = LineFormula(self.look, self._fits()[0], left_px=COLUMN, baseline_px=FORMULA_LINE)
        self.count = counter(self.look, self.show_number("line.loss.0", ".2f"), "result", "backward")
        self.loss = VGroup(self.text("loss", "body", color="sub"), self.count).arrange(RIGHT, buff=px(GAP_M))
        self.loss.shift(at(COLUMN, LOSS_LINE) - self.loss.get_left())
        self.open_with_question(until="points")
        self.play(appear(self.title()), appear(self.plane), appear(self.note))
        self.play(self.plane.grow(drawn=1.0), appear(self.formula), cue="line", seconds=1.0)
        self.play(self.plane.grow(sticks=1.0), cue="sticks", seconds=1.0)
        self.play(appear(self.loss), cue="loss")

    def steps(self) -> None:
        losses, later = self.record("line").numbers("loss"), self._fits()[1:]
        self.clear_picture(self.plane, self.formula, self.loss, self.note)
        self.play(appear(self.title()))
        self.play(
            self.plane.step_through(later),
            self.formula.step_through(later),
            follow(self.count, last_reached(losses), ".2f"),
            cue="walk",
            seconds=5.0,
        )

    def descent(self) -> None:
        curve = self._curve()
        curve.take(step=0.0)
        self.clear_picture()
        self.play(appear(self.title()), appear(curve), appear(self.run_note()))
        self.play(curve.run(run_time=4.0), cue="falls")
        self.close_with_answer(cue="answer")

    def _fits(self) -> list[Line]:
        """The line at each step."""
        record = self.record("line")
        return list(zip(record.numbers("a"), record.numbers("b"), strict=True))

    def _points(self) -> Plane:
        """The points, and the first line, not drawn yet."""
        record, language = self.record("line"), self.look.language
        plane = Plane(
            self.look, list(zip(record.numbers("x"), record.numbers("y"), strict=True)), self._fits()[0],
            x_span=(-3, 4), y_span=(-3, 6), width_px=PLANE_SIZE[0], height_px=PLANE_SIZE[1],
            x_ticks=ticks(-2, 3, 1), y_ticks=ticks(-2, 4, 2),
            x_name=maths("x", language), y_name=maths("y", language),
        )  # fmt: skip
        plane.take(drawn=0.0)
        return plane.move_to(at(*PLANE))

    def _curve(self) -> LearningCurves:
        """The loss at every step."""
        record = self.record("line")
        steps, losses = record.numbers("step"), record.numbers("loss")
        top = 2.0 * round(losses[0].value / 2 + 0.5)
        curve = LearningCurves(
            self.look, [Series(self.words("loss"), steps, losses, "backward")],
            Linear(0, steps[-1].value), Linear(0, top), style=".2f",
            width_px=CURVE_SIZE[0], height_px=CURVE_SIZE[1],
            x_ticks=ticks(0, steps[-1].value, 10), y_ticks=ticks(0, top, 2), x_name=self.words("step"),
        )  # fmt: skip
        return curve.shift(at(*CORNER) - curve.plot.at(0, top))
