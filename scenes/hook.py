"""Chapter ``hook``: one tower becomes two, the same training parts them, and the picture asks why."""

from __future__ import annotations

from manim import LEFT, RIGHT, UP, Animation, Mobject, VGroup

from chainreel.draw.charts.learning_curves import LearningCurves
from chainreel.draw.motion import appear, glide, stagger
from chainreel.draw.networks.tower_lit import LitTower
from chainreel.draw.part.clipping import box_of
from chainreel.draw.text.counter import Counter, count_through
from chainreel.draw.text.lettering import Lettering
from chainreel.scene import LectureScene
from chainreel.theme import GAP_L, GAP_M, GAP_S, ROLES, at, px
from scenes import hook_parts as parts
from scenes.headline_tower import Run
from scenes.hook_parts import COLUMNS, MIDDLE, RUNS, TRAINED_LINE, UNSEEN_LINE

TO_THINK, RACE, AGAIN = 2.5, 4.4, 2.8  # seconds
TOWER_Y = 332  # pixels, as are these baselines
SAME_LINES, POSTER_LINE, CHANCE_LINE = (290, 366, 442), 640, 796
BACK = (*range(2, 11), 1, 0)  # steps to the left in which a label looks for room: best past the verdict


class Hook(LectureScene):
    """Why does only one of them learn?"""

    # What a beat leaves on the stage for later ones.
    towers: dict[Run, LitTower]
    same: VGroup
    chance: Lettering
    accuracies: dict[Run, Counter]

    def two_towers(self) -> None:
        self.towers = {run: parts.tower(self, run) for run in RUNS}
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
        self.play(stagger(appear(kind) for kind in parts.kinds(self)), cue="kinds")
        self.play(appear(self.chance), cue="chance")

    def race(self) -> None:
        left, right = self.towers.values()
        chart = parts.chart(self)
        level = chart.plot.level(self.number("headline.chance"))
        chart.take(step=0.0)
        trained = VGroup(*(parts.name_over(self, "train", run, TRAINED_LINE) for run in RUNS))
        unseen = VGroup(
            *(
                part
                for run in RUNS
                for part in (parts.name_over(self, "test", run, UNSEEN_LINE), parts.unseen(self, run))
            )
        )
        self.accuracies = {run: parts.accuracy(self, run) for run in RUNS}
        self.clear_picture(left, right, self.chance)
        self.play(self._chance_onto(chart, level))
        new = [chart, level, trained, *self.accuracies.values(), self.run_note()]
        self.play(*(appear(part) for part in new), left.light_up(1.0), right.light_up(1.0))
        learning = (left.train(RACE), right.train(RACE))
        self.play(chart.run(), *self._steps_counted(), *learning, cue="race", seconds=RACE)
        ends = [parts.mark(self, run, 44).move_to(chart.heads[k]) for k, run in enumerate(RUNS)]
        self.play(*(appear(mark, rise=0.0) for mark in ends))
        self.play(appear(unseen), cue="unseen")
        self.play(left.answer_each(4.0), right.answer_each(4.0), cue="same")

    def light(self) -> None:
        left, right = self.towers.values()
        self.play(appear(parts.legend(self)), cue="light")
        self.play(left.train(AGAIN), right.train(AGAIN), cue="dark", seconds=AGAIN)

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

    # --- motions of several parts ------------------------------------------------------------------

    def _chance_onto(self, chart: LearningCurves, level: Mobject) -> Animation:
        """The chance takes its place as the name of the dashed line, where no curve will run through it."""
        goals = [self._over(level, role, back) for role in ("body", "label") for back in BACK]
        free = (goal for goal in goals if not chart.runs_through(box_of(goal).with_margin(px(GAP_S))))
        goal = next(free, goals[-1])
        return glide(self.chance, goal.get_center(), goal.font_px / self.chance.font_px)

    def _over(self, level: Mobject, role: str, back: int) -> Lettering:
        """The chance at the right end of its line, so many steps back to the left."""
        goal: Lettering = self.chance.copy().scale(ROLES[role].size_px / self.chance.font_px)
        return goal.next_to(level, UP, buff=px(GAP_M)).align_to(level, RIGHT).shift(LEFT * back * px(GAP_M))

    def _steps_counted(self) -> list[Animation]:
        numbers = {run: self.record("headline").numbers(f"{run}.curve.train.median") for run in RUNS}
        return [count_through(accuracy, numbers[run], "%1") for run, accuracy in self.accuracies.items()]

    def _verdicts(self) -> list[Animation]:
        """Each accuracy moves aside for its verdict, both together under the tower's middle."""
        motions = []
        for run, accuracy in self.accuracies.items():
            mark, goal = parts.mark(self, run, 64), accuracy.copy()
            row = VGroup(mark, goal).arrange(RIGHT, buff=px(GAP_M))
            row.move_to(at(COLUMNS[run], 0)).set_y(accuracy.get_y())
            motions += [glide(accuracy, goal.get_center()), appear(mark)]
        return motions
