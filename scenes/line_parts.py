"""The parts of chapter ``line``, filled from its record."""

from __future__ import annotations

from manim import RIGHT, VGroup

from chainreel.draw.axes.axis import ticks
from chainreel.draw.axes.contours import Quadratic, ellipses
from chainreel.draw.axes.curve import Curve
from chainreel.draw.axes.plane import Line, Plane
from chainreel.draw.axes.squares import SquareTray
from chainreel.draw.axes.surface import Surface
from chainreel.draw.axes.view import View
from chainreel.draw.text.counter import Counter, counter
from chainreel.draw.text.layout import place_left
from chainreel.number import Number, counted
from chainreel.scene import LectureScene
from chainreel.theme import GAP_M, GAP_XL, at, px
from chainreel.words import maths
from scenes.line_fit import curvature, dloss_da, loss

LEVELS = (1, 4, 10)  # of the loss, on the map
LOSS = (176, 220)  # pixels: left edge and middle of the loss that is counted


def line_at(scene: LectureScene, step: int) -> Line:
    return scene.number(f"line.a.{step}"), scene.number(f"line.b.{step}")


def plane(scene: LectureScene, width_px: float, height_px: float = 600) -> Plane:
    return Plane(
        scene.look, measured_points(scene), x_span=(-2.5, 2.5), y_span=(-4, 5),
        width_px=width_px, height_px=height_px,
        x_ticks=ticks(-2, 2, 1), y_ticks=ticks(-4, 4, 2),
        x_name=maths("x", scene.look.language), y_name=maths("y", scene.look.language),
    )  # fmt: skip


def loss_result(scene: LectureScene, tray: SquareTray) -> VGroup:
    name = scene.text("loss", "body", color="sub")
    number = counter(scene.look, scene.show_number("line.loss.0", ".1f"), "result_large", "backward")
    group = VGroup(name, number).arrange(RIGHT, buff=px(GAP_M))
    return group.next_to(tray.mean_square, RIGHT, buff=px(GAP_XL))


def loss_counter(scene: LectureScene) -> VGroup:
    name = scene.text("loss", "body", color="sub")
    value: Counter = counter(scene.look, scene.show_number("line.loss.0", ".3f"), "result", "backward")
    group = VGroup(name, value).arrange(RIGHT, buff=px(GAP_M))
    return place_left(group, LOSS[0]).set_y(at(0, LOSS[1])[1])


def measured_points(scene: LectureScene) -> list[tuple[Number, Number]]:
    record = scene.record("line")
    return list(zip(record.numbers("x"), record.numbers("y"), strict=True))


def loss_curve(scene: LectureScene) -> Curve:
    b, points = scene.number("line.b.0"), measured_points(scene)
    return Curve(
        scene.look, lambda a: loss(points, a, b), lambda a: dloss_da(points, a, b),
        view=View(-3, 5, 0, 36), at=scene.number("line.a.0"), width_px=1050, height_px=540,
        x_ticks=ticks(-2, 4, 2), y_ticks=ticks(0, 30, 10), color="backward",
        x_name=maths("a", scene.look.language), y_name=scene.words("loss"),
    )  # fmt: skip


def surface(scene: LectureScene) -> Surface:
    record = scene.record("line")
    levels = [counted(level, "contour of the loss") for level in LEVELS]
    lowest = scene.number("line.least_squares.a"), scene.number("line.least_squares.b")
    bowl = Quadratic(lowest, scene.number("line.least_squares.loss"), curvature(measured_points(scene)))
    path = list(zip(record.numbers("a"), record.numbers("b"), strict=True))
    return Surface(
        scene.look, ellipses(bowl, levels), path, x_span=(-2, 4), y_span=(-2, 2),
        width_px=740, height_px=500,
        x_ticks=ticks(-2, 3, 1), y_ticks=ticks(-2, 2, 1), lowest=lowest, level_style="d", label_angle=-40,
        x_name=maths("a", scene.look.language), y_name=maths("b", scene.look.language),
    )  # fmt: skip
