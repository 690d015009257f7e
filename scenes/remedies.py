"""Chapter ``remedies``: the two dials of a layer are turned, and its values made even; depth can be cured."""

from __future__ import annotations

from manim import RIGHT, UP, Animation, VGroup

from chainreel.draw.axes.activation import ActivationCurve
from chainreel.draw.charts.bars import Bars
from chainreel.draw.charts.die import Die
from chainreel.draw.motion import APPEAR, CAMERA, appear, leave
from chainreel.scene import LectureScene
from chainreel.theme import GAP_M, at, px
from scenes import remedies_parts as parts
from scenes.remedies_parts import (
    BELOW_LINE,
    CURVE,
    DIE,
    EVEN_X,
    KINDS,
    NAME_LINE,
    PILE,
    RUNS,
    STARTS,
    THROW,
    TOWERS,
    UNDER_LINE,
)


class Remedies(LectureScene):
    """Is depth hopeless?"""

    # What a beat leaves on the stage for later ones.
    accuracy: Bars

    def swap_curve(self) -> None:
        curve = ActivationCurve(self.look, KINDS, [self.words(kind) for kind in KINDS], width_px=620)
        curve.move_to(at(*CURVE))
        bars = parts.factors(self)
        level = bars.plot.level(self.number("#1 nothing lost"), "text")
        kept = self.text("kept").next_to(level, UP, buff=px(GAP_M)).align_to(level, RIGHT)
        below = self.text("below", "result_small", color="backward").put(*BELOW_LINE, "center")
        self.open_with_question(until="swap")
        self.play(*(appear(part) for part in (self.title(), curve, bars, level, kept, self.run_note())))
        for index, kind in enumerate(KINDS):
            motions = [curve.swap(index, CAMERA)] if index else []
            self.play(
                *motions,
                bars.grow(CAMERA, grown=(index + 1) / len(KINDS)),
                cue="tanh" if kind == "tanh" else None,
            )
        if self.holds("below_one"):
            self.play(appear(below), cue="alone")

    def dice_size(self) -> None:
        pile, self.accuracy = parts.weights(self), parts.accuracies(self)
        names = {start: parts.name_over_pile(self, start) for start in STARTS}
        weights = self.text("weights", color="sub").put(PILE[0], UNDER_LINE, "center")
        self.clear_picture()
        die, throw = Die(self.look).put_at(*DIE), self.text("throw").put(*THROW)
        self.play(appear(self.title()), appear(pile), appear(weights), appear(die), appear(throw))
        self.play(pile.throw(1.6), die.throw(), cue="dice")
        self.play(leave(die), leave(throw), cue="size")
        note = self.run_note()
        self.play(appear(names["default"]), appear(self.accuracy), appear(note))
        self.play(self._reach(1))
        self.play(pile.slide_to(1, CAMERA), leave(names["default"]), cue="xavier")
        self.play(appear(names["xavier"]), self._reach(2))
        self.play(*(leave(gone) for gone in (pile, weights, names["xavier"], note)), cue="orthogonal")
        ring, through = parts.ring(self), self.text("through", color="sub").put(PILE[0], UNDER_LINE, "center")
        self.play(*(appear(part) for part in (ring, through, self.run_note("lengths"))))
        for index in range(1, len(STARTS)):
            self.play(ring.turn_to(index), seconds=0.6)
        self.play(appear(names["orthogonal"]), self._reach(3))

    def normalise(self) -> None:
        pile = parts.batch(self)
        names = {key: self.text(key, "result_small").put(x, NAME_LINE, "center") for key, x in EVEN_X.items()}
        values = self.text("values", color="sub").put(PILE[0], UNDER_LINE, "center")
        self.clear_picture(self.accuracy)
        self.play(appear(self.title()), appear(pile), appear(values), appear(self.run_note()), cue="values")
        self.play(pile.grow(APPEAR, marked=1.0))
        for index, (key, name) in enumerate(names.items(), 1):
            self.play(pile.slide_to(index), cue=key)
            self.play(appear(name))
        self.play(self._reach(len(RUNS)), cue="result")

    def depth_is_fixable(self) -> None:
        self.clear_picture(self.accuracy)
        new = [self.title(), self.run_note()]
        towers = {side: parts.tower(self, side) for side in TOWERS} if self.holds("riddle") else {}
        named = VGroup(*(parts.named(self, side, tower) for side, tower in towers.items()))
        self.play(*(appear(part) for part in (*new, *towers.values(), named)))
        self.play(*(appear(mark) for mark in parts.verdicts(self, self.accuracy)))
        if towers:
            what = self.text("what", "hero", color="text").next_to(towers["right"], UP, buff=px(GAP_M))
            self.play(appear(what), cue="secret")
        self.close_with_answer(cue="answer")

    def _reach(self, count: int) -> Animation:
        """The first ``count`` bars of accuracy have grown."""
        return self.accuracy.grow(grown=count / len(RUNS))
