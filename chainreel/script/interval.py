"""Intervals of numbers that were rounded: all that they may have been, carried through a calculation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Interval:
    """Every number from ``low`` to ``high``, both included; arithmetic holds all that may come out."""

    low: Fraction
    high: Fraction

    @classmethod
    def around(cls, value: Fraction, reach: Fraction = Fraction(0)) -> Interval:
        """``value`` and what lies at most ``reach`` from it."""
        return cls(value - reach, value + reach)

    @property
    def exact(self) -> Fraction | None:
        """The number, if it is one; else None."""
        return self.low if self.low == self.high else None

    def meets(self, other: Interval) -> bool:
        """Whether one number may be both."""
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __mul__(self, other: Interval) -> Interval:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        """Raises: ZeroDivisionError: the divisor may be 0."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return self * Interval(1 / other.high, 1 / other.low)

    def __pow__(self, exponent: int) -> Interval:
        """Raises: ZeroDivisionError: a negative power of what may be 0."""
        if exponent < 0:
            return Interval.around(Fraction(1)) / self**-exponent
        ends = [self.low**exponent, self.high**exponent]
        spans_zero = self.low <= 0 <= self.high and exponent % 2 == 0 and exponent > 0
        return Interval(Fraction(0) if spans_zero else min(ends), max(ends))
