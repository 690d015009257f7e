"""Widths that show magnitudes: linear, the same scale for everything that is compared."""

from __future__ import annotations

from dataclasses import dataclass

from chainreel.draw.evidence import room_for
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.theme import MAGNITUDE_MAX, MAGNITUDE_MIN


@dataclass(frozen=True)
class Widths:
    """``full`` is ``full_px`` pixels wide, half of it half as wide; what is too thin to see is clamped.

    A scale's end is no length in the picture: what is drawn as wide as ``full`` states it.

    Raises:
        UnknownNumber: ``full`` is no Number.
    """

    full: Number
    full_px: float = MAGNITUDE_MAX

    def __post_init__(self) -> None:
        if room_for(require_number(self.full, "a scale of widths")) == 0:
            raise InputError("a scale of widths needs a full value that is not 0")

    def true_px(self, number: Number) -> float:
        """How wide ``number`` is, in pixels, not clamped.

        Raises:
            InputError: it is wider than the scale's full width.
        """
        share = abs(require_number(number, "a width").value / room_for(self.full))
        if share > 1 + 1e-9:
            raise InputError(
                f"{number.value:g} is wider than the scale's full value {self.full.value:g}: "
                "take a larger one"
            )
        return share * self.full_px

    def px_of(self, number: Number) -> float:
        """The width it is drawn with."""
        return max(MAGNITUDE_MIN, self.true_px(number))
