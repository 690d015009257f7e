"""One line of text, as a title must be wherever it stands: in a picture, a file's name, a table, a page."""

from __future__ import annotations

import unicodedata

LONGEST = 160  # characters as written, numbers' paths included


def line_fault(text: str) -> str | None:
    """Why a text cannot stand on one line, and what to do; None if it can."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Zl", "Zp"):
            return f"has the character {character!r} in it: write one line of plain text"
    if not text.strip():
        return "is blank: write a text"
    if len(text) > LONGEST:
        return f"has {len(text)} characters, at most {LONGEST} are a title: write a shorter one"
    return None
