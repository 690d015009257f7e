"""Grammar of conditions and expressions: one text in, a tree or one sentence with its column out.

A record's path holds bare indices (``a.loss.0``), so neither is Python; what a text means is said by
``expression.py`` and ``condition.py``, which walk the tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from lark import Lark, Transformer, UnexpectedInput, UnexpectedToken, v_args

from chainreel.errors import InputError

GRAMMAR = r"""
formula: expression
condition: either
?either: both ("or" both)*
?both: single ("and" single)*
?single: "not" single -> denial
    | "(" either ")"
    | operand (SIGN operand)+ -> comparison
    | call
    | NAME -> mention
?operand: expression | NUMBER -> literal | WORD -> word
?expression: call | (NAME | PATH) -> reference
call: NAME "(" (argument ("," argument)*)? ")"
?argument: expression | WORD -> word
SIGN: "<=" | ">=" | "==" | "!=" | "<" | ">"
WORD: /"[^"]*"/
NUMBER: /-?\d+(\.\d+)?(e-?\d+)?(?![\w.])/
NAME: /(?!(and|or|not)\b)[A-Za-z_]\w*(?![\w.])/
PATH: /[A-Za-z_]\w*(\.\w+)+/
%ignore /\s+/
"""
SIGNS = ("<", "<=", ">", ">=", "==", "!=")
DEEPEST = 60  # brackets and negations in one text: what walks the tree calls itself
SOURCE = "a record's path, a name or a derivation"
VALUES = frozenset(("NAME", "PATH"))
EXPECTED = (  # what may stand at a place, by the first that fits
    (VALUES | {"NUMBER"}, "a number"),
    (VALUES, SOURCE),
    (frozenset(("RPAR",)), "')'"),
    (frozenset(("SIGN",)), f"one of {' '.join(SIGNS)}"),
)


@dataclass(frozen=True)
class Reference:
    """A record's path, a citation's, or one of the script's own names."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Quoted:
    """A text in quotes."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True)
class FunctionCall:
    """A derivation of numbers, or a place in the lecture: ``ratio(a.b, c)``, ``after("hook")``."""

    name: str
    arguments: tuple[Expression | Quoted, ...]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True)
class Mention:
    """One of the script's named conditions, by its name."""

    name: str


@dataclass(frozen=True)
class Comparison:
    """A row of operands with a sign between every two: ``0 < a.b <= c.d``."""

    operands: tuple[Expression | Quoted | float, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Denial:
    """``not`` before a condition."""

    inner: Condition


@dataclass(frozen=True)
class Junction:
    """Conditions joined by ``and`` or by ``or``."""

    word: str
    parts: tuple[Condition, ...]


Expression = Reference | FunctionCall
Condition = Junction | Denial | Comparison | FunctionCall | Mention


def read_expression(text: str) -> Expression:
    """The tree of an expression.

    Raises:
        InputError: a sentence about "it", the text, with the column.
    """
    tree: Expression = _tree(text, "formula")
    return tree


def read_condition(text: str) -> Condition:
    """The tree of a condition.

    Raises:
        InputError: a sentence about "it", the text, with the column.
    """
    tree: Condition = _tree(text, "condition")
    return tree


def _tree(text: str, start: str) -> Any:
    if len(re.findall(r"\(|\bnot\b", text)) > DEEPEST:
        raise InputError(f"it has more than {DEEPEST} brackets and negations: give parts of it names")
    try:
        return _parser().parse(text, start=start)
    except UnexpectedInput as error:
        raise InputError(_complaint(error, text, start)) from None


def _complaint(error: UnexpectedInput, text: str, start: str) -> str:
    """What is wrong with a text and where, about "it"."""
    if not isinstance(error, UnexpectedToken):
        return _unreadable(text, error.pos_in_stream or 0)
    at_end = error.token.type == "$END"
    place = "" if at_end else f" (column {error.column})"
    found = repr("its end" if at_end else str(error.token))
    allowed = error.accepts or set()
    if error.token.type in ("NUMBER", "WORD") and allowed >= VALUES:
        return _unreadable(text, error.pos_in_stream or 0)
    if "$END" in allowed:
        return f"it goes on after its end with {found}{place}"
    expected = next((name for kinds, name in EXPECTED if kinds <= allowed), "something else")
    if at_end and expected == "')'":
        found = f"it lacks a closing bracket: {found}"
    elif start == "formula" and expected == SOURCE:
        found = f"it is no number: {found}"
    return f"{found} stands where {expected} is expected{place}"


def _unreadable(text: str, at: int) -> str:
    start = len(text[:at].rstrip())
    return f"it cannot be read from {text[start:].rstrip()!r} on (column {at + 1})"


@v_args(inline=True)
class _Trees(Transformer):  # type: ignore[type-arg]
    """Makes a tree of ours while a text is read."""

    def formula(self, inner: Expression) -> Expression:
        return inner

    def condition(self, inner: Condition) -> Condition:
        return inner

    def either(self, *parts: Condition) -> Junction:
        return Junction("or", parts)

    def both(self, *parts: Condition) -> Junction:
        return Junction("and", parts)

    def denial(self, inner: Condition) -> Denial:
        return Denial(inner)

    def comparison(self, *row: Any) -> Comparison:
        return Comparison(tuple(row[::2]), tuple(map(str, row[1::2])))

    def mention(self, name: str) -> Mention:
        return Mention(str(name))

    def reference(self, name: str) -> Reference:
        return Reference(str(name))

    def call(self, name: str, *arguments: Expression | Quoted) -> FunctionCall:
        return FunctionCall(str(name), arguments)

    def literal(self, number: str) -> float:
        return float(number)

    def word(self, text: str) -> Quoted:
        return Quoted(text[1:-1])


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", start=["formula", "condition"], transformer=_Trees())
