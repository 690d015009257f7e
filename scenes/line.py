"""Chapter ``line``: a machine with two dials, how wrong it is, and the way downhill."""

from __future__ import annotations

from manim import LEFT, RIGHT, UP, VGroup

from chainreel.draw.axis import ticks
from chainreel.draw.contours import Quadratic, ellipses
from chainreel.draw.counter import Counter, counter, follow
from chainreel.draw.curve import Curve
from chainreel.draw.layout import place_left
from chainreel.draw.motion import appear
from chainreel.draw.plane import Line, Plane
from chainreel.draw.posing import last_reached
from chainreel.draw.shapes import arrow
from chainreel.draw.squares import SquareTray
from chainreel.draw.surface import Surface
from chainreel.draw.view import View
from chainreel.linefit import curvature, dloss_da, loss
from chainreel.number import Number, counted
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, GAP_L, GAP_M, GAP_XL, MARGIN_X, at, px
from chainreel.words import maths
from scenes.line_machine import line_machine

MACHINE, MACHINE_WIDTH, LINE_STEP = (960, 490), 1560, 220  # pixels: its middle, from line to line
LEVELS = (1, 4, 10)
MAP_LEFT, MAP_LINE = 1104, 230  # pixels: of the words over the map


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
        self.play(appear(machine.stretch_labels(".3f")))

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
        self.play(tray.grow(averaged=1.0), cue="loss", seconds=0.8)
        self.play(appear(self._loss_result(tray)))

    def slope_of_loss(self) -> None:
        curve = self._loss_curve()
        curve.move_to(at(690, 490))
        curve.take(drawn=0.0)
        slope = self.text("slope", "result_small", color="negative").move_to(at(1530, 430))
        turn = self.text("turn", "result_small", color="weight").move_to(at(1530, 600))
        self.clear_picture()
        self.play(appear(self.title()), appear(curve), appear(self.run_note()))
        self.play(curve.grow(drawn=1.0), cue="curve", seconds=1.2)
        self.play(curve.zoom(40, run_time=3.0), cue="zoom")
        self.play(curve.grow(tangent=1.0), cue="slope", seconds=0.8)
        self.play(appear(slope))
        self.play(curve.zoom(1, run_time=1.4))
        self.play(curve.grow(rise=1.0), seconds=0.8)
        self.play(appear(curve.rise_labels("d", ".2f")))
        here = curve.plot.place(self.number("line.a.0").value, 0) + px(GAP_L) * UP
        towards = arrow(self.look, here, here + px(240) * RIGHT, "weight", 10)
        self.play(appear(turn), appear(towards), cue="turn")

    def downhill(self) -> None:
        plane, surface = self._plane(width_px=740, height_px=500), self._surface()
        plane.move_to(at(530, 550))
        surface.move_to(at(1400, 535))
        plane.take(line=self._line(0), sticks=1.0)
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
            seconds=4.2,
        )
        self.play(appear(surface.lowest_key(self.words("best"))), cue="best")
        self.close_with_answer(rate, cue="answer")

    # --- the parts, filled from the record --------------------------------------------------------

    def _line(self, step: int) -> Line:
        return self.number(f"line.a.{step}"), self.number(f"line.b.{step}")

    def _plane(self, width_px: float, height_px: float = 600) -> Plane:
        return Plane(
            self.look, self._points(), x_span=(-2.5, 2.5), y_span=(-4, 5),
            width_px=width_px, height_px=height_px,
            x_ticks=ticks(-2, 2, 1), y_ticks=ticks(-4, 4, 2),
        )  # fmt: skip

    def _loss_result(self, tray: SquareTray) -> VGroup:
        name = self.text("loss", "body", color="sub")
        number = counter(self.look, self.shown("line.loss.0", ".1f"), "result_large", "backward")
        group = VGroup(name, number).arrange(RIGHT, buff=px(GAP_M))
        return group.next_to(tray.mean_square, RIGHT, buff=px(GAP_XL))

    def _loss_counter(self) -> VGroup:
        name = self.text("loss", "body", color="sub")
        value: Counter = counter(self.look, self.shown("line.loss.0", ".3f"), "result", "backward")
        group = VGroup(name, value).arrange(RIGHT, buff=px(GAP_M))
        return place_left(group, 176).set_y(at(0, 220)[1])

    def _points(self) -> list[tuple[Number, Number]]:
        record = self.record("line")
        return list(zip(record.numbers("x"), record.numbers("y"), strict=True))

    def _loss_curve(self) -> Curve:
        b, points = self.number("line.b.0"), self._points()
        return Curve(
            self.look, lambda a: loss(points, a, b), lambda a: dloss_da(points, a, b),
            view=View(-3, 5, 0, 36), at=self.number("line.a.0"), width_px=1050, height_px=540,
            x_ticks=ticks(-2, 4, 2), y_ticks=ticks(0, 30, 10), color="backward",
            x_name=maths("a", self.look.language), y_name=self.words("loss"),
        )  # fmt: skip

    def _surface(self) -> Surface:
        record = self.record("line")
        levels = [counted(level, "contour of the loss") for level in LEVELS]
        lowest = self.number("line.least_squares.a"), self.number("line.least_squares.b")
        bowl = Quadratic(lowest, self.number("line.least_squares.loss"), curvature(self._points()))
        path = list(zip(record.numbers("a"), record.numbers("b"), strict=True))
        return Surface(
            self.look, ellipses(bowl, levels), path, x_span=(-2, 4), y_span=(-2, 2),
            width_px=740, height_px=500,
            x_ticks=ticks(-2, 4, 1), y_ticks=ticks(-2, 2, 1), lowest=lowest, level_style="d", label_angle=-40,
            x_name=maths("a", self.look.language), y_name=maths("b", self.look.language),
        )  # fmt: skip
