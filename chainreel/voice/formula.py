"""Mathematics in Typst's notation as a lecturer says it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chainreel.errors import InputError
from chainreel.voice.numerals import NUMBER, join_words, power_in_words, spoken_number
from chainreel.voice.readings import Readings
from chainreel.words import SYMBOLS

SILENT = {"quad", "thin", "med", "thick", "space"}
STYLES = {"cal", "bold", "bb", "upright", "italic", "sans", "mono", "op", "frac", "vec"}
MORE_SIGNS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "epsilon": "ε", "theta": "θ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ", "tau": "τ", "phi": "φ", "omega": "ω",
    "nabla": "∇", "infinity": "∞", "oo": "∞", "plus.minus": "±", "minus": "−", "-": "−", "*": "·",
    "gt": ">", ">=": "≥", "!=": "≠", "->": "→", "dots.h": "⋯", "dots": "⋯", "sum": "Σ", "'": "′",
}  # fmt: skip
SIGNS = {**{k: v for k, v in SYMBOLS.items() if v not in ("", "L", "\N{EM SPACE}")}, **MORE_SIGNS}
TOKEN = re.compile(
    rf'(?P<number>{NUMBER})|"(?P<quoted>[^"]*)"|(?P<name>[A-Za-z]+(?:\.[A-Za-z]+)*)'
    r"|(?P<mark>->|<=|>=|!=|[^\s])|\s+"
)
DIFFERENTIAL = ("d", "dif", "partial", "∂")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    spoken: str = ""


def spoken_formula(source: str, readings: Readings) -> str:
    """``sigma'(z)`` becomes "sigma prime of zee"; Japanese kana are parted by ・.

    Raises:
        InputError: a name or a sign nobody has given a reading.
    """
    reader = _Reader(tokens(source, readings), readings)
    words = reader.sequence("")
    if reader.tokens:
        raise InputError(f"a stray {reader.tokens[0].text!r} in the formula ${source}$")
    return join_words(words, readings.language)


def tokens(source: str, readings: Readings) -> list[_Token]:
    """A formula, sign by sign, each with its reading."""
    found = []
    for match in TOKEN.finditer(source):
        if match["number"]:
            found.append(_Token("number", match["number"], spoken_number(match, readings)))
        elif match["quoted"] is not None:
            found.append(_Token("word", match["quoted"], match["quoted"]))
        elif match["name"]:
            found += name_tokens(match["name"], readings)
        elif match["mark"]:
            found.append(sign_token(match["mark"], readings))
    return found


def name_tokens(name: str, readings: Readings) -> list[_Token]:
    """A name of Typst's: a letter, a sign, a function, a style (silent)."""
    if len(name) == 1:
        return [_Token("letter", name, readings.letter(name))]
    if name in SILENT:
        return []
    if name in STYLES:
        return [_Token("style", name)]
    if name in SIGNS:
        return [sign_token(SIGNS[name], readings)]
    if name.lower() in readings.names:
        return [_Token("function", name, readings.names[name.lower()])]
    raise InputError(f"nobody has said how to read {name!r} in a formula: write it in words in the sentence")


def sign_token(sign: str, readings: Readings) -> _Token:
    """A sign with its reading, or a mark that only orders.

    Raises:
        InputError: nobody has said how to read it.
    """
    sign = SIGNS.get(sign, sign)
    if sign in "()[]_^,/":
        return _Token("mark", sign)
    if sign not in readings.signs:
        raise InputError(f"nobody has said how to read {sign!r} in a formula: write it in words")
    return _Token("letter" if sign.isalpha() else "sign", sign, readings.signs[sign])


class _Reader:
    def __init__(self, found: list[_Token], readings: Readings) -> None:
        self.tokens, self.readings = found, readings
        self.english = readings.language != "ja"

    def next(self, marks: str = "") -> bool:
        """Whether the next token is one of these marks."""
        return bool(self.tokens) and self.tokens[0].kind == "mark" and self.tokens[0].text in marks

    def sequence(self, closing: str) -> list[str]:
        """The words of terms side by side, up to a mark of ``closing`` (empty: to the end)."""
        words: list[str] = []
        while self.tokens and not (closing and self.next(closing)):
            if self.next(")]"):
                break
            words += self.term()
        return words

    def term(self) -> list[str]:
        """An atom with what hangs on it: primes, indices, powers, a denominator, an argument."""
        is_derivative = self.starts_derivative()
        words, kind = self.atom()
        while self.next("_^") or self.is_prime():
            words = self.with_mark(words)
        if kind == "letter" and self.next("("):
            argument, _ = self.atom()
            words += ["of", *argument] if self.english else argument
        if self.next("/"):
            self.tokens.pop(0)
            return self.fraction(words, is_derivative)
        return words

    def atom(self) -> tuple[list[str], str]:
        """The words of a letter, number, sign or bracket, and of what kind it is.

        Raises:
            InputError: the formula ends, or a bracket is never closed.
        """
        if not self.tokens:
            raise InputError("a formula ends too early")
        token = self.tokens.pop(0)
        if token.kind == "style":
            return self.atom()
        if token.kind != "mark":
            return [token.spoken] if token.spoken else [], token.kind
        if token.text not in "([":
            return [], "mark"  # a comma between arguments
        words = self.sequence(")]")
        if not self.next(")]"):
            raise InputError("a bracket of a formula is never closed")
        self.tokens.pop(0)
        return words, "group"

    def is_prime(self) -> bool:
        """Whether a derivative's prime comes next."""
        return bool(self.tokens) and self.tokens[0].text == "′"

    def with_mark(self, words: list[str]) -> list[str]:
        """``words`` with the prime, index or power that hangs on them."""
        mark = self.tokens.pop(0)
        if mark.text == "′":
            return [*words, mark.spoken]
        minus = bool(self.tokens) and self.tokens[0].text == "−"
        if minus:
            self.tokens.pop(0)
        bare = self.tokens[0].text if self.tokens else ""
        inner, _ = self.atom()
        if mark.text == "_":
            return [*words, *inner]
        exponent = bare if bare.isdigit() else join_words(inner, self.readings.language)
        base = join_words(words, self.readings.language)
        return [power_in_words(base, f"-{exponent}" if minus else exponent, self.readings)]

    def starts_derivative(self) -> bool:
        """Whether d or ∂ comes next, also in a bracket."""
        first = [t for t in self.tokens[:2] if t.text != "("]
        return bool(first) and first[0].text in DIFFERENTIAL

    def fraction(self, numerator: list[str], is_derivative: bool) -> list[str]:
        """A numerator over what comes next; a derivative is said without \"over\"."""
        is_derivative = is_derivative and self.starts_derivative()
        denominator = self.term()
        if is_derivative:
            return [*numerator, *denominator]
        if self.english:
            return [*numerator, "over", *denominator]
        return [f"{join_words(denominator, 'ja')}分の{join_words(numerator, 'ja')}"]
