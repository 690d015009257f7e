"""Numbers that know where they come from, and how they look when shown.

A ``Number`` is a value with its source: recorded by a run, derived from other numbers by a named
function, cited from a paper, or counted. Pictures and scripts take ``Number``, never ``float``.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

from chainreel.errors import UnknownNumber


@dataclass(frozen=True)
class Recorded:
    """Read from ``record`` at ``path`` (dots and indices); ``run`` says which run measured it.

    ``spread`` is how far the same run moved the value on other processors; 0 where it does not move.
    """

    record: str
    path: str
    run: str
    spread: float = 0.0

    def describe(self) -> dict[str, Any]:
        """Record, path, run and what moves, as the ledger writes them."""
        said = {"kind": "recorded", "record": self.record, "path": self.path, "run": self.run}
        return {**said, "spread": self.spread} if self.spread else said


@dataclass(frozen=True)
class Derived:
    """Computed by the registered ``function`` from ``arguments``; evaluated again by the check."""

    function: str
    arguments: tuple[Number, ...]

    def describe(self) -> dict[str, Any]:
        """The function's name and what it was given, as the ledger writes them."""
        parts = [{"value": n.value, **n.source.describe()} for n in self.arguments]
        return {"kind": "derived", "function": self.function, "arguments": parts}


@dataclass(frozen=True)
class Cited:
    """Printed in ``paper`` at ``place`` (a table, a section)."""

    paper: str
    place: str

    def describe(self) -> dict[str, Any]:
        """Paper and place in it, as the ledger writes them."""
        return {"kind": "cited", "paper": self.paper, "place": self.place}


@dataclass(frozen=True)
class Counted:
    """A count or a chosen position: a layer's index, an axis tick, a point on an axis."""

    what: str

    def describe(self) -> dict[str, Any]:
        """What was counted, as the ledger writes it."""
        return {"kind": "counted", "what": self.what}


Source = Recorded | Derived | Cited | Counted


@dataclass(frozen=True)
class Number:
    """A value that may be shown, with its source."""

    value: float
    source: Source

    def __post_init__(self) -> None:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise UnknownNumber(f"a Number holds an int or a float, not {self.value!r}")
        if not math.isfinite(self.value):
            raise UnknownNumber(f"{self.value!r} is no number that can be shown: say in words what happened")

    def __float__(self) -> float:
        return float(self.value)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


def counted(value: float, what: str) -> Number:
    """A number that counts something or names a place on an axis: ``counted(3, "layer")``."""
    if not what.strip():
        raise UnknownNumber(f"counted({value}) does not say what it counts")
    return Number(value, Counted(what))


def largest_of(numbers: Iterable[Number]) -> Number:
    """The one with the largest value, the first of equals: to choose among numbers shows none of them."""
    return max(numbers, key=lambda n: n.value)


def cited(value: float, paper: str, place: str) -> Number:
    """A number printed in a paper, with the table or section where it stands."""
    return Number(value, Cited(paper, place))


def require_number(value: object, wanted_by: str) -> Number:
    """Return ``value`` if it is a ``Number``, else refuse it.

    Raises:
        UnknownNumber: a bare float or anything else whose source nobody knows.
    """
    if isinstance(value, Number):
        return value
    raise UnknownNumber(
        f"{wanted_by} takes a Number, whose source is known, not {value!r}: "
        "read it from a record, derive it, cite it or count it"
    )


Function = Callable[..., float]
LIMITLESS = math.inf
DERIVATIONS: dict[str, Function] = {}


def derivation(function: Function) -> Callable[..., Number]:
    """Register ``function`` (floats in, float out) as a named way to derive a ``Number``.

    Registering other code under a name that is taken is an error: a name means one thing.
    """
    name = function.__name__
    known = DERIVATIONS.get(name)
    if known is not None and meaning(known) != meaning(function):
        raise ValueError(f"two derivations are called {name!r}")
    DERIVATIONS[name] = function
    takes_any = LIMITLESS in limits_of(function)

    def derive(*arguments: Number) -> Number:
        """The function's value for numbers, as a number that knows it was derived from them.

        Raises:
            UnknownNumber: an argument without a source, or none where any count is taken.
        """
        if takes_any and not arguments:
            raise UnknownNumber(f"{name}() is given no number: what it gives would come from nowhere")
        for argument in arguments:
            if not isinstance(argument, Number):
                require_number(argument, f"{name}()")
        return Number(function(*[n.value for n in arguments]), Derived(name, arguments))

    derive.__name__ = name
    derive.__doc__ = function.__doc__
    return derive


