"""The range of a value over its runs: a thin upright line from the lowest to the highest, with caps."""

from __future__ import annotations

from manim import VMobject

from chainreel.draw.axes.plot import Plot
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import vec
from chainreel.draw.part.posing import drawn_line, pieces
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.theme import GAP_M, STROKE_OUTLINE, Look, px

Range = tuple[Number, Number]


def whisker(look: Look, plot: Plot, x: float, reach: Range) -> VMobject:
    """The line from ``reach``'s low to its high on the plot's y axis, at the scene's ``x``.

    Raises:
        UnknownNumber: an end without a source.
        InputError: the high end lies below the low one, or one beyond the axis.
    """
    low, high = (require_number(end, "a whisker") for end in reach)
    if high.value < low.value:
        raise InputError(
            f"a whisker runs from a low to a high value, not from {low.value:g} to {high.value:g}"
        )
    foot, head = (vec(x, plot.y_axis.at(end, "the end of a whisker")[1]) for end in (low, high))
    half = vec(px(GAP_M) / 2, 0)
    line = drawn_line(look.color("text"), STROKE_OUTLINE)
    runs = [[foot, head], [foot - half, foot + half], [head - half, head + half]]
    return bear(pieces(line, runs), "position", low, high)
