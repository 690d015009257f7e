"""Paths through a few blocks with bridges, all of them: drawn along the blocks, each falls to its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from manim import Animation, VMobject
from manim.constants import LineJointType
from numpy.typing import NDArray

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box, circle, polyline, vec
from chainreel.draw.gradients.bridge_road import BridgeSize, on_road, road
from chainreel.draw.motion import ease_in_out_cubic, ease_in_out_sine, linear
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.posing import Change
from chainreel.draw.part.staging import (
    Staged,
    cap_of,
    dim_stroke,
    filled_shape,
    line_shape,
    redraw,
    require_shown,
    tint,
)
from chainreel.draw.part.widths import Widths
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.number import Number, counted, require_number
from chainreel.pitch import tone_at_rest
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
from chainreel.words import Words, maths

BLOCK = BridgeSize((88, 84), 134, 96, 0, STROKE_FOCUS, 9, "number", "number", STROKE_OUTLINE)
LETTERS, SUM_ROLE = "abcdefgh", "result"
CHIP = (64, 40)
VALUES_PX = 330  # the column of names and products
STRIP = 108 + 54  # from the part's top to the first row: bridges, gates
# Of a path's time: when it is drawn, when it falls, when its product comes.
DRAWN, FALLS, FALLEN, TOLD = 0.45, 0.55, 0.95, 0.85
STEPPED_BACK = 0.7  # of a path's light is gone, while another is spoken of


@dataclass(frozen=True)
class FanState:
    """How many paths have opened (a fraction: one is on its way), and how much of the sum is there.

    ``singled`` is how far all but the first path have stepped back; with the sum they are lit again, but
    their gradients, which were said, are dimmer than it.
    """

    opened: float = 0.0
    summed: float = 0.0
    singled: float = 0.0


class PathFan(Staged):
    """Blocks named a, b, c ... over rows: a path is as wide as its gradient, the whole one ``full_px``.

    ``taken`` says of each path which blocks it goes through (1) and which it bridges (0), ``products`` are
    the paths' gradients and ``total`` is their sum. ``whole`` names the path over every bridge; the others
    bear the letters of their blocks. It begins with the blocks alone: ``open`` brings the paths, ``sum_up``
    the total.

    Raises:
        UnknownNumber: a way or product without a source.
        InputError: rows of unlike length, or a sum that is false as shown.
    """

    state: FanState

    def __init__(
        self,
        look: Look,
        taken: Sequence[Sequence[Number]],
        products: Sequence[Shown],
        total: Shown,
        *,
        whole: Words,
        width_px: float = 1728,
        row_px: float = 50,
        full_px: float = 40,
        state: FanState | None = None,
    ) -> None:
        self.products = [require_shown(p, "a path's gradient") for p in products]
        self.taken = [[bool(require_number(t, "a path").value) for t in row] for row in taken]
        self.total, self.whole = require_shown(total, "the sum of paths"), whole
        self._require_fitting()
        self.row_px, self.widths = row_px, Widths(counted(1, "the gradient of a path of bridges"), full_px)
        height = STRIP + len(self.taken) * row_px + GAP_M + cap_of(SUM_ROLE)
        self.count = len(self.taken[0])
        super().__init__(look, width_px, height)
        self.top = -height / 2
        self.line_y = self.top + BLOCK.rise + STROKE_FOCUS
        self.ends = (-width_px / 2, width_px / 2 - VALUES_PX)
        self._make_pieces(taken)
        self.state = state or FanState()
        self.pose()

    # --- where things are, in the part's pixels -------------------------------------------------

    def gate_px(self, block: int) -> float:
        """The x of a block (from 0)."""
        left, right = self.ends
        return left + (block + 0.5) * (right - left) / self.count

    def row_y(self, path: int) -> float:
        """The height of a path's row (from 0)."""
        return self.top + STRIP + (path + 0.5) * self.row_px

    def along_blocks(self, path: int) -> NDArray[np.float64]:
        """Points (n, 3) of a path from right to left: over a bridge, or straight through a gate."""
        points = [vec(self.ends[1], 0)]
        for block in reversed(range(self.count)):
            middle = self.gate_px(block)
            ways = np.linspace(0, 1, 40)
            if self.taken[path][block]:
                points += [vec(middle + BLOCK.reach * (1 - 2 * w), 0) for w in ways]
            else:
                points += [on_road(BLOCK, middle, w) for w in ways]
        return np.array([*points, vec(self.ends[0], 0)]) + vec(0, self.line_y)

    # --- drawing ------------------------------------------------------------------------------

    def _require_fitting(self) -> None:
        if len({len(row) for row in self.taken}) != 1 or len(self.taken) != len(self.products):
            raise InputError("each path says for every block whether it goes through it, and has a product")
        if sum((p.as_shown for p in self.products), Decimal(0)) != self.total.as_shown:
            sums = " + ".join(p.text for p in self.products)
            raise InputError(f"{sums} is not {self.total.text} as shown: show the numbers with other digits")

    def _make_pieces(self, taken: Sequence[Sequence[Number]]) -> None:
        look, blocks = self.look, range(self.count)
        self.line = line_shape(look.color("mute"), STROKE_HAIR)
        self.bridges = [line_shape(look.color("forward"), BLOCK.bridge_px) for _ in blocks]
        self.joints = [[filled_shape(look.color("forward")) for _ in range(2)] for _ in blocks]
        self.boxes = [line_shape(look.color("sub"), STROKE_OUTLINE, look.color("panel")) for _ in blocks]
        self.letters = [self._letter(b, "formula") for b in blocks]
        self.ropes = [line_shape(look.color("backward"), self.widths.px_of(p.number)) for p in self.products]
        for rope, product in zip(self.ropes, self.products, strict=True):
            rope.joint_type = LineJointType.ROUND  # a wide one has no corners where it leaves the line
            bear(rope, "width", product.number)
        for rope, ways in zip(self.ropes, taken, strict=True):
            bear(rope, "position", *ways)
        self.chips = [[line_shape(look.color("sub"), STROKE_OUTLINE, look.color("panel")) for _ in blocks]
                      for _ in self.taken]  # fmt: skip
        self.marks = [[self._letter(b, "label") for b in blocks] for _ in self.taken]
        self.label = lettering(look, self.whole, "label", color="backward")
        self.results = [self._result(k, p) for k, p in enumerate(self.products)]
        self.rule = line_shape(look.color("sub"), STROKE_OUTLINE)
        self.sum = lettering(look, self.total, SUM_ROLE, color="backward")

    def _letter(self, block: int, role: str) -> Lettering:
        return lettering(self.look, maths(LETTERS[block], self.look.language), role)

    def _result(self, path: int, product: Shown) -> Lettering:
        color = "text" if any(self.taken[path]) else "backward"
        return lettering(self.look, product, "label", color=color, weight=600)

    def pose(self) -> None:
        """Draw the state: the path on its way passes before the bridges and behind the gates."""
        blocks, paths = range(self.count), range(len(self.taken))
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

    def _share(self, path: int) -> float:
        return min(1.0, max(0.0, self.state.opened - path))

    def _rope(self, path: int) -> Iterator[VMobject]:
        share = self._share(path)
        if share <= 0:
            return
        points = self.along_blocks(path)
        fallen = ease_in_out_cubic(share_of(share, FALLS, FALLEN))
        points[:, 1] += fallen * (self.row_y(path) - points[:, 1])
        color = self.look.theme.mix("backward", "bg", self._lit(path))
        redraw(self.ropes[path], color, self.widths.px_of(self.products[path].number))
        last = max(2, round(ease_in_out_sine(share_of(share, 0, DRAWN)) * len(points)))
        yield self.trace(self.ropes[path], polyline(list(points[:last])))

    def _row(self, path: int) -> Iterator[VMobject]:
        """The chips of the blocks on the path, and its product."""
        share = self._share(path)
        fallen = ease_in_out_cubic(share_of(share, FALLS, FALLEN))
        for block, through in enumerate(self.taken[path]):
            if through and fallen > 0:
                yield from self._chip(path, block, fallen)
        if (seen := share_of(share, TOLD, 1)) > 0:
            y, result = self.row_y(path), self.results[path]
            if not any(self.taken[path]):
                yield self.write(self.label, self.ends[1] + GAP_L, y + cap_of("label") / 2, "left", seen)
            else:
                tint(result, self.look.theme.mix("sub", "text", self.state.summed))
            seen *= self._lit(path)
            yield self.write(result, self.layout_px[0] / 2, y + cap_of(result.role) / 2, "right", seen)

    def _lit(self, path: int) -> float:
        """How much of a path's light is left, while another may be spoken of."""
        return 1 - self.state.singled * STEPPED_BACK * bool(path)

    def _chip(self, path: int, block: int, fallen: float) -> Iterator[VMobject]:
        x, y = self.gate_px(block), self.line_y + fallen * (self.row_y(path) - self.line_y)
        chip, mix, lit = self.chips[path][block], self.look.theme.mix, self._lit(path)
        redraw(chip, mix("sub", "bg", lit), STROKE_OUTLINE, self.look.color("panel"), fallen)
        yield self.trace(chip, box((x, y), *CHIP, RADIUS_CHIP))
        yield self.write(self.marks[path][block], x, y + GAP_S, opacity=fallen * lit)

    def _sum(self) -> Iterator[VMobject]:
        if self.state.summed > 0:
            right, y = self.layout_px[0] / 2, self.row_y(len(self.taken) - 1) + self.row_px / 2 + GAP_S / 2
            dim_stroke(self.rule, self.state.summed)
            yield self.trace(self.rule, polyline([(self.ends[1] + GAP_L, y), (right, y)]))
            yield self.write(self.sum, right, self.layout_px[1] / 2, "right", self.state.summed)

    # --- motions ------------------------------------------------------------------------------

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
        change.tones = tone_at_rest(self.total.number)
        return change
