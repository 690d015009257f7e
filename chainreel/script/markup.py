"""The little markup of script texts, read into ``Words``.

``{expression:style}``   a number or name  ``$a x + b$``            mathematics (Typst's notation)
``<name>text</name>``    a named span      ``[[cue]]``              the play of that name starts here
A brace, dollar or angle bracket meant as itself is written twice: ``{{``, ``$$``, ``<<``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chainreel.errors import InputError, named_in_errors
from chainreel.script.expression import Sources, placeholder, require_placeholder
from chainreel.script.number_words import require_known_numbers
from chainreel.words import Maths, Piece, Span, Words, plain_of

MARK = re.compile(
    r"(?P<twice>\{\{|\}\}|\$\$|<<)|\{(?P<number>[^{}]*)\}|\[\[(?P<cue>\w+)\]\]"
    r"|(?P<maths>\$)|<(?P<open>\w+)>|</(?P<close>\w+)>|(?P<stray>[{}]|\[\[|\]\])"
)


@dataclass(frozen=True)
class Cue:
    """A named moment: it falls before the character at ``offset`` of the plain text."""

    name: str
    offset: int


@dataclass(frozen=True)
class Sentence:
    """One sentence to say, with its cues."""

    words: Words
    cues: tuple[Cue, ...]


@dataclass
class _Open:
    kind: str
    name: str
    pieces: list[Piece]


class _Reader:
    def __init__(self, text: str, sources: Sources, language: str) -> None:
        self.text, self.sources, self.language = text, sources, language
        self.stack = [_Open("text", "", [])]
        self.cues: list[Cue] = []

    def read(self) -> tuple[Piece, ...]:
        """The text's pieces, spans and formulas nested.

        Raises:
            InputError: something is opened and not closed, or the other way round.
        """
        at = 0
        for match in MARK.finditer(self.text):
            self._string(self.text[at : match.start()])
            self._mark(match)
            at = match.end()
        self._string(self.text[at:])
        if len(self.stack) > 1:
            raise InputError(f"{self.text!r}: {self.stack[-1].kind} {self.stack[-1].name!r} is never closed")
        return tuple(self.stack[0].pieces)

    def _string(self, text: str) -> None:
        if text:
            self.stack[-1].pieces.append(text)

    def _mark(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        value = match[kind] if kind else ""
        if kind == "twice":
            self._string(value[0])
        elif kind == "number":
            self.stack[-1].pieces.append(self._placeholder(value))
        elif kind == "cue":
            self.cues.append(Cue(value, len(self._plain())))
        elif kind == "maths":
            self._toggle_maths()
        elif kind == "open":
            self.stack.append(_Open("span", value, []))
        elif kind == "close":
            self._close("span", value)
        else:
            raise InputError(f"{self.text!r}: a stray {value!r}; write it twice if it is meant as itself")

    def _placeholder(self, inside: str) -> Piece:
        return placeholder(inside, self.sources, self.language)

    def _plain(self) -> str:
        return "".join(plain_of(p) for level in self.stack for p in level.pieces)

    def _toggle_maths(self) -> None:
        if any(level.kind == "maths" for level in self.stack):
            self._close("maths", "")
        else:
            self.stack.append(_Open("maths", "", []))

    def _close(self, kind: str, name: str) -> None:
        top = self.stack.pop()
        if (top.kind, top.name) != (kind, name) or not self.stack:
            raise InputError(f"{self.text!r}: {kind} {name!r} is closed but {top.kind} {top.name!r} is open")
        pieces = tuple(top.pieces)
        closed: Piece = Maths(pieces) if kind == "maths" else Span(name, pieces)  # type: ignore[arg-type]
        self.stack[-1].pieces.append(closed)


class _Unshown(_Reader):
    """Reads a text that is not shown: its numbers must exist, but need not suit their styles today."""

    def _placeholder(self, inside: str) -> Piece:
        require_placeholder(inside, self.sources)
        return Span("", ())


def read_words(text: str, sources: Sources, language: str, names: tuple[str, ...], where: str) -> Words:
    """Read a text to show; ``where`` names the place in errors."""
    sentence = read_sentence(text, sources, language, names, where)
    if sentence.cues:
        raise InputError(
            f"{where}: a cue [[{sentence.cues[0].name}]] belongs into what is said, not what is shown"
        )
    return sentence.words


def read_sentence(text: str, sources: Sources, language: str, names: tuple[str, ...], where: str) -> Sentence:
    """Read a sentence to say, with its cues.

    Raises:
        InputError: broken markup or an unknown source. UnknownNumber: a number without a source.
    """
    return _read(_Reader(text, sources, language), names, where)


def require_readable(text: str, sources: Sources, language: str, names: tuple[str, ...], where: str) -> None:
    """Raise what ``read_sentence`` would, but for numbers that do not suit their style at these settings.

    For variants that are not used today, so that their faults are found before they are.
    """
    _read(_Unshown(text, sources, language), names, where)


def _read(reader: _Reader, names: tuple[str, ...], where: str) -> Sentence:
    with named_in_errors(where):
        pieces = reader.read()
    words = require_known_numbers(Words(pieces, reader.language, names), where)
    return Sentence(words, tuple(reader.cues))
