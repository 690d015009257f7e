"""Credits of a lecture: whose work is in it, with licences, and the papers that it cites."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chainreel.errors import InputError
from chainreel.lecture import LANGUAGES, Lecture
from chainreel.lecture.toml_file import read_toml
from chainreel.ledger import LedgerRow

KEYS = {"what": dict, "whose": str, "licence": str, "address": str, "changed": dict, "records": list}
ARXIV = re.compile(r"arXiv (\d{4}\.\d{4,5})")
# What every lecture is made with (chainreel/fonts, chainreel/voices/NOTICE.md).
FONTS = "Inter, Noto Sans JP (SIL Open Font License 1.1); New Computer Modern (GUST Font License)"
TOOLS = "Chainreel (MIT), Manim Community (MIT)"
VOICES = {"kokoro": "Kokoro-82M (hexgrad, Apache License 2.0)"}
NAMES = {
    "ja": {
        "voice": "音声（合成）",
        "spoken": "音声",
        "fonts": "フォント",
        "tools": "制作",
        "changed": "変更：",
    },
    "en": {
        "voice": "Voice (synthetic)",
        "spoken": "Voice",
        "fonts": "Fonts",
        "tools": "Made with",
        "changed": "changed: ",
    },
}


@dataclass(frozen=True)
class Credit:
    """A work of others: what it is and how it was changed, in each language, whose, under which licence."""

    what: Mapping[str, str]
    whose: str
    licence: str
    address: str
    changed: Mapping[str, str]
    records: tuple[str, ...]

    def line(self, language: str) -> str:
        """All of it in a line."""
        changed = f"{NAMES[language]['changed']}{self.changed[language]}"
        return with_label(
            self.what[language], f"{self.whose}, {self.licence} {self.address} ({changed})", language
        )


def credits_of(lecture: Lecture, records: Collection[str]) -> list[Credit]:
    """The works of ``assets/credits.toml`` behind these records; a lecture without the file has none.

    Raises:
        InputError: a key is missing, unknown or of the wrong kind.
    """
    path = lecture.root / "assets" / "credits.toml"
    tables = read_toml(path) if path.exists() else {}
    found = [credit(path, name, table) for name, table in tables.items()]
    return [one for one in found if set(one.records) & set(records)]


def credit(path: Path, name: str, table: Any) -> Credit:
    """A table of the file as a credit.

    Raises:
        InputError: a key is missing, unknown or of the wrong kind.
    """
    where = f"{path.name}, [{name}]"
    if not isinstance(table, dict) or set(table) != set(KEYS):
        raise InputError(f"{where}: a credit has {', '.join(KEYS)}, and nothing else")
    for key, kind in KEYS.items():
        if not isinstance(table[key], kind):
            raise InputError(f"{where}: {key} is {table[key]!r}, expected a {kind.__name__}")
    for key in ("what", "changed"):
        if set(table[key]) != set(LANGUAGES):
            raise InputError(f"{where}: {key} needs {' and '.join(LANGUAGES)}")
    return Credit(**{**table, "records": tuple(table["records"])})


def credit_lines(credits: Collection[Credit], language: str, engine: str, voice_credit: str) -> Iterator[str]:
    """Works of others, the voice (by ``engine``, or as its own credit asks), the type, the tools."""
    names = NAMES[language]
    yield from (one.line(language) for one in credits)
    if voice_credit:
        yield with_label(names["spoken"], voice_credit, language)
    elif engine in VOICES:
        yield with_label(names["voice"], VOICES[engine], language)
    yield with_label(names["fonts"], FONTS, language)
    yield with_label(names["tools"], TOOLS, language)


def with_label(what: str, credit: str, language: str) -> str:
    """A credit after the name of what it is for."""
    return f"{what}：{credit}" if language == "ja" else f"{what}: {credit}"


def papers(rows: Collection[LedgerRow]) -> list[str]:
    """The papers behind a ledger's numbers, each with its address if it has one, in order of appearance."""
    found = [paper for row in rows for paper in cited_in(row["source"])]
    return [with_address(paper) for paper in dict.fromkeys(found)]


def cited_in(source: Mapping[str, Any]) -> Iterator[str]:
    """The papers that a number's source, or what it was computed from, names."""
    if source["kind"] == "cited":
        yield source["paper"]
    for argument in source.get("arguments", ()):
        yield from cited_in(argument)


def with_address(paper: str) -> str:
    """A paper with the address of its preprint, if it names one."""
    number = ARXIV.search(paper)
    return f"{paper}, https://arxiv.org/abs/{number[1]}" if number else paper
