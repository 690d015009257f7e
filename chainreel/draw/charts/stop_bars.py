"""Bars at the stops of a way, from its end to its beginning, whose axis turns into one of digits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.axes.axis import Linear, Logarithmic, Scale, tick_label
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import Outline, box, circle, polyline
from chainreel.draw.motion import TO_LOG_RULER, ease_out_cubic
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.posing import own_progress
from chainreel.draw.part.staging import (
    Staged,
    cap_of,
    dim_stroke,
    filled_shape,
    line_shape,
    width_px,
)
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.number import Number, counted, require_number
from chainreel.show import Shown, length_style, show
from chainreel.theme import GAP_S, RADIUS_PIXEL, STROKE_HAIR, STROKE_LIT, Look
from chainreel.words import Words

BAR, DIM, RING, CROSS = 38, 0.6, 15, 8  # pixels; of the background in a bar that is not lit
TICK_ROOM, HEAD, FOOT = 110, 56, 54  # pixels left of the bars, over the tallest and under the floor
OLD_GONE, NEW_FROM = 0.4, 0.6  # of a turn: when the plain axis is gone, when the one of digits comes
MOST_TICKS = 6
TINY = 0.01  # an axis that ends below it is labelled in powers of ten
EDGE = 4  # pixels between a mark and the part's edge
LINE, NEAR = 44, 230  # pixels between lines of marks, and between stops whose marks would meet


@dataclass(frozen=True)
class StopBarsState:
    """How far the bars have come, from the last stop to the first, and how far the axis has turned.

    ``marked`` is how many of the marks under stops are there, ``ringed`` how much of the red rings.
    """

    grown: float = 1.0
    turned: float = 0.0
    marked: float = 0.0
    ringed: float = 1.0


class StopBars(Staged):
    """A bar for each stop's length, on an axis from 0; ``turn`` carries them to one of whole decades.

    A length that is exactly 0 is a red ring on the floor; one that is no finite number (``odd``, by stop) a
    ring with a cross; a stop that nothing reached (``missing``) has none. Values stand over bars once the
    axis has turned; until then only over those that are ``lit``. ``marks`` are words under stops.

    Raises:
        UnknownNumber: a length without a source.
        InputError: no stops.
    """

    state: StopBarsState

    def __init__(
        self,
        look: Look,
        lengths: Sequence[Number],
        names: Sequence[Words],
        *,
        width_px: float,
        height_px: float,
        lit: Sequence[int] = (),
        odd: Sequence[int] = (),
        missing: Sequence[int] = (),
        marks: Mapping[int, Words] | None = None,
        style: str = "",
    ) -> None:
        if not lengths:
            raise InputError("bars at stops need at least one stop")
        self.lengths = [require_number(n, "a bar at a stop") for n in lengths]
        self.odd, self.missing, self.lit = set(odd), set(missing), set(lit)
        unplaced = self.odd | self.missing
        self.placed = [i for i, n in enumerate(self.lengths) if i not in unplaced and n.value > 0]
        self.marked = tuple(marks or {})
        super().__init__(look, width_px, height_px + HEAD + FOOT + (2 * LINE if marks else 0))
        self.mark_texts = [
            lettering(look, words, "label_dense", color="backward") for words in (marks or {}).values()
        ]
        self.slot = (width_px - TICK_ROOM) / len(lengths)
        self.rise, self.floor = height_px, self.layout_px[1] / 2 - FOOT - (2 * LINE if marks else 0)
        self.plain, self.digits = scales_of([self.lengths[i].value for i in self.placed])
        self._make_pieces(names, style)
        self.state = StopBarsState()
        self.pose()

    def middle_px(self, index: int) -> float:
        """Where a stop lies, from the part's middle."""
        return (index + 0.5) * self.slot + TICK_ROOM - self.layout_px[0] / 2

    def turn(self, run_time: float = TO_LOG_RULER) -> Animation:
        """Exchange the axes, and carry every bar's end along."""
        return self.grow(run_time, turned=1.0)

    # --- drawing ------------------------------------------------------------------------------

    def _make_pieces(self, names: Sequence[Words], style: str) -> None:
        look = self.look
        dim = look.theme.mix("backward", "bg", DIM)
        self.bars = {
            i: bear(
                filled_shape(look.color("backward") if i in self.lit or not self.lit else dim), "length", n
            )
            for i, n in enumerate(self.lengths)
        }
        self.values = {i: self._value(self._shown(i, style), i in self.lit) for i in self.placed}
        self.names = [lettering(look, name, "label_dense", color="sub") for name in names]
        self.rings = {i: line_shape(look.color("wrong"), STROKE_LIT) for i in range(len(self.lengths))}
        for i, ring in self.rings.items():
            if i not in self.odd:
                bear(ring, "length", self.lengths[i])
        self.axes = [(scale, list(self._ticks(scale))) for scale in (self.plain, self.digits)]

    def _shown(self, index: int, style: str) -> Shown:
        length = self.lengths[index]
        return show(length, style or length_style(length.value), self.look.language)

    def _value(self, shown: Shown, lit: bool) -> Lettering:
        role = "label" if lit and self.slot > 120 else "label_dense"
        return lettering(self.look, shown, role, color="backward" if lit else "text")

    def _ticks(self, scale: Scale) -> Iterator[tuple[float, VMobject, Lettering]]:
        places = ticks_of(scale) if self.placed else []
        style = "power" if isinstance(scale, Logarithmic) else plain_style(places)
        for place in places:
            line = bear(
                line_shape(self.look.color("line"), STROKE_HAIR), "position", counted(place, "axis tick")
            )
            text = tick_label(place, style if place else "d", self.look.language)
            label = lettering(self.look, text, "label_dense", color="sub")
            yield place, line, label

    def pose(self) -> None:
        """Draw the state."""
        self.present([*self._ground(), *(piece for i in range(len(self.lengths)) for piece in self._stop(i))])

    def _ground(self) -> Iterator[VMobject]:
        """Gridlines and their labels, of the axis that the bars stand on now."""
        turned, half = self.state.turned, self.layout_px[0] / 2
        seen = (1 - share_of(turned, 0, OLD_GONE), share_of(turned, NEW_FROM, 1))
        for (scale, marks), share in zip(self.axes, seen, strict=True):
            for place, line, label in marks:
                if share > 0:
                    y = self._height(scale, place)
                    start = TICK_ROOM - half
                    yield self.trace(dim_stroke(line, share), self._uncrossed(start, half, y))
                    yield self.write(label, start - GAP_S, y + cap_of("label_dense") / 2, "right", share)
        for index, name in enumerate(self.names):
            if not self._has_room(index):
                continue
            yield self.write(
                name, self.middle_px(index), self.floor + GAP_S + cap_of("label_dense"), "center"
            )

    def _has_room(self, index: int) -> bool:
        """Whether a stop's name finds room beside those of the lit stops, which come first."""
        if index in self.lit:
            return True
        half = width_px(self.names[index]) / 2
        if 2 * half > self.slot:
            return False
        near = [(abs(k - index) * self.slot, width_px(self.names[k]) / 2) for k in self.lit]
        return all(apart > half + other + GAP_S / 2 for apart, other in near)

    def _uncrossed(self, start: float, end: float, y: float) -> Outline:
        """A gridline with gaps where a value stands."""
        cap, runs = cap_of("label"), []
        for index, text in self.values.items():
            foot = self._foot_of_value(index, 1.0)
            if self._told(index, 1.0) > 0 and foot - cap - GAP_S < y < foot + GAP_S:
                left = self.middle_px(index) - width_px(text) / 2 - GAP_S
                if left - start > 1:
                    runs.append(polyline([(start, y), (left, y)]))
                start = max(start, left + width_px(text) + 2 * GAP_S)
        if end - start > 1:
            runs.append(polyline([(start, y), (end, y)]))
        return np.concatenate(runs) if runs else np.zeros((0, 3))

    def _top(self, index: int, share: float) -> float:
        """How high a bar reaches that has grown to a share, on the axis as far as it has turned."""
        value = self.lengths[index].value
        plain, digits = self._height(self.plain, value), self._height(self.digits, value)
        return self.floor - share * (self.floor - plain) + self.state.turned * (digits - plain)

    def _foot_of_value(self, index: int, share: float) -> float:
        """Where a value stands: over its bar, and over the bars beside it that it reaches above."""
        reach = width_px(self.values[index]) / 2 + self._bar_px() / 2 + GAP_S / 2
        beside = [k for k in self.placed if abs(k - index) * self.slot < reach]
        return min(self._top(k, share) for k in beside) - GAP_S

    def _told(self, index: int, share: float) -> float:
        """How much of a bar's value is there."""
        if index in self.lit and self.state.turned <= 0:
            return share_of(share, 0.9, 1)
        fits = index in self.lit or width_px(self.values[index]) <= self.slot - GAP_S / 2
        return share_of(self.state.turned, NEW_FROM, 1) if fits else 0.0

    def _height(self, scale: Scale, value: float) -> float:
        return self.floor - scale.share(value) * self.rise

    def _stop(self, index: int) -> Iterator[VMobject]:
        count = len(self.lengths)
        share = ease_out_cubic(own_progress(self.state.grown, count - 1 - index, count, overlap=0.6))
        if share <= 0 or index in self.missing:
            return
        if index not in self.placed:
            yield from self._ring(index, self.state.ringed)
            return
        top, middle = self._top(index, share), self.middle_px(index)
        height = max(self.floor - top, 0.01)
        yield self.trace(
            self.bars[index], box((middle, (self.floor + top) / 2), self._bar_px(), height, RADIUS_PIXEL)
        )
        told = self._told(index, share)
        if told > 0:
            half = width_px(self.values[index]) / 2
            x = min(max(middle, half - self.layout_px[0] / 2), self.layout_px[0] / 2 - half)
            yield self.write(self.values[index], x, self._foot_of_value(index, share), "center", told)
        yield from self._mark(index)

    def _mark(self, index: int) -> Iterator[VMobject]:
        """What is said of the stop, under its name."""
        share = self.state.marked - self.marked.index(index) if index in self.marked else 0.0
        if share > 0:
            text = self.mark_texts[self.marked.index(index)]
            half = width_px(text) / 2 + EDGE
            x = min(max(self.middle_px(index), half - self.layout_px[0] / 2), self.layout_px[0] / 2 - half)
            y = self.floor + FOOT + cap_of("label_dense") + self._line_of(index) * LINE
            yield self.write(text, x, y, "center", min(1.0, share))

    def _line_of(self, index: int) -> int:
        """The line on which a mark stands: the second one's is lower if the first is near."""
        first = self.marked[0]
        return int(index != first and abs(index - first) * self.slot < NEAR)

    def _bar_px(self) -> float:
        return min(BAR, self.slot * 0.5)

    def _ring(self, index: int, share: float) -> Iterator[VMobject]:
        if share <= 0:
            return
        ring, middle = dim_stroke(self.rings[index], share), (self.middle_px(index), self.floor - RING - 4)
        outline = circle(middle, RING)
        if index in self.odd:
            x, y = middle
            cross = [polyline([(x - CROSS, y - CROSS), (x + CROSS, y + CROSS)]),
                     polyline([(x - CROSS, y + CROSS), (x + CROSS, y - CROSS)])]  # fmt: skip
            outline = np.concatenate([outline, *cross])
        yield self.trace(ring, outline)


