"""A length with its number: a bracket over it, or under it."""

from __future__ import annotations

from manim import VGroup

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import vec
from chainreel.draw.part.posing import drawn_line, through
from chainreel.draw.text.lettering import lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.show import Shown
from chainreel.theme import GAP_M, STROKE_OUTLINE, Look, px
from chainreel.words import Maths, Words

LEG_PX = 14


def measured_length(
    look: Look,
    shown: Shown,
    left: float,
    right: float,
    level: float,
    up: bool,
    color: str,
    name: str = "",
) -> VGroup:
    """A bracket from ``left`` to ``right`` at height ``level`` (scene units), its number over or under it.

    ``name`` is what the length is called, in mathematics: it makes the number an equation.
    """
    sign = 1 if up else -1
    back = level + sign * px(LEG_PX)
    line = drawn_line(look.color(color), STROKE_OUTLINE)
    through(line, vec(left, level), vec(left, back), vec(right, back), vec(right, level))
    words = Words((Maths((f"{name} =",)), " ", shown), look.language) if name else shown
    text = lettering(look, words, "body", color=color)
    cap = px(text.font_px * CAP_HEIGHT)
    text.put_baseline(back + px(GAP_M) if up else back - px(GAP_M) - cap)
    text.set_x((left + right) / 2)
    return VGroup(bear(line, "length", shown.number), text)
