"""Parts that are drawn from a state, and motions that change the state.

A part's picture is a function of its state alone, so a motion ends on exactly the picture that
building the part in that state gives, and no frame depends on the frames before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Generic, Self, TypeVar

import numpy as np
from manim import Animation, Circle, Mobject, RoundedRectangle, VGroup, VMobject
from numpy.typing import NDArray

from chainreel.draw.evidence import Evidence, How, bear
from chainreel.draw.motion import MORPH, ease_in_out_cubic
from chainreel.draw.text.lettering import Glyph, Lettering
from chainreel.number import Number, counted, derivation, require_number
from chainreel.pitch import Sounding
from chainreel.theme import px, stroke

Point = NDArray[np.float64]
Fields = Mapping[str, Any]
ChangePlan = Callable[[Any], Callable[[float], Fields]]


M = TypeVar("M", bound=VMobject)
V = TypeVar("V", bound=VMobject)


class Row(VGroup, Generic[M]):
    """Parts of one kind, which may be brought in together or one by one."""

    def __init__(self, *members: M) -> None:
        super().__init__(*members)
        self.members = members


class Posed(VGroup):
    """A part with a ``state`` (a frozen dataclass); ``pose`` draws the state, in place."""

    state: Any

    def pose(self) -> None:
        """Draw ``self.state``."""
        raise NotImplementedError(f"{type(self).__name__} does not say how it is drawn")

    def take(self, **fields: Any) -> None:
        """Change fields of the state and draw it."""
        self.state = replace(self.state, **fields)
        self.pose()

    def grow(self, run_time: float = MORPH, **goals: float) -> Change:
        """Bring shares of the state (how much of a thing is drawn, 0 to 1) from where they are to goals."""

        def plan(state: Any) -> Callable[[float], Fields]:
            begun = {name: getattr(state, name) for name in goals}
            return lambda alpha: {n: begun[n] * (1 - alpha) + alpha * goals[n] for n in goals}

        return Change(self, plan, run_time)


class Change(Animation):
    """Change fields of a part's state: ``plan(state at begin)`` gives the fields for each alpha."""

    evidence: tuple[Evidence, ...] = ()  # the scene notes the numbers that the part states on the way
    tones: tuple[Sounding, ...] = ()  # what is heard of it

    def __init__(self, part: Posed, plan: ChangePlan, run_time: float = MORPH, **options: Any) -> None:
        super().__init__(part, run_time=run_time, **{"rate_func": ease_in_out_cubic} | options)
        self.part, self.plan = part, plan

    def create_starting_mobject(self) -> Any:
        self.fields_at = self.plan(self.part.state)
        return self.part

    def interpolate_mobject(self, alpha: float) -> None:
        self.part.take(**self.fields_at(self.rate_func(alpha)))


@derivation
def on_the_way(start: float, end: float, share: float) -> float:
    """The place between two recorded ones after ``share`` of the way: where a thing in motion is."""
    return start + share * (end - start) if share < 1 else end


def between(start: Number, end: Number, share: float) -> Number:
    """Where a thing is that moves from ``start`` to ``end``; the ends themselves when it has arrived."""
    if share <= 0 or start == end:
        return start
    return end if share >= 1 else on_the_way(start, end, counted(share, "share of a motion"))


def stage(alpha: float, stops: int) -> tuple[int, float]:
    """Among ``stops`` stops in equal time: the last one reached, and the share of the way to the next.

    Stop k is reached at ``k / (stops - 1)``; the way between two is eased, so each stop is felt.
    """
    legs = max(1, stops - 1)
    along = min(max(alpha, 0.0), 1.0) * legs
    reached = min(int(along + 1e-9), stops - 1)
    return reached, 0.0 if reached == stops - 1 else ease_in_out_cubic(max(0.0, along - reached))


def last_reached(numbers: Sequence[Number]) -> Callable[[float], Number]:
    """The number of the stop reached at alpha: what a counter follows beside a motion through stops."""
    return lambda alpha: numbers[stage(alpha, len(numbers))[0]]