def limits_of(function: Function) -> tuple[float, float]:
    """How many numbers a derivation takes, at least and at most; one that takes any count takes one."""
    parameters = inspect.signature(function).parameters.values()
    if any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters):
        return max(1, len(parameters) - 1), LIMITLESS
    required = [one for one in parameters if one.default is inspect.Parameter.empty]
    return len(required), len(parameters)


def arity_complaint(name: str, count: int) -> str:
    """What is wrong with giving ``count`` numbers to the derivation ``name``; nothing if it takes them."""
    least, most = limits_of(DERIVATIONS[name])
    if least <= count <= most:
        return ""
    wanted = f"{least}" if least == most else f"{least} or {'more' if most == LIMITLESS else int(most)}"
    names = ", ".join(inspect.signature(DERIVATIONS[name]).parameters)
    return f"{name}({names}) takes {wanted} number{'' if wanted == '1' else 's'}, not {count}"


def meaning(function: Function) -> tuple[Any, ...]:
    """What a function computes: two with the same meaning are one derivation, loaded twice."""
    code = function.__code__
    return code.co_code, code.co_consts, code.co_names


def evaluate(number: Number) -> float:
    """Compute a derived number again from its sources; return any other as it is."""
    if isinstance(number.source, Derived):
        values = [evaluate(n) for n in number.source.arguments]
        return DERIVATIONS[number.source.function](*values)
    return number.value


def spread_of(number: Number) -> float:
    """How far the number was seen to move on other processors; a derived one as far as what it is made of.

    Each argument is moved alone, both ways, and what that changes is added up.
    """
    if isinstance(number.source, Recorded):
        return number.source.spread
    if not isinstance(number.source, Derived):
        return 0.0
    arguments = number.source.arguments
    return math.fsum(_change_by(number, k) for k, one in enumerate(arguments) if spread_of(one))


def _change_by(number: Number, index: int) -> float:
    """How far a derived number moves when its argument at ``index`` does."""
    source = number.source
    assert isinstance(source, Derived)
    values = [n.value for n in source.arguments]
    moved = []
    for side in (-1, 1):
        at = values[index] + side * spread_of(source.arguments[index])
        try:
            result = DERIVATIONS[source.function](*values[:index], at, *values[index + 1 :])
        except (ArithmeticError, ValueError):  # a log of less than 0, say: nothing can be said of that side
            return math.inf
        moved.append(abs(result - number.value))
    return max(moved)


@derivation
def add(*terms: float) -> float:
    """The sum."""
    return math.fsum(terms)


@derivation
def subtract(a: float, b: float) -> float:
    """a - b."""
    return a - b


@derivation
def multiply(*factors: float) -> float:
    """The product."""
    return math.prod(factors)


@derivation
def ratio(a: float, b: float) -> float:
    """a / b."""
    return a / b


@derivation
def reciprocal(a: float) -> float:
    """1 / a."""
    return 1 / a


@derivation
def power(base: float, exponent: float) -> float:
    """Base to the exponent."""
    return math.pow(base, exponent)


@derivation
def magnitude(a: float) -> float:
    """|a|."""
    return abs(a)


@derivation
def line(x: float, a: float, b: float) -> float:
    """A x + b."""
    return a * x + b


@derivation
def sigmoid(z: float) -> float:
    """1 / (1 + exp(-z))."""
    return 1 / (1 + math.exp(-z))


@derivation
def sigmoid_slope(z: float) -> float:
    """The derivative of the sigmoid: s(z) (1 - s(z))."""
    s = 1 / (1 + math.exp(-z))
    return s * (1 - s)


@derivation
def tanh(z: float) -> float:
    """The hyperbolic tangent."""
    return math.tanh(z)


@derivation
def relu(z: float) -> float:
    """Z where it is above 0, else 0."""
    return max(0.0, z)


@derivation
def sigmoid_slope_max() -> float:
    """The largest slope of a sigmoid, at z = 0: 1/4."""
    return 0.25


@derivation
def square(a: float) -> float:
    """A squared."""
    return a * a


@derivation
def mean(*values: float) -> float:
    """The arithmetic mean."""
    return math.fsum(values) / len(values)
