"""Conditions on numbers: what ties a sentence, a text or a beat to the runs and the order it is true for.

``headline.plain.answers.high == 1``           an expression as between braces, and a threshold or another one
``chain.w1.product < power(a.x, a.y)``         < <= > >= == !=, also in a row: ``0 < a.x < 1``
``headline.settings.activation == "tanh"``     a setting that is a word; == and != only
``after("vanishing")``  ``before("resnet")``   this chapter comes later, or earlier, than that one; false
                                               for what the lecture leaves out; also ``after("line.misfit")``
``first()``  ``last()``                        this beat opens, or closes, its chapter in this lecture
``learns``                                     a name of the script's own ``[conditions]`` table
``a and b``  ``a or b``  ``not a``  ``(a)``    ``not`` binds before ``and``, ``and`` before ``or``
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from chainreel.errors import ChainreelError, InputError
from chainreel.lecture import Lecture
from chainreel.lecture.running_order import comes_after, comes_before
from chainreel.script.expression import Sources
from chainreel.script.grammar import (
    Comparison,
    Condition,
    Denial,
    Expression,
    FunctionCall,
    Junction,
    Mention,
    Quoted,
    read_condition,
)

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
RELATIONS = {"after": comes_after, "before": comes_before}
PLACES = {"first": 0, "last": -1}
EQUALITY = ("==", "!=")
Operand = Expression | Quoted | float


@dataclass(frozen=True)
class Verdict:
    """Whether a condition holds, and the values it was judged by: ``("a.b is 3",)``.

    There are none where the lecture's order alone decides, whatever the values.
    """

    holds: bool
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judge:
    """Judges the conditions of one chapter: ``chosen`` are its beats in this lecture, in order."""

    sources: Sources
    lecture: Lecture
    chapter: str
    chosen: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    _found: dict[tuple[str, str], Verdict] = field(default_factory=dict, compare=False, repr=False)
    _inner: dict[str, Judge] = field(default_factory=dict, compare=False, repr=False)

    def verdict(self, condition: str, beat: str = "") -> Verdict:
        """Whether ``condition`` holds, asked in ``beat`` (empty: in the chapter's own texts).

        Raises:
            InputError: it cannot be read, or names what does not exist.
        """
        if not condition:
            return Verdict(True)
        if (condition, beat) not in self._found:
            self._found[condition, beat] = self._judged(condition, beat)
        return self._found[condition, beat]

    def without(self, name: str) -> Judge:
        """The same where ``name`` is not known, so that no condition stands on itself."""
        if name not in self._inner:
            others = {k: v for k, v in self.named.items() if k != name}
            self._inner[name] = Judge(self.sources, self.lecture, self.chapter, self.chosen, others)
        return self._inner[name]

    def _judged(self, condition: str, beat: str) -> Verdict:
        try:
            tree, reading = read_condition(condition), _Reading(self, beat)
            holds = reading.holds(tree)
            by_order = all(_Reading(self, beat, assumed).holds(tree) == holds for assumed in (True, False))
        except ChainreelError as error:
            raise InputError(f"the condition {condition!r}: {error}") from error
        return Verdict(holds, () if by_order else tuple(dict.fromkeys(reading.facts)))


class _Reading:
    """Judges the tree of a condition; every part is judged, so that each fault is found.

    ``assumed`` is what every comparison gives instead of its truth, to see what the order decides.
    """

    def __init__(self, judge: Judge, beat: str, assumed: bool | None = None) -> None:
        self.judge, self.beat, self.assumed = judge, beat, assumed
        self.facts: list[str] = []

    def holds(self, tree: Condition) -> bool:
        """Whether the condition, or a part of it, holds."""
        if isinstance(tree, Junction):
            found = [self.holds(part) for part in tree.parts]
            return all(found) if tree.word == "and" else any(found)
        if isinstance(tree, Denial):
            return not self.holds(tree.inner)
        if isinstance(tree, Mention):
            return self._mention(tree.name)
        return self._place(tree) if isinstance(tree, FunctionCall) else self._comparison(tree)

    def _place(self, call: FunctionCall) -> bool:
        if call.name in PLACES:
            if call.arguments:
                raise InputError(f"'{call}': {call.name}() takes nothing: it asks for this beat's place")
            return bool(self.judge.chosen) and self.judge.chosen[PLACES[call.name]] == self.beat
        if call.name not in RELATIONS:
            raise InputError(f"'{call}' is a number where a condition is expected: compare it, as in < 1")
        if len(call.arguments) != 1 or not isinstance(call.arguments[0], Quoted):
            raise InputError(
                f'{call.name}() takes a chapter or chapter.beat in quotes, such as {call.name}("hook")'
            )
        here = (self.judge.chapter, self.beat)
        return RELATIONS[call.name](self.judge.lecture, here, call.arguments[0].text)

    def _mention(self, name: str) -> bool:
        if name not in self.judge.named:
            known = ", ".join(self.judge.named) or "none"
            raise InputError(f"{name!r} is no name of the script's [conditions]; known here: {known}")
        verdict = self.judge.without(name).verdict(self.judge.named[name], self.beat)
        self.facts += verdict.facts
        decided = self.assumed is None or not verdict.facts
        return verdict.holds if decided else bool(self.assumed)

    def _comparison(self, row: Comparison) -> bool:
        pairs = zip(row.signs, pairwise(row.operands), strict=True)
        found = [self._compare(sign, left, right) for sign, (left, right) in pairs]
        return all(found) if self.assumed is None else self.assumed

    def _compare(self, sign: str, one: Operand, other: Operand) -> bool:
        left = self._value(one)
        right = self._value(other, beside_a_word=isinstance(left, str))
        if isinstance(left, str) != isinstance(right, str) or (
            isinstance(left, str) and sign not in EQUALITY
        ):
            raise InputError('a word is compared by == or !=, as in a.settings.activation == "tanh"')
        return COMPARISONS[sign](left, right)

    def _value(self, operand: Operand, beside_a_word: bool = False) -> float | str:
        """A number, or a word; ``beside_a_word`` says that one is expected."""
        if isinstance(operand, float):
            return operand
        if isinstance(operand, Quoted):
            return operand.text
        word = self.judge.sources.word(str(operand))
        if word is None and beside_a_word:
            raise InputError(f"'{operand}' is no setting that is a word")
        value = self.judge.sources.value_of(operand).value if word is None else word
        self.facts.append(f'{operand} is "{word}"' if word is not None else f"{operand} is {value:.6g}")
        return value
