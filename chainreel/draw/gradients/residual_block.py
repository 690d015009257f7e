"""One block, seen from near: x goes over the bridge as it is, F changes it below, and they are added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from manim import Animation, VMobject

from chainreel.draw.geometry import arrow, box, circle
from chainreel.draw.gradients.bridge_road import JOIN, on_road
from chainreel.draw.gradients.bridge_state import BridgesState, on_its_way
from chainreel.draw.gradients.bridges import Bridges
from chainreel.draw.gradients.gate_sizes import SIGNS
from chainreel.draw.motion import LEAVE, ease_in_out_sine
from chainreel.draw.part.journey import Leg, journey, share_of
from chainreel.draw.part.staging import cap_of, filled_shape, ink, line_shape, redraw, tint, width_px
from chainreel.draw.text.lettering import lettering
from chainreel.number import counted
from chainreel.pitch import falling
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, RADIUS_GATE, STROKE_OUTLINE, Look
from chainreel.words import maths

LETTER = "formula_lead"  # on the gate
VALUES = {"in": "x", "over": "x", "under": "F(x)", "out": "x + F(x)", "copied": "x"}
PILL, PADDING = 92, 24  # a value's height, and its air left and right
SMALL_LETTER = 8  # the middle of an x lies so much lower than that of a capital
PLUS, DOT = 18, 14  # half the length of a plus sign's arms, a value's radius on its way
# Of the values' way forward: where x is named, where it parts, where both are named, where they are added.
NAMED, PARTS, STATIONS, MEETS = 0.08, 0.25, 0.6, 0.75
SIGN_SHARE = 0.5  # of the gate's width


@dataclass(frozen=True)
class ResidualState(BridgesState):
    """``flow`` is how far values have come from left to right: at 0 none is there, at 1 all have arrived.

    ``values`` is how much of them is seen, ``hushed`` how far the gate is silenced, so that it adds 0.
    ``curved`` is how far the curve that F is here has joined the letter on the gate; ``told`` is how much
    is seen of what the coin is multiplied by on either road.
    """

    flow: float = 0.0
    values: float = 1.0
    curved: float = 0.0
    hushed: float = 0.0
    told: float = 0.0


class ResidualBlock(Bridges):
    """A lone block: ``inner`` is its slope, ``running`` the coin before and after, ``factor`` their ratio.

    ``over`` is what the bridge multiplies by. Values are written as letters: x, F(x), and their sum.
    """

    state: ResidualState

    def __init__(
        self,
        look: Look,
        running: tuple[Shown, Shown],
        inner: Shown,
        factor: Shown,
        over: Shown,
        *,
        width_px: float = 1500,
        state: ResidualState | None = None,
    ) -> None:
        self.over = over
        super().__init__(look, running, [inner], [factor], width_px=width_px, state=state or ResidualState())

    # --- motions ------------------------------------------------------------------------------

    def carry(self, seconds: float = 2.4) -> Animation:
        """Values come forward: x over the bridge, F(x) through the gate, and their sum at the end."""
        return journey(self, lambda _: [Leg(seconds, lambda state, share: replace(state, flow=share))])

    def clear(self, run_time: float = LEAVE) -> Animation:
        """The values leave."""

        def state_at(state: ResidualState, share: float) -> ResidualState:
            return replace(state, values=1 - share) if share < 1 else replace(state, values=1.0, flow=0.0)

        return journey(self, lambda _: [Leg(run_time, state_at)])

    def cross_telling(self, seconds: float = 3.0) -> Animation:
        """The coin crosses, and what each road multiplies it by is printed on its way."""

        def state_at(state: ResidualState, share: float) -> ResidualState:
            return replace(on_its_way(state, share), told=share_of(share, 0.45, 0.6))

        tones = falling([shown.number for shown in self.running], [JOIN])
        return journey(self, lambda _: [Leg(seconds, state_at)], tones=tones)

    # --- drawing ------------------------------------------------------------------------------

    def _make_pieces(self) -> None:
        super()._make_pieces()
        look, language = self.look, self.look.language
        self.letter = lettering(look, maths("F", language), LETTER)
        nothing = show(counted(0, "what a silent block adds"), "d", language)
        self.nothing = lettering(look, nothing, "result", color="sub")
        self.factor_texts = [self._times(self.over, "forward"), self._times(self.inner[0])]
        self.texts_of = {name: lettering(look, maths(s, language), "formula") for name, s in VALUES.items()}
        self.pills = {name: line_shape(look.color("forward"), STROKE_OUTLINE) for name in VALUES}
        self.dots = [filled_shape(look.color("forward")) for _ in range(2)]
        self.plus = [filled_shape(look.color("bg")) for _ in range(2)]
        self.tip = filled_shape(look.color("mute"))

    def pose(self) -> None:
        """Draw the state: the block, the values on their ways forward, the coin on its way back."""
        super().pose()
        half = self.layout_px[0] / 2
        tip = self.trace(
            ink(self.tip, self.look.color("mute")), arrow((half - 30, 0), (half, 0), STROKE_OUTLINE)
        )
        coin = self.state.coin > 0 or self.state.passed  # comes, or has passed, the other way
        self.submobjects = [*self.submobjects, *([] if coin else [tip]), *self._flow()]

    def _joints(self, block: int) -> Iterator[VMobject]:
        """Where the roads part a small dot, where they are added a disc with a plus."""
        grown, middle, (fork, disc) = self._grown(block), self.gate_px(block), self.joints[block]
        if grown > 0:
            yield self.trace(fork, circle((middle - self.size.reach, 0), self.size.joint / 2.4))
        if grown > 0.9:
            x = middle + self.size.reach
            yield self.trace(disc, circle((x, 0), self.size.joint))
            for arm, (width, height) in zip(self.plus, ((2 * PLUS, 6), (6, 2 * PLUS)), strict=True):
                yield self.trace(arm, box((x, 0), width, height))

    def _gate(self, block: int) -> Iterator[VMobject]:
        (width, height), x, bright = self.size.gate, self.gate_px(block), self._bright(block)
        mix = self.look.theme.mix
        color = mix("backward", mix("line", "sub", self.state.hushed), bright)
        yield redraw(self.boxes[block], color, self.size.stroke + 2 * bright, self.look.color("panel"))
        self.trace(self.boxes[block], box((x, 0), width, height, RADIUS_GATE))
        curved = self.state.curved
        if curved > 0:
            redraw(self.signs[block], color, self.size.stroke, opacity=curved)
            yield self.trace(
                self.signs[block], SIGNS["sigmoid"] * (SIGN_SHARE * width) + (x, height * 0.16, 0)
            )
        tint(self.letter, mix("mute", "text", self.state.hushed))
        if self.state.hushed < 1:
            yield self.write_centred(self.letter, x, -curved * height * 0.24, 1 - self.state.hushed)
        if self.state.hushed > 0:
            yield self.write_centred(self.nothing, x, 0, self.state.hushed)

    def _told(self, block: int) -> Iterator[VMobject]:
        """What the coin is multiplied by: over the bridge, and under the gate."""
        if self.state.told <= 0:
            return
        over, under = self.factor_texts
        x, seen = self.gate_px(block), self.state.told
        yield self.write(
            over,
            x,
            -self.size.rise + GAP_M + self.size.bridge_px / 2 + cap_of(self.size.factor),
            opacity=seen,
        )
        yield self.write(under, x, self.size.gate[1] / 2 + GAP_M + cap_of(self.size.factor), opacity=seen)

    def _flow(self) -> Iterator[VMobject]:
        """The values: x before the fork, x on the bridge and F(x) behind the gate, their sum at the end."""
        flow = self.state.flow
        if flow <= 0 or self.state.values <= 0:
            return
        middle, reach, half = self.gate_px(1), self.size.reach, self.layout_px[0] / 2
        begin, station = (
            self._width("in") / 2 - half,
            middle + (self.size.gate[0] / 2 + reach - self.size.joint) / 2,
        )
        yield from self._pill("in", begin, 0, share_of(flow, 0, NAMED))
        if NAMED < flow < PARTS:
            leaves = begin + self._width("in") / 2
            yield from self._dot(leaves + share_of(flow, NAMED, PARTS) * (middle - reach - leaves), 0)
        elif flow >= PARTS:
            yield from self._part(station, half)

    def _part(self, station: float, half: float) -> Iterator[VMobject]:
        """x goes up to its name on the bridge, and through the gate, behind which F(x) appears."""
        flow, middle, reach = self.state.flow, self.gate_px(1), self.size.reach
        up, through = ease_in_out_sine(share_of(flow, PARTS, STATIONS)), self.state.hushed < 1
        yield from self._together(station if through else None, half)  # behind the names that they leave
        if through and up <= 0.5:  # behind the x, from which it parts
            yield from self._dot(middle - reach + 2 * up * (reach - self.size.gate[0] / 2), 0)
        x, y, _ = on_road(self.size, middle, 1 - up / 2)
        yield from self._pill("over", float(x), float(y))
        if through and up > 0.5:
            yield from self._pill("under", station, 0, share_of(up, 0.5, 1))

    def _together(self, station: float | None, half: float) -> Iterator[VMobject]:
        """A dot from each road to the plus, then their sum on its way to the end."""
        flow, join = self.state.flow, self.gate_px(1) + self.size.reach
        if STATIONS < flow < MEETS:
            share = ease_in_out_sine(share_of(flow, STATIONS, MEETS))
            x, y, _ = on_road(self.size, self.gate_px(1), (1 - share) / 2)
            yield from self._dot(float(x), float(y))
            yield from self._dot(station + share * (join - station), 0, 1) if station is not None else ()
        elif flow >= MEETS:
            name = "out" if station is not None else "copied"
            end = half - self._width(name) / 2
            share = ease_in_out_sine(share_of(flow, MEETS, 1))
            start = join + self.size.joint + self._width(name) / 2
            yield from self._pill(name, start + share * (end - start), 0, min(1.0, 4 * share))

    def _width(self, name: str) -> float:
        return max(PILL, width_px(self.texts_of[name]) + 2 * PADDING)

    def _pill(self, name: str, x: float, y: float, seen: float = 1.0) -> Iterator[VMobject]:
        seen *= self.state.values
        if seen > 0:
            pill = self.pills[name]
            redraw(pill, self.look.color("forward"), STROKE_OUTLINE, self.look.color("bg"), seen)
            yield self.trace(pill, box((x, y), self._width(name), PILL, PILL / 2))
            raised = SMALL_LETTER if VALUES[name] == "x" else 0
            yield self.write_centred(self.texts_of[name], x, y - raised, seen)

    def _dot(self, x: float, y: float, which: int = 0) -> Iterator[VMobject]:
        dot = ink(self.dots[which], self.look.color("forward"), self.state.values)
        yield self.trace(dot, circle((x, y), DOT))
