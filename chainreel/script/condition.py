"""Conditions on numbers: what ties a sentence, a text or a beat to the runs and the order it is true for.

``headline.plain.answers.high == 1``           an expression as between braces, and a threshold or another one
``chain.w1.product < power(a.x, a.y)``         < <= > >= == !=
``headline.settings.activation == "tanh"``     a setting that is a word; == and != only
``after("vanishing")``  ``before("resnet")``   this chapter comes later, or earlier, than that one; false
                                               for what the lecture leaves out; also ``after("line.misfit")``
``first()``  ``last()``                        this beat opens, or closes, its chapter in this lecture
``learns``                                     a name of the script's own ``[conditions]`` table
``a and b``  ``a or b``  ``not a``  ``(a)``    ``not`` binds before ``and``, ``and`` before ``or``
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chainreel.errors import ChainreelError, InputError
from chainreel.lecture import Lecture
from chainreel.lecture.running_order import comes_after, comes_before
from chainreel.script.expression import Sources

TOKEN = re.compile(
    r'\s*("[^"]*"|<=|>=|==|!=|[<>(),]|-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.])|[A-Za-z_]\w*(?:\.\w+)*)'
)
COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
RELATIONS = {"after": comes_after, "before": comes_before}
PLACES = {"first": 0, "last": -1}
JOINING = ("and", "or", "not")


@dataclass(frozen=True)
class Verdict:
    """Whether a condition holds, and the values it was judged by: ``("a.b is 3",)``.

    There are none where the lecture's order alone decides, whatever the values.
    """

    holds: bool
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judge:
    """Judges the conditions of one chapter: ``taken`` are its beats in this lecture, in order."""

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
            reading = _Reading(self, condition, beat)
            holds = reading.whole()
            by_order = all(_Reading(self, condition, beat, a).whole() == holds for a in (True, False))
        except ChainreelError as error:
            raise InputError(f"the condition {condition!r}: {error}") from error
        return Verdict(holds, () if by_order else tuple(dict.fromkeys(reading.facts)))


class _Reading:
    """Reads a condition from left to right; every part is judged, so that each fault is found.

    ``assumed`` is what every comparison gives instead of its truth, to see what the order decides.
    """

    def __init__(self, judge: Judge, condition: str, beat: str, assumed: bool | None = None) -> None:
        self.judge, self.beat, self.assumed = judge, beat, assumed
        self.tokens = tokens_of(condition)
        self.facts: list[str] = []

    def whole(self) -> bool:
        """Whether the condition that was given holds; nothing may follow it."""
        holds = self.either()
        if self.tokens:
            raise InputError(f"it goes on after its end with {self.tokens[0]!r}")
        return holds

    def either(self) -> bool:
        """``or``, which binds least."""
        holds = self.both()
        while self._next("or"):
            holds = self.both() or holds
        return holds

    def both(self) -> bool:
        """``and``, which binds more than ``or``."""
        holds = self.single()
        while self._next("and"):
            holds = self.single() and holds
        return holds

    def single(self) -> bool:
        """A comparison, a place in the lecture, ``not`` or brackets."""
        if self._next("not"):
            return not self.single()
        if self._next("("):
            holds = self.either()
            self._require(")")
            return holds
        if self._peek() in (*RELATIONS, *PLACES) and self._peek(1) == "(":
            return self._place()
        if self._peek() in self.judge.named and self._peek(1) not in COMPARISONS:
            return self._named()
        return self._comparison()

    def _place(self) -> bool:
        word = self._take()
        self._require("(")
        if word in PLACES:
            self._require(")")
            return bool(self.judge.chosen) and self.judge.chosen[PLACES[word]] == self.beat
        name = self._take()
        if not name.startswith('"'):
            raise InputError(f'{word}() takes a chapter or chapter.beat in quotes, such as {word}("hook")')
        self._require(")")
        here = (self.judge.chapter, self.beat)
        return RELATIONS[word](self.judge.lecture, here, name.strip('"'))

    def _named(self) -> bool:
        name = self._take()
        verdict = self.judge.without(name).verdict(self.judge.named[name], self.beat)
        self.facts += verdict.facts
        decided = self.assumed is None or not verdict.facts
        return verdict.holds if decided else bool(self.assumed)

    def _comparison(self) -> bool:
        if re.fullmatch(r"[^\W\d]\w*", self._peek()) and self._peek(1) in ("", ")", *JOINING):
            self._refuse_name(self._peek())
        left, worded = self._operand()
        sign = self._take()
        if sign not in COMPARISONS:
            raise InputError(f"{sign or 'its end'!r} stands where one of {' '.join(COMPARISONS)} is expected")
        right, worded_too = self._operand(worded)
        of_words = isinstance(left, str) and isinstance(right, str) and sign in ("==", "!=")
        if (worded or worded_too) and not of_words:
            raise InputError('a word is compared by == or !=, as in a.settings.activation == "tanh"')
        return COMPARISONS[sign](left, right) if self.assumed is None else self.assumed

    def _refuse_name(self, name: str) -> None:
        """A name that stands alone is one of the script's conditions, or a slip."""
        if name not in JOINING:
            known = ", ".join(self.judge.named) or "none"
            raise InputError(f"{name!r} is no name of the script's [conditions]; known here: {known}")

    def _operand(self, worded: bool = False) -> tuple[float | str, bool]:
        """A number or a word; ``worded`` says that a word is expected, and whether this was one."""
        token = self._take()
        if token.startswith('"'):
            return token.strip('"'), True
        if re.match(r"-?\d", token):
            return float(token), False
        if not token or token in "()," or token in COMPARISONS or token in JOINING:
            raise InputError(f"{token or 'its end'!r} stands where a number is expected")
        return self._source(token, worded)

    def _source(self, token: str, worded: bool) -> tuple[float | str, bool]:
        expression = token + self._arguments()
        word = self.judge.sources.word(expression)
        if word is not None:
            self.facts.append(f'{expression} is "{word}"')
            return word, True
        if worded:
            raise InputError(f"{expression!r} is no setting that is a word")
        value = self.judge.sources.number(expression).value
        self.facts.append(f"{expression} is {value:.6g}")
        return value, False

    def _arguments(self) -> str:
        """The brackets after a derivation's name, with all in them; empty for a record's path."""
        if self._peek() != "(":
            return ""
        parts, depth = [], 0
        while self.tokens:
            parts.append(self._take())
            depth += {"(": 1, ")": -1}.get(parts[-1], 0)
            if not depth:
                break
        return "".join(parts)

    def _peek(self, ahead: int = 0) -> str:
        return self.tokens[ahead] if len(self.tokens) > ahead else ""

    def _take(self) -> str:
        return self.tokens.pop(0) if self.tokens else ""

    def _next(self, token: str) -> bool:
        return self._peek() == token and bool(self._take())

    def _require(self, token: str) -> None:
        if not self._next(token):
            raise InputError(f"{self._peek() or 'its end'!r} stands where {token!r} is expected")


def tokens_of(condition: str) -> list[str]:
    """``'a.b <= 0.2' -> ["a.b", "<=", "0.2"]``."""
    tokens, at, text = [], 0, condition.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise InputError(f"it cannot be read from {text[at:]!r} on")
        tokens.append(match[1])
        at = match.end()
    return tokens
