"""Docstrings, comments, errors and pages: every name, path, flag and verb of ours in them exists."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from statements import (
    FLAG,
    MEMBER,
    MODULE,
    NAME,
    PATH,
    STEP,
    VERB,
    Classes,
    Statement,
    defined_in,
    exists,
    has,
    in_code,
)

from chainreel.command.command import command
from chainreel.command.moved import VERBS
from chainreel.stock.options import command_for

ROOT = Path(__file__).parent.parent
CODE = ("chainreel", "scenes", "experiments", "examples", "bench", "tools", "tests")
MODULES = sorted([ROOT / "render.py", *(file for folder in CODE for file in (ROOT / folder).rglob("*.py"))])
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("*.toml"), ROOT / "Makefile"]
    + [page for folder in ("docs", "chainreel") for page in (ROOT / folder).rglob("*.md")]
)
OF_OTHERS = {
    "--no-deps", "--dist", "--strict-markers", "--no-print-directory",  # pip, pytest, make
    "--strict", "--clean",  # zensical
    "--help", "--full", "--renderer", "--folder", "--into",  # click; bench/, manim; tools/
}  # fmt: skip
DATA = (".json", ".toml", ".md")  # scenes.json is a file
MOVED = "chainreel/command/moved.py"  # it names the flags that are no more
TAUGHT = re.compile(r"^`([\w/]+\.\w+)`", re.MULTILINE)  # files that a page tells how to make
STARTER = "chainreel/starter/pages/"  # pages of a new lecture tell of its own files
OF_READERS = {"my.py", "nets.py"}  # a file that the reader has
MEASURED = "assets/records/descent.json"  # and what its command makes

Search = Callable[[Statement], Iterable[str]]


@cache
def statements() -> tuple[Statement, ...]:
    """All of them but strings in tests, which make things up, and the changelog, which tells of the past."""
    code = [one for file in MODULES for one in in_code(ROOT, file)]
    pages = [Statement(by_name(page), "page", page.read_text(encoding="utf-8")) for page in PAGES]
    told = [one for one in code if not (one.kind == "text" and one.file.startswith("tests/"))]
    return (*told, *(page for page in pages if page.file != "CHANGELOG.md"))


def by_name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tails() -> set[str]:
    """All modules, by name and by name behind the end of their folder."""
    parts = [by_name(file).split("/") for file in MODULES]
    return {"/".join(part[start:]) for part in parts for start in range(len(part))}


@cache
def classes() -> Classes:
    return Classes(MODULES)


@cache
def flags() -> set[str]:
    """What the verbs take, and what other programs do."""
    takers = (*command.commands.values(), command_for(lambda given: None))
    taken = {flag for verb in takers for of in verb.params for flag in (*of.opts, *of.secondary_opts)}
    return OF_OTHERS | taken


def taught(one: Statement) -> set[str]:
    """Files that a reader of the page makes."""
    return {*TAUGHT.findall(one.text), MEASURED} if one.file == "docs/writing.md" else set()


def names(one: Statement) -> Iterable[str]:
    """A dotted name of a module, or of what is in it, that is not there."""
    named = (name for name in NAME.findall(one.text) if not name.endswith(DATA))
    return (name for name in named if not exists(ROOT, name))


def paths(one: Statement) -> Iterable[str]:
    """A path of the repository that is not there."""
    if one.file.startswith(STARTER):
        return ()
    return (path for path in PATH.findall(one.text) if not (ROOT / path).exists() and path not in taught(one))


def modules(one: Statement) -> Iterable[str]:
    """A module, with or without the end of its folder, that is nowhere."""
    if one.file.startswith(STARTER):
        return ()
    real = (name for name in MODULE.findall(one.text) if not Path(name).stem.isupper())  # NAME.py is any
    return (name for name in real if name not in tails() | taught(one) | OF_READERS)


def options(one: Statement) -> Iterable[str]:
    """A flag that no verb takes."""
    text = re.sub(r"\S*ruff format --check", "", one.text)  # ruff has a flag that moved
    return (flag for flag in FLAG.findall(text) if flag not in flags() and one.file != MOVED)


def verbs(one: Statement) -> Iterable[str]:
    """A verb that is none."""
    return (verb for verb in VERB.findall(one.text) if verb not in VERBS)


def members(one: Statement) -> Iterable[str]:
    """``Class.member`` that the class, one of the project, does not have."""
    return (f"{owner}.{name}" for owner, name in MEMBER.findall(one.text) if classes().lacks(owner, name))


SEARCHES = (names, paths, modules, options, verbs, members)


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.__name__)
def test_nothing_is_named_that_is_not_there(search: Search) -> None:
    """Told with the file and the name."""
    assert {one.file: found for one in statements() if (found := list(search(one)))} == {}


@pytest.mark.parametrize(
    ("search", "stale", "true"),
    [
        (names, "see chainreel.draw.axis", "see chainreel.draw.axes.axis.Axis, chainreel.number."),
        (names, "chainreel.number.Number.colour", "chainreel.script, chainreel.scene.LectureScene"),
        (paths, "(chainreel/voice/speaker.py)", "(chainreel/voice/sound.py) in chainreel/voice/"),
        (modules, "``spoke.py`` says how", "``film/recipe.py`` and ``recipe.py`` say so, nets.py:12 not"),
        (options, "write --remeasure", "write --set runs.a.b=1, or ruff format --check"),
        (verbs, "run `chainreel draw hook`", "run `chainreel stills pictures hook`"),
        (members, "``Edition.find_lost`` finds it", "``Edition.find_drawn``, ``Rows.grow``, ``Rows.shift``"),
    ],
)  # fmt: skip
def test_a_stale_statement_is_found(search: Search, stale: str, true: str) -> None:
    """And a true one is not."""
    assert list(search(Statement("chainreel/some.py", "docstring", stale)))
    assert not list(search(Statement("chainreel/some.py", "docstring", true)))


def test_each_search_has_something_to_look_at() -> None:
    """A pattern that finds nothing would pass everything."""
    patterns = (NAME, PATH, MODULE, FLAG, VERB, MEMBER)
    assert all(sum(len(p.findall(one.text)) for one in statements()) > 10 for p in patterns)


def test_every_step_of_the_architecture_is_where_it_says() -> None:
    """A file of the two walks, and the functions and classes that are met in it."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    steps = [(path, re.findall(r"`([\w.]+)`", met)) for path, met in STEP.findall(text)]
    assert len(steps) > 20
    for path, met in steps:
        (home,) = [file for file in MODULES if by_name(file) in (path, f"chainreel/{path}")]
        known = defined_in(home)
        within = {name: {} for own in known.values() for name in own}
        lost = [name for name in met if not name.endswith(".py") and not has(known | within, name.split("."))]
        assert lost == [], path
