"""Chapter ``training``: loss, and the gradient of each block, over the steps."""

from __future__ import annotations

import math

from chainreel.draw.axes.axis import Linear, Ticks
from chainreel.draw.charts.heat_rows import HeatRows
from chainreel.draw.charts.learning_curves import LearningCurves, Series
from chainreel.draw.charts.stop_bars import plain_style
from chainreel.draw.motion import appear
from chainreel.model.scenes import stops
from chainreel.records.record import Record
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, MARGIN_X, at

WIDTH = FRAME_WIDTH - 2 * MARGIN_X
NAMES, SAID = 230, 150  # as wide as beside the rows of heat
CURVE_Y, CURVE_HEIGHT, HEAT_TOP, HEAT_HEIGHT = 270, 180, 420, 400
MOST_ROWS, SECONDS = 10, 5.0


class TrainingChapter(LectureScene):
    """What does training change?"""

    def steps(self) -> None:
        self.open_with_question()
        record = stops.seen_record(self)
        curve, heat = self._curve(record), self._heat(record)
        heat.take(run=0.0)
        curve.take(step=0.0)
        name = self.text("loss", "label", color="backward").put(MARGIN_X, CURVE_Y)
        self.play(appear(self.title()), appear(self.run_note()), appear(name))
        self.play(appear(curve), appear(heat), cue="run")
        self.play(curve.run(run_time=SECONDS), heat.advance(SECONDS))
        self.close_with_answer(cue="answer")

    def _curve(self, record: Record) -> LearningCurves:
        losses, steps = record.numbers("training.loss"), record.numbers("training.step")
        top, low = self._ends(record)
        places = (low, (low + top) / 2, top)
        marks = Ticks(places, plain_style(places) if low >= 0 else ".1f")
        series = Series(self.words("loss"), steps, losses, "backward")
        curve = LearningCurves(
            self.look, [series], Linear(0, max(1.0, steps[-1].value)), Linear(low, top), style="s3",
            labelled=False, width_px=WIDTH - NAMES - SAID, height_px=CURVE_HEIGHT, y_ticks=marks,
        )  # fmt: skip
        middle = MARGIN_X + NAMES + (WIDTH - NAMES - SAID) / 2
        box, target = curve.plot.box, at(middle, CURVE_Y)
        curve.shift((target[0] - (box.left + box.right) / 2, target[1] - (box.bottom + box.top) / 2, 0))
        return curve

    def _ends(self, record: Record) -> tuple[float, float]:
        values = record.array("training.loss")
        largest, smallest = float(values.max()), min(0.0, float(values.min()))
        unit = 10.0 ** math.floor(math.log10(max(largest, -smallest, 1e-12)))
        return math.ceil(largest / unit) * unit or unit, math.floor(smallest / unit) * unit

    def _heat(self, record: Record) -> HeatRows:
        learning = [int(k) for k in record.array("training.learning")]
        rows = learning if len(learning) <= MOST_ROWS else [
            learning[round(k * (len(learning) - 1) / (MOST_ROWS - 1))] for k in range(MOST_ROWS)
        ]  # fmt: skip
        rows.reverse()  # the output on top
        names = stops.block_names(self)
        heat = HeatRows(
            self.look, [record.numbers(f"training.gradient.{k}") for k in rows],
            [stops.numbered_name(self, k, names[k]) for k in rows],
            [stops.factor_words(self, record.number(f"training.moved.{k}")) for k in rows],
            width_px=WIDTH, row_px=min(48.0, HEAT_HEIGHT / len(rows)),
        )  # fmt: skip
        heat.put_at(FRAME_WIDTH / 2, HEAT_TOP + heat.layout_px[1] / 2)
        return heat
