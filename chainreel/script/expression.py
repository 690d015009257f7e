"""Placeholders, between the braces of a script: where a number comes from and how it is shown.

``{chain.w1.product:e2}``          a record's value (record name, then path)
``{ratio(a.first, a.last):.1f}``   a derived value: a registered derivation of other expressions
``{bound:e2}``                     a name of the script's own ``[numbers]`` table
``{cited.resnet110:.2f}``          a figure from the lecture's citations
``{#3 gates:word}``                a count, with what it counts
``{a.settings.activation:name}``   a setting that is a word, by its usual name: ReLU
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chainreel.errors import InputError
from chainreel.lecture import LANGUAGES
from chainreel.number import DERIVATIONS, Derived, Number, arity_complaint, counted
from chainreel.records.record import Record
from chainreel.script.grammar import Expression, FunctionCall, Quoted, Reference, read_expression
from chainreel.show import Shown, show, style_parts

NAME = "name"  # the style of a setting that is a word
COUNT = re.compile(r"#(-?)(\d+(?:\.\d+)?) (.+)")
NAMES: Mapping[str, Mapping[str, str]] = {  # settings that are words, as they are called in each language
    "sigmoid": {"ja": "シグモイド", "en": "sigmoid"},
    "relu": {"ja": "ReLU", "en": "ReLU"},
    "default": {"ja": "既定", "en": "default"},
    "xavier": {"ja": "Xavier", "en": "Xavier"},
    "he": {"ja": "He", "en": "He"},
    "orthogonal": {"ja": "直交", "en": "orthogonal"},
}


@dataclass(frozen=True)
class Sources:
    """Everything a placeholder may refer to: records, citations and the script's own names."""

    records: Mapping[str, Record]
    citations: Mapping[str, Number] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)

    def number(self, expression: str) -> Number:
        """The number that ``expression`` names.

        Raises:
            InputError: a record, path, derivation or name that does not exist.
        """
        if expression.strip().startswith("#"):
            return count_of(expression.strip())
        try:
            tree = read_expression(expression)
        except InputError as error:
            raise InputError(f"{expression!r}: {error}") from None
        return self.value_of(tree)

    def value_of(self, tree: Expression | Quoted) -> Number:
        """The number that an expression's tree names.

        Raises:
            InputError: a record, path, derivation or name that does not exist.
        """
        if isinstance(tree, Quoted):
            raise InputError(f"{tree} is a word where a number is expected")
        if isinstance(tree, Reference):
            return self._named(tree.name)
        if tree.name not in DERIVATIONS:
            known = ", ".join(sorted(DERIVATIONS))
            raise InputError(f"'{tree}' uses {tree.name}(), which is no derivation; known: {known}")
        return derive(tree, [self.value_of(argument) for argument in tree.arguments])

    def word(self, expression: str) -> str | None:
        """The setting that ``expression`` names if it is a word, such as an activation; else None."""
        first, _, path = expression.strip().partition(".settings.")
        if not path or first not in self.records:
            return None
        found: Any = self.records[first].settings
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found if isinstance(found, str) else None

    def _named(self, name: str) -> Number:
        if name in self.numbers:
            inner = {k: v for k, v in self.numbers.items() if k != name}
            return Sources(self.records, self.citations, inner).number(self.numbers[name])
        first, _, path = name.partition(".")
        if first == "cited" and path in self.citations:
            return self.citations[path]
        if first in self.records and path:
            return self.records[first].number(path)
        known = sorted([*self.numbers, *self.records, *(f"cited.{c}" for c in self.citations)])
        raise InputError(
            f"{name!r} names no number; known here: {', '.join(known) or 'nothing'} (a record once [chapter] "
            "records lists it)"
        )


def derive(call: FunctionCall, arguments: Sequence[Number]) -> Number:
    """The number that a derivation computes.

    Raises:
        InputError: it takes other arguments, or they have no such number.
    """
    complaint = arity_complaint(call.name, len(arguments))
    if complaint:
        raise InputError(f"'{call}' cannot be computed: {complaint}")
    try:
        value = DERIVATIONS[call.name](*(n.value for n in arguments))
    except (ArithmeticError, ValueError) as error:
        raise InputError(f"'{call}' cannot be computed: {error}") from error
    return Number(value, Derived(call.name, tuple(arguments)))


def count_of(text: str) -> Number:
    """What ``#3 gates`` counts.

    Raises:
        InputError: it is no such text, or counts less than nothing.
    """
    match = COUNT.fullmatch(text)
    if match is None:
        raise InputError(f"{text!r} is no count: write a number and what it counts, as in {{#3 gates:word}}")
    sign, digits, what = match.groups()
    if sign:
        raise InputError(f"{text!r} counts less than nothing: a negative number comes from a record")
    return counted(float(digits) if "." in digits else int(digits), what)


def placeholder(text: str, sources: Sources, language: str) -> Shown | str:
    """What a placeholder's inside (``expression:style``) shows: a number, or a setting's name.

    The number's part is the expression.
    """
    expression, style = parts_of(text)
    if style == NAME:
        return setting_name(expression, sources, language)
    return show(sources.number(expression), style, language, part=expression)


def require_placeholder(text: str, sources: Sources) -> None:
    """Refuse a placeholder whose source or style does not exist, without showing its number."""
    expression, style = parts_of(text)
    if style == NAME:
        setting_name(expression, sources, LANGUAGES[0])
    else:
        style_parts(style)
        sources.number(expression)


def parts_of(text: str) -> tuple[str, str]:
    """``"a.b:.2f" -> ("a.b", ".2f")``."""
    expression, colon, style = text.rpartition(":")
    if not colon:
        raise InputError(f"{{{text}}} does not say how to show the number: add a style, as in {{{text}:.2f}}")
    return expression.strip(), style.strip()


def setting_name(expression: str, sources: Sources, language: str) -> str:
    """A setting that is a word, as the language says it.

    Raises:
        InputError: it is a number.
    """
    word = sources.word(expression)
    if word is None:
        raise InputError(f"{{{expression}:name}} is no setting that is a word: a number has another style")
    return NAMES[word][language] if word in NAMES else word
