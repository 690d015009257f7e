"""Chapter ``line``: a machine with two dials, how wrong it is, and the way downhill."""

from __future__ import annotations

from manim import DOWN, LEFT, UP

from chainreel.draw.axes.squares import SquareTray
from chainreel.draw.motion import appear
from chainreel.draw.part.posing import last_reached
from chainreel.draw.text.counter import follow
from chainreel.number import counted
from chainreel.theme import FRAME_WIDTH, MARGIN_X, at, px
from scenes.line_machine import line_machine
from scenes.line_parts import LineParts

MACHINE, MACHINE_WIDTH, LINE_STEP = (960, 490), 1560, 220  # pixels: its middle, from line to line
MAP_LEFT, MAP_LINE = 1104, 230  # pixels: of the words over the map


class LineChapter(LineParts):
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
        plane = self._plane(width_px=800)
        plane.move_to(at(540, 500))
        plane.take(line=self._line(0), drawn=0.0)
        tray = SquareTray(self.look, plane, at(1070, 560), width_px=748)
        self.clear_picture()
        self.play(appear(self.title()), appear(plane), appear(self.run_note()), cue="points")
        self.play(plane.grow(drawn=1.0), cue="line", seconds=0.8)
        self.play(plane.grow(sticks=1.0), cue="sticks", seconds=1.0)
        self.add(tray)
        self.play(tray.grow(flown=1.0), cue="squares", seconds=1.2)
        squares = self.text("squares", "label").next_to(tray.base, UP, buff=px(250)).align_to(tray.base, LEFT)
        self.play(tray.grow(widened=1.0), appear(squares), seconds=1.0)
        self.play(appear(tray.speck_labels(".3f")))
        self.play(tray.grow(averaged=1.0), cue="loss", seconds=0.8)
        self.play(appear(self._loss_result(tray)))

    def slope_of_loss(self) -> None:
        curve = self._loss_curve()
        curve.move_to(at(690, 490))
        curve.take(drawn=0.0)
        below = self.number("line.dloss_da.0").value < 0
        slope = self.text("slope", "result_small", color="negative" if below else "backward").move_to(
            at(1530, 430)
        )
        term = self.text("term", color="sub").move_to(at(1530, 500))
        turn = self.text("turn", "result_small", color="weight").move_to(at(1530, 600))
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
        plane, surface = self._plane(width_px=740, height_px=500), self._surface()
        plane.move_to(at(530, 550))
        surface.move_to(at(1400, 550)).align_to(plane, DOWN)
        plane.take(line=self._line(0), sticks=1.0)
        surface.take(marked=0.0)
        losses = self.record("line").numbers("loss")
        loss, steps = self._loss_counter(), range(1, len(losses))
        rate = self.text("rate", "body", color="weight").put(FRAME_WIDTH - MARGIN_X, 120, "right")
        self.clear_picture()
        self.play(appear(self.title()), appear(plane), appear(loss), appear(self.run_note()))
        self.play(appear(surface), appear(self.text("map", "label").put(MAP_LEFT, MAP_LINE)), cue="map")
        self.play(appear(rate), cue="rate")
        self.play(
            plane.step_through([self._line(i) for i in steps]),
            surface.walk(),
            follow(loss[1], last_reached(losses), ".3f"),
            cue="walk",
            seconds=3.6,
        )
        best = surface.lowest_key(self.words("best"))
        self.play(surface.grow(marked=1.0), appear(best), cue="best")
        self.close_with_answer(rate, cue="answer")
