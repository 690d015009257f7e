"""Pages of a new lecture: its settings, its script, its README, filled with a plan's words."""

from __future__ import annotations

import json
import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from chainreel.languages.discovery import language_named
from chainreel.starter.plan import WORDS, StarterPlan

HERE = Path(__file__).parent
TALK = "talk"  # the table of what only a talk needs: notes, by beat
WIDE = 100  # characters of a list that may stand in one line


class Slots(string.Template):
    """A text with slots such as ``@{chapter}``: braces and dollars are the script's own."""

    delimiter = "@"


def read_words(run: str, tag: str) -> dict[str, Any]:
    """An example's words in a language: its title, and a table a beat."""
    return tomllib.loads((WORDS / f"{run}.{tag}.toml").read_text(encoding="utf-8"))


def pages_of(plan: StarterPlan, settings: Mapping[str, Any]) -> dict[str, str]:
    """The files of a lecture but its record, by their paths in its folder."""
    run = plan.run
    return {
        "lecture.toml": lecture_page(plan, settings),
        f"scenes/{run}.toml": script_page(plan),
        f"scenes/{run}.py": page(f"scenes/{run}.py"),
        f"experiments/{run}.py": page(f"experiments/{run}.py"),
        "README.md": readme_page(plan),
        ".gitignore": page("pages/gitignore"),
    }


def page(name: str) -> str:
    """A file as it comes with the library."""
    return (HERE / name).read_text(encoding="utf-8")


def titles_of(plan: StarterPlan) -> dict[str, str]:
    """The lecture's title in each of its languages."""
    own = dict(plan.titles)
    return {tag: own.get(tag) or read_words(plan.run, tag)["lecture"] for tag in plan.languages}


def lecture_page(plan: StarterPlan, settings: Mapping[str, Any]) -> str:
    """The settings file."""
    plain = {name: value for name, value in settings.items() if not isinstance(value, list | dict)}
    return Slots(page("pages/lecture.toml")).substitute(
        languages=toml(list(plan.languages)),
        titles="\n".join(write_tagged("title", titles_of(plan))),
        run=plan.run,
        voice=toml(plan.voice),
        settings="\n".join(f"{name} = {toml(value)}" for name, value in plain.items()),
    )


def script_page(plan: StarterPlan) -> str:
    """The script, in the plan's languages alone."""
    words = {tag: read_words(plan.run, tag) for tag in plan.languages}
    notes = {tag: own.pop(TALK, {}) for tag, own in words.items()}
    tables = [name for name, table in words[plan.languages[0]].items() if isinstance(table, dict)]
    filled = {name: lines_of({tag: own[name] for tag, own in words.items()}) for name in tables}
    for beat in notes[plan.languages[0]] if plan.template == TALK else ():
        filled[beat] += lines_of({tag: own[beat] for tag, own in notes.items()})
    return Slots(page(f"scenes/{plan.run}.toml")).substitute(
        {name: "\n".join(lines) for name, lines in filled.items()}
    )


def readme_page(plan: StarterPlan) -> str:
    """The README, in the main language."""
    tag = plan.languages[0]
    names = [language_named(one).name for one in plan.languages]
    return Slots(page(f"pages/README.{tag}.md")).substitute(
        title=titles_of(plan)[tag],
        run=plan.run,
        languages=language_named(tag).labels.comma.join(names),
    )


def lines_of(tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A table's texts by language as lines of TOML, key by key."""
    flat = {tag: dict(leaves(table)) for tag, table in tables.items()}
    keys = next(iter(flat.values()))
    return [line for key in keys for line in write_tagged(key, {tag: flat[tag][key] for tag in flat})]


def leaves(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The texts of nested tables under dotted keys."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def write_tagged(key: str, texts: Mapping[str, Any]) -> list[str]:
    """A text's lines: one a language with its tag, or the only one without."""
    if len(texts) == 1:
        return [f"{key} = {toml(text)}" for text in texts.values()]
    return [f"{key}.{tag} = {toml(text)}" for tag, text in texts.items()]


def toml(value: Any) -> str:
    """A value as TOML: texts, numbers, truths, lists and the tables of variants."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return write_list([toml(inner) for inner in value])
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_list(items: Sequence[str]) -> str:
    """A list in one line where it is short, else one item a line."""
    line = f"[{', '.join(items)}]"
    if (len(line) <= WIDE and len(items) < 2) or all(len(item) < 20 for item in items):
        return line
    inner = "".join(f"    {item},\n".replace("\n    ", "\n        ") for item in items)
    return f"[\n{inner}]"
