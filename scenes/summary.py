"""Chapter ``summary``: ax + b becomes x + F(x); what the paper reports, and what was measured here."""

from __future__ import annotations

from manim import LEFT, RIGHT, UP, VGroup, VMobject

from chainreel.draw.lettering import Lettering
from chainreel.draw.motion import CAMERA, appear, glide, leave
from chainreel.draw.residual_block import ResidualBlock
from chainreel.draw.shapes import arrow, divider, panel, verdict
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import FRAME_WIDTH, GAP_L, GAP_M, MARGIN_X, at, px
from scenes.line_machine import line_machine

MACHINE, MACHINE_WIDTH, LINE_STEP, BLOCK, BLOCK_SIZE = (960, 372), 1240, 150, (960, 410), 0.78
FIRST, SECOND, FORMULA_LINE, FACTOR_LINE = 480, 1360, 706, 812  # middles of the formulas, baselines
WAITING = (960, 690)  # where the block of the chapter before stands below the question
RISE, DIP = 240, 110  # how far the copy rises on its way, and a passes below the formula
CLAIM, PAPER, OURS, JUDGED = MARGIN_X + GAP_L, 400, 990, 1310  # left edges of the columns
HEADS, KINDS, LAYERS, SOURCES_LINE = 208, 258, 304, 842  # baselines
ROWS, ROW_HEIGHT, VALUE_DROP = (428, 640), 184, 20  # middles of the rows, and a value's baseline below them
MARK, JUDGED_WIDTH = 48, 406  # of a verdict: its sign, and its words beside it


class Summary(LectureScene):
    """So what is a ResNet?"""

    def one_line(self) -> None:
        machine, block = line_machine(self, "a x + b", MACHINE_WIDTH, LINE_STEP, MACHINE), self._block()
        first, second = self._formula("first", FIRST), self._formula("second", SECOND)
        factors = [self._factor(key, x) for key, x in (("first_factor", FIRST), ("second_factor", SECOND))]
        known = self._block().move_to(at(*WAITING))
        known.take(bridged=1.0)
        self.open_with_question(known, until="start")
        self.play(leave(known), appear(self.title()), appear(machine), appear(first))
        self.play(machine.grow(reach=2.0), appear(factors[0]), seconds=1.4)
        self.play(leave(machine), cue="end")
        self._turn(first, second)
        self.play(appear(block), appear(self._arrow(first, second)))
        self.play(block.build(1.0))
        self.play(block.carry(2.0))
        self.play(appear(factors[1]), cue="factor")

    def paper_and_ours(self) -> None:
        sources = self.run_note("sources").put_baseline(at(0, SOURCES_LINE)[1])
        self.clear_picture()
        self.play(appear(self.title()), appear(self._column("paper", PAPER)), cue="paper")
        notes = appear(self.run_note()), appear(sources)
        self.play(appear(self._column("ours", OURS)), *notes, cue="ours")
        alike = {"plain": self.holds("same_way"), "bridged": not self.holds("no_gain")}
        lights = [self._light(middle) for middle in ROWS]
        for index, (key, middle) in enumerate(zip(alike, ROWS, strict=True)):
            self.play(appear(lights[index], rise=0.0), *map(leave, lights[:index]), cue=key)
            for part in self._row(key, middle, good=alike[key]):
                self.play(appear(part))
        self.close_with_answer(lights[-1], cue="answer")

    # --- the turn of the formula ------------------------------------------------------------------

    def _turn(self, first: Lettering, second: Lettering) -> None:
        """A copy goes over; in it a passes below x and + to b, and the two become F(x)."""
        carried = self._formula("first", FIRST)
        self.allow(first, carried, "the letters leave the formula that they come from, which stays")
        self.add(carried)
        beside = second.part("plus").get_center() - carried.part("plus").get_center()
        self.play(glide(carried, carried.get_center() + beside, run_time=CAMERA, dip=-px(RISE)))
        a, b = carried.part("weight")
        goal = second.part("weight").get_center()
        self.play(glide(a, goal, 0.4, CAMERA, dip=px(DIP)), glide(b, goal, 0.4, CAMERA))
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

    def _block(self) -> ResidualBlock:
        one = show(counted(1, "slope of a bridge"), "d", self.look.language)
        running = self.shown("chain.bridges.running.0", "d"), self.shown("chain.bridges.factors.0", ".3f")
        inner = self.shown("chain.bridges.inner.0", ".3f")
        block = ResidualBlock(self.look, running, inner, running[1], one).put_at(*BLOCK)
        return block.scale(BLOCK_SIZE)

    def _column(self, key: str, left: float) -> VGroup:
        """A column's head: whose numbers, of what, and at which depths."""
        kind, layers = (self.text(f"{key}_{what}", "label", color="sub") for what in ("kind", "layers"))
        return VGroup(self.text(key).put(left, HEADS), kind.put(left, KINDS), layers.put(left, LAYERS))

    def _light(self, middle: float) -> VMobject:
        """The card behind the row that is spoken of."""
        half = ROW_HEIGHT / 2
        spine = divider(self.look, at(MARGIN_X + half, middle), at(FRAME_WIDTH - MARGIN_X - half, middle))
        return panel(self.look, spine, half)

    def _row(self, key: str, middle: float, *, good: bool) -> list[VMobject]:
        """The claim, what the paper reports, what was measured here, and whether it goes the paper's way."""
        claim = self.text(f"{key}_claim").put(CLAIM, middle + VALUE_DROP)
        values = [
            self.text(f"{key}_{column}", "result_small").put(left, middle + VALUE_DROP)
            for column, left in (("paper", PAPER), ("ours", OURS))
        ]
        mark = verdict(self.look, good, MARK).move_to(at(JUDGED + MARK / 2, middle))
        told = self.text(f"{key}_differs", color="correct" if good else "text", width_px=JUDGED_WIDTH)
        told.next_to(mark, RIGHT, buff=px(GAP_M))
        return [claim, *values, VGroup(mark, told)]
