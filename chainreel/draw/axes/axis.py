"""Linear and logarithmic axes: where a value lies, with ticks and their labels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from manim import VGroup, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.part.posing import Point, Rooted, Row, drawn_line, reveal, through
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.errors import InputError
from chainreel.number import Number, counted
from chainreel.show import SUPERSCRIPT, Shown, show
from chainreel.theme import GAP_S, STROKE_HAIR, STROKE_OUTLINE, Look, px

Side = Literal["left", "right"]  # of the way from the axis's first value to its last
SLACK = 1e-9  # of an axis's length, for rounding
FADE = 0.04  # of an axis's length, beyond its ends, over which a carried label fades


class Scale(Protocol):
    """Where along an axis, as a share of its length, a value lies."""

    def share(self, value: float) -> float:
        """Where a value lies between the ends: 0 is the first, 1 the last."""

    def value(self, share: float) -> float:
        """The value at a share of the way from the first end to the last."""


@dataclass(frozen=True)
class Linear:
    """Equal steps for equal differences, from ``first`` to ``last``."""

    first: float
    last: float

    def share(self, value: float) -> float:
        """Where a value lies between the ends, by its distance from them."""
        return (value - self.first) / (self.last - self.first)

    def value(self, share: float) -> float:
        """The value at a share of the way."""
        return self.first + share * (self.last - self.first)


@dataclass(frozen=True)
class Logarithmic:
    """Equal steps for equal ratios, from ``first`` (the floor) to ``last``."""

    first: float
    last: float

    def __post_init__(self) -> None:
        if not 0 < self.first < self.last:
            raise InputError(
                f"a log axis runs from a floor above 0 upwards, not from {self.first} to {self.last}"
            )

    def share(self, value: float) -> float:
        """How far along the axis a value lies, 0 to 1 on it. Raises: InputError for one of 0 or less."""
        if value <= 0:
            raise InputError(f"{value:g} has no place on a log axis: its values are above 0")
        return math.log(value / self.first) / math.log(self.last / self.first)

    def value(self, share: float) -> float:
        """The value at a share of the way: equal steps, equal ratios."""
        return float(self.first * (self.last / self.first) ** share)


@dataclass(frozen=True)
class Ticks:
    """The places of an axis's ticks, which of them are labelled, and the labels' number style."""

    places: tuple[float, ...]
    style: str = "d"
    labelled: tuple[float, ...] | None = None

    @property
    def with_label(self) -> tuple[float, ...]:
        """The places that have a label: all of them, unless some are named."""
        return self.places if self.labelled is None else self.labelled


def ticks(first: float, last: float, step: float, style: str = "d", label_every: int = 1) -> Ticks:
    """Ticks from ``first`` to ``last``; each ``label_every``-th is labelled, counted from zero."""
    low, high = math.ceil(first / step - 1e-9), math.floor(last / step + 1e-9)
    digits = max(0, 3 - math.floor(math.log10(step)))
    places = {k: round(k * step, digits) for k in range(low, high + 1)}
    labelled = tuple(v for k, v in places.items() if k % label_every == 0)
    return Ticks(tuple(places.values()), style, labelled)


def decades(first_power: int, last_power: int, label_every: int = 1) -> Ticks:
    """Ticks at the powers of ten, labelled 10⁻³, 10⁻², ... 1."""
    powers = range(first_power, last_power + 1)
    labelled = tuple(10.0**k for k in powers if (k - last_power) % label_every == 0)
    return Ticks(tuple(10.0**k for k in powers), "power", labelled)


def tick_label(value: float, style: str, language: str) -> Shown:
    """The label of a tick; the style ``power`` writes 0.001 as 10⁻³."""
    number = counted(value, "axis tick")
    if style != "power" or value == 1:
        return show(number, "d" if style == "power" else style, language)
    return Shown("10" + str(round(math.log10(value))).translate(SUPERSCRIPT), number, "e1")


class Axis(VGroup):
    """A line from ``start`` to ``end`` (scene points) along which values of ``scale`` lie.

    ``side`` says where ticks and labels stand, seen along the way from start to end. A place is
    read from the line as it stands now, so an axis may be moved.
    """

    def __init__(
        self,
        look: Look,
        scale: Scale,
        start: Point,
        end: Point,
        marks: Ticks | None = None,
        *,
        side: Side = "right",
        color: str = "mute",
        label_color: str = "sub",
        label_role: str = "label",
        width_px: float = STROKE_OUTLINE,
        tick_px: float = 10,
        label_gap_px: float = GAP_S,
        centred_ticks: bool = False,
    ) -> None:
        super().__init__()
        self.look, self.measure, self.marks = look, scale, marks or Ticks(())
        self.line = through(drawn_line(look.color(color), width_px), start, end)
        self.normal = normal_of(start, end, side)
        back = tick_px if centred_ticks else 0
        self.ticks = VGroup(*(self._tick(color, v, -back, tick_px) for v in self.marks.places))
        self.labels = Row(*self._labels(label_role, label_color, tick_px + label_gap_px))
        self.add(self.ticks, self.line, self.labels)
        self._built = self.line.points[[0, -1]]
        self._roots = [
            (Rooted(text), scale.share(v))
            for text, v in zip(self.labels.members, self.marks.with_label, strict=True)
        ]

    def at(self, value: float | Number, what: str = "the value") -> Point:
        """The point of a value.

        Raises:
            InputError: the value lies outside the axis.
        """
        share = self.measure.share(float(value))
        if not holds(share):
            ends = f"from {self.measure.value(0):g} to {self.measure.value(1):g}"
            raise InputError(f"{what} {float(value):g} lies outside the axis {ends}: widen the axis")
        return self.at_share(share)

    def at_share(self, share: float) -> Point:
        """The point at a share of the axis's length."""
        start, end = self.line.points[0], self.line.points[-1]
        return np.asarray(start + share * (end - start))

    def carry_labels(self, strength: float = 1.0) -> None:
        """After ``measure`` has changed: a label goes where its value is now, and fades beyond the axis."""
        start, end = self.line.points[0], self.line.points[-1]
        built_start, built_end = self._built
        larger = float(np.linalg.norm(end - start) / np.linalg.norm(built_end - built_start))
        for (root, first), value, label in zip(
            self._roots, self.marks.with_label, self.labels.members, strict=True
        ):
            share = self.measure.share(value)
            along = min(1 + FADE, max(-FADE, share)) - first
            root.put(start - larger * built_start + along * (end - start), larger)
            reveal(label, strength * max(0.0, 1 - max(-share, share - 1, 0) / FADE))

    def _tick(self, color: str, value: float, inner_px: float, outer_px: float) -> VMobject:
        foot = self.at(value)
        mark = drawn_line(self.look.color(color), STROKE_HAIR)
        return bear(
            through(mark, foot + px(inner_px) * self.normal, foot + px(outer_px) * self.normal),
            "position",
            counted(value, "axis tick"),
        )

    def _labels(self, role: str, color: str, distance_px: float) -> list[Lettering]:
        labels = []
        for value in self.marks.with_label:
            text = tick_label(value, self.marks.style, self.look.language)
            label = lettering(self.look, text, role, color=color)
            labels.append(beside(label, self.at(value) + px(distance_px) * self.normal, self.normal))
        return labels


def holds(share: float) -> bool:
    """Whether an axis reaches as far as this share of its length."""
    return -SLACK <= share <= 1 + SLACK


def normal_of(start: Point, end: Point, side: Side) -> Point:
    """The unit vector across the way from start to end, to its left or right."""
    x, y = (end - start)[:2] / np.linalg.norm(end - start)
    return np.array([-y, x, 0.0]) if side == "left" else np.array([y, -x, 0.0])


def beside(label: Lettering, point: Point, direction: Point) -> Lettering:
    """Put ``label`` above or below ``point``, centred, or to its left or right, on cap height."""
    cap = px(label.font_px * CAP_HEIGHT)
    if abs(direction[1]) > abs(direction[0]):
        label.set_x(point[0])
        return label.put_baseline(point[1] if direction[1] > 0 else point[1] - cap)
    label.put_baseline(point[1] - cap / 2)
    half = label.width / 2
    return label.set_x(point[0] + half if direction[0] > 0 else point[0] - half)
