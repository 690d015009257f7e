"""All paths through a few blocks with bridges: each is drawn along the blocks, then falls to its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from manim import Animation, VMobject
from numpy.typing import NDArray

from chainreel.draw.bridge_road import BridgeSize, on_road, road
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box, circle, polyline, vec
from chainreel.draw.journey import share_of
from chainreel.draw.lettering import Lettering, lettering
from chainreel.draw.motion import ease_in_out_cubic, ease_in_out_sine, linear
from chainreel.draw.posing import Change
from chainreel.draw.staging import Staged, cap_of, dim_stroke, filled, outlined, redraw, require_shown
from chainreel.draw.widths import Widths
from chainreel.errors import InputError
from chainreel.number import Number, counted, require_number
from chainreel.show import Shown
from chainreel.theme import (
    GAP_L,
    GAP_M,
    GAP_S,
    RADIUS_CHIP,
    RADIUS_GATE,
    STROKE_FOCUS,
    STROKE_HAIR,
    STROKE_OUTLINE,
    Look,
)
from chainreel.tones import landing
from chainreel.words import Words, maths

BLOCK = BridgeSize((88, 84), 134, 96, 0, STROKE_FOCUS, 9, "number", "number", STROKE_OUTLINE)
LETTERS = "abcdefgh"
CHIP = (60, 36)
VALUES_PX = 330  # the column of names and products
STRIP = 108 + 94  # from the part's top to the first row: bridges; gates and their numbers
# Of a path's time: when it is drawn, when it falls, when its product comes.
DRAWN, FALLS, FALLEN, TOLD = 0.45, 0.55, 0.95, 0.85
STEPPED_BACK = 0.7  # of a path's light is gone, while another is spoken of


@dataclass(frozen=True)
class FanState:
    """How many paths have opened (a fraction: one is on its way), and how much of the sum is there.

    ``singled`` is how far all but the first path have stepped back.
    """

    opened: float = 0.0
    summed: float = 0.0
    singled: float = 0.0


class PathFan(Staged):
    """Blocks named a, b, c ... over rows: a path is as wide as its gradient, the whole one ``full_px``.

    ``slopes`` are the blocks' own, ``taken`` says of each path which blocks it goes through (1) and
    which it bridges (0), ``products`` are the paths' gradients and ``total`` is their sum. ``whole`` names
    the path over every bridge; the others are named by their blocks. It begins with the blocks alone:
    ``open`` brings the paths, ``sum_up`` the total.

    Raises:
        UnknownNumber: a slope or product without a source.
        InputError: rows that do not fit the blocks, or a sum that is false as shown.
    """

    state: FanState

    def __init__(
        self,
        look: Look,
        slopes: Sequence[Shown],
        taken: Sequence[Sequence[Number]],
        products: Sequence[Shown],
        total: Shown,
        *,
        whole: Words,
        width_px: float = 1728,
        row_px: float = 46,
        full_px: float = 40,
        state: FanState | None = None,
    ) -> None:
        self.slopes = [require_shown(s, "a block's slope") for s in slopes]
        self.products = [require_shown(p, "a path's gradient") for p in products]
        self.taken = [[bool(require_number(t, "a path").value) for t in row] for row in taken]
        self.total, self.whole = require_shown(total, "the sum of paths"), whole
        self._require_fitting()
        self.row_px, self.widths = row_px, Widths(counted(1, "the gradient of a path of bridges"), full_px)
        height = STRIP + len(self.taken) * row_px + GAP_M + cap_of("result_small")
        super().__init__(look, width_px, height)
        self.top = -height / 2
        self.line_y = self.top + BLOCK.rise + STROKE_FOCUS
        self.ends = (-width_px / 2, width_px / 2 - VALUES_PX)
        self._make_pieces()
        self.state = state or FanState()
        self.pose()

    def open(self, count: int, seconds_each: float = 0.9) -> Animation:
        """The next paths, one after the other.

        Raises:
            InputError: fewer are left.
        """
        goal = round(self.state.opened) + count
        if goal > len(self.taken):
            raise InputError(f"there are {len(self.taken)} paths, not {goal}")

        def plan(state: FanState) -> object:
            start = state.opened
            return lambda alpha: {"opened": start + alpha * (goal - start) if alpha < 1 else float(goal)}

        return Change(self, plan, count * seconds_each, rate_func=linear)  # type: ignore[arg-type]

    def single_out(self, run_time: float = 0.8) -> Animation:
        """The first path stays lit, the others step back."""
        return self.grow(run_time, singled=1.0)

    def sum_up(self, run_time: float = 0.8) -> Animation:
        """All paths are lit again; the rule under the products, and their sum."""
        change = self.grow(run_time, summed=1.0, singled=0.0)
        change.tones = landing(self.total.number)
        return change

    # --- where things are, in the part's pixels -------------------------------------------------

    def gate_px(self, block: int) -> float:
        """The x of a block (from 0)."""
        left, right = self.ends
        return left + (block + 0.5) * (right - left) / len(self.slopes)

    def row_y(self, path: int) -> float:
        """The height of a path's row (from 0)."""
        return self.top + STRIP + (path + 0.5) * self.row_px

    def along_blocks(self, path: int) -> NDArray[np.float64]:
        """Points (n, 3) of a path from right to left: over a bridge, or straight through a gate."""
        points = [vec(self.ends[1], 0)]
        for block in reversed(range(len(self.slopes))):
            middle = self.gate_px(block)
            ways = np.linspace(0, 1, 40)
            if self.taken[path][block]:
                points += [vec(middle + BLOCK.reach * (1 - 2 * w), 0) for w in ways]
            else:
                points += [on_road(BLOCK, middle, w) for w in ways]
        return np.array([*points, vec(self.ends[0], 0)]) + vec(0, self.line_y)

    # --- drawing ------------------------------------------------------------------------------

    def _require_fitting(self) -> None:
        if {len(row) for row in self.taken} != {len(self.slopes)} or len(self.taken) != len(self.products):
            raise InputError("each path says for every block whether it goes through it, and has a product")
        if sum((p.as_shown for p in self.products), Decimal(0)) != self.total.as_shown:
            sums = " + ".join(p.text for p in self.products)
            raise InputError(f"{sums} is not {self.total.text} as shown: show the numbers with other digits")

    def _make_pieces(self) -> None:
        look, language, blocks = self.look, self.look.language, range(len(self.slopes))
        self.line = outlined(look.color("mute"), STROKE_HAIR)
        self.bridges = [outlined(look.color("forward"), BLOCK.bridge_px) for _ in blocks]
        self.joints = [[filled(look.color("forward")) for _ in range(2)] for _ in blocks]
        self.boxes = [outlined(look.color("sub"), STROKE_OUTLINE, look.color("panel")) for _ in blocks]
        self.letters = [lettering(look, maths(LETTERS[b], language), "formula") for b in blocks]
        self.values = [lettering(look, s, "label", color="text") for s in self.slopes]
        self.ropes = [outlined(look.color("backward"), self.widths.px_of(p.number)) for p in self.products]
        for rope, product in zip(self.ropes, self.products, strict=True):
            bear(rope, "width", product.number)
        self.chips = [[outlined(look.color("sub"), STROKE_OUTLINE, look.color("panel")) for _ in blocks]
                      for _ in self.taken]  # fmt: skip
        self.names = [self._name(row) for row in self.taken]
        self.results = [self._result(k, p) for k, p in enumerate(self.products)]
        self.rule = outlined(look.color("sub"), STROKE_OUTLINE)
        self.sum = lettering(look, self.total, "result_small", color="backward")

    def _name(self, row: Sequence[bool]) -> Lettering:
        letters = " ".join(LETTERS[b] for b, through in enumerate(row) if through)
        if not letters:
            return lettering(self.look, self.whole, "label", color="backward")
        return lettering(self.look, maths(letters, self.look.language), "body", color="sub")

    def _result(self, path: int, product: Shown) -> Lettering:
        whole = not any(self.taken[path])
        role, color = ("result_small", "backward") if whole else ("label", "text")
        return lettering(self.look, product, role, color=color, weight=600)

    def pose(self) -> None:
        """Draw the state: the path on its way passes before the bridges and behind the gates.

        The gates' numbers come after the first path, which falls through their place.
        """
        blocks, paths = range(len(self.slopes)), range(len(self.taken))
        line = self.trace(self.line, polyline([(x, self.line_y) for x in self.ends]))
        under = (piece for b in blocks for piece in self._bridge(b))
        ropes = (piece for k in paths for piece in self._rope(k))
        gates = (piece for b in blocks for piece in self._gate(b))
        rows = (piece for k in paths for piece in self._row(k))
        self.present([line, *under, *ropes, *gates, *rows, *self._sum()])

    def _bridge(self, block: int) -> Iterator[VMobject]:
        middle = self.gate_px(block)
        yield self.trace(self.bridges[block], road(BLOCK, middle) + vec(0, self.line_y))
        for side, joint in zip((-1, 1), self.joints[block], strict=True):
            yield self.trace(joint, circle((middle + side * BLOCK.reach, self.line_y), BLOCK.joint))

    def _gate(self, block: int) -> Iterator[VMobject]:
        (width, height), x = BLOCK.gate, self.gate_px(block)
        yield self.trace(self.boxes[block], box((x, self.line_y), width, height, RADIUS_GATE))
        yield self.write(self.letters[block], x, self.line_y + GAP_S)
        if (seen := share_of(self.state.opened, TOLD, 1)) > 0:
            foot = self.line_y + height / 2 + GAP_S + cap_of("label")
            yield self.write(self.values[block], x, foot, opacity=seen)

    def _share(self, path: int) -> float:
        return min(1.0, max(0.0, self.state.opened - path))

    def _rope(self, path: int) -> Iterator[VMobject]:
        share = self._share(path)
        if share <= 0:
            return
        points = self.along_blocks(path)
        fallen = ease_in_out_cubic(share_of(share, FALLS, FALLEN))
        points[:, 1] += fallen * (self.row_y(path) - points[:, 1])
        quiet = self.state.singled * STEPPED_BACK * bool(path)
        color = self.look.theme.mix("bg", "backward", quiet)
        redraw(self.ropes[path], color, self.widths.px_of(self.products[path].number))
        last = max(2, round(ease_in_out_sine(share_of(share, 0, DRAWN)) * len(points)))
        yield self.trace(self.ropes[path], polyline(list(points[:last])))

    def _row(self, path: int) -> Iterator[VMobject]:
        """The chips of the blocks on the path, its name and its product."""
        share = self._share(path)
        fallen = ease_in_out_cubic(share_of(share, FALLS, FALLEN))
        for block, through in enumerate(self.taken[path]):
            if through and fallen > 0:
                yield from self._chip(path, block, fallen)
        seen = share_of(share, TOLD, 1)
        if seen > 0:
            y = self.row_y(path)
            yield self.write(self.names[path], self.ends[1] + GAP_L, y + GAP_S, "left", seen)
            result = self.results[path]
            yield self.write(result, self.layout_px[0] / 2, y + cap_of(result.role) / 2, "right", seen)

    def _chip(self, path: int, block: int, fallen: float) -> Iterator[VMobject]:
        x, y = self.gate_px(block), self.line_y + fallen * (self.row_y(path) - self.line_y)
        chip, color = self.chips[path][block], self.look.color
        redraw(chip, color("sub"), STROKE_OUTLINE, color("panel"), fallen)
        yield self.trace(chip, box((x, y), *CHIP, RADIUS_CHIP))

    def _sum(self) -> Iterator[VMobject]:
        if self.state.summed > 0:
            right, y = self.layout_px[0] / 2, self.row_y(len(self.taken) - 1) + self.row_px / 2 + GAP_S / 2
            dim_stroke(self.rule, self.state.summed)
            yield self.trace(self.rule, polyline([(self.ends[1] + GAP_L, y), (right, y)]))
            yield self.write(self.sum, right, self.layout_px[1] / 2, "right", self.state.summed)
