"""Labels: the words that decks, guides and kits print, one file of them a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from chainreel.errors import InputError


@dataclass(frozen=True, kw_only=True)
class Labels:
    """What is printed beside a lecture's own words. Braces are filled as Python's ``str.format`` does.

    ``languages`` are other languages' names by tag; ``settings`` are settings that are words (activations)
    as they are called; ``comma`` and ``last_comma`` part a list.
    """

    # credits
    voice_synthetic: str
    voice: str
    fonts: str
    tools: str
    changed: str
    credited: str  # {what} {credit}
    # descriptions and articles
    chapters: str
    papers: str
    credits: str
    # notes for a talk
    ask: str
    answer: str
    if_silent: str
    # the page
    replay: str
    start: str
    # kits: rows of guides
    thumbnail_row: str
    slides_row: str  # {0.file} {0.name} {0.seconds}
    slides_item: str  # the same and {0.offset}
    # limits of sites
    length: str
    file: str
    picture: str
    height: str
    frames: str
    sound: str
    title: str
    description: str
    tags: str
    cover: str
    width: str
    minutes: str
    characters: str
    bytes: str
    at_most: str  # {}
    at_least: str  # {}
    within: str
    beyond: str
    # lengths of films
    minutes_and_seconds: str  # {minutes} {seconds}
    seconds: str  # {seconds}
    # lists
    comma: str
    last_comma: str
    # names
    settings: Mapping[str, str]
    languages: Mapping[str, str]

    def list_of(self, names: list[str]) -> str:
        """Names as a list in running text."""
        return self.last_comma.join([self.comma.join(names[:-1]), names[-1]] if names[1:] else names)


def read_labels(path: Path) -> Labels:
    """The labels of a TOML file.

    Raises:
        InputError: no such file, broken TOML, or a label that is missing, unknown or no text.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path}: {error}") from error
    known = {one.name for one in fields(Labels)}
    for what, names in (("lacks", known - set(raw)), ("has unknown", set(raw) - known)):
        if names:
            raise InputError(
                f"{path}: {what} {', '.join(sorted(names))}; a language has all labels and no others"
            )
    for name, text in raw.items():
        wanted = dict if name in ("settings", "languages") else str
        if not isinstance(text, wanted) or not text:
            raise InputError(f"{path}: {name} is {text!r}: write {'a table' if wanted is dict else 'a text'}")
    return Labels(**raw)
