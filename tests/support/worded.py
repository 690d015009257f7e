"""The tiny lecture in any languages: its pictures, with the words of ``tests/lecture_words``."""

import json
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tiny import copy_of_tiny

from chainreel.languages.language import DOCUMENTS

WORDS = Path(__file__).parents[1] / "lecture_words"
TAGS = tuple(sorted(path.stem for path in WORDS.glob("*.toml")))
SCRIPT = """
[chapter]
records = ["gates"]
{chapter}
[numbers]
a = "gates.slopes.0"
b = "gates.slopes.1"
c = "gates.slopes.2"
m = "multiply(a, b, c)"
[factors]
show.slopes = "${{gates.slopes.0:.3f}} quad {{gates.slopes.1:.3f}} quad {{gates.slopes.2:.3f}}$"
{factors}
[product]
show.product = "${{a:.3f}} dot {{b:.3f}} dot {{c:.3f}} approx {{m:.3f}}$"
{product}
"""
COVER = """
[chapter]
records = ["gates"]
{chapter}
[thumbnail]
show.product = "{{gates.product:.3f}}"
{thumbnail}
"""
LECTURE = """
[lecture]
languages = {languages}
chapters = ["slopes"]
quality = "draft"
{title}
[runs.gates]
x = 0.5
gates = 3
"""

ESPERANTO = """
import dataclasses
from pathlib import Path
from chainreel.languages.en import LANGUAGE as ENGLISH

LANGUAGE = dataclasses.replace(ENGLISH, tag={tag!r}, name="Esperanto", documents=Path(__file__).parent)
"""


def words_in(tag: str) -> dict[str, Any]:
    """The lecture's words in a language."""
    return tomllib.loads((WORDS / f"{tag}.toml").read_text(encoding="utf-8"))


def lecture_in(folder: Path, languages: Sequence[str], given: Mapping[str, Any] | None = None) -> Path:
    """Write the lecture in these languages, the main one first; ``given`` words are those of others.

    In a lecture of one language no text bears its tag.
    """
    shutil.rmtree(folder, ignore_errors=True)
    root = copy_of_tiny(folder)
    words = {tag: (given or {}).get(tag) or words_in(tag) for tag in languages}
    tables = {name: rows({tag: own[name] for tag, own in words.items()}) for name in words[languages[0]]}
    title = "\n".join(tagged("title", {tag: own["lecture"] for tag, own in words.items()}))
    write(root / "lecture.toml", LECTURE.format(languages=json.dumps([*languages]), title=title))
    write(root / "scenes" / "slopes.toml", SCRIPT.format(**tables))
    write(root / "scenes" / "cover.toml", COVER.format(**tables))
    return root


def rows(tables: Mapping[str, Any]) -> str:
    """A table's texts by language, as lines of TOML."""
    if not isinstance(next(iter(tables.values())), dict):
        return ""
    flat = {tag: dict(leaves(table)) for tag, table in tables.items()}
    keys = next(iter(flat.values()))
    return "\n".join(line for key in keys for line in tagged(key, {tag: flat[tag][key] for tag in flat}))


def leaves(table: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    """The texts of nested tables under dotted keys."""
    found = []
    for key, value in table.items():
        found += leaves(value, f"{before}{key}.") if isinstance(value, dict) else [(f"{before}{key}", value)]
    return found


def tagged(key: str, texts: Mapping[str, Any]) -> list[str]:
    """A text's lines: one a language with its tag, or the only one without."""
    values = {tag: json.dumps(text, ensure_ascii=False) for tag, text in texts.items()}
    return [f"{key}.{tag} = {v}" if texts.keys() - {tag} else f"{key} = {v}" for tag, v in values.items()]


def write(path: Path, text: str) -> None:
    """Write a file of the lecture."""
    path.write_text(text.lstrip(), encoding="utf-8")


def write_esperanto(folder: Path, tag: str = "eo") -> Path:
    """A language of a lecture's own, with its documents."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in DOCUMENTS:
        stem, _, kind = name.partition(".")
        (folder / f"{stem}.{tag}.{kind}").write_text("# {title}\n")
    path = folder / "esperanto.py"
    path.write_text(ESPERANTO.format(tag=tag))
    return path
