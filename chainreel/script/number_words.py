"""Number words and digits in a text that no ``Shown`` stands behind are refused.

What is a number is for its language to say (``chainreel/languages/number_guard.py``). A text may name things
that bear digits (ResNet-50, 3x3) or count loosely (both): those are listed by the lecture.
"""

from __future__ import annotations

from chainreel.errors import UnknownNumber
from chainreel.languages.discovery import language_named
from chainreel.languages.number_guard import unknown_numbers
from chainreel.words import Words


def require_known_numbers(words: Words, where: str) -> Words:
    """Return ``words`` if every number in them is known.

    Raises:
        UnknownNumber: naming the place and the first number without a source.
    """
    known = language_named(words.language).number_words
    for string in words.strings:
        unknown = unknown_numbers(string, known, words.names)
        if unknown:
            raise UnknownNumber(
                f"{where}: {unknown[0]!r} in {words.plain!r} has no source: write it as a placeholder such "
                "as {record.path:.2f} or {#3 what it counts:word}, or list the name it belongs to under names"
            )
    return words