def scales_of(lengths: Sequence[float]) -> tuple[Linear, Logarithmic]:
    """An axis from 0 to a round value over the largest, and whole decades that hold all."""
    largest, smallest = max(lengths, default=1.0), min(lengths, default=1.0)
    low, high = math.floor(math.log10(smallest) - 1e-9), math.ceil(math.log10(largest) + 1e-9)
    if math.log10(smallest) - low < 0.12:
        low -= 1  # or the shortest bar would not be seen
    return Linear(0, _round_above(largest)), Logarithmic(10.0**low, 10.0 ** max(high, low + 1))


def _round_above(value: float) -> float:
    unit = 10.0 ** math.floor(math.log10(value))
    return next(step * unit for step in (1, 2, 4, 5, 10, 20) if step * unit >= value * (1 - 1e-9))


def ticks_of(scale: Scale) -> list[float]:
    """Where an axis's gridlines lie: 0, half and all of a plain one; decades, thinned if there are many."""
    if isinstance(scale, Linear):
        return [0.0, scale.last] if scale.last < TINY else [0.0, scale.last / 2, scale.last]
    assert isinstance(scale, Logarithmic)
    low, high = round(math.log10(scale.first)), round(math.log10(scale.last))
    step = math.ceil((high - low + 1) / MOST_TICKS)
    return [10.0**power for power in range(low, high + 1, step)]


def plain_style(places: Sequence[float]) -> str:
    """The style in which the labels of a plain axis are written: as few digits as tell them apart."""
    if not places:
        return "d"
    largest = max(places)
    if largest >= 1e5 or largest < TINY:
        return "e1" if largest else "d"
    decimals = max(0, 1 - math.floor(math.log10(largest / 2)))
    return f".{decimals}f" if decimals else "d"
