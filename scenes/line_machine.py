"""The machine that starts the lecture and comes back at its end: the fitted line's a and b."""

from __future__ import annotations

from chainreel.draw.axes.number_line import NumberLineMachine
from chainreel.draw.axes.operation import Plus, Times
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.theme import at

INPUTS = (-2, -1, 0, 1, 2)


def line_machine(
    scene: LectureScene, out: str, width_px: float, line_px: float, middle: tuple[float, float]
) -> NumberLineMachine:
    """The machine with its inputs still on the first line; ``out`` names the last one, in mathematics."""
    a, b = scene.number("line.a.last"), scene.number("line.b.last")
    machine = NumberLineMachine(
        scene.look, [Times(a), Plus(b)], ["x", "a x", out],
        inputs=[counted(x, "input on the x axis") for x in INPUTS],
        width_px=width_px, line_px=line_px, with_values=False,
    )  # fmt: skip
    machine.move_to(at(*middle))
    machine.take(reach=0.0)
    return machine
