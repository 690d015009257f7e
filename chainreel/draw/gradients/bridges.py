"""Blocks with bridges: a coin crosses each bridge whole, and a copy of it goes through the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from manim import Animation, VMobject

from chainreel.draw.evidence import room_for, stand_for
from chainreel.draw.geometry import box, circle, polyline
from chainreel.draw.gradients.bridge_road import ALONE, IN_ROW, JOIN, Passing, on_road, road
from chainreel.draw.gradients.bridge_state import BridgesState, coin_comes, pass_block
from chainreel.draw.gradients.gate_sizes import SIGNS
from chainreel.draw.motion import MORPH
from chainreel.draw.part.coin import Coin, Cut
from chainreel.draw.part.journey import journey, share_of
from chainreel.draw.part.posing import Point
from chainreel.draw.part.staging import (
    Staged,
    cap_of,
    dim_stroke,
    filled_shape,
    line_shape,
    redraw,
    require_shown,
    tint,
    width_px,
)
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.number import counted, multiply
from chainreel.pitch import falling
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, GAP_S, RADIUS_GATE, STROKE_HAIR, Look
from chainreel.words import Words

NUMBER_SHARE = 0.8  # of a coin's diameter may be its number
SIGN_SHARE = 0.56  # of a gate's width is the curve on it


class Bridges(Staged):
    """``inner`` are the slopes of the gates, the leftmost first; ``factors`` what a block multiplies by.

    ``running`` is the coin's value at the start (right of the last block), then after each block that it
    has passed on its way back: there its print stays. A lone block says what either road multiplies by.
    Coins are as wide as their values, on one scale. The part's middle is the line's.

    Raises:
        UnknownNumber: a value, slope or factor without a source.
        InputError: counts that do not fit, or a coin that is larger than the room between two gates.
    """

    state: BridgesState

    def __init__(
        self,
        look: Look,
        running: Sequence[Shown],
        inner: Sequence[Shown],
        factors: Sequence[Shown],
        *,
        width_px: float = 1728,
        state: BridgesState | None = None,
    ) -> None:
        self.running = [require_shown(v, "a coin") for v in running]
        self.inner = [require_shown(v, "a gate's slope") for v in inner]
        self.factors = [require_shown(v, "a block's factor") for v in factors]
        self.count = len(self.inner)
        if self.count < 1 or {len(self.factors), len(self.running) - 1} != {self.count}:
            raise InputError(
                f"{self.count} blocks need a factor each, not {len(self.factors)}, "
                f"and one coin more, not {len(self.running)}"
            )
        self.size = ALONE if self.count == 1 else IN_ROW
        super().__init__(look, width_px, 2 * (self.size.rise + self.size.coin_px))
        self._measure(width_px)
        self._make_pieces()
        self.state = state or BridgesState()
        self.pose()

    # --- where things are, in the part's pixels -------------------------------------------------

    def gate_px(self, block: int) -> float:
        """The x of a block's gate (1 to count)."""
        return self.left + (block - 0.5) * self.pitch

    def rest_px(self, passed: int) -> float:
        """Where the coin rests after so many blocks."""
        return self.left + (self.count - passed) * self.pitch

    def gate_point(self, block: int) -> Point:
        """A gate's middle, in the scene."""
        return self.point(self.gate_px(block), 0)

    def diameter_px(self, value: Shown) -> float:
        """How wide a coin of that value is."""
        return abs(value.number.value) * self.size.coin_px

    def _measure(self, width: float) -> None:
        radius = max(abs(room_for(v.number)) * self.size.coin_px for v in self.running) / 2
        self.pitch = (width - 2 * radius) / self.count
        self.left = radius - width / 2
        if radius > (self.pitch - self.size.gate[0]) / 2:
            raise InputError(
                f"a coin {2 * radius:.0f} px wide does not fit between gates {self.pitch:.0f} px apart"
            )

    # --- drawing ------------------------------------------------------------------------------

    def _make_pieces(self) -> None:
        look, size, blocks = self.look, self.size, range(1, self.count + 1)
        self.line = line_shape(look.color("mute"), STROKE_HAIR)
        self.bridges = {b: line_shape(look.color("forward"), size.bridge_px) for b in blocks}
        self.joints = {b: [filled_shape(look.color("forward")) for _ in range(2)] for b in blocks}
        self.boxes = {b: line_shape(look.color("sub"), size.stroke, look.color("panel")) for b in blocks}
        for block, slope in enumerate(self.inner, 1):
            stand_for(self.boxes[block], slope.number)  # also where what it lets through is too small to see
        self.signs = {b: line_shape(look.color("sub"), size.stroke) for b in blocks}
        numbers = {b: show(counted(b, "block"), "d", look.language) for b in blocks}
        self.numbers = {b: lettering(look, numbers[b], "label_dense", color="sub") for b in blocks}
        self.prints = {b: self._times(self.factors[b - 1]) for b in blocks}
        self.coins = [Coin(look) for _ in self.running]
        self.copies = {b: (Coin(look), Coin(look)) for b in blocks}
        self.leaders = [line_shape(look.color("sub"), STROKE_HAIR) for _ in ("start", "coin")]
        self.texts = [lettering(look, v, size.readout, color="backward") for v in self.running]

    def _times(self, factor: Shown, color: str = "text") -> Lettering:
        return lettering(self.look, Words(("×", factor), self.look.language), self.size.factor, color=color)

    def pose(self) -> None:
        """Draw the state: coins ride over the bridges and pass behind the gates."""
        blocks = range(1, self.count + 1)
        half = self.layout_px[0] / 2
        line = self.trace(self.line, polyline([(-half, 0), (half, 0)]))
        under = (piece for b in blocks for piece in (*self._bridge(b), *self._joints(b)))
        gates = (piece for b in blocks for piece in self._gate(b))
        prints = (piece for b in blocks for piece in self._told(b))
        self.present(
            [
                line,
                *under,
                *self._left_behind(),
                *self._copy(),
                *gates,
                *prints,
                *self._coin(),
                *self._value(),
            ]
        )

    def _grown(self, block: int) -> float:
        return share_of(self.state.bridged, block - 1, block)

    def _bridge(self, block: int) -> Iterator[VMobject]:
        if (grown := self._grown(block)) > 0:
            yield self.trace(self.bridges[block], road(self.size, self.gate_px(block), grown))

    def _joints(self, block: int) -> Iterator[VMobject]:
        """A dot where the roads part, and one where they meet."""
        for side, joint in zip((-1, 1), self.joints[block], strict=True):
            if share_of(self._grown(block), 0 if side < 0 else 0.9, 0.1 if side < 0 else 1) > 0:
                place = (self.gate_px(block) + side * self.size.reach, 0)
                yield self.trace(joint, circle(place, self.size.joint))

    def _gate(self, block: int) -> Iterator[VMobject]:
        (width, height), x, bright = self.size.gate, self.gate_px(block), self._bright(block)
        color = self.look.theme.mix("backward", "sub", bright)
        yield redraw(self.boxes[block], color, self.size.stroke + 2 * bright, self.look.color("panel"))
        self.trace(self.boxes[block], box((x, 0), width, height, RADIUS_GATE))
        redraw(self.signs[block], color, self.size.stroke)
        yield self.trace(self.signs[block], SIGNS["sigmoid"] * (SIGN_SHARE * width) + (x, 0, 0))
        if self.count > 1:
            yield self.write(self.numbers[block], x, -height / 2 - GAP_S)

    def _bright(self, block: int) -> float:
        """How much a gate glows: while the copy goes through it."""
        passing = self.state.passing
        if passing is None or block != self.count - self.state.passed:
            return 0.0
        return max(0.0, 1 - abs(passing.crossing.share - 0.5) / 0.4)

    def _told(self, block: int) -> Iterator[VMobject]:
        """The block's factor under its gate, once the coin has passed."""
        if block > self.count - self.state.printed_factors and self.count > 1:
            drop = self.size.gate[1] / 2 + GAP_M + cap_of(self.size.factor)
            yield self.write(self.prints[block], self.gate_px(block), drop)

    def _left_behind(self) -> Iterator[VMobject]:
        for k in range(self.state.passed):
            yield from self._whole(k, self.rest_px(k), opacity=self.state.coin)

    def _whole(self, passed: int, x: float, y: float = 0.0, opacity: float = 1.0) -> Iterator[VMobject]:
        """The coin that has passed so many blocks, with its number if that fits."""
        shown = self.running[passed]
        yield from self.coins[passed].draw(self, shown.number, x, self.diameter_px(shown), opacity, y=y)
        if self._inside(passed):
            yield self.write_centred(tint(self.texts[passed], self._ink()), x, y, opacity)

    def _ink(self) -> str:
        return self.look.color(self.look.theme.ink_on("backward"))

    def _inside(self, passed: int) -> bool:
        room = abs(room_for(self.running[passed].number)) * self.size.coin_px
        return width_px(self.texts[passed]) <= NUMBER_SHARE * room

    def _coin(self) -> Iterator[VMobject]:
        """The coin itself: on the line, or whole on the bridge."""
        k, passing = self.state.passed, self.state.passing
        if self.state.coin <= 0:
            return
        if passing is None:
            yield from self._whole(k, self.rest_px(k), opacity=self.state.coin)
        elif passing.is_parted:
            x, y, _ = on_road(self.size, self.gate_px(self.count - k), passing.on_bridge)
            yield from self._whole(k, x, y)
        else:
            yield from self._whole(self.state.printed_factors, self._on_line(passing))

    def _on_line(self, passing: Passing) -> float:
        """The x of the coin while it is on the line."""
        k, gate, reach = self.state.passed, self.gate_px(self.count - self.state.passed), self.size.reach
        return passing.on_line(self.rest_px(k), gate + reach, gate - reach, self.rest_px(k + 1))

    def _copy(self) -> Iterator[VMobject]:
        """The copy that goes through the gate: its old size before the gate's plane, its new one beyond."""
        k, passing = self.state.passed, self.state.passing
        if passing is None or not passing.is_parted:
            return
        block = self.count - k
        plane, reach = self.gate_px(block), self.size.reach
        wide = self.diameter_px(self.running[k])
        narrow = wide * abs(self.inner[block - 1].number.value)
        x = passing.crossing.centre(plane + reach, plane, plane - reach, wide / 2, narrow / 2)
        before, beyond = self.copies[block]
        yield from before.draw(self, self.running[k].number, x, wide, cut=Cut(plane, 1))
        product = multiply(self.running[k].number, self.inner[block - 1].number)
        yield from beyond.draw(self, product, x, narrow, cut=Cut(plane, -1))

    def _value(self) -> Iterator[VMobject]:
        """Numbers over the bridges, where they do not fit into coins: the coin's, and that of its start."""
        k = self.state.printed_factors
        if k > 0 and not self._inside(0):
            yield from self._over(0, self.rest_px(0), self.state.coin * self._begun(), tied=True)
        if not self._inside(k):
            yield from self._over(k, self._middle(), self.state.coin, tied=self.state.passing is None)

    def _over(self, passed: int, x: float, seen: float, *, tied: bool) -> Iterator[VMobject]:
        """The number of the coin at x that has passed so many blocks; ``tied`` to it by a line."""
        if seen <= 0:
            return
        text, foot = self.texts[passed], -self.size.rise - self.size.coin_px - GAP_M
        edge = (self.layout_px[0] - width_px(text)) / 2
        yield self.write(text, min(max(x, -edge), edge), foot, opacity=seen)
        if tied:
            leader = dim_stroke(self.leaders[min(passed, 1)], seen)
            top = -self.diameter_px(self.running[passed]) / 2 - GAP_S
            yield self.trace(leader, polyline([(x, foot + GAP_S), (x, top)]))

    def _begun(self) -> float:
        """How much is seen of the start's number: it comes when the first block's parts have met."""
        passing = self.state.passing
        return share_of(passing.share, JOIN, 1) if passing and not self.state.passed else 1.0

    def _middle(self) -> float:
        """The coin's x: at rest, on the line, or on the bridge."""
        passing = self.state.passing
        if passing is None:
            return self.rest_px(self.state.passed)
        if passing.is_parted:
            return float(
                on_road(self.size, self.gate_px(self.count - self.state.passed), passing.on_bridge)[0]
            )
        return self._on_line(passing)

    # --- motions ------------------------------------------------------------------------------

    def build(self, run_time: float = MORPH) -> Animation:
        """The bridges grow from their left joints, block by block."""
        return self.grow(run_time, bridged=float(self.count))

    def drop_coin(self) -> Animation:
        """The coin appears at its start."""
        return journey(self, lambda _: [coin_comes()])

    def cross(self, blocks: int | None = None, seconds_each: float = 0.7) -> Animation:
        """The coin goes back through so many blocks (default: all that are left).

        Raises:
            InputError: fewer are left.
        """
        left = self.count - self.state.passed
        wanted = left if blocks is None else blocks
        if not 0 < wanted <= left:
            raise InputError(f"the coin has {left} blocks left to pass, not {wanted}")
        first = self.state.passed
        values = [shown.number for shown in self.running[first : first + wanted + 1]]
        tones = falling(values, [(k + JOIN) / wanted for k in range(wanted)])
        legs = [pass_block(seconds_each)] * wanted
        passing = self.running[first + 1 : first + wanted]
        return journey(self, lambda _: legs, passing=passing, tones=tones)
