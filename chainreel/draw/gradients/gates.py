"""Chains of gates: a coin goes through and is multiplied by a factor at each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from manim import Animation, VMobject

from chainreel.draw.geometry import box, polyline
from chainreel.draw.gradients.gate_sizes import LARGE, SIGNS, SMALL, GateSize, Sign
from chainreel.draw.gradients.gate_state import (
    APPROACHED,
    MERGED,
    MIDDLE,
    PASS,
    ChainState,
    Crossing,
    coin_appears,
    pass_next,
)
from chainreel.draw.motion import LEAVE
from chainreel.draw.part.close_up import CloseUp
from chainreel.draw.part.coin import Coin, Cut
from chainreel.draw.part.journey import Leg, journey, share_of
from chainreel.draw.part.posing import Point
from chainreel.draw.part.staging import (
    Staged,
    cap_of,
    dim_stroke,
    line_shape,
    redraw,
    require_shown,
    tint,
    width_px,
)
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.number import counted
from chainreel.pitch import falling
from chainreel.show import Shown, show
from chainreel.theme import GAP_L, GAP_M, RADIUS_GATE, STROKE_HAIR, STROKE_LIT, Look
from chainreel.words import Words

WIDTH = 1728  # between the margins
NUMBER_SHARE = 0.8  # of a coin's diameter may be its number
PRINT = 0.55  # how bright the print is that a coin leaves where it rested


class GateChain(Staged):
    """Numbered gates on a line, and a coin whose diameter is its value (``coin_px`` is 1, linear).

    ``running`` is the coin's value: at the start, then after each gate it has passed, in that order.
    ``factors``, one a gate and the leftmost first, print as the coin goes through. Backward the coin starts
    right of the last gate and goes left; forward it starts left of the first. Gates are labelled from
    ``numbered_from``; with ``trail`` the coin leaves its print at each rest. The part's middle is the line's.

    Raises:
        UnknownNumber: a value or factor without a source.
        InputError: counts that do not fit, or a coin that is larger than the room between two gates.
    """

    state: ChainState

    def __init__(
        self,
        look: Look,
        running: Sequence[Shown],
        factors: Sequence[Shown] | None = None,
        *,
        backward: bool = True,
        size: GateSize | None = None,
        coin_px: float | None = None,
        width_px: float = WIDTH,
        sign: Sign = "sigmoid",
        trail: bool = False,
        numbered_from: int = 1,
        close: float = 1.75,
        state: ChainState | None = None,
    ) -> None:
        self.running = [require_shown(v, "a coin") for v in running]
        self.count = len(self.running) - 1
        self.factors = [require_shown(f, "a gate's factor") for f in factors or []]
        if self.count < 1 or (factors is not None and len(self.factors) != self.count):
            raise InputError(
                f"a chain with {len(self.running)} coin values has {self.count} gates "
                f"and needs a factor for each, not {len(self.factors)}"
            )
        self.size = size or (LARGE if self.count <= 4 else SMALL)
        self.coin_px = coin_px or self.size.coin_px
        self.backward, self.trail, self.sign, self.numbered_from = backward, trail, sign, numbered_from
        self.eye = CloseUp(width_px, self.size.height + 2 * self._rise(3), close, -self.way)
        self.state = state or ChainState()
        super().__init__(look, self.eye.width, self.eye.height)
        self._measure(width_px)
        self._make_pieces()
        self.pose()

    # --- where things are ---------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """Scene units a pixel of the part, seen as near as the state says."""
        return super().zoom * self.eye.magnification(self.state.near)

    @property
    def origin(self) -> Point:
        """The scene point of the part's (0, 0)."""
        return self.eye.origin(self.state.near, super().origin, super().zoom)

    def gate_px(self, gate: int) -> float:
        """The x of a gate (1 to count), in the part's pixels."""
        return self.first_gate + (gate - 1) * self.pitch

    def gate_point(self, gate: int) -> Point:
        """A gate's middle, in the scene."""
        return self.point(self.gate_px(gate), 0)

    def rest_px(self, passed: int) -> float:
        """Where the coin rests after so many gates, in the part's pixels."""
        if passed == 0:
            return self.start
        return self.gate_px(self.gate_after(passed - 1)) + self.way * self.pitch / 2

    def rest_point(self, passed: int) -> Point:
        """Where the coin rests after so many gates, in the scene."""
        return self.point(self.rest_px(passed), 0)

    def gate_after(self, passed: int) -> int:
        """The gate that comes after so many passed ones."""
        return self.count - passed if self.backward else passed + 1

    def diameter_px(self, passed: int) -> float:
        """The coin's true diameter after so many gates, in pixels."""
        return abs(self.running[passed].number.value) * self.coin_px

    @property
    def way(self) -> int:
        """-1 leftwards, 1 rightwards."""
        return -1 if self.backward else 1

    def _measure(self, width: float) -> None:
        radius = self.diameter_px(0) / 2
        near = radius + GAP_L + self.size.width / 2  # from the start to the first gate it meets
        self.pitch = (width - radius - near - self.size.end_room) / (self.count - 0.5)
        self.start = -self.way * (width / 2 - radius)
        met = self.start + self.way * near
        self.first_gate = met - (self.count - 1) * self.pitch if self.backward else met
        widest = max(self.diameter_px(k) for k in range(1, self.count + 1))
        if widest > self.pitch - self.size.width:
            raise InputError(
                f"a coin {widest:.0f} px wide does not fit between gates "
                f"{self.pitch - self.size.width:.0f} px apart: give a smaller coin_px"
            )

    def _rise(self, rows: int) -> float:
        """How high the first rows of text reach above a gate: its number, coins left behind, the coin."""
        roles = [self.size.number, *([self.size.factor] if self.trail else []), self.size.readout]
        return sum(GAP_M + cap_of(role) for role in roles[:rows])

    # --- drawing ------------------------------------------------------------------------------

    def _make_pieces(self) -> None:
        look, gates = self.look, range(1, self.count + 1)
        self.token = "backward" if self.backward else "forward"
        self.line = line_shape(look.color("mute"), STROKE_HAIR)
        self.boxes = {g: line_shape(look.color("mute"), self.size.stroke, look.color("panel")) for g in gates}
        self.signs = {g: line_shape(look.color("mute"), self.size.stroke) for g in gates}
        labels = {g: show(counted(g - 1 + self.numbered_from, "gate"), "d", look.language) for g in gates}
        self.numbers = {g: lettering(look, labels[g], self.size.number, color="sub") for g in gates}
        pairs = zip(gates, self.factors, strict=False)
        self.prints = {g: lettering(look, Words(("×", f), look.language), self.size.factor) for g, f in pairs}
        self.coins = [Coin(look, self.token) for _ in self.running]
        self.tracks = [Coin(look, self.token, PRINT) for _ in self.running]
        self.leader = line_shape(look.color("sub"), STROKE_HAIR)
        self.texts: dict[int, Lettering] = {}
        self.marks: dict[int, Lettering] = {}

    def pose(self) -> None:
        """Draw the state: the line and the coin pass behind the gates."""
        line = self.trace(self.line, polyline([(x, 0) for x in self.eye.ends(self.state.near)]))
        self.present(
            [line, *self._left_behind(), *self._coin(), *self._gates(), *self._factors(), *self._value()]
        )

    def _gates(self) -> Iterator[VMobject]:
        size, behind = self.size, {self.gate_after(k) for k in range(self.state.printed_factors)}
        for gate, piece in self.boxes.items():
            x, bright = self.gate_px(gate), self._bright(gate)
            if (seen := self.eye.in_sight(self.state.near, x, size.width)) <= 0:
                continue
            color = self.look.theme.mix(self.token, "sub" if gate in behind else "mute", bright)
            panel = self.look.color("panel")
            redraw(piece, color, size.stroke + bright * STROKE_LIT / 2, panel, seen)
            yield self.trace(piece, box((x, 0), size.width, size.height, RADIUS_GATE))
            redraw(self.signs[gate], color, size.stroke, opacity=seen)
            yield self.trace(self.signs[gate], SIGNS[self.sign] * (0.56 * size.width) + (x, 0, 0))
            yield self.write(self.numbers[gate], x, -size.height / 2 - GAP_M, opacity=seen)

    def _bright(self, gate: int) -> float:
        """How much a gate glows: while the coin merges."""
        crossing = self.state.crossing
        if crossing is None or gate != self.gate_after(self.state.passed):
            return 0.0
        return share_of(crossing.share, APPROACHED / 2, APPROACHED) * (
            1 - share_of(crossing.share, MERGED, 1)
        )

    def _factors(self) -> Iterator[VMobject]:
        for k in range(self.state.printed_factors):
            gate = self.gate_after(k)
            if gate in self.prints:
                drop = self.size.height / 2 + GAP_M + cap_of(self.size.factor)
                yield self.write(
                    self.prints[gate], self.gate_px(gate), drop, opacity=min(1.0, 0.2 + self._fresh(k))
                )

    def _fresh(self, index: int) -> float:
        """How far the factor of that pass has printed: at once, but not in a single frame."""
        crossing = self.state.crossing
        fresh = crossing is not None and index == self.state.passed
        return share_of(crossing.share, MIDDLE, MERGED) if crossing and fresh else 1.0

    def _left_behind(self) -> Iterator[VMobject]:
        """The prints: there from the moment the coin goes on, numbered when it is through the gate."""
        crossing, passed = self.state.crossing, self.state.passed
        for k in range(passed + (crossing is not None) if self.trail else 0):
            x, number = self.rest_px(k), self.running[k].number
            told = 1.0 if k < passed or crossing is None else share_of(crossing.share, MIDDLE, MERGED)
            yield from self.tracks[k].draw(self, number, x, self.diameter_px(k))
            text = self._mark(k) if told > 0 else None
            if text is not None and self._inside(k):
                yield self.write_centred(text, x, 0, told)
            elif text is not None:
                yield self.write(text, x, -self.size.height / 2 - self._rise(1) - GAP_M, opacity=told)

    def _coin(self) -> Iterator[VMobject]:
        k, crossing, opacity = self.state.passed, self.state.crossing, self.state.coin
        if crossing is None:
            yield from self.coins[k].draw(
                self, self.running[k].number, self.rest_px(k), self.diameter_px(k), opacity
            )
            return
        x, plane = self._centre(crossing), self.gate_px(self.gate_after(k))
        for passed, side in ((k, -self.way), (k + 1, self.way)):
            cut = Cut(plane + side * self._beyond(passed), side)
            yield from self.coins[passed].draw(
                self, self.running[passed].number, x, self.diameter_px(passed), opacity, cut
            )

    def _beyond(self, index: int) -> float:
        """How far from a gate's plane a coin ends: one higher than the gate is cut where the gate begins."""
        return self.size.width / 2 if self.diameter_px(index) > self.size.height else 0.0

    def _centre(self, crossing: Crossing) -> float:
        k = self.state.passed
        radii = self.diameter_px(k) / 2, self.diameter_px(k + 1) / 2
        return crossing.centre(self.rest_px(k), self.gate_px(self.gate_after(k)), self.rest_px(k + 1), *radii)

    def _value(self) -> Iterator[VMobject]:
        """The coin's number, in it where it fits, else above the gates with a line down to the coin."""
        k, crossing = self.state.printed_factors, self.state.crossing
        x = self.rest_px(k) if crossing is None else self._centre(crossing)
        text, inside = self._text(k), self._inside(k)
        if self.state.coin <= 0 or (inside and crossing and APPROACHED < crossing.share < MERGED):
            return
        tint(text, self.look.color(self.look.theme.ink_on(self.token) if inside else self.token))
        if inside:
            yield self.write_centred(text, x, 0, self.state.coin)
            return
        left, right = self.eye.ends(self.state.near)
        half = width_px(text) / 2
        foot = -self.size.height / 2 - self._rise(1 + self.trail) - GAP_M
        yield self.write(text, min(max(x, left + half), right - half), foot, opacity=self.state.coin)
        resting = (
            1.0
            if crossing is None
            else max(share_of(crossing.share, 0.2, 0), share_of(crossing.share, 0.8, 1))
        )
        if resting > 0:
            top = -self.diameter_px(k) / 2 - GAP_M / 2
            dim_stroke(self.leader, resting * self.state.coin)
            yield self.trace(self.leader, polyline([(x, foot + GAP_M / 2), (x, top)]))

    def _inside(self, passed: int) -> bool:
        return width_px(self._text(passed)) <= NUMBER_SHARE * self.diameter_px(passed)

    def _text(self, passed: int) -> Lettering:
        if passed not in self.texts:
            self.texts[passed] = lettering(
                self.look, self.running[passed], self.size.readout, color=self.token
            )
        return self.texts[passed]

    def _mark(self, passed: int) -> Lettering | None:
        """The number of a coin's print, in it or smaller over it; none where they have no room."""
        if passed not in self.marks:
            inside = self._inside(passed)
            role, color = (self.size.readout, "text") if inside else (self.size.factor, self.token)
            self.marks[passed] = lettering(self.look, self.running[passed], role, color=color)
        fits = width_px(self.marks[passed]) < self.pitch - GAP_M and self.diameter_px(passed) > 0
        return self.marks[passed] if fits else None

    # --- motions ------------------------------------------------------------------------------

    def drop_coin(self) -> Animation:
        """The coin appears at its start."""
        return journey(self, lambda _: [coin_appears()])

    def pass_gate(self, seconds: float = PASS) -> Animation:
        """The coin goes through the next gate: approach, merge (its factor prints), settle."""
        return self.pass_many(1, seconds)

    def pass_many(self, gates: int | None = None, seconds_each: float = PASS / 2) -> Animation:
        """The coin goes through so many gates one after the other (default: all that are left)."""

        def legs(state: ChainState) -> list[Leg[ChainState]]:
            """A leg for each gate that is to be passed."""
            left = self.count - state.passed
            wanted = left if gates is None else gates
            if not 0 < wanted <= left:
                raise InputError(
                    f"the coin has {left} gates left to pass, not {wanted}: move it back with restart()"
                )
            return [pass_next(seconds_each)] * wanted

        first = self.state.passed + 1
        last = self.count if gates is None else self.state.passed + gates
        values = [shown.number for shown in self.running[first - 1 : last + 1]]
        gates_passed = len(values) - 1
        tones = falling(values, [(k + APPROACHED) / gates_passed for k in range(gates_passed)])
        return journey(self, legs, passing=self.running[first:last], tones=tones)

    def restart(self) -> Animation:
        """The coin fades where it is and is back at its start, with no factor printed."""

        def gone(state: ChainState, share: float) -> ChainState:
            """The coin going out; at the end the chain as it began."""
            return replace(state, coin=1 - share) if share < 1 else ChainState()

        return journey(self, lambda _: [Leg(LEAVE, gone), coin_appears()])
