"""The pages: what they link to and name is there, and every command in them can be typed."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from chainreel.command.command import command
from chainreel.command.moved import VERBS
from chainreel.languages.discovery import known_languages
from chainreel.lecture import QUALITIES, THEMES, TONES, VOICES
from chainreel.publish import targets
from chainreel.stock.options import command_for

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GUIDES = [page for page in PAGES if page.name != "CHANGELOG.md"]  # which tells of what there was, too
FOLDERS = sorted(p.name for p in ROOT.iterdir() if p.is_dir() and p.name[0] != "." and p.name != "out")
FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CALL = re.compile(r"^(?:\S*[/\\])?(?:chainreel(?= )|python render\.py)(.*)$")
KNOWN = {
    "language": (*known_languages(), "all"),
    "quality": QUALITIES,
    "theme": THEMES,
    "voice": VOICES,
    "tones": TONES,
    "target": targets.NAMES,
}


def by_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def blocks(page: Path) -> list[str]:
    """A page's blocks of code, and the code within its lines, as lines."""
    text = page.read_text(encoding="utf-8")
    inline = (" ".join(code.split("\n")) for code in CODE.findall(FENCE.sub("", text)))
    return [*(line for block in FENCE.findall(text) for line in block.splitlines()), *inline]


def calls(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Each command line of ours on a page, as it stands there and as arguments of ``chainreel``."""
    for line in blocks(page):
        typed = re.split(r" {2,}| # ", line.strip())[0]
        if found := CALL.match(typed):
            arguments = shlex.split(found[1].replace("...", ""))
            yield typed, ["render", *arguments] if "render.py" in typed else arguments


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    """Beside the page, as a reader's browser looks for it."""
    inside = [link for link in LINK.findall(prose(page)) if not link.startswith(("http", "#"))]
    assert [link for link in inside if not (page.parent / link.split("#")[0]).exists()] == []


@pytest.mark.parametrize("page", GUIDES, ids=by_name)
def test_every_path_that_is_named_exists(page: Path) -> None:
    """In the repository, unless the page itself tells how to make it."""
    own = (
        set(re.findall(r"^`([\w/]+\.\w+)`", prose(page), re.MULTILINE))
        if page.name == "writing.md"
        else set()
    )
    named = {code for code in CODE.findall(prose(page)) if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", code)}
    paths = {name for name in named if name.split("/")[0] in FOLDERS and "/" in name} - own
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("page", GUIDES, ids=by_name)
def test_every_command_can_be_typed(page: Path) -> None:
    """Its verb and its options exist, and take those values; it is parsed and not run."""
    for typed, arguments in calls(page):
        if arguments[0] == "VERB":
            continue
        assert arguments[0] in VERBS, typed
        manims = arguments[0] == "scene"
        verb = command_for(print) if manims else command.commands[arguments[0]]
        try:
            given = verb.make_context(arguments[0], list(arguments[1:])).params
        except click.exceptions.Exit:  # it asks for help
            continue
        except click.UsageError as error:
            pytest.fail(f"{typed}: {error.format_message()}")
        for option, known in ({} if manims else KNOWN).items():
            value = given.get(option)
            assert value is None or value.isupper() or value in known, f"{typed}: {option} {value}"


def test_commands_are_found_on_the_pages() -> None:
    """A pattern that finds nothing would pass everything."""
    verbs = {arguments[0] for page in GUIDES for _, arguments in calls(page)}
    assert {*VERBS} <= verbs
    assert ["render", "--set", "runs.headline.depth=20"] in [a for _, a in calls(ROOT / "README.md")]


@pytest.mark.parametrize("page", GUIDES, ids=by_name)
def test_every_make_target_exists(page: Path) -> None:
    """As ``make lecture`` does."""
    known = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    said = {found[1] for line in blocks(page) if (found := re.match(r"make (\w+)", line))}
    assert said <= known


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    """It says what this is and how to run it; the long tables are on the pages."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    linked = set(LINK.findall(text))
    site = {p for folder in ("tasks", "reference") for p in (ROOT / "docs" / folder).iterdir()}  # the site's
    assert {by_name(page) for page in PAGES if page.name != "README.md" and page not in site} <= linked