def own_progress(alpha: float, index: int, count: int, overlap: float = 0.5) -> float:
    """The own progress of item ``index`` of ``count`` when they start one after the other."""
    span = 1 / (1 + (count - 1) * (1 - overlap)) if count > 1 else 1.0
    start = index * (1 - overlap) * span
    return min(1.0, max(0.0, (alpha - start) / span)) if alpha < 1 else 1.0


class Spot(VMobject):
    """A disc (or a tile, for a weight) that marks a value: it is put where the value lies, exactly."""

    def __init__(
        self, color: str, radius_px: float, ring: str = "", ring_px: float = 0, *, tile: bool = False
    ) -> None:
        super().__init__(fill_color=color, fill_opacity=1)
        self.set_stroke(ring or color, width=stroke(ring_px))
        side = px(2 * radius_px)
        shape = (
            RoundedRectangle(width=side, height=side, corner_radius=side / 6) if tile else Circle(side / 2)
        )
        self.points = shape.points.copy()
        self.outline = self.points.copy()

    def put(self, point: Point, scale: float = 1.0) -> Self:
        """Centre it on ``point``, its size times ``scale``."""
        self.points = self.outline * scale + point
        return self


class Rooted:
    """A text that is carried about: it is put from where it first stood, so no rounding adds up."""

    def __init__(self, text: Lettering) -> None:
        self.members = [m for m in text.get_family() if isinstance(m, VMobject)]
        self.outlines = [m.points.copy() for m in self.members]

    def put(self, offset: Point, scale: float = 1.0) -> None:
        """Stand ``offset`` away from the first place, which is scaled about the scene's middle."""
        for member, outline in zip(self.members, self.outlines, strict=True):
            member.points = scale * outline + offset


def arriving(share: float) -> float:
    """The opacity of what comes with an arrival: nothing for nine tenths of the way, then all."""
    return 1.0 if share >= 1 else max(0.0, (share - 0.9) / 0.1)


def drawn_line(look_color: str, width_px: float, opacity: float = 1.0) -> VMobject:
    """An empty open line, to be given points."""
    return VMobject(stroke_color=look_color, stroke_width=stroke(width_px), stroke_opacity=opacity)


def through(mobject: VMobject, *points: Point) -> VMobject:
    """Run ``mobject`` straight through ``points``; fewer than two make it empty."""
    mobject.clear_points()
    return mobject.set_points_as_corners(np.array(points)) if len(points) > 1 else mobject


def pieces(mobject: VMobject, runs: Sequence[Sequence[Point]]) -> VMobject:
    """Run ``mobject`` through several separate lines."""
    mobject.clear_points()
    for run in runs:
        if len(run) > 1:
            mobject.start_new_path(run[0])
            mobject.add_points_as_corners(np.array(run[1:]))
    return mobject


def reveal(mobject: Mobject, share: float) -> None:
    """Show the text in ``mobject`` with opacity ``share``."""
    for member in mobject.get_family():
        if isinstance(member, Glyph):
            see_through(member, share)


def see_through(piece: V, opacity: float) -> V:
    """Show a fill of one colour with this opacity; the same as manim's ``set_fill``, many times as fast."""
    if piece.fill_rgbas[0, 3] != opacity:
        piece.fill_rgbas = np.array([[*piece.fill_rgbas[0, :3], opacity]])
        piece.fill_opacity = opacity
    return piece


def restate(mobject: Mobject, how: How, *numbers: Number) -> None:
    """Note what ``mobject`` shows now, in place of what it showed before in that way."""
    noted: tuple[Evidence, ...] = getattr(mobject, "evidence", ())
    mobject.evidence = tuple(e for e in noted if e.how != how)  # type: ignore[attr-defined]
    bear(mobject, how, *numbers)


def as_numbers(values: Sequence[object], wanted_by: str) -> tuple[Number, ...]:
    """``values`` as Numbers.

    Raises:
        UnknownNumber: one of them is none.
    """
    return tuple(require_number(v, wanted_by) for v in values)
