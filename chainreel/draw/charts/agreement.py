"""The same number found in several ways, digit under digit: those on which all agree light up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box
from chainreel.draw.motion import APPEAR, ease_out_cubic
from chainreel.draw.part.journey import Leg, journey, share_of
from chainreel.draw.part.posing import Point
from chainreel.draw.part.staging import Staged, cap_of, filled_shape, ink, width_px
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.show import show
from chainreel.theme import GAP_L, STROKE_LIT, Look
from chainreel.words import Words

ROW = 68  # pixels from one number to the next
DIGIT_SECONDS = 0.15  # from one digit that lights to the next


@dataclass(frozen=True)
class AgreementState:
    """How much of each row is there, and how many decimals are lit (a fraction: one is on its way)."""

    there: tuple[float, ...]
    lit: float = 0.0


class Agreement(Staged):
    """``numbers`` under each other, each with its name, to so many ``decimals`` and ``beyond`` more.

    It begins empty. What is before the decimals (sign and whole number) lights with the first of them.

    Raises:
        UnknownNumber: a number without a source.
        InputError: as shown, the numbers do not agree on the first ``decimals`` decimals.
    """

    state: AgreementState

    def __init__(
        self,
        look: Look,
        names: Sequence[Words],
        numbers: Sequence[Number],
        decimals: Number,
        *,
        beyond: int = 2,
        role: str = "result_small",
        name_role: str = "body",
        row_px: float = ROW,
        state: AgreementState | None = None,
    ) -> None:
        self.decimals = int(require_number(decimals, "how many decimals agree").value)
        style = f".{self.decimals + beyond}f"
        self.shown = [show(require_number(n, "a number to compare"), style, look.language) for n in numbers]
        self.fixed = self._require_agreement(len(names), beyond)
        self.names = [lettering(look, name, name_role, color="sub") for name in names]
        self.texts = [lettering(look, shown, role, color="sub") for shown in self.shown]
        self.name_px, self.text_px = (max(width_px(t) for t in texts) for texts in (self.names, self.texts))
        self.row_px, self.rule = row_px, bear(filled_shape(look.color("correct")), "length", decimals)
        super().__init__(look, self.name_px + GAP_L + self.text_px, len(numbers) * row_px)
        self.state = state or AgreementState((0.0,) * len(numbers))
        self.pose()

    def _require_agreement(self, names: int, beyond: int) -> int:
        """How many signs stand before the decimals."""
        agreed = {s.text[: len(s.text) - beyond] for s in self.shown}
        if names != len(self.shown) or len(agreed) != 1:
            texts = ", ".join(s.text for s in self.shown)
            raise InputError(
                f"{texts} (with {names} names) do not agree to {self.decimals} decimals as shown: "
                "give a name for each and the count of decimals that the record says"
            )
        return len(agreed.pop()) - self.decimals

    # --- where things are ---------------------------------------------------------------------

    def row_px_at(self, row: int) -> float:
        """The middle of a row's figures, in the part's pixels."""
        return (row + 0.5 - len(self.shown) / 2) * self.row_px

    def number_start(self, row: int) -> Point:
        """The left end of a row's number, at the middle of its figures, in the scene."""
        return self.point(self.layout_px[0] / 2 - self.text_px, self.row_px_at(row))

    # --- motions ------------------------------------------------------------------------------

    def show_row(self, row: int) -> Animation:
        """A row appears, unlit."""

        def state_at(state: AgreementState, share: float) -> AgreementState:
            there = list(state.there)
            there[row] = max(there[row], ease_out_cubic(share))
            return replace(state, there=tuple(there))

        return journey(self, lambda _: [Leg(APPEAR, state_at)])

    def light(self) -> Animation:
        """Decimal by decimal, in all rows at once, what agrees lights up."""

        def state_at(state: AgreementState, share: float) -> AgreementState:
            return replace(state, lit=state.lit + share * (self.decimals - state.lit))

        return journey(self, lambda _: [Leg(DIGIT_SECONDS * self.decimals, state_at)])

    # --- drawing ------------------------------------------------------------------------------

    def pose(self) -> None:
        """Draw the state."""
        rows = [piece for row, there in enumerate(self.state.there) if there > 0 for piece in self._row(row)]
        self.present([*rows, *self._rule()])

    def _row(self, row: int) -> Iterator[VMobject]:
        left, y, there = -self.layout_px[0] / 2, self.row_px_at(row), self.state.there[row]
        name, text = self.names[row], self.texts[row]
        yield self.write(name, left + self.name_px, y + cap_of(name.role) / 2, "right", there)
        yield self.write(self._lit(text), -left, y + cap_of(text.role) / 2, "right", there)

    def _lit(self, text: Lettering) -> Lettering:
        """The text's glyphs, each as bright as it should be."""
        for index, glyph in enumerate(text.glyphs):
            decimal = max(1, index - self.fixed + 1)
            agrees = decimal <= self.decimals
            bright = share_of(self.state.lit, decimal - 1, decimal) if agrees else 0.0
            ink(glyph, self.look.theme.mix("correct", "sub", bright), float(glyph.fill_rgbas[0, 3]))
        return text

    def _rule(self) -> Iterator[VMobject]:
        """The line under the lit signs: up to the last decimal that is lit, in full or in part."""
        if self.state.lit <= 0:
            return
        glyphs = self.texts[0].glyphs
        ends = [
            self.from_scene(g.get_right())[0] for g in glyphs[self.fixed - 1 : self.fixed + self.decimals]
        ]
        reached = min(len(ends) - 2, int(self.state.lit))
        right = ends[reached] + (self.state.lit - reached) * (ends[reached + 1] - ends[reached])
        left = self.from_scene(glyphs[0].get_left())[0]
        foot = len(self.shown) * self.row_px / 2
        yield self.trace(self.rule, box(((left + right) / 2, foot), right - left, STROKE_LIT))
