"""The loss as a landscape over two weights: level lines, and the path that learning takes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

import numpy as np
from manim import Animation, VGroup

from chainreel.draw.axes.axis import Linear
from chainreel.draw.axes.contours import Contour
from chainreel.draw.axes.plot import NAME_RISE_PX, Ground, Plot, size_ground
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import vec
from chainreel.draw.part.clipping import Box, Run, box_of, inside, outside, shares_inside
from chainreel.draw.part.posing import (
    Change,
    Point,
    Posed,
    Spot,
    as_numbers,
    between,
    drawn_line,
    pieces,
    restate,
    stage,
    through,
)  # fmt: skip
from chainreel.draw.text.lettering import lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.number import Number
from chainreel.show import show
from chainreel.theme import GAP_S, STROKE_HAIR, STROKE_LIT, Look, px
from chainreel.words import Words

HEAD, CROSS = 14, 24  # pixels: the cross reaches out from under the tile that has come to it


@dataclass(frozen=True)
class SurfaceState:
    """How many steps of the path are walked; a fraction is the share of the step in progress.

    ``marked`` is how much of the cross at the lowest place is seen.
    """

    walked: float = 0.0
    marked: float = 1.0


class Surface(Posed):
    """Contours of a loss, and a path of recorded places on it.

    ``path`` holds the places (x, y) in order. ``lowest`` marks the best place. ``level_style`` writes
    each level on its line, where there is room nearest to ``label_angle`` degrees, seen from the
    middle of the first contour. ``ground`` is the chart's size (760 by 560 pixels), ticks and names, as
    ``Plot`` takes them.
    """

    def __init__(
        self,
        look: Look,
        contours: Sequence[Contour],
        path: Sequence[tuple[Number, Number]],
        *,
        x_span: tuple[float, float],
        y_span: tuple[float, float],
        lowest: tuple[Number, Number] | None = None,
        level_style: str | None = None,
        label_angle: float = 0,
        **ground: Unpack[Ground],
    ) -> None:
        super().__init__()
        self.look = look
        self.path = tuple((x, y) for x, y in (as_numbers(p, "Surface's path") for p in path))
        self.plot = Plot(look, Linear(*x_span), Linear(*y_span), grid="", **size_ground(ground, 760, 560))
        self.level_labels = VGroup()
        self.contours = VGroup(*self._contours(contours, level_style, np.radians(label_angle)))
        self.lowest = VGroup(*([self._cross(*lowest)] if lowest else []))
        self.trail = drawn_line(look.color("weight"), STROKE_LIT)
        self.steps = VGroup(*(Spot(look.color("weight"), 5) for _ in self.path))
        self.head = Spot(look.color("weight"), HEAD, ring=look.color("bg"), ring_px=4, tile=True)
        self.add(self.plot, self.contours, self.level_labels, self.lowest, self.trail, self.steps, self.head)
        self.state = SurfaceState()
        self.pose()

    def pose(self) -> None:
        """Draw the state: the path as far as it is walked, its head with the place that it shows."""
        reached = int(self.state.walked)
        corners = [self.plot.at(x, y) for x, y in self.path[: reached + 1]]
        here = self._here(self.state.walked)
        through(self.trail, *corners, self.plot.at(*here))
        for index, (step, (x, y)) in enumerate(zip(self.steps, self.path, strict=True)):
            step.put(self.plot.at(x, y))
            step.set_fill(opacity=float(index <= reached))
        self.lowest.set_stroke(opacity=self.state.marked)
        self.head.put(self.plot.at(*here))
        restate(self.head, "position", *here)
        restate(self.trail, "position", *(n for place in self.path[: reached + 1] for n in place))

    def walk(self, to: int | None = None, run_time: float = 2.0) -> Animation:
        """Walk on to step ``to`` (the last one if none is named), each step in equal time."""
        goal = len(self.path) - 1 if to is None else to

        def plan(state: SurfaceState) -> object:
            begun = int(state.walked)
            return lambda alpha: {"walked": begun + sum(stage(alpha, goal - begun + 1))}

        return Change(self, plan, run_time, rate_func=lambda t: t)  # type: ignore[arg-type]

    def _here(self, walked: float) -> tuple[Number, Number]:
        reached, share = int(walked), walked % 1
        if share == 0:
            return self.path[reached]
        (x, y), (next_x, next_y) = self.path[reached : reached + 2]
        return between(x, next_x, share), between(y, next_y, share)

    def _contours(self, contours: Sequence[Contour], style: str | None, angle: float) -> list[VGroup]:
        drawn = []
        middle = np.mean([p for c in contours[:1] for p in c.path], axis=0)
        for contour in contours:
            runs = inside([self.plot.place(*q) for q in contour.path], self.plot.box)
            line = drawn_line(self.look.theme.mix("backward", "bg", 0.55), STROKE_HAIR)
            gaps = (
                self._level_label(contour.level, style, runs, angle, self.plot.place(*middle))
                if style
                else []
            )
            pieces(line, [rest for run in runs for rest in outside(run, gaps)])
            drawn.append(bear(VGroup(line), "position", contour.level, *contour.drawn_from))
        return drawn

    def _level_label(
        self, level: Number, style: str, runs: Sequence[Run], angle: float, middle: Point
    ) -> list[Box]:
        """Write the level on its line, where there is room near the angle; return the gap it needs."""
        label = lettering(self.look, show(level, style, self.look.language), "label_dense")
        turns = sorted(np.radians(range(-180, 180, 15)), key=abs)
        for turn in turns:
            ray = vec(np.cos(angle + turn), np.sin(angle + turn))
            ahead = [p for run in runs for p in run if (p - middle) @ ray > 0]
            spot = min(ahead, key=lambda p: float(abs(np.cross(p - middle, ray)[2])), default=None)
            area = box_of(label.move_to(middle if spot is None else spot)).with_margin(px(GAP_S))
            if spot is not None and self._has_room(area):
                self.level_labels.add(label)
                return [area]
        return []

    def _has_room(self, area: Box) -> bool:
        """Whether a label fits into the plot, clear of the path and of the other labels."""
        path = [self.plot.at(x, y) for x, y in self.path]
        crossed = any(shares_inside(p, q, area) for p, q in itertools.pairwise(path))
        taken = any(area.meets(box_of(label)) for label in self.level_labels)
        return self.plot.box.holds(area) and not crossed and not taken

    def lowest_key(self, words: Words | str) -> VGroup:
        """What the cross means, above the plot's right end: a cross and the text."""
        text = lettering(self.look, words, "label")
        text.put_baseline(self.plot.box.top + px(NAME_RISE_PX)).set_x(self.plot.box.right - text.width / 2)
        centre = vec(
            text.get_left()[0] - px(CROSS + GAP_S), text.baseline + px(text.font_px * CAP_HEIGHT / 2)
        )
        return VGroup(self._cross_at(centre), text)

    def _cross(self, x: Number, y: Number) -> VGroup:
        x, y = as_numbers((x, y), "Surface's lowest place")
        return bear(self._cross_at(self.plot.at(x, y)), "position", x, y)

    def _cross_at(self, centre: Point) -> VGroup:
        arm = px(CROSS)
        arms = [np.array([arm, arm, 0]), np.array([arm, -arm, 0])]
        lines = [
            through(drawn_line(self.look.color("text"), STROKE_LIT), centre - a, centre + a) for a in arms
        ]
        return VGroup(*lines)
