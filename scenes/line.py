"""Chapter ``line``: a machine with two dials, how wrong it is, and the way downhill."""

from __future__ import annotations

from manim import DOWN, LEFT, UP

from chainreel.draw.axes.squares import SquareTray
from chainreel.draw.motion import appear
from chainreel.draw.part.posing import last_reached
from chainreel.draw.text.counter import follow
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, MARGIN_X, at, px
from scenes import line_parts as parts
from scenes.line_machine import line_machine

# Layout in pixels: middles, sizes, left edges and baselines.
MACHINE, MACHINE_WIDTH, LINE_STEP = (960, 490), 1560, 220  # from line to line
PLANE, PLANE_WIDTH, TRAY, TRAY_WIDTH, OVER_TRAY = (540, 500), 800, (1070, 560), 748, 250
CURVE, SLOPE, TERM, TURN = (690, 490), (1530, 430), (1530, 500), (1530, 600)
LEFT_PLANE, MAP, MAP_SIZE, MAP_WORDS, RATE_LINE = (530, 550), (1400, 550), (740, 500), (1104, 230), 120


class LineChapter(LectureScene):
    """What is learning?"""

    def machine(self) -> None:
        machine = line_machine(self, "y = a x + b", MACHINE_WIDTH, LINE_STEP, MACHINE)
        self.open_with_question(until="machine")
        self.play(appear(self.title()), appear(machine), appear(self.run_note()))
        self.play(machine.grow(reach=1.0), cue="times", seconds=0.8)
        self.play(machine.grow(reach=2.0), cue="plus", seconds=1.2)
        machine.take(focus=counted(0, "input on the x axis"))
        self.play(machine.grow(stretch=1.0), cue="step", seconds=1.4)
        self.play(appear(machine.stretch_labels(".3f", name="a")))

    def misfit(self) -> None:
        plane = parts.plane(self, width_px=PLANE_WIDTH)
        plane.move_to(at(*PLANE))
        plane.take(line=parts.line_at(self, 0), drawn=0.0)
        tray = SquareTray(self.look, plane, at(*TRAY), width_px=TRAY_WIDTH)
        self.clear_picture()
        self.play(appear(self.title()), appear(plane), appear(self.run_note()), cue="points")
        self.play(plane.grow(drawn=1.0), cue="line", seconds=0.8)
        self.play(plane.grow(sticks=1.0), cue="sticks", seconds=1.0)
        self.add(tray)
        self.play(tray.grow(flown=1.0), cue="squares", seconds=1.2)
        squares = (
            self.text("squares", "label").next_to(tray.base, UP, buff=px(OVER_TRAY)).align_to(tray.base, LEFT)
        )
        self.play(tray.grow(widened=1.0), appear(squares), seconds=1.0)
        self.play(appear(tray.speck_labels(".3f")))
        self.play(tray.grow(averaged=1.0), cue="loss", seconds=0.8)
        self.play(appear(parts.loss_result(self, tray)))

    def slope_of_loss(self) -> None:
        curve = parts.loss_curve(self)
        curve.move_to(at(*CURVE))
        curve.take(drawn=0.0)
        below = self.number("line.dloss_da.0").value < 0
        slope = self.text("slope", "result_small", color="negative" if below else "backward").move_to(
            at(*SLOPE)
        )
        term = self.text("term", color="sub").move_to(at(*TERM))
        turn = self.text("turn", "result_small", color="weight").move_to(at(*TURN))
        self.clear_picture()
        self.play(appear(self.title()), appear(curve), appear(self.run_note()))
        self.play(curve.grow(drawn=1.0), cue="curve", seconds=1.2)
        self.play(curve.zoom(40, run_time=3.0), cue="zoom")
        self.play(curve.grow(tangent=1.0), cue="slope", seconds=0.8)
        self.play(appear(slope), appear(term))
        self.play(curve.zoom(1, run_time=1.4))
        self.play(curve.grow(rise=1.0), seconds=0.8)
        self.play(appear(curve.rise_labels("d", ".2f")))
        step = curve.step_arrow(self.number("line.a.1"), "weight")
        self.play(appear(turn), appear(step), cue="turn")

    def downhill(self) -> None:
        plane, surface = parts.plane(self, width_px=MAP_SIZE[0], height_px=MAP_SIZE[1]), parts.surface(self)
        plane.move_to(at(*LEFT_PLANE))
        surface.move_to(at(*MAP)).align_to(plane, DOWN)
        plane.take(line=parts.line_at(self, 0), sticks=1.0)
        surface.take(marked=0.0)
        losses = self.record("line").numbers("loss")
        loss, steps = parts.loss_counter(self), range(1, len(losses))
        rate = self.text("rate", "body", color="weight").put(FRAME_WIDTH - MARGIN_X, RATE_LINE, "right")
        self.clear_picture()
        self.play(appear(self.title()), appear(plane), appear(loss), appear(self.run_note()))
        self.play(appear(surface), appear(self.text("map", "label").put(*MAP_WORDS)), cue="map")
        self.play(appear(rate), cue="rate")
        self.play(
            plane.step_through([parts.line_at(self, i) for i in steps]),
            surface.walk(),
            follow(loss[1], last_reached(losses), ".3f"),
            cue="walk",
            seconds=3.6,
        )
        best = surface.lowest_key(self.words("best"))
        self.play(surface.grow(marked=1.0), appear(best), cue="best")
        self.close_with_answer(rate, cue="answer")
