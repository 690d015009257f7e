"""Chapter ``summary``: ax + b becomes x + F(x); what the paper reports, and what was measured here."""

from __future__ import annotations

from manim import LEFT, RIGHT, UP, VGroup, VMobject

from chainreel.draw.lettering import Lettering
from chainreel.draw.motion import appear, glide, leave
from chainreel.draw.number_line import NumberLineMachine
from chainreel.draw.operation import Plus, Times
from chainreel.draw.residual_block import ResidualBlock
from chainreel.draw.shapes import arrow, divider, verdict
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import FRAME_WIDTH, GAP_L, GAP_M, MARGIN_X, at, px

INPUTS = (-2, -1, 0, 1, 2)
MACHINE, BLOCK, BLOCK_SIZE = (960, 372), (960, 410), 0.78
FIRST, SECOND, FORMULA_LINE, FACTOR_LINE = 480, 1360, 706, 812  # middles of the formulas, baselines
CLAIM, PAPER, OURS = MARGIN_X, 420, 1130  # left edges of the columns
HEADS, KINDS, ROWS, LAYERS, JUDGED = 214, 266, (386, 640), 52, 118  # baselines, the last two under a row's


class Summary(LectureScene):
    """So what is a ResNet?"""

    def one_line(self) -> None:
        machine, block = self._machine(), self._block()
        first, second = self._formula("first", FIRST), self._formula("second", SECOND)
        factors = [self._factor(key, x) for key, x in (("first_factor", FIRST), ("second_factor", SECOND))]
        self.open_with_question(until="start")
        self.play(appear(self.title()), appear(machine), appear(first))
        self.play(machine.grow(reach=2.0), appear(factors[0]), seconds=1.4)
        self.play(leave(machine), cue="end")
        self._turn(first, second)
        self.play(appear(block), appear(self._arrow(first, second)))
        self.play(block.build(1.0))
        self.play(block.carry(2.0))
        self.play(appear(factors[1]), cue="factor")

    def paper_and_ours(self) -> None:
        self.clear_picture()
        self.play(appear(self.title()), appear(self._column("paper", PAPER)), cue="paper")
        self.play(appear(self._column("ours", OURS)), appear(self.run_note()), cue="ours")
        line = divider(self.look, at(MARGIN_X, 546), at(FRAME_WIDTH - MARGIN_X, 546))
        alike = {"plain": self.holds("same_way"), "bridged": not self.holds("no_gain")}
        for index, key in enumerate(alike):
            self.play(appear(self._row(key, ROWS[index])), cue=key)
            self.play(appear(self._judged(key, ROWS[index], good=alike[key])))
            if not index:
                self.play(appear(line))
        self.close_with_answer(cue="answer")

    # --- the turn of the formula ------------------------------------------------------------------

    def _turn(self, first: Lettering, second: Lettering) -> None:
        """x and + go over as they are; a and b go into F(x)."""
        carried = self._formula("first", FIRST)
        self.allow(first, carried, "the letters leave the formula that they come from, which stays")
        goal = second.part("weight").get_center()
        learned = [glide(letter, goal, 0.4) for letter in carried.part("weight")]
        kept = [glide(carried.part(name), second.part(name).get_center()) for name in ("forward", "plus")]
        self.add(carried)
        self.play(*learned, *kept)
        self.play(leave(carried.part("weight")), appear(second.part("weight"), rise=0.0))
        self.remove(*carried.get_family(), *second.part("weight").get_family())
        self.add(second)

    def _arrow(self, first: Lettering, second: Lettering) -> VMobject:
        """From one formula to the other, at the height of their plus signs."""
        height = first.part("plus").get_center() * UP
        left, right = first.get_right() + px(GAP_L) * RIGHT, second.get_left() + px(GAP_L) * LEFT
        return arrow(self.look, left * RIGHT + height, right * RIGHT + height)

    # --- the parts, filled from the records -------------------------------------------------------

    def _formula(self, key: str, middle: float) -> Lettering:
        return self.text(key, "formula_lead").put(middle, FORMULA_LINE, "center")

    def _factor(self, key: str, middle: float) -> Lettering:
        return self.text(key).put(middle, FACTOR_LINE, "center")

    def _machine(self) -> NumberLineMachine:
        a, b = self.number("line.a.last"), self.number("line.b.last")
        inputs = [counted(x, "input on the x axis") for x in INPUTS]
        machine = NumberLineMachine(
            self.look, [Times(a), Plus(b)], ["x", "a x", "a x + b"], inputs=inputs,
            width_px=1240, line_px=150, with_values=False,
        )  # fmt: skip
        machine.move_to(at(*MACHINE))
        machine.take(reach=0.0)
        return machine

    def _block(self) -> ResidualBlock:
        one = show(counted(1, "slope of a bridge"), "d", self.look.language)
        running = self.shown("chain.bridges.running.0", "d"), self.shown("chain.bridges.factors.0", ".3f")
        inner = self.shown("chain.bridges.inner.0", ".3f")
        block = ResidualBlock(self.look, running, inner, running[1], one).put_at(*BLOCK)
        return block.scale(BLOCK_SIZE)

    def _column(self, key: str, left: float) -> VGroup:
        return VGroup(self.text(key).put(left, HEADS), self.text(f"{key}_kind", "label").put(left, KINDS))

    def _row(self, key: str, baseline: float) -> VGroup:
        row = VGroup(self.text(f"{key}_claim").put(CLAIM, baseline))
        for column, left in (("paper", PAPER), ("ours", OURS)):
            row.add(self.text(f"{key}_{column}", "result_small").put(left, baseline))
            row.add(self.text(f"{key}_{column}_layers", "label").put(left, baseline + LAYERS))
        return row

    def _judged(self, key: str, baseline: float, *, good: bool) -> VGroup:
        """Whether what was measured here goes the paper's way."""
        text = self.text(f"{key}_differs", color="correct" if good else "text")
        text.put(OURS, baseline + JUDGED)
        return VGroup(text, verdict(self.look, good, 48).next_to(text, LEFT, buff=px(GAP_M)))
