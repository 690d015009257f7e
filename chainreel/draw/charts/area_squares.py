"""Squares on one baseline whose areas are counts, such as the weights of each block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manim import VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box, polyline
from chainreel.draw.motion import ease_out_cubic
from chainreel.draw.part.posing import own_progress
from chainreel.draw.part.staging import Staged, cap_of, filled_shape, line_shape, require_shown, width_px
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import GAP_S, STROKE_HAIR, Look

DIM = 0.55
LABELS = 52  # pixels under the baseline for the numbers
LARGEST = 0.92  # of a slot, at the most, is the largest square's side


@dataclass(frozen=True)
class AreaSquaresState:
    """How far they have grown, one after the other."""

    grown: float = 1.0


class AreaSquares(Staged):
    """A square for each count, its area to one scale, in equal slots; under each its number.

    Nothing is clamped: a count that is tiny beside another is a dot, or not to be seen at all. ``lit``
    is the one that stays bright.

    Raises:
        UnknownNumber: a count without a source.
        InputError: no counts, or one below 0.
    """

    state: AreaSquaresState

    def __init__(
        self, look: Look, counts: Sequence[Shown], *, width_px: float, side_px: float, lit: int | None = None
    ) -> None:
        numbers = [require_shown(count, "squares").number for count in counts]
        if not numbers or min(n.value for n in numbers) < 0:
            raise InputError("squares show counts of 0 and more, and at least one of them")
        self.slot = width_px / len(counts)
        largest = max(n.value for n in numbers) or 1.0
        side = min(side_px, self.slot * LARGEST)
        self.sides = [side * (n.value / largest) ** 0.5 for n in numbers]
        super().__init__(look, width_px, side + LABELS)
        self.lit = lit
        inks = [lit is None or index == lit for index in range(len(numbers))]
        bright, dim = look.color("weight"), look.theme.mix("weight", "bg", DIM)
        self.squares = [
            bear(filled_shape(bright if on else dim), "area", n) for on, n in zip(inks, numbers, strict=True)
        ]
        self.labels = [
            lettering(look, count, "label_dense", color="text" if count.number.value else "sub")
            for count in counts
        ]
        self.base = line_shape(look.color("line"), STROKE_HAIR)
        self.state = AreaSquaresState()
        self.pose()

    def middle_px(self, index: int) -> float:
        """Where a slot's middle lies, from the part's own."""
        return (index + 0.5) * self.slot - self.layout_px[0] / 2

    def pose(self) -> None:
        """Draw the state."""
        self.present(list(self._pieces()))

    def _pieces(self) -> Iterator[VMobject]:
        foot, half = self.layout_px[1] / 2 - LABELS, self.layout_px[0] / 2
        yield self.trace(self.base, polyline([(-half, foot), (half, foot)]))
        for index, (square, side, label) in enumerate(
            zip(self.squares, self.sides, self.labels, strict=True)
        ):
            share = ease_out_cubic(own_progress(self.state.grown, index, len(self.squares), overlap=0.7))
            if share <= 0:
                continue
            if side > 0:
                grown = side * share
                yield self.trace(square, box((self.middle_px(index), foot - grown / 2), grown, grown))
            if width_px(label) > self.slot and index != self.lit:
                continue
            yield self.write(
                label, self.middle_px(index), foot + GAP_S + cap_of("label_dense"), "center", share
            )
