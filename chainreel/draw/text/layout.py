"""Put things where the layout says, in screen pixels at 1080p."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from manim import RIGHT, Mobject, VGroup

from chainreel.draw.text.lettering import Lettering, Text
from chainreel.theme import FRAME_WIDTH, GAP_S, MARGIN_X, at, px

L = TypeVar("L", bound=Lettering)
M = TypeVar("M", bound=Mobject)


def place(text: L, *, baseline_px: float, left_px: float = MARGIN_X) -> L:
    """Set a text's first baseline and its left edge."""
    text.put_baseline(float(at(0, baseline_px)[1]))
    return place_left(text, left_px)


def place_left(mobject: M, left_px: float = MARGIN_X) -> M:
    """Set a mobject's left edge."""
    mobject.shift((at(left_px, 0)[0] - mobject.get_left()[0]) * RIGHT)
    return mobject


def place_right(mobject: M, right_px: float = FRAME_WIDTH - MARGIN_X) -> M:
    """Set a mobject's right edge."""
    mobject.shift((at(right_px, 0)[0] - mobject.get_right()[0]) * RIGHT)
    return mobject


def in_line(
    texts: Iterable[Text], *, baseline_px: float, left_px: float = MARGIN_X, gap_px: float = GAP_S
) -> VGroup:
    """Set texts one after the other on a baseline."""
    line, left = VGroup(), float(at(left_px, 0)[0])
    for text in texts:
        text.put_baseline(float(at(0, baseline_px)[1]))
        text.shift((left - text.get_left()[0]) * RIGHT)
        left = float(text.get_right()[0]) + px(gap_px)
        line.add(text)
    return line
