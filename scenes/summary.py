"""Chapter ``summary``: ax + b becomes x + F(x); the paper beside what was measured; a stack of them."""

from __future__ import annotations

from collections.abc import Mapping

from manim import DOWN, LEFT, RIGHT, UP, Animation, VMobject

from chainreel.draw.charts.slope_graph import SlopeGraph
from chainreel.draw.gradients.residual_block import ResidualBlock
from chainreel.draw.motion import CAMERA, appear, glide, leave
from chainreel.draw.networks.tower import Tower
from chainreel.draw.part.shapes import arrow
from chainreel.draw.text.lettering import Lettering
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import GAP_L, at, px
from scenes import summary_graphs as compared
from scenes.line_machine import line_machine
from scenes.summary_graphs import JUDGED_LINES, KINDS, SIDES, SOURCES_LINE

# Layout in pixels: middles, left edges, baselines.
MACHINE, MACHINE_WIDTH, LINE_STEP, BLOCK, BLOCK_SIZE = (960, 372), 1240, 150, (960, 410), 0.78
FIRST, SECOND, FORMULA_LINE, FACTOR_LINE = 480, 1360, 706, 812  # middles of the formulas, baselines
MIDDLE, BESIDE, UNDER_BLOCK, ONE_OF_MANY, ONE_SIZE = (590, 470), 0.8, 760, (1400, 720), 0.12
TOWER, TOWER_SIZE, TOWER_NAME = (1400, 460), (420, 540), (1400, 800)
WAITING = (960, 690)  # where the block of the chapter before stands below the question
LIFT, RISE, DROP, DIP = 120, 120, 80, 60  # how far the copy is lifted and rises, a drops and passes below


class Summary(LectureScene):
    """So what is a ResNet?"""

    def one_line(self) -> None:
        machine, block = line_machine(self, "a x + b", MACHINE_WIDTH, LINE_STEP, MACHINE), self._block()

        first, second = self._formula("first", FIRST), self._formula("second", SECOND)
        factors = [self._factor(key, x) for key, x in (("first_factor", FIRST), ("second_factor", SECOND))]
        known = self._block().move_to(at(*WAITING))
        known.take(bridged=1.0)
        self.open_with_question(known, until="start")
        self.play(leave(known), appear(self.title()))
        self.play(appear(machine), appear(first))
        self.play(machine.grow(reach=2.0), appear(factors[0]), seconds=1.4)
        self.play(leave(machine), cue="end")
        self._turn(first, second)
        self.play(appear(block), appear(self._arrow(first, second)))
        self.play(block.build(0.8))
        self.play(block.carry(1.5))
        self.play(appear(factors[1]), cue="factor")

    def paper_and_ours(self) -> None:
        sources = self.run_note("sources").put_baseline(at(0, SOURCES_LINE)[1])
        graphs = compared.graphs(self)
        self.clear_picture()
        self.play(appear(self.title()), *self._bring("paper", graphs), cue="paper")
        self.play(*self._bring("ours", graphs), appear(self.run_note()), appear(sources), cue="ours")
        alike = {"plain": self.holds("same_way"), "bridged": not self.holds("no_gain")}
        for kind, baseline in zip(KINDS, JUDGED_LINES, strict=True):
            self.play(*(graph.draw_next() for graph in graphs.values()), cue=kind)
            self.play(appear(compared.verdict(self, kind, baseline, alike=alike[kind])))

    def outlook(self) -> None:
        block, one = (self._block().scale(BESIDE).move_to(at(*MIDDLE)) for _ in range(2))
        tower = self._tower()
        block.take(bridged=1.0)
        one.take(bridged=1.0)
        formula, name = self.text("block", "formula_lead"), self.text("tower").put(*TOWER_NAME, "center")
        formula.put(MIDDLE[0], UNDER_BLOCK, "center")
        self.clear_picture()
        self.play(appear(self.title()), appear(block), appear(formula), appear(self.run_note()))
        self.allow(one, block, "one of many leaves the block that it equals, which stays")
        self.add(one)
        self.play(glide(one, at(*ONE_OF_MANY), ONE_SIZE, run_time=CAMERA), cue="pile")
        self.play(leave(one), appear(tower), appear(name))
        self.play(tower.build_bridges(), seconds=1.4)
        self.close_with_answer(cue="answer")

    def _bring(self, key: str, graphs: Mapping[str, SlopeGraph]) -> tuple[Animation, Animation]:
        return appear(compared.head(self, key, SIDES[key])), appear(graphs[key])

    # --- the turn of the formula ------------------------------------------------------------------

    def _turn(self, first: Lettering, second: Lettering) -> None:
        """A copy is lifted off and goes over; in it a passes below x and + to b, and the two become F(x)."""
        carried = self._formula("first", FIRST)
        self.allow(first, carried, "the letters leave the formula that they come from, which stays")
        self.add(carried)
        beside = second.part("plus").get_center() - carried.part("plus").get_center()
        goal = carried.get_center() + beside
        self.play(glide(carried, carried.get_center() + px(LIFT) * UP, run_time=0.5))
        self.play(glide(carried, goal, run_time=CAMERA - 0.3, dip=-px(RISE)))
        a, b = carried.part("weight")
        weight = second.part("weight").get_center()
        self.play(glide(a, a.get_center() + px(DROP) * DOWN, run_time=0.3))
        self.play(glide(a, weight, 0.4, CAMERA - 0.3, dip=px(DIP)), glide(b, weight, 0.4, CAMERA - 0.3))
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

    def _tower(self) -> Tower:
        """The deep network of ``resnet``; a bridge spans the two layers of a block."""
        depth, (width, height) = self.number("degradation.residual.deep.layers"), TOWER_SIZE
        tower = Tower(
            self.look, depth, width_px=width, height_px=height, bridged_from=2, bridge_span=2
        )  # fmt: skip
        return tower.put_at(*TOWER)

    def _block(self) -> ResidualBlock:
        one = show(counted(1, "slope of a bridge"), "d", self.look.language)
        running = (
            self.show_number("chain.bridges.running.0", "d"),
            self.show_number("chain.bridges.factors.0", ".3f"),
        )
        inner = self.show_number("chain.bridges.inner.0", ".3f")
        block = ResidualBlock(self.look, running, inner, running[1], one).put_at(*BLOCK)
        return block.scale(BLOCK_SIZE)
