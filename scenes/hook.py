"""Chapter ``hook``: one tower becomes two, the same training parts them, and the picture asks why."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from manim import RIGHT, UP, Animation, Mobject, VGroup

from chainreel.draw.axis import Linear, ticks
from chainreel.draw.counter import Counter, count_through, counter
from chainreel.draw.learning_curves import LearningCurves, Series
from chainreel.draw.lettering import Lettering, lettering
from chainreel.draw.motion import appear, glide, stagger
from chainreel.draw.shapes import verdict
from chainreel.draw.tower_batch import BatchTower
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import GAP_L, GAP_M, ROLES, at, px
from scenes.headline_tower import WIDTH, Run, headline_tower

RUNS: tuple[Run, ...] = ("plain", "skips")  # left and right
COLORS: Mapping[str, str] = MappingProxyType({"plain": "wrong", "skips": "correct"})
TO_THINK = 2.5  # seconds

# Layout in pixels: middles, sizes, baselines.
COLUMNS: Mapping[str, int] = MappingProxyType({"plain": 354, "skips": 1566})
MIDDLE, STACK_Y, TOWER_Y = 960, 430, 332
CHART_LEFT, CHART_TOP, CHART_WIDTH, CHART_HEIGHT = 736, 210, 516, 430
SAME_LINES, POSTER_LINE = (290, 366, 442), 640
KINDS_LINE, KINDS_PITCH, CHANCE_LINE = 690, 124, 796
TRAINED_LINE, UNSEEN_LINE = 726, 801


class Hook(LectureScene):
    """Why does only one of them learn?"""

    def two_towers(self) -> None:
        self.towers = {run: self._tower(run) for run in RUNS}
        left, right = self.towers.values()
        same = (
            (self.text(key, "title"), y)
            for key, y in zip(("layers", "start", "data"), SAME_LINES, strict=True)
        )
        self.same = VGroup(*(line.put(MIDDLE, baseline, "center") for line, baseline in same))
        self.chance = self.text("chance", "title").put(MIDDLE, CHANCE_LINE, "center")
        left.take(stacked=0.0)
        self.play(left.stack(2.4))
        self.add(right)
        self.play(
            *(glide(t, at(COLUMNS[run], TOWER_Y)) for run, t in self.towers.items()),
            cue="towers",
            seconds=1.0,
        )
        self.play(appear(self.same[0]))
        self.play(appear(self.same[1]), appear(self.run_note()), cue="start")
        self.play(left.line_up(), right.line_up(), appear(self.same[2]), cue="data")
        self.play(left.enter(), right.enter())
        self.play(stagger(appear(kind) for kind in self._kinds()), cue="kinds")
        self.play(appear(self.chance), cue="chance")

    def race(self) -> None:
        left, right = self.towers.values()
        chart = self._chart()
        level = chart.plot.level(self.number("headline.chance"))
        chart.take(step=0.0)
        trained = VGroup(*(self._name("train", run, TRAINED_LINE) for run in RUNS))
        unseen = VGroup(
            *(part for run in RUNS for part in (self._name("test", run, UNSEEN_LINE), self._unseen(run)))
        )
        self.accuracies = {run: self._accuracy(run) for run in RUNS}
        self.clear_picture(left, right, self.chance)
        self.play(self._chance_onto(level))
        new = [chart, level, trained, *self.accuracies.values(), self.run_note()]
        self.play(*(appear(part) for part in new))
        self.play(chart.run(), *self._steps_counted(), cue="race", seconds=4.4)
        ends = [self._mark(run, 44).move_to(chart.heads[k]) for k, run in enumerate(RUNS)]
        self.play(*(appear(mark, rise=0.0) for mark in ends))
        self.play(appear(unseen), cue="unseen")
        self.play(left.answer_each(4.0), right.answer_each(4.0), cue="same")
        self.play(left.turn(alive=not self.holds("guesses")), cue="why", seconds=1.4)

    def guess(self) -> None:
        results = VGroup(
            self.text("left", color="sub").put(COLUMNS["plain"], UNSEEN_LINE, "center"),
            self.text("right", color="sub").put(COLUMNS["skips"], UNSEEN_LINE, "center"),
        )
        poster = self.text("why", "poster").put(MIDDLE, POSTER_LINE, "center")
        self.clear_picture(*self.towers.values(), *self.accuracies.values())
        self.same.set_color(self.look.color("sub"))
        self.play(stagger((appear(line) for line in self.same), step=0.3), appear(self.run_note()))
        self.play(*self._verdicts(), appear(results), cue="one")
        self.play(appear(poster, rise=px(GAP_L)), cue="what", seconds=0.8)
        self.still(TO_THINK)

    # --- the parts, filled from the record --------------------------------------------------------

    def _tower(self, run: Run) -> BatchTower:
        return headline_tower(self.look, self.record("headline"), run).put_at(MIDDLE, STACK_Y)

    def _kinds(self) -> list[Lettering]:
        """Every digit there is, in a row."""
        count = int(self.number("headline.classes").value)
        shown = [show(counted(k, "kind of digit"), "d", self.look.language) for k in range(count)]
        texts = [lettering(self.look, kind, "result", color="sub") for kind in shown]
        left = MIDDLE - KINDS_PITCH * (count - 1) / 2
        return [text.put(left + KINDS_PITCH * k, KINDS_LINE, "center") for k, text in enumerate(texts)]

    def _chart(self) -> LearningCurves:
        record = self.record("headline")
        steps = record.numbers("curve.step")
        series = [
            Series(run, steps, record.numbers(f"{run}.curve.train.median"), COLORS[run]) for run in RUNS
        ]
        chart = LearningCurves(
            self.look, series, Linear(0, steps[-1].value), Linear(0, 1), style="%1", labelled=False,
            width_px=CHART_WIDTH, height_px=CHART_HEIGHT, x_ticks=ticks(0, steps[-1].value, 100),
            y_ticks=ticks(0, 1, 0.5, "%0"), x_name=self.words("step"), y_name=self.words("accuracy"),
        )  # fmt: skip
        return chart.shift(at(CHART_LEFT, CHART_TOP) - chart.plot.at(0, 1))

    def _chance_onto(self, level: Mobject) -> Animation:
        """The chance takes its place as the name of the dashed line."""
        size = ROLES["body"].size_px / self.chance.font_px
        goal = self.chance.copy().scale(size).next_to(level, UP, buff=px(GAP_M)).align_to(level, RIGHT)
        return glide(self.chance, goal.get_center(), size)

    def _name(self, key: str, run: str, baseline: float) -> Lettering:
        return self.text(key, "label").put(COLUMNS[run] - WIDTH / 2, baseline)

    def _accuracy(self, run: str) -> Counter:
        first = self.shown(f"headline.{run}.curve.train.median.0", "%1")
        made = counter(self.look, first, "result_large", COLORS[run], "right")
        return made.put(COLUMNS[run] + WIDTH / 2, TRAINED_LINE, "right")

    def _steps_counted(self) -> list[Animation]:
        numbers = {run: self.record("headline").numbers(f"{run}.curve.train.median") for run in RUNS}
        return [count_through(accuracy, numbers[run], "%1") for run, accuracy in self.accuracies.items()]

    def _unseen(self, run: str) -> Lettering:
        accuracy = self.shown(f"headline.{run}.test_accuracy.median", "%1")
        text = lettering(self.look, accuracy, "result_small", color=COLORS[run])
        return text.put(COLUMNS[run] + WIDTH / 2, UNSEEN_LINE, "right")

    def _mark(self, run: str, size_px: float) -> VGroup:
        """Whether the run learns, told by shape and not by colour alone."""
        learns = self.holds("right_learns" if run == "skips" else "left_learns")
        mark: VGroup = verdict(self.look, learns, size_px)
        return mark

    def _verdicts(self) -> list[Animation]:
        """Each accuracy moves aside for its verdict, both together under the tower's middle."""
        motions = []
        for run, accuracy in self.accuracies.items():
            mark, goal = self._mark(run, 64), accuracy.copy()
            row = VGroup(mark, goal).arrange(RIGHT, buff=px(GAP_M))
            row.move_to(at(COLUMNS[run], 0)).set_y(accuracy.get_y())
            motions += [glide(accuracy, goal.get_center()), appear(mark)]
        return motions
